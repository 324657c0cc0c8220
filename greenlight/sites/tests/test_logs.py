"""A day on the site: taken in once, on a day that is open; the ledger follows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest

from greenlight.base import undoing
from greenlight.base.models import JournalRow
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.desk.models import ProjectLine
from greenlight.projects import actions as projects
from greenlight.projects.models import Project
from greenlight.sites import actions, facts
from greenlight.sites.models import Part, PartProgress, SiteLog
from greenlight.sites.told import LogTold, PartTold
from tests import make

pytestmark = pytest.mark.django_db
TODAY = make.TODAY


def told(day: date = TODAY, **more: Any) -> LogTold:
    facts: dict[str, Any] = {"client_uuid": uuid4(), "day": day, "words": "主体施工至三层"}
    return LogTold(**facts | more)


def sent(project: Project, **more: Any) -> SiteLog:
    return actions.send_log(by=make.by(), project=project, log=told(**more))


def parted(project: Project) -> dict[str, int]:
    """Give a project two parts of 75 and 25."""
    wanted = [PartTold("主体结构", Decimal(3)), PartTold("设备安装", Decimal(1))]
    return {one.name: one.pk for one in actions.define_parts(by=make.by(), project=project, parts=wanted)}


def shown(project: Project) -> tuple[str, Decimal | None, date | None]:
    project.refresh_from_db()
    return project.site_progress, project.site_percent, project.site_updated_on


def test_what_the_newest_log_says_stands_in_the_ledger_at_once() -> None:
    project = make.project()
    sent(project, percent=Decimal(40))
    assert shown(project) == ("主体施工至三层", Decimal(40), TODAY)
    assert ProjectLine.objects.get(pk=project.pk).site_progress == "主体施工至三层"
    assert project.version == 2


def test_a_log_that_is_sent_again_is_the_same_log() -> None:
    project, log = make.project(), told(percent=Decimal(40))
    first = actions.send_log(by=make.by(), project=project, log=log)
    again = actions.send_log(by=make.by(), project=project, log=replace(log, percent=Decimal(99)))
    assert again == first
    assert SiteLog.objects.count() == 1
    assert JournalRow.objects.filter(verb="site.log").count() == 1
    assert shown(project)[1] == 40


def test_an_id_used_elsewhere_is_refused_in_words() -> None:
    log = told()
    actions.send_log(by=make.by(), project=make.project(), log=log)
    with pytest.raises(Refused, match="重新记一条"):
        actions.send_log(by=make.by(), project=make.project("另一个"), log=log)
    assert SiteLog.objects.count() == 1


def test_the_whole_is_the_sum_of_parts_by_their_weights() -> None:
    project = make.project()
    parts = parted(project)
    log = sent(project, words="", parts={parts["主体结构"]: Decimal(80)})
    assert log.words == "主体结构完成 80%"
    assert log.percent == Decimal(60)
    sent(project, words="", parts={parts["设备安装"]: Decimal("10.5")})
    assert shown(project)[:2] == ("设备安装完成 10.5%", Decimal("62.63"))


def test_new_weights_count_at_once() -> None:
    project = make.project()
    parts = parted(project)
    sent(project, parts={parts["主体结构"]: Decimal(80)})
    wanted = [PartTold("主体结构", Decimal(1)), PartTold("室外配套", Decimal(1))]
    actions.define_parts(by=make.by(), project=project, parts=wanted)
    assert shown(project)[1] == 40
    assert Part.objects.get(name="设备安装").in_force is False
    assert [one.part.name for one in facts.parts_now(project)] == ["主体结构", "室外配套"]


@pytest.mark.parametrize(
    ("today", "day", "words"),
    [
        (TODAY, TODAY + timedelta(days=1), "还没有到"),
        (TODAY, date(2022, 6, 29), "太早"),
        (date(2022, 8, 11), date(2022, 7, 31), "2022 年 7 月已经汇总"),
    ],
)
def test_a_day_that_is_not_open_is_refused_in_words(today: date, day: date, words: str) -> None:
    by = make.by(at=make.NOW.replace(year=today.year, month=today.month, day=today.day))
    with pytest.raises(Refused, match=words):
        actions.send_log(by=by, project=make.project(), log=told(day))
    assert not SiteLog.objects.exists()


def test_last_month_is_open_until_the_tenth() -> None:
    by = make.by(at=make.NOW.replace(month=8, day=10))
    assert actions.send_log(by=by, project=make.project(), log=told(date(2022, 7, 30))).pk


@pytest.mark.parametrize("percent", ["101", "-1", "NaN", "Infinity", "40.123"])
def test_a_percent_that_cannot_be_is_refused_and_nothing_is_written(percent: str) -> None:
    project = make.project()
    with pytest.raises(Refused, match=r"不对|太细"):
        sent(project, percent=Decimal(percent))
    assert not SiteLog.objects.exists()
    assert shown(project) == ("", None, None)


def test_a_percent_that_falls_asks_for_its_reason() -> None:
    project = make.project()
    parts = parted(project)
    sent(project, day=TODAY - timedelta(days=1), parts={parts["主体结构"]: Decimal(72)})
    lower = {parts["主体结构"]: Decimal(60)}
    with pytest.raises(Refused, match="上次报 72%（2022-07-30），这次 60%"):
        sent(project, parts=lower)
    assert sent(project, parts=lower, reason="三层返工").percent == 45


def test_a_late_log_does_not_hide_a_newer_one() -> None:
    project = make.project()
    sent(project, words="封顶", percent=Decimal(60))
    sent(project, day=TODAY - timedelta(days=3), words="二层", percent=Decimal(30))
    assert shown(project) == ("封顶", Decimal(60), TODAY)
    assert facts.curve(project) == [(TODAY - timedelta(days=3), Decimal(30)), (TODAY, Decimal(60))]


def test_a_later_simple_report_is_not_overwritten_by_an_older_log() -> None:
    project = make.project()
    projects.report_site(by=make.by(), project=project, words="装修", percent=Decimal(80), on=TODAY)
    sent(project, day=TODAY - timedelta(days=1), percent=Decimal(30))
    assert shown(project) == ("装修", Decimal(80), TODAY)


def test_a_log_taken_back_gives_the_ledger_what_was_there_before() -> None:
    project = make.project(site_progress="基础", site_percent=Decimal(10), site_updated_on=date(2022, 7, 1))
    log = sent(project, percent=Decimal(90))
    actions.retract_log(by=make.by(), log=log, why="记错了项目")
    assert shown(project) == ("基础", Decimal(10), date(2022, 7, 1))
    assert not SiteLog.objects.standing().exists()
    with pytest.raises(Refused, match="已经撤回"):
        actions.retract_log(by=make.by(), log=log, why="再来")


def test_a_log_put_right_keeps_both_in_the_journal() -> None:
    project = make.project()
    parts = parted(project)
    log = sent(project, parts={parts["主体结构"]: Decimal(80)}, workers=460)
    right = LogTold(log.client_uuid, TODAY, "", {parts["主体结构"]: Decimal(70)}, workers=46)
    actions.correct_log(by=make.by(), log=log, told=right, why="多写了一个 0")
    row = JournalRow.objects.latest("seq")
    assert (row.before["workers"], row.after["workers"], row.why) == (460, 46, "多写了一个 0")
    assert row.before["parts"] == {"主体结构": "80"}
    assert shown(project)[1] == Decimal("52.5")
    assert PartProgress.objects.count() == 1


def test_only_its_writer_and_the_clerks_put_a_log_right() -> None:
    project = make.project()
    projects.assign(by=make.by(), project=project, role="lead", unit=make.unit())
    log = sent(project)
    with pytest.raises(NotAllowed):
        actions.retract_log(by=make.by(make.sun()), log=log, why="不是我的")


def test_who_has_nothing_to_do_with_the_project_sends_nothing() -> None:
    with pytest.raises(NotAllowed, match="没有交给您"):
        actions.send_log(by=make.by(make.he()), project=make.project(), log=told())


def test_a_group_has_no_site() -> None:
    with pytest.raises(Refused, match="项目群"):
        sent(make.project(is_group=True))


def test_a_log_can_be_taken_back_with_undo() -> None:
    project = make.project()
    sent(project, percent=Decimal(40))
    undoing.take_back(make.by(), JournalRow.objects.get(verb="site.log"))
    assert shown(project) == ("", None, None)
    assert not SiteLog.objects.standing().exists()


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"workers": -1}, "工人 -1"),
        ({"machines": 9999}, "机械 9999"),
        ({"words": "字" * 501}, "最多 500"),
        ({"problem_kind": "nothing"}, "问题请从"),
        ({"parts": {12345: Decimal(1)}}, "部位已经改过"),
    ],
)
def test_what_cannot_be_is_said_in_words(more: dict[str, Any], words: str) -> None:
    with pytest.raises(Refused, match=words):
        sent(make.project(), **more)


def test_nonsense_of_a_phone_is_dropped_not_stored() -> None:
    log = sent(make.project(), lat=float("nan"), lon=float("inf"), written_at=make.NOW.replace(year=1970))
    assert (log.lat, log.lon, log.at) == (None, None, make.NOW)


def test_activity_of_many_projects_is_three_queries(django_assert_num_queries: Any) -> None:
    ones = [make.project(f"项目{n}") for n in range(3)]
    for one in ones[:2]:
        sent(one, problem_kind="material", percent=Decimal(5))
    with django_assert_num_queries(3):
        found = facts.activity([one.pk for one in ones], TODAY)
    assert found[ones[0].pk] == facts.Activity(TODAY, None, 1, 0, Decimal(5), "缺材料")
    assert found[ones[2].pk] == facts.Activity()


def test_ids_are_the_zones_own() -> None:
    one = UUID(int=5)
    actions.send_log(by=make.by(), project=make.project(), log=told(client_uuid=one))
    there = make.project("邻县项目", zone=make.wu().scope and make.zone("邻县工业园区", "330822"))
    actions.send_log(by=make.by(make.wu()), project=there, log=told(client_uuid=one))
    assert SiteLog.objects.count() == 2
