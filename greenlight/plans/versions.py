"""Versions of a plan: an approved one is never changed, a new one takes its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Max

from greenlight.base import bulk
from greenlight.base.journal import By
from greenlight.plans import floats
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


def move(*, by: By, plan: Plan, moved: Moved, origin: str, reason: str) -> PlanVersion:
    """Put a copy of the approved version in force with other due days, and renew the caches.

    Latest days, floats and the critical path follow from the links (plans.floats). The baseline stays
    what it was; a plan that never had a version gets the promise.
    """
    old = supersede([plan.pk]).get(plan.pk)
    made = PlanVersion(
        plan=plan, zone_id=plan.zone_id, n=last_numbers([plan.pk]).get(plan.pk, 0) + 1, origin=origin,
        state=PlanVersion.State.APPROVED, template_id=old.template_id if old else None,
        anchor=old.anchor if old else None, reason=reason, approved_by_name=by.actor_name,
        approved_at=by.at, created_at=by.at,
    )  # fmt: skip
    rows, begins = _moved(old, moved, made)
    made.save()
    _copy(old, made, rows)
    due = [(pk, day, precision) for pk, (day, precision) in moved.items()]
    bulk.update(Milestone, ("due", "due_precision"), due)
    bulk.update(Milestone, ("start",), list(begins.items()))
    floats.renew([made.pk])
    if old is None:
        save_baseline(by, made)
    return made


def _moved(
    old: PlanVersion | None, moved: Moved, new: PlanVersion
) -> tuple[list[MilestoneDates], dict[int, date]]:
    """Return the rows of a new version, and the starts that move with them; renews its anchor."""
    held = MilestoneDates.objects.filter(version=old).select_related("milestone") if old else ()
    rows = {one.milestone_id: one for one in held}
    kept = floats.promises([old.pk])[old.pk] if old else floats.Promises()
    begins: dict[int, date] = {}
    for pk, (due, precision) in moved.items():
        row = rows.setdefault(pk, MilestoneDates(milestone_id=pk))
        if row.start and row.due and due > row.due and (start := floats.start_for(row, due, kept)):
            row.start = begins[pk] = start
        if row.due and kept.is_anchor(row):
            new.anchor = due
        row.due, row.due_precision = due, precision
    return list(rows.values()), begins


def _copy(old: PlanVersion | None, new: PlanVersion, rows: Iterable[MilestoneDates]) -> None:
    MilestoneDates.objects.bulk_create(
        MilestoneDates(
            version=new, milestone_id=row.milestone_id, **{name: getattr(row, name) for name in COPIED}
        )
        for row in rows
    )
    links = Link.objects.filter(version=old).values_list(*LINKED) if old else ()
    Link.objects.bulk_create(Link(version=new, **dict(zip(LINKED, row, strict=True))) for row in links)


def save_baseline(by: By, version: PlanVersion) -> Baseline:
    """Keep the dates of a plan's first version for ever."""
    rows = MilestoneDates.objects.filter(version=version, due__isnull=False)
    dates = {key: due.isoformat() for key, due in rows.values_list("milestone__key", "due") if due}
    return Baseline.objects.create(
        version=version, zone_id=version.zone_id, name=PROMISE, dates=dates, at=by.at
    )
