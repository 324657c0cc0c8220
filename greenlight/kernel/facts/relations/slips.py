"""Would one slip of the pen explain the gap: two digits exchanged, one wrong, the point lost?

Where words leave open whether a list is complete (其中…), only such a slip is asked about: a list that
leaves something out seldom misses its total by exactly one digit.
"""

from __future__ import annotations

from decimal import Decimal

from greenlight.kernel.facts.relations.page import Told

MANY = 4  # parts: so many that seldom miss their total by exactly a nought


def slipped(told: Told, needed: Decimal, lone: bool = False) -> bool:
    """Does the printed number become the needed one (on the unit's own scale) by one slip?

    `lone`: is 80 for 8 a slip too? Only where much else speaks for the sum.
    """
    zero = told.fact.step < 1
    return misprinted(told.amount.value, told.amount.step, needed, lone=lone, zero=zero)


def misprinted(
    value: Decimal, step: Decimal, needed: Decimal, *, lone: bool = True, zero: bool = True
) -> bool:
    """Does `value`, printed to the `step`, become `needed` by one slip? `zero`: 0.97 and 9.07 are as long."""
    if step <= 0 or needed <= 0:
        return False
    if _point_moved(value, needed, 0 if lone else 1):
        return True
    have, want = str(round(value / step)), str(round(needed / step))
    if zero:
        width = max(len(have), len(want))
        have, want = have.zfill(width), want.zfill(width)
    return len(have) == len(want) and have != want and (_one_digit(have, want) or _exchanged(have, want))


def _point_moved(have: Decimal, want: Decimal, more_than: int) -> bool:
    """9.8 and 98: the same digits, with the point or a nought gone."""
    mine, its = have.normalize().as_tuple().digits, want.normalize().as_tuple().digits
    return have != want and mine == its and len(mine) > more_than


def _one_digit(have: str, want: str) -> bool:
    return sum(a != b for a, b in zip(have, want, strict=True)) == 1


def _exchanged(have: str, want: str) -> bool:
    at = next(i for i, (a, b) in enumerate(zip(have, want, strict=True)) if a != b)
    return have[:at] + have[at : at + 2][::-1] + have[at + 2 :] == want


def one_slip_explains(parts: list[Told], whole: Told) -> bool:
    """Does the sum come out once one of its numbers is read with one slip put right?"""
    total = sum((part.amount.value for part in parts), Decimal(0))
    if slipped(whole, total):
        return True
    lone = len(parts) >= MANY
    return any(slipped(part, whole.amount.value - total + part.amount.value, lone) for part in parts)


def one_slip_makes_share(told: Told, part: Told, whole: Told) -> bool:
    """Does one slip in percentage, part or whole make part ÷ whole the percentage?"""
    percent, mine, its = told.amount.value, part.amount.value, whole.amount.value
    if not (percent > 0 and mine > 0 and its > 0):
        return False
    needs = ((told, mine / its * 100), (part, its * percent / 100), (whole, mine / percent * 100))
    return any(slipped(one, need) for one, need in needs)


def digits(told: Told) -> int:
    """How many significant digits are printed: 1051亿元 four, 15000户 (1.5万) two."""
    step = told.amount.step
    return len(str(round(told.amount.value / step))) if step > 0 else 0
