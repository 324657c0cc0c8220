"""A gap or rest without its two numbers: 开工项目多7个（去年同期为35个）, 42个 a paragraph before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from greenlight.kernel.facts.fact import Conflict
from greenlight.kernel.facts.relations.amounts import is_quantity
from greenlight.kernel.facts.relations.differences import question
from greenlight.kernel.facts.relations.page import Page, Told
from greenlight.kernel.facts.relations.slips import digits
from greenlight.kernel.facts.relations.steps import is_past, is_plan, is_step
from greenlight.kernel.facts.relations.unexplained import reach

GAP = re.compile(
    "(?:净(?!流)[\u4e00-\u9fff]{1,2}|差额?|相差|缺口|剩余|结余|剩下|还剩|还差|尚差|超出?|超过|净减少?|净增加?)[^，,；;。]{0,3}$"
)
ELSE = re.compile("新增|余额|超额|差价|累计|预计|可超")
MOVED = re.compile(
    "(?:比|较)[^，,；;。]*?(?=多|少|高|低|增|减|下|提|超)|同比|环比|净|增加|减少|多|少|增|减|下降|提高|超出?|剩余?|结余|相差|差额?|还|尚|仍|需|缺口|其余|[，,（）()]"
)
STEP = re.compile("[多少]")
SHARP, NEAR = 6, 5
TELLING = 10  # digits that a slip's pattern seldom meets by chance, whatever the words
NAMED, LONG = 0.6, 4


def unexplained_gaps(page: Page) -> Iterator[Conflict]:
    """Ask about a gap or rest no two numbers give, where one slip makes near ones of its unit give it."""
    for told in page.told:
        if not _is_gap(told):
            continue
        near = [one for one in reach.quantities(page, told) if one.amount.unit == told.amount.unit]
        if any(reach.fits((told, *pair), reach.makes_gap) for pair in combinations(near, 2)):
            continue
        namesakes = [one for one in near[NEAR:] if _named_like(told, one)][:1]
        pairs = [pair for pair in combinations([*near[:NEAR], *namesakes], 2) if _likely(told, *pair)]
        if found := reach.first_slip(told, pairs, reach.makes_gap, SHARP, len(pairs)):
            yield question(told, *sorted(found, key=lambda one: -one.amount.value))


def _is_gap(told: Told) -> bool:
    exact = reach.is_exact(told) and is_quantity(told.fact)
    return exact and bool(is_step(told) or GAP.search(told.clause)) and not ELSE.search(told.clause)


def _named_like(told: Told, one: Told) -> bool:
    """开工项目多7个: 本次集中开工项目42个, however far before."""
    own = STEP.sub("", told.clause)
    return len(own) >= LONG and one.fact.indicator.endswith(own)


def _likely(told: Told, one: Told, other: Told) -> bool:
    """One of them beside it; an earlier time's, a plan, or both just before; of the same things."""
    if one.amount.value == other.amount.value or is_step(one) or is_step(other):
        return False
    past = any(is_past(each) or reach.LAST_YEAR.search(each.clause) for each in (one, other))
    if reach.LAST_YEAR.search(told.clause) and not past:
        return False
    beside = {one.at, other.at} == {told.at - 1, told.at - 2}
    telling = sum(map(digits, (told, one, other))) >= TELLING and one.sentence == other.sentence
    if not telling and _of_its_own(told, one, other):
        return False
    if not (past or beside or telling or is_plan(one) or is_plan(other)):
        return False
    here = [each for each in (one, other) if each.sentence == told.sentence]
    if not any(each.at in (told.at - 2, told.at - 1, told.at + 1) for each in here):
        return False
    return len(here) > 1 or _of_same(told, *((other, one) if one is here[0] else (one, other)))


def _of_its_own(told: Told, one: Told, other: Told) -> bool:
    """存栏生猪12.6万头，上年末11.8万头，能繁母猪增加0.2万头: the gap is of something else."""
    own = MOVED.sub("", told.clause)
    return len(own) >= LONG and max(reach.shared_letters(own, each) for each in (one, other)) < NAMED


def _of_same(told: Told, far: Told, near: Told) -> bool:
    """Is the number of another sentence of the things the gap, or the number beside it, speaks of?"""
    own = STEP.sub("", told.clause)
    return reach.shared_letters(own if len(own) >= LONG else near.fact.indicator, far) >= NAMED
