"""A block of many plans, planned in one of two ways.

`Plain` is the common case, finish-start on one working calendar and nothing begun: as in `quick`,
everything is counted in working-day ordinals. `Mixed` is any network, by the passes of `passes`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from greenlight.kernel.schedule import passes
from greenlight.kernel.schedule.passes import Given, Span, shown
from greenlight.kernel.schedule.shape import Shape
from greenlight.kernel.workdays import BASE, Calendar, Numbers

E = TypeVar("E")


class Planner(Protocol[E]):
    """What a block is planned with; E holds the ends of one pass."""

    def forward(self, begin: Numbers) -> E:
        """Return the earliest ends of plans that go on from the morning of `begin`."""

    def backward(self, promise: Numbers) -> E:
        """Return the latest ends that finish all by the evening of day `promise`."""

    def latest_begin(self, promise: Numbers) -> Numbers:
        """Return the last morning from which the promise can be kept."""

    def last_day(self, early: E) -> Numbers:
        """Return the day on which each plan ends."""

    def fill(self, rows: Sequence[int], early: E, late: E, tables: NDArray[np.int32]) -> None:
        """Write starts, finishes, late starts, late finishes and float, shape (5, rows, plans)."""

    def spare(self, at: int, last: Numbers, target: Numbers) -> Numbers:
        """Return the days of an activity's clock between a plan's last day and its target."""


@dataclass(frozen=True)
class Mixed:
    """Any network."""

    given: Given[Numbers]

    def forward(self, begin: Numbers) -> Span[Numbers]:
        return passes.forward(self.given, begin)

    def backward(self, promise: Numbers) -> Span[Numbers]:
        return passes.backward(self.given, promise)

    def latest_begin(self, promise: Numbers) -> Numbers:
        return passes.latest_begin(self.given, self.backward(promise), promise)

    def last_day(self, early: Span[Numbers]) -> Numbers:
        shape = self.given.shape
        return _folded(np.maximum, [shown(shape, at, early)[1] for at in shape.order])

    def fill(
        self,
        rows: Sequence[int],
        early: Span[Numbers],
        late: Span[Numbers],
        tables: NDArray[np.int32],
    ) -> None:
        for row, at in enumerate(rows):
            days = *shown(self.given.shape, at, early), *shown(self.given.shape, at, late)
            for table, day in zip(tables, days, strict=False):
                table[row] = day + BASE
            pace = self.given.paces[at]
            tables[4, row] = pace.between(early.finishes[at], late.finishes[at])

    def spare(self, at: int, last: Numbers, target: Numbers) -> Numbers:
        return self.given.paces[at].between(last + 1, target + 1)


@dataclass(frozen=True)
class Plain:
    """Finish-start on one working calendar: the columns of a block as table indices, by position."""

    shape: Shape
    calendar: Calendar
    days: Sequence[Numbers]
    earliest: dict[int, Numbers]
    deadlines: dict[int, Numbers]

    def forward(self, begin: Numbers) -> dict[int, Numbers]:
        floor, pairs = self.calendar.before.take(begin), self.shape.quick_in or []
        ends: dict[int, Numbers] = {}
        for at in self.shape.order:
            bounds = [ends[pred] + lag if lag else ends[pred] for pred, lag in pairs[at]]
            if at in self.earliest or self._loose(at, pairs):
                bounds.append(self._floor(at, begin, floor))
            ends[at] = _folded(np.maximum, bounds) + self.days[at]
        return ends

    def backward(self, promise: Numbers) -> dict[int, Numbers]:
        ceiling, pairs = self.calendar.before.take(promise + 1), self.shape.quick_out or []
        starts: dict[int, Numbers] = {}
        ends: dict[int, Numbers] = {}
        for at in reversed(self.shape.order):
            bounds = [starts[succ] - lag if lag else starts[succ] for succ, lag in pairs[at]]
            if at in self.deadlines or self._loose(at, pairs):
                bounds.append(self._ceiling(at, promise, ceiling))
            ends[at] = _folded(np.minimum, bounds)
            starts[at] = ends[at] - self.days[at]
        return ends

    def latest_begin(self, promise: Numbers) -> Numbers:
        late = self.backward(promise)
        starts = [late[at] - self.days[at] for at in self.shape.order]
        return self.calendar.opens.take(_folded(np.minimum, starts), mode="clip")

    def last_day(self, early: dict[int, Numbers]) -> Numbers:
        days = [self._day(early[at], closing) for at, closing in self._ends()]
        return _folded(np.maximum, days)

    def fill(
        self,
        rows: Sequence[int],
        early: dict[int, Numbers],
        late: dict[int, Numbers],
        tables: NDArray[np.int32],
    ) -> None:
        opens = (self.calendar.opens + BASE).astype(np.int32)
        for row, at in enumerate(rows):
            for ends, (first, last) in ((early, tables[0:2, row]), (late, tables[2:4, row])):
                if self.shape.durations[at]:
                    opens.take(ends[at] - self.days[at], out=first, mode="clip")
                    opens.take(ends[at] - 1, out=last, mode="clip")
                else:
                    opens.take(ends[at] - self.shape.evening[at], out=first, mode="clip")
                    last[:] = first
            np.subtract(late[at], early[at], out=tables[4, row], casting="unsafe")

    def spare(self, at: int, last: Numbers, target: Numbers) -> Numbers:
        before = self.calendar.before
        return before.take(target + 1) - before.take(last + 1, mode="clip")

    def _floor(self, at: int, begin: Numbers, floor: Numbers) -> Numbers:
        if at in self.earliest:
            floor = self.calendar.before.take(np.maximum(begin, self.earliest[at]))
        return floor + 1 if self._closing_milestone(at) else floor

    def _ceiling(self, at: int, promise: Numbers, ceiling: Numbers) -> Numbers:
        if at in self.deadlines:
            ceiling = self.calendar.before.take(np.minimum(promise, self.deadlines[at]) + 1)
        return ceiling if self.shape.evening[at] else ceiling - 1

    def _loose(self, at: int, pairs: list[list[tuple[int, int]]]) -> bool:
        """Say whether a plan's own limits matter: a task tied without a lead inherits them."""
        return not self.shape.durations[at] or all(lag < 0 for _, lag in pairs[at])

    def _closing_milestone(self, at: int) -> bool:
        return self.shape.evening[at] and not self.shape.durations[at]

    def _ends(self) -> list[tuple[int, bool]]:
        # What something follows without a lead cannot be the only one to end last.
        pairs = self.shape.quick_out or []
        return [
            (at, self.shape.evening[at]) for at in self.shape.order if all(lag < 0 for _, lag in pairs[at])
        ]

    def _day(self, ends: Numbers, closing: bool) -> Numbers:
        return self.calendar.opens.take(ends - closing, mode="clip")


def _folded(fold: Any, arrays: Sequence[Numbers]) -> Numbers:
    result = arrays[0]
    for each in arrays[1:]:
        result = fold(result, each)
    return result
