"""Who answers for a project, from a day to a day."""

from __future__ import annotations

from datetime import timedelta

import pytest

from greenlight.base.refusals import NotAllowed, Refused
from greenlight.people.models import User
from greenlight.projects import actions, may
from greenlight.projects.models import Assignment, Project, TaskForce, TaskForceMember
from greenlight.projects.tests.looking import fresh, last
from tests import make

pytestmark = pytest.mark.django_db
YESTERDAY = make.TODAY - timedelta(days=1)


def assign(project: Project, role: str = "lead", **more: object) -> Assignment:
    return actions.assign(by=make.by(), project=project, role=role, **more)  # type: ignore[arg-type]


def test_a_unit_answers_from_today_and_the_one_before_it_until_yesterday() -> None:
    project = make.project()
    first = assign(project, unit=make.unit("经济发展科"))
    assign(project, unit=make.unit("建设局"))
    first.refresh_from_db()
    assert first.valid_to == YESTERDAY
    now = project.assignments.get(valid_to__isnull=True)
    assert (now.unit, now.valid_from) == (make.unit("建设局"), make.TODAY)
    row = last(project)
    assert (row.verb, row.before, row.after) == (
        "project.assign", {"责任单位": "经济发展科"}, {"责任单位": "建设局"},
    )  # fmt: skip
    assert fresh(project).version == 3


def test_units_that_help_and_liaisons_are_several_in_their_order() -> None:
    project = make.project()
    for name in ("建设局", "资规局"):
        assign(project, "co", unit=make.unit(name))
    assign(project, "liaison", user=make.he())
    assign(project, "liaison", person="老何")
    held = project.assignments.filter(valid_to__isnull=True).order_by("role", "order")
    assert [(one.role, one.order) for one in held] == [("co", 0), ("co", 1), ("liaison", 0), ("liaison", 1)]


def test_a_person_of_the_system_is_called_by_name_and_sees_the_project() -> None:
    project, he = make.project(), make.he()
    assert not Project.objects.visible_to(he).exists()
    made = assign(project, "liaison", user=he, phone=" 0570-1 ")
    assert (made.person, made.phone) == ("he", "0570-1")
    assert Project.objects.visible_to(he).get() == project


def test_a_task_force_sees_the_project_while_its_members_serve() -> None:
    project, he = make.project(), make.he()
    team = TaskForce.objects.create(zone=project.zone, name="锂电专班")
    member = TaskForceMember.objects.create(task_force=team, user=he)
    assert "锂电专班" in str(last_after(assign(project, "sponsor", task_force=team)))
    assert Project.objects.visible_to(he).exists()
    assert may.hand_in(he, project)
    TaskForceMember.objects.filter(pk=member.pk).update(valid_to=YESTERDAY)
    assert not Project.objects.visible_to(he).exists()
    assert not may.hand_in(he, project)


def last_after(made: Assignment) -> object:
    return last(made.project).after


@pytest.mark.parametrize(
    ("role", "more", "told"),
    [
        ("lead", {"person": "张三"}, "责任单位要选一个单位"),
        ("sponsor", {}, "责任领导要选一个人"),
        ("contact", {"person": "  "}, "联系人要选一个人"),
        ("chief", {"person": "张三"}, "角色请从"),
        ("contact", {"person": "长" * 61}, "姓名最多 60 个字"),
        ("contact", {"person": "张三", "phone": "1" * 61}, "电话最多 60 个字"),
    ],
)
def test_an_assignment_that_names_nobody_is_refused(role: str, more: dict[str, str], told: str) -> None:
    project = make.project()
    with pytest.raises(Refused, match=told):
        assign(project, role, **more)
    assert not project.assignments.exists()


def test_what_belongs_to_another_zone_is_refused() -> None:
    project, there = make.project(), make.zone("邻县工业园区", "330822")
    team = TaskForce.objects.create(zone=there, name="专班")
    for more in ({"unit": make.unit("邻县发改局", there)}, {"user": make.wu()}, {"task_force": team}):
        with pytest.raises(Refused, match="不在本区"):
            assign(project, "lead" if "unit" in more else "sponsor", **more)


def test_a_dissolved_unit_is_refused() -> None:
    with pytest.raises(Refused, match="已撤销"):
        assign(make.project(), unit=make.unit("老局", dissolved_on=YESTERDAY))


def test_an_assignment_ends_once_and_stays_in_the_history() -> None:
    project = make.project()
    held = assign(project, unit=make.unit())
    actions.end_assignment(by=make.by(), assignment=held)
    held.refresh_from_db()
    assert held.valid_to == YESTERDAY
    assert (last(project).verb, last(project).before) == ("project.unassign", {"责任单位": "经济发展科"})
    with pytest.raises(Refused, match="已经结束"):
        actions.end_assignment(by=make.by(), assignment=held)


def test_a_liaison_who_was_taken_off_no_longer_sees_the_project() -> None:
    project, he = make.project(), make.he()
    actions.end_assignment(by=make.by(), assignment=assign(project, "liaison", user=he))
    assert not Project.objects.visible_to(he).exists()


@pytest.mark.parametrize("who", [make.sun, make.he, make.wu])
def test_only_editors_assign(who: object) -> None:
    project = make.project()
    held = assign(project, unit=make.unit())
    person: User = who()  # type: ignore[operator]
    with pytest.raises(NotAllowed):
        actions.assign(by=make.by(person), project=project, role="lead", unit=make.unit())
    with pytest.raises(NotAllowed):
        actions.end_assignment(by=make.by(person), assignment=held)
