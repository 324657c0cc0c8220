"""The three pages everybody opens ask the database a fixed number of questions, and few."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client

from greenlight.base.figures import Scope
from greenlight.desk import lines
from greenlight.desk.cockpit.money import money
from greenlight.desk.models import ProjectLine
from greenlight.investment.figures import Money
from greenlight.plans import table
from greenlight.plans.actions import make as make_plan
from greenlight.plans.drafting import FORWARD, Wish
from greenlight.projects import library
from greenlight.projects.models import Project
from greenlight.warnings import packs, turned
from greenlight.warnings.actions import judge_projects
from tests import make

pytestmark = pytest.mark.django_db
AtMost = Callable[[int], AbstractContextManager[object]]


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GREENLIGHT_TODAY", make.TODAY.isoformat())
    library.seed()
    packs.seed()
    packs.open_zone(make.zone().pk)


@pytest.fixture
def reader() -> Client:
    client = Client()
    client.force_login(make.lin(), backend="django.contrib.auth.backends.ModelBackend")
    client.get("/help/")  # the day is judged and the session stands
    return client


def zone_of(count: int) -> list[Project]:
    made = [make.project(f"示例电池{n}号项目") for n in range(count)]
    judge_projects(make.zone().pk, day=make.TODAY, at=make.NOW, cause="day")
    lines.rebuild_all(make.zone().pk)
    return made


def test_a_project_with_a_full_plan_is_shown_with_few_questions(
    reader: Client, django_assert_max_num_queries: AtMost
) -> None:
    [project] = zone_of(1)
    make_plan(by=make.by(), project=project, wish=Wish(mode=FORWARD))
    with django_assert_max_num_queries(28):
        page = reader.get(f"/projects/{project.pk}/")
    assert page.status_code == 200
    assert len(table.lines(project, make.TODAY)) > 30


@pytest.mark.parametrize("count", [1, 30])
def test_the_first_page_asks_the_same_however_many_projects(
    reader: Client, count: int, django_assert_max_num_queries: AtMost
) -> None:
    zone_of(count)
    with django_assert_max_num_queries(22):  # four of them ask for the orders that wait
        assert reader.get("/").status_code == 200


@pytest.mark.parametrize("count", [1, 30])
def test_the_cockpit_asks_the_same_however_many_projects(
    reader: Client, count: int, django_assert_max_num_queries: AtMost
) -> None:
    zone_of(count)
    with django_assert_max_num_queries(25):
        assert reader.get("/cockpit/").status_code == 200


def test_the_lines_add_up_to_what_the_rooms_say() -> None:
    zone_of(3)
    scope = Scope(make.lin(), make.TODAY)
    told, plain = money(scope, 3), Money(scope)
    assert (told.period, told.sums, told.late) == (plain.period, plain.sums, plain.late)


def test_while_lines_are_missing_the_rooms_are_asked() -> None:
    zone_of(3)
    ProjectLine.objects.all().delete()
    assert "sums" not in vars(money(Scope(make.lin(), make.TODAY), 3))


def test_what_got_worse_is_counted_as_it_is_listed() -> None:
    zone_of(12)
    since, user = make.TODAY.replace(year=make.TODAY.year - 1), make.lin()
    listed = turned.turns(user, since=since, day=make.TODAY)
    bad = [one for one in listed if one.after in ("red", "yellow")]
    found = turned.worse(user, since=since, day=make.TODAY, most=5)
    assert (found.count, found.worse, found.rows) == (len(listed), len(bad), bad[:5])
