"""Progress arithmetic: cumulative reports, month values, 序时进度, rates with their base.

Sources give year-to-date values (standards §6); a month value is always computed, never stored.
Nothing here is rounded: round once, for display, with `round_half_up`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal


def round_half_up(value: Decimal, places: int = 0) -> Decimal:
    """Rounded the way statistics are printed: 0.05 → 0.1, −0.05 → −0.1; never −0."""
    rounded = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return rounded if rounded else abs(rounded)


@dataclass(frozen=True, slots=True)
class MonthValue:
    """What was done from `first` to `last` month of a year, in the unit of the reports.

    `cut_back` marks a negative value: the cumulative figure was revised down (核减). It is
    flagged and kept, never raised to 0.
    """

    first: int
    last: int
    amount: Decimal

    @property
    def label(self) -> str:
        """7月, or 1—2月 when the reports do not tell the months apart."""
        return f"{self.last}月" if self.first == self.last else f"{self.first}—{self.last}月"

    @property
    def cut_back(self) -> bool:
        """Whether the cumulative figure fell."""
        return self.amount < 0


def month_values(ytd: Mapping[int, Decimal]) -> tuple[MonthValue, ...]:
    """Month values of one year by difference of the cumulative values by month (1-12).

    January is not reported (1月免报), so 1—2月 stand together; a month without a report joins
    the next reported one (3—4月). A figure for January alone is used only while it is the only
    one. Raises ValueError for a month outside 1-12.
    """
    wrong = next((month for month in ytd if not 1 <= month <= 12), None)
    if wrong is not None:
        raise ValueError(f"没有 {wrong} 月")
    months = sorted(month for month in ytd if month > 1) or sorted(ytd)
    starts = [0, *months]
    return tuple(
        MonthValue(before + 1, month, ytd[month] - (ytd[before] if before else Decimal(0)))
        for before, month in zip(starts, months, strict=False)
    )


def elapsed(month: int) -> Decimal:
    """序时进度 after so many months, in percent: months ÷ 12."""
    return Decimal(100 * month) / 12


def percent(part: Decimal, whole: Decimal) -> Decimal | None:
    """part ÷ whole in percent; None when the whole is 0 or less. May exceed 100."""
    return part * 100 / whole if whole > 0 else None


def points_over(ytd: Decimal, year_plan: Decimal, month: int) -> Decimal | None:
    """超（欠）序时进度 in percentage points: 投资完成率 − 序时进度; None without a plan."""
    if year_plan <= 0:
        return None
    return (1200 * ytd - 100 * month * year_plan) / (12 * year_plan)


def growth(now: Decimal, before: Decimal) -> Decimal | None:
    """同比 in percent; None ("--") when the earlier value is 0 or less."""
    return (now - before) * 100 / before if before > 0 else None


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate that never stands without its base: 80.8%（分母：年度计划新开工 255 项）."""

    part: int
    whole: int
    base: str

    @property
    def percent(self) -> Decimal | None:
        """The rate in percent, unrounded; None on an empty base."""
        return percent(Decimal(self.part), Decimal(self.whole))

    @property
    def told(self) -> str:
        """The rate to one place with its base; "—" on an empty base."""
        shown = "—" if self.percent is None else f"{round_half_up(self.percent, 1)}%"
        return f"{shown}（分母：{self.base} {self.whole} 项）"


ALL_LISTED, PLANNED_NEW_STARTS = "all_listed", "planned_new_starts"
START_BASES = {ALL_LISTED: "全部在册项目", PLANNED_NEW_STARTS: "年度计划新开工"}


def start_rate(started: int, whole: int, base: str) -> Rate:
    """开工率 on one of START_BASES: all listed projects, or the year's planned new starts.

    `started` counts within the base. Raises ValueError for another base or started > whole.
    """
    if base not in START_BASES or not 0 <= started <= whole:
        raise ValueError(f"开工率算不出：已开工 {started} 项，分母“{base}”{whole} 项")
    return Rate(started, whole, START_BASES[base])
