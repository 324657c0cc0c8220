"""A plan arranged by hand: what was moved, and what follows from it, before anything is saved.

A date set by hand is a day not to begin before; the network pushes what comes after it later, and
pulls nothing earlier. A row keeps its date while the network still keeps it. 开工, 竣工 and 投产 push
nothing either: the network says whether they can be kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from greenlight.base.calendars import china
from greenlight.base.refusals import Refused
from greenlight.kernel import schedule as network
from greenlight.kernel.workdays import Clock, OutOfRange
from greenlight.plans import floats, sheet, ties
from greenlight.plans.models import MilestoneDates
from greenlight.plans.sheet import Node, Sheet
from greenlight.plans.wishes import Stuck, Wish

Planned = Mapping[str, network.Dates]
Rows = Mapping[str, MilestoneDates]


@dataclass(frozen=True)
class Move:
    """A node whose day is another one. `asks`: it is later than approved and waits for a leader."""

    node: Node
    was: date | None
    now: date
    by_hand: bool
    asks: bool

    @property
    def days(self) -> int:
        """Return by how many days it is later; 0 for a first day."""
        return (self.now - self.was).days if self.was else 0

    @property
    def workdays(self) -> int:
        """Return by how many working days it is later."""
        return china().difference(self.was, self.now) if self.was else 0


@dataclass(frozen=True)
class Change:
    """A fact of a node that is another one, in words."""

    node: Node
    was: str
    now: str


@dataclass(frozen=True)
class Outcome:
    """A plan as it would be: rows and links by their name in the network, and what changes."""

    sheet: Sheet
    wishes: Mapping[str, Wish]
    rows: Rows
    links: tuple[network.Link, ...]
    before: Planned
    after: Planned
    moves: tuple[Move, ...]
    notes: tuple[str, ...] = field(default=())

    @cached_property
    def asks(self) -> tuple[Move, ...]:
        """Return the days that a leader has to agree to."""
        return tuple(one for one in self.moves if one.asks)

    @cached_property
    def promises(self) -> tuple[Move, ...]:
        """Return the promises that would be kept later."""
        held = [one for one in self.moves if one.node.is_promise or self.sheet.kept.holds(one.node.row)]
        return tuple(one for one in held if one.days > 0)

    @cached_property
    def begun(self) -> tuple[Change, ...]:
        """Return the rows moved by hand whose first day is another one and whose last is not."""
        moved = {one.node.pk for one in self.moves}
        return tuple(
            Change(one, str(one.row.start or "—"), str(self.rows[one.pk].start))
            for one in self._by_hand() if one.pk not in moved and one.row.start != self.rows[one.pk].start
        )  # fmt: skip

    @cached_property
    def stretched(self) -> tuple[Change, ...]:
        """Return the rows that take longer or shorter."""
        return tuple(
            Change(one, f"{one.row.duration}", f"{self.rows[one.pk].duration} {one.clock.label}")
            for one in self._by_hand() if one.row.duration != self.rows[one.pk].duration
        )  # fmt: skip

    @cached_property
    def retied(self) -> tuple[Change, ...]:
        """Return the rows that wait for something else."""
        told = ((one, self.preds(one)) for one in self.sheet.nodes)
        was = self.sheet.preds
        return tuple(
            Change(one, was[one.key] or "没有", now or "没有") for one, now in told if was[one.key] != now
        )

    @cached_property
    def percents(self) -> tuple[Change, ...]:
        """Return the rows that are further, or less far."""
        told = ((one, self.wishes[one.key].percent) for one in self._by_hand())
        return tuple(
            Change(one, one.percent or "0", format(now.normalize(), "f"))
            for one, now in told
            if now is not None
        )

    @cached_property
    def used_up(self) -> tuple[Change, ...]:
        """Return the open rows that had days to spare and have none left."""
        found = []
        for one in self.sheet.nodes:
            was, now = self.before.get(one.pk), self.after.get(one.pk)
            if was and now and not one.done and was.total_float > 0 >= now.total_float:
                found.append(Change(one, f"{was.total_float}", f"{now.total_float}"))
        return tuple(found)

    @cached_property
    def critical(self) -> tuple[str, ...]:
        """Return the names of the open critical nodes, in the order of the plan."""
        return self._critical(self.after)

    @property
    def turns(self) -> bool:
        """Say whether the critical path is another one."""
        return self.critical != self._critical(self.before)

    @property
    def is_none(self) -> bool:
        """Say whether nothing would change."""
        return not (self.moves or self.begun or self.stretched or self.retied or self.percents)

    @property
    def listed(self) -> list[tuple[str, tuple[Change, ...], str]]:
        """Return what else changes, by kind: its heading, the rows, their unit."""
        kinds = (
            ("挪了开始日", self.begun, ""), ("改了工期", self.stretched, ""), ("改了前置", self.retied, ""),
            ("进度", self.percents, "%"), ("时差用完", self.used_up, " 天"),
        )  # fmt: skip
        return [(title, changes, unit) for title, changes, unit in kinds if changes]

    def preds(self, node: Node) -> str:
        """Return what a node would wait for, as text."""
        numbers = self.sheet.numbers
        own = sorted((one for one in self.links if one.succ == node.pk), key=lambda one: numbers[one.pred])
        return ties.written(own, numbers)

    def _by_hand(self) -> list[Node]:
        return [one for one in self.sheet.nodes if one.key in self.wishes]

    def _critical(self, planned: Planned) -> tuple[str, ...]:
        rows = ((one, planned.get(one.pk)) for one in self.sheet.nodes)
        return tuple(one.name for one, found in rows if found and found.critical and not one.done)


def arrange(on: Sheet, wishes: Mapping[str, Wish]) -> Outcome:
    """Work out what follows from the wishes.

    Raises Stuck for a row that cannot be where it was put, Refused for a network that cannot be.
    """
    links, notes = _tied(on, wishes), list[str]()
    rows = {one.pk: _filled(one) for one in on.nodes}
    before = _before(on, rows)
    hand = {one.pk: _by_hand(one, wishes[one.key], notes) for one in _moved(on, wishes)}
    rows |= hand
    after = _planned(on, rows, links, wishes)
    for pk in hand:
        _check(on.by_pk[pk], rows[pk], after, links, on)
    for one in on.nodes:
        if one.pk not in hand and not one.done:
            rows[one.pk] = _pushed(one, rows[one.pk], before.get(one.pk), after.get(one.pk))
    moves = tuple(_moves(on, rows, frozenset(hand)))
    if any(after[one.node.pk].estimated for one in moves if one.node.pk in after):
        notes.append("有的日期落在调休还没公布的年份，是暂估")
    return Outcome(on, wishes, rows, links, before, after, moves, tuple(notes))


def _moved(on: Sheet, wishes: Mapping[str, Wish]) -> list[Node]:
    return [one for one in on.nodes if one.key in wishes and wishes[one.key].moves]


def _filled(node: Node) -> MilestoneDates:
    """A node of one day that has no first day begins on its day: so it can be linked."""
    row = node.row
    return sheet.row_of(row.milestone, row, start=row.start or row.due)


def _tied(on: Sheet, wishes: Mapping[str, Wish]) -> tuple[network.Link, ...]:
    names = {n: pk for pk, n in on.numbers.items()}
    links = list(on.links)
    for key, wish in wishes.items():
        if wish.preds is not None:
            node = on.by_key[key]
            try:
                found = ties.read(wish.preds, node.pk, names, node.name)
            except Refused as refused:
                raise Stuck(str(refused), key, "preds") from None
            links = [one for one in links if one.succ != node.pk] + list(found)
    return tuple(links)


def _before(on: Sheet, rows: Rows) -> Planned:
    known = [row for row in rows.values() if row.start]
    try:
        return floats.dates_of(known, on.links, on.kept)
    except (network.ScheduleError, OutOfRange):
        return {}


def _planned(on: Sheet, rows: Rows, links: tuple[network.Link, ...], wishes: Mapping[str, Wish]) -> Planned:
    known = [row for row in rows.values() if row.start]
    try:
        return floats.dates_of(known, links, on.kept)
    except network.Cycle as cycle:
        names = [on.by_pk[pk].name for pk in cycle.members]
        told = " → ".join([*names, names[0]])
        keys = [on.by_pk[pk].key for pk in cycle.members]
        place = next((key for key in keys if (wish := wishes.get(key)) and wish.preds is not None), keys[0])
        raise Stuck(f"前后关系成了环：{told}。请断开其中一条。", place, "preds") from None
    except network.NetworkError as error:
        node = on.by_pk.get(error.node)
        raise Stuck(
            f"“{node.name if node else ''}”：{error.why}。", node.key if node else "", "preds"
        ) from None
    except (network.ScheduleError, OutOfRange) as error:
        raise Refused(f"排不出来：{error}。", status=400) from None


# ---- one row by hand ----
def _by_hand(node: Node, wish: Wish, notes: list[str]) -> MilestoneDates:
    row, begun = node.row, node.begun
    if begun and wish.start is not None and wish.start != row.start:
        raise Stuck(f"“{node.name}”已在 {begun} 开始，开始日不能改；可以改完成日或工期。", node.key, "start")
    start, due, days = begun or wish.start or row.start, wish.due, wish.days
    if days is None and due and start and (row.duration or wish.start):
        days = _span(node, start, due)
    days = row.duration if days is None else days
    if not days:
        return _day(node, due or wish.start or row.due or row.start)
    start, due = _lasting(node, start or _begin(node, due or row.due, days), days)
    if wish.due and wish.due != due:
        notes.append(f"“{node.name}”{wish.due} 不上班，按 {due} 算")
    if not begun and wish.start and wish.start != start:
        notes.append(f"“{node.name}”{wish.start} 不上班，从 {start} 开始")
    return _row(node, row.start if begun else start, due, days)


def _day(node: Node, day: date | None) -> MilestoneDates:
    if day is None:
        raise Stuck(f"“{node.name}”还没有日期，请先填完成日。", node.key, "due")
    return _row(node, day, day, 0)


def _row(node: Node, start: date | None, due: date, days: int) -> MilestoneDates:
    row = node.row
    return sheet.row_of(
        row.milestone, row, start=start, due=due, duration=days,
        due_precision=row.due_precision if due == row.due else "day",
    )  # fmt: skip


def _span(node: Node, start: date, due: date) -> int:
    """Count the days of the node's clock from start to due, both included."""
    if due < start:
        raise Stuck(f"“{node.name}”的完成日 {due} 早于开始日 {start}，请核对。", node.key, "due")
    if node.clock is Clock.CALENDAR:
        return (due - start).days + 1
    days = china().difference(start, due) + china().is_workday(start)
    if not days:
        raise Stuck(f"“{node.name}”从 {start} 到 {due} 都不上班，请换一天。", node.key, "due")
    return days


def _lasting(node: Node, start: date, days: int) -> tuple[date, date]:
    """Return first and last day of so many days of the node's clock."""
    one = _alone(node, days)
    try:
        found = network.schedule(one, start=start)["one"]
    except (network.ScheduleError, OutOfRange):
        raise Stuck(
            f"“{node.name}”从 {start} 起 {days} 天，超出了 2100 年，请核对。", node.key, "days"
        ) from None
    return found.start, found.finish


def _begin(node: Node, due: date | None, days: int) -> date:
    if due is None:
        raise Stuck(f"“{node.name}”还没有日期，请先填开始日或完成日。", node.key, "start")
    try:
        return network.schedule(_alone(node, days), finish=due)["one"].late_start
    except (network.ScheduleError, OutOfRange):
        raise Stuck(f"“{node.name}”的工期太长，早于 1990 年。", node.key, "days") from None


def _alone(node: Node, days: int) -> network.Network:
    return network.Network.build([network.Activity("one", days, node.clock)], [], china())


# ---- what follows ----
def _check(node: Node, row: MilestoneDates, after: Planned, links: Iterable[network.Link], on: Sheet) -> None:
    """Refuse a row put before what it has to wait for."""
    found = after.get(node.pk)
    if found is None or node.begun or row.start is None or row.due is None:
        return
    start, due = _lasting(node, row.start, row.duration)
    if found.start <= start and found.finish <= due:
        return
    told = f"最早 {found.start} 开始、{found.finish} 完成" if row.duration else f"最早 {found.finish}"
    before = _holding(node, after, links)
    waits = f"要等“{on.by_pk[before].name}”（{after[before].finish} 完成）" if before else "排不到这一天"
    days = {"start": found.start.isoformat(), "days": str(row.duration)} if row.duration else {}
    raise Stuck(
        f"“{node.name}”{waits}：{told}。请放晚一些、缩短工期，或者断开这条前置。", node.key,
        "start" if row.duration else "due", days or {"due": found.finish.isoformat()},
    )  # fmt: skip


def _holding(node: Node, after: Planned, links: Iterable[network.Link]) -> str:
    """Return the predecessor that is done last."""
    preds = [one.pred for one in links if one.succ == node.pk and one.pred in after]
    return max(preds, key=lambda pk: after[pk].finish, default="")


def _pushed(
    node: Node, row: MilestoneDates, was: network.Dates | None, now: network.Dates | None
) -> MilestoneDates:
    """Return a row nobody touched: its days move when the network cannot keep them any longer."""
    if now is None or (was and now.finish <= was.finish and now.start <= was.start):
        return row
    first = row.start
    if first and not node.begun and now.start > first:
        first = now.start
    due, precision = row.due, row.due_precision
    if due and now.finish > due and not (was and now.finish <= was.finish):
        due, precision = now.finish, "day"
    return sheet.row_of(row.milestone, row, start=first, due=due, due_precision=precision)


def _moves(on: Sheet, rows: Rows, hand: frozenset[str]) -> Iterable[Move]:
    for one in on.nodes:
        due = rows[one.pk].due
        if due and due != one.row.due:
            asks = one.approved is not None and due > one.approved
            yield Move(one, one.row.due, due, one.pk in hand, asks)
