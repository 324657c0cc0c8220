"""Investment as figures: 年度计划, 累计完成, 投资完成率, 超（欠）序时; and the year's curve."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum, Window
from django.db.models.functions import Coalesce, Lag

from greenlight.base import figures, keeping
from greenlight.base.figures import Answer, Figure, Scope, Value
from greenlight.investment import amounts
from greenlight.investment.amounts import Period
from greenlight.investment.models import InvestmentReport
from greenlight.kernel import series
from greenlight.projects.models import Project

ZERO = Decimal(0)


def projects_in(scope: Scope) -> QuerySet[Project]:
    """Return the projects a figure counts: visible, no groups, narrowed by the page's filters."""
    seen = Project.objects.visible_to(scope.user).counted()
    return keeping.binding("projects").narrow(seen, scope.filters, scope.user)


def period_in(scope: Scope) -> Period:
    """Return the period of the data, of everything the reader sees: filters do not move it."""
    return amounts.period_for(scope.user, scope.on)


@dataclass(frozen=True)
class Sums:
    """Sums in 万元 over the projects with a year plan, and over all."""

    plan: Decimal
    done_of_planned: Decimal
    done: Decimal


def sums(scope: Scope, period: Period) -> Sums:
    """Add up in the database: one query."""
    rows = projects_in(scope).order_by()
    with_plan = Q(plan_wan__gt=0)
    found = amounts.with_amounts(rows, period).aggregate(
        plan=Sum("plan_wan", filter=with_plan), both=Sum("ytd_wan", filter=with_plan), ytd=Sum("ytd_wan")
    )
    return Sums(*(_exact(value) for value in (found["plan"], found["both"], found["ytd"])))


def _exact(value: Decimal | None) -> Decimal:
    # SQLite adds in floating point: amounts have four places, the rest is noise.
    return (value or ZERO).quantize(Decimal("0.0001"))


# ---- computed at once ----
class Money:
    """The period and the sums of one scope, each asked once for all the figures made of them."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope

    @cached_property
    def period(self) -> Period:
        """The period of the data."""
        return period_in(self.scope)

    @cached_property
    def sums(self) -> Sums:
        """Plan and done."""
        return sums(self.scope, self.period)

    @cached_property
    def late(self) -> int:
        """How many with a plan stand in the sum with an older month than the period's."""
        rows = amounts.planned(projects_in(self.scope).order_by(), self.period)
        rows = amounts.reported(rows, self.period, month=True, has=False)
        return amounts.reported(rows, self.period, month=False, has=True).count()

    @classmethod
    def known(cls, scope: Scope, period: Period, sums: Sums, late: int) -> Money:
        """Return what a room above has added up already, from lines that say the same."""
        made = cls(scope)
        made.__dict__ |= {"period": period, "sums": sums, "late": late}
        return made


def year_plan(scope: Scope, money: Money | None = None) -> Answer:
    """年度计划 summed."""
    money = money or Money(scope)
    base = f"{money.period.year} 年有年度计划的项目"
    return Answer(money.sums.plan, base_text=base, rows=scope.opening(has_plan="yes"))


def done(scope: Scope, money: Money | None = None) -> Answer:
    """累计完成 summed."""
    money = money or Money(scope)
    return Answer(money.sums.done, base_text=money.period.words, rows=scope.opening(invested="yes"))


def completion(scope: Scope, money: Money | None = None) -> Answer:
    """投资完成率 over the projects with a year plan."""
    money = money or Money(scope)
    period, found = money.period, money.sums
    return Answer(
        series.percent(found.done_of_planned, found.plan), found.done_of_planned, found.plan,
        base_text=f"分母：{period.year} 年度计划；分子：{period.words}累计完成{_behind(money)}",
        rows=scope.opening(has_plan="yes"),
    )  # fmt: skip


def _behind(money: Money) -> str:
    """Say how many stand in the sum with an older month: the file's own column does not hold them."""
    return f"（{money.late} 项未报 {money.period.month} 月，取最近所报）" if money.late else ""


def elapsed_gap(scope: Scope, money: Money | None = None) -> Answer:
    """超（欠）序时进度 in percentage points; its two parts are the rate and 序时, both in per cent."""
    money = money or Money(scope)
    period, found = money.period, money.sums
    value = series.points_over(found.done_of_planned, found.plan, period.month) if period.month else None
    rate = series.percent(found.done_of_planned, found.plan)
    told = f"投资完成率 − 序时 {period.month} ÷ 12 = {series.round_half_up(period.pace, 1)}%"
    rows = scope.opening(has_plan="yes")
    return Answer(value, rate, period.pace, base_text=told, rows=rows)


# ---- counted again, slowly and plainly ----
def _plan_of(project: Project, period: Period) -> Decimal | None:
    rows = project.year_plans.filter(year=period.year, in_force=True)
    return next((row.amount_wan for row in rows), None)


def _done_of(project: Project, period: Period) -> Decimal | None:
    rows = list(project.investment_reports.filter(in_force=True, year=period.year))
    works = [row for row in rows if row.method == InvestmentReport.Method.WORK] or rows
    told = [row for row in works if row.month <= (period.month or 12)]
    return max(told, key=lambda row: row.month).ytd_wan if told else None


def _walk(scope: Scope) -> Sums:
    period = period_in(scope)
    plan = of_planned = all_done = ZERO
    for project in projects_in(scope):
        own, ytd = _plan_of(project, period) or ZERO, _done_of(project, period) or ZERO
        all_done += ytd
        if own > 0:
            plan, of_planned = plan + own, of_planned + ytd
    return Sums(plan, of_planned, all_done)


def _again(pick: Callable[[Sums, Period], Value]) -> Callable[[Scope], Value]:
    return lambda scope: pick(_walk(scope), period_in(scope))


# Those made of one period and its sums: who asks for several hands them one Money.
MONEY: dict[str, Callable[[Scope, Money], Answer]] = {
    "annual_plan": year_plan, "ytd_investment": done, "completion_rate": completion,
    "elapsed_gap": elapsed_gap,
}  # fmt: skip
FIGURES = (
    Figure(
        "annual_plan", "年度计划投资", "万元",
        "数据年度内生效的年度计划之和；数据年度是不晚于当天、有计划或月报的最近一年",
        year_plan, _again(lambda found, _: found.plan),
    ),
    Figure(
        "ytd_investment", "累计完成投资", "万元",
        "数据年度 1 月至最近报送月的累计完成之和；未报该月的项目取其最近一次所报",
        done, _again(lambda found, _: found.done),
    ),
    Figure(
        "completion_rate", "投资完成率", "%",
        "有年度计划的项目的累计完成 ÷ 其年度计划，可以超过 100%",
        completion, _again(lambda found, _: series.percent(found.done_of_planned, found.plan)),
    ),
    Figure(
        "elapsed_gap", "超（欠）序时进度", "个百分点",
        "投资完成率 − 序时进度；序时进度 = 最近报送月 ÷ 12",
        elapsed_gap,
        _again(
            lambda found, period: series.points_over(found.done_of_planned, found.plan, period.month)
            if period.month
            else None
        ),
    ),
)  # fmt: skip


def register() -> None:
    """Add the room's figures to the registry."""
    for figure in FIGURES:
        figures.register(figure)


# ---- the curve of the year ----
@dataclass(frozen=True)
class CurvePoint:
    """A month of the year: cumulative amounts in 万元; None where nobody has reported yet."""

    month: int
    pace_wan: Decimal
    done_wan: Decimal | None


@dataclass(frozen=True)
class Curve:
    """投资与序时: the year's plan, and what was done by month, of the projects with a plan."""

    period: Period
    plan_wan: Decimal
    points: tuple[CurvePoint, ...]

    @property
    def gap_wan(self) -> Decimal | None:
        """What is done beyond 序时; negative: 欠."""
        now = next((one for one in self.points if one.month == self.period.month), None)
        return now.done_wan - now.pace_wan if now and now.done_wan is not None else None


def curve(scope: Scope, money: Money | None = None) -> Curve:
    """Return the cumulative curve against 序时 (plan × month ÷ 12), twelve points; six queries.

    A project that did not report a month stands with what it reported last.
    """
    money = money or Money(scope)
    period, plan = money.period, money.sums.plan
    done = _done_by_month(amounts.planned(projects_in(scope).order_by(), period), period)
    points = tuple(
        CurvePoint(month, plan * month / 12, done.get(month) if month <= period.month else None)
        for month in range(1, 13)
    )
    return Curve(period, plan, points)


def _done_by_month(rows: QuerySet[Project], period: Period) -> dict[int, Decimal]:
    told = amounts.reports_of(period).filter(project__in=rows).order_by()
    works = amounts.reports_of(period).filter(project=OuterRef("project"), method=amounts.Method.WORK)
    # 财务支出法 beside 形象进度法: one of the two counts.
    one = told.filter(Q(method=amounts.Method.WORK) | ~Exists(works))
    before = Window(Lag("ytd_wan"), partition_by=[F("project_id")], order_by=[F("month").asc()])
    grown = one.annotate(more=F("ytd_wan") - Coalesce(before, ZERO, output_field=amounts.MONEY))
    asked = {f"m{month}": Sum("more", filter=Q(month=month)) for month in range(1, 13)}
    added = grown.aggregate(**asked)
    first = next((month for month in range(1, 13) if added[f"m{month}"] is not None), 13)
    total, by_month = ZERO, {}
    for month in range(first, 13):
        total += _exact(added[f"m{month}"])
        by_month[month] = total
    return by_month
