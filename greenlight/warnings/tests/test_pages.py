"""The room's pages: open to those who may, closed to strangers, nothing typed is lost."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from greenlight.base.models import File, ImportBatch
from greenlight.people.models import User
from greenlight.projects.models import Project
from greenlight.warnings import actions, packs, panels, rehearsing
from greenlight.warnings.models import Nudge, Rule
from tests import cases, make

pytestmark = pytest.mark.django_db
DAY = make.TODAY


@pytest.fixture(autouse=True)
def _rehearsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GREENLIGHT_TODAY", DAY.isoformat())


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def request(asked: dict[str, str]) -> Any:
    """Return the request a panel is drawn for."""
    made = RequestFactory().get("/projects/1/", asked)
    made.user = make.lin()
    return made


def red() -> Project:
    project = make.project()
    cases.lead(project)
    cases.milestone(project, due=date(2022, 5, 31))
    actions.judge_projects(project.zone_id, day=DAY, at=make.NOW)
    return project


def test_the_warnings_tab_explains_nudges_and_replays() -> None:
    project = red()
    asked = request({"tab": "warnings", "on": "2022-06-10", "pack": "default"})
    text = panels.why_box(asked, project) + panels.warnings_tab(asked, project)
    for words in ("为什么是红灯", "开工晚 61 天", "满 30 天亮红灯", "还没有催办过", "开工晚 10 天", "谁来办"):
        assert words in text, words


def test_every_scene_shows_its_light_with_its_reason() -> None:
    project = red()
    assert "没有工程形象" in panels.scene_light(request({"tab": "site"}), project, "site")


def test_a_nudge_is_sent_from_the_page_and_answered() -> None:
    project = red()
    sent = browser(make.lin()).post(
        reverse("warnings:nudge", args=[project.pk]),
        {"unit": make.unit().pk, "answer_by": "2022-08-05", "message": "请说明为何未开工"},
    )
    assert sent.status_code == 302
    one = Nudge.objects.get()
    answered = browser(make.sun()).post(
        reverse("warnings:answer", args=[project.pk, one.pk]), {"answer": "8 月 3 日开工"}
    )
    assert answered.status_code == 302
    one.refresh_from_db()
    assert one.answer == "8 月 3 日开工"


def test_a_faulty_nudge_comes_back_as_it_was_typed() -> None:
    project = red()
    page = browser(make.lin()).post(
        reverse("warnings:nudge", args=[project.pk]),
        {"unit": make.unit().pk, "answer_by": "2022-07-01", "message": "请说明为何未开工"},
    )
    assert page.status_code == 422
    assert "答复日期不能早于今天 2022-07-31" in page.content.decode()
    assert "请说明为何未开工" in page.content.decode()


def test_what_turned_is_a_page_with_an_empty_state() -> None:
    client = browser(make.lin())
    assert "这段时间没有灯变色" in client.get("/turned/").content.decode()
    project = red()
    file = File.objects.create(name="八月.xlsx", sha256="0" * 64, size=1, actor_name="lin", at=make.NOW)
    batch = ImportBatch.objects.create(
        zone_id=project.zone_id, ledger="projects", file=file, actor_name="lin", created_at=make.NOW
    )
    project.milestones.update(done_on=date(2022, 7, 30))
    actions.judge_projects(project.zone_id, day=DAY, at=make.NOW, cause="import", batch_id=batch.pk)
    text = client.get("/turned/", {"batch": batch.pk}).content.decode()
    assert "已完成" in text
    assert "开工晚 60 天完成" in text
    assert browser(make.wu()).get("/turned/", {"batch": batch.pk}).status_code == 404
    assert client.get("/turned/", {"batch": "七"}).status_code == 404


def test_the_first_request_of_a_day_judges_the_zone() -> None:
    project = make.project()
    cases.milestone(project, due=date(2022, 5, 31))
    browser(make.lin()).get("/turned/")
    assert cases.light(project).colour == "red"


def test_rules_are_shown_and_set_by_those_who_may() -> None:
    zone = make.zone()
    packs.open_zone(zone.pk)
    client = browser(make.zhao())
    text = client.get("/packs/").content.decode()
    for words in ("银川 2025", "现在用它判灯", "晚几天亮红灯：30", "起用规则包"):
        assert words in text, words
    rule = Rule.objects.get(code="default-1")
    page = client.post(
        reverse("warnings:rule", args=[rule.pk]),
        {"yellow_days": 10, "red_days": 3, "is_on": "on", "valid_from": "2022-07-31", "why": "试行"},
    )
    assert page.status_code == 422
    assert "红灯的界限比黄灯还宽" in page.content.decode()
    set_ = client.post(
        reverse("warnings:rule", args=[rule.pk]),
        {"yellow_days": 3, "red_days": 10, "is_on": "on", "valid_from": "2022-07-31", "why": "试行"},
    )
    assert set_.status_code == 302
    assert "默认（本区）" in client.get("/packs/").content.decode()
    assert "起用规则包" not in browser(make.user("ji", "inspector")).get("/packs/").content.decode()


def test_packs_are_chosen_on_the_page() -> None:
    make.zone()
    packs.seed()
    client = browser(make.lin())
    told = {"packs": ["wuhan"], "valid_from": "2022-07-31"}
    for empty in ("", " \u3000"):
        page = client.post("/packs/", told | {"why": empty})
        assert page.status_code == 422
        assert "换规则包要写依据，例如" in page.content.decode()
    assert [one.code for one in packs.chosen(make.zone().pk, DAY)] != ["wuhan"]
    assert client.post("/packs/", told | {"why": "主任办公会纪要"}).status_code == 302
    assert [one.code for one in packs.chosen(make.zone().pk, DAY)] == ["wuhan"]
    assert client.post("/packs/", {"packs": ["none"], "valid_from": "2022-07-31"}).status_code == 422


@pytest.mark.parametrize("name", ["nudge", "answer"])
def test_a_stranger_finds_nothing(name: str) -> None:
    project = red()
    one = Nudge.objects.create(
        project=project, zone=project.zone, unit=make.unit(), message="请说明", answer_by=DAY,
        actor_name="lin", at=make.NOW,
    )  # fmt: skip
    args: list[Any] = [project.pk] + ([one.pk] if name == "answer" else [])
    assert browser(make.wu()).post(reverse(f"warnings:{name}", args=args), {}).status_code == 404


def test_those_who_see_no_whole_zone_find_no_rules() -> None:
    make.zone()
    packs.seed()
    rule = Rule.objects.get(code="default-1")
    for path in ("/packs/", reverse("warnings:rule", args=[rule.pk])):
        assert browser(make.sun()).get(path).status_code == 404


def test_packs_and_thresholds_are_tried_out_before_they_judge() -> None:
    red()
    client = browser(make.zhao())
    told = {"packs": ["wuhan"], "valid_from": DAY.isoformat(), "preview": "yes"}
    text = client.post("/packs/", told).content.decode()
    assert "1 个项目的灯会变" in text
    one = Rule.objects.get(code="default-1")
    told = {"yellow_days": "1", "red_days": "90", "is_on": "on", "valid_from": DAY.isoformat(),
            "preview": "yes"}  # fmt: skip
    text = client.post(f"/packs/rules/{one.pk}/", told).content.decode()
    assert "红灯 → " in text
    assert Rule.objects.filter(code="default-1").count() == 1
    assert (
        browser(make.user("hu", "inspector")).post("/packs/", told | {"packs": ["wuhan"]}).status_code == 403
    )


def test_the_slider_goes_from_the_first_light_to_today_and_its_part_stands_alone() -> None:
    project = red()
    later = DAY + timedelta(days=40)
    cases.milestone(project, due=date(2022, 8, 20), key="completed")
    actions.judge_projects(project.zone_id, day=later, at=cases.at(later))
    found = rehearsing.context({"on": "2022-08-01", "pack": ""}, project, later)
    slider = found["slider"]
    assert (slider.first, slider.last) == (later - timedelta(days=60), later)
    assert slider.first + timedelta(days=slider.at) == date(2022, 8, 1)
    assert [(one.colour, one.begin + one.days) for one in slider.spans] == [("red", 61)]
    assert found["replay"].colour == "red"
    client = Client()
    client.force_login(make.lin(), backend="django.contrib.auth.backends.ModelBackend")
    address = f"/projects/{project.pk}/replay/?on=2022-06-10&pack=default"
    part = client.get(address, headers={"X-Part": "replay"}).content.decode()
    assert "2022年6月10日" in part
    assert "<html" not in part
    assert client.get(address)["Location"].endswith("?tab=warnings&on=2022-06-10&pack=default#replay")
    nonsense = client.get(f"/projects/{project.pk}/replay/?on=x&pack=y", headers={"X-Part": "replay"})
    assert nonsense.status_code == 200
