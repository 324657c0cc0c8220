"""Averages over years: 由2016年的100亿元增加到2021年的200亿元，年均增长14.9%; 五年累计50亿元，年均10亿元.

Tolerance: 0.3 points, more when the printed digits explain more; for amounts what the digits explain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from greenlight.kernel.facts.fact import Conflict
from greenlight.kernel.facts.relations import asking
from greenlight.kernel.facts.relations.amounts import is_percent, is_quantity, plain, printed
from greenlight.kernel.facts.relations.fitting import HUNDRED, points_tolerance
from greenlight.kernel.facts.relations.grown import REAL_TERMS
from greenlight.kernel.facts.relations.page import Page, Told
from greenlight.kernel.facts.relations.steps import FROM, INTO
from greenlight.kernel.facts.relations.wholes import fits_beside, in_sentence_before

YEARLY = re.compile("年均(?:增长|增速|增幅|递增|递减|下降)?[^，,；;。]{0,4}$")
YEAR = re.compile("(\\d{4})年")
YEARS = re.compile("(?P<n>[二三四五六七八九十两]|\\d{1,2})年(?:来|间|累计|共|合计|内)?")
MANY = {word: at for at, word in enumerate("一二三四五六七八九十", 1)} | {"两": 2}
LONGEST = 30


def yearly(page: Page) -> Iterator[Conflict]:
    """Ask where first and last year, or the sum of the years, do not give the average."""
    for told in page.told:
        if YEARLY.search(told.before):
            if is_percent(told.fact):
                yield from _rate(page, told)
            elif is_quantity(told.fact):
                yield from _amount(page, told)


def _rate(page: Page, told: Told) -> Iterator[Conflict]:
    near = list(in_sentence_before(page, told))[:3]
    for value, base in pairwise(near):
        if not (FROM.search(base.before) and INTO.search(value.before) and fits_beside(base, value)):
            continue
        years = _years(page, told, base, value)
        if not years or not base.amount.value or REAL_TERMS.search(told.fact.indicator):
            return
        computed = _root(value.amount.value / base.amount.value, years)
        spread = abs(_root(value.amount.high / max(base.amount.low, base.amount.value / 2), years) - computed)
        tolerance = points_tolerance(told, spread)
        if abs(computed - told.amount.value) > tolerance:
            worked = f"({printed(value.fact)} ÷ {printed(base.fact)})^(1/{years}) - 1 = {plain(computed, 1)}%"
            yield _question(told, (value, base), computed, tolerance, worked)
        return


def _root(ratio: Decimal, years: int) -> Decimal:
    return (ratio ** (Decimal(1) / years) - 1) * HUNDRED


def _years(page: Page, told: Told, base: Told, value: Told) -> int:
    """The years between: told as two dates, or in words before (五年来)."""
    first, last = YEAR.findall(base.before), YEAR.findall(value.before)
    if first and last:
        years = int(last[-1]) - int(first[-1])
        return years if 1 < years < LONGEST else 0
    lead = page.body[page.spans[told.sentence][0] : told.fact.start]
    dates = sorted({int(year) for year in YEAR.findall(lead)})
    if len(dates) == 2 and 1 < dates[1] - dates[0] < LONGEST:
        return dates[1] - dates[0]
    found = YEARS.search(YEAR.sub("", lead))
    return _number(found["n"]) if found else 0


def _number(word: str) -> int:
    return MANY.get(word) or int(word)


def _amount(page: Page, told: Told) -> Iterator[Conflict]:
    """五年累计完成投资50亿元，年均10亿元."""
    totals = [one for one in in_sentence_before(page, told) if one.amount.unit == told.amount.unit][:1]
    for total in totals:
        found = re.search("(?P<n>[二三四五六七八九十两]|\\d{1,2})年(?:来|间)?(?:累计|共|合计)", total.before)
        if not found or total.at != told.at - 1:
            return
        years = _number(found["n"])
        computed = total.amount.value / years
        tolerance = told.amount.half + total.amount.half / years
        if years > 1 and abs(computed - told.amount.value) > tolerance + told.amount.half:
            scale = told.amount.value / told.fact.value
            result = f"{plain(computed / scale, 4)}{told.fact.unit}"
            worked = f"{printed(total.fact)} ÷ {years} = {result}"
            yield _question(told, (total,), computed / scale, tolerance / scale, worked)


def _question(
    told: Told, others: tuple[Told, ...], computed: Decimal, tolerance: Decimal, worked: str
) -> Conflict:
    shown = f"{plain(computed, 1)}%" if is_percent(told.fact) else f"{plain(computed, 2)}{told.fact.unit}"
    return asking.asked(
        asking.Finding(
            rule="yearly",
            relation="年均数与首末年（或累计）",
            facts=(told, *others),
            computed=computed,
            tolerance=tolerance,
            worked=worked,
            question=f"推算年均为{shown}，文中写{printed(told.fact)}，以哪个为准？",
            answers=(asking.COMPARABLE, "年数的算法不同", asking.REVISED, asking.SCOPE),
        )
    )
