"""The ladder acts by night: who is told, what is drafted, what a zone has set, what is taken back."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from greenlight.base import undoing
from greenlight.base.models import JournalRow
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.people.models import Zone
from greenlight.projects.models import Assignment, Project
from greenlight.supervision import actions, due, ladders, walking
from greenlight.supervision.actions.setting import Setting
from greenlight.supervision.models import LadderStep, OrderDraft
from greenlight.supervision.signals import ladder_acted
from greenlight.supervision.tests.test_ladders import LATE, act, client, held, ordered
from greenlight.warnings.models import Nightly, Told, ZoneJudged
from greenlight.warnings.models import Warning as Held
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _shelf(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setenv("GREENLIGHT_TODAY", make.TODAY.isoformat())


def answered_for(project: Project) -> Project:
    Assignment.objects.create(project=project, zone=project.zone, role="liaison", user=make.he())
    Assignment.objects.create(project=project, zone=project.zone, role="sponsor", user=make.zhao())
    return project


def walk() -> walking.Walked:
    return walking.walk(make.by(), make.zone().pk)


def judged() -> None:
    """Let the zone be judged today, so that the first page leaves its warnings as they are."""
    ZoneJudged.objects.create(zone=make.zone(), day=make.TODAY, at=make.NOW)


def last(verb: str) -> JournalRow:
    return JournalRow.objects.filter(verb=verb).latest("seq")


def setting(**more: Any) -> Setting:
    usual: dict[str, Any] = {
        "is_on": True,
        "auto": True,
        "months": 0,
        "count": 0,
        "valid_from": make.TODAY,
        "paper": "会议纪要",
    }
    return Setting(**usual | more)


# ---- the night ----
def test_yellow_is_told_to_the_liaison_two_yellows_to_the_sponsor_and_red_is_drafted() -> None:
    one, two, red = (answered_for(make.project(name)) for name in ("一", "二", "三"))
    held(one, "yellow")
    held(two, "yellow"), held(two, "yellow", "other")
    held(red, "red")
    assert walk() == walking.Walked(told=5, drafted=1)
    told = list(Told.objects.order_by("project_id", "pk").values_list("project__name", "channel", "name"))
    assert told[0] == ("一", "督办：告知联络员", "he")
    assert sorted({channel for name, channel, _ in told if name == "二"}) == [
        "督办：告知联络员", "督办：报告责任领导",
    ]  # fmt: skip
    draft = OrderDraft.objects.get()
    assert (draft.project, draft.act, draft.state) == (red, "order", "waiting")
    assert walk() == walking.Walked(0, 0)


def test_a_draft_is_answered_by_the_order_and_waits_again_when_that_is_taken_back() -> None:
    project = make.project()
    warning = held(project)
    walk()
    order = ordered(project, warning=warning)
    draft = OrderDraft.objects.get()
    assert (draft.state, draft.order) == ("done", order)
    assert walk().drafted == 0
    undoing.take_back(make.by(make.zhao()), last("order.issued"))
    order.refresh_from_db()
    draft.refresh_from_db()
    assert (order.state, draft.state, draft.order) == ("withdrawn", "waiting", None)


def test_a_late_order_calls_for_a_talk_once() -> None:
    project = make.project()
    warning = held(project)
    order = ordered(project, warning=warning)
    later = make.by(make.zhao(), at=make.NOW + timedelta(days=90))
    (draft,) = actions.draft_due(by=later, zone_id=project.zone_id)
    assert (draft.act, draft.order) == ("talk", order)
    actions.record_talk(by=later, order=order, words="约谈了局长")
    draft.refresh_from_db()
    assert draft.state == "done"
    assert actions.draft_due(by=later, zone_id=project.zone_id) == []
    undoing.take_back(later, last("order.talked"))
    draft.refresh_from_db()
    assert (draft.state, act(warning, LATE)) == ("waiting", "talk")


def test_what_was_set_aside_is_not_drafted_again_until_that_is_taken_back() -> None:
    held(make.project())
    walk()
    draft = OrderDraft.objects.get()
    with pytest.raises(NotAllowed):
        actions.set_aside(by=make.by(make.sun()), draft=draft, why="不办")
    with pytest.raises(Refused, match="为什么暂不办"):
        actions.set_aside(by=make.by(), draft=draft, why=" ")
    actions.set_aside(by=make.by(), draft=draft, why="月底复工")
    with pytest.raises(Refused, match="已经有人定过"):
        actions.set_aside(by=make.by(), draft=draft, why="月底复工")
    assert walk().drafted == 0
    undoing.take_back(make.by(), last("order.set_aside"))
    draft.refresh_from_db()
    assert (draft.state, draft.why) == ("waiting", "")


def test_the_night_walks_once_in_every_zone_that_was_judged() -> None:
    held(answered_for(make.project()), "yellow")
    assert walking.walk_by_night(make.TODAY, make.NOW, lambda: make.NOW) == 0
    ZoneJudged.objects.create(zone=make.zone(), day=make.TODAY, at=make.NOW)
    assert walking.walk_by_night(make.TODAY, make.NOW, lambda: make.NOW) == 1
    assert walking.walk_by_night(make.TODAY, make.NOW, lambda: make.NOW) == 0
    row = Nightly.objects.get()
    assert (row.done, row.ended_at) == (1, make.NOW)
    assert Told.objects.get().name == "he"


def test_a_walk_that_died_is_taken_over() -> None:
    ZoneJudged.objects.create(zone=make.zone(), day=make.TODAY, at=make.NOW)
    dead = {
        "job": walking.job(make.zone().pk),
        "day": make.TODAY,
        "began_at": make.NOW,
        "heartbeat_at": make.NOW,
    }
    Nightly.objects.create(**dead)
    assert walking.walk_by_night(make.TODAY, make.NOW, lambda: make.NOW) == 0
    later = make.NOW + timedelta(minutes=11)
    assert walking.walk_by_night(make.TODAY, later, lambda: later) == 1


def test_rooms_above_hear_who_was_told_and_what_is_drafted() -> None:
    heard: list[tuple[int, int]] = []

    def hear(told: list[Told], drafted: list[OrderDraft], **_: Any) -> None:
        heard.append((len(told), len(drafted)))

    ladder_acted.connect(hear, weak=False)
    try:
        held(answered_for(make.project()), "yellow")
        held(make.project("红"))
        walk()
    finally:
        ladder_acted.disconnect(hear)
    assert heard == [(1, 0), (0, 1)]


def test_a_thousand_warnings_cost_no_more_queries(django_assert_max_num_queries: Any) -> None:
    for n in range(25):
        held(answered_for(make.project(f"项目{n}")), "red" if n % 2 else "yellow")
    with django_assert_max_num_queries(50):
        assert walk() == walking.Walked(13, 12)


# ---- what a zone sets ----
def test_a_zone_sets_a_step_from_a_day_on_and_another_zone_does_not_feel_it() -> None:
    one = held(make.project(), "yellow")
    day = make.TODAY + timedelta(days=5)
    actions.set_step(
        by=make.by(), zone=make.zone(), code="ladder-1", setting=setting(is_on=False, valid_from=day)
    )
    assert act(one) == "tell_liaison"
    assert act(one, day) == ""
    other = make.zone("邻县工业园区", "330822")
    assert ladders.of_zones([other.pk])[other.pk] == ladders.shipped()
    undoing.take_back(make.by(), last("ladder.set"))
    assert act(one, day) == "tell_liaison"


def test_a_step_set_twice_keeps_its_versions_and_the_first_is_not_taken_back_under_the_second() -> None:
    for months in (3, 4):
        actions.set_step(
            by=make.by(), zone=make.zone(), code="ladder-2",
            setting=setting(months=months, valid_from=make.TODAY + timedelta(days=months)),
        )  # fmt: skip
    rows = LadderStep.objects.order_by("version")
    assert [(one.months, one.valid_to) for one in rows] == [(3, make.TODAY + timedelta(days=3)), (4, None)]
    first = JournalRow.objects.filter(verb="ladder.set").earliest("seq")
    with pytest.raises(Refused, match="后来又改过"):
        undoing.take_back(make.by(), first)
    undoing.take_back(make.by(), last("ladder.set"))
    assert [(one.months, one.valid_to) for one in LadderStep.objects.all()] == [(3, None)]


@pytest.mark.parametrize(
    ("code", "wrong", "told"),
    [
        ("ladder-9", {}, "没有这一步"),
        ("ladder-2", {}, "至少要填一个"),
        ("ladder-1", {"months": 2}, "不看月数"),
        ("ladder-2", {"months": 99}, "最多 24"),
        ("ladder-1", {"paper": ""}, "请写依据"),
        ("ladder-1", {"valid_from": make.TODAY - timedelta(days=1)}, "起用日期"),
    ],
)
def test_a_step_that_will_not_do_is_refused_in_words(code: str, wrong: dict[str, Any], told: str) -> None:
    with pytest.raises(Refused, match=told):
        actions.set_step(by=make.by(), zone=make.zone(), code=code, setting=setting(**wrong))
    assert not LadderStep.objects.exists()


def test_a_step_from_a_copied_paper_is_off_until_a_zone_checks_it() -> None:
    one = held(answered_for(make.project()), "red")
    unsure = [step for step in ladders.shipped() if step.is_unsure]
    assert [(step.on, step.act) for step in unsure] == [(False, "tell_sponsor")]
    judged()
    page = client(make.lin()).get("/orders/ladder/").content.decode()
    assert "待核" in page
    assert walk() == walking.Walked(0, 1)
    actions.set_step(by=make.by(), zone=make.zone(), code=unsure[0].code, setting=setting())
    above = ladders.of_warnings([one], make.TODAY)[one.pk].above
    assert [due.step.act for due in above] == ["tell_sponsor", "order"]
    assert walk() == walking.Walked(1, 0)


def test_who_may_not_set_the_ladder_is_told_so() -> None:
    with pytest.raises(NotAllowed):
        actions.set_step(by=make.by(make.he()), zone=make.zone(), code="ladder-1", setting=setting())
    page = client(make.lin()).post("/orders/ladder/ladder-2/", {"valid_from": "2022-07-31", "paper": "会议"})
    assert page.status_code == 422
    assert "至少要填一个" in page.content.decode()


# ---- what is due ----
def test_every_warning_is_counted_and_a_page_shows_fifty(django_assert_max_num_queries: Any) -> None:
    for n in range(60):
        held(make.project(f"项目{n}"), "yellow" if n % 6 else "red")
    found = due.listing(make.lin(), {})
    assert (found.count, len(found.steps)) == (60, 50)
    assert found.steps[0]["line"].held.colour == "red"
    assert [one["count"] for one in found.tabs] == [60, 10, 0, 0, 50]
    assert len(due.listing(make.lin(), {"page": "2"}).steps) == 10
    assert len(due.listing(make.lin(), {"act": "order"}).steps) == 10
    assert due.listing(make.chen(), {}).count == 0
    with django_assert_max_num_queries(20):
        due.listing(make.lin(), {"act": "tell_liaison"})


def test_the_page_walks_for_who_asks_and_shows_what_was_done() -> None:
    warning = held(answered_for(make.project()), "yellow")
    held(make.project("红"))
    judged()
    reader = client(make.lin())
    reader.post("/orders/due/walk/")
    page = reader.get("/orders/due/").content.decode()
    assert "看拟好的督办单" in page
    tab = reader.get(f"/projects/{warning.project_id}/?tab=warnings").content.decode()
    assert "谁知道了：he（督办：告知联络员" in tab
    assert Zone.objects.count() == 1
    assert Held.objects.count() == 2
