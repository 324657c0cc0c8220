"""What lights hear from the rooms below: whatever changes a fact makes them judge again.

A few projects are judged in the deed's own transaction. More than AT_ONCE of an import are judged by a
job of their own right after it: the clerk's workbook is in before 100,000 lights are worked out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from greenlight.base import jobs
from greenlight.base.imports.memory import no_collecting
from greenlight.base.imports.signals import import_applied, import_undone
from greenlight.base.journal import By
from greenlight.base.models import ImportBatch, ImportRow
from greenlight.investment.signals import invested
from greenlight.plans.signals import plan_changed, plans_made
from greenlight.projects.models import Project
from greenlight.projects.signals import project_changed, projects_edited, stage_changed
from greenlight.warnings.actions import judge_projects

AT_ONCE = 2000
JUDGE, JUDGE_EDITED = "judge_lights", "judge_edited"


def applied(batch: ImportBatch, ids: Sequence[int], by: By, **_: Any) -> None:
    """An import went in."""
    _judge_batch(batch, ids, by, "import")


def undone(batch: ImportBatch, ids: Sequence[int], by: By, **_: Any) -> None:
    """An import was taken back."""
    _judge_batch(batch, ids, by, "undo")


def _judge_batch(batch: ImportBatch, ids: Sequence[int], by: By, cause: str) -> None:
    if batch.ledger != "projects":
        return
    if len(ids) > AT_ONCE:
        jobs.start(by, JUDGE, f"判定 {len(ids):,} 个项目的灯", batch=batch.pk, cause=cause)
        return
    judge_projects(batch.zone_id, ids, day=by.day, at=by.at, cause=cause, batch_id=batch.pk)


def judge_later(job: jobs.Running) -> None:
    """Judge what a large import wrote or gave back; every thousand projects are a transaction."""
    batch = ImportBatch.objects.get(pk=job.arguments["batch"])
    by, cause = job.by(), str(job.arguments["cause"])
    written = (ImportRow.Outcome.ADDED, ImportRow.Outcome.CHANGED)
    rows = batch.rows.filter(outcome__in=written).order_by("target_id")
    ids = [pk for pk in rows.values_list("target_id", flat=True) if pk is not None]
    judge_projects(
        batch.zone_id, ids, day=by.day, at=by.at, cause=cause, batch_id=batch.pk, progress=job.progress
    )


def changed(project: Project, by: By, **_: Any) -> None:
    """A deed changed one project: its stage, its plan, its money."""
    judge_projects(project.zone_id, [project.pk], day=by.day, at=by.at)


def planned(zone_id: int, ids: Sequence[int], by: By, **_: Any) -> None:
    """Plans of many projects were made at once."""
    judge_projects(zone_id, ids, day=by.day, at=by.at)


def edited(zone_id: int, ids: Sequence[int], by: By, **_: Any) -> None:
    """Facts of projects were edited together: a few are judged at once, many by a job of their own."""
    if len(ids) > AT_ONCE:
        jobs.start(by, JUDGE_EDITED, f"判定 {len(ids):,} 个项目的灯", zone=zone_id, ids=list(ids))
        return
    judge_projects(zone_id, ids, day=by.day, at=by.at)


def judge_edited(job: jobs.Running) -> None:
    """Judge what a large edit changed; every thousand projects are a transaction."""
    by, told = job.by(), job.arguments
    judge_projects(int(told["zone"]), told["ids"], day=by.day, at=by.at, cause="edit", progress=job.progress)


def listen() -> None:
    """Connect; called once all rooms are loaded."""
    jobs.kind(JUDGE, no_collecting()(judge_later))
    jobs.kind(JUDGE_EDITED, no_collecting()(judge_edited))
    import_applied.connect(applied, dispatch_uid="warnings.applied")
    import_undone.connect(undone, dispatch_uid="warnings.undone")
    project_changed.connect(changed, dispatch_uid="warnings.project_changed")
    stage_changed.connect(changed, dispatch_uid="warnings.stage_changed")
    plan_changed.connect(changed, dispatch_uid="warnings.plan_changed")
    plans_made.connect(planned, dispatch_uid="warnings.plans_made")
    projects_edited.connect(edited, dispatch_uid="warnings.projects_edited")
    invested.connect(changed, dispatch_uid="warnings.invested")
