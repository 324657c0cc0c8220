"""Next year's aim follows from this year's result: 实现402.5亿元 … 2025年，力争达到420亿元，增长4.3%.

The aim and its growth stand side by side; the result is told of the year before, whole, under the same
name. Where two results are told (快报 and 预计) and either fits, nothing is asked. Planners round: one point
is left alone. Not asked of what grows at constant prices, nor of 可比口径, nor of an aim with 以上 or 左右.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from greenlight.kernel.facts.fact import Comparator, Conflict, Kind
from greenlight.kernel.facts.relations import asking
from greenlight.kernel.facts.relations.amounts import is_quantity, plain, printed
from greenlight.kernel.facts.relations.fitting import points_tolerance, rise
from greenlight.kernel.facts.relations.names import same_name
from greenlight.kernel.facts.relations.nearly.readings import readings
from greenlight.kernel.facts.relations.page import Page, Told
from greenlight.kernel.facts.relations.periods import YEAR, months
from greenlight.kernel.facts.relations.slips import digits, slipped
from greenlight.kernel.facts.relations.steps import is_past, is_step

DIGITS = 3
ROUNDED = Decimal(1)  # percentage points


def aims(page: Page, growth: Told) -> Iterator[Conflict]:
    """Ask of one growth, if it is that of an aim, whether it follows from the result of the year before."""
    value = page.told[growth.at - 1] if growth.at else None
    if value is None or not _is_aim(value, growth):
        return
    results = _results(page, value) or _told_before(page, growth, value)
    fits = [_fits(growth, value, one) for one in results]
    if len({one.amount.value for one in results}) == 1 and not any(fits):
        yield _question(growth, value, results[0])


def _is_aim(value: Told, growth: Told) -> bool:
    told = (value.fact, growth.fact)
    plainly = all(fact.is_target for fact in told) and value.fact.comparator is Comparator.EQUAL
    plainly = plainly and growth.fact.comparator in (Comparator.EQUAL, Comparator.APPROX)  # 增长9%左右
    beside = value.sentence == growth.sentence and growth.before.strip("，,、 ").startswith(
        ("增长", "同比增长")
    )
    return (
        plainly
        and beside
        and is_quantity(value.fact)
        and not is_step(value)
        and growth.fact.kind is Kind.YOY_GROWTH
    )


def _results(page: Page, value: Told) -> list[Told]:
    """What was reached in the year before the aim's, by its name."""
    aimed = months(value.fact.period)
    alike = page.by_name.get(same_name(value.fact.indicator), value.at)
    return [
        one
        for one in alike
        if aimed
        and months(one.fact.period) == (aimed[0] - YEAR, aimed[1] - YEAR)
        and aimed[1] - aimed[0] == YEAR - 1
        and is_quantity(one.fact)
        and one.amount.unit == value.amount.unit
        and one.amount.value > 0
        and one.fact.scope == value.fact.scope
        and not is_step(one)
        and not is_past(one)
    ]


def _told_before(page: Page, growth: Told, value: Told) -> list[Told]:
    """What was reached under the aim's name in an earlier paragraph, though no year is told of it.

    Only where one slip in the growth explains the gap.
    """
    alike = [
        one
        for one in page.by_name.get(same_name(value.fact.indicator), value.at)
        if one.at < value.at and one.paragraph < value.paragraph and not one.fact.is_target
    ]
    plainly = [one for one in alike if is_quantity(one.fact) and one.amount.unit == value.amount.unit]
    if len(plainly) != 1 or is_step(plainly[0]) or is_past(plainly[0]):
        return []
    in_growth = slipped(growth, rise(value, plainly[0])[0].quantize(growth.amount.step))
    return plainly if in_growth or _slipped_aim(growth, value, plainly[0]) else []


def _slipped_aim(growth: Told, value: Told, base: Told) -> bool:
    """Does one slip in the aim, put right, give the growth: 560亿元 for 530亿元, after 486亿元 and 9%左右?"""
    rises = ((aim / base.amount.value - 1) * 100 for aim in readings(value) if base.amount.value)
    return digits(value) >= DIGITS and any(abs(one - growth.amount.value) <= ROUNDED / 2 for one in rises)


def _fits(growth: Told, value: Told, base: Told) -> bool:
    computed, spread = rise(value, base)
    return abs(computed - growth.amount.value) <= max(points_tolerance(growth, spread), ROUNDED)


def _question(growth: Told, value: Told, base: Told) -> Conflict:
    computed, spread = rise(value, base)
    return asking.asked(
        asking.Finding(
            rule="growth",
            relation="下一年目标的增速与今年的结果",
            facts=(growth, value, base),
            computed=computed,
            tolerance=max(points_tolerance(growth, spread), ROUNDED),
            worked=f"{printed(value.fact)} ÷ {printed(base.fact)} - 1 = {plain(computed, 1)}%",
            question=f"今年{printed(base.fact)}，目标{printed(value.fact)}，{asking.moved(computed)}，"
            f"文中写{asking.moved(growth.fact.value)}，以哪个为准？",
            answers=(asking.COMPARABLE, asking.ESTIMATED, asking.SCOPE),
        )
    )
