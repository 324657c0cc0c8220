"""What turned is listed with its reason and who must act."""

from datetime import date

import pytest

from greenlight.plans.models import Milestone
from greenlight.projects.models import Project
from greenlight.warnings import actions, turned
from tests import cases, make

pytestmark = pytest.mark.django_db
JULY, AUGUST = date(2022, 7, 31), date(2022, 8, 31)


def two_months() -> tuple[Project, Project, Project]:
    """July's file, then August's: one falls behind, one is finished, one stays as it was."""
    late, finished, same = make.project("落后的"), make.project("做完的"), make.project("没动的")
    cases.lead(late)
    cases.milestone(late, due=date(2022, 8, 1))
    row = cases.milestone(finished, due=date(2022, 7, 10))
    cases.milestone(same, due=date(2022, 12, 1))
    actions.judge_projects(late.zone_id, day=JULY, at=cases.at(JULY), cause="import", batch_id=1)
    Milestone.objects.filter(pk=row.pk).update(done_on=date(2022, 8, 20))
    actions.judge_projects(late.zone_id, day=AUGUST, at=cases.at(AUGUST), cause="import", batch_id=2)
    return late, finished, same


def test_the_second_file_says_what_turned_and_why() -> None:
    late, finished, _ = two_months()
    found = turned.turns(make.lin(), late.zone_id, batch_id=2, day=AUGUST)
    assert [(one.name, one.before, one.after, one.told, one.unit) for one in found] == [
        (late.name, "grey", "red", "开工晚 30 天", "经济发展科"),
        (finished.name, "yellow", "blue", "开工晚 41 天完成", ""),
    ]
    assert [group.heading for group in turned.grouped(found)] == ["转红", "已完成"]
    assert found[0].cause == "导入（第 2 批）"


def test_a_first_judgement_is_not_called_a_turn() -> None:
    late, _, _ = two_months()
    groups = turned.grouped(turned.turns(make.lin(), late.zone_id, batch_id=1, day=JULY))
    assert [group.heading for group in groups] == ["首次判灯：黄灯", "首次判灯：灰灯"]


def test_there_and_back_again_is_no_turn() -> None:
    project = make.project()
    row = cases.milestone(project, due=date(2022, 7, 1))
    actions.judge_projects(project.zone_id, day=JULY, at=cases.at(JULY))
    for done in (date(2022, 8, 30), None):
        Milestone.objects.filter(pk=row.pk).update(done_on=done)
        actions.judge_projects(project.zone_id, day=AUGUST, at=cases.at(AUGUST), batch_id=5)
    assert project.turns.filter(batch_id=5, scene="project").count() == 2
    assert turned.turns(make.lin(), batch_id=5, day=AUGUST) == []


def test_what_turned_since_a_day_leaves_out_what_was_so_before() -> None:
    late, finished, _ = two_months()
    found = turned.turns(make.lin(), since=JULY, day=AUGUST)
    assert {one.project_id for one in found} == {late.pk, finished.pk}


def test_a_stranger_sees_no_turns() -> None:
    two_months()
    assert turned.turns(make.wu(), batch_id=2, day=AUGUST) == []
