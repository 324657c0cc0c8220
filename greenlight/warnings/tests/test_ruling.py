"""Packs and thresholds are chosen by date; the past keeps its rules, other zones keep theirs."""

from datetime import date, timedelta

import pytest

from greenlight.base.models import JournalRow
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.warnings import actions, packs, previewing
from greenlight.warnings.models import LightSnapshot, Rule, RulePack, ZonePack
from tests import cases, make

pytestmark = pytest.mark.django_db
DAY = make.TODAY


def rule(code: str = "default-1") -> Rule:
    packs.seed()
    return Rule.objects.get(code=code, pack__zone__isnull=True)


def test_seeding_twice_changes_nothing() -> None:
    packs.seed()
    before = (list(RulePack.objects.values()), list(Rule.objects.values()))
    packs.seed()
    assert (list(RulePack.objects.values()), list(Rule.objects.values())) == before


def test_a_new_zone_is_judged_by_the_default_and_yinchuan() -> None:
    zone = make.zone()
    assert [pack.code for pack in packs.chosen(zone.pk, DAY)] == ["default", "yinchuan-2025"]
    assert [one.code for one in packs.in_force(zone.pk, DAY)] == ["default-1"]
    codes = [one.code for one in packs.in_force(zone.pk, date(2026, 7, 31))]
    assert codes == ["default-1", "yinchuan-1", "yinchuan-2", "yinchuan-3"]


def test_a_threshold_set_today_turns_lights_today_and_leaves_yesterday() -> None:
    project = make.project()
    cases.milestone(project, due=date(2022, 7, 20))
    actions.ensure_judged(project.zone_id, DAY, make.NOW)
    assert cases.light(project).colour == "yellow"
    made = actions.set_rule(
        by=make.by(make.zhao()), zone=project.zone, rule=rule(),
        params={"yellow_days": 1, "red_days": 10}, is_on=True, valid_from=DAY, why="主任办公会",
    )  # fmt: skip
    assert (made.version, made.pack.zone, made.pack.name) == (2, project.zone, "默认（本区）")
    assert cases.light(project).colour == "red"
    before = packs.in_force(project.zone_id, DAY - timedelta(days=1))
    assert [one.params["red_days"] for one in before] == [30]
    now = packs.in_force(project.zone_id, DAY)
    assert [one.params["red_days"] for one in now] == [10]
    assert JournalRow.objects.get(verb="rules.set").why == "主任办公会"


def test_another_zone_keeps_the_shipped_thresholds() -> None:
    zone, other = make.zone(), make.zone("邻县工业园区", "330822")
    actions.set_rule(
        by=make.by(), zone=zone, rule=rule(), params={"yellow_days": 5, "red_days": 50}, is_on=True,
        valid_from=DAY, why="试行",
    )  # fmt: skip
    assert [one.params["yellow_days"] for one in packs.in_force(other.pk, DAY)] == [1]
    assert rule().params == {"yellow_days": 1, "red_days": 30}


def test_a_rule_switched_off_judges_no_more() -> None:
    zone = make.zone()
    actions.set_rule(
        by=make.by(), zone=zone, rule=rule(), params=rule().params, is_on=False, valid_from=DAY, why="停用"
    )
    assert packs.in_force(zone.pk, DAY) == ()


def test_the_own_rule_is_changed_a_second_time() -> None:
    zone = make.zone()
    first = actions.set_rule(
        by=make.by(), zone=zone, rule=rule(), params={"yellow_days": 5, "red_days": 50}, is_on=True,
        valid_from=DAY, why="试行",
    )  # fmt: skip
    actions.set_rule(
        by=make.by(), zone=zone, rule=first, params={"yellow_days": 7, "red_days": 70}, is_on=True,
        valid_from=DAY, why="再试",
    )  # fmt: skip
    assert [one.params["red_days"] for one in packs.in_force(zone.pk, DAY)] == [70]
    assert RulePack.objects.filter(zone=zone).count() == 1


def test_packs_change_from_a_day_on() -> None:
    zone = make.zone()
    packs.open_zone(zone.pk)
    actions.choose_packs(by=make.by(), zone=zone, codes=["wuhan"], valid_from=DAY, why="会议纪要")
    assert [pack.code for pack in packs.chosen(zone.pk, DAY)] == ["wuhan"]
    yesterday = DAY - timedelta(days=1)
    assert [pack.code for pack in packs.chosen(zone.pk, yesterday)] == ["default", "yinchuan-2025"]
    assert ZonePack.objects.filter(zone=zone).count() == 3


def test_thresholds_that_contradict_are_refused_in_words() -> None:
    with pytest.raises(Refused, match="红灯的界限比黄灯还宽"):
        actions.set_rule(
            by=make.by(), zone=make.zone(), rule=rule(), params={"yellow_days": 30, "red_days": 1},
            is_on=True, valid_from=DAY, why="试行",
        )  # fmt: skip


def test_the_past_is_not_ruled_anew_and_a_zone_is_never_without_rules() -> None:
    packs.seed()
    with pytest.raises(Refused, match="过去的灯不改"):
        actions.choose_packs(
            by=make.by(), zone=make.zone(), codes=["wuhan"], valid_from=DAY - timedelta(days=1), why="会议"
        )
    with pytest.raises(Refused, match="至少要选一个"):
        actions.choose_packs(by=make.by(), zone=make.zone(), codes=[], valid_from=DAY, why="会议")
    for empty in ("", "  \u3000\n"):
        with pytest.raises(Refused, match="换规则包要写依据，例如"):
            actions.choose_packs(by=make.by(), zone=make.zone(), codes=["wuhan"], valid_from=DAY, why=empty)
    assert not ZonePack.objects.filter(pack__code="wuhan").exists()


def test_only_leaders_and_clerks_of_the_zone_set_rules() -> None:
    for actor in (make.sun(), make.wu()):
        with pytest.raises(NotAllowed):
            actions.choose_packs(
                by=make.by(actor), zone=make.zone(), codes=["default"], valid_from=DAY, why="会议"
            )


# ---- before it is switched ----
def zone_of_two() -> int:
    day = date(2026, 7, 31)
    for name, ytd in (("甲", 4000), ("乙", 7000)):
        project = make.project(name)
        cases.year_plan(project, 12000, 2026)
        cases.reported(project, 6, ytd, 2026)
    actions.judge_projects(project.zone_id, day=day, at=cases.at(day))
    return project.zone_id


def test_before_packs_are_switched_it_says_how_many_lights_would_turn() -> None:
    zone_id, day = zone_of_two(), date(2026, 7, 31)
    default = list(RulePack.objects.filter(code="default"))
    found = previewing.of_packs(zone_id, default, day, day)
    assert (found.projects, found.count) == (2, 2)
    assert sorted(found.turns) == [("green", "grey", 1), ("yellow", "grey", 1)]
    assert LightSnapshot.objects.filter(colour="yellow", scene="project").count() == 1


def test_before_a_threshold_is_set_it_says_which_lights_would_turn() -> None:
    zone_id, day = zone_of_two(), date(2026, 7, 31)
    points = rule("yinchuan-2")
    found = previewing.of_rule(zone_id, points, {"yellow_points": 5, "red_points": 10}, True, day)
    assert [(one.name, one.before, one.after) for one in found.rows] == [("甲", "yellow", "red")]
    assert previewing.of_rule(zone_id, points, {}, False, day).count == 2


def test_sanya_and_tianjin_can_be_chosen_and_are_dated_with_their_papers() -> None:
    packs.seed()
    codes = {pack.code for pack in packs.for_zone(make.zone().pk)}
    assert {"wuhan", "sanya-2022", "tianjin-2022", "yinchuan-2025"} <= codes
    sanya = Rule.objects.get(code="sanya-1")
    assert (sanya.grade, sanya.valid_from, sanya.is_on) == ("G", date(2022, 5, 1), True)
    copies = Rule.objects.filter(grade__in=("M", "K", "weak"))
    assert copies.exists()
    assert not copies.filter(is_on=True).exists()


def test_what_a_release_brings_is_there_when_packs_are_chosen() -> None:
    packs.seed()
    RulePack.objects.filter(code="sanya-2022").delete()
    assert "sanya-2022" in {pack.code for pack in packs.for_zone(make.zone().pk)}
