"""A set spoken of again has the number it was given: 整合、更新为12项……13项审批权限中.

Only where the words go back (上述、这、以上, or N项…中 at the head of a sentence), a noun ties both, and the
numbers are near. No tolerance: things are counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from greenlight.kernel.facts.fact import Comparator, Conflict, Kind
from greenlight.kernel.facts.relations import asking
from greenlight.kernel.facts.relations.amounts import COUNTERS, is_quantity, printed
from greenlight.kernel.facts.relations.page import Page, Told

BACK = re.compile(r"(?:^|[，,；;。\s])(?:在|对|将)?(?P<which>上述|这|以上|前述|该)?(?:的)?$")
NOUN = re.compile(
    "^(?P<noun>[\u4e00-\u9fff]{2,8}?)(?P<within>中|当中|里|之中)?(?=[\u4e00-\u9fff，,。；;、：:]|$)"
)
PARTITIVE = re.compile("^[\u4e00-\u9fff]{2,8}?(?:中|当中|之中)")
NEAR = 5  # 12 and 13, not 12 and 40: a gap of a fifth, two at least


def references(page: Page) -> Iterator[Conflict]:
    """Ask where a set that is gone back to has another number than before."""
    for told in page.told:
        if told.amount.unit not in COUNTERS or not is_quantity(told.fact) or told.fact.kind is Kind.RANK:
            continue
        found = BACK.search(told.before)
        if not found or not _goes_back(told, bool(found["which"])):
            continue
        earlier = [one for one in page.earlier(told, 12) if _same_counter(one, told)]
        values = [one.amount.value for one in earlier]
        if not values or told.amount.value in values or told.amount.value in _pair_sums(values):
            continue
        near = [one for one in reversed(earlier) if _near(one, told) and _tied(page, one, told)]
        if near:
            yield _question(told, min(near, key=lambda one: abs(one.amount.value - told.amount.value)))


def _goes_back(told: Told, pointed: bool) -> bool:
    starts = not told.before.strip()
    return (pointed or starts) and bool(PARTITIVE.match(told.after) or (pointed and NOUN.match(told.after)))


def _same_counter(one: Told, told: Told) -> bool:
    return (
        one.amount.unit == told.amount.unit
        and one.fact.comparator is Comparator.EQUAL
        and is_quantity(one.fact)
    )


def _pair_sums(values: list[Decimal]) -> set[Decimal]:
    return {a + b for a, b in pairwise(values)}


def _near(one: Told, told: Told) -> bool:
    gap = abs(one.amount.value - told.amount.value)
    return gap <= 2 or gap * NEAR <= told.amount.value


def _tied(page: Page, one: Told, told: Told) -> bool:
    """Does the earlier sentence hold two neighbouring letters of the noun (审批 of 审批权限)?"""
    noun = told.after[:4]
    sentence = page.sentence_text(one.sentence)
    return any(noun[at : at + 2] in sentence for at in range(min(3, max(0, len(noun) - 1))))


def _question(told: Told, one: Told) -> Conflict:
    return asking.asked(
        asking.Finding(
            rule="count",
            relation="前后项数",
            facts=(told, one),
            computed=one.fact.value,
            tolerance=told.amount.half * 0,
            worked=f"{printed(one.fact)} ≠ {printed(told.fact)}",
            question=f"前面说{printed(one.fact)}，这里说{printed(told.fact)}，说的是同一批吗？以哪个为准？",
            answers=("计数方法不同", asking.SCOPE, asking.PERIOD),
        )
    )
