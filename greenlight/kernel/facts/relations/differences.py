"""A rest or a gain is a difference: 发现2185个，已整改2047个，其余138个; 比上年的19.05亿元减收0.31亿元.

Tolerance: half a step of each of the three numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from greenlight.kernel.facts.fact import Conflict
from greenlight.kernel.facts.relations import asking
from greenlight.kernel.facts.relations.amounts import is_quantity, plain, printed, scale
from greenlight.kernel.facts.relations.fitting import GROUND
from greenlight.kernel.facts.relations.page import Page, Told
from greenlight.kernel.facts.relations.shares import same_counter
from greenlight.kernel.facts.relations.slips import slipped
from greenlight.kernel.facts.relations.steps import FROM, INTO, LAST_YEAR, LESS, MORE, is_plan
from greenlight.kernel.facts.relations.wholes import fits_beside

REST = re.compile(
    "(?:其余|剩余|余下|剩下|尚有|还有|尚余|不合格|不达标|未[\u4e00-\u9fff]{2}的?)[^，,；;。]{0,6}$"
)
SURPLUS = re.compile("(?P<sign>[顺逆])差[^，,；;。]{0,4}$")
OVER_PLAN = re.compile(
    "(?:超额?|超出|超过|高于|多于)(?:完成)?(?:年度|全年|年初)?(?:目标|任务|计划|预算)[^，,；;。]{0,4}$"
)
DONE = re.compile(
    "已|完成|整改|办结|开工|化解|销号|签约|处置|拆除|验收|投产|兑现|拨付|解决|交付|调解|关停|改造|其中|合格|达标|成功|通过"
)


def differences(page: Page) -> Iterator[Conflict]:
    """Ask where a rest or a gain is not the difference of the two numbers before it."""
    for told in page.told:
        if not is_quantity(told.fact):
            continue
        trio = _rest(page, told) or _gain(page, told) or _over(page, told) or _surplus(page, told)
        if trio and not fits(told, *trio):
            yield question(told, *trio)


def _near(page: Page, told: Told) -> list[Told]:
    return [
        one
        for one in reversed(page.in_sentence(told))
        if told.at - 5 <= one.at < told.at and fits_beside(one, told) and same_counter(one, told)
    ]


def _rest(page: Page, told: Told) -> tuple[Told, Told] | None:
    """其余138个: the whole less what is done."""
    if not REST.search(told.before):
        return None
    near = [one for one in _near(page, told) if one.amount.unit == told.amount.unit][:2]
    if len(near) < 2 or not DONE.search(near[0].before):
        return None
    done, whole = near
    less = whole.amount.value < done.amount.value  # 办结1352件（含结转）of 1286件, unless a slip
    return None if less and not slipped(whole, done.amount.value + told.amount.value) else (whole, done)


def _gain(page: Page, told: Told) -> tuple[Told, Told] | None:
    """由36项增加到48项，增加12项; 比上年同期的19.05亿元减收0.31亿元."""
    clause = told.clause
    more, less = MORE.search(clause), LESS.search(clause)
    if not (more or less) or "新增" in clause:
        return None
    near = _near(page, told)
    if len(near) >= 2 and FROM.search(near[1].before) and INTO.search(near[0].before):
        value, base = near[0], near[1]
    elif near and near[0].at >= told.at - 2 and LAST_YEAR.search(near[0].before) and len(clause) <= 8:
        values = [one for one in near[1:] if not is_plan(one)]
        if not values:
            return None
        value, base = values[0], near[0]
    else:
        return None
    return (value, base) if more else (base, value)


def _over(page: Page, told: Told) -> tuple[Told, Told] | None:
    """耕地保有量36.42万亩，高于任务数0.17万亩（任务36.25万亩）."""
    clause = told.clause
    if not OVER_PLAN.search(clause):
        return None
    plans = [one for one in [*_near(page, told), *_following(page, told)] if is_plan(one)]
    values = [one for one in _near(page, told) if not is_plan(one)]
    return (values[0], plans[0]) if plans and values else None


def _surplus(page: Page, told: Told) -> tuple[Told, Told] | None:
    """出口51.6亿元，进口16.8亿元，贸易顺差34.8亿元."""
    found = SURPLUS.search(told.clause)
    near = _near(page, told)
    out = next((one for one in near if re.search("(?<!进)出口", one.clause)), None)
    into = next((one for one in near if re.search("进口(?!出)", one.clause)), None)
    if not found or not out or not into:
        return None
    return (out, into) if found["sign"] == "顺" else (into, out)


def _following(page: Page, told: Told) -> list[Told]:
    after = page.told[told.at + 1 : told.at + 2]
    return [one for one in after if one.before.lstrip()[:1] in ("（", "(") and fits_beside(one, told)]


def fits(told: Told, first: Told, second: Told) -> bool:
    gap = first.amount.value - second.amount.value - told.amount.value
    return abs(gap) <= first.amount.half + second.amount.half + told.amount.half + GROUND


def question(told: Told, first: Told, second: Told) -> Conflict:
    factor, _ = scale(told.fact.unit)
    computed = (first.amount.value - second.amount.value) / factor
    tolerance = (first.amount.half + second.amount.half + told.amount.half) / factor
    result = f"{plain(computed, 4)}{told.fact.unit}"
    return asking.asked(
        asking.Finding(
            rule="difference",
            relation="相减之差",
            facts=(told, first, second),
            computed=computed,
            tolerance=tolerance,
            worked=f"{printed(first.fact)} - {printed(second.fact)} = {result}",
            question=f"{printed(first.fact)}减去{printed(second.fact)}为{result}，文中写{printed(told.fact)}，以哪个为准？",
            answers=(asking.SCOPE, asking.PERIOD, asking.ROUNDED),
        )
    )
