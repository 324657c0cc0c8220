"""How one activity moves on its own clock: for one plan (int) or for many at once (int64 arrays).

Days are table indices t (0 is 1990-01-01). A moment is written as a boundary: the morning of day t
is t, the evening of day t is t + 1. All functions are monotone, and `earliest`/`latest` are each
other's best inverse, which is what makes the backward pass exact. None stands for no bound.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

import numpy as np

from greenlight.kernel.schedule.shape import Shape
from greenlight.kernel.workdays import SIZE, Calendar, Numbers, OutOfRange

T = TypeVar("T", int, Numbers)


class Ruler(Generic[T]):
    """The two tables of a calendar, and what else differs between one plan and many."""

    def ordinal(self, t: T) -> T:
        """Count the working days before boundary t."""
        raise NotImplementedError

    def morning(self, k: T) -> T:
        """Return the latest boundary of ordinal k: the morning of the next working day."""
        raise NotImplementedError

    def later(self, a: T, b: T) -> T:
        """Return the later of two moments."""
        raise NotImplementedError

    def sooner(self, a: T, b: T) -> T:
        """Return the sooner of two moments."""
        raise NotImplementedError

    def chosen(self, known: Any, a: T, b: T) -> T:
        """Return a where it is known, else b."""
        raise NotImplementedError

    def evening(self, k: T) -> T:
        """Return the earliest boundary of ordinal k: the evening of the last working day."""
        return self.morning(k - 1) + 1

    def pushed(self, t: T, lag: int) -> T:
        """Return the earliest boundary `lag` working days after boundary t."""
        return self.evening(self.ordinal(t) + lag)

    def pulled(self, t: T, lag: int) -> T:
        """Return the latest boundary from which `lag` working days end by boundary t."""
        return self.morning(self.ordinal(t) - lag)


class OneRuler(Ruler[int]):
    """For one plan; raises OutOfRange at the ends of the tables."""

    __slots__ = ("_before", "_opens")

    def __init__(self, calendar: Calendar) -> None:
        self._before, self._opens = calendar.tables

    def ordinal(self, t: int) -> int:
        if not 0 <= t <= SIZE:
            raise OutOfRange
        return self._before[t]

    def morning(self, k: int) -> int:
        if not 0 <= k < len(self._opens):
            raise OutOfRange
        return self._opens[k]

    def later(self, a: int, b: int) -> int:
        return a if a > b else b

    def sooner(self, a: int, b: int) -> int:
        return a if a < b else b

    def chosen(self, known: Any, a: int, b: int) -> int:
        return a if known else b


class ManyRuler(Ruler[Numbers]):
    """For many plans; saturates at the ends of the tables, so the caller checks the results."""

    __slots__ = ("_before", "_opens")

    def __init__(self, calendar: Calendar) -> None:
        self._before, self._opens = calendar.before, calendar.opens

    def ordinal(self, t: Numbers) -> Numbers:
        return self._before.take(t, mode="clip")

    def morning(self, k: Numbers) -> Numbers:
        return self._opens.take(k, mode="clip")

    def later(self, a: Numbers, b: Numbers) -> Numbers:
        return np.maximum(a, b)

    def sooner(self, a: Numbers, b: Numbers) -> Numbers:
        return np.minimum(a, b)

    def chosen(self, known: Any, a: Numbers, b: Numbers) -> Numbers:
        return np.where(known, a, b)


class Pace(Protocol[T]):
    """One activity's clock."""

    @property
    def side(self) -> int:
        """Return 1 for a milestone at the close of a day, else 0."""

    @property
    def ruler(self) -> Ruler[T]:
        """Return the tables of its calendar."""

    def earliest(self, start: T, finish: T | None) -> T:
        """Return the first start, not before `start`, whose finish is not before `finish`."""

    def latest(self, finish: T, start: T | None) -> T:
        """Return the last start, not after `start`, whose finish is not after `finish`."""

    def finish(self, start: T) -> T:
        """Return the finish of a start."""

    def stretched(self, finish: T) -> T:
        """Return the first possible finish not before `finish`."""

    def shrunk(self, finish: T) -> T:
        """Return the last possible finish not after `finish`."""

    def between(self, first: T, second: T) -> T:
        """Count the days of this clock from one boundary to another."""


@dataclass(frozen=True, slots=True)
class Working(Generic[T]):
    """An activity of `days` > 0 working days; it starts and finishes on working days."""

    ruler: Ruler[T]
    days: T
    side: int = 0

    def earliest(self, start: T, finish: T | None) -> T:
        ordinal = self.ruler.ordinal(start)
        if finish is not None:
            ends = self.ruler.ordinal(finish - 1) + 1
            ordinal = self.ruler.later(ordinal, ends - self.days)
        return self.ruler.morning(ordinal)

    def latest(self, finish: T, start: T | None) -> T:
        ordinal = self.ruler.ordinal(finish) - self.days
        if start is not None:
            ordinal = self.ruler.sooner(ordinal, self.ruler.ordinal(start + 1) - 1)
        return self.ruler.morning(ordinal)

    def finish(self, start: T) -> T:
        return self.ruler.evening(self.ruler.ordinal(start) + self.days)

    def stretched(self, finish: T) -> T:
        return self.ruler.evening(self.ruler.ordinal(finish - 1) + 1)

    def shrunk(self, finish: T) -> T:
        return self.ruler.evening(self.ruler.ordinal(finish))

    def between(self, first: T, second: T) -> T:
        return self.ruler.ordinal(second) - self.ruler.ordinal(first)


@dataclass(frozen=True, slots=True)
class Natural(Generic[T]):
    """An activity of `days` > 0 calendar days; if it `rolls` it finishes on a working day."""

    ruler: Ruler[T]
    days: T
    rolls: bool
    side: int = 0

    def earliest(self, start: T, finish: T | None) -> T:
        if finish is None:
            return start
        if self.rolls:  # any day after the last working day before the one needed rolls onto it
            finish = self.ruler.evening(self.ruler.ordinal(finish - 1)) + 1
        return self.ruler.later(start, finish - self.days)

    def latest(self, finish: T, start: T | None) -> T:
        last = self.shrunk(finish) - self.days
        return last if start is None else self.ruler.sooner(start, last)

    def finish(self, start: T) -> T:
        return self.stretched(start + self.days)

    def stretched(self, finish: T) -> T:
        if not self.rolls:
            return finish
        return self.ruler.morning(self.ruler.ordinal(finish - 1)) + 1

    def shrunk(self, finish: T) -> T:
        return self.ruler.evening(self.ruler.ordinal(finish)) if self.rolls else finish

    def between(self, first: T, second: T) -> T:
        return second - first


@dataclass(frozen=True, slots=True)
class WorkingMilestone(Generic[T]):
    """A milestone on a working day: the evening of one (`side` 1), or the morning (`side` 0)."""

    ruler: Ruler[T]
    side: int

    def earliest(self, start: T, finish: T | None) -> T:
        return self.stretched(start if finish is None else self.ruler.later(start, finish))

    def latest(self, finish: T, start: T | None) -> T:
        return self.shrunk(finish if start is None else self.ruler.sooner(start, finish))

    def finish(self, start: T) -> T:
        return start

    def stretched(self, finish: T) -> T:
        return self.ruler.morning(self.ruler.ordinal(finish - self.side)) + self.side

    def shrunk(self, finish: T) -> T:
        last = self.ruler.ordinal(finish + 1 - self.side) - 1
        return self.ruler.morning(last) + self.side

    def between(self, first: T, second: T) -> T:
        return self.ruler.ordinal(second) - self.ruler.ordinal(first)


@dataclass(frozen=True, slots=True)
class NaturalMilestone(Generic[T]):
    """A milestone on any day of the year."""

    ruler: Ruler[T]
    side: int

    def earliest(self, start: T, finish: T | None) -> T:
        return start if finish is None else self.ruler.later(start, finish)

    def latest(self, finish: T, start: T | None) -> T:
        return finish if start is None else self.ruler.sooner(start, finish)

    def finish(self, start: T) -> T:
        return start

    def stretched(self, finish: T) -> T:
        return finish

    def shrunk(self, finish: T) -> T:
        return finish

    def between(self, first: T, second: T) -> T:
        return second - first


def paces_of(shape: Shape) -> list[Pace[int]]:
    """Return the pace of every activity of one plan, by position."""
    rulers = {id(calendar): OneRuler(calendar) for calendar in shape.calendars}
    return paced(shape, [rulers[id(calendar)] for calendar in shape.calendars], shape.durations)


def paced(shape: Shape, rulers: Sequence[Ruler[T]], durations: Sequence[T]) -> list[Pace[T]]:
    """Return the pace of every activity, given its ruler and duration by position."""
    return [
        _pace(shape, at, ruler, days) for at, (ruler, days) in enumerate(zip(rulers, durations, strict=True))
    ]


def _pace(shape: Shape, at: int, ruler: Ruler[T], days: T) -> Pace[T]:
    if not shape.durations[at]:
        side = int(shape.evening[at])
        return WorkingMilestone(ruler, side) if shape.works[at] else NaturalMilestone(ruler, side)
    return Working(ruler, days) if shape.works[at] else Natural(ruler, days, shape.rolls[at])
