"""Working days: the golden vectors of the calendar, and its laws."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenlight.kernel.tests.chinese_days import CHINA
from greenlight.kernel.workdays import (
    LAST,
    BadException,
    Calendar,
    Clock,
    Exceptional,
    OutOfRange,
    number,
)

DAYS = st.dates(date(2022, 6, 1), date(2027, 6, 30))
STEPS = st.integers(-300, 300)


def walk(day: date, n: int) -> date:
    """Count working days one by one: the slow, obvious way."""
    step = timedelta(days=1 if n > 0 else -1)
    while n and (day := day + step):
        n -= CHINA.is_workday(day) * (1 if n > 0 else -1)
    while not CHINA.is_workday(day):
        day += timedelta(days=1)
    return day


@pytest.mark.parametrize(
    ("event", "n", "clock", "last"),
    [
        (date(2026, 2, 13), 3, Clock.WORKDAY, date(2026, 2, 25)),
        (date(2026, 4, 30), 5, Clock.WORKDAY, date(2026, 5, 11)),
        (date(2026, 9, 24), 7, Clock.WORKDAY, date(2026, 10, 12)),
        (date(2026, 1, 20), 30, Clock.CALENDAR, date(2026, 2, 24)),
    ],
)
def test_a_period_ends_where_the_golden_table_says(event: date, n: int, clock: Clock, last: date) -> None:
    assert CHINA.due(event, n, clock) == (last, False)


@pytest.mark.parametrize("year", [2025, 2026])
def test_2025_and_2026_have_248_working_days(year: int) -> None:
    assert CHINA.difference(date(year - 1, 12, 31), date(year, 12, 31)) == 248


def test_a_worked_saturday_is_a_working_day_and_a_festival_monday_is_not() -> None:
    assert CHINA.is_workday(date(2026, 2, 14))
    assert not CHINA.is_workday(date(2026, 2, 16))


def test_a_year_without_its_notice_is_estimated_from_weekends_and_fixed_holidays() -> None:
    assert CHINA.due(date(2026, 12, 30), 3) == (date(2027, 1, 5), True)
    assert not CHINA.is_workday(date(2027, 10, 1))
    assert CHINA.is_workday(date(2027, 2, 8))
    assert CHINA.estimated(date(2026, 12, 31), date(2027, 1, 1))
    assert not CHINA.estimated(date(2023, 1, 1), date(2026, 12, 31))


def test_months_end_on_the_corresponding_day_and_roll_over_rest_days() -> None:
    assert CHINA.due_months(date(2026, 1, 31), 1) == (date(2026, 2, 28), False)
    assert CHINA.due_months(date(2026, 1, 2), 9) == (date(2026, 10, 8), False)


def test_a_zone_adds_its_own_rest_day_without_announcing_a_year() -> None:
    zone = CHINA.merged([Exceptional(date(2027, 10, 1), "holiday"), rest(date(2026, 3, 3))])
    assert zone.add(date(2026, 3, 2), 1) == date(2026, 3, 4)
    assert zone.estimated(date(2027, 10, 1))
    assert CHINA.add(date(2026, 3, 2), 1) == date(2026, 3, 3)


def rest(day: date) -> Exceptional:
    return Exceptional(day, "holiday", "本区安排")


@given(DAYS, STEPS)
def test_adding_working_days_is_counting_them_one_by_one(day: date, n: int) -> None:
    assert CHINA.add(day, n) == walk(day, n)


@given(DAYS, DAYS, DAYS)
def test_differences_add_up(a: date, b: date, c: date) -> None:
    assert CHINA.difference(a, c) == CHINA.difference(a, b) + CHINA.difference(b, c)
    b = CHINA.roll_back(b)
    assert CHINA.add(CHINA.roll_forward(a), CHINA.difference(CHINA.roll_forward(a), b)) == b


@given(st.lists(st.tuples(DAYS, STEPS), min_size=1))
def test_many_days_at_once_are_the_days_one_by_one(cases: list[tuple[date, int]]) -> None:
    days = np.array([day for day, _ in cases], "datetime64[D]")
    steps = np.array([n for _, n in cases])
    numbers = days.astype(np.int64)
    added = [number(CHINA.add(day, n)) for day, n in cases]
    assert CHINA.add_many(days, steps).tolist() == added
    assert CHINA.difference_many(numbers, np.array(added)).tolist() == [
        CHINA.difference(day, CHINA.add(day, n)) for day, n in cases
    ]
    assert CHINA.is_workday_many(days).tolist() == [CHINA.is_workday(day) for day, _ in cases]


@pytest.mark.parametrize("n", [1, 10**6, -(10**6), 10**12])
def test_days_beyond_2100_are_refused_with_the_way_out(n: int) -> None:
    with pytest.raises(OutOfRange, match="1990-01-01 至 2100-12-31"):
        CHINA.add(LAST, n)
    with pytest.raises(OutOfRange):
        CHINA.add_many(np.array([number(LAST)]), n)
    with pytest.raises(OutOfRange):
        CHINA.due(LAST, n, Clock.CALENDAR)
    with pytest.raises(OutOfRange):
        CHINA.due_months(LAST, n)


def test_a_day_before_1990_is_refused_by_name() -> None:
    with pytest.raises(OutOfRange, match="1989-12-31"):
        CHINA.is_workday(date(1989, 12, 31))
    with pytest.raises(OutOfRange):
        CHINA.is_workday_many(np.array(["1989-12-31"], "datetime64[D]"))


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ({"date": "2026.10.1", "kind": "holiday"}, "日期要写成"),
        ({"kind": "holiday"}, "日期要写成"),
        ({"date": "2026-10-01", "kind": "放假"}, "类别只能是"),
    ],
)
def test_a_row_that_cannot_be_read_says_why(row: dict[str, str], why: str) -> None:
    with pytest.raises(BadException, match=why):
        Calendar.from_rows([row])
