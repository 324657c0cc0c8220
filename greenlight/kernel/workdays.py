"""Chinese working days with 调休, as two integer tables: day → working-day ordinal → day.

Days are `datetime.date` in the scalar forms and day numbers (days since 1970-01-01, the numbers of
NumPy's `datetime64[D]`) in the `_many` forms. Which days are worked is data: State Council notices
as exception rows, passed in by the caller. A year without a notice falls back to weekends and the
holidays of fixed date, and every answer that touches such a year can say so (暂估).

Counting follows 民法典 201-203: the first day is not counted, a period in calendar days (自然日) or
months that ends on a rest day ends on the next working day.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from greenlight.kernel.months import add_months

FIRST = date(1990, 1, 1)
LAST = date(2100, 12, 31)
EPOCH = date(1970, 1, 1).toordinal()
BASE = FIRST.toordinal() - EPOCH
SIZE = LAST.toordinal() - FIRST.toordinal() + 1

Days = NDArray[np.integer[Any]] | NDArray[np.datetime64]
Numbers = NDArray[np.int64]

# 全国年节及纪念日放假办法: the holidays of fixed date; 劳动节 has two days since 2025 (国令 795).
# 春节, 清明, 端午 and 中秋 move with the moon and the sun: a year without its notice lacks them.
# (month, day, first year)
FIXED_HOLIDAYS = (
    (1, 1, 1990),
    (5, 1, 1990),
    (5, 2, 2025),
    (10, 1, 1990),
    (10, 2, 1990),
    (10, 3, 1990),
)


class Clock(StrEnum):
    """The clock a period runs on."""

    WORKDAY = "workday"
    CALENDAR = "calendar"

    @property
    def label(self) -> str:
        """The clerk's word."""
        return "工作日" if self is Clock.WORKDAY else "自然日"


class Exceptional(NamedTuple):
    """A day that differs from its weekday: `kind` is holiday or workday, `name` the festival."""

    day: date
    kind: str
    name: str = ""

    @classmethod
    def from_row(cls, row: Mapping[str, str]) -> Self:
        """Read a row with the columns date, kind and name.

        Raises BadException if the date is not an ISO date or the kind is unknown.
        """
        try:
            day = date.fromisoformat(str(row["date"]).strip())
        except (KeyError, ValueError):
            raise BadException(row, "日期要写成 2026-10-01 的样子") from None
        kind = str(row.get("kind", "")).strip()
        if kind not in ("holiday", "workday"):
            raise BadException(row, "类别只能是 holiday（放假）或 workday（上班）")
        return cls(day, kind, str(row.get("name", "")).strip())


class BadException(ValueError):
    """An exception row that cannot be read; `row` is the row, `why` the clerk's sentence."""

    def __init__(self, row: object, why: str) -> None:
        super().__init__(f"节假日安排中的一行读不出来：{why}（该行为 {row}）")
        self.row, self.why = row, why


class OutOfRange(ValueError):
    """A day outside the tables; `day` is the date where one can be named."""

    def __init__(self, day: date | None = None) -> None:
        said = f"日期 {day} " if day else "算出的日期"
        super().__init__(f"{said}超出日历范围（{FIRST} 至 {LAST}），请核对日期和天数")
        self.day = day


class Due(NamedTuple):
    """The last day of a period, and whether it was counted through an unannounced year (暂估)."""

    day: date
    estimated: bool


def number(day: date) -> int:
    """Return the day number (days since 1970-01-01) of a date."""
    return day.toordinal() - EPOCH


def from_number(day: int) -> date:
    """Return the date of a day number."""
    return date.fromordinal(day + EPOCH)


class Calendar:
    """Working days between 1990 and 2100; immutable.

    `rows` are the exceptions, later rows win. A year is announced when the rows name its 国庆节
    (10-01) as a holiday, as every State Council notice does; or give `announced` explicitly.
    """

    def __init__(self, rows: Iterable[Exceptional] = (), *, announced: Iterable[int] | None = None) -> None:
        self._rows = {row.day: row for row in rows}
        named = (day.year for day, row in self._rows.items() if _names_national_day(row))
        self.announced = frozenset(named if announced is None else announced)
        self._worked = _worked_table(self._rows, self.announced)
        # before[t]: working days before day BASE + t; opens[k]: the k-th working day, as t.
        self.before = _running_count(self._worked)
        self.opens: Numbers = np.flatnonzero(self._worked)
        self.opens.flags.writeable = False
        self._unannounced = _running_count(_unannounced_days(self.announced))

    @classmethod
    def from_rows(cls, rows: Iterable[Mapping[str, str]]) -> Self:
        """Build from rows with the columns date, kind, name (as a CSV reader gives them)."""
        return cls(Exceptional.from_row(row) for row in rows)

    def merged(self, rows: Iterable[Exceptional]) -> "Calendar":
        """Return a calendar with a zone's own rows on top; they announce no year."""
        return Calendar([*self._rows.values(), *rows], announced=self.announced)

    @cached_property
    def tables(self) -> tuple[list[int], list[int]]:
        """`before` and `opens` as lists, for arithmetic one day at a time."""
        return self.before.tolist(), self.opens.tolist()

    @property
    def exceptions(self) -> tuple[Exceptional, ...]:
        """The exception rows in force, by day."""
        return tuple(self._rows[day] for day in sorted(self._rows))

    # One day at a time

    def is_workday(self, day: date) -> bool:
        """Say whether a day is worked."""
        return bool(self._worked[_index(day)])

    def add(self, day: date, n: int) -> date:
        """Return the n-th working day after `day`, before it if n < 0; the day is not counted.

        n = 0 gives the day itself, or the next working day if it is a rest day.
        """
        return self._open(int(self.before[_index(day) + (n > 0)]) + n - (n > 0))

    def difference(self, first: date, second: date) -> int:
        """Count the working days after `first` up to and including `second`; negative if earlier.

        difference(a, c) = difference(a, b) + difference(b, c), and add(a, difference(a, b)) is b
        when both are working days.
        """
        return int(self.before[_index(second) + 1] - self.before[_index(first) + 1])

    def roll_forward(self, day: date) -> date:
        """Return the day itself if worked, else the next working day."""
        return self.add(day, 0)

    def roll_back(self, day: date) -> date:
        """Return the day itself if worked, else the last working day before it."""
        return self._open(int(self.before[_index(day) + 1]) - 1)

    def due(self, day: date, n: int, clock: Clock = Clock.WORKDAY) -> Due:
        """Return the last day of a period of n days that begins with an event on `day`.

        The event's day is not counted; calendar days ending on a rest day roll over to the next
        working day (民法典 201-203). Raises OutOfRange beyond the tables.
        """
        if clock is Clock.WORKDAY:
            last = self.add(day, n)
        else:
            last = self.roll_forward(_shift(day, n))
        return Due(last, self.estimated(day, last))

    def due_months(self, day: date, months: int) -> Due:
        """Return the last day of a period of months; rest days roll over (民法典 202, 203)."""
        if abs(months) > SIZE // 28:
            raise OutOfRange
        last = self.roll_forward(add_months(day, months))
        return Due(last, self.estimated(day, last))

    def estimated(self, first: date, second: date | None = None) -> bool:
        """Say whether the span (ends included, any order) touches a year without its notice."""
        a, b = sorted((_index(first), _index(second or first)))
        return bool(self._unannounced[b + 1] > self._unannounced[a])

    # Many days at once: arrays of day numbers or datetime64[D] in, day numbers (int64) out

    def is_workday_many(self, days: Days) -> NDArray[np.bool_]:
        """Say for each day whether it is worked."""
        return self._worked[_indices(days)]

    def add_many(self, days: Days, n: int | NDArray[np.integer[Any]]) -> Numbers:
        """`add` over arrays; `days` and `n` broadcast. Raises OutOfRange."""
        at, after = _indices(days), np.asarray(n) > 0
        ordinals = self.before.take(at + after) + (n - after)
        if ordinals.size and not 0 <= ordinals.min() <= ordinals.max() < len(self.opens):
            raise OutOfRange
        return self.opens.take(ordinals) + BASE

    def difference_many(self, first: Days, second: Days) -> Numbers:
        """`difference` over arrays; they broadcast."""
        return self.before.take(_indices(second) + 1) - self.before.take(_indices(first) + 1)

    def estimated_many(self, first: Days, second: Days) -> NDArray[np.bool_]:
        """`estimated` over arrays of spans, first <= second."""
        count = self._unannounced
        touched: NDArray[np.bool_] = count[_indices(second) + 1] > count[_indices(first)]
        return touched

    def _open(self, ordinal: int) -> date:
        if not 0 <= ordinal < len(self.opens):
            raise OutOfRange
        return date.fromordinal(int(self.opens[ordinal]) + FIRST.toordinal())


def _names_national_day(row: Exceptional) -> bool:
    return row.kind == "holiday" and (row.day.month, row.day.day) == (10, 1)


def _worked_table(rows: Mapping[date, Exceptional], announced: frozenset[int]) -> NDArray[np.bool_]:
    worked: NDArray[np.bool_] = (np.arange(SIZE) + FIRST.weekday()) % 7 < 5
    for year in range(FIRST.year, LAST.year + 1):
        if year not in announced:
            for month, day, since in FIXED_HOLIDAYS:
                worked[_index(date(year, month, day))] &= year < since
    for row in rows.values():
        worked[_index(row.day)] = row.kind == "workday"
    worked.flags.writeable = False
    return worked


def _unannounced_days(announced: frozenset[int]) -> NDArray[np.bool_]:
    missing = np.ones(SIZE, bool)
    for year in announced:
        missing[_index(date(year, 1, 1)) : _index(date(year, 12, 31)) + 1] = False
    return missing


def _running_count(marks: NDArray[np.bool_]) -> Numbers:
    counts = np.zeros(len(marks) + 1, np.int64)
    np.cumsum(marks, out=counts[1:])
    counts.flags.writeable = False
    return counts


def _index(day: date) -> int:
    at = day.toordinal() - FIRST.toordinal()
    if not 0 <= at < SIZE:
        raise OutOfRange(day)
    return at


def _indices(days: Days) -> Numbers:
    numbers = days.astype("datetime64[D]") if days.dtype.kind == "M" else days
    at: Numbers = numbers.astype(np.int64) - BASE
    if at.size and not 0 <= at.min() <= at.max() < SIZE:
        raise OutOfRange
    return at


def _shift(day: date, n: int) -> date:
    _index(day)
    if not -SIZE < n < SIZE:
        raise OutOfRange
    moved = day + timedelta(days=n)
    _index(moved)
    return moved
