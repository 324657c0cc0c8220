"""Every condition and every order of the ledger that this room knows."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from greenlight.base import keeping
from greenlight.people.models import User
from greenlight.projects import filters
from greenlight.projects.models import (
    Assignment,
    Listing,
    Project,
    ProjectAlias,
    ProjectCode,
    ProjectParty,
    TaskForce,
    TaskForceMember,
)
from tests import make

pytestmark = pytest.mark.django_db
OWN = [one.name for one in filters.filters()]
NONSENSE = [
    "",
    "odd",
    "-1",
    "0",
    "9" * 60,
    "１２",
    "²",
    "\x00",
    "\ud800",
    "长" * 5000,
    ",",
    "a,b",
    "%",
    "_",
    "'\";--",
    "1e9",
]
GONE = make.TODAY - timedelta(days=1)


def names(_user: User | None = None, **asked: str) -> list[str]:
    return found_by(_user or make.lin(), asked)


def found_by(reader: User, asked: dict[str, str]) -> list[str]:
    rows = keeping.binding("projects").narrow(Project.objects.visible_to(reader), asked, reader)
    return sorted(rows.distinct().values_list("name", flat=True))


@pytest.fixture
def two() -> tuple[Project, Project]:
    one = make.project("锂盐项目", stage="groundbreaking", nature="new", location="清湖", is_example=True)
    other = make.project(
        "道路工程", kind="government", stage="registration", nature="continuing", halt="paused"
    )
    return one, other


def hold(project: Project, role: str = "lead", **more: object) -> Assignment:
    return Assignment.objects.create(project=project, zone=project.zone, role=role, **more)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"stage": "groundbreaking"}, ["锂盐项目"]),
        ({"stage": "groundbreaking,registration"}, ["道路工程", "锂盐项目"]),
        ({"stage": "groundbreaking,odd"}, ["锂盐项目"]),
        ({"kind": "government"}, ["道路工程"]),
        ({"nature": "new"}, ["锂盐项目"]),
        ({"halt": "active"}, ["锂盐项目"]),
        ({"halt": "paused"}, ["道路工程"]),
        ({"halt": "terminated"}, []),
        ({"started": "yes"}, ["锂盐项目"]),
        ({"started": "no"}, ["道路工程"]),
        ({"example": "yes"}, ["锂盐项目"]),
        ({"example": "no"}, ["道路工程"]),
        ({"stage": "groundbreaking", "kind": "government"}, []),
        ({"page": "2", "sort": "x"}, ["道路工程", "锂盐项目"]),
    ],
)
def test_a_condition_leaves_what_it_says(
    two: tuple[Project, Project], asked: dict[str, str], found: list[str]
) -> None:
    assert found_by(make.lin(), asked) == found


def test_search_finds_name_place_code_spelling_and_company(two: tuple[Project, Project]) -> None:
    one, other = two
    ProjectCode.objects.create(project=one, zone=one.zone, code="2206-330881-04-01-123456")
    ProjectAlias.objects.create(project=other, zone=other.zone, name="绕城线", name_norm="绕城线")
    ProjectParty.objects.create(
        project=one, zone=one.zone, enterprise=make.enterprise("华友公司"), role="owner"
    )
    for word in ("锂盐", "清湖", "2206-330881", "华友", "锂盐 清湖", " 锂盐\x00 "):
        assert plainly(word) == ["锂盐项目"], word
    assert plainly("绕城") == ["道路工程"]
    assert plainly("锂盐 道路") == []
    assert plainly("%") == plainly("_") == []


def plainly(word: str) -> list[str]:
    """Search without the index, as the room itself knows how; desk.search puts its index before it."""
    found = filters.text(Project.objects.visible_to(make.lin()), word, make.lin())
    return sorted(found.values_list("name", flat=True))


def test_a_unit_answers_while_its_term_lasts(two: tuple[Project, Project]) -> None:
    one, other = two
    office = make.unit()
    hold(one, unit=office)
    hold(other, "co", unit=office, valid_to=GONE)
    assert names(unit=str(office.pk)) == ["锂盐项目"]
    Assignment.objects.filter(project=other).update(valid_to=make.TODAY)
    assert names(unit=str(office.pk)) == ["道路工程", "锂盐项目"]


def test_a_sponsor_is_found_by_name_as_a_person_or_a_user(two: tuple[Project, Project]) -> None:
    one, other = two
    hold(one, "sponsor", person="张三")
    hold(other, "sponsor", user=make.zhao())
    assert names(sponsor="张三") == ["锂盐项目"]
    assert names(sponsor="zhao") == ["道路工程"]
    assert names(sponsor="张") == []


def test_mine_are_those_of_me_my_units_and_my_task_forces(two: tuple[Project, Project]) -> None:
    one, other = two
    third = make.project("第三个")
    make.project("第四个")
    team = TaskForce.objects.create(zone=one.zone, name="专班")
    TaskForceMember.objects.create(task_force=team, user=make.lin())
    hold(one, "liaison", user=make.lin())
    hold(other, "sponsor", task_force=team)
    hold(third, "sponsor", person="lin")
    assert names(mine="1") == sorted(["锂盐项目", "道路工程", "第三个"])
    TaskForceMember.objects.update(valid_to=GONE)
    assert names(mine="1") == sorted(["锂盐项目", "第三个"])
    assert names(mine="0") == []


def test_lists_narrow_by_name_year_and_planned_start(two: tuple[Project, Project]) -> None:
    one, other = two
    Listing.objects.create(project=one, zone=one.zone, name="省重点", year=2022, planned_new=True)
    Listing.objects.create(project=other, zone=other.zone, name="年度清单", year=2021)
    assert names(listing="省重点") == names(year="2022") == names(planned_new="2022") == ["锂盐项目"]
    assert names(listing="any") == ["道路工程", "锂盐项目"]
    assert names(planned_new="2021") == names(year="1999") == names(listing="省") == []


@pytest.mark.parametrize("name", OWN)
def test_a_value_that_means_nothing_leaves_nothing_and_never_breaks(
    two: tuple[Project, Project], name: str
) -> None:
    for value in NONSENSE:
        found = found_by(make.lin(), {name: value})
        if not value:
            assert len(found) == 2, (name, value)
        else:
            assert found == [], (name, value)


@pytest.mark.parametrize("name", OWN)
def test_every_choice_offered_is_one_the_condition_knows(two: tuple[Project, Project], name: str) -> None:
    one = keeping.binding("projects").filters[name]
    reader = make.lin()
    for value, label in one.choices:
        assert label
        assert one.apply(Project.objects.visible_to(reader), value, reader).count() <= 2


def test_no_condition_opens_another_zone(two: tuple[Project, Project]) -> None:
    for name, value in (("kind", "attraction"), ("q", "锂盐"), ("halt", "active"), ("example", "yes")):
        assert found_by(make.wu(), {name: value}) == []


# ---- orders ----
@pytest.mark.parametrize("key", list(filters.orders()))
def test_every_order_sorts_both_ways(two: tuple[Project, Project], key: str) -> None:
    one, other = two
    hold(one, unit=make.unit("乙局"))
    hold(other, unit=make.unit("甲局"))
    Project.objects.filter(pk=one.pk).update(total_wan=None)
    expression = keeping.binding("projects").orders[key]
    rows = Project.objects.all()
    up = list(rows.order_by(expression.asc(nulls_last=True), "pk"))
    down = list(rows.order_by(expression.desc(nulls_last=True), "pk"))
    assert len(up) == len(down) == 2
    if key == "total_investment":
        assert up[-1] == down[-1] == one
    elif key != "updated":
        assert up == down[::-1]


def test_stages_sort_by_their_place_in_the_chain() -> None:
    for name, stage in (("后", "in_production"), ("前", "signed"), ("中", "groundbreaking")):
        make.project(name, stage=stage)
    order = filters.orders()["stage"]
    assert [one.name for one in Project.objects.order_by(order)] == ["前", "中", "后"]


def test_a_project_whose_unit_left_sorts_as_one_without() -> None:
    project = make.project()
    hold(project, unit=make.unit(), valid_to=date(2022, 1, 1))
    leads = Project.objects.annotate(lead=filters.orders()["unit"]).values_list("lead", flat=True)
    assert list(leads) == [""]
