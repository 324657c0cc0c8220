"""What turned is listed with its reason and who must act."""

from datetime import date
from functools import partial

import pytest
from django.test import Client

from greenlight.plans.models import Milestone
from greenlight.projects.models import Project
from greenlight.warnings import actions, turned, views
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


def test_the_board_counts_all_of_a_colour_and_tells_a_page_of_it() -> None:
    two_months()
    board = partial(turned.board, make.lin(), since=JULY, day=AUGUST)
    whole = board()
    assert whole == turned.grouped(turned.turns(make.lin(), since=JULY, day=AUGUST))
    assert [(one.key, one.whole, one.rows) for one in board(most=0)] == [("red", 1, ()), ("blue", 1, ())]
    (blue,) = board(only="blue")
    assert blue == whole[1]
    assert board(only="green") == []


def test_a_colour_with_many_turns_opens_on_pages_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "TURNED", 1)
    monkeypatch.setattr(views, "A_PAGE", 2)
    monkeypatch.setenv("GREENLIGHT_TODAY", JULY.isoformat())
    for name in ("甲", "乙", "丙"):
        cases.milestone(make.project(name), due=date(2022, 5, 31))
    actions.judge_projects(make.zone().pk, day=JULY, at=cases.at(JULY))
    client = Client()
    client.force_login(make.lin(), backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/turned/", {"days": "7"}).content.decode()
    assert page.count('<th scope="row" class="name">') == 1
    assert '<a href="?days=7&amp;to=first-red">全部 3 项</a>' in page
    asked = [client.get("/turned/", {"to": "first-red", "page": n}) for n in (1, 2, 9)]
    counts = [answer.content.decode().count('<th scope="row" class="name">') for answer in asked]
    assert (counts, [answer.context["start"] for answer in asked]) == ([2, 1, 1], [0, 2, 2])
    assert "这段时间没有灯变色" in client.get("/turned/?to=nothing").content.decode()
