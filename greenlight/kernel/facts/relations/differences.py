"""A rest or a gain is a difference: 发现2185个，已整改2047个，其余138个; 比上年的19.05亿元减收0.31亿元.

Tolerance: half a step of each of the three numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from greenlight.kernel.facts.fact import Conflict
from greenlight.kernel.facts.relations import asking
from greenlight.kernel.facts.relations.amounts import is_quantity, plain, printed, scale
from greenlight.kernel.facts.relations.fitting import GROUND
from greenlight.kernel.facts.relations.page import CLAUSE_ENDS, Page, Told, around
from greenlight.kernel.facts.relations.slips import digits, slipped
from greenlight.kernel.facts.relations.stems import same_counter
from greenlight.kernel.facts.relations.steps import (
    FROM,
    INTO,
    LAST_YEAR,
    LESS,
    MORE,
    in_brackets,
    is_past,
    is_plan,
)
from greenlight.kernel.facts.relations.wholes import fits_beside

REST = re.compile(
    "(?:[，,]余$|其余|剩余|余下|剩下|尚有|还有|尚余|还剩|空置|闲置|退回|驳回|淘汰|结转|挂账|在办|未结|滞后|不合格|不达标|(?<!而)未[\u4e00-\u9fff]{2}的?)"
    "[^，,；;。]{0,6}$"
)
SET_AGAINST = re.compile("(?:比|较)(?!赛|例|重)[^，,；;。]{0,14}[（(]?$")
BY = re.compile(
    r"^\s*[)）]?\s*的?[，,]?(?:同比|再)?(?:(?P<up>超额?|净?增加?|多|高|提高|扩大)|净?减少?|少|低|降低|下降|缩短|压缩)"
    r"(?:完成|投入|(?![增减升降加])[\u4e00-\u9fff])?$"
)
SURPLUS = re.compile("(?P<sign>[顺逆])差[^，,；;。]{0,4}$")
OVER_PLAN = re.compile(
    "(?:超额?|超出|超过|高于|多于)(?:完成)?(?:年度|全年|年初)?(?:目标|任务|计划|预算)[^，,；;。]{0,4}$"
)
INSIDE = re.compile("(?:里|当中|其中|之中)[，,]?")
BACK = 12
SHARP = 3
OUGHT = re.compile("应|任务|计划|目标|需")  # 处置1460亩，占应处置1820亩的80.2%，余360亩
SAVED = re.compile("(?:节约|节省|核减|审减|压降)[^，,；;。]{0,4}$")
ASKED_FOR = re.compile("预算|控制价|概算|估算|送审|报审|标的")
SETTLED = re.compile("成交|中标|审定|核定|结算")
DONE = re.compile(
    "已|完成|整改|办结|开工|化解|销号|签约|处置|拆除|验收|投产|兑现|拨付|解决|交付|调解|关停|改造|其中|合格|达标|成功|通过|入驻|落实|出租|签约|售出"
)


NO_NOUN = re.compile(
    "同比|比上年|较上年|比年初|较年初|共|累计|实际|净|总[量数额]|全年|人数|面积|户数|数量|了|约|[、的]"
)
OWN_NOUN = 4


def differences(page: Page) -> Iterator[Conflict]:
    """Ask where a rest or a gain is not the difference of the two numbers before it."""
    for told in page.told:
        if not is_quantity(told.fact):
            continue
        trio = (
            _gain(page, told)
            or _saved(page, told)
            or _over(page, told)
            or _surplus(page, told)
            or _against(page, told)
        )
        if trio and not fits(told, *trio):
            yield question(told, *trio)
        yield from _rest(page, told)


def _near(page: Page, told: Told) -> list[Told]:
    return [
        one
        for one in reversed(around(page.in_sentence(told), told, 5))
        if one.at < told.at and fits_beside(one, told) and same_counter(one, told)
    ]


def _rest(page: Page, told: Told) -> Iterator[Conflict]:
    """其余138个: the whole less what is done, in one step or several (办结118件，阶段办结5件，未办结3件)."""
    near = [one for one in _near(page, told) if one.amount.unit == told.amount.unit and not is_past(one)]
    lead = page.lead(told)
    if not near or not REST.search(lead) or CLAUSE_ENDS.split(lead)[-1].startswith("另"):
        return  # 办结97件；另办结上月结转诉求15件 are others
    if INSIDE.search(told.before):
        return  # 没有开工的5个里，用地未批的3个
    sure = bool(DONE.search(page.lead(near[0])))
    if len(near) < 2:
        yield from _rest_of_earlier(page, told, near[0])
        return
    if any(_leaves(told, near[:count], near[count]) for count in range(1, len(near))):
        return
    likely = [one for one in near[2:] if slipped(near[0], one.amount.value - told.amount.value)]
    near = [near[0], *likely[-1:], *near[1:]]
    done, whole = near[:2] if not OUGHT.search(near[0].clause) else (near[1], near[0])
    if fits(told, whole, done):
        return
    if not sure and not (digits(whole) >= SHARP and _one_slip(told, done, whole)):
        return
    less = whole.amount.value < done.amount.value  # 办结1352件（含结转）of 1286件, unless a slip
    if not less or slipped(whole, done.amount.value + told.amount.value):
        yield question(told, whole, done)


def _one_slip(told: Told, done: Told, whole: Told) -> bool:
    """Would one of the three, read anew, make the rest right?"""
    left = whole.amount.value - done.amount.value
    needs = ((told, left), (done, whole.amount.value - told.amount.value))
    return any(slipped(one, need) for one, need in needs)


def _rest_of_earlier(page: Page, told: Told, done: Told) -> Iterator[Conflict]:
    """查出隐患7415条。…已整改7108条，还有307条: the whole stands sentences before; only one slip is asked."""
    wholes = [
        one
        for one in page.told[max(0, done.at - BACK) : done.at]
        if one.amount.unit == told.amount.unit and one.sentence != done.sentence and is_quantity(one.fact)
    ]
    if digits(done) < 3 or any(_leaves(told, [done], one) for one in wholes):
        return
    for whole in reversed(wholes):
        left = whole.amount.value - told.amount.value
        if digits(whole) >= 3 and slipped(done, left):
            yield question(told, whole, done)
            return


def _leaves(told: Told, done: list[Told], whole: Told) -> bool:
    """Does the rest remain of the whole after some of what is done?"""
    left = whole.amount.value - told.amount.value
    slack = whole.amount.half + told.amount.half + GROUND
    sums = {sum((one.amount.value for one in done[:at]), Decimal(0)) for at in range(1, len(done) + 1)}
    return any(abs(left - one) <= slack for one in [*sums, *(one.amount.value for one in done)])


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
    if _of_another(clause, value):
        return None
    return (value, base) if more else (base, value)


def _of_another(clause: str, value: Told) -> bool:
    """存栏生猪12.6万头，上年末11.8万头，能繁母猪增加0.2万头: the gain has a noun of its own."""
    noun = NO_NOUN.sub("", MORE.sub("", LESS.sub("", clause)))
    return len(noun) >= OWN_NOUN and noun[-2:] not in value.words


def _against(page: Page, told: Told) -> tuple[Told, Told] | None:
    """加装电梯63部，比计划（50部）多13部: what it is set against stands just before."""
    base = page.told[told.at - 1] if told.at else told
    found = BY.match(told.before)
    if base.sentence != told.sentence or not found or not fits_beside(base, told):
        return None
    values = [one for one in _near(page, told)[1:] if not in_brackets(one) and not is_past(one)]
    if not SET_AGAINST.search(base.clause) or not values or not same_counter(base, told):
        return None
    return (values[0], base) if found["up"] else (base, values[0])


def _over(page: Page, told: Told) -> tuple[Told, Told] | None:
    """耕地保有量36.42万亩，高于任务数0.17万亩（任务36.25万亩）."""
    clause = told.clause
    if not OVER_PLAN.search(clause) or told.fact.is_target or "预计" in clause:
        return None
    plans = [one for one in [*_near(page, told), *_following(page, told)] if is_plan(one)]
    values = [one for one in _near(page, told) if not is_plan(one)]
    return (values[0], plans[0]) if plans and values else None


def _saved(page: Page, told: Told) -> tuple[Told, Told] | None:
    """预算金额101.5亿元，成交金额96.3亿元，节约资金5.2亿元."""
    near = _near(page, told)[:2] if SAVED.search(told.clause) else []
    if len(near) < 2 or not SETTLED.search(near[0].clause) or not ASKED_FOR.search(near[1].clause):
        return None
    return near[1], near[0]


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
