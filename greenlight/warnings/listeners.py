"""What lights hear from the rooms below: whatever changes a fact makes them judge again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from greenlight.base.imports.signals import import_applied, import_undone
from greenlight.base.journal import By
from greenlight.base.models import ImportBatch
from greenlight.investment.signals import invested
from greenlight.plans.signals import plan_changed, plans_made
from greenlight.projects.models import Project
from greenlight.projects.signals import project_changed, stage_changed
from greenlight.warnings.actions import judge_projects


def applied(batch: ImportBatch, ids: Iterable[int], by: By, **_: Any) -> None:
    """An import went in."""
    if batch.ledger == "projects":
        judge_projects(batch.zone_id, ids, day=by.day, at=by.at, cause="import", batch_id=batch.pk)


def undone(batch: ImportBatch, ids: Iterable[int], by: By, **_: Any) -> None:
    """An import was taken back."""
    if batch.ledger == "projects":
        judge_projects(batch.zone_id, ids, day=by.day, at=by.at, cause="undo", batch_id=batch.pk)


def changed(project: Project, by: By, **_: Any) -> None:
    """A deed changed one project: its stage, its plan, its money."""
    judge_projects(project.zone_id, [project.pk], day=by.day, at=by.at)


def planned(zone_id: int, ids: Iterable[int], by: By, **_: Any) -> None:
    """Plans of many projects were made at once."""
    judge_projects(zone_id, ids, day=by.day, at=by.at)


def listen() -> None:
    """Connect; called once all rooms are loaded."""
    import_applied.connect(applied, dispatch_uid="warnings.applied")
    import_undone.connect(undone, dispatch_uid="warnings.undone")
    project_changed.connect(changed, dispatch_uid="warnings.project_changed")
    stage_changed.connect(changed, dispatch_uid="warnings.stage_changed")
    plan_changed.connect(changed, dispatch_uid="warnings.plan_changed")
    plans_made.connect(planned, dispatch_uid="warnings.plans_made")
    invested.connect(changed, dispatch_uid="warnings.invested")
