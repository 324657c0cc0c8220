"""Progress arithmetic, checked against published bulletins (standards §6)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenlight.kernel.series import (
    ALL_LISTED,
    PLANNED_NEW_STARTS,
    elapsed,
    growth,
    month_values,
    percent,
    points_over,
    round_half_up,
    start_rate,
)


def shown(value: Decimal | None) -> str:
    assert value is not None
    return str(round_half_up(value, 1))


def months(**ytd: str) -> dict[int, Decimal]:
    return {int(name[1:]): Decimal(value) for name, value in ytd.items()}


def told(ytd: dict[int, Decimal]) -> list[tuple[str, str]]:
    return [(value.label, str(value.amount)) for value in month_values(ytd)]


def test_january_and_february_stand_together() -> None:
    assert told(months(m2="300", m3="500")) == [("1—2月", "300"), ("3月", "200")]


def test_a_figure_for_january_does_not_part_them() -> None:
    assert told(months(m1="100", m2="300")) == [("1—2月", "300")]
    assert told(months(m1="100", m3="500")) == [("1—3月", "500")]


def test_january_alone_is_shown_while_there_is_nothing_else() -> None:
    assert told(months(m1="100")) == [("1月", "100")]


def test_a_month_without_a_report_joins_the_next() -> None:
    ytd = months(m2="300", m4="700", m5="900")
    assert told(ytd) == [("1—2月", "300"), ("3—4月", "400"), ("5月", "200")]


def test_quarterly_reports_give_quarters() -> None:
    assert [label for label, _ in told(months(m3="1", m6="2", m9="3", m12="4"))] == [
        "1—3月",
        "4—6月",
        "7—9月",
        "10—12月",
    ]


def test_a_figure_cut_back_is_flagged_and_not_raised_to_nothing() -> None:
    values = month_values(months(m6="900", m7="850"))
    assert [(v.label, v.amount, v.cut_back) for v in values] == [
        ("1—6月", Decimal(900), False),
        ("7月", Decimal(-50), True),
    ]


def test_a_month_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="没有 13 月"):
        month_values({13: Decimal(1)})


def test_without_reports_there_is_no_value() -> None:
    assert month_values({}) == ()


@given(st.dictionaries(st.integers(2, 12), st.integers(0, 10**6).map(Decimal), min_size=1))
def test_the_month_values_add_up_to_the_last_figure(ytd: dict[int, Decimal]) -> None:
    values = month_values(ytd)
    assert sum(value.amount for value in values) == ytd[max(ytd)]
    spans = [month for value in values for month in range(value.first, value.last + 1)]
    assert spans == list(range(1, max(ytd) + 1))


@pytest.mark.parametrize(
    ("value", "places", "rounded"),
    [
        ("0.05", 1, "0.1"),
        ("-0.05", 1, "-0.1"),
        ("2.5", 0, "3"),
        ("67.44999", 1, "67.4"),
        ("-0.04", 1, "0.0"),
    ],
)
def test_statistics_round_half_up(value: str, places: int, rounded: str) -> None:
    assert str(round_half_up(Decimal(value), places)) == rounded


def test_a_year_plan_may_be_more_than_fulfilled() -> None:
    assert shown(percent(Decimal("80.8"), Decimal("54.9"))) == "147.2"  # 浦江 printed 147.1, cut off


def test_progress_beyond_time_is_told_in_points() -> None:
    # 江门: 97.2 % at 1—10月 is "+13.8 个百分点" (97.2 − 83.3, rounded parts); 三明: 74 % at 1—8月.
    assert shown(elapsed(10)) == "83.3"
    assert shown(points_over(Decimal("97.2"), Decimal(100), 10)) == "13.9"
    assert str(round_half_up(points_over(Decimal(74), Decimal(100), 8) or Decimal(0), 2)) == "7.33"


def test_without_a_plan_there_is_no_rate() -> None:
    assert percent(Decimal(5), Decimal(0)) is None
    assert points_over(Decimal(5), Decimal(0), 10) is None


def test_growth_on_nothing_is_undefined() -> None:
    assert growth(Decimal(5), Decimal(0)) is None
    assert growth(Decimal(5), Decimal(-1)) is None
    assert shown(growth(Decimal("38.5"), Decimal("27.3243"))) == "40.9"


def test_a_part_of_a_published_sum_is_its_share() -> None:
    assert shown(percent(Decimal("19.43"), Decimal("23.19"))) == "83.8"


@pytest.mark.parametrize(
    ("started", "whole", "base", "rate"),
    [
        (33, 50, ALL_LISTED, "66.0%（分母：全部在册项目 50 项）"),  # 连南
        (70, 91, ALL_LISTED, "76.9%（分母：全部在册项目 91 项）"),  # 江山: 77 %
        (206, 255, PLANNED_NEW_STARTS, "80.8%（分母：年度计划新开工 255 项）"),  # 江门
        (122, 124, PLANNED_NEW_STARTS, "98.4%（分母：年度计划新开工 124 项）"),  # 汉中
        (0, 0, ALL_LISTED, "—（分母：全部在册项目 0 项）"),
    ],
)
def test_a_start_rate_prints_its_base(started: int, whole: int, base: str, rate: str) -> None:
    assert start_rate(started, whole, base).told == rate


def test_a_start_rate_above_its_base_is_refused() -> None:
    with pytest.raises(ValueError, match="开工率算不出"):
        start_rate(12, 11, ALL_LISTED)
    with pytest.raises(ValueError, match="开工率算不出"):
        start_rate(1, 2, "anything")
