"""What lines hear from the rooms: whatever changes a project builds its line anew, in the same transaction.

Lights listen first (INSTALLED_APPS), so that a deed's own signal finds its light judged. An import is
heard through its lights: they are judged at once, or by the job that follows a large one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db.models.signals import post_migrate, post_save

from greenlight.base.imports.signals import import_undone
from greenlight.base.journal import By
from greenlight.base.models import ImportBatch
from greenlight.desk import lines
from greenlight.desk.lines import tide
from greenlight.desk.models import ProjectLine
from greenlight.enterprises.models import Enterprise
from greenlight.investment.signals import invested
from greenlight.people.models import Unit, Zone
from greenlight.plans.models import Milestone
from greenlight.plans.signals import plan_changed, plans_made
from greenlight.projects.models import Assignment, Project, ProjectParty
from greenlight.projects.signals import project_changed, projects_edited, stage_changed
from greenlight.supervision.models import Order
from greenlight.supervision.signals import order_changed
from greenlight.warnings.reasons import Lit
from greenlight.warnings.signals import answered, lights_judged, nudged

IMPORTED = ("import", "undo", "edit")  # told through their lights, or with them


def changed(project: Project, by: By, **_: Any) -> None:
    """A deed changed one project."""
    lines.rebuild(project.zone_id, [project.pk])


def planned(zone_id: int, ids: Sequence[int], by: By, **_: Any) -> None:
    """Plans of many projects were made, or their facts edited, at once."""
    lines.rebuild(zone_id, ids)


def ordered(order: Order, by: By, **_: Any) -> None:
    """An order on a project went a step on."""
    if order.project_id:
        lines.rebuild(order.zone_id, [order.project_id])


def judged(
    zone_id: int, ids: Sequence[int], turned: Collection[int], lit: Mapping[int, Lit], cause: str, **_: Any
) -> None:
    """Lights were judged: after an import all lines are new, on a new day only the lights that changed.

    After a deed its own signal follows. A line that is lacking, say of an import whose job broke off,
    is made up for on the way.
    """
    if cause in IMPORTED:
        lines.rebuild(zone_id, ids)
    elif cause != "deed":
        lines.rebuild(zone_id, lines.lacking(ids))
        lines.relight(zone_id, lit)
        if turned and not lit:  # perhaps in one scene, which a line does not tell
            tide.turn(zone_id)


def undone(batch: ImportBatch, ids: Sequence[int], by: By, **_: Any) -> None:
    """An import was taken back: the lines of what it added went with their projects."""
    tide.turn(batch.zone_id)


def unit_saved(instance: Unit, created: bool, **_: Any) -> None:
    """A unit that is called otherwise is so in the lines of its projects."""
    if not created:
        of_unit = Assignment.objects.filter(unit=instance).values_list("project_id", flat=True)
        owned = Milestone.objects.filter(owner=instance).values_list("project_id", flat=True)
        lines.rebuild(instance.zone_id, {*of_unit, *owned})


def enterprise_saved(instance: Enterprise, created: bool, **_: Any) -> None:
    """An enterprise that is called otherwise is so in the lines of its projects."""
    if not created:
        own = ProjectParty.objects.filter(enterprise=instance, role=ProjectParty.Role.OWNER)
        lines.rebuild(instance.zone_id, own.values_list("project_id", flat=True))


def migrated(**_: Any) -> None:
    """A database from before the lines gets them, once."""
    if ProjectLine.objects.exists():
        return
    for zone in Zone.objects.filter(pk__in=Project.objects.values("zone_id")):
        lines.rebuild_all(zone.pk)


def listen(app: Any) -> None:
    """Connect; called once all rooms are loaded."""
    for name, signal in (("project", project_changed), ("stage", stage_changed), ("plan", plan_changed),
                         ("invested", invested), ("nudged", nudged), ("answered", answered)):  # fmt: skip
        signal.connect(changed, dispatch_uid=f"desk.{name}")
    order_changed.connect(ordered, dispatch_uid="desk.ordered")
    plans_made.connect(planned, dispatch_uid="desk.plans_made")
    projects_edited.connect(planned, dispatch_uid="desk.projects_edited")
    lights_judged.connect(judged, dispatch_uid="desk.lights_judged")
    import_undone.connect(undone, dispatch_uid="desk.import_undone")
    post_save.connect(unit_saved, sender=Unit, dispatch_uid="desk.unit_saved")
    post_save.connect(enterprise_saved, sender=Enterprise, dispatch_uid="desk.enterprise_saved")
    post_migrate.connect(migrated, sender=app, dispatch_uid="desk.migrated")
