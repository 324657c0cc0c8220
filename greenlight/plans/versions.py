"""Versions of a plan: an approved one is never changed, a new one takes its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Max

from greenlight.base.journal import By
from greenlight.plans.keeping import COPIED, LINKED, PROMISE
from greenlight.plans.models import Baseline, Link, Milestone, MilestoneDates, Plan, PlanVersion

Moved = Mapping[int, tuple[date, str]]  # milestone id → due, precision


def supersede(plans: Iterable[int]) -> dict[int, PlanVersion]:
    """End the approved versions of plans; return them by plan."""
    rows = PlanVersion.objects.filter(plan_id__in=list(plans), state=PlanVersion.State.APPROVED)
    found = {one.plan_id: one for one in rows}
    rows.update(state=PlanVersion.State.SUPERSEDED)
    return found


def last_numbers(plans: Iterable[int]) -> dict[int, int]:
    """Return the number of the last version of each plan."""
    rows = PlanVersion.objects.filter(plan_id__in=list(plans)).values_list("plan_id").annotate(last=Max("n"))
    return dict(rows)


def baseline_name(n: int) -> str:
    """Name a baseline: the first one is the promise, shown for ever."""
    return PROMISE if n == 1 else f"第 {n} 版计划"


def move(*, by: By, plan: Plan, moved: Moved, origin: str, reason: str) -> PlanVersion:
    """Put a copy of the approved version in force with other due days, and renew the caches.

    The baseline stays what it was; a plan that never had a version gets the promise.
    """
    old = supersede([plan.pk]).get(plan.pk)
    n = last_numbers([plan.pk]).get(plan.pk, 0) + 1
    made = PlanVersion.objects.create(
        plan=plan, zone_id=plan.zone_id, n=n, state=PlanVersion.State.APPROVED, origin=origin,
        template_id=old.template_id if old else None, anchor=old.anchor if old else None, reason=reason,
        approved_by_name=by.actor_name, approved_at=by.at, created_at=by.at,
    )  # fmt: skip
    _copy(old, made, moved)
    for pk, (due, precision) in moved.items():
        Milestone.objects.filter(pk=pk).update(due=due, due_precision=precision)
    if n == 1:
        save_baseline(by, made)
    return made


def _copy(old: PlanVersion | None, new: PlanVersion, moved: Moved) -> None:
    rows = {one.milestone_id: one for one in MilestoneDates.objects.filter(version=old)} if old else {}
    for pk, (due, precision) in moved.items():
        row = rows.setdefault(pk, MilestoneDates(milestone_id=pk))
        row.due, row.due_precision = due, precision
        if row.latest is not None:
            row.total_float = (row.latest - due).days
            row.critical = row.total_float <= 0
    MilestoneDates.objects.bulk_create(
        MilestoneDates(version=new, milestone_id=pk, **{name: getattr(row, name) for name in COPIED})
        for pk, row in rows.items()
    )
    links = Link.objects.filter(version=old).values_list(*LINKED) if old else ()
    Link.objects.bulk_create(Link(version=new, **dict(zip(LINKED, row, strict=True))) for row in links)


def save_baseline(by: By, version: PlanVersion) -> Baseline:
    """Keep the dates of a version for ever."""
    rows = MilestoneDates.objects.filter(version=version, due__isnull=False)
    dates = {key: due.isoformat() for key, due in rows.values_list("milestone__key", "due") if due}
    return Baseline.objects.create(
        version=version, zone_id=version.zone_id, name=baseline_name(version.n), dates=dates, at=by.at
    )
