"""A growth since the year's beginning and the net gain told near it: 6.84万户，比年初增长3.9%；净增2576户.

Asked about only where one slip of the growth explains the gap, for the gain may be of some months only.
Tolerance: what the printed digits explain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from greenlight.kernel.facts.fact import Comparator, Conflict
from greenlight.kernel.facts.relations import asking
from greenlight.kernel.facts.relations.amounts import is_percent, is_quantity, plain, printed
from greenlight.kernel.facts.relations.fitting import GROUND, HUNDRED
from greenlight.kernel.facts.relations.page import Page, Told
from greenlight.kernel.facts.relations.slips import slipped

SINCE = re.compile("^(?:比|较)(?:年初|上年末|上年底|去年末|去年底)(?:增长|增加|净增)(?:了|约)?$")
NET = re.compile("净增加?(?:[\u4e00-\u9fff]{0,6})$")
FAR = 10


def net_growth(page: Page) -> Iterator[Conflict]:
    """Ask where the gain over what was there before it is not the growth."""
    for told in page.told:
        if not is_percent(told.fact) or not SINCE.match(told.clause.strip()) or not told.at:
            continue
        value = page.told[told.at - 1]
        gain = _gain(page, told, value)
        if gain is not None and not _fits(told, value, gain) and slipped(told, _growth(value, gain)):
            yield _question(told, value, gain)


def _gain(page: Page, told: Told, value: Told) -> Told | None:
    """The one net gain of the unit near by."""
    if value.sentence != told.sentence or not is_quantity(value.fact):
        return None
    near = page.told[told.at + 1 : told.at + 1 + FAR]
    found = [
        one
        for one in near
        if one.paragraph == told.paragraph and one.amount.unit == value.amount.unit and NET.search(one.clause)
    ]
    exact = len(found) == 1 and found[0].fact.comparator is Comparator.EQUAL
    return found[0] if exact and found[0].amount.value < value.amount.value else None


def _growth(value: Told, gain: Told) -> Decimal:
    return gain.amount.value / (value.amount.value - gain.amount.value) * HUNDRED


def _fits(told: Told, value: Told, gain: Told) -> bool:
    growth = _growth(value, gain)
    spread = growth * (gain.amount.half / gain.amount.value + value.amount.half / value.amount.value)
    return abs(growth - told.amount.value) <= told.amount.half + spread + GROUND


def _question(told: Told, value: Told, gain: Told) -> Conflict:
    shown = f"{plain(_growth(value, gain), 1)}%"
    return asking.asked(
        asking.Finding(
            rule="growth",
            relation="增速与净增数",
            facts=(told, value, gain),
            computed=_growth(value, gain),
            tolerance=told.amount.half,
            worked=f"{printed(gain.fact)} ÷ ({printed(value.fact)} - {printed(gain.fact)}) = {shown}",
            question=f"{printed(value.fact)}里净增{printed(gain.fact)}，推算增长{shown}，"
            f"文中写{printed(told.fact)}，以哪个为准？",
            answers=(asking.PERIOD, asking.SCOPE, asking.ROUNDED),
        )
    )
