"""What a plan answers: dates, floats, the critical path, who must hand in when, what cannot be."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby
from operator import attrgetter

from greenlight.kernel.schedule.network import Activity, Network
from greenlight.kernel.schedule.paces import paces_of
from greenlight.kernel.schedule.passes import Span, boundaries, free_floats, given_of
from greenlight.kernel.schedule.proof import Step, chain_to
from greenlight.kernel.schedule.shape import ORIGIN


@dataclass(frozen=True, slots=True)
class Dates:
    """The dates of one activity, first and last day included; a milestone has one day.

    Floats are in days of the activity's own clock: `total_float` how far its finish may slip before
    the promise (or the plan's own finish) falls, `free_float` before any successor moves.
    `critical`: no activity has less float to spare (JGJ/T 121: 总时差最小的工作为关键工作).
    `estimated` (暂估): its dates touch a year whose 调休 is not announced.
    """

    key: str
    start: date
    finish: date
    late_start: date
    late_finish: date
    total_float: int
    free_float: int
    critical: bool
    done: bool
    estimated: bool


@dataclass(frozen=True, slots=True)
class HandIn:
    """The last day on which a unit may hand in one activity without breaking the promise."""

    owner: str
    key: str
    day: date
    total_float: int


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A promise that cannot be kept: the earliest possible day, how late, and the proof.

    `key` is the activity whose finish breaks it; `workdays` by the default calendar. Each step of
    the chain starts as early as the one before it allows.
    """

    key: str
    promised: date
    earliest: date
    workdays: int
    days: int
    chain: tuple[Step, ...]


@dataclass(frozen=True)
class Answer:
    """The plan of one network. `start` is the first day, `finish` the earliest last day,
    `promise` the day asked for (None: the late dates are those of the earliest finish).

    The lists by position hold table indices; use the properties.
    """

    network: Network
    start: date
    promise: date | None
    starts: list[int]
    finishes: list[int]
    late_starts: list[int]
    late_finishes: list[int]
    floats: list[int]
    spare: int | list[int]

    def __getitem__(self, key: str) -> Dates:
        """Return the dates of one activity; raises UnknownKey, or KeyError if it is off."""
        at = self.network.position(key)
        if self.network.is_off(self.network.activities[at]):
            raise KeyError(key)
        return self._dates(at)

    def __iter__(self) -> Iterator[Dates]:
        """Go through the active activities in the order they were given."""
        return (self._dates(at) for at in sorted(self.network.shape.order))

    @cached_property
    def finish(self) -> date:
        """The earliest day on which everything is done; the start if nothing is active."""
        last = max((self.finishes[at] for at in self.network.shape.order), default=None)
        return self.start if last is None else _date(last)

    @cached_property
    def feasible(self) -> bool:
        """Whether the promise and every deadline can be kept."""
        return not self.shortfalls

    @cached_property
    def estimated(self) -> bool:
        """Whether any date touches a year whose 调休 is not announced (暂估)."""
        return any(dates.estimated for dates in self)

    @property
    def off(self) -> tuple[Activity, ...]:
        """The activities that were switched off."""
        return tuple(each for each in self.network.activities if self.network.is_off(each))

    def critical(self, at: int) -> bool:
        """Say whether the activity at a position is critical; what is done is not."""
        spare = self.spare if isinstance(self.spare, int) else self.spare[at]
        return self.floats[at] <= spare and at not in self.network.shape.finished

    @cached_property
    def critical_path(self) -> tuple[Step, ...]:
        """The chain of driving links that fixes the finish (关键线路), first step first."""
        return self._chain(self._last()) if self.network.shape.order else ()

    @cached_property
    def shortfalls(self) -> tuple[Shortfall, ...]:
        """Every promise that cannot be kept, the worst first; empty if the plan is feasible."""
        found = []
        if self.promise and self.finish > self.promise:
            found.append(self._shortfall(self._last(), self.promise))
        for at, day in self.network.shape.deadlines.items():
            if self.finishes[at] > day:
                found.append(self._shortfall(at, _date(day)))
        return tuple(sorted(found, key=attrgetter("days"), reverse=True))

    @cached_property
    def hand_ins(self) -> dict[str, tuple[HandIn, ...]]:
        """For each owner the open activities by their latest hand-in day (最迟交件日)."""
        shape = self.network.shape
        rows = [
            HandIn(each.owner, each.key, _date(self.late_finishes[at]), self.floats[at])
            for at in shape.order
            if (each := self.network.activities[at]).owner and at not in shape.finished
        ]
        rows.sort(key=attrgetter("owner", "day", "key"))
        return {owner: tuple(some) for owner, some in groupby(rows, key=attrgetter("owner"))}

    @cached_property
    def _free(self) -> list[int]:
        shape = self.network.shape
        return free_floats(given_of(shape, paces_of(shape)), self._span(), self.floats)

    def _span(self) -> Span[int]:
        return boundaries(self.network.shape, self.starts, self.finishes)

    def _last(self) -> int:
        return max(self.network.shape.order, key=lambda at: (self.finishes[at], at))

    def _chain(self, at: int) -> tuple[Step, ...]:
        return chain_to(self.network, at, self._span(), self.start)

    def _shortfall(self, at: int, promised: date) -> Shortfall:
        earliest = _date(self.finishes[at])
        workdays = self.network.calendars[""].difference(promised, earliest)
        key = self.network.activities[at].key
        days = (earliest - promised).days
        return Shortfall(key, promised, earliest, workdays, days, self._chain(at))

    def _dates(self, at: int) -> Dates:
        activity, shape = self.network.activities[at], self.network.shape
        start, finish = _date(self.starts[at]), _date(self.finishes[at])
        late = _date(self.late_starts[at]), _date(self.late_finishes[at])
        return Dates(
            activity.key,
            start,
            finish,
            *late,
            self.floats[at],
            self._free[at],
            self.critical(at),
            at in shape.finished,
            shape.calendars[at].estimated(min(start, late[0]), max(finish, late[1])),
        )


def _date(day: int) -> date:
    return date.fromordinal(day + ORIGIN)
