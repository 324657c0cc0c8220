"""One thing told twice is told the same: a title and its body, 15.43亿元 here and 15.44亿元 there.

Both must have one name, one unit, one period and one place (全市 is not the zone). Where the text leaves the
period open, only a slip of the pen or a gap under a tenth is asked about. Tolerance: half a step of both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from greenlight.kernel.facts.fact import Comparator, Conflict, Kind
from greenlight.kernel.facts.relations import asking
from greenlight.kernel.facts.relations.amounts import is_points, plain, printed, scale
from greenlight.kernel.facts.relations.fitting import GROUND
from greenlight.kernel.facts.relations.names import elsewhere, same_name, sorts
from greenlight.kernel.facts.relations.page import Page, Told
from greenlight.kernel.facts.relations.periods import same_time, surely_same_time
from greenlight.kernel.facts.relations.slips import digits, slipped
from greenlight.kernel.facts.relations.steps import FROM
from greenlight.kernel.facts.relations.wholes import ROW, in_sentence_before

SETS_APART = re.compile(
    "其中|新增|净增|增加|减少|当月|单月|本月|月份|去年|上年|同期|年初|计划|目标|任务|预算(?!收入|支出)|力争|预计|预期"
    "|人均|户均|亩均|平均|(?<!同)比|较|占|高于|低于|快于|慢于|分别|还有|另有|其余|累计|达到|突破|扣除|可比|同口径|年均|过去"
    "|[一二三四]季度|上半年|下半年|(?<![节签])约|近"
)
SHORTEST = {Kind.COUNT: 4}
NAMELESS = re.compile("^(?:年度?|全年|年初)?(?:预算|计划|任务|目标)数?$")  # of what, the words do not say
CLOSE = 10
LAST = 6  # tellings looked back at
WORDY = 4
POINT = 1  # growths and shares of one name: a point apart at most, or a slip
RANGE = re.compile(r"^\s*(?:至|到|[-—–~～]{1,2})\s*$")
IN_A_ROW = re.compile(r"^\s*[:：∶]\s*$")


def repeats(page: Page) -> Iterator[Conflict]:
    """Ask where the same indicator is told twice with different numbers."""
    for name, group in chain(page.by_name.groups(), _told_alike(page)):
        seen: dict[tuple[object, ...], list[Told]] = {}
        for told in page.told.passing(group):
            if (
                NAMELESS.match(told.fact.indicator)
                or _apart(told)
                or _of_others(page, told)
                or not _names_itself(told)
                or len(name) < _shortest(told)
            ):
                continue
            earlier = seen.setdefault(_key(told), [])
            yield from _against(page, told, earlier)
            earlier.append(told)
            del earlier[:-LAST]


def _apart(told: Told) -> bool:
    """Differences, rates and places have no plain repetition; shares in a row belong to their row."""
    in_a_row = IN_A_ROW.match(told.before) or IN_A_ROW.match(told.after)
    return (
        bool(in_a_row) or _of_range(told) or is_points(told.fact) or told.fact.kind in (Kind.RATE, Kind.RANK)
    )


def _of_others(page: Page, told: Told) -> bool:
    """全国、全省增速分别为5.0%和5.9%: the second, too, is of another place."""
    first = page.told[told.at - 1] if told.at and ROW.match(told.before) else told
    return first.sentence == told.sentence and bool(
        elsewhere(first.clause) - page.own - elsewhere(told.words)
    )


def _names_itself(told: Told) -> bool:
    """受理依申请公开186件，办结182件: the second takes its name from the first."""
    tail = same_name(told.fact.indicator)[-2:]
    beside = told.before + re.split("[，,；;。]", told.after)[0]
    return told.fact.kind is not Kind.COUNT or tail in same_name(beside)


def _of_range(told: Told) -> bool:
    """新建基站400至500个: the ends of a range are no tellings of one number."""
    return bool(RANGE.match(told.before) or RANGE.match(told.after))


def _told_alike(page: Page) -> Iterator[tuple[str, Iterator[Told]]]:
    """Numbers with the very same words before them, whatever they were read as."""
    return page.by_words.groups(lambda words: len(words) >= WORDY)


def _shortest(told: Told) -> int:
    return SHORTEST.get(told.fact.kind, 2)


def _key(told: Told) -> tuple[object, ...]:
    """What must be equal before two numbers can be the same one."""
    words = told.clause
    return (
        told.fact.kind,
        told.amount.unit,
        told.fact.is_target,
        elsewhere(told.fact.scope + told.fact.indicator + words),
        sorts(told.fact.indicator),
        same_name(told.fact.indicator) if told.fact.kind is Kind.SHARE else "",  # 占全部投资的: whose part?
        told.fact.kind is Kind.YOY_GROWTH and bool(re.search("扣除|可比|同口径|年均|平均", told.before)),
    )


def _against(page: Page, told: Told, earlier: list[Told]) -> Iterator[Conflict]:
    """Compare with the last one of the same period: a number told three times is asked about once."""
    for one in reversed(earlier):
        if not same_time(told.fact.period, one.fact.period) or _clashing(told, one) or _step(one, told):
            continue
        if equal(told, one):
            return
        if told.fact.kind is Kind.YOY_GROWTH and _of_different_levels(page, told, one):
            return
        if _same_thing(told, one):
            yield question(told, one)
        return


def _step(one: Told, told: Told) -> bool:
    """由每月130元提高到150元: the number that was, and the one that is."""
    return told.at == one.at + 1 and told.sentence == one.sentence and bool(FROM.search(one.clause))


def _clashing(told: Told, one: Told) -> bool:
    """Words beside one number that set it apart from the other: 比上年同期的, 当月."""
    same = {"累计", "达到", "突破", "分别"}
    if told.fact.period and told.fact.period == one.fact.period:
        same |= {
            "一季度",
            "二季度",
            "三季度",
            "四季度",
            "上半年",
            "下半年",
        }  # a title tells it, the body need not
    mine = frozenset(SETS_APART.findall(told.clause)) - same
    return mine != frozenset(SETS_APART.findall(one.clause)) - same


def _of_different_levels(page: Page, told: Told, one: Told) -> bool:
    """Growths told after different amounts are growths of different things."""
    mine, its = (next(in_sentence_before(page, growth), None) for growth in (told, one))
    return bool(mine and its and mine.amount.value != its.amount.value)


def equal(told: Told, one: Told) -> bool:
    gap = told.amount.value - one.amount.value
    allowed = told.amount.half + one.amount.half
    if (
        told.amount.half == one.amount.half
        and told.fact.comparator is one.fact.comparator is Comparator.EQUAL
    ):
        return abs(gap) <= GROUND
    return abs(gap) <= allowed + GROUND


def close_or_slipped(told: Told, one: Told) -> bool:
    """Would a slip of the pen explain it, or are they a tenth apart at most?"""
    slip = slipped(told, one.amount.value) and min(digits(told), digits(one)) >= 3
    apart = abs(told.amount.value - one.amount.value) * CLOSE
    return slip or (apart <= abs(one.amount.value) and digits(told) >= 3)


def _same_thing(told: Told, one: Told) -> bool:
    """Sure by name and period, or so close that a slip explains it."""
    slip = slipped(told, one.amount.value) and min(digits(told), digits(one)) >= 3
    sure = surely_same_time(told.fact.period, one.fact.period)
    if told.sentence == one.sentence or (told.fact.kind is Kind.COUNT and not sure):
        return slip
    if sure and told.fact.kind not in (Kind.LEVEL, Kind.COUNT):
        return slip or abs(told.amount.value - one.amount.value) <= POINT
    return close_or_slipped(told, one)


def question(told: Told, one: Told) -> Conflict:
    factor, _ = scale(told.fact.unit)
    name = told.fact.indicator
    return asking.asked(
        asking.Finding(
            rule="repeat",
            relation="同一指标两处表述",
            facts=(told, one),
            computed=one.amount.value / factor,
            tolerance=(told.amount.half + one.amount.half) / factor
            if told.amount.half != one.amount.half
            else told.amount.half * 0,
            worked=f"{printed(one.fact)} ≠ {printed(told.fact)}，相差"
            f"{plain(abs(one.amount.value - told.amount.value) / factor, 4)}{told.fact.unit}",
            question=f"“{name}”前面写{printed(one.fact)}，这里写{printed(told.fact)}，是同一个数吗？以哪个为准？",
            answers=(asking.SCOPE, asking.PERIOD, asking.ESTIMATED, asking.ROUNDED),
        )
    )
