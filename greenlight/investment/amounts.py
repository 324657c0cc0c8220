"""Amounts of a project as expressions on a query of projects, and the period they are of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import DecimalField, Exists, ExpressionWrapper, F, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from greenlight.investment.models import InvestmentReport, YearPlan
from greenlight.people.models import User
from greenlight.projects.models import Project

Method = InvestmentReport.Method
MONEY = DecimalField(max_digits=30, decimal_places=4)


@dataclass(frozen=True)
class Period:
    """The year and the last month of the data: 2022 and 7 mean 2022年1—7月; month 0 is no report."""

    year: int
    month: int

    @property
    def words(self) -> str:
        """Say it as a bulletin does: 2022 年 1—7 月."""
        if self.month <= 1:
            return f"{self.year} 年{' 1 月' if self.month else ''}"
        return f"{self.year} 年 1—{self.month} 月"

    @property
    def pace(self) -> Decimal:
        """序时进度 in per cent."""
        return Decimal(100 * self.month) / 12


def period_for(user: User, day: date) -> Period:
    """Return the newest year with a plan or a report a person sees, and its newest month; two queries.

    In January the year before still speaks: the new year has no plan yet, and no report before March.
    """
    seen = Project.objects.visible_to(user).counted()
    plans = YearPlan.objects.filter(in_force=True, year__lte=day.year, project__in=seen)
    reports = InvestmentReport.objects.standing(day).filter(project__in=seen)
    # One number of year and month: its greatest is found in the index of reports, without sorting them.
    newest = reports.order_by().aggregate(told=Max(F("year") * 100 + F("month")))["told"]
    planned = plans.aggregate(year=Max("year"))["year"] or 0
    if newest is None:
        return Period(planned or day.year, 0)
    year, month = divmod(newest, 100)
    return Period(planned, 0) if planned > year else Period(year, month)


def with_amounts(projects: QuerySet[Project], period: Period) -> QuerySet[Any]:
    """Add plan_wan, ytd_wan, told_month (of the newest report up to the period) and lacking_wan.

    lacking_wan is what 序时 asks for more than was done, times 1200: below 0 means ahead.
    """
    plans = YearPlan.objects.filter(project=OuterRef("pk"), year=period.year, in_force=True)
    rows = projects.annotate(
        plan_wan=Subquery(plans.values("amount_wan")[:1], output_field=MONEY),
        ytd_wan=Coalesce(*_newest(period, "ytd_wan"), output_field=MONEY),
        told_month=Coalesce(*_newest(period, "month")),
    )
    lacking = F("told_month") * F("plan_wan") * 100 - F("ytd_wan") * 1200
    return rows.annotate(lacking_wan=ExpressionWrapper(lacking, output_field=MONEY))


def _newest(period: Period, name: str) -> tuple[Subquery, Subquery]:
    """A value of a project's newest report: 形象进度法 before 财务支出法, each walked back in its index."""
    told = reports_of(period).filter(project=OuterRef("pk")).order_by("-month")
    work, paid = (told.filter(method=one).values(name)[:1] for one in (Method.WORK, Method.PAID))
    return Subquery(work), Subquery(paid)


def reports_of(period: Period) -> QuerySet[InvestmentReport]:
    """Return the revisions in force of the period's year, up to its month."""
    return InvestmentReport.objects.filter(in_force=True, year=period.year, month__lte=period.month or 12)


def planned(projects: QuerySet[Project], period: Period, *, has: bool = True) -> QuerySet[Project]:
    """Narrow to projects with a year plan above 0 in the period's year, or to those without."""
    own = YearPlan.objects.filter(project=OuterRef("pk"), year=period.year, in_force=True, amount_wan__gt=0)
    return projects.filter(Exists(own) if has else ~Exists(own))


def reported(projects: QuerySet[Project], period: Period, *, month: bool, has: bool) -> QuerySet[Project]:
    """Narrow by a report: of the period's very month, or of its year at all."""
    own = reports_of(period).filter(project=OuterRef("pk"))
    own = own.filter(month=period.month) if month else own
    return projects.filter(Exists(own) if has else ~Exists(own))


def behind(projects: QuerySet[Project], period: Period, points: int, *, beyond: bool) -> QuerySet[Any]:
    """Narrow to projects so many points below 序时, or beyond so many (银川 2025: 10—30, 30 以上).

    Amounts have four places, so `lacking` is a multiple of 0.002: the margin settles what SQLite's
    floating point leaves of a tie and changes nothing else.
    """
    margin = Decimal("0.001")
    rows = with_amounts(projects, period).filter(plan_wan__gt=0)
    limit = ExpressionWrapper(F("plan_wan") * 12 * points, output_field=MONEY)
    if beyond:
        return rows.filter(lacking_wan__gt=limit + margin)
    return rows.filter(lacking_wan__gte=limit - margin)
