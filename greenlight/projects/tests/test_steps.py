"""When a stage was reached is read once: pauses move nothing, a correction takes back what it must."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from greenlight.projects import actions, panels, steps
from greenlight.projects.models import Project, StageEvent
from tests import make

pytestmark = pytest.mark.django_db
SIGNED, BROKEN = date(2022, 3, 1), date(2022, 6, 1)


def project(stage: str = "lead") -> Project:
    return make.project(stage=stage)


def record(one: Project, to: str, on: date | None) -> None:
    actions.record_stage(by=make.by(), project=one, to=to, on=on, reason="7 月台账")


def known(one: Project) -> dict[str, date | None]:
    one.refresh_from_db()
    found = steps.reached([steps.Standing.of(one)])[one.pk]
    return {stage: step.on for stage, step in found.items()}


def test_a_pause_and_its_end_leave_the_day_of_the_stage() -> None:
    one = project()
    record(one, "signed", SIGNED)
    actions.halt(by=make.by(), project=one, state="paused", reason="等资金")
    actions.resume(by=make.by(), project=one, reason="资金到位")
    assert known(one) == {"signed": SIGNED}


def test_a_correction_keeps_the_day_on_which_its_stage_was_reached() -> None:
    one = project()
    record(one, "signed", SIGNED)
    record(one, "groundbreaking", BROKEN)
    event = actions.correct_stage(by=make.by(), project=one, to="signed", reason="录错了项目")
    assert event.on is None
    assert known(one) == {"signed": SIGNED}
    assert panels.reached_on(one) == {"signed": SIGNED}


def test_a_stage_entered_by_mistake_counts_from_the_day_it_was_reached_in_truth() -> None:
    one = project()
    record(one, "groundbreaking", date(2022, 5, 1))
    actions.correct_stage(by=make.by(), project=one, to="signed", reason="录错了")
    assert known(one) == {"signed": None}
    record(one, "groundbreaking", date(2022, 7, 20))
    assert known(one) == {"signed": None, "groundbreaking": date(2022, 7, 20)}


def test_corrections_recorded_with_a_day_of_their_own_are_read_alike() -> None:
    one = project("signed")
    for before, to, on in (("", "signed", SIGNED), ("signed", "groundbreaking", BROKEN),
                           ("groundbreaking", "signed", make.TODAY)):  # fmt: skip
        StageEvent.objects.create(
            project=one, zone=one.zone, from_stage=before, to_stage=to, on=on, actor_name="林", at=make.NOW
        )
    assert known(one) == {"signed": SIGNED}


def test_a_project_without_events_has_reached_the_stage_it_stands_at() -> None:
    one = project("registration")
    step = steps.reached([steps.Standing.of(one)])[one.pk]["registration"]
    assert (step.on, step.known) == (None, make.TODAY)


def test_many_projects_are_read_with_one_query() -> None:
    some = [make.project(f"第{n}个") for n in range(5)]
    with CaptureQueriesContext(connection) as asked:
        found = steps.reached(map(steps.Standing.of, some))
    assert len(asked) == 1
    assert set(found) == {one.pk for one in some}
