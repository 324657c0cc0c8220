"""Who sees which project (DESIGN §8), on every door that lists or opens them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from greenlight.desk import lines
from greenlight.enterprises.models import Enterprise, EnterpriseUser
from greenlight.investment import may as money
from greenlight.people.models import Grid, Membership, Region, Role, Unit, User, Zone
from greenlight.plans import may as plans
from greenlight.projects import may
from greenlight.projects.models import Assignment, Project, ProjectParty, TaskForce, TaskForceMember
from greenlight.warnings.models import Nudge
from tests import cases, make

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
YESTERDAY = make.TODAY - timedelta(days=1)
SEPARATE = ("security_admin", "audit_admin", "system_admin")


@pytest.fixture(autouse=True)
def _rehearsal_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GREENLIGHT_TODAY", make.TODAY.isoformat())


@dataclass
class Two:
    """One project that somebody is tied to, one of the same zone, one of another."""

    mine: Project
    beside: Project
    elsewhere: Project


@pytest.fixture
def two() -> Two:
    other = make.zone("邻县工业园区", "330822")
    return Two(
        make.project("甲项目"), make.project("乙项目"), make.project("丙项目", zone=other, zone_id=other.pk)
    )


def seen(user: User) -> set[str]:
    """Return the names a person finds: by the query, on the list, page by page, in the API and the file."""
    for zone in Zone.objects.all():
        lines.rebuild_all(zone.pk)  # what the deeds of a test would have done
    names = set(Project.objects.visible_to(user).values_list("name", flat=True))
    client = Client()
    client.force_login(user, backend=BACKEND)
    listed = client.get("/projects/").content.decode()
    rows = client.get("/api/v1/projects").json()["items"]
    count = next(one for one in client.get("/api/v1/figures").json() if one["name"] == "project_count")
    sheet = client.get("/projects/export/?as=csv")
    told = b"".join(sheet.streaming_content).decode()  # type: ignore[attr-defined]
    home = client.get("/").content.decode() + client.get("/cockpit/").content.decode()
    for one in Project.objects.all():
        there = one.name in names
        assert (one.name in listed) is there, (user, one.name)
        assert (one.name in told) is there, (user, one.name)
        assert there or one.name not in home, (user, one.name)
        assert client.get(f"/projects/{one.pk}/").status_code == (200 if there else 404)
        assert client.get(f"/api/v1/projects/{one.pk}").status_code == (200 if there else 404)
    assert {row["project_name"] for row in rows} == names
    assert int(count["value"] or 0) == len(names)
    return names


# ---- roles ----
@pytest.mark.parametrize("role", ["leader", "clerk", "inspector"])
def test_leader_clerk_and_inspector_see_their_whole_zone(role: str, two: Two) -> None:
    assert seen(make.user("who", role)) == {"甲项目", "乙项目"}


@pytest.mark.parametrize(
    "role", [one for one in Role.values if one not in ("leader", "clerk", "inspector", "city")]
)
def test_the_other_roles_see_nothing_they_are_not_tied_to(role: str, two: Two) -> None:
    assert seen(make.user("who", role, of_unit=make.unit())) == set()


def test_a_handler_sees_where_the_unit_answers_owns_a_milestone_or_was_reminded(two: Two) -> None:
    unit = make.unit("住建局")
    sun = make.sun(unit)
    cases.milestone(two.mine, owner=unit)
    assert seen(sun) == {"甲项目"}
    Nudge.objects.create(
        project=two.beside, zone=two.beside.zone, unit=unit, message="请报", answer_by=make.TODAY,
        actor_name="zhao", at=make.NOW,
    )  # fmt: skip
    assert seen(sun) == {"甲项目", "乙项目"}


def test_a_handler_sees_through_a_unit_below_the_own_one_and_not_through_the_one_above(two: Two) -> None:
    top = make.unit("经济发展局")
    below = Unit.objects.create(zone=top.zone, name="项目科", parent=top)
    cases.lead(two.mine, "项目科")
    cases.lead(two.beside, "经济发展局")
    assert seen(make.sun(below)) == {"甲项目"}
    assert seen(make.user("chief", Role.UNIT_HANDLER, of_unit=top)) == {"甲项目", "乙项目"}


def liaison(project: Project, user: User) -> Assignment:
    return Assignment.objects.create(project=project, zone=project.zone, role="liaison", user=user)


def team(project: Project, user: User) -> Any:
    force = TaskForce.objects.create(zone=project.zone, name="专班")
    Assignment.objects.create(project=project, zone=project.zone, role="co", task_force=force)
    return TaskForceMember.objects.create(task_force=force, user=user)


def company(project: Project, user: User) -> EnterpriseUser:
    firm = make.enterprise(f"{project.name}公司", zone=project.zone)
    ProjectParty.objects.create(project=project, zone=project.zone, enterprise=firm, role="owner")
    return EnterpriseUser.objects.create(enterprise=firm, user=user)


TIES: list[tuple[str, Callable[[Project, User], Any]]] = [
    ("liaison", liaison), ("task_force", team), ("enterprise", company),
]  # fmt: skip


@pytest.mark.parametrize(("role", "tie"), TIES)
def test_a_tie_shows_one_project_while_it_holds(
    role: str, tie: Callable[[Project, User], Any], two: Two
) -> None:
    who = make.user("who", role)
    tied = tie(two.mine, who)
    assert seen(who) == {"甲项目"}
    type(tied).objects.filter(pk=tied.pk).update(valid_to=YESTERDAY)
    assert seen(make.user("who", role)) == set()
    type(tied).objects.filter(pk=tied.pk).update(valid_from=make.TODAY + timedelta(days=1), valid_to=None)
    assert seen(make.user("who", role)) == set()


@pytest.mark.parametrize("role", ["clerk", "leader", "inspector"])
@pytest.mark.parametrize("tie", [liaison, team])
def test_an_actor_of_another_zone_sees_the_record_and_edits_nothing_of_it(
    role: str, tie: Callable[[Project, User], Any], two: Two
) -> None:
    who = make.user("who", role)
    tie(two.elsewhere, who)
    who = make.user("who", role)
    assert seen(who) == {"甲项目", "乙项目", "丙项目"}
    assert not may.edit(who, two.elsewhere)
    assert not plans.decide(who, two.elsewhere)


def test_a_grid_officer_sees_the_enterprises_of_the_grid(two: Two) -> None:
    grid = Grid.objects.create(zone=make.zone(), name="一网格")
    inside, outside = make.enterprise("甲公司", grid=grid), make.enterprise("乙公司")
    officer = User.objects.create_user("wang", name="王")
    Membership.objects.create(user=officer, role=Role.GRID_OFFICER, zone=make.zone(), grid=grid)
    found = Enterprise.objects.visible_to(officer.on(make.TODAY))
    assert list(found) == [inside]
    assert set(Enterprise.objects.visible_to(make.lin())) == {inside, outside}
    assert seen(officer) == set()


def test_an_enterprise_is_its_own_people_s_while_they_speak_for_it() -> None:
    firm = make.enterprise()
    tied = EnterpriseUser.objects.create(enterprise=firm, user=make.chen())
    assert list(Enterprise.objects.visible_to(make.chen())) == [firm]
    EnterpriseUser.objects.filter(pk=tied.pk).update(valid_to=YESTERDAY)
    assert not Enterprise.objects.visible_to(make.chen()).exists()


def test_a_city_user_sees_the_zones_below_the_region_only(two: Two) -> None:
    province = Region.objects.create(code="330000", name="浙江省")
    city = Region.objects.create(code="330800", name="衢州市")
    next_door = Region.objects.create(code="331000", name="台州市")
    for name, region, found in (("city", city, 3), ("province", province, 3), ("next", next_door, 0)):
        user = User.objects.create_user(name, name=name)
        Membership.objects.create(user=user, role=Role.CITY, region=region)
        assert len(seen(user.on(make.TODAY))) == found, name
        assert not any(may.edit(user, one) for one in Project.objects.all())


# ---- deeds ----
def test_a_unit_does_not_report_the_milestones_of_another(two: Two) -> None:
    own, others = make.unit("住建局"), make.unit("发改局")
    mine = cases.milestone(two.mine, "groundbreaking", owner=own)
    theirs = cases.milestone(two.mine, "completed", owner=others)
    sun = make.sun(own)
    assert plans.report(sun, mine)
    assert not plans.report(sun, theirs)
    assert may.hand_in(sun, two.mine)


def test_a_helping_unit_reports_its_own_milestones_and_the_leading_one_all(two: Two) -> None:
    helper, leading = make.unit("住建局"), make.unit("经济发展科")
    Assignment.objects.create(project=two.mine, zone=two.mine.zone, role="co", unit=helper)
    cases.lead(two.mine)
    theirs = cases.milestone(two.mine, "completed", owner=make.unit("发改局"))
    assert not plans.report(make.sun(helper), theirs)
    assert plans.report(make.user("head", Role.UNIT_HANDLER, of_unit=leading), theirs)


def test_a_reminded_unit_reads_and_answers_and_does_nothing_else(two: Two) -> None:
    unit = make.unit("住建局")
    Nudge.objects.create(
        project=two.mine, zone=two.mine.zone, unit=unit, message="请报", answer_by=make.TODAY,
        actor_name="zhao", at=make.NOW,
    )  # fmt: skip
    sun = make.sun(unit)
    assert Project.objects.visible_to(sun).get() == two.mine
    assert not may.hand_in(sun, two.mine)
    assert not plans.report(sun, cases.milestone(two.mine))


def test_a_unit_that_led_until_yesterday_reports_no_more_money(two: Two) -> None:
    lead = cases.lead(two.mine)
    sun = make.sun(make.unit("经济发展科"))
    assert money.report(sun, two.mine)
    Assignment.objects.filter(pk=lead.pk).update(valid_to=YESTERDAY)
    assert not money.report(sun, two.mine)


@pytest.mark.parametrize("role", [one for one in Role.values if one not in ("clerk", "leader")])
def test_nobody_but_clerk_and_leader_edits(role: str, two: Two) -> None:
    who = make.user("who", role, of_unit=make.unit())
    assert not may.edit(who, two.mine)
    assert not may.accept(who, two.mine)
    assert not plans.plan(who, two.mine)
    assert not plans.decide(who, two.mine)
    assert not money.set_year_plan(who, two.mine)


def test_an_import_is_not_named_to_who_sees_single_projects(two: Two) -> None:
    from greenlight.base import files
    from greenlight.base.imports import actions

    by = make.by()
    text = "项目名称,责任单位,总投资（万元）\n示例丙项目,经济发展科,5000\n"
    batch = actions.begin(
        by, make.zone().pk, "projects", files.store(by, text.encode("gb18030"), "七月秘密台账.csv")
    )
    type(batch).objects.filter(pk=batch.pk).update(state="applied", applied_at=make.NOW)
    for role in ("unit_handler", "enterprise", "liaison", *SEPARATE):
        client = Client()
        client.force_login(make.user(f"a{role}", role), backend=BACKEND)
        assert "七月秘密台账" not in client.get("/turned/").content.decode(), role
        assert client.get(f"/turned/?batch={batch.pk}").status_code == 404, role
