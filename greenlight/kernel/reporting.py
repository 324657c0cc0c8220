"""What a monthly investment report may say, and what it must explain.

Sources give the amount from January to the month (standards §6): it grows, unless something was
taken off (核减). Nothing is clamped here: a report that needs a word is asked for the word.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from greenlight.kernel.months import month_end

JANUARY, NOT_YET, NEGATIVE, TOO_LARGE, BAD_MONTH = "january", "not_yet", "negative", "too_large", "bad_month"
SAME, REVISED, FELL, LATER_FALLS, OVER_TOTAL = "same", "revised", "fell", "later_falls", "over_total"
UNIT, MONTH_SUM, CLOSED = "unit", "month_sum", "closed"
EXPLAINABLE = frozenset({REVISED, FELL, LATER_FALLS, OVER_TOTAL, UNIT, MONTH_SUM})
# 万元: ten thousand 亿元 in one project and year is a slip of the unit, not an investment.
LARGEST_WAN = Decimal(100_000_000)


@dataclass(frozen=True, slots=True)
class Report:
    """One cumulative amount: from January to `month` of `year`, in 万元; `month_wan` as the source says."""

    year: int
    month: int
    ytd_wan: Decimal
    january_alone: bool = False
    month_wan: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Asks:
    """What a zone asks on entry. 元 typed for 万元 is 10,000 times too much, 亿元 too little.

    `times` another report of the year and `plan_times` the plan or the total ask for the unit, None
    never does; `sums` asks when 累计 is not the month and what came before.
    """

    times: Decimal | None = Decimal(5000)
    plan_times: Decimal | None = Decimal(500)
    sums: bool = True


@dataclass(frozen=True, slots=True)
class Standing:
    """What is on record: the year's cumulative amounts by month, the years before, the total.

    `closed_to` is the last month that is closed (封账) as (year, month); it and those before take no report.
    `plan_wan` is the year plan, `asks` what the zone asks.
    """

    ytd_by_month: Mapping[int, Decimal] = field(default_factory=dict)
    prior_wan: Decimal | None = None
    total_wan: Decimal | None = None
    plan_wan: Decimal | None = None
    closed_to: tuple[int, int] | None = None
    asks: Asks = Asks()


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing about a report: `what`, and the month and amount it was compared with."""

    what: str
    month: int = 0
    amount_wan: Decimal | None = None

    @property
    def explainable(self) -> bool:
        """Whether a reason makes it right; otherwise the report itself must change."""
        return self.what in EXPLAINABLE


def findings(report: Report, standing: Standing, today: date) -> tuple[Finding, ...]:
    """Everything that is wrong with a report or has to be explained; what cannot stand comes first.

    January is not reported (1月份数据免报, standards §6) unless it is given as January alone.
    """
    wrong = _wrong(report, today) or _closed(report, standing)
    return (wrong,) if wrong else tuple(_to_explain(report, standing))


def _closed(report: Report, standing: Standing) -> Finding | None:
    if standing.closed_to and (report.year, report.month) <= standing.closed_to:
        return Finding(CLOSED, standing.closed_to[1])
    return None


def _wrong(report: Report, today: date) -> Finding | None:
    if not 1 <= report.month <= 12 or not 1990 <= report.year <= 2100:
        return Finding(BAD_MONTH, report.month)
    if report.month == 1 and not report.january_alone:
        return Finding(JANUARY, 1)
    if month_end(report.year, report.month).replace(day=1) > today:
        return Finding(NOT_YET, report.month)
    if report.ytd_wan < 0:
        return Finding(NEGATIVE, report.month, report.ytd_wan)
    if report.ytd_wan > LARGEST_WAN:
        return Finding(TOO_LARGE, report.month, report.ytd_wan)
    return None


def _to_explain(report: Report, standing: Standing) -> list[Finding]:
    known, found = standing.ytd_by_month, []
    if report.month in known:
        if known[report.month] == report.ytd_wan:
            return [Finding(SAME, report.month, report.ytd_wan)]
        found.append(Finding(REVISED, report.month, known[report.month]))
    before = max((month for month in known if month < report.month), default=None)
    if before is not None and known[before] > report.ytd_wan:
        found.append(Finding(FELL, before, known[before]))
    after = min((month for month in known if month > report.month), default=None)
    if after is not None and known[after] < report.ytd_wan:
        found.append(Finding(LATER_FALLS, after, known[after]))
    whole = report.ytd_wan + (standing.prior_wan or Decimal(0))
    if standing.total_wan is not None and 0 < standing.total_wan < whole:
        found.append(Finding(OVER_TOTAL, report.month, standing.total_wan))
    sums = _sum(report, known, before) if standing.asks.sums else []
    return [*_unit(report, standing, before), *found, *sums]


def _unit(report: Report, standing: Standing, before: int | None) -> list[Finding]:
    """Ask 元/万元 when an amount is thousands of times another that it should be near to."""
    known, times, over = standing.ytd_by_month, standing.asks.times, standing.asks.plan_times
    near = [known.get(report.month), known[before] if before else None]
    told = next((one for one in near if one and times and _far(report.ytd_wan, one, times)), None)
    if told is None:
        above = [one for one in (standing.plan_wan, standing.total_wan) if one and one > 0]
        told = next((one for one in above if over and report.ytd_wan >= one * over), None)
    return [Finding(UNIT, report.month, told)] if told is not None else []


def _far(one: Decimal, other: Decimal, times: Decimal) -> bool:
    return one >= other * times or (one > 0 and other >= one * times)


def _sum(report: Report, known: Mapping[int, Decimal], before: int | None) -> list[Finding]:
    """Ask when 累计 is not the stated month and what came before (B 48: 累计 = 当月 + 上月累计)."""
    earlier = known[before] if before else Decimal(0)
    if report.month_wan is None or earlier + report.month_wan == report.ytd_wan:
        return []
    return [Finding(MONTH_SUM, before or 0, earlier + report.month_wan)]
