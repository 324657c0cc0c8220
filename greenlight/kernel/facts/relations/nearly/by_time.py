"""An average a day or a month over a stretch the text names: 全年产奶12.6万吨，日均345吨; 前三季度…，月均….

A year has 365 or 366 days; asked of where one slip makes the two fit and nothing near gives the average.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial

from greenlight.kernel.facts.fact import Comparator, Conflict, Kind
from greenlight.kernel.facts.relations import asking
from greenlight.kernel.facts.relations.amounts import is_quantity, plain, printed
from greenlight.kernel.facts.relations.nearly.readings import one_slip
from greenlight.kernel.facts.relations.page import Page, Told
from greenlight.kernel.facts.relations.slips import digits
from greenlight.kernel.facts.relations.steps import is_past, is_plan, is_step
from greenlight.kernel.facts.relations.wholes import MEAN

DAILY = re.compile("(?:日均|平均每[天日]|每天平均)")
MONTHLY = re.compile("(?:月均|平均每(?:个)?月)")
STRETCHES = (("全年", 365, 12), ("前三季度", 273, 9), ("上半年", 181, 6))
OF_DAYS = re.compile("[天日]|工作日")
SHARP = 5
SLACK = Decimal("0.006")  # 366 days, 182 in a leap year's first half


def by_time(page: Page) -> Iterator[Conflict]:
    """Ask about a daily or monthly average that the whole of its year, quarters or half does not give."""
    for told in page.told:
        top = page.told[told.at - 1] if told.at else told
        count = _count(page, told)
        if not count or not _whole(top, told):
            continue
        numbers = (told, top)
        fits = partial(_holds, numbers, count=count)
        sharp = sum(map(digits, numbers)) >= SHARP
        if sharp and not fits([told.amount.value, top.amount.value]) and one_slip(numbers, fits):
            yield _question(told, top, count)


def _count(page: Page, told: Told) -> int:
    exact = told.fact.comparator is Comparator.EQUAL and told.fact.kind in (Kind.LEVEL, Kind.COUNT)
    daily, monthly = DAILY.search(told.clause), MONTHLY.search(told.clause)
    lead = page.body[page.spans[told.sentence][0] : told.fact.start]
    if not exact or not (daily or monthly) or OF_DAYS.search(lead.replace("日均", "")):
        return 0
    named = [(days, months) for word, days, months in STRETCHES if word in lead]
    return named[0][0 if daily else 1] if len(named) == 1 else 0


def _whole(top: Told, told: Told) -> bool:
    odd = is_past(top) or is_step(top) or is_plan(top) or MEAN.search(top.clause)
    same = top.amount.unit == told.amount.unit and top.sentence == told.sentence
    return is_quantity(top.fact) and same and not odd and told.amount.value > 0


def _holds(numbers: Sequence[Told], values: Sequence[Decimal], count: int) -> bool:
    mean = values[1] / count
    slack = numbers[0].amount.step / 2 + numbers[1].amount.half / count + mean * SLACK
    return abs(mean - values[0]) <= slack


def _question(told: Told, top: Told, count: int) -> Conflict:
    factor = told.amount.step / told.fact.step if told.fact.step else Decimal(1)
    computed = top.amount.value / count / factor
    result = f"{plain(computed, 2)}{told.fact.unit}"
    return asking.asked(
        asking.Finding(
            rule="mean",
            relation="平均数与总数、天数（月数）",
            facts=(told, top),
            computed=computed,
            tolerance=computed * SLACK,
            worked=f"{printed(top.fact)} ÷ {count} = {result}",
            question=f"按{printed(top.fact)}和{count}{'天' if count > 12 else '个月'}算，平均为{result}，"
            f"文中写{printed(told.fact)}，以哪个为准？",
            answers=(asking.BASE, asking.SCOPE, asking.PERIOD),
        )
    )
