"""The ladder, the league and the figures of orders, from the database."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from greenlight.base import figures
from greenlight.base.figures import Scope
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.people.models import Role, User
from greenlight.projects.models import Assignment, Project
from greenlight.supervision import actions, doing, ladders, panels, units
from greenlight.supervision.actions.raising import Wish
from greenlight.supervision.models import Order
from greenlight.warnings.models import Told
from greenlight.warnings.models import Warning as Held
from tests import cases, make

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
LATE = make.TODAY + timedelta(days=90)


@pytest.fixture(autouse=True)
def _shelf(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setenv("GREENLIGHT_TODAY", make.TODAY.isoformat())


def held(project: Project, colour: str = "red", about: str = "land", since: date = make.TODAY) -> Held:
    return Held.objects.create(
        project=project, zone=project.zone, scene="milestones", rule="default-1", about=about, colour=colour,
        since=since, opened_on=since, shape="x", unit=make.unit(),
        reason={
            "scene": "milestones", "colour": colour, "what": "milestone_undated", "rule": "default-1",
            "version": 1, "paper": "", "numbers": {"name": "开工"}, "about": about, "since": None,
        },
    )  # fmt: skip


def ordered(project: Project | None = None, subject: str = "净地移交", **more: Any) -> Order:
    wish = Wish(make.unit(), subject, "请办", make.TODAY, make.TODAY + timedelta(days=30))
    return actions.raise_order(
        by=make.by(make.zhao()), zone_id=make.zone().pk, wish=wish, project=project, **more
    )


def act(warning: Held, day: date = make.TODAY) -> str:
    due = ladders.of_warnings([warning], day)[warning.pk].due
    return due.step.act if due else ""


# ---- the ladder ----
def test_a_warning_climbs_from_the_liaison_to_the_talk() -> None:
    project = make.project()
    Assignment.objects.create(project=project, zone=project.zone, role="liaison", user=make.he())
    one = held(project, "yellow")
    assert act(one) == "tell_liaison"
    (told,) = actions.climb(by=make.by(), warning=one, act="tell_liaison")
    assert (told.name, told.warning_id) == ("he", one.pk)
    assert act(one) == ""
    two = held(project, "yellow", "other")
    assert (act(one), act(two)) == ("tell_sponsor", "tell_sponsor")
    Held.objects.filter(pk=one.pk).update(colour="red")
    one.refresh_from_db()
    assert act(one) == "order"
    order = ordered(project, warning=one)
    assert act(one) == ""
    assert act(one, LATE) == "talk"
    actions.record_talk(by=make.by(make.zhao()), order=order, words="约谈了局长")
    assert act(one, LATE) == ""


def test_a_step_of_another_or_without_a_person_is_refused() -> None:
    project = make.project()
    one = held(project, "yellow")
    with pytest.raises(Refused, match="没有定联络员"):
        actions.climb(by=make.by(), warning=one, act="tell_liaison")
    for wrong in ("tell_sponsor", "order", "x"):
        with pytest.raises(Refused, match="还没到这一步"):
            actions.climb(by=make.by(), warning=one, act=wrong)
    with pytest.raises(NotAllowed):
        actions.climb(by=make.by(make.he()), warning=one, act="tell_liaison")
    assert not Told.objects.exists()


def test_more_warnings_cost_no_more_queries(django_assert_max_num_queries: Any) -> None:
    rows = [held(make.project(f"项目{n}"), "yellow") for n in range(30)]
    with django_assert_max_num_queries(5):
        found = ladders.of_warnings(rows, make.TODAY)
    assert all(one.due and one.due.step.act == "tell_liaison" for one in found.values())


# ---- the league ----
def test_a_unit_is_ranked_by_what_it_let_pass_and_its_numbers_are_its_rows() -> None:
    project = make.project()
    ordered(project)
    ordered(subject="别的事")
    other = make.unit("住建局")
    cases.milestone(project, due=make.TODAY - timedelta(days=9), owner=other)
    late = make.user("zhao", Role.LEADER).on(make.TODAY + timedelta(days=1))
    first, second = units.standings(late)
    assert (first.unit.name, first.light, first.tally.overdue, first.tally.base) == (
        "经济发展科", "yellow", 2, 2,
    )  # fmt: skip
    assert (second.unit, second.light, second.tally.milestones) == (other, "yellow", 1)
    assert first.tally.share == 0


def test_an_enterprise_and_a_stranger_find_no_league() -> None:
    ordered(make.project())
    assert units.standings(make.wu()) == []
    assert units.standings(make.chen()) == []


# ---- the figures ----
def readers(day: date) -> list[User]:
    return [one.on(day) for one in (make.lin(), make.zhao(), make.sun(), make.chen(), make.wu())]


def test_every_figure_of_orders_is_counted_again_from_the_events() -> None:
    project, other = make.project(), make.project("乙项目")
    sun, zhao = make.by(make.sun()), make.by(make.zhao())
    ordered(project)
    one = ordered(project, subject="二")
    actions.hand_in_plan(by=sun, order=one, words="办", day=make.TODAY)
    actions.withdraw(by=zhao, order=ordered(other, subject="三"), reason="写错")
    done = ordered(other, subject="四")
    actions.hand_in_plan(by=sun, order=done, words="办", day=make.TODAY)
    actions.decide_plan(by=zhao, order=done, approve=True)
    file = panel_file(done)
    actions.ask_closing(by=sun, order=done, words="办好", files=[file])
    actions.confirm(by=zhao, order=done)
    own = [one for one in figures.every() if one.name.startswith("orders_")]
    values = {}
    for day in (make.TODAY, make.TODAY + timedelta(days=1), LATE):
        for user in readers(day):
            for figure in own:
                answer = figure.compute(Scope(user, day))
                assert answer.value == figure.recount(Scope(user, day)), (figure.name, user.name, day)
                again = figure.compute(Scope(user, day, answer.rows)).value
                assert answer.value == again, (figure.name, user.name)
                values[figure.name, user.name, day] = answer.value
    assert values["orders_open", "lin", make.TODAY] == 2
    assert values["orders_overdue", "lin", LATE] == 2
    assert values["orders_closed_in_time_rate", "lin", make.TODAY] == 100
    assert values["orders_open", "chen", make.TODAY] == 0


def panel_file(order: Order) -> Any:
    from greenlight.base import files

    return files.store(make.by(), b"%PDF-1.7 x", "单.pdf", subject=("order", order.pk))


# ---- the pages ----
def client(user: User) -> Client:
    made = Client()
    made.force_login(user, backend=BACKEND)
    return made


def test_what_waits_for_the_reader_comes_first() -> None:
    ordered(make.project())
    second = ordered(subject="等批的")
    actions.hand_in_plan(by=make.by(make.sun()), order=second, words="办", day=make.TODAY)
    page = client(make.zhao()).get("/orders/").content.decode()
    assert page.index("等批的") < page.index("净地移交")
    assert "同意整改计划" in page
    page = client(make.sun()).get("/orders/").content.decode()
    assert page.index("净地移交") < page.index("等批的")


def test_what_a_clerk_only_writes_down_does_not_wait_for_the_clerk() -> None:
    order = ordered(make.project())
    assert doing.next_of(make.lin(), order) == ""
    assert doing.next_of(make.sun(), order) == "签收"
    page = client(make.lin()).get(f"/orders/{order.pk}/").content.decode()
    assert "代记签收" in page
    assert "btn-primary" not in page.split('class="section order-now"')[1].split("</section>")[0]


def test_a_refused_form_keeps_what_was_typed() -> None:
    order = ordered(make.project())
    late = (order.due + timedelta(days=5)).isoformat()
    answer = client(make.sun()).post(f"/orders/{order.pk}/plan/", {"words": "我们这样办", "day": late})
    said = answer.content.decode()
    assert answer.status_code == 422
    assert "先申请延期" in said
    assert "我们这样办" in said
    assert late in said
    answer = client(make.zhao()).post("/orders/new/", {"subject": "半张单子"})
    assert answer.status_code == 422
    assert "半张单子" in answer.content.decode()


def test_the_order_comes_as_a_word_document() -> None:
    order = ordered(make.project())
    answer = client(make.sun()).get(f"/orders/{order.pk}/word/")
    assert answer["Content-Disposition"].endswith(".docx")
    assert answer.content.startswith(b"PK")


def test_the_form_from_a_warning_is_filled_in_and_of_a_stranger_not_there() -> None:
    one = held(make.project())
    page = client(make.lin()).get(f"/orders/new/?warning={one.pk}").content.decode()
    assert "开工" in page
    assert client(make.wu()).get(f"/orders/new/?warning={one.pk}").status_code == 404
    assert client(make.lin()).get("/orders/new/?warning=99999999999999999999").status_code in (302, 404)


def test_the_list_costs_the_same_however_many_orders(django_assert_max_num_queries: Any) -> None:
    for n in range(20):
        ordered(make.project(f"项目{n}"))
    reader = client(make.zhao())
    reader.get("/orders/")  # the first request of a day judges the zone
    with django_assert_max_num_queries(26):
        assert reader.get("/orders/").status_code == 200


def test_an_enterprise_finds_no_order_on_its_projects_page() -> None:
    project = make.project()
    ordered(project)
    from types import SimpleNamespace

    assert panels.of_project(SimpleNamespace(user=make.chen()), project) == ""  # type: ignore[arg-type]
