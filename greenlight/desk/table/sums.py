"""What lines add up to: the 合计 row and every group's, in one query; equal to the Figures by a test.

The figures speak of one period, the newest anybody reported (`investment.amounts.Period`). A line
holds a project's newest plan and newest amount: they are of that period or older. Should a line be
ahead of it, because somebody entered a month or a year that has not begun, the amounts of the period
are looked up instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Max, Q, QuerySet, Subquery, Sum
from django.db.models import OuterRef as Outer

from greenlight.base.tables.shown import Shown
from greenlight.investment import amounts
from greenlight.investment.amounts import Period
from greenlight.investment.models import YearPlan
from greenlight.kernel import series
from greenlight.people.models import User
from greenlight.warnings.actions.judging import RANK
from greenlight.warnings.models import Colour

EXACT = Decimal("0.0001")
LIGHTS = tuple(one.value for one in Colour)
COLOURS = {RANK[one]: one for one in LIGHTS}
FIGURED = frozenset({"annual_plan", "ytd_investment", "completion_rate_pct"})


@dataclass(frozen=True)
class Known:
    """The period of the data, and whether lines may be added up as they are."""

    period: Period
    plain: bool


@dataclass(frozen=True)
class Sums:
    """What some lines add up to: amounts in 万元 by column, lights by colour."""

    count: int
    amounts: Mapping[str, Decimal]
    lights: Mapping[str, int]
    rate: Decimal | None
    told: str

    def of(self, name: str) -> Decimal | None:
        """Return the sum of a column, the rate for 完成率."""
        return self.rate if name == "completion_rate_pct" else self.amounts.get(name)


def period_of(seen: QuerySet[Any], user: User) -> Known:
    """Return the period of everything a person sees; see investment.amounts.period_for."""
    day = user.scope.day
    plan, reported = _newest(seen, "plan_year"), _newest(seen, "reported")
    if plan > day.year or reported > day.year * 100 + day.month:
        return Known(amounts.period_for(user, day), plain=False)
    if not reported:
        return Known(Period(plan or day.year, 0), plain=True)
    year, month = divmod(reported, 100)
    return Known(Period(plan, 0) if plan > year else Period(year, month), plain=True)


def _newest(seen: QuerySet[Any], name: str) -> int:
    """Return the greatest value of a column; one at a time, an index has it at its end."""
    return seen.order_by().aggregate(newest=Max(name))["newest"] or 0


def prepared(rows: QuerySet[Any], known: Known) -> Any:
    """Give lines `planned` and `done`, the amounts of the period."""
    if known.plain:
        return rows.annotate(planned=F("plan_wan"), done=F("done_wan"))
    year = known.period.year
    plans = YearPlan.objects.filter(project=Outer("pk"), year=year, in_force=True)
    told = amounts.reports_of(known.period).filter(project=Outer("pk")).order_by("-method", "-month")
    return rows.annotate(
        planned=Subquery(plans.values("amount_wan")[:1], output_field=amounts.MONEY),
        done=Subquery(told.values("ytd_wan")[:1], output_field=amounts.MONEY),
    )


def expressions(columns: Iterable[Shown], known: Known) -> dict[str, Any]:
    """Return what is added up of prepared lines: the total, plan and done, and the columns shown."""
    year, month = known.period.year, known.period.month
    planned, done = Q(planned__gt=0), Q(done__isnull=False)
    if known.plain:
        planned, done = planned & Q(plan_year=year), done & Q(done_year=year)
    late = Q(reported__gt=year * 100, reported__lt=year * 100 + month)
    plain = {"total_investment"} | {one.column for one in columns if one.summed and one.name not in FIGURED}
    return {
        **{f"sum_{name}": Sum(name) for name in sorted(plain)},
        "sum_plan": Sum("planned", filter=planned),
        "sum_done": Sum("done", filter=done),
        "sum_both": Sum("done", filter=planned & done),
        "late": Count("pk", filter=planned & late),
    }


def by_light() -> dict[str, Any]:
    """Return the counts of the lights, for lines that are not taken light by light."""
    return {f"n_{one}": Count("pk", filter=Q(light_rank=rank)) for rank, one in COLOURS.items()}


def read(row: Mapping[str, Any], count: int, known: Known) -> Sums:
    """Put what the database added up into Sums; SQLite adds in floating point, four places are true."""
    sums = {key[4:]: exact(value) for key, value in row.items() if key.startswith("sum_")}
    plan, both = sums.pop("plan"), sums.pop("both")
    found = {**sums, "annual_plan": plan, "ytd_investment": sums["done"]}
    period = known.period
    told = f"分母：{period.year} 年度计划；分子：{period.words}累计完成"
    if row["late"]:
        told += f"（{row['late']} 项未报 {period.month} 月，取最近所报）"
    lights = {colour: row[f"n_{colour}"] for colour in LIGHTS}
    return Sums(count, found, lights, series.percent(both, plan), told)


def exact(value: Decimal | int | None) -> Decimal:
    """Return a sum with the four places amounts have."""
    return Decimal(value or 0).quantize(EXACT)


def add_up(rows: QuerySet[Any], columns: Iterable[Shown], known: Known) -> Sums:
    """Add lines up, light by light; one query of at most five rows."""
    asked = expressions(columns, known)
    taken = prepared(rows.order_by(), known).values("light_rank").annotate(number=Count("pk"), **asked)
    total: dict[str, Any] = dict.fromkeys(asked, 0) | {f"n_{colour}": 0 for colour in LIGHTS}
    count = 0
    for row in taken:
        count += row["number"]
        total[f"n_{COLOURS[row['light_rank']]}"] += row["number"]
        for name in asked:
            total[name] += row[name] or 0
    return read(total, count, known)
