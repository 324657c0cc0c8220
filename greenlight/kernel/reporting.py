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
EXPLAINABLE = frozenset({REVISED, FELL, LATER_FALLS, OVER_TOTAL})
# 万元: ten thousand 亿元 in one project and year is a slip of the unit, not an investment.
LARGEST_WAN = Decimal(100_000_000)


@dataclass(frozen=True, slots=True)
class Report:
    """One cumulative amount: from January to `month` of `year`, in 万元."""

    year: int
    month: int
    ytd_wan: Decimal
    january_alone: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """What is on record: the year's cumulative amounts by month, the years before, the total."""

    ytd_by_month: Mapping[int, Decimal] = field(default_factory=dict)
    prior_wan: Decimal | None = None
    total_wan: Decimal | None = None


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
    wrong = _wrong(report, today)
    return (wrong,) if wrong else tuple(_to_explain(report, standing))


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
    return found
