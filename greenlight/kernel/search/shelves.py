"""Grams packed into pages of bytes: which texts of a block hold a gram, found without reading the rest.

A block holds 16,384 texts, its grams lie on 256 pages by their number. A page is
`few many | grams of the few | their counts | grams of the many | bitmaps of the many | places of the few`:
a gram that more than 1,024 texts hold is a bitmap of 2 KB, another the list of its places (2 bytes each),
as Roaring bitmaps do (Chambi, Lemire, Kaser, Godin 2016).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from greenlight.kernel.search.grams import OFFSET_BITS, Keys

BLOCK = 1 << OFFSET_BITS
PAGE_BITS = 8
PAGES = 1 << PAGE_BITS
DENSE = BLOCK // 16
BITMAP = BLOCK // 8
_SPREAD = 0x9E3779B97F4A7C15  # 2^64 / the golden ratio: neighbours come to lie far apart

Places = NDArray[np.uint16]


def page_of(gram: int) -> int:
    """Return the number of the page a gram lies on."""
    return ((gram * _SPREAD) & 0xFFFFFFFFFFFFFFFF) >> (64 - PAGE_BITS)


def pack(keys: Keys) -> Iterator[tuple[int, bytes]]:
    """Yield (page number, bytes) for the sorted keys of a block; pages without a gram are left out."""
    if not keys.size:
        return
    told = keys >> np.uint64(OFFSET_BITS)
    starts = np.flatnonzero(np.concatenate([[True], told[1:] != told[:-1]]))
    grams, counts = told[starts], np.diff(np.concatenate([starts, [told.size]]))
    places = (keys & np.uint64(BLOCK - 1)).astype("<u2")
    pages = (grams * np.uint64(_SPREAD)) >> np.uint64(64 - PAGE_BITS)
    order = np.argsort(pages, kind="stable")
    edges = np.searchsorted(pages[order], np.arange(PAGES + 1))
    for page in range(PAGES):
        held = order[edges[page] : edges[page + 1]]
        if held.size:
            yield page, _packed(grams[held], starts[held], counts[held], places)


def _packed(
    grams: Keys, starts: NDArray[np.intp], counts: NDArray[np.intp], places: Places
) -> bytes:  # fmt: skip
    dense = counts > DENSE
    few, many = ~dense, dense
    runs = [places[start : start + n] for start, n in zip(starts[few], counts[few], strict=True)]
    maps = [_bitmap(places[start : start + n]) for start, n in zip(starts[many], counts[many], strict=True)]
    head = np.array([int(few.sum()), int(many.sum())], "<u4")
    parts = [head.tobytes(), grams[few].astype("<u8").tobytes(), counts[few].astype("<u4").tobytes(),
             grams[many].astype("<u8").tobytes(), *maps, *(one.tobytes() for one in runs)]  # fmt: skip
    return b"".join(parts)


def _bitmap(places: Places) -> bytes:
    bits = np.zeros(BLOCK, np.bool_)
    bits[places] = True
    return np.packbits(bits).tobytes()


def held(page: bytes, gram: int) -> Places:
    """Return the places of the texts that hold a gram, in order; empty when none does."""
    few, many = (int(one) for one in np.frombuffer(page, "<u4", 2))
    at = 8
    grams = np.frombuffer(page, "<u8", few, at)
    counts = np.frombuffer(page, "<u4", few, at + 8 * few)
    at += 12 * few
    dense = np.frombuffer(page, "<u8", many, at)
    at += 8 * many
    if (n := _index(dense, gram)) is not None:
        bits = np.frombuffer(page, np.uint8, BITMAP, at + n * BITMAP)
        return np.flatnonzero(np.unpackbits(bits)).astype("<u2")
    if (n := _index(grams, gram)) is not None:
        start = at + many * BITMAP + 2 * int(counts[:n].sum())
        return np.frombuffer(page, "<u2", int(counts[n]), start)
    return np.zeros(0, "<u2")


def _index(grams: Keys, gram: int) -> int | None:
    n = int(np.searchsorted(grams, gram))
    return n if n < grams.size and int(grams[n]) == gram else None


def held_in(keys: Keys, gram: int) -> Places:
    """Return the places of the texts that hold a gram, read from sorted keys that nobody packed."""
    ends = np.array([gram, gram + 1], np.uint64) << np.uint64(OFFSET_BITS)
    start, end = np.searchsorted(keys, ends)
    return (keys[start:end] & np.uint64(BLOCK - 1)).astype("<u2")


def common(lists: list[Places]) -> Places:
    """Return the places that stand in all lists, the shortest first."""
    if not lists:
        return np.zeros(0, "<u2")
    ordered = sorted(lists, key=len)
    found = ordered[0]
    for one in ordered[1:]:
        if not found.size:
            break
        at = np.searchsorted(one, found)
        at[at == one.size] = 0
        found = found[one[at] == found] if one.size else found[:0]
    return found
