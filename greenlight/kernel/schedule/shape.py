"""A network compiled for the passes: order, arcs and columns by position instead of by key."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple, Protocol

from greenlight.kernel.workdays import FIRST, Calendar, Clock

ORIGIN = FIRST.toordinal()


class Arc(NamedTuple):
    """A link by position. `bump` is 1 when a morning must come before an evening."""

    pred: int
    succ: int
    from_start: bool
    to_start: bool
    lag: int
    works: bool
    bump: int


class Timed(Protocol):
    """What a shape reads of an activity."""

    @property
    def duration(self) -> int: ...
    @property
    def clock(self) -> Clock: ...
    @property
    def rolls(self) -> bool: ...
    @property
    def not_earlier_than(self) -> date | None: ...
    @property
    def deadline(self) -> date | None: ...
    @property
    def actual_start(self) -> date | None: ...
    @property
    def actual_finish(self) -> date | None: ...


@dataclass(frozen=True, slots=True)
class Shape:
    """Columns by position; days as table indices (0 is 1990-01-01), sparse dates as dicts.

    `evening[i]`: the activity ends at the close of a day; False only for milestones that hang on
    starts alone and so fall at the opening of a day.
    `quick_in[i]`, `quick_out[i]`: (other, lag) pairs when all is finish-start on the working days
    of one calendar, else None.
    """

    index: dict[str, int]
    order: list[int]
    arcs_in: list[list[Arc]]
    arcs_out: list[list[Arc]]
    evening: list[bool]
    calendars: list[Calendar]
    works: list[bool]
    rolls: list[bool]
    durations: list[int]
    milestones: list[int]
    earliest: dict[int, int]
    deadlines: dict[int, int]
    started: dict[int, int]
    finished: dict[int, int]
    quick_in: list[list[tuple[int, int]]] | None
    quick_out: list[list[tuple[int, int]]] | None

    @classmethod
    def of(
        cls,
        index: dict[str, int],
        activities: Sequence[Timed],
        calendars: list[Calendar],
        order: list[int],
        arcs: Sequence[Arc],
        evening: list[bool],
    ) -> "Shape":
        """Compile; `order` holds the active positions only."""
        arcs_in: list[list[Arc]] = [[] for _ in activities]
        arcs_out: list[list[Arc]] = [[] for _ in activities]
        for plain in arcs:
            arc = _bumped(plain, activities, evening)
            arcs_in[arc.succ].append(arc)
            arcs_out[arc.pred].append(arc)
        quick = _is_quick([activities[at] for at in order], [calendars[at] for at in order], arcs)
        active = [(at, activities[at]) for at in order]
        return cls(
            index,
            order,
            arcs_in,
            arcs_out,
            evening,
            calendars,
            [activity.clock is Clock.WORKDAY for activity in activities],
            [activity.rolls for activity in activities],
            _durations(activities, order),
            [at for at in order if not activities[at].duration],
            {at: _day(a.not_earlier_than) for at, a in active if a.not_earlier_than},
            {at: _day(a.deadline) for at, a in active if a.deadline},
            {at: _day(day) for at, a in active if (day := _started_on(a))},
            {at: _day(day) for at, a in active if (day := _done_on(a))},
            [[(a.pred, a.lag + a.bump) for a in some] for some in arcs_in] if quick else None,
            [[(a.succ, a.lag + a.bump) for a in some] for some in arcs_out] if quick else None,
        )

    def edited(self, at: int, activity: Timed) -> "Shape":
        """Return the shape with the days and dates of one activity changed."""
        durations = self.durations.copy()
        durations[at] = activity.duration
        return replace(
            self,
            durations=durations,
            earliest=_swapped(self.earliest, at, activity.not_earlier_than),
            deadlines=_swapped(self.deadlines, at, activity.deadline),
            started=_swapped(self.started, at, _started_on(activity)),
            finished=_swapped(self.finished, at, _done_on(activity)),
        )


def in_order(n: int, arcs: Sequence[Arc]) -> list[int] | tuple[int, ...]:
    """Return the positions with predecessors first, or the members of a cycle as a tuple."""
    if all(arc.pred < arc.succ for arc in arcs):
        return list(range(n))
    waiting, after = [0] * n, [list[int]() for _ in range(n)]
    for arc in arcs:
        waiting[arc.succ] += 1
        after[arc.pred].append(arc.succ)
    order = [at for at in range(n) if not waiting[at]]
    for at in order:
        for succ in after[at]:
            waiting[succ] -= 1
            if not waiting[succ]:
                order.append(succ)
    return order if len(order) == n else _cycle(arcs, set(range(n)).difference(order))


def _cycle(arcs: Sequence[Arc], stuck: set[int]) -> tuple[int, ...]:
    # Every stuck node waits for a stuck node: walking backwards must come round.
    before = {arc.succ: arc.pred for arc in arcs if arc.pred in stuck and arc.succ in stuck}
    at, seen = next(iter(before)), list[int]()
    while at not in seen:
        seen.append(at)
        at = before[at]
    return tuple(reversed(seen[seen.index(at) :]))


def spliced(arcs: Sequence[Arc], order: Sequence[int], skipped: Sequence[bool]) -> list[Arc]:
    """Return the arcs between active nodes; those through skipped nodes are joined, without lag."""
    into: dict[int, list[Arc]] = {}
    kept = [arc for arc in arcs if not (skipped[arc.pred] or skipped[arc.succ])]
    for arc in arcs:
        if skipped[arc.pred] or skipped[arc.succ]:
            into.setdefault(arc.succ, []).append(arc)
    through: dict[int, dict[tuple[int, bool], None]] = {}
    for at in order:
        for arc in into.get(at, ()):
            one = {(arc.pred, arc.from_start): None}
            sources = through.get(arc.pred, {}) if skipped[arc.pred] else one
            if skipped[at]:
                through.setdefault(at, {}).update(sources)
            else:
                kept += (_joined(source, arc) for source in sources)
    return list(dict.fromkeys(kept))


def _joined(source: tuple[int, bool], last: Arc) -> Arc:
    return Arc(source[0], last.succ, source[1], last.to_start, 0, True, 0)


def sides(order: Sequence[int], arcs: Sequence[Arc], durations: Sequence[int]) -> list[bool]:
    """Say of each node whether its finish is an evening (see the package docstring)."""
    into: dict[int, list[Arc]] = {}
    for arc in arcs:
        if not durations[arc.succ]:
            into.setdefault(arc.succ, []).append(arc)
    evening = [True] * len(durations)
    for at in order:
        if not durations[at]:
            evening[at] = any(
                evening[arc.pred] and not (arc.from_start and durations[arc.pred]) for arc in into.get(at, ())
            )
    return evening


def _bumped(arc: Arc, activities: Sequence[Timed], evening: Sequence[bool]) -> Arc:
    """Mark an arc from a morning to an evening: 开始 on a day lets 完成 on the same day."""
    milestone = activities[arc.succ].duration == 0
    source = evening[arc.pred] and not (arc.from_start and activities[arc.pred].duration)
    target = evening[arc.succ] if milestone else not arc.to_start
    return arc if source or not target else arc._replace(bump=1)


def _is_quick(activities: Sequence[Timed], calendars: Sequence[Calendar], arcs: Sequence[Arc]) -> bool:
    return (
        all(activity.clock is Clock.WORKDAY for activity in activities)
        and all(calendar is calendars[0] for calendar in calendars)
        and all(a.to_start and not a.from_start and (a.works or not a.lag) for a in arcs)
    )


def _durations(activities: Sequence[Timed], order: Sequence[int]) -> list[int]:
    durations = [0] * len(activities)
    for at in order:
        durations[at] = activities[at].duration
    return durations


def _started_on(activity: Timed) -> date | None:
    return activity.actual_start if activity.duration else None


def _done_on(activity: Timed) -> date | None:
    # A milestone has one day: its start is its finish.
    return activity.actual_finish or (activity.actual_start if not activity.duration else None)


def _day(day: date) -> int:
    return day.toordinal() - ORIGIN


def _swapped(dates: dict[int, int], at: int, day: date | None) -> dict[int, int]:
    if day is None and at not in dates:
        return dates
    others = {other: known for other, known in dates.items() if other != at}
    return others if day is None else {**others, at: _day(day)}
