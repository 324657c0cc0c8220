"""Asking the grams: which records may hold the words, the most promising first.

The pages of all zones, kinds and blocks come in one query, the entries that wait to be packed in
another. The answer is a superset: `finding` looks at the texts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from greenlight.desk.models import SearchEntry, SearchPage
from greenlight.desk.search.reach import Ids, Reach
from greenlight.desk.search.sounds import sounds
from greenlight.kernel.search import grams, shelves
from greenlight.kernel.search.grams import OFFSET_BITS, Ask, Keys
from greenlight.kernel.search.shelves import BLOCK, Places

FRESH_MOST = 3000  # entries that are read unpacked; more wait only while a large import is packed
MANY = 150  # candidates of a kind from which on those whose title begins so are told apart
NONE, WRITTEN, READ = 99, 2, 3  # how promising: a title that begins so is two better
Promise = NDArray[np.int8]
NOBODY: Places = np.zeros(0, "<u2")


@dataclass
class Shelf:
    """The grams of one block of a zone's records of one kind, packed or fresh."""

    zone: int
    kind: int
    block: int = 0
    pages: dict[int, bytes] = field(default_factory=dict)
    keys: Keys | None = None
    ids: Ids | None = None  # of fresh entries, by place
    texts: list[str] = field(default_factory=list)
    stale: Places | None = None  # places of records that a fresh entry speaks for
    known: dict[int, Places] = field(default_factory=dict)  # ways to read a word share most grams

    def held(self, gram: int) -> Places:
        """Return the places of the records that hold a gram."""
        if gram not in self.known:
            self.known[gram] = self._held(gram)
        return self.known[gram]

    def _held(self, gram: int) -> Places:
        if self.keys is not None:
            return shelves.held_in(self.keys, gram)
        page = self.pages.get(shelves.page_of(gram))
        return shelves.held(page, gram) if page else NOBODY

    def having(self, ask: Ask) -> Places:
        """Return the places of the records that hold all grams of an ask."""
        lists = []
        for one in ask.grams:
            lists.append(self.held(one))
            if not lists[-1].size:
                return NOBODY
        return shelves.common(lists)

    def records(self, places: NDArray[np.intp]) -> Ids:
        """Return the ids of the records at some places."""
        if self.ids is not None:
            return self.ids[places]
        return places.astype(np.int64) + (self.block << OFFSET_BITS)

    @property
    def size(self) -> int:
        """Return how many places there are."""
        return BLOCK if self.ids is None else len(self.ids)


@dataclass(frozen=True)
class Candidates:
    """Records of a kind that may hold the words: zone, id, promise (lower is better), whether sure."""

    zones: Ids
    ids: Ids
    promise: Ids
    sure: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.ids)


class Index:
    """The grams of some words, drawn for what a person may find."""

    def __init__(self, reach: Reach, words: Sequence[str], kinds: Iterable[int]) -> None:
        self.reach, self.words, self.kinds = reach, list(words), frozenset(int(one) for one in kinds)
        self.asks = {word: grams.asks(word, sounds()) for word in self.words}
        self.fresh = self._fresh()  # before the pages: what is packed in between is found twice, not never
        self.shelves = self._shelves()
        self.headed = False

    def _fresh(self) -> list[Shelf]:
        rows = SearchEntry.objects.filter(self.reach.where(self.kinds), packed=False).order_by("-pk")
        by_shelf: dict[tuple[int, int], list[tuple[int, str]]] = defaultdict(list)
        for zone, kind, pk, text in rows.values_list("zone_id", "kind", "object_id", "text")[:FRESH_MOST]:
            by_shelf[zone, kind].append((pk, text))
        return [
            Shelf(
                zone, kind, keys=grams.keys([text for _, text in told], sounds()),
                ids=np.array([pk for pk, _ in told], np.int64), texts=[text for _, text in told],
            )
            for (zone, kind), told in by_shelf.items()
        ]  # fmt: skip

    def _shelves(self) -> list[Shelf]:
        wanted = {one for asks in self.asks.values() for ask in asks for one in ask.grams}
        found: dict[tuple[int, int, int], Shelf] = {}
        for shelf in self._draw(wanted):
            found[shelf.zone, shelf.kind, shelf.block] = shelf
        for fresh in self.fresh:
            for pk in fresh.ids.tolist() if fresh.ids is not None else ():
                if packed := found.get((fresh.zone, fresh.kind, pk >> OFFSET_BITS)):
                    place = np.array([pk & (BLOCK - 1)], "<u2")
                    packed.stale = place if packed.stale is None else np.append(packed.stale, place)
        return [*found.values(), *self.fresh]

    def _draw(self, wanted: set[int]) -> list[Shelf]:
        pages = sorted({shelves.page_of(one) for one in wanted})
        rows = SearchPage.objects.filter(self.reach.where(self.kinds), page__in=pages)
        found: dict[tuple[int, int, int], Shelf] = {}
        for zone, kind, block, page, data in rows.values_list("zone_id", "kind", "block", "page", "data"):
            shelf = found.setdefault((zone, kind, block), Shelf(zone, kind, block))
            shelf.pages[page] = bytes(data)
        return list(found.values())

    def head(self) -> None:
        """Draw the grams that tell whose title begins with a word; once, when there is much to tell apart."""
        if self.headed:
            return
        self.headed = True
        wanted = {one for asks in self.asks.values() for ask in asks for one in ask.heads}
        known = {(one.zone, one.kind, one.block): one for one in self.shelves if one.keys is None}
        for shelf in self._draw(wanted):
            if mine := known.get((shelf.zone, shelf.kind, shelf.block)):
                mine.pages |= shelf.pages
                mine.known.clear()

    def candidates(self, kind: int, words: Sequence[str]) -> Candidates:
        """Return the records of a kind that may hold all of some words, the most promising first."""
        found = self._candidates(kind, words)
        if len(found) > MANY and not self.headed:
            self.head()
            found = self._candidates(kind, words)
        order = np.lexsort((-found.ids, found.promise))
        return Candidates(found.zones[order], found.ids[order], found.promise[order], found.sure[order])

    def _candidates(self, kind: int, words: Sequence[str]) -> Candidates:
        zones, ids, promise, sure = [], [], [], []
        for shelf in (one for one in self.shelves if one.kind == kind):
            total, certain = self._promise(shelf, words)
            if shelf.stale is not None:
                total[shelf.stale] = NONE
            places = np.flatnonzero(total < NONE)
            found = shelf.records(places)
            kept = np.isin(found, self.reach.allowed(kind, shelf.zone, found))
            ids.append(found[kept])
            promise.append(total[places][kept].astype(np.int64))
            sure.append(certain[places][kept])
            zones.append(np.full(int(kept.sum()), shelf.zone, np.int64))
        if not ids:
            empty = np.zeros(0, np.int64)
            return Candidates(empty, empty, empty, np.zeros(0, np.bool_))
        return Candidates(*(np.concatenate(one) for one in (zones, ids, promise, sure)))  # type: ignore[arg-type]

    def _promise(self, shelf: Shelf, words: Sequence[str]) -> tuple[Promise, NDArray[np.bool_]]:
        """Return for each place of a shelf how promising it is and whether it is sure to hold the words."""
        total = np.zeros(shelf.size, np.int8)
        certain = np.ones(shelf.size, np.bool_)
        for word in words:
            one, sure = np.full(shelf.size, NONE, np.int8), np.zeros(shelf.size, np.bool_)
            for n, ask in enumerate(self.asks[word]):
                places = shelf.having(ask)
                if not places.size:
                    continue
                one[places] = np.minimum(one[places], WRITTEN if n == 0 else READ)
                sure[places] |= ask.exact
                for head in ask.heads if self.headed else ():
                    first = np.intersect1d(places, shelf.held(head), assume_unique=True)
                    one[first] = np.minimum(one[first], (WRITTEN if n == 0 else READ) - 2)
            total = np.where((total == NONE) | (one == NONE), NONE, np.minimum(total + one, NONE - 1))
            total = total.astype(np.int8)
            certain &= sure
        return total, certain

    def near(self, kind: int, most: int) -> list[tuple[int, int]]:
        """Return (zone, id) of records that hold at least half the grams of the words, the most first."""
        wanted = [one for word in self.words for one in _telling(self.asks[word]).grams]
        found: list[tuple[int, int, int]] = []
        for shelf in (one for one in self.shelves if one.kind == kind and len(wanted) > 1):
            counts = np.zeros(shelf.size, np.int16)
            for one in wanted:
                counts[shelf.held(one)] += 1
            places = np.flatnonzero(counts * 2 >= len(wanted))
            places = places[np.argsort(-counts[places], kind="stable")][:200]
            ids = shelf.records(places)
            kept = np.isin(ids, self.reach.allowed(kind, shelf.zone, ids))
            found += [
                (-int(n), shelf.zone, int(pk)) for n, pk in zip(counts[places][kept], ids[kept], strict=True)
            ]
        return [(zone, pk) for _, zone, pk in sorted(found)[:most]]


def _telling(asks: list[Ask]) -> Ask:
    """Return the ask that says most of a word: as it is read when it has letters only, else as written."""
    return asks[1] if len(asks) > 1 else asks[0]
