"""What is written is what was meant: read back by two independent readers, never run as a formula."""

import csv
import io
import re
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from greenlight.base.workbook.write import (
    SIGNATURE,
    CannotWrite,
    Month,
    OutColumn,
    SheetSpec,
    Value,
    stream,
)
from greenlight.base.workbook.write_csv import guard, stream_csv, unguard

LEDGER = (
    OutColumn("项目名称", width=30),
    OutColumn("项目代码"),
    OutColumn("总投资（万元）", "投资情况", "money"),
    OutColumn("年度投资完成率", "投资情况", "percent"),
    OutColumn("用地（亩）", kind="area", decimals=1),
    OutColumn("计划开工", "时间节点", "month"),
    OutColumn("实际开工", "时间节点", "date"),
    OutColumn("是否开工", kind="bool"),
    OutColumn("备注"),
)
ROWS: tuple[tuple[Value, ...], ...] = (
    (
        "胶粘剂项目",
        "2202-330881-07-01-446516",
        Decimal("9900.50"),
        Decimal("35.2"),
        37,
        Month(2022, 5),
        date(2022, 5, 19),
        True,
        "=cmd|' /C calc'!A0",
    ),
    ("智慧园区", "/", None, None, Decimal("0.2"), "待定", Month(2022, 7), False, None),
)


def ledger(**changes: Any) -> SheetSpec:
    fields: dict[str, Any] = {
        "title": "重点项目进展情况表（7月）",
        "unit_line": "填报单位：经济发展科  截止时间：2022年7月31日  单位：万元",
        "columns": LEDGER,
        "rows": ROWS,
        "totals": [None, None, Decimal("9900.50"), None, Decimal("37.2"), None, None, None, None],
        "signature": SIGNATURE,
        "sheet_name": "重点项目",
    }
    return SheetSpec(**(fields | changes))


def written(*specs: SheetSpec) -> bytes:
    return b"".join(stream(*specs))


def opened(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


def bare(rows: Sequence[Sequence[Value]], kind: Any = "any", count: int = 1) -> SheetSpec:
    return SheetSpec("", "", [OutColumn("", kind=kind)] * count, rows)


def midnight(day: date) -> datetime:
    return datetime.combine(day, time.min)


def column_a(data: bytes) -> tuple[list[Any], list[Any]]:
    """Column A as openpyxl and as calamine read it."""
    sheet = opened(data).active
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    return [cell.value for cell in sheet["A"]], [row[0] for row in rows]


def test_the_sheet_is_laid_out_as_a_clerk_sends_it_on() -> None:
    sheet = opened(written(ledger()))["重点项目"]
    assert sheet["A1"].value == "重点项目进展情况表（7月）"
    assert sheet["A2"].value.startswith("填报单位")
    assert [cell.value for cell in sheet[3]][:5] == ["序号", "项目名称", "项目代码", "投资情况", None]
    assert [cell.value for cell in sheet[4]][3:5] == ["总投资（万元）", "年度投资完成率"]
    merges = {str(area) for area in sheet.merged_cells.ranges}
    assert {"A1:J1", "A2:J2", "A3:A4", "D3:E3", "G3:H3", "A9:J9"} <= merges
    assert [sheet["A5"].value, sheet["A6"].value, sheet["A7"].value] == [1, 2, "合计"]
    assert sheet["D7"].value == 9900.5
    assert sheet["A9"].value == SIGNATURE
    assert sheet["D4"].font.b
    assert sheet["D5"].border.left.style == "thin"
    assert sheet["A3"].fill.fgColor.rgb == "FFDCE6F1"


def test_the_sheet_prints_on_landscape_a4_with_its_header_on_every_page() -> None:
    sheet = opened(written(ledger()))["重点项目"]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$3:$4"
    assert sheet.freeze_panes == "A5"
    assert sheet.auto_filter.ref == "A4:J6"
    assert sheet.column_dimensions["B"].width == 30


def test_values_keep_their_kind_and_their_precision() -> None:
    sheet = opened(written(ledger()))["重点项目"]
    first = {cell.column_letter: cell for cell in sheet[5]}
    assert (first["D"].value, first["D"].number_format) == (9900.5, "#,##0.00")
    assert (first["E"].value, first["E"].number_format) == (0.352, "0.0%")
    assert (first["F"].value, first["F"].number_format) == (37, "#,##0.0")
    assert (first["G"].value, first["G"].number_format) == (midnight(date(2022, 5, 1)), "yyyy-mm")
    assert (first["H"].value, first["H"].number_format) == (midnight(date(2022, 5, 19)), "yyyy-mm-dd")
    assert first["I"].value == "是"
    assert (sheet["H6"].value, sheet["H6"].number_format) == (midnight(date(2022, 7, 1)), "yyyy-mm")
    assert sheet["G6"].value == "待定"
    assert sheet["D6"].value is None


def test_points_under_a_header_with_a_percent_sign_stay_points() -> None:
    columns = [OutColumn("完成率（%）", kind="percent")]
    sheet = opened(written(SheetSpec("", "", columns, [[Decimal("35.2")]]))).active
    assert (sheet["B2"].value, sheet["B2"].number_format) == (35.2, "0.0")


def test_a_text_that_looks_like_a_formula_stays_a_text() -> None:
    data = written(ledger())
    cell = opened(data)["重点项目"]["J5"]
    assert (cell.value, cell.data_type) == ("=cmd|' /C calc'!A0", "s")
    assert cell.number_format == "@"
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")


def test_totals_can_stand_on_top_and_keep_their_own_words() -> None:
    totals: list[Value] = ["合计（2个）", *[None] * 8]
    sheet = opened(written(ledger(totals=totals, totals_on_top=True)))["重点项目"]
    assert [sheet["A5"].value, sheet["B5"].value, sheet["A6"].value] == [None, "合计（2个）", 1]
    assert sheet["B5"].font.b


def test_a_column_of_numbers_already_there_is_not_added_again() -> None:
    spec = SheetSpec("", "", [OutColumn("序号", kind="integer"), OutColumn("名称")], [(7, "甲")])
    sheet = opened(written(spec)).active
    assert [cell.value for cell in sheet[2]] == [7, "甲"]


def test_an_empty_ledger_is_still_a_workbook() -> None:
    sheet = opened(written(ledger(rows=(), totals=None, signature=None)))["重点项目"]
    assert sheet.max_row == 4
    assert sheet.auto_filter.ref == "A4:J4"


def test_the_first_bytes_leave_before_the_first_row_is_read() -> None:
    def rows() -> Any:
        raise AssertionError("读了行")
        yield

    first = next(stream(ledger(rows=rows())))
    assert first.startswith(b"PK")


def test_rows_are_taken_as_the_bytes_leave() -> None:
    taken = 0

    def rows() -> Any:
        nonlocal taken
        for number in range(20_000):
            taken = number
            yield (f"项目{number * 7919 % 9973}", number, date(2024, 1, 1) + timedelta(number))

    columns = [OutColumn("名称"), OutColumn("金额", kind="money"), OutColumn("日期", kind="date")]
    pieces = stream(SheetSpec("", "", columns, rows()))
    next(pieces)
    assert len(next(pieces)) < 2**20
    assert taken < 10_000


def test_the_same_sheet_gives_the_same_bytes() -> None:
    assert written(ledger()) == written(ledger())


def test_several_sheets_stand_side_by_side() -> None:
    book = opened(written(ledger(), ledger(sheet_name="第二's 张")))
    assert book.sheetnames == ["重点项目", "第二's 张"]
    assert book["第二's 张"].print_title_rows == "$3:$4"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"sheet_name": "a/b"}, "不能作工作表名"),
        ({"sheet_name": "长" * 32}, "不能作工作表名"),
        ({"columns": ()}, "0 列"),
        ({"totals": [1]}, "合计行与列数不符"),
    ],
)
def test_a_layout_excel_refuses_is_refused_before_the_first_byte(
    changes: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(CannotWrite, match=sentence):
        stream(ledger(**changes))


def test_two_sheets_of_one_name_are_refused() -> None:
    with pytest.raises(CannotWrite, match="重名"):
        stream(ledger(), ledger())


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("长" * 32_768, "32,767"),
        ("😀" * 16_384, "32,767"),
        (Decimal("NaN"), "不是数"),
        (float("inf"), "不是数"),
        (object(), "不能写入"),
    ],
)
def test_a_value_no_cell_can_hold_is_refused_by_column(value: Any, sentence: str) -> None:
    column = OutColumn("备注", kind="text" if isinstance(value, str) else "money")
    with pytest.raises(CannotWrite, match=sentence) as refusal:
        written(SheetSpec("", "", [column], [[value]]))
    assert refusal.value.place == "备注"


def test_a_row_of_the_wrong_length_is_refused() -> None:
    with pytest.raises(CannotWrite, match="列数不符"):
        written(SheetSpec("", "", [OutColumn("甲"), OutColumn("乙")], [("一", "二"), ("三",)]))


def test_a_long_code_keeps_every_digit() -> None:
    rows: list[list[Value]] = [[123456789012345678], [Decimal("12345678901234.5678")], [0.1 + 0.2]]
    ours, theirs = column_a(written(bare(rows, "money")))
    assert ours == theirs == ["123456789012345678", "12345678901234.5678", 0.1 + 0.2]


def test_days_excel_cannot_count_are_written_as_texts() -> None:
    ours, _ = column_a(written(bare([[date(1899, 1, 1)], [date(1900, 3, 1)]], "date")))
    assert ours == ["1899-01-01", midnight(date(1900, 3, 1))]


# Excel's own escape for characters XML cannot hold; openpyxl shows it undecoded.
def decoded(text: str) -> str:
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda hit: chr(int(hit[1], 16)), text)


TEXTS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=300)
NUMBERS = st.decimals(-(10**11), 10**11, allow_nan=False, places=4) | st.integers(-(10**15), 10**15)


@settings(max_examples=200, deadline=None)
@given(st.lists(TEXTS | st.text("=+-@_x004F &<>\"'\n\t\r ", min_size=1), min_size=1, max_size=20))
def test_every_text_comes_back_as_it_was(texts: list[str]) -> None:
    data = written(bare([[text] for text in texts], "text"))
    ours, theirs = column_a(data)
    assert [decoded(text) for text in ours] == texts
    assert theirs == texts


@settings(max_examples=200, deadline=None)
@given(st.lists(NUMBERS | st.none(), min_size=1, max_size=20), st.sampled_from(["money", "any"]))
def test_every_amount_comes_back_as_it_was(amounts: list[Decimal | int | None], kind: str) -> None:
    data = written(bare([["头"], *([amount] for amount in amounts), ["尾"]], kind))
    ours, theirs = column_a(data)
    expected = [None if amount is None else float(amount) for amount in amounts]
    assert ours[1:-1] == expected
    assert [None if value == "" else value for value in theirs[1:-1]] == expected


@settings(max_examples=100, deadline=None)
@given(st.lists(st.dates(date(1900, 3, 1)) | st.datetimes(midnight(date(1950, 1, 1))), min_size=1))
def test_every_day_and_moment_comes_back_as_it_was(days: list[date]) -> None:
    ours, _ = column_a(written(bare([[day] for day in days], "date")))
    for day, got in zip(days, ours, strict=True):
        want = day if isinstance(day, datetime) else midnight(day)
        assert abs(got - want) <= timedelta(milliseconds=1)


@settings(max_examples=200, deadline=None)
@given(TEXTS | st.text("\u00a0=+-@1.%\t ", min_size=1))
def test_a_csv_text_comes_back_and_never_runs(text: str) -> None:
    kept = guard(text)
    assert unguard(kept) == text
    assert kept[0] not in "=@\t\r\n＝＋－＠"
    assert kept[0] not in "+-" or re.fullmatch(r"[-+\d.,%]+", kept)


def test_csv_says_what_the_workbook_says() -> None:
    text = b"".join(stream_csv(ledger())).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert rows[2][:5] == ["", "", "", "投资情况", "投资情况"]
    assert rows[3][:3] == ["序号", "项目名称", "项目代码"]
    assert rows[4] == [
        "1",
        "胶粘剂项目",
        "2202-330881-07-01-446516",
        "9900.50",
        "35.2%",
        "37",
        "2022-05",
        "2022-05-19",
        "是",
        "\u00a0=cmd|' /C calc'!A0",
    ]
    assert [row[0] for row in rows[5:]] == ["2"]
    assert text.endswith("\r\n")


def test_negative_amounts_in_csv_stay_numbers() -> None:
    columns = [OutColumn("金额", kind="money"), OutColumn("说明")]
    data = b"".join(stream_csv(SheetSpec("", "", columns, [(Decimal("-5E+2"), "-12.5%")])))
    assert data.decode("utf-8-sig").splitlines()[1] == "1,-500,-12.5%"
