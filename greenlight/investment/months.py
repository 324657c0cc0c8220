"""One project's year, month by month: month value by difference, 序时, rate, where it comes from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from greenlight.investment.amounts import Period
from greenlight.investment.figures import Curve, CurvePoint
from greenlight.investment.models import InvestmentReport, PriorInvestment, YearPlan
from greenlight.kernel import series
from greenlight.projects.models import Project


@dataclass(frozen=True)
class MonthLine:
    """A reported month; amounts in 万元, rates in per cent, points in percentage points.

    `stage_rate` is 阶段计划完成率, of a plan that is not linear; `growth` is 同比 as computed, the report
    keeps what was published, `growth_gap` says that the two lie apart.
    """

    label: str
    month: int
    value_wan: Decimal
    cut_back: bool
    ytd_wan: Decimal
    pace_wan: Decimal | None
    rate: Decimal | None
    points: Decimal | None
    report: InvestmentReport
    stage_rate: Decimal | None = None
    growth: Decimal | None = None
    growth_gap: bool = False


@dataclass(frozen=True)
class Year:
    """A project's year of investment, and the years there are."""

    project: Project
    year: int
    years: tuple[int, ...]
    plan: YearPlan | None
    plans: tuple[YearPlan, ...]
    lines: tuple[MonthLine, ...]
    revisions: tuple[InvestmentReport, ...]
    prior_wan: Decimal | None
    reports: tuple[InvestmentReport, ...] = ()

    @property
    def last(self) -> MonthLine | None:
        """The newest month."""
        return self.lines[-1] if self.lines else None

    @property
    def reasons(self) -> list[MonthLine]:
        """The months that came with a reason: what was taken off, corrected, over the total."""
        return [line for line in self.lines if line.report.reason]

    @property
    def plan_wan(self) -> Decimal | None:
        """The year plan in force."""
        return self.plan.amount_wan if self.plan else None

    @property
    def pace(self) -> Decimal | None:
        """序时进度 of the newest month in per cent."""
        return series.elapsed(self.last.month) if self.last else None

    @property
    def whole_wan(self) -> Decimal | None:
        """What was done since the start, when the years before are known."""
        if self.prior_wan is None:
            return None
        return self.prior_wan + (self.last.ytd_wan if self.last else Decimal(0))

    @property
    def curve(self) -> Curve:
        """The curve of this one project."""
        by_month = {line.month: line.ytd_wan for line in self.lines}
        last = self.last.month if self.last else 0
        plan = self.plan_wan or Decimal(0)
        points = tuple(
            CurvePoint(month, pace_of(self.plan, month) or Decimal(0), by_month.get(month))
            for month in range(1, 13)
        )
        return Curve(Period(self.year, last), plan, points)


def pace_of(plan: YearPlan | None, month: int) -> Decimal | None:
    """Return what 序时 asks for by a month: the plan's own months, else plan × month ÷ 12."""
    if plan is None:
        return None
    if plan.months_wan:
        return Decimal(str(plan.months_wan[month - 1]))
    return plan.amount_wan * month / 12


def year_of(project: Project, asked: int | None, default: int, growth_points: Decimal | None = None) -> Year:
    """Read one year of a project; the newest there is unless one is asked for. Three queries.

    Published and computed growth that lie more than `growth_points` apart are marked.
    """
    reports = list(InvestmentReport.objects.filter(project=project).order_by("year", "month", "revision"))
    plans = list(YearPlan.objects.filter(project=project).order_by("year", "version"))
    prior = dict(PriorInvestment.objects.filter(project=project).values_list("year", "amount_wan"))
    years = sorted({row.year for row in reports} | {row.year for row in plans}, reverse=True)
    year = asked if asked in years else (years[0] if years else default)
    own = [row for row in reports if row.year == year]
    plan = next((row for row in plans if row.year == year and row.in_force), None)
    last_year = {row.month: row.ytd_wan for row in reports if row.year == year - 1 and _works(row)}
    return Year(
        project=project, year=year, years=tuple(years), plan=plan,
        plans=tuple(row for row in plans if row.year == year),
        lines=_lines(own, plan, last_year, growth_points),
        revisions=tuple(row for row in reversed(own) if row.revision > 1 or not row.in_force),
        prior_wan=prior.get(year), reports=tuple(own),
    )  # fmt: skip


def _works(row: InvestmentReport) -> bool:
    return row.in_force and row.method == InvestmentReport.Method.WORK


def _lines(
    rows: Sequence[InvestmentReport], plan: YearPlan | None, last_year: Mapping[int, Decimal],
    growth_points: Decimal | None,
) -> tuple[MonthLine, ...]:  # fmt: skip
    standing = [row for row in rows if row.in_force]
    works = [row for row in standing if row.method == InvestmentReport.Method.WORK] or standing
    told = {row.month: row for row in works}
    values = series.month_values({month: row.ytd_wan for month, row in told.items()})
    lines = (_line(value, told[value.last], plan) for value in values)
    return tuple(_grown(line, last_year.get(line.month), growth_points) for line in lines)


def _grown(line: MonthLine, before: Decimal | None, points: Decimal | None) -> MonthLine:
    growth = None if before is None else series.growth(line.ytd_wan, before)
    stated = line.report.stated_growth_pct
    apart = points is not None and growth is not None and stated is not None and abs(growth - stated) > points
    return replace(line, growth=growth, growth_gap=apart)


def _line(value: series.MonthValue, row: InvestmentReport, plan: YearPlan | None) -> MonthLine:
    amount = plan.amount_wan if plan else Decimal(0)
    stage = pace_of(plan, value.last) if plan and plan.months_wan else None
    return MonthLine(
        label=value.label, month=value.last, value_wan=value.amount, cut_back=value.cut_back,
        ytd_wan=row.ytd_wan, pace_wan=pace_of(plan, value.last),
        rate=series.percent(row.ytd_wan, amount),
        points=series.points_over(row.ytd_wan, amount, value.last), report=row,
        stage_rate=series.percent(row.ytd_wan, stage) if stage else None,
    )  # fmt: skip
