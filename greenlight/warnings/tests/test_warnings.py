"""Warnings open and close by judging; a waived one does not colour; who was told is kept."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from greenlight.base import undoing
from greenlight.base.models import JournalRow
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.plans.models import Milestone
from greenlight.projects.models import Project
from greenlight.warnings import actions, listing
from greenlight.warnings.actions.nightly import due
from greenlight.warnings.actions.waiving import furthest
from greenlight.warnings.forms import WaiveForm
from greenlight.warnings.models import LightSnapshot, NextTurn, Nightly, Told, Waiver
from greenlight.warnings.models import Warning as Held
from greenlight.warnings.signals import warnings_changed
from tests import cases, make

pytestmark = pytest.mark.django_db
DAY = make.TODAY


@pytest.fixture(autouse=True)
def _rehearsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GREENLIGHT_TODAY", DAY.isoformat())


def late(name: str = "示例锂盐生产线项目", days: int = 5) -> Project:
    """A project whose start is late by so many days, judged."""
    project = make.project(name)
    cases.lead(project)
    cases.milestone(project, due=DAY - timedelta(days=days))
    judge(project)
    return project


def judge(project: Project, day: date = DAY) -> None:
    actions.judge_projects(project.zone_id, [project.pk], day=day, at=cases.at(day))


def held(project: Project) -> Held:
    return Held.objects.get(project=project)


def waive(project: Project, days: int = 7) -> Waiver:
    return actions.waive(
        by=make.by(make.zhao()), project=project, rule="default-1", about="groundbreaking",
        until=DAY + timedelta(days=days), reason="主任办公会同意",
    )  # fmt: skip


def test_a_reason_that_holds_is_a_warning_until_it_no_longer_does() -> None:
    project = late()
    one = held(project)
    assert (one.colour, one.since, one.until, one.red_on) == ("yellow", date(2022, 7, 27), None, None)
    assert one.unit == make.unit("经济发展科")
    judge(project, date(2022, 8, 25))
    assert (held(project).colour, held(project).red_on) == ("red", date(2022, 8, 25))
    Milestone.objects.filter(project=project).update(done_on=date(2022, 8, 26))
    judge(project, date(2022, 8, 26))
    assert held(project).until == date(2022, 8, 26)
    assert held(project).since == date(2022, 7, 27)


def test_what_comes_back_is_a_new_warning() -> None:
    project = late()
    Milestone.objects.filter(project=project).update(due=date(2023, 1, 1))
    judge(project)
    Milestone.objects.filter(project=project).update(due=date(2022, 7, 1))
    judge(project)
    assert list(Held.objects.order_by("pk").values_list("until", "colour")) == [
        (DAY, "yellow"),
        (None, "red"),
    ]


def test_rooms_above_hear_what_opened_turned_red_and_closed() -> None:
    heard: list[tuple[int, int, int]] = []

    def hear(**told: list[int]) -> None:
        heard.append((len(told["opened"]), len(told["reddened"]), len(told["closed"])))

    warnings_changed.connect(hear)
    try:
        project = late()
        judge(project)
        judge(project, date(2022, 8, 25))
        Milestone.objects.filter(project=project).update(done_on=DAY)
        judge(project, date(2022, 8, 26))
    finally:
        warnings_changed.disconnect(hear)
    assert heard == [(1, 0, 0), (0, 1, 0), (0, 0, 1)]


# ---- waivers ----
def test_a_waived_warning_does_not_colour_and_says_until_when_and_why() -> None:
    project = late()
    waive(project)
    light = cases.light(project)
    assert light.colour == "grey"
    assert "已豁免到 2022-08-07：主任办公会同意" in light.told(DAY)
    assert held(project).waived_until == date(2022, 8, 7)
    assert not Held.objects.open().exists()
    assert JournalRow.objects.get(verb="waiver").why == "主任办公会同意"


def test_the_light_comes_back_the_day_after_the_waiver_ends() -> None:
    project = late()
    actions.ensure_judged(project.zone_id, DAY, make.NOW)
    waive(project)
    for day, colour in ((date(2022, 8, 7), "grey"), (date(2022, 8, 8), "yellow")):
        actions.ensure_judged(project.zone_id, day, cases.at(day))
        assert cases.light(project).colour == colour
    assert held(project).waived_until is None


def test_a_waiver_taken_back_or_undone_colours_at_once() -> None:
    project = late()
    waiver = waive(project)
    actions.end_waiver(by=make.by(make.zhao()), waiver=waiver)
    assert cases.light(project).colour == "yellow"
    undoing.take_back(make.by(make.zhao()), JournalRow.objects.get(verb="waiver.end"))
    assert cases.light(project).colour == "grey"
    undoing.take_back(make.by(make.zhao()), JournalRow.objects.get(verb="waiver"))
    assert cases.light(project).colour == "yellow"


def test_only_a_leader_waives_and_with_a_reason_and_an_end_within_a_year() -> None:
    project = late()
    with pytest.raises(NotAllowed, match="领导"):
        actions.waive(by=make.by(), project=project, rule="default-1", until=DAY, reason="同意")
    for until, reason, why in (
        (DAY, " ", "要写理由"),
        (DAY - timedelta(days=1), "同意", "截止日应在"),
        (DAY + timedelta(days=400), "同意", "截止日应在"),
        (DAY, "长" * 301, "最多 300 个字"),
    ):
        with pytest.raises(Refused, match=why):
            actions.waive(
                by=make.by(make.zhao()), project=project, rule="default-1", until=until, reason=reason
            )
    assert not Waiver.objects.exists()


@pytest.mark.parametrize(
    ("day", "last"),
    [
        (date(2022, 7, 31), date(2023, 7, 31)),
        (date(2023, 3, 1), date(2024, 3, 1)),
        (date(2024, 2, 29), date(2025, 2, 28)),
        (date(2023, 2, 28), date(2024, 2, 28)),
    ],
)
def test_the_longest_waiver_ends_on_the_same_day_of_the_next_year(day: date, last: date) -> None:
    assert furthest(day) == last
    one, words = timedelta(days=1), {"rule": "default-1", "reason": "同意"}
    assert WaiveForm(words | {"until": last.isoformat()}, day=day).is_valid()
    wrong = WaiveForm(words | {"until": (last + one).isoformat()}, day=day)
    assert wrong.errors["until"] == [f"豁免最长一年，到 {last}。"]


def test_a_day_past_a_year_is_refused_by_the_deed_itself() -> None:
    project, last = late(), date(2023, 7, 31)
    assert furthest(DAY) == last
    with pytest.raises(Refused, match="最长一年，截止日应在 2022-07-31 到 2023-07-31 之间"):
        waive(project, (last - DAY).days + 1)
    assert waive(project, (last - DAY).days).until == last


def test_nothing_is_waived_twice_or_when_it_is_gone() -> None:
    project = late()
    waive(project)
    with pytest.raises(Refused, match="已经豁免了"):
        waive(project)
    with pytest.raises(Refused, match="已经消除了"):
        actions.waive(by=make.by(make.zhao()), project=project, rule="yinchuan-1", until=DAY, reason="同意")


# ---- who was told ----
def test_who_was_told_is_kept_and_shown(client: Client) -> None:
    project = late()
    entries = [
        actions.Telling("赵主任", "站内", warning_id=held(project).pk),
        actions.Telling("没有这条", "站内", warning_id=0),
    ]
    assert len(actions.tell(by=make.by(), entries=entries)) == 1
    assert Told.objects.get().project == project
    client.force_login(make.lin())
    text = client.get(f"/projects/{project.pk}/?tab=warnings").content.decode()
    assert "赵主任" in text
    assert "现在的预警" in text


# ---- the list ----
def test_the_list_is_narrowed_and_counts_what_is_there() -> None:
    late("甲", 5)
    late("乙", 60)
    found = listing.listing(make.lin(), {})
    assert [one.held.project.name for one in found.lines] == ["乙", "甲"]
    assert found.counts == {"red": 1, "yellow": 1}
    only = listing.listing(make.lin(), {"colour": "yellow", "rule": "default-1", "scene": "milestones"})
    assert [one.held.project.name for one in only.lines] == ["甲"]
    assert listing.listing(make.lin(), {"since": "30"}).lines[0].days == 30
    assert listing.listing(make.wu(), {}).lines == []


def test_words_nobody_knows_are_left_out() -> None:
    late()
    found = listing.listing(make.lin(), {"colour": "pink", "unit": "x" * 40, "page": "-1", "state": "?"})
    assert len(found.lines) == 1
    assert found.asked.address(colour="red") == "?colour=red"


def test_the_pages_of_the_list_open(client: Client) -> None:
    client.force_login(make.zhao())
    assert "没有预警" in client.get("/warnings/").content.decode()
    project = late()
    text = client.get("/warnings/").content.decode()
    assert project.name in text
    assert "开工晚 5 天" in text
    assert "没有这样的预警" in client.get("/warnings/?colour=red").content.decode()
    waive(project)
    assert "2022-08-07" in client.get("/warnings/?state=waived").content.decode()
    assert "还没有消除的预警" in client.get("/warnings/?state=closed").content.decode()
    for name in ("warnings_red", "warning_days", "cleared_in_time"):
        assert client.get(f"/figures/{name}/").status_code == 200


def test_a_leader_waives_on_the_page_and_takes_it_back(client: Client) -> None:
    project = late()
    client.force_login(make.zhao())
    told = {"rule": "default-1", "about": "groundbreaking", "until": "2022-08-07", "reason": "同意"}
    answer = client.post(f"/projects/{project.pk}/waivers/", told)
    assert answer.status_code == 302
    text = client.get(f"/projects/{project.pk}/?tab=warnings").content.decode()
    assert "撤回豁免" in text
    waiver = Waiver.objects.get()
    client.post(f"/projects/{project.pk}/waivers/{waiver.pk}/end/")
    assert cases.light(project).colour == "yellow"
    bad = client.post(f"/projects/{project.pk}/waivers/", told | {"until": "2022-01-01"})
    assert bad.status_code == 422


# ---- the night ----
def test_the_night_judges_every_zone_once_a_day() -> None:
    late()
    other = make.project("邻县项目", zone=make.zone("邻县工业园区", "330822"))
    cases.milestone(other, due=date(2022, 5, 1))
    first = actions.run_night(DAY, make.NOW, lambda: make.NOW)
    assert first is not None
    assert (first.done, first.total, first.ended_at is not None) == (2, 2, True)
    assert cases.light(other).colour == "red"
    assert actions.run_night(DAY, make.NOW, lambda: make.NOW) is None
    assert Nightly.objects.count() == 1


def test_a_night_that_died_is_taken_over() -> None:
    late()
    Nightly.objects.create(job="lights", day=DAY, began_at=make.NOW, heartbeat_at=make.NOW)
    assert actions.run_night(DAY, make.NOW + timedelta(minutes=5), lambda: make.NOW) is None
    assert actions.run_night(DAY, make.NOW + timedelta(minutes=11), lambda: make.NOW) is not None


def test_a_night_looks_only_at_those_whose_day_has_come() -> None:
    soon, far = late("将红", 25), make.project("还早")
    cases.milestone(far, due=date(2023, 5, 1))
    actions.ensure_judged(soon.zone_id, DAY, make.NOW)
    assert NextTurn.objects.get(project=soon).next_on == date(2022, 8, 5)
    assert due(soon.zone_id, DAY, date(2022, 8, 4)) == ([], [])
    assert due(soon.zone_id, DAY, date(2022, 8, 5)) == ([soon.pk], [])


def test_a_report_entered_ahead_counts_from_its_month() -> None:
    project, day = make.project(), date(2026, 6, 30)
    cases.year_plan(project, 12000, 2026)
    cases.reported(project, 7, 12000, 2026)
    actions.ensure_judged(project.zone_id, day, cases.at(day))
    assert cases.light(project).colour == "grey"
    actions.ensure_judged(project.zone_id, date(2026, 7, 1), cases.at(date(2026, 7, 1)))
    assert cases.light(project).colour == "blue"


def test_the_number_of_queries_does_not_grow_with_the_warnings() -> None:
    def count(number: int) -> int:
        own = [late(f"{number} 之 {n}") for n in range(number)]
        ids = [one.pk for one in own]
        with CaptureQueriesContext(connection) as seen:
            actions.judge_projects(own[0].zone_id, ids, day=date(2022, 9, 30), at=make.NOW)
        return len(seen)

    assert count(2) == count(12)
    assert LightSnapshot.objects.filter(colour="red").exists()
