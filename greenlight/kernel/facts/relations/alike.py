"""Numbers that go by the same words, found without keeping the words: a few bytes for each."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import Generic, TypeVar

Thing = TypeVar("Thing")
MOST = 40  # things of the same words looked at on either side of one


class Alike(Generic[Thing]):
    """Things of a sequence by the words they go by, as `words` tells them of a thing's number."""

    def __init__(self, things: Sequence[Thing], words: Callable[[int], str]) -> None:
        """Take the words of each."""
        self._things, self._words = things, words
        self._hashes = array("q", (hash(words(at)) for at in range(len(things))))
        self._order = array("i", sorted(range(len(things)), key=self._hashes.__getitem__))

    def get(self, words: str, near: int) -> list[Thing]:
        """Return the things that go by these words, in their order; of very many those `near` a number."""
        hashes, order = self._hashes, self._order
        begin = bisect_left(order, hash(words), key=hashes.__getitem__)
        end = bisect_right(order, hash(words), begin, key=hashes.__getitem__)
        at = bisect_left(order, near, begin, end)
        close = order[max(begin, at - MOST) : min(end, at + MOST + 1)]
        return [self._things[one] for one in close if self._words(one) == words]

    def groups(self, wanted: Callable[[str], object] = len) -> Iterator[tuple[str, Iterator[Thing]]]:
        """Yield words, if `wanted`, by which two or more go, with those things; the first told first."""
        for first, begin in sorted(self._begins()):
            if wanted(self._words(first)):
                yield from self._group(begin)

    def _group(self, begin: int) -> Iterator[tuple[str, Iterator[Thing]]]:
        same: dict[str, list[int]] = {}
        for at in self._run(begin, self._hashes[self._order[begin]]):
            same.setdefault(self._words(at), []).append(at)
        for words, numbers in same.items():
            if len(numbers) > 1:
                yield words, map(self._things.__getitem__, numbers)

    def _begins(self) -> Iterator[tuple[int, int]]:
        """Which comes first of things of one hash, if there are two, and where they begin in the order."""
        hashes, order = self._hashes, self._order
        for at in range(len(order) - 1):
            here = hashes[order[at]]
            if hashes[order[at + 1]] == here and (not at or hashes[order[at - 1]] != here):
                yield order[at], at

    def _run(self, begin: int, hashed: int) -> Iterator[int]:
        for at in range(begin, len(self._order)):
            if self._hashes[self._order[at]] != hashed:
                return
            yield self._order[at]
