"""The wall chart as people see it: groups, conditions, folds, pages, one project told, the phone's list."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from greenlight.base import clock
from greenlight.desk import lines
from greenlight.desk.wallchart import drawing, rows
from greenlight.plans import actions as plans
from greenlight.plans.tests import cast
from greenlight.projects import actions as projects
from greenlight.projects.models import Project
from greenlight.warnings import packs
from greenlight.warnings.actions import judge_projects
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GREENLIGHT_TODAY", make.TODAY.isoformat())


def hung(name: str, stage: str = "signed", start: date = date(2022, 5, 1), **values: Any) -> Project:
    project = cast.project(name=name, stage=stage, **values)
    cast.skeleton(project, groundbreaking=start, in_production=date(2023, 6, 30))
    return project


@pytest.fixture
def wall() -> list[Project]:
    packs.seed()
    packs.open_zone(make.zone().pk)
    found = [
        hung("迟开工项目"),
        hung("<b>好项目</b>", start=date(2022, 12, 1)),
        hung("在建项目", "groundbreaking"),
    ]
    judge_projects(make.zone().pk, day=make.TODAY, at=clock.now(), cause="day")
    lines.rebuild_all(make.zone().pk)
    return found


def get(path: str, who: Any = make.lin, status: int = 200, hx_request: str = "") -> str:
    client = Client(headers={"HX-Request": hx_request} if hx_request else {})
    client.force_login(who(), backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get(path)
    assert answer.status_code == status, path
    return str(answer.content.decode())


def test_every_project_is_a_line_in_its_stage_the_worst_light_first(wall: list[Project]) -> None:
    text = get("/wallchart/")
    assert text.index("签约") < text.index("迟开工项目") < text.index("在建项目")
    assert text.count("<li data-pk") == 3
    assert "红灯，</span>迟开工项目" in text
    assert text.index("迟开工项目") < text.index("好项目")


def test_a_name_is_never_markup(wall: list[Project]) -> None:
    assert "<b>好项目</b>" not in get("/wallchart/")


def test_the_conditions_of_the_ledger_are_those_of_the_wall(wall: list[Project]) -> None:
    for query in ("?light=red", "?c.project_name=has:迟开工", "?stage=signed&light=red"):
        text = get(f"/wallchart/{query}")
        assert text.count("<li data-pk") == 1, query
        assert "chip-on" in text
    assert "没有同时满足" in get("/wallchart/?c.project_name=has:没有这个")
    assert "没有“nothing”这一列了" in get("/wallchart/?c.nothing=has:x")


def test_groups_by_unit_and_sponsor_put_nobody_last(wall: list[Project]) -> None:
    projects.assign(by=make.by(), project=wall[0], role="lead", unit=make.unit("住建局"))
    text = get("/wallchart/?group=unit")
    assert text.index("住建局") < text.index("没有责任单位")
    assert "没有责任领导" in get("/wallchart/?group=sponsor")


def test_a_folded_group_keeps_its_count_and_shows_no_line(wall: list[Project]) -> None:
    text = get("/wallchart/?fold=signed")
    assert text.count("<li data-pk") == 1
    assert 'aria-expanded="false"' in text
    assert "2 个" in text


def test_nonsense_in_the_address_draws_the_usual_wall(wall: list[Project]) -> None:
    for query in ("zoom=x&bars=y&group=z&page=abc", "fold=x&page=-1", "light=pink", "then=x", "q=%27"):
        get(f"/wallchart/?{query}")
        get(f"/wallchart/list/?{query}")
        get(f"/wallchart/changes/?{query}")


def test_many_projects_are_paged_with_words(wall: list[Project], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(rows.BARS, "phases", ("按环节", 2))
    first, second = get("/wallchart/"), get("/wallchart/?page=2")
    assert (first.count("<li data-pk"), second.count("<li data-pk")) == (2, 1)
    assert "每页画 2 个" in first


def test_an_empty_wall_says_what_to_do() -> None:
    assert "墙上还没有项目" in get("/wallchart/")
    assert "没有变化" in get("/wallchart/changes/")
    assert "没有还没完成的节点" in get("/wallchart/list/")


def test_a_stranger_sees_nothing_of_it(wall: list[Project]) -> None:
    assert "迟开工项目" not in get("/wallchart/", make.wu)
    get(f"/wallchart/{wall[0].pk}/", make.wu, 404)


def test_a_click_tells_the_nodes_near_a_day(wall: list[Project]) -> None:
    text = get(f"/wallchart/{wall[0].pk}/?day=2022-05-02")
    assert text.index("groundbreaking") < text.index("in_production")
    assert "晚 91 天" in text
    get(f"/wallchart/{wall[0].pk}/?day=2022-99-99")


def test_the_phone_lists_open_nodes_by_their_day(wall: list[Project]) -> None:
    text = get("/wallchart/list/", hx_request="true")
    assert "<html" not in text
    assert text.index("2022年5月") < text.index("2022年12月") < text.index("2023年6月")
    assert "<html" in get("/wallchart/list/")


def test_the_changes_of_all_projects_are_a_table_and_a_workbook(wall: list[Project]) -> None:
    plans.edit(by=make.by(), milestone=cast.stone(wall[1], "groundbreaking"), due=date(2022, 11, 1))
    text = get("/wallchart/changes/?then=promise")
    assert "提前" in text
    assert "−30" in text or "-30" in text
    assert "没有变化" in get("/wallchart/changes/?then=promise&light=red")
    client = Client()
    client.force_login(make.lin(), backend="django.contrib.auth.backends.ModelBackend")
    sent: Any = client.get("/wallchart/changes/?then=promise&as=xlsx")
    assert b"".join(sent.streaming_content)[:2] == b"PK"


def test_more_projects_cost_no_more_queries(wall: list[Project]) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            get("/wallchart/")
        return len(seen)

    asked()
    one = asked()
    for n in range(6):
        hung(f"又一个{n}")
    lines.rebuild_all(make.zone().pk)
    assert asked() <= one + 1


def test_the_address_of_a_project_is_what_the_lines_say() -> None:
    assert drawing.check_root()
