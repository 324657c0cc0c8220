"""A year is shown month by month, by difference, with the base of every rate."""

from datetime import date
from decimal import Decimal

import pytest

from greenlight.base.figures import Scope
from greenlight.investment import amounts, drawing, months
from greenlight.investment.figures import curve, projects_in
from tests import cases, make

pytestmark = pytest.mark.django_db


def test_the_year_begins_with_two_months_and_a_cut_is_marked() -> None:
    project = make.project()
    cases.year_plan(project, 12000)
    for month, ytd in ((2, 1000), (3, 2500), (5, 2300)):
        cases.reported(project, month, ytd)
    year = months.year_of(project, None, 2022)
    assert [(line.label, int(line.value_wan), line.cut_back) for line in year.lines] == [
        ("1—2月", 1000, False),
        ("3月", 1500, False),
        ("4—5月", -200, True),
    ]
    assert round(year.lines[1].points or 0, 4) == Decimal("-4.1667")


def test_the_curve_of_the_zone_carries_forward_what_was_not_reported() -> None:
    one, other = make.project("甲"), make.project("乙")
    for project in (one, other):
        cases.year_plan(project, 6000)
    cases.reported(one, 3, 600)
    cases.reported(one, 7, 2000)
    cases.reported(other, 5, 1000)
    found = curve(Scope(make.lin(), date(2022, 7, 31)))
    told = {point.month: point.done_wan for point in found.points}
    assert [told[month] for month in (2, 3, 5, 7, 8)] == [None, 600, 1600, 3000, None]
    assert found.plan_wan == 12000
    assert found.gap_wan == 3000 - 7000
    svg = drawing.curve_chart(found)
    assert "欠 0.40" in svg
    assert 'aria-label="2022 年 1—7 月累计完成 3,000 万元，年度计划 12,000 万元"' in svg


def test_the_curve_counts_the_works_and_the_payments_only_where_there_are_no_works() -> None:
    both, paid, cut = make.project("甲"), make.project("乙"), make.project("丙")
    for project in (both, paid, cut):
        cases.year_plan(project, 6000)
    cases.reported(both, 3, 600)
    cases.reported(both, 5, 5000, method="paid")
    cases.reported(paid, 4, 200, method="paid")
    cases.reported(cut, 3, 900)
    cases.reported(cut, 6, 700)
    scope = Scope(make.lin(), date(2022, 7, 31))
    told = {point.month: point.done_wan for point in curve(scope).points}
    assert [told[month] for month in (2, 3, 4, 5, 6, 7)] == [None, 1500, 1700, 1700, 1500, None]
    period = amounts.period_for(scope.user, scope.on)
    rows = amounts.with_amounts(projects_in(scope), period).order_by("pk")
    assert period == amounts.Period(2022, 6)
    assert list(rows.values_list("ytd_wan", "told_month")) == [(600, 3), (200, 4), (700, 6)]


def test_a_year_without_reports_is_drawn_without_a_line() -> None:
    project = make.project()
    cases.year_plan(project, 6000)
    svg = drawing.curve_chart(months.year_of(project, None, 2022).curve, in_yi=False)
    assert "还没有投资月报" in svg
    assert 'class="done"' not in svg


def test_without_a_year_plan_no_line_of_the_elapsed_time_is_drawn() -> None:
    project = make.project()
    cases.reported(project, 3, 600)
    svg = drawing.curve_chart(months.year_of(project, None, 2022).curve, in_yi=False)
    assert 'class="done"' in svg
    assert 'class="pace"' not in svg
    assert "没有年度计划" in svg
