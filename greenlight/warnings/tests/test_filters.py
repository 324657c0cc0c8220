"""Conditions on lights narrow the ledger; a value nobody knows leaves no rows."""

from datetime import date

import pytest

from greenlight.base import keeping
from greenlight.projects.models import Project
from greenlight.warnings import actions
from tests import cases, make

pytestmark = pytest.mark.django_db
DAY = make.TODAY


def names(**asked: str) -> list[str]:
    """List what the ledger page shows."""
    bound = keeping.binding("projects")
    rows = bound.narrow(Project.objects.visible_to(make.lin()), asked, make.lin())
    return list(rows.order_by("pk").values_list("name", flat=True))


def zone() -> None:
    red, yellow, _ = make.project("红的"), make.project("黄的"), make.project("没有计划的")
    cases.milestone(red, due=date(2022, 1, 10))
    cases.milestone(yellow, due=date(2022, 7, 20))
    actions.judge_projects(red.zone_id, day=DAY, at=make.NOW)
    make.project("还没判灯的")


def test_by_colour_with_unjudged_ones_grey() -> None:
    zone()
    assert names(light="red,yellow") == ["红的", "黄的"]
    assert names(light="grey") == ["没有计划的", "还没判灯的"]
    assert names(light="紫") == []


def test_by_scene_and_by_days() -> None:
    zone()
    assert names(scene="milestones") == ["红的", "黄的"]
    assert names(scene="investment") == []
    assert names(since="30") == ["红的"]
    assert names(since="x") == []


def test_by_nudge() -> None:
    zone()
    red = Project.objects.get(name="红的")
    actions.nudge(by=make.by(), project=red, unit=make.unit(), answer_by=date(2022, 8, 3), message="请说明")
    assert names(nudged="waiting") == ["红的"]
    assert names(nudged="overdue") == []
    assert "红的" not in names(nudged="none")


def test_the_ledger_sorts_by_light() -> None:
    zone()
    expression = keeping.binding("projects").orders["light"]
    found = Project.objects.order_by(expression.asc(nulls_last=True), "pk").values_list("name", flat=True)
    assert list(found)[:2] == ["红的", "黄的"]
