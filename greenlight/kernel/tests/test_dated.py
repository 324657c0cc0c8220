"""Values that hold from a day on."""

from datetime import date

import pytest

from greenlight.kernel.dated import NotYetInForce, Version, in_force
from greenlight.kernel.months import add_months, months_apart, next_month_first, period_end

THRESHOLDS = [
    Version(date(2026, 1, 1), 20, "甬政发〔2025〕9号"),
    Version(date(2024, 7, 1), 30, "甬政发〔2024〕3号"),
]


def test_the_version_in_force_is_the_last_one_begun() -> None:
    assert in_force(THRESHOLDS, date(2025, 12, 31)).value == 30
    assert in_force(THRESHOLDS, date(2026, 1, 1)).value == 20


def test_before_the_first_version_nothing_holds_and_the_answer_says_since_when() -> None:
    with pytest.raises(NotYetInForce, match="2024-07-01 起用") as refused:
        in_force(THRESHOLDS, date(2024, 6, 30))
    assert refused.value.first == date(2024, 7, 1)


def test_no_version_at_all_is_refused() -> None:
    with pytest.raises(NotYetInForce, match="还没有任何一版"):
        in_force([], date(2026, 1, 1))


def test_of_two_versions_with_one_first_day_the_later_listed_holds() -> None:
    twice = [Version(date(2026, 1, 1), "旧"), Version(date(2026, 1, 1), "新")]
    assert in_force(twice, date(2026, 1, 1)).value == "新"


@pytest.mark.parametrize(
    ("precision", "day", "end"),
    [
        ("day", date(2026, 6, 3), date(2026, 6, 3)),
        ("ten_days", date(2026, 3, 11), date(2026, 3, 20)),
        ("ten_days", date(2026, 3, 10), date(2026, 3, 10)),
        ("ten_days", date(2024, 2, 21), date(2024, 2, 29)),
        ("month", date(2023, 6, 1), date(2023, 6, 30)),
        ("quarter", date(2026, 5, 1), date(2026, 6, 30)),
        ("half_year", date(2026, 7, 1), date(2026, 12, 31)),
        ("year", date(2024, 1, 1), date(2024, 12, 31)),
    ],
)
def test_a_coarse_date_is_due_on_its_last_day(precision: str, day: date, end: date) -> None:
    assert period_end(day, precision) == end
    assert period_end(end, precision) == end


def test_an_unknown_precision_is_refused() -> None:
    with pytest.raises(ValueError, match="不认识的日期精度"):
        period_end(date(2026, 1, 1), "week")


def test_months_are_counted_as_clerks_do() -> None:
    assert add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert add_months(date(2026, 1, 15), -1) == date(2025, 12, 15)
    assert months_apart(date(2026, 8, 31), date(2026, 11, 1)) == 3
    assert next_month_first(date(2026, 12, 5)) == date(2027, 1, 1)
