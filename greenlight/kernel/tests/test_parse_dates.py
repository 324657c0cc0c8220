"""Dates as clerks write them (README of the test ledgers, "Dates"; ledgers.md §0)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenlight.kernel.parse import read_date, same_date, span
from greenlight.kernel.parse.dates import read_date as read


def said(raw: object, year: int | None = 2022, shown: str = "") -> tuple[str | None, list[str]]:
    """The value and the kinds of remark."""
    parsed = read_date(raw, year, shown)  # type: ignore[arg-type]
    return parsed.value, [note.kind for note in parsed.notes]


@pytest.mark.parametrize(
    ("raw", "iso"),
    [
        ("2022.5", "2022-05"),
        ("2023.10", "2023-10"),
        ("2022/4/6", "2022-04-06"),
        ("2022-04-06", "2022-04-06"),
        ("2022年6月15日", "2022-06-15"),
        ("2022 年 6 月", "2022-06"),
        ("２０２２年６月", "2022-06"),
        ("2023年", "2023"),
        ("20230615", "2023-06-15"),
        ("202306", "2023-06"),
        ("2023年6月份", "2023-06"),
        ("2023-06-30 00:00:00", "2023-06-30"),
        ("二〇二三年十二月", "2023-12"),
        ("2023年6月30日前", "2023-06-30"),
        ("预计2023年6月", "2023-06"),
        (2023, "2023"),
        (2023.6, "2023-06"),
        (2023.12, "2023-12"),
        (date(2022, 3, 26), "2022-03-26"),
    ],
)
def test_a_plain_date_is_read_without_remark(raw: object, iso: str) -> None:
    assert said(raw) == (iso, [])


@pytest.mark.parametrize(
    ("raw", "iso"),
    [
        ("2023年1月底", "2023-01-31"),
        ("2024年2月底", "2024-02-29"),
        ("2022年底", "2022-12-31"),
        ("2023年末", "2023-12-31"),
        ("2023年6月上旬", "2023-06-10"),
        ("2023年6月中旬", "2023-06-20"),
        ("2023年6月下旬", "2023-06-30"),
        ("2023年二季度", "2023-06-30"),
        ("2023年第四季度", "2023-12-31"),
        ("2023Q3", "2023-09-30"),
        ("2023年上半年", "2023-06-30"),
        ("2023年下半年", "2023-12-31"),
        ("2023年6月左右", "2023-06-30"),
    ],
)
def test_an_interval_gives_its_last_day(raw: str, iso: str) -> None:
    assert said(raw) == (iso, ["date_imprecise"])


@pytest.mark.parametrize(
    ("raw", "iso"),
    [
        ("6月30日", "2022-06-30"),
        ("6.30", "2022-06-30"),
        ("6月", "2022-06"),
        ("明年6月", "2023-06"),
    ],
)
def test_a_date_without_a_year_takes_the_year_of_the_sheet(raw: str, iso: str) -> None:
    assert said(raw) == (iso, ["date_without_year"])


def test_a_date_without_a_year_cannot_be_read_in_a_sheet_without_one() -> None:
    assert said("6月30日", None) == (None, ["date_unreadable"])


def test_the_middle_of_a_month_without_a_year_is_told_twice() -> None:
    assert said("4月中旬") == ("2022-04-20", ["date_imprecise", "date_without_year"])


def test_the_number_2023_1_may_be_january_or_october() -> None:
    assert said(2023.1) == ("2023-01", ["date_ambiguous_decimal"])
    assert said(2023.1, shown="two_decimals") == ("2023-10", ["date_ambiguous_decimal"])
    assert said("2023.1") == ("2023-01", [])


def test_a_serial_is_a_date_and_is_told() -> None:
    assert said(44638) == ("2022-03-18", ["date_as_serial"])
    assert said("44642") == ("2022-03-22", ["date_as_serial"])


def test_a_date_cell_has_the_precision_it_shows() -> None:
    assert said(date(2022, 6, 1), shown="month") == ("2022-06", [])
    assert said(date(2022, 6, 1), shown="year") == ("2022", [])


@pytest.mark.parametrize("raw", ["23.6", 23.6, "23年6月", "23/6"])
def test_a_year_of_two_digits_is_told(raw: object) -> None:
    assert said(raw) == ("2023-06", ["date_short_year"])


@pytest.mark.parametrize("raw", ["", None, "/", "—", "待定", "无", "未完成", "尚未开工", "未竣工"])
def test_what_has_not_happened_is_missing_without_remark(raw: object) -> None:
    assert said(raw) == (None, [])


@pytest.mark.parametrize("raw", ["2022.2.30", "2022年13月", "2023.13", "1985.3.2", "1899-12-30"])
def test_a_day_that_does_not_exist_or_lies_before_1990_is_refused(raw: str) -> None:
    assert said(raw) == (None, ["date_invalid"])


@pytest.mark.parametrize("raw", ["立即整改", "尽快", "已开工", "2022.3-2024.6", 5, 0, True, "abc"])
def test_any_other_word_or_number_is_unreadable(raw: object) -> None:
    assert said(raw) == (None, ["date_unreadable"])


def test_two_precisions_of_one_date_are_the_same_date() -> None:
    assert same_date("2022-06", "2022-06-18")
    assert not same_date("2022-06", "2022-07-01")


def test_a_month_spans_its_days() -> None:
    assert span("2024-02") == (date(2024, 2, 1), date(2024, 2, 29))
    assert span("2024") == (date(2024, 1, 1), date(2024, 12, 31))


@given(st.text(max_size=20) | st.floats() | st.integers())
def test_no_cell_whatever_breaks_the_reader(raw: object) -> None:
    parsed = read(raw, 2022)
    assert parsed.value is None or 1990 <= int(parsed.value[:4]) <= 2100
