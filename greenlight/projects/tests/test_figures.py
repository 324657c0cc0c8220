"""The figures of this room, counted again from their rows."""

from __future__ import annotations

from decimal import Decimal

import pytest

from greenlight.base import figures
from greenlight.base.figures import Scope
from greenlight.projects import figures as own
from greenlight.projects.models import Listing, Project
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _zone() -> None:
    stages = ["signed", "groundbreaking", "completed", "lead", "in_production", "registration"]
    for n, stage in enumerate(stages):
        made = make.project(f"项目{n}", stage=stage, total_wan=None if n == 3 else Decimal(f"{n}000.1234"))
        if n % 2:
            for name in ("年度清单", "省重点"):
                Listing.objects.create(project=made, zone=made.zone, name=name, year=2022, planned_new=True)
        Listing.objects.create(project=made, zone=made.zone, name="旧清单", year=2021, planned_new=True)
    make.project("集团", is_group=True, total_wan=Decimal(999999))
    make.project("邻县项目", zone=make.zone("邻县工业园区", "330822"))


def scope(**asked: str) -> Scope:
    return Scope(make.lin(), make.TODAY, asked)


@pytest.mark.parametrize("name", [one.name for one in own.all_figures()])
@pytest.mark.parametrize("asked", [{}, {"stage": "signed"}, {"started": "yes"}, {"kind": "odd"}])
def test_a_figure_is_what_its_rows_give(name: str, asked: dict[str, str]) -> None:
    figure = figures.get(name)
    assert figure is not None
    value, again = figure.compute(scope(**asked)).value, figure.recount(scope(**asked))
    assert value is again is None or abs(Decimal(value or 0) - Decimal(again or 0)) < Decimal("0.000001")


def value(name: str, **asked: str) -> object:
    figure = figures.get(name)
    assert figure is not None
    return figure.compute(scope(**asked)).value


def test_projects_are_counted_without_groups_and_neighbours() -> None:
    assert value("project_count") == 6
    assert value("stage_signed") == 1
    assert value("total_investment") == Decimal("12000.6170")


def test_the_rate_of_starts_prints_its_base_and_counts_a_project_once() -> None:
    figure = figures.get("start_rate_new")
    assert figure is not None
    answer = figure.compute(scope())
    assert (answer.part, answer.base) == (1, 3)
    assert answer.base_text == "分母：2022 年度计划新开工项目 3 项，已开工 1 项"
    assert value("start_rate_all") == Decimal(50)


def test_nothing_to_divide_by_gives_nothing() -> None:
    Project.objects.all().delete()
    assert value("start_rate_all") is None
    assert value("start_rate_new") is None
    assert value("total_investment") == 0
