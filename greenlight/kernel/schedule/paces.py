"""How one activity moves on its own clock, one day at a time.

Days are table indices t (0 is 1990-01-01). A moment is written as a boundary: the morning of day t
is t, the evening of day t is t + 1. All functions are monotone, and `earliest`/`latest` are each
other's best inverse, which is what makes the backward pass exact.
"""

from dataclasses import dataclass
from typing import Protocol

from greenlight.kernel.schedule.shape import Shape
from greenlight.kernel.workdays import SIZE, Calendar, OutOfRange

NEVER = -(10**9)
FOREVER = 10**9


class Ruler:
    """The two tables of a calendar, with the ends guarded."""

    __slots__ = ("before", "opens")

    def __init__(self, calendar: Calendar) -> None:
        self.before, self.opens = calendar.tables

    def ordinal(self, t: int) -> int:
        """Count the working days before boundary t."""
        if not 0 <= t <= SIZE:
            raise OutOfRange
        return self.before[t]

    def morning(self, k: int) -> int:
        """Return the latest boundary of ordinal k: the morning of the next working day."""
        if not 0 <= k < len(self.opens):
            raise OutOfRange
        return self.opens[k]

    def evening(self, k: int) -> int:
        """Return the earliest boundary of ordinal k: the evening of the last working day."""
        return self.morning(k - 1) + 1

    def pushed(self, t: int, lag: int) -> int:
        """Return the earliest boundary `lag` working days after boundary t."""
        return self.evening(self.ordinal(t) + lag)

    def pulled(self, t: int, lag: int) -> int:
        """Return the latest boundary from which `lag` working days end by boundary t."""
        return self.morning(self.ordinal(t) - lag)


class Pace(Protocol):
    """One activity's clock."""

    @property
    def side(self) -> int:
        """Return 1 for a milestone at the close of a day, else 0."""

    @property
    def ruler(self) -> Ruler:
        """Return the tables of its calendar."""

    def earliest(self, start: int, finish: int) -> int:
        """Return the first start, not before `start`, whose finish is not before `finish`."""

    def latest(self, finish: int, start: int) -> int:
        """Return the last start, not after `start`, whose finish is not after `finish`."""

    def finish(self, start: int) -> int:
        """Return the finish of a start."""

    def stretched(self, finish: int) -> int:
        """Return the first possible finish not before `finish`."""

    def shrunk(self, finish: int) -> int:
        """Return the last possible finish not after `finish`."""

    def between(self, first: int, second: int) -> int:
        """Count the days of this clock from one boundary to another."""


@dataclass(frozen=True, slots=True)
class Working:
    """An activity of `days` > 0 working days; it starts and finishes on working days."""

    ruler: Ruler
    days: int
    side: int = 0

    def earliest(self, start: int, finish: int) -> int:
        ordinal = self.ruler.ordinal(start)
        if finish > NEVER:
            ordinal = max(ordinal, self.ruler.ordinal(finish - 1) + 1 - self.days)
        return self.ruler.morning(ordinal)

    def latest(self, finish: int, start: int) -> int:
        ordinal = self.ruler.ordinal(finish) - self.days
        if start < FOREVER:
            ordinal = min(ordinal, self.ruler.ordinal(start + 1) - 1)
        return self.ruler.morning(ordinal)

    def finish(self, start: int) -> int:
        return self.ruler.evening(self.ruler.ordinal(start) + self.days)

    def stretched(self, finish: int) -> int:
        return self.ruler.evening(self.ruler.ordinal(finish - 1) + 1)

    def shrunk(self, finish: int) -> int:
        return self.ruler.evening(self.ruler.ordinal(finish))

    def between(self, first: int, second: int) -> int:
        return self.ruler.ordinal(second) - self.ruler.ordinal(first)


@dataclass(frozen=True, slots=True)
class Natural:
    """An activity of `days` > 0 calendar days; if it `rolls` it finishes on a working day."""

    ruler: Ruler
    days: int
    rolls: bool
    side: int = 0

    def earliest(self, start: int, finish: int) -> int:
        if finish == NEVER:
            return start
        if self.rolls:  # any day after the last working day before the one needed rolls onto it
            finish = self.ruler.evening(self.ruler.ordinal(finish - 1)) + 1
        return max(start, finish - self.days)

    def latest(self, finish: int, start: int) -> int:
        return min(start, self.shrunk(finish) - self.days)

    def finish(self, start: int) -> int:
        return self.stretched(start + self.days)

    def stretched(self, finish: int) -> int:
        if not self.rolls:
            return finish
        return self.ruler.morning(self.ruler.ordinal(finish - 1)) + 1

    def shrunk(self, finish: int) -> int:
        return self.ruler.evening(self.ruler.ordinal(finish)) if self.rolls else finish

    def between(self, first: int, second: int) -> int:
        return second - first


@dataclass(frozen=True, slots=True)
class WorkingMilestone:
    """A milestone on a working day: the evening of one (`side` 1), or the morning (`side` 0)."""

    ruler: Ruler
    side: int

    def earliest(self, start: int, finish: int) -> int:
        return self.stretched(max(start, finish))

    def latest(self, finish: int, start: int) -> int:
        return self.shrunk(min(start, finish))

    def finish(self, start: int) -> int:
        return start

    def stretched(self, finish: int) -> int:
        return self.ruler.morning(self.ruler.ordinal(finish - self.side)) + self.side

    def shrunk(self, finish: int) -> int:
        day = self.ruler.morning(self.ruler.ordinal(finish + 1 - self.side) - 1)
        return day + self.side

    def between(self, first: int, second: int) -> int:
        return self.ruler.ordinal(second) - self.ruler.ordinal(first)


@dataclass(frozen=True, slots=True)
class NaturalMilestone:
    """A milestone on any day of the year."""

    ruler: Ruler
    side: int

    def earliest(self, start: int, finish: int) -> int:
        return max(start, finish)

    def latest(self, finish: int, start: int) -> int:
        return min(start, finish)

    def finish(self, start: int) -> int:
        return start

    def stretched(self, finish: int) -> int:
        return finish

    def shrunk(self, finish: int) -> int:
        return finish

    def between(self, first: int, second: int) -> int:
        return second - first


def paces_of(shape: Shape) -> list[Pace]:
    """Return the pace of every activity, by position."""
    rulers = {id(calendar): Ruler(calendar) for calendar in shape.calendars}
    return [_pace(shape, at, rulers[id(calendar)]) for at, calendar in enumerate(shape.calendars)]


def _pace(shape: Shape, at: int, ruler: Ruler) -> Pace:
    days, side = shape.durations[at], int(shape.evening[at])
    if not days:
        return WorkingMilestone(ruler, side) if shape.works[at] else NaturalMilestone(ruler, side)
    return Working(ruler, days) if shape.works[at] else Natural(ruler, days, shape.rolls[at])
