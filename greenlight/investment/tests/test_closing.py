"""Months are closed and opened; rules are switched; a year is spread as somebody chose."""

from datetime import timedelta
from decimal import Decimal

import pytest

from greenlight.base.refusals import NotAllowed, Refused
from greenlight.investment import actions, months, rules, tracks
from greenlight.investment.models import MonthClosing
from greenlight.kernel.reporting import Report
from tests import cases, make

pytestmark = pytest.mark.django_db


def close(year: int, month: int, reason: str = "") -> MonthClosing:
    return actions.close_months(by=make.by(), zone=make.zone(), year=year, month=month, reason=reason)


def test_a_report_for_a_closed_month_is_refused_with_the_way_out() -> None:
    project = make.project()
    close(2022, 6)
    told = Report(2022, 6, Decimal(5))
    with pytest.raises(Refused, match=r"2022 年 6 月已经封账.*打开封账"):
        actions.report(by=make.by(), project=project, report=told)
    actions.report(by=make.by(), project=project, report=Report(2022, 7, Decimal(5)))
    close(2022, 5, "统计局退回 6 月报表")
    actions.report(by=make.by(), project=project, report=told)


def test_months_open_only_with_a_reason_and_by_the_zone() -> None:
    close(2022, 6)
    with pytest.raises(Refused, match="打开封账要写原因"):
        close(0, 0)
    close(0, 0, "年报调整")
    assert rules.closed_to(make.zone().pk) is None
    with pytest.raises(Refused, match="现在没有封账的月份"):
        close(0, 0, "再开一次")
    with pytest.raises(Refused, match="还没有到"):
        close(2022, 9)
    with pytest.raises(NotAllowed):
        actions.close_months(by=make.by(make.sun()), zone=make.zone(), year=2022, month=6)


def test_a_rule_is_switched_from_today_on_and_the_day_before_stays() -> None:
    zone, by = make.zone(), make.by()
    actions.switch_rule(by=by, zone=zone, code="s_curve", is_on=True, valid_from=make.TODAY, reason="纪要")
    assert "s_curve" in rules.in_force(zone.pk, make.TODAY)
    assert "s_curve" not in rules.in_force(zone.pk, make.TODAY - timedelta(days=1))
    with pytest.raises(Refused, match="已经启用"):
        actions.switch_rule(by=by, zone=zone, code="s_curve", is_on=True, valid_from=make.TODAY, reason="x")
    with pytest.raises(Refused, match="没有这条规则"):
        actions.switch_rule(by=by, zone=zone, code="x", is_on=True, valid_from=make.TODAY, reason="x")


def test_the_two_ledgers_stand_side_by_side_and_a_missing_month_joins_the_next() -> None:
    project = make.project()
    for month, work, paid in ((3, 1000, 400), (5, 2000, 900)):
        cases.reported(project, month, work)
        cases.reported(project, month, paid, method="paid")
    cases.reported(project, 6, 2600)
    rows = tracks.lines(months.year_of(project, 2022, 2022).reports, [])
    assert [row.work.label if row.work else "" for row in rows] == ["1—3月", "4—5月", "6月"]
    assert [row.paid.amount if row.paid else None for row in rows] == [400, 500, None]
    assert [row.ratio for row in rows] == [40, 45, None]
    assert "付款" in tracks.chart(rows)


def test_growth_as_published_stands_beside_growth_as_computed() -> None:
    project = make.project()
    cases.reported(project, 6, 1000, year=2021)
    cases.reported(project, 6, 1200, stated_growth_pct=Decimal("15.1"))
    (line,) = months.year_of(project, 2022, 2022, Decimal("0.5")).lines
    assert line.growth == 20
    assert line.growth_gap
    (line,) = months.year_of(project, 2022, 2022, Decimal(5)).lines
    assert not line.growth_gap


def test_a_plan_by_hand_has_its_stage_rate() -> None:
    project = make.project()
    spread = [Decimal(0)] * 5 + [Decimal(100 * n) for n in (1, 2, 3, 4, 5, 6)] + [Decimal(1000)]
    plan = actions.set_year_plan(
        by=make.by(), project=project, year=2022, amount_wan=Decimal(1000), months_wan=spread, way="hand"
    )
    assert plan.way == "hand"
    cases.reported(project, 7, 150)
    (line,) = months.year_of(project, 2022, 2022).lines
    assert [line.pace_wan, line.stage_rate] == [200, 75]
