"""规上企业月度指标表: wide, of one month, and down the months."""

from decimal import Decimal
from typing import Any

from greenlight.base.tests.clerks import kinds, line, read_any, taken_for, values, workbook

Row = list[Any]
USCC = "91330881TTTT02124B"


def test_indicators_of_one_month_in_hundred_millions() -> None:
    rows: list[Row] = [
        ["2024年5月规模以上工业企业产值情况表"],
        ["", None, None, None, "单位：亿元、%"],
        line(
            "序号|单位详细名称|组织机构代码|行业大类|本月产值|1-5月累计产值|上年同期累计|同比增长|1-5月税收总额"
        ),
        [1, "甲厂", USCC, "C18", 0.1, 1.2, 1, 0.2, 0.01],
        [2, "乙厂", None, "C26", 0.2, 2, 2.5, -0.3, 0.02],
        ["合计", None, None, None, 0.3, 3.2, 3.5, -0.0857, 0.03],
    ]
    reading = read_any(workbook(rows))
    assert taken_for(reading) == ("enterprise_monthly_indicator", [])
    assert values(reading)[0] == {
        "enterprise_name": "甲厂", "uscc": USCC, "industry": "C18", "month": "2024-05",
        "output_ytd": Decimal(12000), "output_ytd_prev_year": Decimal(10000),
        "output_yoy_pct": Decimal(20), "tax_ytd": Decimal(100),
    }  # fmt: skip
    assert kinds(reading) == [("yoy_mismatch", "H5")]


def test_indicators_listed_down_the_months() -> None:
    rows: list[Row] = [
        ["规上企业月报汇总（2024年）"],
        line(
            "企业名称|统一社会信用代码|所属期|累计产值（万元）|去年同期（万元）|增幅（%）|累计税收（万元）|用电量（万千瓦时）"
        ),
        ["甲厂", USCC, "1-2月", 100, 80, 25, 5, 9],
        ["甲厂", USCC, "1-3月", 180, 120, 50, 8, 9],
        ["乙厂", None, "1-2月", 50, 50, "持平", 1, 9],
        ["乙厂", None, "1-3月", 60, 50, 20, 2, 9],
        ["乙厂", None, "1-3月", 60, 50, 20, 2, 9],
    ]
    reading = read_any(workbook(rows))
    assert taken_for(reading) == ("enterprise_monthly_indicator", [])
    got = [(r.values["enterprise_name"], r.values["month"], r.values["output_ytd"]) for r in reading.records]
    assert got == [
        ("甲厂", "2024-02", 100),
        ("甲厂", "2024-03", 180),
        ("乙厂", "2024-02", 50),
        ("乙厂", "2024-03", 60),
    ]
    assert kinds(reading) == [("number_unreadable", "F5"), ("duplicate_row", "A7")]


def test_wide_indicators_skip_months_an_enterprise_says_nothing_of() -> None:
    rows: list[Row] = [
        ["2024年规上工业企业产值"],
        line("企业名称|行业|1-2月产值（万元）|||1-3月产值（万元）||"),
        line("||本年累计|上年同期|增速%|本年累计|上年同期|增速%"),
        ["甲厂", "纺织", 100, 80, 25, 90, 120, -25],
        ["乙厂", "化工", None, None, None, 60, 50, 20],
    ]
    reading = read_any(workbook(rows, merges=["A2:A3", "B2:B3", "C2:E2", "F2:H2"]))
    assert taken_for(reading) == ("enterprise_monthly_indicator", [])
    assert [(r.row, r.values["month"]) for r in reading.records] == [
        (4, "2024-02"),
        (4, "2024-03"),
        (5, "2024-03"),
    ]
    assert kinds(reading) == [("ytd_decreased", "F4")]
