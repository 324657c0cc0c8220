"""Phases under a group: each 期 is a project of its own, the group only sums them (DESIGN §8)."""

from __future__ import annotations

import re

from django.db import transaction
from django.db.models import Max

from greenlight.base import journal
from greenlight.base.journal import By
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.kernel.parse.text import name_key
from greenlight.projects import may
from greenlight.projects.actions.core import changed, locked
from greenlight.projects.models import Project

_PHASE = re.compile(r"[（(]?第?(?:[一二三四五六七八九十]|\d{1,2}|I{1,3}|IV|V)期[）)]?")


@transaction.atomic
def put_under(*, by: By, project: Project, parent: Project | None) -> Project:
    """Make a project a phase of a group, or of the group of another phase; None takes it out.

    A parent that is no group yet gets one above it and becomes its first phase: its own plan, money and
    light stay its own. Raises NotAllowed, Refused.
    """
    project = locked(project.pk)
    if not may.edit(by.user, project):
        raise NotAllowed("您能看这个项目，但不能改它属于哪个项目。")
    if parent is not None:
        _check(project, parent)
    group = None if parent is None else group_of(by, locked(parent.pk))
    if project.parent_id == (group.pk if group else None):
        return project
    before = {"group": project.parent.name if project.parent else None}
    _place(project, group)
    after = {"group": group.name if group else None}
    journal.write(by, "project.phase", "project", project.pk, before=before, after=after)
    changed(project, by)
    return project


def _check(project: Project, parent: Project) -> None:
    if parent.zone_id != project.zone_id:
        raise Refused("所属项目不在本区，请填本区的项目。", status=400)
    if parent.pk == project.pk:
        raise Refused("一个项目不能是它自己的一期，请填另一个项目。", status=400)
    if project.is_group:
        raise Refused(f"“{project.name}”已经是项目群，不能再放到别的项目下面。", status=400)


def group_of(by: By, project: Project) -> Project:
    """Return the group a project is or belongs to; made above it when there is none."""
    if project.is_group:
        return project
    if project.parent_id:
        return locked(project.parent_id)
    group = Project.objects.create(
        zone_id=project.zone_id, kind=project.kind, is_group=True, stage=project.stage,
        name=(name := free_group_name(project)), name_norm=name_key(name)[:200],
        is_example=project.is_example, created_at=by.at, updated_at=by.at,
    )  # fmt: skip
    journal.write(by, "project.group", "project", group.pk, after={"name": name})
    _place(project, group)
    journal.write(by, "project.phase", "project", project.pk, after={"group": name})
    changed(project, by)
    return group


def free_group_name(project: Project) -> str:
    """Return the project's name without its phase, marked as a group when a project has that name."""
    bare = _PHASE.sub("", project.name).strip() or project.name
    names = [bare, *(f"{bare[:180]}（项目群{n or ''}）" for n in range(99))]
    keys = [name_key(name)[:200] for name in names]
    same = Project.objects.filter(zone_id=project.zone_id, name_norm__in=keys)
    taken = set(same.values_list("name_norm", flat=True))
    return next(name for name in names if name_key(name)[:200] not in taken)


def _place(project: Project, group: Project | None) -> None:
    """Write the parent; a phase without a number gets the next one."""
    number = project.phase_no
    if group and not number:
        number = (group.phases.aggregate(n=Max("phase_no"))["n"] or 0) + 1
    Project.objects.filter(pk=project.pk).update(parent=group, phase_no=number)
    project.parent, project.phase_no = group, number
