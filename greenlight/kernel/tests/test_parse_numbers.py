"""Money, areas and percentages as clerks write them (README of the test ledgers)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenlight.kernel.parse import plain, read_area, read_count, read_money, read_percent


def money(raw: object, unit: str | None = "万元") -> tuple[str | None, list[str]]:
    """The amount in 万元 as printed, and the kinds of remark."""
    parsed = read_money(raw, unit)
    return None if parsed.value is None else plain(parsed.value), [n.kind for n in parsed.notes]


def test_the_unit_of_the_column_is_converted_to_wan() -> None:
    assert money(0.99, "亿元") == ("9900", [])
    assert money(2000, "元") == ("0.2", [])
    assert money(35, "千元") == ("3.5", [])


def test_binary_noise_is_no_part_of_an_amount() -> None:
    assert money(0.1 + 0.2) == ("0.3", [])
    assert money(89.60000000000001, "亿元") == ("896000", [])


@pytest.mark.parametrize(
    ("raw", "value", "kinds"),
    [
        ("0.472亿元", "4720", ["unit_in_cell"]),
        ("3000万", "3000", ["unit_in_cell"]),
        ("2000元", "0.2", ["unit_in_cell"]),
        ("约0.47", "0.47", ["approximate_value"]),
        ("约1.2亿元", "12000", ["approximate_value", "unit_in_cell"]),
        ("5000余万元", "5000", ["approximate_value", "unit_in_cell"]),
        ("100万元左右", "100", ["approximate_value", "unit_in_cell"]),
        ("6,520", "6520", ["text_number"]),
        ("２６４０", "2640", ["fullwidth_digits"]),
        ("4010（含设备）", "4010", ["number_with_text"]),
        ("12户", "12", ["number_with_text"]),
        ("1.2亿元（其中设备0.5亿）", "12000", ["unit_in_cell", "number_with_text"]),
        ("-260", "-260", []),
        (" 497 ", "497", []),
    ],
)
def test_an_amount_with_words_is_read_and_the_words_are_told(raw: str, value: str, kinds: list[str]) -> None:
    assert money(raw) == (value, kinds)


@pytest.mark.parametrize("raw", ["五亿", "面议", "3-5亿", "3000~5000", "一期2000，二期3000", "30万吨", True])
def test_what_is_no_single_number_is_refused(raw: object) -> None:
    assert money(raw) == (None, ["number_unreadable"])


@pytest.mark.parametrize("raw", ["500万美元", "$500", "€3", "1亿港元"])
def test_foreign_money_is_refused_by_name(raw: str) -> None:
    assert money(raw) == (None, ["foreign_currency"])


@pytest.mark.parametrize("raw", ["", None, "/", "-", "—", "——", "无", "暂无", "待定", "／"])
def test_a_missing_amount_needs_no_remark(raw: object) -> None:
    assert money(raw) == (None, [])


def test_without_any_unit_the_amount_is_not_guessed() -> None:
    assert money(500, None) == (None, ["unit_missing"])
    assert money("0.5亿元", None) == ("5000", ["unit_in_cell"])


@pytest.mark.parametrize(
    ("raw", "unit", "mu"),
    [(3.2, "亩", "3.2"), (2, "公顷", "30"), (2000, "平方米", "3"), ("10000㎡", "亩", "15")],
)
def test_areas_are_converted_to_mu(raw: object, unit: str, mu: str) -> None:
    value = read_area(raw, unit).value
    assert value is not None
    assert plain(value) == mu


def test_an_area_repeating_the_unit_of_its_column_is_a_number_with_text() -> None:
    assert [note.kind for note in read_area("56.6亩", "亩").notes] == ["number_with_text"]


@pytest.mark.parametrize(
    ("raw", "fraction", "points"),
    [
        ("35.2%", False, "35.2"),
        (0.352, True, "35.2"),
        (35.2, False, "35.2"),
        ("1.6倍", False, "160"),
        ("下降2.5%", False, "-2.5"),
        ("增长3个百分点", False, "3"),
    ],
)
def test_percentages_are_points(raw: object, fraction: bool, points: str) -> None:
    value = read_percent(raw, fraction).value
    assert value is not None
    assert plain(value) == points


def test_a_count_is_whole() -> None:
    assert read_count("45人").value == Decimal(45)
    assert read_count(4.5).value is None


@given(st.floats(allow_nan=True) | st.text(max_size=12) | st.integers())
def test_no_cell_whatever_breaks_the_reader(raw: object) -> None:
    value = read_money(raw, "亿元").value
    assert value is None or abs(value) < Decimal(10) ** 13
    share = read_percent(raw).value
    assert share is None or share.is_finite()
