"""The conditions of the ledger page that plans answer, and who sees a project by a milestone."""

from __future__ import annotations

from datetime import date

import pytest

from greenlight.base import keeping
from greenlight.plans import actions
from greenlight.plans.models import Milestone
from greenlight.plans.tests import cast
from greenlight.projects.models import Project
from tests import make

pytestmark = pytest.mark.django_db


def left(**asked: str) -> set[str]:
    rows = keeping.binding("projects").narrow(Project.objects.all(), asked, make.lin())
    return set(rows.values_list("name", flat=True))


@pytest.fixture
def projects() -> None:
    """July 31: one due today, one 20 days late, one two months late, one done, one without dates."""
    due = {
        "今天": date(2022, 7, 31),
        "晚了": date(2022, 7, 11),
        "很晚": date(2022, 5, 31),
        "做完": date(2022, 7, 1),
    }
    for name, day in due.items():
        cast.skeleton(cast.project(name=name, stage="signed"), groundbreaking=day)
    Milestone.objects.filter(project__name="做完").update(done_on=date(2022, 7, 2))
    cast.project(name="没有", stage="signed")


@pytest.mark.usefixtures("projects")
def test_due_conditions_leave_what_their_words_say() -> None:
    assert left(due="this_month") == {"今天", "晚了"}
    assert left(due="overdue") == {"晚了", "很晚"}
    assert left(due="overdue30") == {"很晚"}
    assert left(due="no_plan") == {"没有"}
    assert left(due="whatever") == set()


@pytest.mark.usefixtures("projects")
def test_a_stage_reached_without_its_day_or_a_project_that_rests_is_not_overdue() -> None:
    Project.objects.filter(name="晚了").update(stage="groundbreaking")
    Project.objects.filter(name="很晚").update(halt="paused")
    assert left(due="overdue") == set()


@pytest.mark.usefixtures("projects")
def test_slips_that_wait_are_found() -> None:
    stone = Milestone.objects.get(project__name="晚了")
    actions.ask(by=make.by(), milestone=stone, to_due=date(2022, 9, 1), reason_class="land", reason="净地")
    assert left(slip="waiting") == {"晚了"}
    assert left(slip="x") == set()


@pytest.mark.usefixtures("projects")
def test_the_ledger_sorts_by_planned_days() -> None:
    orders = keeping.binding("projects").orders
    for name in ("planned_start", "next_due"):
        found = Project.objects.order_by(orders[name].asc(nulls_last=True), "pk")
        assert found.first() == Project.objects.get(name="很晚")
    assert Project.objects.order_by(orders["planned_finish"].asc(nulls_last=True)).count() == 5


@pytest.mark.usefixtures("projects")
def test_the_unit_that_owns_a_milestone_sees_its_project_and_no_other() -> None:
    sun = make.sun(make.unit("住建局"))
    assert not Project.objects.visible_to(sun).exists()
    Milestone.objects.filter(project__name="今天").update(owner=make.unit("住建局"))
    assert set(Project.objects.visible_to(sun).values_list("name", flat=True)) == {"今天"}
