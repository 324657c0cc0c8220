"""Who answers for a project, from a day to a day."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from greenlight.base import journal
from greenlight.base.journal import By
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.people.models import Membership, Unit, User
from greenlight.projects import may
from greenlight.projects.actions import bounds
from greenlight.projects.actions.core import changed, locked
from greenlight.projects.models import Assignment, Project, TaskForce

Role = Assignment.Role
UNITS = (Role.LEAD, Role.CO)
SEVERAL = (Role.CO, Role.LIAISON)
LONGEST = 60


@transaction.atomic
def assign(
    *, by: By, project: Project, role: str, unit: Unit | None = None, user: User | None = None,
    task_force: TaskForce | None = None, person: str = "", phone: str = "",
) -> Assignment:  # fmt: skip
    """Make somebody answerable from today; of a role only one can hold, the other's term ended yesterday.

    Raises NotAllowed; Refused when nobody is named, or somebody of another zone.
    """
    project = locked(project.pk)
    if not may.edit(by.user, project):
        raise NotAllowed("您能看这个项目，但不能指派。")
    person, phone = bounds.text(person, LONGEST, "姓名"), bounds.text(phone, LONGEST, "电话")
    _check(project, role, unit, user or task_force or person)
    _check_zone(project, unit, user, task_force)
    held = list(
        project.assignments.filter(role=role, valid_to__isnull=True).select_related("unit", "task_force")
    )
    made = Assignment.objects.create(
        project=project, zone_id=project.zone_id, role=role, unit=unit, user=user, task_force=task_force,
        person=(user.name if user else person)[:LONGEST], phone=phone, valid_from=by.day,
        order=len(held) if role in SEVERAL else 0,
    )  # fmt: skip
    if role not in SEVERAL:
        _end(by, held)
    label = Role(role).label
    before = {} if role in SEVERAL else {label: "、".join(called(one) for one in held)}
    journal.write(by, "project.assign", "project", project.pk, before=before, after={label: called(made)})
    changed(project, by)
    return made


def _check(project: Project, role: str, unit: Unit | None, someone: object) -> None:
    if role not in Role.values:
        raise Refused(f"角色请从{'、'.join(Role.labels)}里选。", status=400)
    if role in UNITS and unit is None:
        raise Refused(f"{Role(role).label}要选一个单位。", status=400)
    if role not in UNITS and not someone:
        raise Refused(f"{Role(role).label}要选一个人，或写姓名。", status=400)


def _check_zone(project: Project, unit: Unit | None, user: User | None, team: TaskForce | None) -> None:
    if unit and (unit.zone_id != project.zone_id or unit.dissolved_on):
        raise Refused("这个单位不在本区或已撤销，请从本区单位里选。", status=400)
    if team and team.zone_id != project.zone_id:
        raise Refused("这个专班不在本区，请从本区专班里选。", status=400)
    if user and not Membership.objects.filter(user=user, zone_id=project.zone_id).exists():
        raise Refused("这个人不在本区，请从本区人员里选，或只写姓名。", status=400)


def _end(by: By, held: list[Assignment]) -> None:
    """End terms the day before, so that one answer holds on every day."""
    last = by.day - timedelta(days=1)
    Assignment.objects.filter(pk__in=[one.pk for one in held]).update(valid_to=last)


def called(one: Assignment) -> str:
    """Return unit, task force and person of an assignment as they are called."""
    names = (one.unit.name if one.unit else "", one.task_force.name if one.task_force else "", one.person)
    return " ".join(name for name in names if name)


@transaction.atomic
def end_assignment(*, by: By, assignment: Assignment) -> None:
    """End an assignment: yesterday was its last day; the history keeps it."""
    project = locked(assignment.project_id)
    if not may.edit(by.user, project):
        raise NotAllowed("您能看这个项目，但不能改指派。")
    if not project.assignments.filter(pk=assignment.pk, valid_to__isnull=True).exists():
        raise Refused("这项指派已经结束了，请刷新页面。")
    _end(by, [assignment])
    before = {assignment.get_role_display(): called(assignment)}
    journal.write(by, "project.unassign", "project", project.pk, before=before)
    changed(project, by)
