"""Who sees which project (DESIGN §8): what is narrowed in the query is narrowed everywhere."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from greenlight.enterprises.models import EnterpriseUser
from greenlight.people.models import Membership, Region, User
from greenlight.projects import may
from greenlight.projects.models import Assignment, Project, ProjectParty
from tests import make

pytestmark = pytest.mark.django_db
GONE, COMING = make.TODAY - timedelta(days=1), make.TODAY + timedelta(days=1)


def seen(user: User) -> list[str]:
    return sorted(Project.objects.visible_to(user).values_list("name", flat=True))


@pytest.fixture
def project() -> Project:
    make.project("邻县项目", zone=make.zone("邻县工业园区", "330822"))
    return make.project("锂盐项目")


@pytest.mark.parametrize(("who", "role"), [("lin", "clerk"), ("zhao", "leader"), ("hu", "inspector")])
def test_clerks_leaders_and_inspectors_see_their_whole_zone(project: Project, who: str, role: str) -> None:
    assert seen(make.user(who, role)) == ["锂盐项目"]


@pytest.mark.parametrize("role", ["system_admin", "security_admin", "audit_admin", "grid_officer", "liaison"])
def test_other_roles_see_no_project_by_themselves(project: Project, role: str) -> None:
    assert seen(make.user("someone", role)) == []


def test_a_stranger_sees_only_his_zone(project: Project) -> None:
    assert seen(make.wu()) == ["邻县项目"]


def test_a_unit_sees_what_it_or_a_unit_below_it_answers_for(project: Project) -> None:
    above = make.unit("建设局")
    below = make.unit("质监站", parent=above)
    Assignment.objects.create(project=project, zone=project.zone, role="co", unit=below)
    assert seen(make.user("gao", "unit_handler", of_unit=above)) == ["锂盐项目"]
    assert seen(make.user("di", "unit_handler", of_unit=below)) == ["锂盐项目"]
    assert seen(make.user("li", "unit_handler", of_unit=make.unit("别的局"))) == []


@pytest.mark.parametrize(("since", "until", "sees"), [
    (None, None, True), (None, make.TODAY, True), (None, GONE, False), (make.TODAY, None, True),
    (COMING, None, False),
])  # fmt: skip
def test_an_assignment_opens_the_project_for_its_term(
    project: Project, since: date | None, until: date | None, sees: bool
) -> None:
    Assignment.objects.create(
        project=project, zone=project.zone, role="liaison", user=make.he(), valid_from=since, valid_to=until
    )
    assert bool(seen(make.he())) is sees
    assert may.answers_for(make.he(), project) is sees


def test_a_company_sees_its_own_while_it_is_its_own(project: Project) -> None:
    company, chen = make.enterprise(), make.chen()
    speaks = EnterpriseUser.objects.create(enterprise=company, user=chen)
    party = ProjectParty.objects.create(project=project, zone=project.zone, enterprise=company, role="owner")
    assert seen(chen) == ["锂盐项目"]
    ProjectParty.objects.filter(pk=party.pk).update(valid_to=GONE)
    assert seen(chen) == []
    ProjectParty.objects.filter(pk=party.pk).update(valid_to=None)
    EnterpriseUser.objects.filter(pk=speaks.pk).update(valid_to=GONE)
    assert seen(chen) == []


def test_the_city_sees_the_zones_below_it(project: Project) -> None:
    Region.objects.get_or_create(code="330800", defaults={"name": "衢州市"})
    boss = User.objects.create_user("boss", name="boss", password="a long enough phrase")
    Membership.objects.create(user=boss, role="city", region_id="330800")
    assert seen(boss.on(make.TODAY)) == ["邻县项目", "锂盐项目"]


def test_a_clerk_who_is_also_a_liaison_next_door_sees_both(project: Project) -> None:
    there = Project.objects.get(name="邻县项目")
    Assignment.objects.create(project=there, zone=there.zone, role="liaison", user=make.lin())
    Membership.objects.create(user=make.lin(), role="liaison", zone=there.zone)
    lin = make.lin().on(make.TODAY)
    assert seen(lin) == ["邻县项目", "锂盐项目"]
    assert (may.edit(lin, project), may.edit(lin, there)) == (True, False)


def test_a_group_is_not_counted() -> None:
    make.project("集团", is_group=True)
    assert not Project.objects.counted().exists()
