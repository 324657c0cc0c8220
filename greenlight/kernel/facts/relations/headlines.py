"""A heading's number is the text's: 上半年收入18.74亿元 above 一般公共预算收入18.74亿元.

A heading often shortens the name; so the name need only end alike, but the numbers must be a slip of the pen
or a tenth apart, and none of the text below may equal it. Tolerance: half a step of both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from greenlight.kernel.facts.fact import Conflict, Kind
from greenlight.kernel.facts.relations.amounts import plain
from greenlight.kernel.facts.relations.names import elsewhere, same_name
from greenlight.kernel.facts.relations.page import Page, Told
from greenlight.kernel.facts.relations.periods import near_time
from greenlight.kernel.facts.relations.repeats import SETS_APART, close_or_slipped, equal, question
from greenlight.kernel.facts.relations.slips import digits, slipped

LINE_END = re.compile(r"[。；;]")
LONGEST = 48
BELOW = 40
AFTER = 3
TAIL = re.compile("(?<=..)(?:资金|金额|总额|面积)$")
LONG = 4
LEAST = 3  # digits
SAYS_LITTLE = frozenset({"上半年", "下半年", "达到", "突破", "累计", "其中"})
KINDS = frozenset({"净增", "新增", "人均", "户均", "亩均", "平均"})  # 净增1812户 above, 净增1182户 below


def headlines(page: Page) -> Iterator[Conflict]:
    """Ask where a heading tells another number than the paragraph under it."""
    for told in page.told:
        if not _in_heading(page, told) or _marks(told) - KINDS:
            continue
        below = [one for one in page.told[told.at + 1 : told.at + 1 + BELOW] if _may_be_it(told, one)]
        if below and not any(equal(told, one) for one in below):
            likely = sorted(below, key=lambda one: (not _exchanged(told, one), not _surely_it(told, one)))
            if _near(told, likely[0]):
                yield question(likely[0], told)


def _surely_it(told: Told, one: Told) -> bool:
    """Its very name, and no 进出口 for 出口."""
    same = same_name(told.fact.indicator) == same_name(one.fact.indicator)
    return same and one.fact.kind is told.fact.kind


def _near(told: Told, below: Told) -> bool:
    """A tenth apart, or a slip: of two digits (46个 and 64个) where the whole name is told again."""
    mine, its = told.fact.indicator, below.fact.indicator
    whole_name = len(mine) >= LONG and its.endswith(mine) and digits(told) > 1
    return close_or_slipped(below, told) or (whole_name and slipped(below, told.amount.value))


def _miswritten(told: Told, one: Told) -> bool:
    """节约6860万元 above 节约资金4860万元: one digit of four, or two of three exchanged."""
    long = min(digits(told), digits(one)) > LEAST
    return _exchanged(told, one) or (long and slipped(told, one.amount.value))


def _exchanged(told: Told, one: Told) -> bool:
    """盘活低效工业用地1260亩 above 盘活1620亩: the very digits, in another order."""
    mine, its = plain(told.fact.value), plain(one.fact.value)
    return len(mine) > LEAST and mine != its and sorted(mine) == sorted(its)


def _marks(told: Told) -> frozenset[str]:
    return frozenset(SETS_APART.findall(told.clause.replace("增加值", ""))) - SAYS_LITTLE


def _in_heading(page: Page, told: Told) -> bool:
    start = page.body.rfind("\n", 0, told.fact.start) + 1
    end = page.body.find("\n", told.fact.end)
    line = page.body[start:end] if end >= 0 else ""
    return 0 < len(line) <= LONGEST and not LINE_END.search(line) and "\t" not in line


def _may_be_it(told: Told, one: Told) -> bool:
    mine, its = same_name(told.fact.indicator), same_name(one.fact.indicator)
    tail = one.clause.strip()  # 净增1812户 below 经营主体净增1812户
    named_after = len(its) >= AFTER and told.after.startswith(its[-AFTER:])  # 96.0%办结率从何而来
    alike = one.fact.kind is told.fact.kind or {one.fact.kind, told.fact.kind} == {Kind.SHARE, Kind.RATE}
    return (
        one.paragraph > told.paragraph
        and (alike or named_after)
        and one.amount.unit == told.amount.unit
        and (
            (len(mine) >= 2 and (its.endswith(mine) or mine.endswith(its)))
            or named_after
            or (len(tail) >= 2 and told.clause.endswith(tail))
            or (len(tail) >= 2 and TAIL.sub("", tail) in told.clause and _miswritten(told, one))
        )
        and elsewhere(one.words) == elsewhere(told.words)
        and near_time(one.fact.period, told.fact.period)
        and _marks(one) - {"其中"} == _marks(told)
    )
