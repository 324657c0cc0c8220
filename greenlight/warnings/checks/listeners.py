"""When money is checked again: after a deed on it or the site, after an import, once a day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models.signals import post_save

from greenlight.base.imports.signals import import_applied, import_undone
from greenlight.base.journal import By
from greenlight.base.models import ImportBatch
from greenlight.investment import pacing
from greenlight.investment.signals import invested
from greenlight.kernel import spreading
from greenlight.kernel.spreading import Span
from greenlight.plans.models import Milestone
from greenlight.projects.models import Project
from greenlight.projects.signals import project_changed, projects_edited
from greenlight.warnings.checks import judging, undoing
from greenlight.warnings.models import ZoneJudged

AT_ONCE = 2000  # more of an import wait for the day's run, or for whoever opens 交叉核对


def changed(project: Project, by: By, **_: Any) -> None:
    """A deed changed one project."""
    judging.run(project.zone_id, [project.pk], day=by.day, at=by.at)


def edited(zone_id: int, ids: Sequence[int], by: By, **_: Any) -> None:
    """Facts of projects were edited together."""
    if len(ids) <= AT_ONCE:
        judging.run(zone_id, ids, day=by.day, at=by.at)


def imported(batch: ImportBatch, ids: Sequence[int], by: By, **_: Any) -> None:
    """An import went in or was taken back."""
    if batch.ledger == "projects":
        edited(batch.zone_id, ids, by)


def judged(instance: ZoneJudged, created: bool, **_: Any) -> None:
    """A new day of the zone was judged: its money is checked on the same day."""
    if not created:
        judging.ensure(instance.zone_id, instance.day, instance.at)


def spans(project: Project) -> Sequence[Span]:
    """Return the spans between the nodes of a project's plan, for spreading a year over its months."""
    rows = Milestone.objects.filter(project=project, in_plan=True, due__isnull=False)
    dues = [due for due in rows.order_by("due").values_list("due", flat=True) if due]
    return spreading.spans_of(dues)


def listen() -> None:
    """Connect; called once all rooms are loaded."""
    pacing.foretell(spans)
    undoing.register()
    invested.connect(changed, dispatch_uid="checks.invested")
    project_changed.connect(changed, dispatch_uid="checks.project_changed")
    projects_edited.connect(edited, dispatch_uid="checks.projects_edited")
    import_applied.connect(imported, dispatch_uid="checks.applied")
    import_undone.connect(imported, dispatch_uid="checks.undone")
    post_save.connect(judged, sender=ZoneJudged, dispatch_uid="checks.judged")
