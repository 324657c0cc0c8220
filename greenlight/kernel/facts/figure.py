"""A printed number with its unit, before it is known what it tells."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from greenlight.kernel.facts.fact import Comparator
from greenlight.kernel.facts.words import units


class Sort(StrEnum):
    """What a unit measures; decides between level, count, rank and the percentages."""

    MONEY = "money"
    PERCENT = "percent"
    POINTS = "points"
    TIMES = "times"
    MEASURE = "measure"
    SPAN = "span"
    RUN = "run"
    COUNT = "count"
    RANK = "rank"
    SCORE = "score"
    SAME = "same"
    BARE = "bare"


SORTS: dict[str, Sort] = {
    **dict.fromkeys(units.COUNTERS, Sort.COUNT),
    **dict.fromkeys(units.RUNS, Sort.RUN),
    **dict.fromkeys(units.SPANS, Sort.SPAN),
    **dict.fromkeys(units.MEASURES, Sort.MEASURE),
    **dict.fromkeys(units.MONEY, Sort.MONEY),
    **dict.fromkeys(units.PERCENT, Sort.POINTS),
    "%": Sort.PERCENT, "‰": Sort.PERCENT,
    "/10万": Sort.PERCENT, "/十万": Sort.PERCENT, "倍": Sort.TIMES, "番": Sort.TIMES, "分": Sort.SCORE,
}  # fmt: skip
COUNTED = (Sort.COUNT, Sort.RUN, Sort.RANK)


@dataclass(frozen=True, slots=True)
class Figure:
    """The number of `value` in `unit` at `start` to `end`; `scale` is a printed 万 or 亿 kept apart.

    `bound` is what the signs at the number itself say (余, 以上, 前30); `after` is the length of such a
    word after the unit. `share` ties the two ends of a range (8至10) by the start of the first.
    """

    start: int
    end: int
    value: Decimal
    unit: str
    sort: Sort
    step: Decimal = Decimal(1)
    scale: str = ""
    bound: Comparator | None = None
    after: int = 0
    range_of: int = -1

    def moved(self, by: int) -> Figure:
        """Return the same figure so many characters further on."""
        if not by:
            return self
        tied = self.range_of + by if self.range_of >= 0 else -1
        return replace(self, start=self.start + by, end=self.end + by, range_of=tied)
