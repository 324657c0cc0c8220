"""Lights are judged from what is on record and kept as dated snapshots."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from greenlight.kernel.lights import sentence
from greenlight.people.models import Zone
from greenlight.plans.models import Milestone, Slip
from greenlight.projects.models import Project, StageEvent
from greenlight.warnings import actions, reasons
from greenlight.warnings.models import LightSnapshot, LightTurn, Scene, ZoneJudged
from tests import cases, make

pytestmark = pytest.mark.django_db
DAY = date(2022, 7, 31)


def judge(zone: Zone | None = None, day: date = DAY, **values: Any) -> int:
    zone = zone or make.zone()
    return actions.judge_projects(zone.pk, day=day, at=cases.at(day), **values)


def test_a_project_that_should_have_started_is_red_and_says_by_how_many_days() -> None:
    project = make.project()
    cases.milestone(project, due=date(2022, 5, 31))
    judge()
    light = cases.light(project)
    assert (light.colour, light.since) == ("red", date(2022, 6, 30))
    assert [sentence(one) for one in reasons.read(light.reasons)] == ["开工晚 61 天"]
    assert cases.light(project, Scene.INVESTMENT).colour == "grey"
    assert cases.light(project, Scene.MILESTONES).colour == "red"


def test_the_days_grow_when_the_reason_is_told_later_without_a_new_snapshot() -> None:
    project = make.project()
    cases.milestone(project, due=date(2022, 5, 31))
    judge()
    judge(day=date(2022, 8, 5))
    light = cases.light(project)
    assert light.day == DAY
    (told,) = reasons.read(light.reasons)
    assert sentence(reasons.as_of(told, date(2022, 8, 5))) == "开工晚 66 天"


def test_since_is_kept_while_the_colour_runs_and_begins_anew_when_it_turns() -> None:
    project = make.project()
    row = cases.milestone(project, due=date(2022, 7, 20))
    judge()
    assert (cases.light(project).colour, cases.light(project).since) == ("yellow", date(2022, 7, 21))
    Milestone.objects.filter(pk=row.pk).update(due=date(2022, 7, 25))
    judge(day=date(2022, 8, 2))
    assert (cases.light(project).colour, cases.light(project).since) == ("yellow", date(2022, 7, 21))
    judge(day=date(2022, 8, 24))
    assert (cases.light(project).colour, cases.light(project).since) == ("red", date(2022, 8, 24))
    assert LightSnapshot.objects.filter(project=project, scene=Scene.PROJECT).count() == 3


def test_a_new_light_is_never_dated_back_into_days_that_showed_another() -> None:
    project = make.project()
    row = cases.milestone(project, due=date(2022, 12, 31))
    actions.ensure_judged(project.zone_id, date(2022, 7, 30), cases.at(date(2022, 7, 30)))
    assert cases.light(project).colour == "grey"
    Milestone.objects.filter(pk=row.pk).update(due=date(2022, 2, 1))
    judge()
    assert (cases.light(project).colour, cases.light(project).since) == ("red", DAY)


def test_judging_again_changes_nothing() -> None:
    project = make.project()
    cases.milestone(project, due=date(2022, 5, 31))
    assert judge() == 1
    before = list(LightSnapshot.objects.order_by("pk").values())
    assert judge() == 0
    assert list(LightSnapshot.objects.order_by("pk").values()) == before
    assert LightTurn.objects.filter(scene=Scene.PROJECT).count() == 1


def test_a_light_that_turns_twice_in_a_day_keeps_one_snapshot_and_both_turns() -> None:
    project = make.project()
    row = cases.milestone(project, due=date(2022, 5, 31))
    judge()
    Milestone.objects.filter(pk=row.pk).update(done_on=date(2022, 7, 30))
    judge(batch_id=7, cause="import")
    assert cases.light(project).colour == "blue"
    assert LightSnapshot.objects.filter(project=project, scene=Scene.PROJECT).count() == 1
    turns = LightTurn.objects.filter(project=project, scene=Scene.PROJECT).order_by("pk")
    assert [(one.from_colour, one.to_colour, one.batch_id) for one in turns] == [
        ("", "red", None),
        ("red", "blue", 7),
    ]


def test_the_owner_of_the_earliest_red_milestone_must_act() -> None:
    project = make.project()
    cases.lead(project)
    cases.milestone(project, due=date(2022, 6, 1), owner=make.unit("资规分局"))
    cases.milestone(project, "IND019", due=date(2022, 3, 1), owner=make.unit("土地收储中心"), seq=5)
    judge()
    assert cases.light(project).must_act_unit == make.unit("土地收储中心")


def test_without_a_late_milestone_the_responsible_unit_must_act() -> None:
    zone, day = make.zone(), date(2026, 7, 31)
    project = make.project()
    cases.lead(project)
    cases.milestone(project, done_on=date(2026, 3, 1), due=date(2026, 3, 1), owner=make.unit("资规分局"))
    cases.year_plan(project, 12000, 2026)
    cases.reported(project, 7, 1000, 2026)
    judge(zone, day)
    light = cases.light(project)
    assert (light.colour, light.must_act_unit) == ("red", make.unit("经济发展科"))
    assert sentence(reasons.read(light.reasons)[0]) == "低于序时 50.0 个百分点"


def test_nobody_must_act_on_a_green_light() -> None:
    project = make.project()
    cases.lead(project)
    cases.milestone(project, due=date(2022, 5, 1), done_on=date(2022, 5, 1))
    cases.milestone(project, "completed", due=date(2023, 5, 1))
    judge()
    light = cases.light(project)
    assert (light.colour, light.must_act_unit) == ("green", None)


def test_a_slip_that_waits_moves_nothing_but_its_mark() -> None:
    project = make.project()
    due = date(2022, 5, 31)
    row = cases.milestone(project, due=due)
    Slip.objects.create(
        milestone=row, zone=project.zone, from_due=due, to_due=date(2022, 12, 31),
        reason_class="land", asked_by_name="林", asked_at=make.NOW,
    )  # fmt: skip
    judge()
    light = cases.light(project)
    assert light.colour == "red"
    assert "改期待批" in sentence(reasons.read(light.reasons)[0])


def test_a_project_said_to_have_started_without_a_day_is_not_called_late() -> None:
    project = make.project(stage="groundbreaking")
    StageEvent.objects.create(
        project=project, zone=project.zone, to_stage="groundbreaking", recorded=True,
        actor_name="林", at=make.NOW,
    )  # fmt: skip
    cases.milestone(project, due=date(2022, 3, 31))
    cases.milestone(project, "completed", due=date(2023, 12, 31))
    judge()
    assert cases.light(project).colour == "green"


def test_a_paused_project_is_grey_and_a_group_has_no_light() -> None:
    paused = make.project("停着的项目", halt="paused")
    cases.milestone(paused, due=date(2022, 1, 1))
    group = make.project("集团", is_group=True)
    judge()
    assert cases.light(paused).colour == "grey"
    assert not LightSnapshot.objects.filter(project=group).exists()


def test_a_zone_is_judged_once_a_day() -> None:
    zone = make.zone()
    cases.milestone(make.project(), due=date(2022, 5, 31))
    assert actions.ensure_judged(zone.pk, DAY, make.NOW)
    assert not actions.ensure_judged(zone.pk, DAY, make.NOW)
    assert not actions.ensure_judged(zone.pk, date(2022, 7, 30), make.NOW)
    assert ZoneJudged.objects.get(zone=zone).day == DAY


def test_only_the_projects_named_are_judged() -> None:
    one, other = make.project("甲"), make.project("乙")
    for project in (one, other):
        cases.milestone(project, due=date(2022, 5, 31))
    judge(ids=[one.pk])
    assert cases.light(one).colour == "red"
    assert not LightSnapshot.objects.filter(project=other).exists()


def test_the_number_of_queries_does_not_grow_with_the_projects() -> None:
    def count(number: int) -> int:
        for n in range(number):
            cases.milestone(make.project(f"{number} 之 {n}"), due=date(2022, 5, 31))
        ids = list(Project.objects.filter(name__startswith=f"{number} 之").values_list("pk", flat=True))
        judge(ids=ids, day=date(2022, 6, 1))
        with CaptureQueriesContext(connection) as seen:
            judge(ids=ids)
        return len(seen)

    assert count(2) == count(30)
