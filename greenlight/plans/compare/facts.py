"""Two states of the plans of some projects, read from what was written by their times.

A version is in force from its approval until the next one; a report counts from when it was made, a
request from when it was asked to when it was decided. What was not known at the end of a day is not
part of that day. Names and owners of nodes are today's; a report that was taken back never counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from greenlight.base import bulk
from greenlight.base.clock import SHANGHAI
from greenlight.plans.compare.changes import Change, Node, Side, changed, folded
from greenlight.plans.models import Actual, Milestone, MilestoneDates, Plan, PlanVersion, Slip

Span = tuple[date | None, date | None]  # start, due
Dates = Mapping[int, Span]  # by milestone
NONE: Span = (None, None)
Move = tuple[Span, Span, str]  # then, now, why the newer version was made
NOTHING: Dates = {}


@dataclass(frozen=True)
class Pair:
    """The versions in force on the two sides of one plan; None before its first one."""

    then: int | None
    now: int | None
    reason: str = ""


@dataclass(frozen=True)
class Window:
    """The time between the two sides; a bound is missing where a side is no day."""

    after: datetime | None
    before: datetime | None

    @classmethod
    def of(cls, then: Side, now: Side) -> Window:
        """Return the time after `then` up to the end of `now`."""
        return cls(end_of(then.day), end_of(now.day))

    def holds(self, at: datetime | None) -> bool:
        """Tell whether something happened between; never when the earlier side is no day."""
        if at is None or self.after is None:
            return False
        return self.after <= at and (self.before is None or at < self.before)

    def known(self, at: datetime | None) -> bool:
        """Tell whether something was known when the later side ended."""
        return at is not None and (self.before is None or at < self.before)


def end_of(day: date | None) -> datetime | None:
    """Return the first moment after a day, in the zone's time."""
    return None if day is None else datetime.combine(day + timedelta(days=1), time(), SHANGHAI)


def compare(projects: QuerySet[Any], then: Side, now: Side, *, whole: bool = False) -> list[Change]:
    """Compare two states of the plans of visible projects; eight queries, whatever the number.

    Only what changed, unless the `whole` plans are asked for.
    """
    window = Window.of(then, now)
    versions = _versions(projects, then, now, whole)
    pairs = {plan: _pair(rows, then, now) for plan, rows in versions.items()}
    moved = _moved([one for one in pairs.values() if whole or one.then != one.now], whole)
    events = _events(projects, window)
    nodes = _nodes({*moved, *events}, {pk: one[2] for pk, one in moved.items()}, window)
    due = {} if not events else _due(pk for pk in nodes if pk not in moved)
    found = []
    for pk, node in nodes.items():
        old, new, _ = moved.get(pk) or (due.get(pk, NONE), due.get(pk, NONE), "")
        found.append(replace(changed(node, old[1], new[1]), starts=(old[0], new[0])))
    if whole:
        return found
    planned = _projects(plan for plan, pair in pairs.items() if pair.then is None and pair.now)
    return folded([one for one in found if one.kind != "same"], planned)


def _projects(plans: Iterable[int]) -> set[int]:
    return set(Plan.objects.filter(bulk.among("pk", sorted(plans))).values_list("project_id", flat=True))


def _versions(
    projects: QuerySet[Any], then: Side, now: Side, whole: bool
) -> dict[int, list[tuple[int, int, datetime, str]]]:
    """Return {plan: [(n, pk, since, reason)]} of plans whose versions may differ, oldest first."""
    rows = PlanVersion.objects.filter(plan__project__in=projects.values("pk"), n__gt=0)
    rows = rows.annotate(since=Coalesce("approved_at", "created_at"))
    if not whole:
        newer = rows.filter(since__gte=end_of(then.day)) if then.day else rows.filter(n__gt=1)
        rows = rows.filter(plan__in=newer.values("plan"))
    found: dict[int, list[tuple[int, int, datetime, str]]] = defaultdict(list)
    for plan, n, pk, since, reason in rows.order_by("n").values_list("plan_id", "n", "pk", "since", "reason"):
        found[plan].append((n, pk, since, reason))
    return found


def _pair(rows: list[tuple[int, int, datetime, str]], then: Side, now: Side) -> Pair:
    old, new = _in_force(rows, then), _in_force(rows, now)
    return Pair(old[1] if old else None, new[1] if new else None, new[3] if new else "")


def _in_force(
    rows: list[tuple[int, int, datetime, str]], side: Side
) -> tuple[int, int, datetime, str] | None:
    if side.kind == "promise":
        return rows[0]
    if side.kind == "version":
        return next((one for one in rows if one[0] == side.n), None)
    end = end_of(side.day)
    held = [one for one in rows if end is None or one[2] < end]
    return held[-1] if held else None


def _moved(pairs: list[Pair], whole: bool) -> dict[int, Move]:
    """Return the nodes of which the two versions differ, or all nodes of both."""
    dates = _dates({pk for one in pairs for pk in (one.then, one.now) if pk})
    found: dict[int, Move] = {}
    for one in pairs:
        then, now = dates.get(one.then or 0, NOTHING), dates.get(one.now or 0, NOTHING)
        for pk in {*then, *now}:
            old, new = then.get(pk, NONE), now.get(pk, NONE)
            if whole or old[1] != new[1]:
                found[pk] = (old, new, one.reason)
    return found


def _dates(versions: Iterable[int]) -> dict[int, dict[int, Span]]:
    rows = MilestoneDates.objects.filter(bulk.among("version_id", sorted(versions)))
    found: dict[int, dict[int, Span]] = defaultdict(dict)
    for version, stone, start, due in rows.values_list("version_id", "milestone_id", "start", "due"):
        found[version][stone] = (start, due)
    return found


def _events(projects: QuerySet[Any], window: Window) -> set[int]:
    """Return the nodes about which something was reported or asked between two days."""
    if window.after is None:
        return set()
    seen = projects.values("pk")
    done = Actual.objects.filter(
        milestone__project__in=seen, withdrawn=False, done_on__isnull=False, at__gte=window.after
    )
    asked = Slip.objects.filter(milestone__project__in=seen, asked_at__gte=window.after)
    if window.before:
        done, asked = done.filter(at__lt=window.before), asked.filter(asked_at__lt=window.before)
    return {*done.values_list("milestone_id", flat=True), *asked.values_list("milestone_id", flat=True)}


def _nodes(ids: set[int], reasons: Mapping[int, str], window: Window) -> dict[int, Node]:
    """Return the nodes with what was known of them when the later side ended; three queries."""
    some = sorted(ids)
    stones = Milestone.objects.filter(bulk.among("pk", some)).select_related("project", "owner")
    done: dict[int, tuple[date | None, bool]] = {}
    reports = Actual.objects.filter(bulk.among("milestone_id", some), withdrawn=False).order_by("pk")
    for pk, day, at in reports.values_list("milestone_id", "done_on", "at"):
        if window.known(at):
            done[pk] = (day, day is not None and window.holds(at))
    slips: dict[int, list[Slip]] = defaultdict(list)
    for slip in Slip.objects.filter(bulk.among("milestone_id", some)).order_by("pk"):
        slips[slip.milestone_id].append(slip)
    return {
        one.pk: _node(one, done.get(one.pk, (None, False)), slips[one.pk], reasons.get(one.pk, ""), window)
        for one in stones
    }


def _node(
    stone: Milestone, done: tuple[date | None, bool], slips: list[Slip], reason: str, window: Window
) -> Node:
    waiting = next((one for one in reversed(slips) if _waits(one, window)), None)
    granted = next((one for one in reversed(slips) if _granted(one, window)), None)
    told = waiting or granted
    why = f"{told.get_reason_class_display()}{f'：{told.reason}' if told.reason else ''}" if told else reason
    return Node(
        stone.pk, stone.project_id, stone.project.name, stone.key, stone.name, stone.phase, stone.seq,
        stone.owner.name if stone.owner else stone.department, done[0], done[1],
        waiting.to_due if waiting else None, waiting is not None and window.holds(waiting.asked_at), why,
    )  # fmt: skip


def _waits(slip: Slip, window: Window) -> bool:
    return window.known(slip.asked_at) and not window.known(slip.decided_at)


def _granted(slip: Slip, window: Window) -> bool:
    if slip.state != Slip.State.APPROVED or not window.known(slip.decided_at):
        return False
    return window.after is None or window.holds(slip.decided_at)


def _due(ids: Iterable[int]) -> dict[int, Span]:
    """Return the approved days of nodes whose plan did not change."""
    rows = Milestone.objects.filter(bulk.among("pk", sorted(ids)))
    return {pk: (start, due) for pk, start, due in rows.values_list("pk", "start", "due")}
