"""How far a worked-out number may lie from the printed one before rounding cannot explain it."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from greenlight.kernel.facts.fact import Comparator
from greenlight.kernel.facts.relations.amounts import Amount
from greenlight.kernel.facts.relations.page import Told

POINTS_LEFT_ALONE = Decimal("0.3")  # README of the annotated reports: over 0.3 points is a conflict
HUNDRED = Decimal(100)
WORDY = 10  # points: 三成 is told no finer
GROUND = Decimal("0.000000001")


def quotient(top: Amount, bottom: Amount) -> tuple[Decimal, Decimal]:
    """top ÷ bottom in percent, and how far rounding of both may move it."""
    value = top.value / bottom.value * HUNDRED
    low_bottom = max(bottom.low, bottom.value / 2, GROUND)
    return value, max(top.high / low_bottom * HUNDRED - value, value - top.low / bottom.high * HUNDRED)


def points_tolerance(stated: Told, spread: Decimal) -> Decimal:
    """0.3 points, or what the printed digits explain when that is more (占比约三成)."""
    return max(POINTS_LEFT_ALONE, spread + stated.amount.half)


def sum_tolerance(parts: list[Told], whole: Told) -> Decimal:
    """Half a step of every part and half a step of the whole, on the unit's own scale."""
    return sum((told.amount.half for told in parts), whole.amount.half)


def makes(parts: Iterable[Told], whole: Told, slack: Decimal = Decimal(0)) -> list[bool]:
    """For the first part, the first two, … of them all: do they make the whole, as far as is printed?"""
    found, gap, tolerance = [], -whole.amount.value, whole.amount.half + slack
    for part in parts:
        gap += part.amount.value
        tolerance += part.amount.half
        found.append(abs(gap) <= tolerance)
    return found


def apart(computed: Decimal, stated: Told, tolerance: Decimal) -> bool:
    """Does the gap ask for an answer? 90%以上 is met by anything above, 不足 by anything below."""
    gap = computed - stated.amount.value
    comparator = stated.fact.comparator
    if comparator in (Comparator.MORE, Comparator.AT_LEAST) and gap > 0:
        in_words = stated.amount.unit == "%" and stated.amount.step >= WORDY  # 三成以上
        return not in_words and gap > tolerance + abs(stated.amount.value) * Decimal("0.1")
    if comparator in (Comparator.LESS, Comparator.AT_MOST) and gap < 0:
        return -gap > tolerance + abs(stated.amount.value) * Decimal("0.1")
    return abs(gap) > tolerance + GROUND


def rise(value: Told, base: Told) -> tuple[Decimal, Decimal]:
    """The growth in percent, and how far rounding of both may move it."""
    ratio = value.amount.value / base.amount.value
    low = base.amount.low if base.amount.low > 0 else base.amount.value
    return (ratio - 1) * HUNDRED, (value.amount.high / low - ratio) * HUNDRED
