"""Whether two facts speak of the same stretch of time, as far as the text says."""

from __future__ import annotations

import re
from functools import lru_cache

_MONTH = re.compile(r"^(\d{4})-(\d{2})(?:-\d{2})?$")
_YEAR = re.compile(r"^(\d{4})$")
_QUARTER = re.compile(r"^(\d{4})-?Q([1-4])$")
_HALF = re.compile(r"^(\d{4})-?H([12])$")

YEAR = 12
Span = tuple[int, int]


@lru_cache(maxsize=4096)
def months(period: str) -> Span | None:
    """First and last month counted from year 0 (2023-01..2023-11), None when the text does not say."""
    first, _, last = period.partition("..")
    begin, end = _one(first), _one(last or first)
    return (begin[0], end[1]) if begin and end else None


def _one(word: str) -> Span | None:
    if found := _YEAR.match(word):
        return int(found[1]) * 12, int(found[1]) * 12 + 11
    if found := _MONTH.match(word):
        month = int(found[1]) * 12 + int(found[2]) - 1
        return month, month
    if found := _QUARTER.match(word):
        month = int(found[1]) * 12 + int(found[2]) * 3 - 3
        return month, month + 2
    if found := _HALF.match(word):
        month = int(found[1]) * 12 + int(found[2]) * 6 - 6
        return month, month + 5
    return None


def same_time(one: str, other: str) -> bool:
    """Equal, or unknown on one side."""
    return not one or not other or one == other or (months(one) or one) == (months(other) or other)


def near_time(one: str, other: str) -> bool:
    """The same, or the same months of a part of a year: within a report 1—11月 is one stretch."""
    mine, its = months(one), months(other)
    if same_time(one, other) or not mine or not its:
        return same_time(one, other) or not (mine and its)
    part = mine[1] - mine[0] < YEAR - 1
    return part and mine[0] % YEAR == its[0] % YEAR and mine[1] - mine[0] == its[1] - its[0]


def surely_same_time(one: str, other: str) -> bool:
    """Both told, and equal."""
    return bool(one and other) and same_time(one, other)


def year_of(period: str) -> int | None:
    """The year a period ends in."""
    span = months(period)
    return span[1] // 12 if span else None
