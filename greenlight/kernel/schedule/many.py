"""Plan many projects of one template at once: one vector operation per link over all of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from greenlight.kernel.schedule.network import MAX_DAYS, Network
from greenlight.kernel.schedule.paces import ManyRuler, Pace, paced
from greenlight.kernel.schedule.passes import Given, done_span
from greenlight.kernel.schedule.planners import E, Mixed, Plain, Planner
from greenlight.kernel.schedule.refusals import NetworkError, NoDates, ScheduleError
from greenlight.kernel.workdays import BASE, SIZE, Days, Numbers, OutOfRange

BLOCK = 4096  # plans at a time: the arrays of one activity stay in the cache
EDGE = 4  # the tables saturate at their ends: a day this near to one may have been cut off
UNKNOWN = np.iinfo(np.int64).min
NOTHING: Mapping[str, Any] = MappingProxyType({})

Mask = NDArray[np.bool_]
Whole = NDArray[np.integer[Any]]
Fixed = tuple[Any, Numbers]  # where known (True or a mask), and the days
Column = dict[int, Fixed]


@dataclass(frozen=True)
class ManyAnswer:
    """The plans of k projects; row i of every table belongs to `keys[i]`, column j to plan j.

    `starts`, `finishes`, `late_starts`, `late_finishes`: day numbers (since 1970-01-01, int32; see
    `dates`), first and last day included. `total_float`: days of the activity's own clock.
    `begins`, `ends`: first and last day of each plan; `late_workdays`: by how many working days of
    the default calendar it misses its promise; `feasible`: whether it keeps the promise and all
    deadlines; `estimated` (暂估): whether it touches a year whose 调休 is not announced.
    """

    keys: tuple[str, ...]
    starts: NDArray[np.int32]
    finishes: NDArray[np.int32]
    late_starts: NDArray[np.int32]
    late_finishes: NDArray[np.int32]
    total_float: NDArray[np.int32]
    critical: Mask
    begins: Numbers
    ends: Numbers
    late_workdays: Numbers
    feasible: Mask
    estimated: Mask


def dates(days: Whole) -> NDArray[np.datetime64]:
    """Return day numbers as datetime64[D]."""
    return days.astype(np.int64).view("datetime64[D]")


def schedule_many(
    network: Network,
    *,
    starts: Days | None = None,
    finishes: Days | None = None,
    durations: Mapping[str, Whole] = NOTHING,
    not_earlier_than: Mapping[str, Days] = NOTHING,
    deadlines: Mapping[str, Days] = NOTHING,
    actual_starts: Mapping[str, Days] = NOTHING,
    actual_finishes: Mapping[str, Days] = NOTHING,
) -> ManyAnswer:
    """Plan k projects of one template, with the rules of `schedule`.

    `starts`, `finishes`: shape (k,), first days and promises; one of them may be missing. The
    mappings go by activity key, shape (k,), and stand for all plans instead of what the network
    says. Days are datetime64[D], NaT where a plan has none, or day numbers. Durations may not make
    a task of a milestone or a milestone of a task; a milestone has no actual start.

    Raises NoDates, NetworkError (UnknownKey), ScheduleError, and OutOfRange if any date comes
    within 4 days of 1990-01-01 or 2100-12-31.
    """
    anchor = starts if starts is not None else finishes
    if anchor is None:
        raise NoDates
    desk = _Desk(network, len(anchor))
    desk.begins, desk.promises = desk.anchors(starts), desk.anchors(finishes)
    desk.take_durations(durations)
    desk.take_dates(desk.earliest, not_earlier_than)
    desk.take_dates(desk.deadlines, deadlines)
    desk.take_dates(desk.started, actual_starts)
    desk.take_dates(desk.finished, actual_finishes)
    for first in range(0, desk.k, BLOCK):
        desk.plan(slice(first, min(first + BLOCK, desk.k)))
    return desk.answer()


class _Desk:
    """The columns of all plans as table indices, and the tables being filled block by block."""

    def __init__(self, network: Network, k: int) -> None:
        self.network, self.shape, self.k = network, network.shape, k
        self.begins: Numbers | None = None
        self.promises: Numbers | None = None
        self.durations: dict[int, Numbers] = {}
        fixed_columns: Iterator[Column] = (
            {at: (True, np.asarray(day, np.int64)) for at, day in fixed.items()}
            for fixed in (
                self.shape.earliest,
                self.shape.deadlines,
                self.shape.started,
                self.shape.finished,
            )
        )
        self.earliest, self.deadlines, self.started, self.finished = fixed_columns
        rulers = {id(calendar): ManyRuler(calendar) for calendar in self.shape.calendars}
        self.rulers = [rulers[id(calendar)] for calendar in self.shape.calendars]
        self.rows = sorted(self.shape.order)
        # starts, finishes, late starts, late finishes, total float
        self.tables = np.empty((5, len(self.rows), k), np.int32)
        self.critical = np.empty((len(self.rows), k), bool)
        self.firsts, self.ends = np.empty(k, np.int64), np.empty(k, np.int64)
        self.feasible = np.ones(k, bool)

    def anchors(self, days: Days | None) -> Numbers | None:
        """Return starts or promises as table indices; every plan must have one."""
        if days is None:
            return None
        known, at = self._indices("", days)
        if not known.all():
            raise ScheduleError("有的项目没有给出日期，请补上或分开计算")
        return at

    def take_dates(self, column: Column, given: Mapping[str, Days]) -> None:
        """Put dates by key into a column."""
        for key, days in given.items():
            at = self.network.position(key)
            if column is self.started and not self.network.activities[at].duration:
                raise NetworkError(key, "工期为 0 的节点没有开始日，请填实际完成日")
            column[at] = self._indices(key, days)

    def take_durations(self, given: Mapping[str, Whole]) -> None:
        """Check durations by key and keep them."""
        for key, days in given.items():
            at = self.network.position(key)
            counted: Numbers = days.astype(np.int64)
            low, high = (1, MAX_DAYS) if self.network.activities[at].duration else (0, 0)
            if counted.shape != (self.k,):
                raise NetworkError(key, f"工期要正好 {self.k} 个，每个项目一个")
            if counted.size and not low <= counted.min() <= counted.max() <= high:
                raise NetworkError(key, f"工期要在 {low} 至 {high} 天之间")
            self.durations[at] = counted

    def _indices(self, key: str, days: Days) -> tuple[Mask, Numbers]:
        # Where a day is missing the index is 0 (1990-01-01): harmless to look up.
        numbers = days.astype("datetime64[D]") if days.dtype.kind == "M" else days
        at: Numbers = numbers.astype(np.int64)
        if at.shape != (self.k,):
            raise NetworkError(key, f"日期要正好 {self.k} 个，每个项目一个")
        known = at != UNKNOWN
        at = np.where(known, at - BASE, 0)
        if at.size and not 0 <= at.min() <= at.max() < SIZE - EDGE:
            raise OutOfRange
        return known, at

    def plan(self, block: slice) -> None:
        """Plan the projects of one block."""
        given = self._given(block)
        begun = given.started or given.done
        if self.shape.quick_in is not None and self.rows and not begun:
            calendar, days = self.shape.calendars[self.rows[0]], self._days(block)
            plain = Plain(self.shape, calendar, days, given.earliest, given.deadlines)
            self._plan_with(plain, block, given)
        else:
            self._plan_with(Mixed(given), block, given)

    def _plan_with(self, planner: Planner[E], block: slice, given: Given[Numbers]) -> None:
        begin = self.firsts[block] = self._begin(planner, block)
        early = planner.forward(begin)
        last = self.ends[block] = planner.last_day(early) if self.rows else begin
        target = last if self.promises is None else self.promises[block]
        late = planner.backward(target)
        tables = self.tables[:, :, block]
        planner.fill(self.rows, early, late, tables)
        lowest = tables[2].min(initial=SIZE + BASE) - BASE
        if not (lowest > EDGE and last.max(initial=0) < SIZE - EDGE):
            raise OutOfRange
        self._judge(planner, block, given, target)

    def _begin(self, planner: Planner[E], block: slice) -> Numbers:
        if self.begins is not None:
            return self.begins[block]
        if self.promises is None:
            raise NoDates
        return planner.latest_begin(self.promises[block])

    def _days(self, block: slice) -> list[Numbers]:
        return [
            self.durations[at][block] if at in self.durations else np.asarray(fixed, np.int64)
            for at, fixed in enumerate(self.shape.durations)
        ]

    def _given(self, block: slice) -> Given[Numbers]:
        paces: list[Pace[Numbers]] = paced(self.shape, self.rulers, self._days(block))
        started = _cut(self.started, block)
        done = {}
        for at, (known, day) in _cut(self.finished, block).items():
            start, finish = done_span(paces[at], self.shape, at, day)
            if at in started:
                self._in_order(at, started[at], (known, day))
                start = np.where(*started[at], start)
            done[at] = (known, start, finish)
        earliest = {at: day for at, (_, day) in _cut(self.earliest, block).items()}
        deadlines = {
            at: np.where(known, day, SIZE) for at, (known, day) in _cut(self.deadlines, block).items()
        }
        return Given(self.shape, paces, earliest, deadlines, started, done)

    def _in_order(self, at: int, started: Fixed, finished: Fixed) -> None:
        if (np.asarray(started[0] & finished[0]) & (finished[1] < started[1])).any():
            raise NetworkError(self.network.activities[at].key, "有的项目实际完成日早于实际开始日，请核对")

    def _judge(self, planner: Planner[E], block: slice, given: Given[Numbers], target: Numbers) -> None:
        spares: dict[tuple[int, bool], Numbers] = {}
        for row, at in enumerate(self.rows):
            clock = id(self.rulers[at]), self.shape.works[at]
            if clock not in spares:
                spares[clock] = planner.spare(at, self.ends[block], target).astype(np.int32)
            critical = self.critical[row, block]
            np.less_equal(self.tables[4, row, block], spares[clock], out=critical)
            if at in given.done:
                critical &= ~np.asarray(given.done[at][0])
            if at in given.deadlines:
                self.feasible[block] &= self.tables[1, row, block] - BASE <= given.deadlines[at]

    def answer(self) -> ManyAnswer:
        """Return the filled tables."""
        calendar = self.network.calendars[""]
        begins, ends = self.firsts + BASE, self.ends + BASE
        late = np.zeros(self.k, np.int64)
        if self.promises is not None:
            late = np.maximum(calendar.difference_many(self.promises + BASE, ends), 0)
            self.feasible &= self.ends <= self.promises
        lasts = np.maximum(ends, self.tables[3].max(axis=0, initial=BASE))
        return ManyAnswer(
            keys=tuple(self.network.activities[at].key for at in self.rows),
            starts=self.tables[0],
            finishes=self.tables[1],
            late_starts=self.tables[2],
            late_finishes=self.tables[3],
            total_float=self.tables[4],
            critical=self.critical,
            begins=begins,
            ends=ends,
            late_workdays=late,
            feasible=self.feasible,
            estimated=calendar.estimated_many(begins, lasts),
        )


def _cut(column: Column, block: slice) -> Column:
    return {
        at: (known if known is True else known[block], day if known is True else day[block])
        for at, (known, day) in column.items()
    }
