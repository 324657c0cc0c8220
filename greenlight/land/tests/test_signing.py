"""征迁签约进度表 and 签约日报表 in the layouts of other counties."""

from datetime import date
from decimal import Decimal
from typing import Any

from greenlight.base.tests.clerks import kinds, line, read_any, taken_for, values, workbook

Row = list[Any]


def test_a_clearance_by_village_with_enterprises_apart() -> None:
    rows: list[Row] = [
        ["XX片区房屋征收签约进度表"],
        ["总户数：50户，已签约户数：46户；企业6家。（截至2024年5月20日）"],
        line("序号|征收片区|责任领导|牵头单位|农户||||||企业|||总征地量（公顷）|签约截止时间"),
        line("||||应签约户数|已签户数|剩余户数|签约比例|已交房户数|已拆户数|涉及企业数|已签约|未签约||"),
        [1, "上村", "张局", "自规局", 30, 28, 2, 0.933, 20, 10, 4, 3, 1, 2, date(2024, 6, 30)],
        [2, "下村", "李局", "住建局", 20, 19, 2, 0.95, "18户", 9, 2, 3, None, 1.5, "6月底"],
        [None, "合计", None, None, 50, 47, 4, 0.94, 38, 19, 6, 6, 1, 3.5, None],
    ]
    merges = ["A3:A4", "B3:B4", "C3:C4", "D3:D4", "E3:J3", "K3:M3", "N3:N4", "O3:O4"]
    reading = read_any(workbook(rows, merges=merges))
    assert taken_for(reading) == ("land_signing_summary", [])
    assert values(reading)[0] == {
        "block": "上村", "sponsor": "张局", "unit": "自规局", "household_total": 30, "household_signed": 28,
        "household_unsigned": 2, "household_signing_rate_pct": Decimal("93.3"), "household_vacated": 20,
        "household_demolished": 10, "enterprise_total": 4, "enterprise_signed": 3, "enterprise_unsigned": 1,
        "land_area": Decimal(30), "clear_by": "2024-06-30",
    }  # fmt: skip
    assert kinds(reading) == [
        ("header_total_mismatch", "A2"), ("remaining_mismatch", "G6"), ("number_with_text", "I6"),
        ("rate_over_100", "L6"),
    ]  # fmt: skip


def test_a_clearance_of_households_only_by_working_groups() -> None:
    rows: list[Row] = [
        ["城中村改造签约腾空日进度"],
        line("分组|组长|户数|累计签约户数|未签约户数|签约率（%）|腾空户数|拆除户数|备注"),
        ["第一组", "王一", 40, 40, 0, 100, 38, 30, None],
        ["第二组", "王二", 25, 20, 5, 80, 12, 9, "2户涉诉"],
        ["总计", None, 65, 60, 5, 92.3, 50, 39, None],
    ]
    reading = read_any(workbook(rows))
    assert taken_for(reading) == ("land_signing_summary", [])
    assert [r.values["household_signed"] for r in reading.records] == [40, 20]
    assert [r.values["household_signing_rate_pct"] for r in reading.records] == [100, 80]
    assert kinds(reading) == []


def test_a_matrix_of_days_gives_a_record_for_each_day_someone_reports() -> None:
    rows: list[Row] = [
        ["非住宅企业签约每日进度（2024年5月）"],
        ["责任组", *[f"{day}日" for day in range(1, 32)], "月合计"],
        ["甲组", None, 2, None, 1, *[None] * 27, 3],
        ["乙组", None, None, None, 0, *[None] * 27, 1],
        ["合计", 0, 2, 0, 1, *[None] * 27, 3],
    ]
    reading = read_any(workbook(rows, sheet="5月"))
    assert taken_for(reading) == ("land_signing_daily", [])
    made = [(r.column, r.values["group_name"], r.values["date"], r.values["signed"]) for r in reading.records]
    assert made == [
        ("C", "甲组", "2024-05-02", 2), ("E", "甲组", "2024-05-04", 1),
        ("C", "乙组", "2024-05-02", 0), ("E", "乙组", "2024-05-04", 0),
    ]  # fmt: skip
    assert {r.values["subject"] for r in reading.records} == {"enterprise"}
    assert kinds(reading) == [("total_mismatch", "AG4"), ("total_mismatch", "AG5")]


def test_days_may_stand_under_their_month_and_be_dates() -> None:
    rows: list[Row] = [
        ["农户签约日报"],
        ["工作组", "2024年4月", None, None, None, None, None, "2024年5月", None],
        [None, 26, 27, 28, 29, 30, None, 1, 2],
        ["一组", 1, 2, 3, 4, 5, None, 6, 7],
    ]
    rows = [[*row[:6], *row[7:]] for row in rows]
    reading = read_any(workbook(rows, merges=["A2:A3", "B2:F2", "G2:H2"]))
    assert taken_for(reading) == ("land_signing_daily", [])
    assert [(r.values["date"], r.values["signed"]) for r in reading.records][-3:] == [
        ("2024-04-30", 5), ("2024-05-01", 6), ("2024-05-02", 7),
    ]  # fmt: skip
    assert {r.values["subject"] for r in reading.records} == {"household"}


def test_a_day_the_month_does_not_have_is_told_and_no_record() -> None:
    rows: list[Row] = [
        ["房屋签约日报表"],
        ["年月", "工作组", *range(27, 32), "小计"],
        ["2024年4月", "一组", 1, 1, None, 1, 2, 5],
        [None, "二组", 1, None, None, None, None, 1],
    ]
    reading = read_any(workbook(rows))
    assert kinds(reading) == [("date_invalid", "G3")]
    assert [r.values["date"] for r in reading.records if r.row == 4] == [
        "2024-04-27",
        "2024-04-28",
        "2024-04-30",
    ]


def test_a_daily_list_down_the_days_is_read_row_by_row() -> None:
    rows: list[Row] = [
        ["房屋签约日报表"],
        ["日期", "工作组", "当日签约户数", "备注"],
        [date(2024, 5, 1), "一组", 3, None],
        [date(2024, 5, 1), "二组", 0, None],
        [date(2024, 5, 2), "一组", "2户", None],
        ["合计", None, 5, None],
    ]
    reading = read_any(workbook(rows))
    assert taken_for(reading) == ("land_signing_daily", [])
    made = [(r.values["date"], r.values["group_name"], r.values["signed"]) for r in reading.records]
    assert made == [("2024-05-01", "一组", 3), ("2024-05-01", "二组", 0), ("2024-05-02", "一组", 2)]
    assert kinds(reading) == [("number_with_text", "C5")]
