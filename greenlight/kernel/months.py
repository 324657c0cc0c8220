"""Calendar months as clerks count them: same day next month, and the last day of a period."""

from calendar import monthrange
from datetime import date, timedelta

DAY, TEN_DAYS, MONTH, QUARTER, HALF_YEAR, YEAR = (
    "day",
    "ten_days",
    "month",
    "quarter",
    "half_year",
    "year",
)
PRECISIONS = (DAY, TEN_DAYS, MONTH, QUARTER, HALF_YEAR, YEAR)
_SPAN = {MONTH: 1, QUARTER: 3, HALF_YEAR: 6, YEAR: 12}


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def add_months(day: date, months: int) -> date:
    """The same day `months` later (may be negative); the 31st becomes the month's last day."""
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month0 + 1, min(day.day, monthrange(year, month0 + 1)[1]))


def months_apart(earlier: date, later: date) -> int:
    """How many calendar months `later` lies after the month of `earlier` (days ignored)."""
    return (later.year - earlier.year) * 12 + later.month - earlier.month


def period_end(day: date, precision: str) -> date:
    """The last day meant by a date of this precision: 2023.6 is due on 2023-06-30.

    Raises ValueError for a word that is not in PRECISIONS.
    """
    if precision not in PRECISIONS:
        raise ValueError(f"不认识的日期精度“{precision}”，可用：{'、'.join(PRECISIONS)}")
    if precision == DAY:
        return day
    if precision == TEN_DAYS:
        return _ten_days_end(day)
    span = _SPAN[precision]
    return month_end(day.year, (day.month - 1) // span * span + span)


def _ten_days_end(day: date) -> date:
    # 上旬 ends on the 10th, 中旬 on the 20th, 下旬 with the month.
    if day.day > 20:
        return month_end(day.year, day.month)
    return date(day.year, day.month, 10) if day.day <= 10 else date(day.year, day.month, 20)


def next_month_first(day: date) -> date:
    """The first day of the month after."""
    return month_end(day.year, day.month) + timedelta(days=1)
