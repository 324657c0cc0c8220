"""What the index hears: whatever changes what a record is found by, in the same transaction.

A large import is heard through its lights, which a job judges after it: its names are found a moment
after the clerk's workbook is in.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.models.signals import post_delete, post_migrate, post_save

from greenlight.base.imports.signals import import_applied, import_undone
from greenlight.base.journal import By
from greenlight.base.models import File, ImportBatch
from greenlight.desk.models import Kind, SearchEntry
from greenlight.desk.search import upkeep
from greenlight.enterprises.models import Enterprise, EnterpriseName
from greenlight.people.models import Membership, Unit, User, Zone
from greenlight.plans.signals import plan_changed, plans_made
from greenlight.projects.models import Project, ProjectParty
from greenlight.projects.signals import project_changed, projects_edited, stage_changed
from greenlight.warnings.signals import lights_judged

IMPORTED = ("import", "undo")


def changed(project: Project, by: By, **_: Any) -> None:
    """A deed changed one project."""
    upkeep.projects(project.zone_id, [project.pk])


def several(zone_id: int, ids: Sequence[int], by: By, **_: Any) -> None:
    """A deed changed several."""
    upkeep.projects(zone_id, list(ids))


def judged(zone_id: int, ids: Sequence[int], cause: str, **_: Any) -> None:
    """The lights of an import were judged: at once, or by the job that follows a large one."""
    if cause in IMPORTED:
        upkeep.projects(zone_id, list(ids))


def applied(batch: ImportBatch, ids: Sequence[int], by: By, **_: Any) -> None:
    """An import may have made units and enterprises; its projects come with their lights."""
    upkeep.sweep(batch.zone_id, Kind.UNIT)


def undone(batch: ImportBatch, ids: Sequence[int], by: By, **_: Any) -> None:
    """An import was taken back: what it had made is gone."""
    for kind in (Kind.PROJECT, Kind.ENTERPRISE, Kind.UNIT):
        upkeep.sweep(batch.zone_id, kind)


def project(instance: Project, created: bool, **_: Any) -> None:
    """A project came in by any hand; what its deeds tell later is heard from them."""
    if created:
        upkeep.refresh(instance.zone_id, Kind.PROJECT, [instance.pk])


def enterprise(instance: Enterprise, **_: Any) -> None:
    """An enterprise is called otherwise, in its projects too."""
    upkeep.refresh(instance.zone_id, Kind.ENTERPRISE, [instance.pk])
    of_it = ProjectParty.objects.filter(enterprise_id=instance.pk)
    upkeep.refresh(instance.zone_id, Kind.PROJECT, of_it.values_list("project_id", flat=True))


def enterprise_name(instance: EnterpriseName, **_: Any) -> None:
    """An enterprise has a former name."""
    for zone in Enterprise.objects.filter(pk=instance.enterprise_id).values_list("zone_id", flat=True):
        upkeep.refresh(zone, Kind.ENTERPRISE, [instance.enterprise_id])


def unit(instance: Unit, **_: Any) -> None:
    """A unit was made, renamed, taken away."""
    upkeep.refresh(instance.zone_id, Kind.UNIT, [instance.pk])


def membership(instance: Membership, **_: Any) -> None:
    """Somebody became something in a zone, or is not any more."""
    if instance.zone_id:
        upkeep.refresh(instance.zone_id, Kind.PERSON, [instance.user_id])


def user(instance: User, created: bool, **_: Any) -> None:
    """Somebody is called otherwise."""
    if not created:
        for zone in instance.memberships.exclude(zone=None).values_list("zone_id", flat=True).distinct():
            upkeep.refresh(zone, Kind.PERSON, [instance.pk])


def file(instance: File, **_: Any) -> None:
    """A paper was handed in or taken away; its zone is a plain number and may be gone."""
    zone = instance.zone_id or 0
    if Zone.objects.filter(pk=zone).exists():
        upkeep.refresh(zone, Kind.FILE, [instance.pk])


def migrated(**_: Any) -> None:
    """A database from before the search gets its index, once."""
    if SearchEntry.objects.exists():
        return
    for zone in Zone.objects.order_by("pk").values_list("pk", flat=True):
        upkeep.rebuild(zone)


SAVED: tuple[tuple[type[models.Model], Any], ...] = (
    (Enterprise, enterprise), (EnterpriseName, enterprise_name), (Unit, unit), (Membership, membership),
    (File, file),
)  # fmt: skip


def listen(app: Any) -> None:
    """Connect; called once all rooms are loaded."""
    for name, signal in (("project", project_changed), ("stage", stage_changed), ("plan", plan_changed)):
        signal.connect(changed, dispatch_uid=f"search.{name}")
    plans_made.connect(several, dispatch_uid="search.plans_made")
    projects_edited.connect(several, dispatch_uid="search.projects_edited")
    lights_judged.connect(judged, dispatch_uid="search.lights_judged")
    import_applied.connect(applied, dispatch_uid="search.import_applied")
    import_undone.connect(undone, dispatch_uid="search.import_undone")
    for model, heard in SAVED:
        post_save.connect(heard, sender=model, dispatch_uid=f"search.saved.{model.__name__}")
        post_delete.connect(heard, sender=model, dispatch_uid=f"search.gone.{model.__name__}")
    post_save.connect(project, sender=Project, dispatch_uid="search.saved.Project")
    post_save.connect(user, sender=User, dispatch_uid="search.saved.User")
    post_migrate.connect(migrated, sender=app, dispatch_uid="search.migrated")
