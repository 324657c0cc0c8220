"""The wall chart's facts and drawing: what a line shows, how small a page of many lines is."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from greenlight.plans import actions
from greenlight.plans.gantt import ROW
from greenlight.plans.models import Milestone
from greenlight.plans.tests import cast
from greenlight.plans.wall import drawing, facts
from greenlight.plans.wall.drawing import Line, Mark, Segment
from greenlight.projects.models import Project
from tests import make

TODAY = make.TODAY
START, END = date(2022, 3, 31), date(2023, 6, 30)


@pytest.fixture
def project(db: None) -> Project:
    found = cast.project(stage="signed")
    cast.skeleton(found, groundbreaking=START, in_production=END)
    return found


def line(project: Project, lit: dict[str, str] | None = None, *, by_node: bool = False) -> Line:
    found = facts.lines([project.pk], {project.pk: lit} if lit else {}, TODAY, by_node=by_node)
    return found[project.pk]


# ---- facts ----
def test_two_dates_of_a_ledger_are_one_bar_with_its_promise_below(project: Project) -> None:
    found = line(project)
    assert found.bars == [Segment(START, END, "grey")]
    assert [mark.day for mark in found.marks] == [START, END]
    assert (found.base, found.promises) == ((START, END), [])


def test_a_lit_node_lights_the_bar(project: Project) -> None:
    assert line(project, {"groundbreaking": "red"}).bars[0].colour == "red"
    assert line(project, {"groundbreaking": "yellow"}).marks[0].colour == "yellow"


def test_what_was_begun_shows_its_share_and_what_is_done_is_blue(project: Project) -> None:
    actions.report(by=make.by(), milestone=cast.stone(project, "groundbreaking"), done_on=START)
    stone = cast.stone(project, "in_production")
    actions.report(by=make.by(), milestone=stone, started_on=START, percent=Decimal(40))
    [bar] = line(project).bars
    assert (bar.colour, bar.share, bar.done) == ("green", 0.4, False)
    actions.report(by=make.by(), milestone=stone, done_on=TODAY)
    [bar] = line(project).bars
    assert (bar.colour, bar.finish, bar.done) == ("blue", TODAY, True)


def test_a_slip_that_waits_and_a_promise_that_moved_are_marked(project: Project) -> None:
    later = END + timedelta(days=30)
    stone = cast.stone(project, "in_production")
    actions.ask(by=make.by(), milestone=stone, to_due=later, reason_class="land", reason="净地未移交")
    assert line(project).slips == [(END, later)]
    actions.decide(by=make.by(make.zhao()), project=project, slips=list(stone.slips.all()), approve=True)
    found = line(project)
    assert (found.slips, found.promises, found.base) == ([], [END], (START, END))


def test_a_whole_plan_is_a_bar_a_phase_or_a_node_with_its_critical_gates(db: None) -> None:
    project = cast.project(stage="lead")
    cast.planned(project)
    stones = Milestone.objects.filter(project=project, in_plan=True)
    phases = line(project)
    assert len(phases.bars) == stones.values("phase").distinct().count()
    assert phases.critical
    nodes = line(project, by_node=True)
    assert len(nodes.bars) == stones.count()
    assert len(nodes.critical) > len(phases.critical)


def test_a_phase_is_lit_by_its_worst_node(db: None) -> None:
    project = cast.project(stage="lead")
    cast.planned(project)
    first = Milestone.objects.filter(project=project, in_plan=True).order_by("seq")[0]
    assert line(project, {first.key: "red"}).bars[0].colour == "red"


def test_more_projects_cost_no_more_queries(project: Project) -> None:
    def asked(ids: list[int]) -> int:
        with CaptureQueriesContext(connection) as seen:
            facts.lines(ids, {pk: {"groundbreaking": "red"} for pk in ids}, TODAY)
        return len(seen)

    ids = [project.pk]
    one = asked(ids)
    for n in range(5):
        other = cast.project(name=f"项目{n}", stage="signed")
        cast.skeleton(other, groundbreaking=START, in_production=END)
        ids.append(other.pk)
    assert asked(ids) == one <= 8


# ---- drawing ----
def some(n: int) -> list[Line]:
    return [
        Line([Segment(START + timedelta(days=30 * k), START + timedelta(days=30 * k + 28), "grey", 0.3)
              for k in range(10)], [Mark(START, "red"), Mark(END, "grey")], (START, END))
        for _ in range(n)
    ]  # fmt: skip


@pytest.mark.parametrize("zoom", drawing.ZOOMS)
def test_every_zoom_holds_today_and_a_width(zoom: str) -> None:
    scale = drawing.scale_of(some(1), TODAY, zoom)
    assert scale.first <= TODAY < scale.last
    assert 100 < scale.width < 6000


def test_a_day_far_away_does_not_stretch_the_chart() -> None:
    far = Line([Segment(date(1991, 1, 1), date(2099, 1, 1), "grey")])
    scale = drawing.scale_of([far], TODAY, "month")
    assert scale.months <= 33
    assert drawing.scale_of([], TODAY, "quarter").months == 3


def test_a_line_that_lies_outside_is_pointed_at() -> None:
    scale = drawing.scale_of(some(1), TODAY, "month")
    old = Line([Segment(date(2001, 1, 1), date(2002, 1, 1), "blue", done=True)])
    assert "wall-out" in drawing.block([old], scale)
    assert "wall-out" not in drawing.block(some(1), scale)
    assert "wall-out" not in drawing.block([Line()], scale)


def test_ten_lines_of_ten_bars_are_a_few_paths_in_step_with_their_names() -> None:
    scale = drawing.scale_of(some(1), TODAY, "quarter")
    text = drawing.block(some(10), scale)
    assert text.count("<path") <= 8
    assert f'viewBox="0 0 {scale.width} {10 * ROW}"' in text
    assert len(text) < 100 * 60
    ys = {int(y) for y in re.findall(r"M\d+ (\d+)h", text)}
    assert {y // ROW for y in ys} == set(range(10))


def test_bars_share_classes_with_one_plans_chart() -> None:
    text = drawing.block(some(1), drawing.scale_of(some(1), TODAY, "quarter"))
    for kind in ("gantt-left-grey", "gantt-grey", "gantt-base", "gantt-red gantt-diamond"):
        assert f'class="{kind}"' in text
