"""What is found by what was typed: candidates looked at, ranked, drawn; and what is near when nothing is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Q

from greenlight.base import bulk
from greenlight.desk.models import Kind, SearchEntry
from greenlight.desk.search import hits
from greenlight.desk.search.hits import Hit
from greenlight.desk.search.index import Candidates, Index
from greenlight.desk.search.milestones import milestones
from greenlight.desk.search.reach import Reach
from greenlight.desk.search.sounds import sounds
from greenlight.kernel.search import letters, matching
from greenlight.kernel.search.matching import Match
from greenlight.people.models import User

LOOK = 120  # candidates looked at together
LOOK_MOST = 1200  # of a kind; they come in the order of their promise
IN_BOX, ON_PAGE, ON_KIND = 5, 10, 100
BEHIND = 2  # how much better than a project something else must fit to stand before it
# What one may choose from; the named people stand among the people.
SHOWN = (Kind.PROJECT, Kind.MILESTONE, Kind.ENTERPRISE, Kind.PERSON, Kind.UNIT, Kind.FILE)
EVERY = (*SHOWN, Kind.NAMED)


@dataclass(frozen=True)
class Group:
    """What was found of one kind; `more` when there is more than is drawn."""

    kind: int
    hits: list[Hit]
    more: bool

    @property
    def label(self) -> str:
        """Return what the records are called."""
        return Kind(self.kind).label


@dataclass(frozen=True)
class Found:
    """The answer to what was typed: groups, the best first; or what is near."""

    words: list[str]
    groups: list[Group] = field(default_factory=list)
    near: list[Hit] = field(default_factory=list)
    without: list[str] = field(default_factory=list)  # what finds something with one word less

    @property
    def count(self) -> int:
        """Return how many hits are drawn."""
        return sum(len(one.hits) for one in self.groups)


@dataclass(frozen=True, order=True)
class Seen:
    """A candidate that holds the words, in the order in which it is shown."""

    rank: int
    newest: int
    zone: int
    pk: int
    matches: tuple[Match, ...] = field(compare=False)


def find(user: User, typed: str, *, most: int = ON_PAGE, kinds: Iterable[int] = EVERY) -> Found:
    """Return what a person finds by what was typed, at most `most` of a kind."""
    words = letters.words(typed)
    if not words:
        return Found([])
    asked = frozenset(kinds) | (frozenset({Kind.NAMED}) if Kind.PERSON in kinds else frozenset())
    reach = Reach(user)
    # A milestone may be asked for by its project: 天际 施工许可.
    index = Index(reach, words, asked | ({Kind.PROJECT} if Kind.MILESTONE in asked else set()))
    groups = [one for kind in SHOWN if kind in asked and (one := _group(index, kind, words, most))]
    groups.sort(key=lambda one: (one.hits[0].rank + (one.kind != Kind.PROJECT) * BEHIND, one.kind))
    if groups:
        return Found(words, groups)
    return Found(words, near=_near(index), without=_without(index, words))


def _group(index: Index, kind: int, words: list[str], most: int) -> Group | None:
    if kind == Kind.MILESTONE:
        drawn = milestones(index, words, most + 1, look)
    elif kind == Kind.PERSON:
        seen = [look(index, one, words, most + 1) for one in (Kind.PERSON, Kind.NAMED)]
        drawn = hits.people(index.reach, *seen)
    else:
        drawn = hits.drawn(index.reach, kind, look(index, kind, words, most + 1))
    drawn.sort(key=lambda one: one.order)
    return Group(kind, drawn[:most], len(drawn) > most) if drawn else None


def look(index: Index, kind: int, words: Sequence[str], most: int) -> list[Seen]:
    """Return up to twice `most` candidates of a kind that hold the words, the best first.

    They are looked at by the hundred, in the order of their promise, until enough hold.
    """
    found = index.candidates(kind, words)
    seen: list[Seen] = []
    for start in range(0, min(len(found), LOOK_MOST), LOOK):
        seen += _look_at(found, kind, words, range(start, min(start + LOOK, len(found))))
        if len(seen) >= 2 * most:
            break
    return sorted(seen)[: 2 * most]


def _look_at(found: Candidates, kind: int, words: Sequence[str], part: range) -> list[Seen]:
    pairs = [(int(found.zones[n]), int(found.ids[n])) for n in part]
    told = texts_of(kind, pairs)
    seen = []
    for pair in pairs:
        matches = [matching.match(word, told.get(pair, ""), sounds()) for word in words]
        held = tuple(one for one in matches if one)
        if len(held) == len(words):
            seen.append(Seen(sum(one.fit for one in held), -pair[1], *pair, held))
    return seen


def texts_of(kind: int, pairs: Sequence[tuple[int, int]]) -> dict[tuple[int, int], str]:
    """Return the texts of some entries by (zone, record)."""
    by_zone: dict[int, list[int]] = defaultdict(list)
    for zone, pk in pairs:
        by_zone[zone].append(pk)
    where = Q(pk__in=[])
    for zone, ids in by_zone.items():
        where |= Q(bulk.among("object_id", ids), zone_id=zone)
    rows = SearchEntry.objects.filter(where, kind=kind).order_by()
    return {(zone, pk): text for zone, pk, text in rows.values_list("zone_id", "object_id", "text")}


def _near(index: Index) -> list[Hit]:
    """Return records whose names resemble what was asked for."""
    found: list[Hit] = []
    for kind in (Kind.PROJECT, Kind.ENTERPRISE):
        if kind in index.kinds:
            seen = [Seen(0, 0, zone, pk, ()) for zone, pk in index.near(kind, IN_BOX)]
            found += hits.drawn(index.reach, kind, seen)
    return found[:IN_BOX]


def _without(index: Index, words: list[str]) -> list[str]:
    """Return what is left to ask when one word is dropped and something is found."""
    if len(words) < 2:
        return []
    found = []
    for word in words:
        rest = [one for one in words if one != word]
        if any(
            look(index, kind, rest, 1) for kind in SHOWN if kind in index.kinds and kind != Kind.MILESTONE
        ):
            found.append(" ".join(rest))
    return found[:3]
