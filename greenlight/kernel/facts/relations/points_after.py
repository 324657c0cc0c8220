"""A difference from a place whose own growth is told after it: 比全省快7.4个百分点，全省为4.2%.

Or in the next sentence, several at once: 快于全国1.7个百分点、全省0.8个百分点。全国、全省分别增长5.0%和5.9%.
Tolerance: as of other differences in 百分点.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from greenlight.kernel.facts.fact import Conflict, Kind
from greenlight.kernel.facts.relations.amounts import is_percent, is_points
from greenlight.kernel.facts.relations.page import Page, Told
from greenlight.kernel.facts.relations.points import apart, question
from greenlight.kernel.facts.relations.steps import in_brackets
from greenlight.kernel.facts.relations.wholes import ROW

PEERS = re.compile("全[国省市区县州盟旗]")
SAYS = re.compile(
    "^[、，,和\\s]*(?:而|同期|其中)?全[国省市区县州盟旗](?:[、和及]全[国省市区县州盟旗])*(?:同期|平均|增速|增长|下降|分别|为|是|达)*$"
)
AHEAD = 6


def points_after(page: Page) -> Iterator[Conflict]:
    """Ask where the growth of the place told after does not give the difference."""
    for told in page.told:
        peers = PEERS.findall(told.clause) if is_points(told.fact) and told.amount.value else []
        ours = _ours(page, told, peers[0]) if len(peers) == 1 else None
        theirs = _theirs(page, told, peers[0]) if ours else None
        if ours and theirs and apart(told, ours, theirs):
            yield question(told, ours, theirs)


def _ours(page: Page, told: Told, peer: str) -> Told | None:
    """The last growth before in the sentence that is of no other place."""
    before = [one for one in page.in_sentence(told) if one.at < told.at and is_percent(one.fact)]
    own = [one for one in before if not in_brackets(one)]
    last = own[-1] if own else None
    if last is None or last.fact.kind is not Kind.YOY_GROWTH or peer in last.clause:
        return None
    return last if len(own) == len(before) else None


def _theirs(page: Page, told: Told, peer: str) -> Told | None:
    """The growth of that place, the first thing told of it in this sentence or the next."""
    for one in page.told[told.at + 1 : told.at + 1 + AHEAD]:
        if one.sentence > told.sentence + 1 or not (is_percent(one.fact) or is_points(one.fact)):
            return None
        if is_percent(one.fact):
            return _of_peer(page, one, peer)
    return None


def _of_peer(page: Page, first: Told, peer: str) -> Told | None:
    """The one of a row that is the place's: 全国、全省增速分别为5.0%和5.9%."""
    if not SAYS.match(first.clause):
        return None
    named = PEERS.findall(first.clause)
    behind = page.told[first.at + 1 : first.at + AHEAD]
    row = [first, *takewhile(lambda one: ROW.match(one.before) and is_percent(one.fact), behind)]
    return row[named.index(peer)] if peer in named and len(row) == len(named) else None
