"""Who finds what: whoever may see the record, nobody else; not by a count, not by a name that is near."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from greenlight.base import files
from greenlight.desk.search import finding, packing, upkeep
from greenlight.enterprises.models import EnterpriseUser
from greenlight.people.models import Grid, Membership, Region, Role, User
from greenlight.projects.models import (
    Assignment,
    Project,
    ProjectParty,
    TaskForce,
    TaskForceMember,
)
from tests import cases, make

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture(autouse=True)
def _rehearsal_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GREENLIGHT_TODAY", make.TODAY.isoformat())


@pytest.fixture(params=[False, True], ids=["fresh", "packed"])
def projects(request: pytest.FixtureRequest) -> dict[str, Project]:
    """Return two projects of the zone and one of another, each with all there is to find."""
    made = {}
    for name, zone in (("甲", make.zone()), ("乙", make.zone()), ("丙", make.zone("邻县工业园区", "330822"))):
        one = make.project(f"天际{name}项目", zone=zone)
        firm = make.enterprise(f"天际{name}公司", zone=zone)
        ProjectParty.objects.create(project=one, zone=zone, enterprise=firm, role="owner")
        stone = cases.milestone(one)
        type(stone).objects.filter(pk=stone.pk).update(name=f"天际{name}节点")
        make.unit(f"天际{name}科", in_zone=zone)
        Assignment.objects.create(project=one, zone=zone, role="sponsor", person=f"天际{name}人")
        clerk = make.user(f"天际{name}员", Role.CLERK, in_zone=zone)
        files.store(make.by(clerk), b"%PDF-1.7", f"天际{name}文件.pdf", subject=("project", one.pk))
        upkeep.projects(zone.pk, [one.pk])
        made[name] = one
    if request.param:
        for one in made.values():
            packing.pack(one.zone_id)
    return made


KINDS = ("项目", "公司", "节点", "科", "文件.pdf")


def sees(user: User) -> dict[str, set[str]]:
    """Return which of 甲乙丙 a person finds, by what the name ends in; asked in every way there is."""
    client = Client()
    client.force_login(user, backend=BACKEND)
    found: dict[str, set[str]] = {}
    for typed in ("天际", "tianji", "tj", "天"):
        answer = finding.find(user, typed, most=50)
        names = {hit.name for group in answer.groups for hit in group.hits}
        told = client.get("/search/", {"q": typed}).content.decode()
        told += client.get("/search/box/", {"q": typed}).content.decode()
        for one in "甲乙丙":
            there = {end for end in (*KINDS, "人", "员") if f"天际{one}{end}" in names}
            assert found.setdefault(one, there) == there, (typed, one)
            if not there:
                marked = told.replace("<mark>", "").replace("</mark>", "")
                assert not any(f"天际{one}{end}" in marked for end in (*KINDS, "人", "员"))
    for near in ("天际甲项目书", "天际乙项目书", "天际丙项目书"):
        drawn = {hit.name for hit in finding.find(user, near).near}
        assert all(
            f"天际{one}{end}" not in drawn or end in found[one]
            for one in "甲乙丙"
            for end in ("项目", "公司")
        )
    return found


EVERYTHING = {*KINDS, "人", "员"}


@pytest.mark.parametrize("role", ["leader", "clerk", "inspector"])
def test_who_reads_the_zone_finds_all_of_it_and_nothing_of_another(
    role: str, projects: dict[str, Project]
) -> None:
    assert sees(make.user("who", role)) == {"甲": EVERYTHING, "乙": EVERYTHING, "丙": set()}


def test_a_handler_finds_the_projects_of_the_unit_with_what_hangs_on_them(
    projects: dict[str, Project],
) -> None:
    sun = make.sun(make.unit("住建局"))
    assert sees(sun) == {"甲": {"科", "人", "员"}, "乙": {"科", "人", "员"}, "丙": set()}
    cases.lead(projects["甲"], "住建局")
    found = sees(make.sun(make.unit("住建局")))
    assert found == {
        "甲": {"项目", "节点", "文件.pdf", "科", "人", "员"},
        "乙": {"科", "人", "员"},
        "丙": set(),
    }


def test_a_task_force_of_another_zone_finds_its_project_while_it_lasts(projects: dict[str, Project]) -> None:
    force = TaskForce.objects.create(zone=projects["丙"].zone, name="专班")
    Assignment.objects.create(project=projects["丙"], zone=projects["丙"].zone, role="co", task_force=force)
    who = make.user("who", Role.TASK_FORCE)
    held = TaskForceMember.objects.create(task_force=force, user=who)
    assert sees(make.user("who"))["丙"] == {"项目", "节点", "文件.pdf"}
    TaskForceMember.objects.filter(pk=held.pk).update(valid_to=make.TODAY - timedelta(days=1))
    assert sees(make.user("who"))["丙"] == set()


def test_a_city_reader_finds_the_zones_below_the_region_only(projects: dict[str, Project]) -> None:
    for code, name, zones in (("330800", "衢州市", "甲乙丙"), ("331000", "台州市", "")):
        region = Region.objects.create(code=code, name=name)
        user = User.objects.create_user(name, name=name)
        Membership.objects.create(user=user, role=Role.CITY, region=region)
        found = sees(user.on(make.TODAY))
        assert found == {one: EVERYTHING if one in zones else set() for one in "甲乙丙"}


def test_an_enterprise_finds_itself_and_its_projects_and_nobody_of_the_committee(
    projects: dict[str, Project],
) -> None:
    chen = make.chen()
    assert sees(chen) == {"甲": set(), "乙": set(), "丙": set()}
    firm = ProjectParty.objects.get(project=projects["甲"]).enterprise
    EnterpriseUser.objects.create(enterprise=firm, user=chen)
    assert sees(make.chen()) == {"甲": {"项目", "公司", "节点", "文件.pdf"}, "乙": set(), "丙": set()}


def test_a_grid_officer_finds_the_enterprises_of_the_grid(projects: dict[str, Project]) -> None:
    grid = Grid.objects.create(zone=make.zone(), name="一网格")
    firm = ProjectParty.objects.get(project=projects["乙"]).enterprise
    firm.grid = grid
    firm.save()
    officer = User.objects.create_user("wang", name="王")
    Membership.objects.create(user=officer, role=Role.GRID_OFFICER, zone=make.zone(), grid=grid)
    found = sees(officer.on(make.TODAY))
    assert "公司" in found["乙"]
    assert "公司" not in found["甲"]


@pytest.mark.parametrize("role", ["security_admin", "audit_admin", "system_admin"])
def test_the_administrators_know_the_people_and_find_no_project(
    role: str, projects: dict[str, Project]
) -> None:
    assert sees(make.user("who", role))["甲"] == {"科", "人", "员"}


def test_somebody_who_left_is_not_found_any_more(projects: dict[str, Project]) -> None:
    Membership.objects.filter(user__username="天际甲员").update(valid_to=make.TODAY - timedelta(days=1))
    assert "员" not in sees(make.lin())["甲"]


def test_a_stranger_learns_nothing_from_what_the_page_says(projects: dict[str, Project]) -> None:
    client = Client()
    client.force_login(
        make.user("nobody", Role.LIAISON, in_zone=make.zone("别处", "330824")), backend=BACKEND
    )
    shown = [
        client.get("/search/", {"q": typed}).content.decode().replace(typed, "").replace("%", "")
        for typed in ("天际甲项目", "没有过的名字")
    ]
    assert ("相近" in shown[0], "少一个词" in shown[0]) == ("相近" in shown[1], "少一个词" in shown[1]) == (
        False, False,
    )  # fmt: skip
