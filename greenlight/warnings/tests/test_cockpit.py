"""The leader's screen: red list, investment by light, stages; drawn without a script."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from greenlight.base.figures import Scope
from greenlight.projects.models import Project
from greenlight.warnings import actions, cockpit, figures
from greenlight.warnings.treemap import room, treemap, wrapped
from tests import cases, make

pytestmark = pytest.mark.django_db
DAY = make.TODAY


def red_zone(number: int = 2) -> None:
    for n in range(number):
        project = make.project(f"红灯项目{n}", total_wan=Decimal(10000 * (n + 1)))
        cases.lead(project)
        cases.milestone(project, due=date(2022, 1 + n % 6, 10))
    actions.judge_projects(make.zone().pk, day=DAY, at=make.NOW)


def test_the_red_list_says_why_since_when_and_who() -> None:
    red_zone()
    first, second = cockpit.red_list(make.zhao(), DAY)
    assert (first.name, first.reason, first.unit, first.nudged) == (
        "红灯项目0",
        "开工晚 202 天",
        "经济发展科",
        "无人催办",
    )
    assert (first.days, second.days) == (172, 141)
    found = cockpit.red_sum(make.zhao())
    assert (found.count, found.total_wan, found.unnudged) == (2, Decimal(30000), 2)


def test_a_nudge_shows_in_the_red_list_with_its_answer() -> None:
    red_zone(1)
    row = cockpit.red_list(make.zhao(), DAY)[0]
    project = Project.objects.get(pk=row.project_id)
    actions.nudge(
        by=make.by(), project=project, unit=make.unit(), answer_by=date(2022, 8, 3), message="请说明"
    )
    assert cockpit.red_list(make.zhao(), DAY)[0].nudged == "催办中，08-03 前答复"
    late = cockpit.red_list(make.zhao(), date(2022, 8, 6))[0]
    assert (late.nudged, late.nudge_late) == ("答复已超期 3 天", True)
    assert cockpit.red_sum(make.zhao()).unnudged == 0


def test_queries_of_the_red_list_do_not_grow() -> None:
    def count() -> int:
        leader = make.zhao()
        with CaptureQueriesContext(connection) as seen:
            cockpit.red_list(leader, DAY)
            cockpit.light_tiles(Scope(leader, DAY))
            cockpit.stage_counts(Scope(leader, DAY))
        return len(seen)

    red_zone(1)
    few = count()
    red_zone(9)
    assert count() == few


def test_the_small_ones_are_one_tile_and_nothing_is_lost() -> None:
    red_zone(cockpit.TILES + 6)
    (group,) = cockpit.light_tiles(Scope(make.zhao(), DAY))
    assert (group.colour, group.count, len(group.tiles)) == ("red", 30, cockpit.TILES + 1)
    assert group.tiles[-1].name == "其余 6 项"
    assert sum(tile.total_wan for tile in group.tiles) == group.total_wan


def test_what_nobody_judged_is_grey_among_the_tiles() -> None:
    red_zone(1)
    make.project("没判过", total_wan=Decimal(900))
    told = [(one.colour, one.count, one.total_wan) for one in cockpit.light_tiles(Scope(make.zhao(), DAY))]
    assert told == [("red", 1, Decimal(10000)), ("grey", 1, Decimal(900))]


def test_the_treemap_fills_its_frame_and_opens_every_project() -> None:
    red_zone(5)
    make.project("没有判灯的项目", total_wan=Decimal(70000))
    svg = drawn()
    areas = [
        float(width) * float(height)
        for width, height in re.findall(
            r'<rect class="treemap-tile[^>]* width="([\d.]+)" height="([\d.]+)"', svg
        )
    ]
    assert len(areas) == 6
    assert sum(areas) == pytest.approx(836 * 274, rel=0.05)
    assert svg.count("<a href=") == 6
    assert "红灯 68.2%" in svg


def drawn() -> str:
    def rest(colour: str) -> str:
        return f"/projects/?light={colour}"

    groups = cockpit.light_tiles(Scope(make.zhao(), DAY))
    return treemap(groups, link=lambda pk: f"/projects/{pk}/", rest=rest)


def test_the_small_ones_together_open_the_list_of_their_light() -> None:
    red_zone(cockpit.TILES + 6)
    svg = drawn()
    assert svg.count("<a href=") == cockpit.TILES + 1
    assert re.search(r'<a href="/projects/\?light=red" aria-label="其余 6 项，', svg)


@given(st.text("万里扬 汽车12,8A（）", max_size=14), st.floats(0, 200), st.integers(0, 4))
def test_no_line_of_a_tile_is_wider_than_the_tile(name: str, width: float, lines: int) -> None:
    told = wrapped(name, width, lines)
    assert len(told) <= lines
    assert all(room(one) <= width for one in told)
    assert not told or "".join(told).replace(" ", "") == name.replace(" ", "")


def test_a_number_stays_in_one_piece() -> None:
    assert wrapped("其余 1,154 项", 66, 3) == ["其余", "1,154 项"]
    assert wrapped("其余 1,154 项", 30, 3) == []
    assert wrapped("示例6号项目", 62, 3) == ["示例6号", "项目"]


def test_a_name_stands_whole_or_not_at_all() -> None:
    assert wrapped("万里扬汽车结构件", 120, 2) == ["万里扬汽车结构件"]
    assert wrapped("万里扬汽车结构件", 60, 2) == ["万里扬汽", "车结构件"]
    assert wrapped("万里扬汽车结构件", 60, 1) == []


def test_the_lights_of_an_earlier_day_can_be_counted() -> None:
    red_zone(3)
    Project.objects.get(name="红灯项目0").milestones.update(done_on=date(2022, 8, 20))
    later = date(2022, 8, 31)
    actions.judge_projects(make.zone().pk, day=later, at=cases.at(later))
    scope = Scope(make.user("zhao", "leader", day=later), later)
    assert figures.count_lights(scope)["red"] == 2
    assert figures.count_lights_on(scope, DAY)["red"] == 3
    assert figures.count_lights_on(scope, later) == figures.count_lights(scope)


def test_stages_are_counted_in_the_order_of_life() -> None:
    for n, stage in enumerate(("signed", "lead", "groundbreaking", "signed")):
        make.project(f"项目{n}", stage=stage)
    found = cockpit.stage_counts(Scope(make.zhao(), DAY))
    assert [(one.word, one.count, one.early) for one in found] == [
        ("线索", 1, True),
        ("签约", 2, False),
        ("开工", 1, False),
    ]
