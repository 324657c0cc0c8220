"""Year plans and cumulative amounts, reported the day after each month."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from greenlight.demo.examples import report_period
from greenlight.demo.loading.made import Made, store
from greenlight.investment.models import InvestmentReport, PriorInvestment, YearPlan
from greenlight.kernel.months import month_end

CUT_BACK = "示例：统计部门核减上月多报的数"


def write_investment(made: Made) -> None:
    """Write what the examples planned and did; published projects have no amounts."""
    store(_plans(made))
    store(_prior(made))
    store(_reports(made))


def _plans(made: Made) -> Iterator[YearPlan]:
    leader = made.first("leader").name
    for one, project in made.projects:
        if one.plan_year is not None and one.year_plan_wan is not None:
            yield YearPlan(
                project=project, zone=made.zone, year=one.plan_year, amount_wan=one.year_plan_wan,
                approved_by_name=leader, actor_name=made.first("clerk").name, at=made.at,
            )  # fmt: skip


def _prior(made: Made) -> Iterator[PriorInvestment]:
    year, _ = report_period(made.today)
    for one, project in made.projects:
        if one.prior_wan is not None:
            yield PriorInvestment(
                project=project, zone=made.zone, year=one.plan_year or year, amount_wan=one.prior_wan,
                at=made.at,
            )  # fmt: skip


def _reports(made: Made) -> Iterator[InvestmentReport]:
    for one, project in made.projects:
        before = None
        for month, ytd in sorted(one.ytd_by_month.items()):
            year = one.plan_year or made.today.year
            yield InvestmentReport(
                project=project, zone=made.zone, year=year, month=month, ytd_wan=ytd,
                reason=CUT_BACK if before is not None and ytd < before else "",
                actor_name=made.first("clerk").name,
                at=made.morning(month_end(year, month) + timedelta(days=1)),
            )  # fmt: skip
            before = ytd
