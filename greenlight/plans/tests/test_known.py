"""A plan is drafted from what happened: the day a stage was reached, not the day it was talked about."""

from __future__ import annotations

from datetime import date

import pytest

from greenlight.base.keeping import Change
from greenlight.plans.drafting import Wish
from greenlight.plans.keeping import PlanKeeper
from greenlight.plans.known import known_of
from greenlight.plans.models import Actual
from greenlight.plans.tests import cast
from greenlight.projects import actions as projects
from greenlight.projects.models import Project, StageEvent
from tests import make

pytestmark = pytest.mark.django_db
REACHED = date(2022, 3, 1)


def begun() -> Project:
    project = cast.project(stage="groundbreaking")
    StageEvent.objects.create(
        project=project, zone=project.zone, to_stage="groundbreaking", on=REACHED, actor_name="林",
        at=make.NOW,
    )  # fmt: skip
    cast.skeleton(project, groundbreaking=date(2022, 3, 31), in_production=date(2029, 6, 30))
    return project


def test_a_pause_does_not_rewrite_when_ground_was_broken() -> None:
    project = begun()
    projects.halt(by=make.by(), project=project, state="paused", reason="等资金")
    projects.resume(by=make.by(), project=project, reason="资金到位")
    project.refresh_from_db()
    cast.planned(project, Wish("backward"))
    assert cast.stone(project, "groundbreaking").done_on == REACHED
    assert set(Actual.objects.values_list("done_on", flat=True)) == {REACHED}


def test_a_stage_that_was_corrected_is_not_known_to_be_reached() -> None:
    project = begun()
    projects.correct_stage(by=make.by(), project=project, to="signed", reason="录错了项目")
    project.refresh_from_db()
    found = known_of([project])[project.pk].reached
    assert found == {"negotiating": None, "signed": None}


def test_a_ledger_goes_on_speaking_of_the_finish_it_gave_once_the_plan_is_full() -> None:
    project, promised = cast.project(), date(2029, 12, 31)
    cast.skeleton(project, in_production=promised)
    keeper = PlanKeeper()
    before = keeper.current([project.pk])
    cast.planned(project, Wish("backward"))
    assert cast.stone(project, "completed").due != promised
    assert keeper.current([project.pk])[project.pk]["planned_finish"] == "2029-12-31"
    assert before[project.pk]["planned_finish"] == "2029-12-31"
    keeper.write(make.by(), [Change(project.pk, {"planned_finish": "2029-10-31"})], None)
    assert cast.stone(project, "in_production").due == date(2029, 10, 31)
