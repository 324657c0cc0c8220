"""Conditions and sortable columns that investment adds to the ledger of projects."""

from __future__ import annotations

from typing import Any

from django.db.models import ExpressionWrapper, OuterRef, QuerySet, Subquery

from greenlight.base import keeping
from greenlight.base.keeping import Filter
from greenlight.investment import amounts
from greenlight.investment.models import InvestmentReport, YearPlan
from greenlight.people.models import User

YES_NO = {"yes": True, "no": False}
BEHIND = {"10": (10, False), "30": (30, True)}


def has_plan(rows: QuerySet[Any], value: str, user: User) -> QuerySet[Any]:
    """With or without a year plan in the year of the data."""
    if value not in YES_NO:
        return rows.none()
    return amounts.planned(rows, amounts.period_for(user, user.scope.day), has=YES_NO[value])


def behind(rows: QuerySet[Any], value: str, user: User) -> QuerySet[Any]:
    """Below 序时 by 10 points and more, or by more than 30."""
    if value not in BEHIND:
        return rows.none()
    points, beyond = BEHIND[value]
    period = amounts.period_for(user, user.scope.day)
    found = amounts.behind(rows.order_by(), period, points, beyond=beyond)
    return rows.filter(pk__in=found.values("pk"))


def reported(rows: QuerySet[Any], value: str, user: User) -> QuerySet[Any]:
    """Reported this month, or not."""
    if value not in YES_NO:
        return rows.none()
    period = amounts.period_for(user, user.scope.day)
    return amounts.reported(rows, period, month=True, has=YES_NO[value])


def invested(rows: QuerySet[Any], value: str, user: User) -> QuerySet[Any]:
    """With or without a report in the year of the data."""
    if value not in YES_NO:
        return rows.none()
    period = amounts.period_for(user, user.scope.day)
    return amounts.reported(rows, period, month=False, has=YES_NO[value])


FILTERS = (
    Filter("has_plan", "年度计划", has_plan, (("yes", "有年度计划"), ("no", "没有年度计划"))),
    Filter("behind", "落后序时", behind, (("10", "落后 10 个百分点以上"), ("30", "落后超过 30 个百分点"))),
    Filter("reported", "月报", reported, (("yes", "本月已报"), ("no", "本月未报"))),
    Filter("invested", "累计完成", invested, (("yes", "今年报过投资"), ("no", "今年没报过投资"))),
)


def orders() -> dict[str, Any]:
    """Return what a list sorts by: the newest plan, amount and rate on record."""
    plan = YearPlan.objects.filter(project=OuterRef("pk"), in_force=True).order_by("-year")
    told = InvestmentReport.objects.filter(project=OuterRef("pk"), in_force=True).order_by(
        "-method", "-year", "-month"
    )
    planned = plan.filter(amount_wan__gt=0)  # PostgreSQL does not divide by 0
    base = Subquery(planned.values("amount_wan")[:1], output_field=amounts.MONEY)
    annual = Subquery(plan.values("amount_wan")[:1], output_field=amounts.MONEY)
    ytd = Subquery(told.values("ytd_wan")[:1], output_field=amounts.MONEY)
    rate = ExpressionWrapper(ytd * 100 / base, output_field=amounts.MONEY)
    return {
        "annual_plan": annual,
        "ytd_investment": ytd,
        "completion_rate_pct": rate,
    }


def register() -> None:
    """Add them; called when all rooms are loaded."""
    keeping.add_filters("projects", *FILTERS)
    keeping.add_orders("projects", **orders())
