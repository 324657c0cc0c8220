"""A plan, what was reached and its rate in a row: 收购计划30万吨，已入库24.6万吨，进度达82%.

The plan's noun ends its clause, the rate's word is all its own clause says. Tolerance: what the digits
printed explain and at most 0.3.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from greenlight.kernel.facts.fact import Comparator, Conflict
from greenlight.kernel.facts.relations import asking
from greenlight.kernel.facts.relations.amounts import is_percent, is_quantity, plain, printed
from greenlight.kernel.facts.relations.fitting import apart, points_tolerance, quotient
from greenlight.kernel.facts.relations.page import Page, Told
from greenlight.kernel.facts.relations.steps import is_past, is_step

AIM = re.compile("(?:计划|任务|目标)[数值量]?(?:为|是|定为|[\u4e00-\u9fff]{0,2}下达)?$")
OF_PLAN = re.compile("(?:完成|占|达|为|超)[^，,]*(?:计划|任务|目标)[数值量]?$|高于|低于|超过|还[需差要]|比")
RATE = re.compile(
    "^[，,](?:已|累计|年度|全年|计划|任务|目标)?(?:完成率?|兑现率?|到位率|执行率|[\u4e00-\u9fff]{0,2}进度)(?:为|是|达到?|已达)?$"
)


def planned(page: Page) -> Iterator[Conflict]:
    """Ask where what was reached over the plan just before it is not the rate just after it."""
    for rate in page.told:
        if rate.at < 2 or not is_percent(rate.fact) or not RATE.match(rate.before):
            continue
        aim, value = page.told[rate.at - 2 : rate.at]
        if aim.sentence == rate.sentence and _is_aim(aim) and _reached(value, aim):
            yield from _ask(rate, value, aim)


def _is_aim(told: Told) -> bool:
    said = AIM.search(told.clause) and not OF_PLAN.search(told.clause)
    return bool(said) and is_quantity(told.fact) and told.amount.value > 0


def _reached(value: Told, aim: Told) -> bool:
    same = is_quantity(value.fact) and value.amount.unit == aim.amount.unit
    return same and not (AIM.search(value.clause) or is_step(value) or is_past(value))


def _ask(rate: Told, value: Told, aim: Told) -> Iterator[Conflict]:
    exact = all(one.fact.comparator is Comparator.EQUAL for one in (rate, value, aim))
    computed, spread = quotient(value.amount, aim.amount)
    tolerance = points_tolerance(rate, spread)
    if not exact or not apart(computed, rate, tolerance):
        return
    shown = f"{plain(computed, 1)}%"
    yield asking.asked(
        asking.Finding(
            rule="share",
            relation="完成率与计划、完成数",
            facts=(rate, value, aim),
            computed=computed,
            tolerance=tolerance,
            worked=f"{printed(value.fact)} ÷ {printed(aim.fact)} = {shown}",
            question=f"计划{printed(aim.fact)}，完成{printed(value.fact)}，算得{shown}，文中写{printed(rate.fact)}，以哪个为准？",
            answers=(asking.PERIOD, asking.SCOPE, asking.ROUNDED),
        )
    )
