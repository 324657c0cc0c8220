"""The start a light is judged by: the day ground was broken in truth."""

from __future__ import annotations

from datetime import date

import pytest

from greenlight.plans.tests import cast
from greenlight.projects import actions
from greenlight.warnings import facts
from tests import make

pytestmark = pytest.mark.django_db


def test_a_start_recorded_by_mistake_is_forgotten_once_it_is_corrected() -> None:
    project = make.project(stage="lead")
    cast.skeleton(project, groundbreaking=date(2022, 6, 30))
    for on in (date(2022, 5, 1), date(2022, 7, 20)):
        actions.record_stage(by=make.by(), project=project, to="groundbreaking", on=on, reason="台账")
        start = facts.collect([project.pk], make.TODAY)[project.pk].facts.start
        assert start is not None
        assert start.actual == on
        project.refresh_from_db()
        if on.month == 5:
            actions.correct_stage(by=make.by(), project=project, to="signed", reason="录错了")
            project.refresh_from_db()
