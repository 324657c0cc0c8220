"""A rate before its numbers, or between them: 开工率75%，28个中已开工21个; 化解98件，化解率98%，受理100件.

The part bears the letters of the rate (开工, 处置, 化解), or says 已完成 of a plan; the whole is the other
number of its unit. Asked of only where no two numbers of the sentence give the rate.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import permutations

from greenlight.kernel.facts.fact import Comparator, Conflict
from greenlight.kernel.facts.relations.amounts import is_percent, is_quantity
from greenlight.kernel.facts.relations.page import Page, Told
from greenlight.kernel.facts.relations.shares import ask_about, fits_pair
from greenlight.kernel.facts.relations.steps import is_past, is_step
from greenlight.kernel.facts.relations.wholes import BREAKS, MEAN

RATE = re.compile("(?P<stem>[\u4e00-\u9fff]{2})率(?:为|达|达到|是|约)?$")
SHARE = re.compile("^(?P<who>[\u4e00-\u9fff]{2,8})占(?P<whole>[\u4e00-\u9fff]{3,8})的$")
OF_PLAN = re.compile("占[^，,；;。]{0,6}(?:计划|任务|目标|预算)的$|完成(?:率|进度)(?:为|达|达到)?$")
DONE = re.compile("已?完成|已投入|已到位|已支出|累计完成")
PLAN = re.compile("计划|任务|目标|预算")
OF_ITS_OWN = re.compile("利率|税率|失业|满意|知晓|就业|覆盖|合格|优良|不良|增长|城镇化|收益|汇率")
KNOWN = {  # what is divided, by what
    "利润": (re.compile("利润(?:总额)?$"), re.compile("收入$|营收$")),
    "负债": (re.compile("负债(?:总额|合计)?$"), re.compile("资产(?:总额|合计)?$")),
    "执行": (re.compile("支出$|执行$"), re.compile("预算(?:安排|数)?$|预算安排")),
    "支出": (re.compile("支出$|已支出$"), re.compile("预算(?:安排)?$|下达$|到位$|安排")),
}
AHEAD, BACK = 3, 2
MOST = 100


def rate_first(page: Page) -> Iterator[Conflict]:
    """Ask where the two numbers after the rate, or around it, do not give it."""
    for told in page.told:
        if not _is_rate(told):
            continue
        near = [one for one in page.in_sentence(told) if _plain(one)]
        around = [one for one in near if told.at - BACK <= one.at <= told.at + AHEAD]
        pair = _pair(told, around)
        if pair and not any(fits_pair(told, two) for two in permutations(near, 2) if _alike(*two)):
            yield ask_about(told, pair)


def _is_rate(told: Told) -> bool:
    exact = is_percent(told.fact) and told.fact.comparator is Comparator.EQUAL
    within = 0 < told.amount.value <= MOST
    words = RATE.search(told.clause) or OF_PLAN.search(told.clause) or SHARE.search(told.clause)
    return exact and within and bool(words) and not OF_ITS_OWN.search(told.clause)


def _plain(one: Told) -> bool:
    odd = is_step(one) or is_past(one) or MEAN.search(one.clause)
    return is_quantity(one.fact) and one.amount.value > 0 and not odd


def _alike(one: Told, other: Told) -> bool:
    return one.amount.unit == other.amount.unit


def _known(
    told: Told, around: Sequence[Told], top: re.Pattern[str], bottom: re.Pattern[str]
) -> tuple[Told, Told] | None:
    """利润率6.4%，营业收入520亿元，利润33.3亿元; 预算安排6.4亿元，支出5.76亿元，执行率90%."""
    parts = [one for one in around if top.search(one.clause)]
    wholes = [one for one in around if bottom.search(one.clause) and one not in parts]
    alone = len(parts) == 1 and len(wholes) == 1 and _alike(parts[0], wholes[0])
    return (parts[0], wholes[0]) if alone else None


def _pair(told: Told, around: Sequence[Told]) -> tuple[Told, Told] | None:
    """Part and whole, when one at least comes after the rate and just two of a unit stand around it."""
    share = None if OF_PLAN.search(told.clause) else SHARE.search(told.clause)
    if share:
        who, of = re.escape(share["who"][:2]), re.escape(share["whole"][-3:])
        return _known(told, around, re.compile(f"^[，,]?{who}"), re.compile(f"{of}$"))
    stem = RATE.search(told.clause)
    if stem and stem["stem"] in KNOWN:
        return _known(told, around, *KNOWN[stem["stem"]])
    for part in around:
        others = [one for one in around if one is not part and _alike(one, part)]
        if len(others) != 1 or max(part.at, others[0].at) < told.at:
            continue
        whole = others[0]
        words = stem["stem"] in part.clause and stem["stem"] not in whole.clause if stem else False
        of_plan = DONE.search(part.clause) and PLAN.search(whole.clause) and not PLAN.search(part.clause)
        held = whole.amount.value >= part.amount.value and not re.match("[，,；;]?已", whole.clause)
        apart = any(BREAKS.search(one.before) for one in (part, whole) if one.at > told.at)
        if (words or of_plan) and held and not apart and "未" not in part.clause:
            return part, whole
    return None
