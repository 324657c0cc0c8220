"""Drafts into rows: versions, milestones, dates, links and baselines of many projects at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from greenlight.base.journal import By
from greenlight.plans import versions
from greenlight.plans.drafting import BACKWARD, Draft, Row
from greenlight.plans.keeping import COPIED, KEYS, PROMISE
from greenlight.plans.models import (
    Actual,
    Baseline,
    Link,
    Milestone,
    MilestoneDates,
    Plan,
    PlanVersion,
    Slip,
)

BATCH = 500
RENEWED = (
    "name", "phase", "seq", "owner", "department", "is_gate", "evidence", "in_plan", "start", "due",
    "due_precision", "done_on", "percent",
)  # fmt: skip
Stones = dict[tuple[int, str], Milestone]  # (project id, key)


@dataclass(frozen=True)
class Reason:
    """Why approved dates are to move later."""

    cls: str
    text: str


def write(by: By, drafts: Sequence[Draft], reason: Reason) -> dict[int, PlanVersion]:
    """Write drafts of locked projects as approved versions; return these by project.

    A version that waited as a draft gives way.
    """
    plans = _plans(drafts)
    PlanVersion.objects.filter(plan__in=plans.values(), state=PlanVersion.State.DRAFT).delete()
    old = versions.supersede(one.pk for one in plans.values())
    made = _versions(by, drafts, plans, reason)
    stones = _milestones(by, drafts, plans)
    later = {(one.known.project.pk, late.key): late for one in drafts for late in one.later}
    _dates(drafts, made, stones, old, later)
    _links(drafts, made, stones)
    _baselines(by, drafts, made, stones, old)
    _slips(by, later, stones, reason)
    return made


def _plans(drafts: Sequence[Draft]) -> dict[int, Plan]:
    ids = [one.known.project.pk for one in drafts]
    found = {one.project_id: one for one in Plan.objects.filter(project_id__in=ids)}
    new = [
        Plan(project=one.known.project, zone_id=one.known.project.zone_id)
        for one in drafts if one.known.project.pk not in found
    ]  # fmt: skip
    return found | {one.project_id: one for one in Plan.objects.bulk_create(new)}


def _versions(
    by: By, drafts: Sequence[Draft], plans: Mapping[int, Plan], reason: Reason
) -> dict[int, PlanVersion]:
    last = versions.last_numbers(one.pk for one in plans.values())
    origins = PlanVersion.Origin
    rows = []
    for one in drafts:
        plan = plans[one.known.project.pk]
        rows.append(PlanVersion(
            plan=plan, zone_id=plan.zone_id, n=last.get(plan.pk, 0) + 1, state=PlanVersion.State.APPROVED,
            origin=origins.BACKWARD if one.mode == BACKWARD else origins.FORWARD,
            template=one.known.library.template, anchor=one.anchor, reason=reason.text,
            approved_by_name=by.actor_name, approved_at=by.at, created_at=by.at,
        ))  # fmt: skip
    made = PlanVersion.objects.bulk_create(rows)
    return {one.known.project.pk: row for one, row in zip(drafts, made, strict=True)}


def _milestones(by: By, drafts: Sequence[Draft], plans: Mapping[int, Plan]) -> Stones:
    new: list[Milestone] = []
    held: list[Milestone] = []
    stones: Stones = {}
    for one in drafts:
        project = one.known.project
        for row in one.rows:
            stone = one.known.milestones.get(row.key) or Milestone(
                plan=plans[project.pk], project=project, zone_id=project.zone_id, key=row.key
            )
            (held if stone.pk else new).append(stone)
            stones[project.pk, row.key] = stone
    told = [(stone, row) for one in drafts for row in one.rows if (stone := _stone(stones, one, row))]
    fresh = [(stone, row) for stone, row in told if row.done and not stone.done_on]
    for stone, row in told:
        _renew(stone, row)
    Milestone.objects.bulk_create(new, batch_size=BATCH)
    Milestone.objects.bulk_update(held, RENEWED, batch_size=BATCH)
    _actuals(by, fresh)
    _drop(drafts)
    return stones


def _stone(stones: Stones, one: Draft, row: Row) -> Milestone:
    return stones[one.known.project.pk, row.key]


def _renew(stone: Milestone, row: Row) -> None:
    node = row.node
    stone.name, stone.phase, stone.seq = node.name, node.phase, node.seq
    stone.owner_id, stone.department = row.owner_id, node.department
    stone.is_gate, stone.evidence, stone.in_plan = node.is_gate, node.evidence, True
    stone.start = row.start
    if not (stone.due and row.due > stone.due) and stone.due != row.due:
        stone.due, stone.due_precision = row.due, "day"
    if row.done and not stone.done_on:
        stone.done_on, stone.percent = row.done, 100


def _actuals(by: By, fresh: Sequence[tuple[Milestone, Row]]) -> None:
    """A stage that is reached on a known day is an actual of its milestone."""
    Actual.objects.bulk_create(
        Actual(milestone=stone, zone_id=stone.zone_id, done_on=row.done, percent=100, actor_id=by.actor_id,
               actor_name=by.actor_name, at=by.at)
        for stone, row in fresh
    )  # fmt: skip


def _drop(drafts: Sequence[Draft]) -> None:
    """Nodes that are switched off or passed leave the plan; what was done or promised stays."""
    gone = [
        stone.pk for one in drafts for key, stone in one.known.milestones.items()
        if key in one.dropped and key not in KEYS and not stone.done_on
    ]  # fmt: skip
    Milestone.objects.filter(pk__in=gone).update(in_plan=False)


def _dates(
    drafts: Sequence[Draft], made: Mapping[int, PlanVersion], stones: Stones,
    old: Mapping[int, PlanVersion], later: Mapping[tuple[int, str], Any],
) -> None:  # fmt: skip
    rows = []
    for one in drafts:
        project = one.known.project.pk
        for row in one.rows:
            stone = stones[project, row.key]
            rows.append(MilestoneDates(
                version=made[project], milestone=stone, start=row.start, due=stone.due,
                due_precision=stone.due_precision, latest=row.latest, duration=row.duration,
                clock=row.node.clock, total_float=row.total_float, critical=row.critical,
                estimated=row.estimated,
            ))  # fmt: skip
    rows += _kept(drafts, made, old)
    MilestoneDates.objects.bulk_create(rows, batch_size=BATCH)


def _kept(
    drafts: Sequence[Draft], made: Mapping[int, PlanVersion], old: Mapping[int, PlanVersion]
) -> list[MilestoneDates]:
    """Carry the dates of milestones the library does not plan: 竣工 of a 技改, a stage passed undated."""
    own = {one.known.project.pk: {row.key for row in one.rows} for one in drafts}
    held = MilestoneDates.objects.filter(
        version_id__in=[one.pk for one in old.values()], milestone__in_plan=True
    ).select_related("milestone")
    return [
        MilestoneDates(
            version=made[one.milestone.project_id], milestone=one.milestone,
            **{name: getattr(one, name) for name in COPIED},
        )
        for one in held if one.milestone.key not in own[one.milestone.project_id]
    ]  # fmt: skip


def _links(drafts: Sequence[Draft], made: Mapping[int, PlanVersion], stones: Stones) -> None:
    rows = [
        Link(version=made[pk], pred=stones[pk, link.pred], succ=stones[pk, link.succ], kind=link.type.value,
             lag=link.lag, clock=link.lag_clock.value)
        for one in drafts for pk in [one.known.project.pk] for link in one.links
    ]  # fmt: skip
    Link.objects.bulk_create(rows, batch_size=BATCH)


def _baselines(
    by: By, drafts: Sequence[Draft], made: Mapping[int, PlanVersion], stones: Stones,
    old: Mapping[int, PlanVersion],
) -> None:  # fmt: skip
    """Keep the dates of each version; the first one approved is the promise, shown for ever."""
    rows = []
    for one in drafts:
        version = made[one.known.project.pk]
        due = {row.key: _stone(stones, one, row).due for row in one.rows}
        rows.append(Baseline(
            version=version, zone_id=version.zone_id, at=by.at,
            name=f"第 {version.n} 版计划" if version.plan_id in old else PROMISE,
            dates={key: day.isoformat() for key, day in due.items() if day},
        ))  # fmt: skip
    Baseline.objects.bulk_create(rows)


def _slips(by: By, later: Mapping[tuple[int, str], Any], stones: Stones, reason: Reason) -> None:
    Slip.objects.filter(milestone__in=[stones[place] for place in later], state=Slip.State.WAITING).update(
        state=Slip.State.WITHDRAWN, decided_by_name=by.actor_name, decided_at=by.at
    )
    Slip.objects.bulk_create(
        Slip(milestone=stones[place], zone_id=stones[place].zone_id, from_due=one.from_due, to_due=one.to_due,
             reason_class=reason.cls, reason=reason.text, asked_by_name=by.actor_name, asked_at=by.at)
        for place, one in later.items()
    )  # fmt: skip
