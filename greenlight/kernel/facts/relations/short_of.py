"""How far a result is from its aim: 完成231.6亿元，为目标240亿元的96.5%；……，工业总产值与年度目标相差8.4亿元.

Result and aim stand in one sentence, told earlier under the name, or just before: 到资8600万美元，
距1亿美元目标还差1400万美元. Tolerance: half a step of each number, an aim being exact.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from greenlight.kernel.facts.fact import Comparator, Conflict
from greenlight.kernel.facts.relations.amounts import is_quantity
from greenlight.kernel.facts.relations.differences import question
from greenlight.kernel.facts.relations.fitting import GROUND
from greenlight.kernel.facts.relations.names import same_name
from greenlight.kernel.facts.relations.page import Page, Told
from greenlight.kernel.facts.relations.steps import is_past, is_step

AIMS = "(?:全年|年度|年初|预期|既定|[省市县区]定|上级)*(?:的)?(?:目标任务|目标|任务|计划)[数值量]?"
NAMED = re.compile(f"^(?P<own>.{{2,16}}?)(?:与|距离?|离|较){AIMS}(?:还|仍|尚|相)*[差缺](?:了|约)?$")
ROW = re.compile(f"^(?:的)?{AIMS}(?:还|仍|尚|相)*[差缺](?:了|约)?$")
FROM_AIM = re.compile("^[，,](?:距离?|离|与|较)[^，,；;。]{0,6}$")
OF_AIM = re.compile(f"^[，,](?:为|占|完成|相当于){AIMS}$")


def short_of(page: Page) -> Iterator[Conflict]:
    """Ask where aim less result is not how far the one is said to be from the other."""
    for gap in page.told:
        if not is_quantity(gap.fact) or gap.fact.comparator is not Comparator.EQUAL:
            continue
        pairs = _told_before(page, gap) or _in_a_row(page, gap)
        if pairs and not any(_fits(gap, aim, value) for value, aim in pairs):
            value, aim = pairs[-1]
            if aim.amount.value > value.amount.value:
                yield question(gap, aim, value)


def _fits(gap: Told, aim: Told, value: Told) -> bool:
    """An aim is set, not measured: 1亿美元 is no rounded number."""
    short = aim.amount.value - value.amount.value - gap.amount.value
    return abs(short) <= value.amount.half + gap.amount.half + GROUND


def _told_before(page: Page, gap: Told) -> list[tuple[Told, Told]]:
    named = NAMED.match(gap.clause)
    found = page.by_name.get(same_name(named["own"]), gap.at) if named else []
    found = [one for one in found if one.at < gap.at and _result(one, gap)]
    beside = ((one, other) for one in found for other in page.told[one.at + 1 : one.at + 4])
    return [
        (one, other)
        for one, other in beside
        if other.sentence == one.sentence and OF_AIM.match(other.before) and _alike(other, gap)
    ]


def _in_a_row(page: Page, gap: Told) -> list[tuple[Told, Told]]:
    if not ROW.match(gap.before):
        return []
    row = pairwise(page.told[max(0, gap.at - 2) : gap.at])
    return [
        (value, aim)
        for value, aim in row
        if value.sentence == aim.sentence == gap.sentence
        and FROM_AIM.match(aim.before)
        and _alike(aim, gap)
        and _result(value, gap)
    ]


def _alike(one: Told, gap: Told) -> bool:
    exact = one.fact.comparator is Comparator.EQUAL
    return exact and is_quantity(one.fact) and one.amount.unit == gap.amount.unit


def _result(one: Told, gap: Told) -> bool:
    return _alike(one, gap) and not (one.fact.is_target or is_step(one) or is_past(one))
