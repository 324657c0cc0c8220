"""The same ledger in the layouts of other offices: rules and synonyms, never positions."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from greenlight.base.reading import Reading
from greenlight.base.tests.clerks import fields, kinds, read, reasons, workbook

PLAIN: list[Any] = ["序号", "项目名称", "总投资（万元）", "年度计划投资（万元）", "责任单位"]


def split(line: str) -> list[str | None]:
    """A row written with bars between its cells."""
    return [cell or None for cell in line.split("|")]


def values(reading: Reading) -> list[dict[str, Any]]:
    """The records without what is missing."""
    return [{k: v for k, v in r.values.items() if v is not None} for r in reading.records]


def test_a_header_of_three_levels_is_read_by_its_paths() -> None:
    project = ["一、续建类（1个）"]
    above = "序号|牵头单位|项目名称|建设性质|投资完成情况||||||计划开竣工时间||挂包领导|项目联系人||目前进展"
    middle = "||||总投资（亿元）|至2022年底累计完成|2023年投资|||开工时间|竣工时间||姓名|联系方式"
    rows: list[list[Any]] = [
        ["附件2"],
        ["2023年全市重大项目调度表（1-9月）"],
        ["填报单位：发改局", *[None] * 9, "单位：万元"],
        split(above.replace("||||||", "|||||")),
        split(middle),
        split("||||||计划|1-9月累计|完成率（%）"),
        project,
        [1, "市住建局、市资规局", "甲项目", "续建", 1.2, 3000, 5000, 4000, 80, "2021.3"],
    ]
    rows[-1] = [*rows[-1], "2024年6月底", "张三", "李四", 13900001111, "主体施工"]
    merges = ["A2:O2", "A4:A6", "B4:B6", "C4:C6", "D4:D6", "E4:I4", "J4:K4", "E5:E6", "F5:F6"]
    merges += ["G5:I5", "J5:J6", "K5:K6", "L4:L6", "M4:N4", "M5:M6", "N5:N6", "O4:O6"]
    reading = read(workbook(rows, merges=merges, sheet="调度"))
    assert fields(reading) == {
        "A": (None, None, None),
        "B": ("unit", None, None),
        "C": ("project_name", None, None),
        "D": ("construction_nature", None, None),
        "E": ("total_investment", None, "亿元"),
        "F": ("invested_to_prev_year_end", None, "万元"),
        "G": ("annual_plan", None, "万元"),
        "H": ("ytd_investment", "2023-09", "万元"),
        "I": ("completion_rate_pct", None, None),
        "J": ("planned_start", None, None),
        "K": ("planned_finish", None, None),
        "L": ("sponsor", None, None),
        "M": ("contact", None, None),
        "N": ("contact_phone", None, None),
        "O": ("site_progress", None, None),
    }
    assert reading.sheets[0].header_rows == (4, 5, 6)
    assert reasons(reading) == {
        1: "title", 2: "title", 3: "unit_row", 4: "header", 5: "header", 6: "header", 7: "group"
    }  # fmt: skip
    assert values(reading)[0]["total_investment"] == Decimal(12000)
    assert values(reading)[0]["unit"] == "市住建局、市资规局"
    assert kinds(reading) == []


def test_the_unit_of_the_second_row_holds_for_columns_without_their_own() -> None:
    rows: list[list[Any]] = [
        ["某区重点项目投资完成情况表"],
        ["截止时间：2024年3月31日", None, None, "单位：万元"],
        ["序号", "工程名称", "总投资", "2024年度计划完成投资", "3月完成投资", "1-3月累计完成投资"],
        [1, "A", 10000, 3000, 100, 300],
    ]
    reading = read(workbook(rows))
    assert fields(reading)["E"] == ("month_investment", "2024-03", "万元")
    assert values(reading)[0]["ytd_investment"] == {"2024-03": Decimal(300)}
    assert reading.period_through == "2024-03"


def test_a_sheet_without_units_is_asked_about_and_read_with_the_answer() -> None:
    data = workbook([["项目名称", "总投资", "年度计划投资"], ["A", 1, 3000], ["B", 2, 60]])
    reading = read(data)
    assert kinds(reading) == [("unit_missing", "B1"), ("unit_missing", "C1")]
    assert [q.key for q in reading.questions] == ["unit:总投资", "unit:年度计划投资"]
    assert values(reading)[0] == {"project_name": "A"}
    answered = read(data, choices={"unit:总投资": "亿元", "unit:年度计划投资": "万元"})
    assert values(answered)[0]["total_investment"] == Decimal(10000)
    assert answered.questions == []


def test_the_lone_cell_without_a_unit_is_the_one_not_read() -> None:
    rows: list[list[Any]] = [["项目名称", "总投资"], ["A", "1亿元"], ["B", "2亿元"], ["C", 3]]
    reading = read(workbook(rows))
    assert kinds(reading) == [("unit_missing", "B4")]
    assert "total_investment" not in values(reading)[2]


def test_groups_give_their_rows_a_nature_and_a_kind() -> None:
    rows: list[list[Any]] = [
        PLAIN,
        ["一、产业类项目（3个）"],
        ["（一）续建类"],
        [1, "甲", 100, 10, "a"],
        ["（二）新开工类"],
        [2, "乙", 100, 10, "a"],
        [3, "丙", 100, 10, "a"],
        ["二、政府投资项目"],
        [4, "丁", 100, 10, "a"],
    ]
    reading = read(workbook(rows))
    given = [(r.values["project_kind"], r.values["construction_nature"]) for r in reading.records]
    assert given == [
        ("industrial", "continuing"),
        ("industrial", "new"),
        ("industrial", "new"),
        ("government", None),
    ]


def test_the_number_of_a_group_may_stand_in_a_cell_of_its_own() -> None:
    rows: list[list[Any]] = [
        PLAIN,
        ["一", "竣工投产类（1个）", 100, 10, None],
        [1, "甲", 100, 10, "a"],
        ["二", "预备类", None, None, None],
        [2, "乙", 100, 10, "a"],
    ]
    reading = read(workbook(rows))
    assert [r.values["construction_nature"] for r in reading.records] == ["finishing", "reserve"]
    assert kinds(reading) == []


@pytest.mark.parametrize("top", [True, False])
def test_subtotals_stand_above_or_below_their_rows(top: bool) -> None:
    first: list[list[Any]] = [[1, "甲", 100, 10, "a"], [2, "乙", 200, 20, "a"]]
    second: list[list[Any]] = [[3, "丙", 400, 40, "a"]]
    sums: list[list[Any]] = [[None, "小计", 300, 30], [None, "小计", 400, 41]]
    blocks: list[list[list[Any]]] = (
        [[sums[0], *first], [sums[1], *second]] if top else [[*first, sums[0]], [*second, sums[1]]]
    )
    rows: list[list[Any]] = [
        PLAIN,
        ["一、续建类"],
        *blocks[0],
        ["二、新建类"],
        *blocks[1],
        [None, "合计", 700, 70],
    ]
    reading = read(workbook(rows))
    assert len(reading.records) == 3
    wrong = 7 if top else 8
    assert kinds(reading) == [("total_mismatch", f"D{wrong}")]
    assert [total.records for total in reading.sheet_totals] == [2, 1, 3]


def test_a_count_that_does_not_hold_is_told() -> None:
    reading = read(workbook([PLAIN, ["一、续建类（3个）"], [1, "甲", 100, 10, "a"]]))
    assert kinds(reading) == [("count_mismatch", "A2")]


def test_a_sentence_above_the_table_is_compared_with_the_records() -> None:
    rows: list[list[Any]] = [
        ["重点项目表"],
        ["共安排重点项目3个，总投资0.05亿元，年度计划投资20万元。"],
        PLAIN,
    ]
    reading = read(workbook([*rows, [1, "甲", 100, 10, "a"], [2, "乙", 400, 10, "a"]]))
    assert kinds(reading) == [("count_mismatch", "A2")]
    rows[1] = ["共安排重点项目2个，总投资0.06亿元。"]
    reading = read(workbook([*rows, [1, "甲", 100, 10, "a"], [2, "乙", 400, 10, "a"]]))
    assert kinds(reading) == [("header_total_mismatch", "A2")]


def test_a_header_repeated_on_a_later_page_is_no_record() -> None:
    rows: list[list[Any]] = [
        ["项目表"],
        PLAIN,
        [1, "甲", 100, 10, "a"],
        ["项目表"],
        PLAIN,
        [2, "乙", 1, 1, "a"],
    ]
    assert reasons(read(workbook(rows))) == {1: "title", 2: "header", 4: "title", 5: "header"}


@pytest.mark.parametrize(
    "numbers", [[1, 2, 3, 4, 5], ["甲", "乙", 1, 2, 3], ["(1)", "(2)", "(3)", "(4)", "(5)"]]
)
def test_a_row_that_numbers_the_columns_is_no_record(numbers: list[Any]) -> None:
    reading = read(workbook([PLAIN, numbers, [1, "甲", 100, 10, "a"]]))
    assert reasons(reading) == {1: "header", 2: "column_number_row"}
    assert len(reading.records) == 1


def test_blank_rows_and_signatures_are_set_aside() -> None:
    rows: list[list[Any]] = [
        PLAIN,
        [1, "甲", 100, 10, "a"],
        [],
        [2, "乙", 100, 10, "a"],
        [3],
        ["注：投资以统计局数据为准。"],
        ["填表人：张三", None, "审核人：李四", None, "联系电话：0570-4000000"],
    ]
    assert reasons(read(workbook(rows))) == {
        1: "header", 3: "blank", 5: "blank", 6: "note", 7: "note"
    }  # fmt: skip


def test_a_row_without_a_name_is_kept_and_told() -> None:
    reading = read(workbook([PLAIN, [1, None, 100, 10, "a"], [2, "乙", 1, 1, "a"]]))
    assert len(reading.records) == 2
    assert kinds(reading) == [("missing_name", "B2")]


def test_a_value_merged_over_rows_belongs_to_each_and_ditto_repeats_the_row_above() -> None:
    rows: list[list[Any]] = [PLAIN, [1, "甲", 1, 1, "住建局"], [2, "乙", 1, 1, None], [3, "丙", 1, 1, "同上"]]
    reading = read(workbook(rows, merges=["E2:E3"]))
    assert [r.values["unit"] for r in reading.records] == ["住建局"] * 3
    assert kinds(reading, "info") == [("ditto_mark", "E4")]


def test_hidden_rows_and_columns_are_read_and_reported() -> None:
    rows: list[list[Any]] = [PLAIN, [1, "甲", 1, 1, "a"], [2, "乙", 1, 1, "a"]]
    reading = read(workbook(rows, hidden_rows=[2], hidden_columns=["D"]))
    assert len(reading.records) == 2
    assert kinds(reading) == [("hidden_column", "D1"), ("hidden_row", None)]
    assert reading.problems[1].row == 2


def test_a_light_that_is_only_a_colour_is_told_once_and_never_read() -> None:
    rows: list[list[Any]] = [["项目名称", "总投资（万元）", "亮灯"], ["甲", 1], ["乙", 1], ["丙", 1, "绿灯"]]
    reading = read(workbook(rows, filled=["C2", "C3"]))
    assert kinds(reading) == [("colour_only_status", "C1")]
    assert {r.values["light"] for r in reading.records} == {None}


def test_a_column_of_ticks_says_no_where_it_is_empty() -> None:
    rows: list[list[Any]] = [["项目名称", "总投资（万元）", "是否开工"], ["甲", 1, "√"], ["乙", 1, None]]
    assert [r.values["started"] for r in read(workbook(rows)).records] == [True, False]
    rows[1][2] = "是"
    assert [r.values["started"] for r in read(workbook(rows)).records] == [True, None]


def test_percentages_are_points_however_they_are_kept() -> None:
    header: list[Any] = ["项目名称", "2022年度计划投资（万元）", "1-7月累计完成投资（万元）", "完成率"]
    shown = read(workbook([header, ["甲", 1000, 352, (0.352, "0.0%")], ["乙", 100, 50, "50%"]]))
    assert [r.values["completion_rate_pct"] for r in shown.records] == [Decimal("35.2"), Decimal(50)]
    bare = read(workbook([header, ["甲", 1000, 352, 0.352], ["乙", 100, 90, 0.9]]))
    assert [r.values["completion_rate_pct"] for r in bare.records] == [Decimal("35.2"), Decimal(90)]
    points = read(workbook([header, ["甲", 1000, 352, 35.2], ["乙", 1000, 9, 0.9]]))
    assert [r.values["completion_rate_pct"] for r in points.records] == [
        Decimal("35.2"),
        Decimal("0.9"),
    ]


def test_dates_keep_the_precision_their_format_shows() -> None:
    rows: list[list[Any]] = [
        ["2022年项目表"],
        ["项目名称", "总投资（万元）", "计划开工时间"],
        ["甲", 1, (44700, 'yyyy"年"m"月"')],
        ["乙", 1, (2023.1, "0.00")],
        ["丙", 1, 44638],
        ["丁", 1, date(2022, 5, 6)],
        ["戊", 1, "5月底"],
    ]
    reading = read(workbook(rows))
    got = [r.values["planned_start"] for r in reading.records]
    assert got == ["2022-05", "2023-10", "2022-03-18", "2022-05-06", "2022-05-31"]


def test_the_cells_of_a_row_are_compared_with_each_other() -> None:
    header: list[Any] = [
        "项目名称",
        "总投资（万元）",
        "至2021年底累计完成投资（万元）",
        "2022年度计划投资（万元）",
    ]
    header += ["1-6月累计完成投资（万元）", "7月完成投资（万元）", "1-7月累计完成投资（万元）"]
    header += ["完成率", "计划开工时间", "实际开工时间", "计划竣工时间", "是否开工"]
    sound: list[Any] = [1000, 100, 500, 200, 50, 250, "50%", "2022.1", "2022.2", "2023.1", "是"]
    cases: dict[tuple[str, str], dict[int, Any]] = {
        ("ytd_decreased", "G"): {3: 500, 5: 100, 6: "20%", 4: -400},
        ("ytd_sum_mismatch", "G"): {4: 20},
        ("rate_mismatch", "H"): {6: "60%"},
        ("completed_exceeds_total", "G"): {0: 300},
        ("finish_before_start", "K"): {9: "2021.12"},
        ("status_contradiction", "L"): {10: "否"},
    }
    for (kind, column), changes in cases.items():
        row = [changes.get(at, value) for at, value in enumerate(sound)]
        reading = read(workbook([header, ["甲", *row]]))
        assert (kind, f"{column}2") in kinds(reading), kind
    assert kinds(read(workbook([header, ["甲", *sound]]))) == []


def test_the_sum_since_the_start_is_that_of_the_years_before_and_of_this_one() -> None:
    header = ["项目名称", *(f"{one}累计完成投资（万元）" for one in ("至2021年底", "1-7月", "开工以来"))]
    told = kinds(read(workbook([header, ["甲", 500, 250, 750], ["乙", 500, 250, 700], ["丙", None, 250, 9]])))
    assert told == [("whole_mismatch", "D3")]


def test_an_amount_ten_thousand_times_off_is_refused() -> None:
    header: list[Any] = ["项目名称", "总投资（亿元）", "年度计划投资（万元）"]
    rows: list[list[Any]] = [[f"项目{i}", 0.5 + i / 10, 2000] for i in range(8)]
    rows[3][1] = 5700
    reading = read(workbook([header, *rows]))
    assert kinds(reading) == [("unit_suspect", "B5")]
    assert reading.records[3].values["total_investment"] is None


def test_the_first_of_two_rows_of_one_project_is_kept() -> None:
    rows: list[list[Any]] = [PLAIN, [1, "甲", 1, 1, "a"], [2, "甲", 1, 1, "a"], [3, "甲 ", 2, 1, "a"]]
    reading = read(workbook(rows))
    assert reasons(reading) == {1: "header", 3: "duplicate_row", 4: "duplicate_conflict"}
    assert len(reading.records) == 1
    phases: list[list[Any]] = [PLAIN, [1, "甲（一期）", 1, 1, "a"], [2, "甲（二期）", 1, 1, "a"]]
    assert len(read(workbook(phases)).records) == 2


def test_several_sheets_are_read_and_the_instructions_are_not() -> None:
    sheet: list[list[Any]] = [["项目名称", "总投资（万元）", "形象进度"], ["甲", 1, "x"]]
    other: list[list[Any]] = [["项目名称", "总投资（万元）", "形象进度"], ["乙", 1, "x"]]
    reading = read(
        workbook(
            [["填表说明"], ["项目名称应与备案一致"]], sheet="说明", more={"产业类": sheet, "政府投资": other}
        )
    )
    assert [s.role for s in reading.sheets] == ["irrelevant", "data", "data"]
    assert [r.values["project_kind"] for r in reading.records] == ["industrial", "government"]


def test_a_table_may_begin_anywhere_in_its_sheet() -> None:
    rows: list[list[Any]] = [[], [], [None, None, *PLAIN], [None, None, 1, "甲", 1, 1, "a"]]
    reading = read(workbook(rows))
    assert reading.records[0].cells["project_name"] == "D4"


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-8-sig", "utf-16"])
def test_a_text_file_is_read_in_any_encoding_of_an_office(encoding: str) -> None:
    text = (
        "重点项目表,,,,,\n单位：万元,,,,,2022年7月\n序号,项目名称,投资情况,,时间节点,\n"
        ',,总投资,当月投资,计划开工,计划竣工\n1,甲路,1000,"1,080",2022.10,2023.1\n合计,,1000,1080,,\n'
    )
    reading = read(text.encode(encoding), "表.csv")
    assert values(reading) == [
        {
            "project_name": "甲路",
            "total_investment": Decimal(1000),
            "month_investment": {"2022-07": Decimal(1080)},
            "planned_start": "2022-10",
            "planned_finish": "2023-01",
        }
    ]
    assert kinds(reading) == []
    assert reading.sheets[0].header_rows == (3, 4)


def test_a_choice_of_the_zone_overrides_the_rules() -> None:
    data = workbook([["项目名称", "总投资（万元）", "帮办人"], ["甲", 1, "张三"]])
    assert fields(read(data))["C"][0] is None
    assert fields(read(data, choices={"field:帮办人": "contact"}))["C"][0] == "contact"
    assert fields(read(data, choices={"field:总投资": ""}))["B"][0] is None


def test_the_month_of_a_sheet_that_names_none_is_asked() -> None:
    data = workbook([["项目名称", "总投资（万元）", "当月完成投资（万元）"], ["甲", 9, 1]])
    reading = read(data)
    assert [q.kind for q in reading.questions] == ["period_missing"]
    answered = read(data, choices={"period": "2022-07"})
    assert values(answered)[0]["month_investment"] == {"2022-07": Decimal(1)}


def test_a_person_and_a_phone_in_one_column_are_two_fields() -> None:
    data = workbook([["项目名称", "总投资（万元）", "联系人及电话"], ["甲", 1, "姜浩 13900004017"]])
    assert values(read(data))[0]["contact"] == "姜浩"
    assert values(read(data))[0]["contact_phone"] == "13900004017"


def test_the_day_of_filling_in_is_not_the_month_reported() -> None:
    rows: list[list[Any]] = [
        ["重点项目表"],
        ["填报日期：2023年1月5日", None, None, "单位：万元"],
        ["项目名称", "2022年度计划投资", "当月完成投资", "1-12月累计完成投资"],
        ["甲", 100, 5, 90],
    ]
    reading = read(workbook(rows))
    assert fields(reading)["C"] == ("month_investment", "2022-12", "万元")
    assert reading.period_through == "2022-12"


def test_an_answer_that_is_no_unit_and_no_month_is_not_taken() -> None:
    data = workbook([["项目名称", "总投资", "当月完成投资（万元）"], ["甲", 9, 1]])
    reading = read(data, choices={"unit:总投资": "吨", "period": "七月", "year": "x"})
    assert {q.kind for q in reading.questions} == {"unit_missing", "period_missing"}
