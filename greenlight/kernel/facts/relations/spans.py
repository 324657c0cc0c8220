"""Stretches of a text that follow one another, none of them endless: sentences, paragraphs."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import overload

from greenlight.kernel.facts.breaths import breath

LONGEST = 1_000  # letters held as one sentence
MOST = 120  # numbers held as one sentence


class Spans(Sequence[tuple[int, int]]):
    """Stretches of a text that follow one another, kept as the places where they end."""

    def __init__(self, ends: Iterable[int], length: int) -> None:
        """Take the places after each end mark, in order, and the length of the text."""
        self._ends = array("i", ends)
        if not self._ends or self._ends[-1] < length:
            self._ends.append(length)

    def __len__(self) -> int:
        return len(self._ends)

    @overload
    def __getitem__(self, at: int) -> tuple[int, int]: ...
    @overload
    def __getitem__(self, at: slice) -> list[tuple[int, int]]: ...
    def __getitem__(self, at: int | slice) -> tuple[int, int] | list[tuple[int, int]]:
        if isinstance(at, slice):
            return [self[one] for one in range(len(self))[at]]
        return (self._ends[at - 1] if at else 0), self._ends[at]

    def of(self, place: int) -> int:
        """The number of the stretch a place lies in."""
        return min(bisect_right(self._ends, place), len(self._ends) - 1)


def cut(body: str, marks: re.Pattern[str]) -> Spans:
    """Cut a text after each end mark."""
    return Spans((mark.end() for mark in marks.finditer(body)), len(body))


def cut_short(body: str, marks: re.Pattern[str], starts: array[int], ends: array[int]) -> Spans:
    """The same, and where a stretch is too long to be held as one: at a breath, never inside a number.

    What the rules look at beside a number then is bounded, and their time goes with the length of the text.
    `starts` and `ends` are the places of the numbers, in order.
    """
    return Spans(_breaths(body, cut(body, marks), starts, ends), len(body))


def _breaths(body: str, whole: Spans, starts: array[int], ends: array[int]) -> Iterator[int]:
    for begin, end in whole:
        while (most := _reach(begin, end, starts)) < end:
            stop = breath(body, begin + (most - begin) // 2, most)
            number = bisect_left(starts, stop) - 1
            begin = max(stop, ends[number]) if number >= 0 else stop
            if begin < end:
                yield begin
        yield end


def _reach(begin: int, end: int, starts: array[int]) -> int:
    """How far a stretch may go that begins here."""
    most, number = min(end, begin + LONGEST), bisect_left(starts, begin)
    return min(most, max(begin + 1, starts[number + MOST])) if number + MOST < len(starts) else most
