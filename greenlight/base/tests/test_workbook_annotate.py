"""The clerk gets the same workbook back: only the refused cells are red, and say why."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.styles import Border, Font, Side
from openpyxl.worksheet.table import Table

from greenlight.base.workbook import annotate as annotate_module
from greenlight.base.workbook.annotate import CannotAnnotate, Mark, annotate
from greenlight.base.workbook.annotate_sheet import cell_of, reference_of
from greenlight.base.workbook.annotate_styles import RED
from greenlight.base.workbook.new_annotated import new_annotated
from greenlight.base.workbook.write import Month, OutColumn, SheetSpec, Value, stream

WHY = "总投资不是数：“面议”。请写数字，如 1200"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
Edit = Callable[[Any], None]


def workbook(edit: Edit | None = None) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "台账"
    for row in range(1, 7):
        sheet.append([f"项目{row}", row * 1.5, date(2024, row, 1), None])
    cell = sheet["B3"]
    cell.number_format = "#,##0.00"
    cell.font = Font(bold=True, name="黑体")
    cell.border = Border(left=Side(style="thick"))
    book.create_sheet("说明")["A1"] = "第二张"
    if edit:
        edit(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def opened(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


def look(cell: Any, *, filled: bool = True) -> tuple[Any, ...]:
    names = ["font", "border", "alignment", "protection"] + (["fill"] if filled else [])
    return cell.value, cell.number_format, *(repr(getattr(cell, name)) for name in names)


def is_red(cell: Any) -> bool:
    return bool(cell.fill.fill_type == "solid" and cell.fill.fgColor.rgb == RED)


def compressed(data: bytes) -> dict[str, bytes]:
    """The compressed bytes of every part."""
    parts = {}
    for info in zipfile.ZipFile(io.BytesIO(data)).infolist():
        lengths = (data[info.header_offset + at : info.header_offset + at + 2] for at in (26, 28))
        start = info.header_offset + 30 + sum(int.from_bytes(field, "little") for field in lengths)
        parts[info.filename] = data[start : start + info.compress_size]
    return parts


def package(sheet: str, extra: Mapping[str, str] | None = None, *, styled: bool = True) -> bytes:
    """A workbook of the fewest parts, around the given sheet part."""
    spec = SheetSpec("", "", [OutColumn("")], (), sheet_name="表")
    parts = zipfile.ZipFile(io.BytesIO(b"".join(stream(spec))))
    texts = {name: parts.read(name).decode() for name in parts.namelist()}
    texts["xl/worksheets/sheet1.xml"] = sheet
    if not styled:
        del texts["xl/styles.xml"]
        for name in ("[Content_Types].xml", "xl/_rels/workbook.xml.rels"):
            texts[name] = re.sub(r"<(?:Override|Relationship) [^>]*styles[^>]*>", "", texts[name])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, text in {**texts, **(extra or {})}.items():
            target.writestr(name, text)
    return out.getvalue()


def sheet_part(data: bytes, number: int = 1) -> str:
    return zipfile.ZipFile(io.BytesIO(data)).read(f"xl/worksheets/sheet{number}.xml").decode()


def test_a_refused_cell_is_red_and_says_why() -> None:
    sheet = opened(annotate(workbook(), [Mark("台账", "B3", WHY)]))["台账"]
    assert is_red(sheet["B3"])
    assert (sheet["B3"].comment.text, sheet["B3"].comment.author) == (WHY, "绿灯")


def test_everything_else_looks_as_the_clerk_left_it() -> None:
    before = opened(data := workbook())
    after = opened(annotate(data, [Mark("台账", "B3", WHY), Mark("台账", "D9", "缺项目名称")]))
    assert look(after["台账"]["B3"], filled=False) == look(before["台账"]["B3"], filled=False)
    for sheet in before:
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            same = after[sheet.title][cell.coordinate]
            if cell.coordinate != "B3":
                assert look(same) == look(cell)
                assert same.comment is None


def test_untouched_parts_keep_their_compressed_bytes() -> None:
    before = compressed(data := workbook())
    after = compressed(annotate(data, [Mark("台账", "B3", WHY)]))
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"[Content_Types].xml", "xl/styles.xml", "xl/worksheets/sheet1.xml"}
    assert after.keys() - before.keys() == {
        "xl/comments1.xml",
        "xl/drawings/vmlDrawing1.vml",
        "xl/worksheets/_rels/sheet1.xml.rels",
    }


def test_without_marks_the_file_stays_the_same() -> None:
    data = workbook()
    assert annotate(data, []) is data


def test_a_cell_and_a_row_that_are_not_there_are_made() -> None:
    marks = [Mark("台账", cell, "缺") for cell in ("F2", "D4", "B9", "A8", "AB6")]
    sheet = opened(annotate(workbook(), marks))["台账"]
    assert all(is_red(sheet[mark.cell]) for mark in marks)
    assert [sheet["A2"].value, sheet["C6"].value] == ["项目2", opened(workbook())["台账"]["C6"].value]


def test_several_reasons_on_one_cell_become_one_comment() -> None:
    marks = [Mark("台账", "B3", "一"), Mark("台账", "B3", "二"), Mark("台账", "B3", "一")]
    assert opened(annotate(workbook(), marks))["台账"]["B3"].comment.text == "一\n二"


def test_the_summary_stands_on_the_first_cell_without_red() -> None:
    sheet = opened(annotate(workbook(), [Mark("台账", "B3", WHY)], "共 1 处要改"))["台账"]
    assert sheet["A1"].comment.text == "共 1 处要改"
    assert not is_red(sheet["A1"])
    both = annotate(workbook(), [Mark("台账", "A1", WHY)], "共 1 处要改")
    assert opened(both)["台账"]["A1"].comment.text == f"共 1 处要改\n{WHY}"


def test_a_mark_within_a_merged_area_goes_to_its_first_cell() -> None:
    data = workbook(lambda book: book["台账"].merge_cells("A2:B5"))
    sheet = opened(annotate(data, [Mark("台账", "B4", "甲"), Mark("台账", "A3", "乙")]))["台账"]
    assert is_red(sheet["A2"])
    assert sheet["A2"].comment.text == "乙\n甲"


def test_marks_on_two_sheets_stay_on_their_sheets() -> None:
    book = opened(annotate(workbook(), [Mark("台账", "B3", WHY), Mark("说明", "A1", "二")]))
    assert book["说明"]["A1"].comment.text == "二"
    assert is_red(book["说明"]["A1"])
    assert book["台账"]["A1"].comment is None


def remark(book: Any) -> None:
    book["台账"]["B3"].comment = Comment("请经发科核对", "毛佳慧")
    book["台账"]["C5"].comment = Comment("另一条", "毛佳慧")


def test_comments_the_clerk_wrote_stay_in_front_of_ours() -> None:
    marked = annotate(workbook(remark), [Mark("台账", "B3", WHY), Mark("台账", "B4", "新")])
    sheet = opened(marked)["台账"]
    assert sheet["B3"].comment.text == f"请经发科核对\n{WHY}"
    assert (sheet["C5"].comment.text, sheet["C5"].comment.author) == ("另一条", "毛佳慧")
    assert (sheet["B4"].comment.text, sheet["B4"].comment.author) == ("新", "绿灯")
    names = zipfile.ZipFile(io.BytesIO(marked)).namelist()
    assert len([name for name in names if name.endswith(".vml")]) == 1
    boxes = next(part for name, part in texts_of(marked).items() if name.endswith(".vml"))
    assert boxes.count("ClientData ") == 3


def texts_of(data: bytes) -> dict[str, str]:
    parts = zipfile.ZipFile(io.BytesIO(data))
    return {name: parts.read(name).decode() for name in parts.namelist()}


def test_an_annotated_workbook_can_be_annotated_again() -> None:
    once = annotate(workbook(), [Mark("台账", "B3", "七月")])
    sheet = opened(annotate(once, [Mark("台账", "B3", "八月"), Mark("台账", "B4", "新")]))["台账"]
    assert sheet["B3"].comment.text == "七月\n八月"
    assert is_red(sheet["B4"])


def test_comments_of_another_program_stay() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet("台账")
    sheet.write("A1", 1)
    sheet.write_comment("A1", "原有")
    sheet.set_header("&L&G", {"image_left": "x.png", "image_data_left": io.BytesIO(PIXEL)})
    book.close()
    marked = annotate(out.getvalue(), [Mark("台账", "A1", WHY), Mark("台账", "B2", "新")])
    sheet = opened(marked)["台账"]
    assert sheet["A1"].comment.text == f"原有\n{WHY}"
    assert sheet["B2"].comment.text == "新"


PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63"
    "f8cfc0f01f0005000201a5f645400000000049454e44ae426082"
)


def test_the_drawing_reference_stands_where_the_schema_wants_it() -> None:
    def tabled(book: Any) -> None:
        book["台账"].append(["名", "值", "日", "备"])
        book["台账"].add_table(Table(displayName="T", ref="A7:D9"))
        book["台账"].oddHeader.center.text = "第 &P 页"

    part = sheet_part(annotate(workbook(tabled), [Mark("台账", "B3", WHY)]))
    places = [part.index(name) for name in ("<headerFooter", "<legacyDrawing ", "<tableParts")]
    assert places == sorted(places)


def test_extensions_within_other_elements_do_not_mislead() -> None:
    tail = (
        '<conditionalFormatting sqref="A1"><cfRule type="expression" priority="1"><formula>A1&gt;1'
        "</formula><extLst><ext/></extLst></cfRule></conditionalFormatting>"
        '<pageMargins left="1" right="1" top="1" bottom="1" header="1" footer="1"/><extLst/>'
    )
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData/>{tail}</worksheet>'
    part = sheet_part(annotate(package(sheet), [Mark("表", "A1", "缺")]))
    assert re.search(r"<pageMargins[^>]*/><legacyDrawing [^>]*/><extLst/></worksheet>$", part)
    assert re.search(r'<sheetData><row r="1"><c r="A1" s="\d+"/></row></sheetData>', part)


def test_rows_and_cells_without_addresses_are_counted() -> None:
    rows = "<row><c><v>1</v></c><c><v>2</v></c></row><row/><row ><c/><c s='0' ><v>6</v></c></row>"
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    marks = [Mark("表", cell, cell) for cell in ("B1", "A2", "B3", "C3")]
    marked = opened(annotate(package(sheet), marks))["表"]
    assert all(is_red(marked[mark.cell]) for mark in marks)
    assert [marked["A1"].value, marked["B1"].value, marked["B3"].value] == [1, 2, 6]
    assert not is_red(marked["A1"])


def test_a_prefix_of_another_program_is_kept() -> None:
    sheet = (
        f'<x:worksheet xmlns:x="{MAIN}"><x:cols><x:col min="1" max="3" style="0" width="9"/></x:cols>'
        '<x:sheetData><x:row r="2" spans="1:2"><x:c r="B2"><x:v>5</x:v></x:c></x:row></x:sheetData>'
        '<x:mergeCells count="1"><x:mergeCell ref="D4:E5"/></x:mergeCells></x:worksheet>'
    )
    marks = [Mark("表", cell, cell) for cell in ("B2", "C2", "E5")]
    marked = opened(annotate(package(sheet), marks))["表"]
    assert marked["B2"].value == 5
    assert [is_red(marked[cell]) for cell in ("B2", "C2", "D4")] == [True] * 3


def test_a_workbook_without_styles_gets_them() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row>'
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    marked = opened(annotate(package(sheet, styled=False), [Mark("表", "A1", "缺")]))["表"]
    assert is_red(marked["A1"])


def test_an_empty_cell_keeps_the_format_of_its_row_or_column() -> None:
    sheet = (
        f'<worksheet xmlns="{MAIN}"><cols><col min="2" max="2" width="9" style="1"/></cols>'
        '<sheetData><row r="1" s="1" customFormat="1"/></sheetData></worksheet>'
    )
    plain = opened(annotate(package(sheet), [Mark("表", "A3", "无")]))["表"]["A3"]
    marked = opened(annotate(package(sheet), [Mark("表", c, "缺") for c in ("A1", "B2")]))["表"]
    assert repr(marked["A1"].alignment) == repr(marked["B2"].alignment)
    assert repr(marked["A1"].alignment) != repr(plain.alignment)


def test_our_own_streamed_workbook_can_be_annotated() -> None:
    spec = SheetSpec("题", "", [OutColumn("名称")], [("甲",), ("乙",)], sheet_name="表")
    marked = opened(annotate(b"".join(stream(spec)), [Mark("表", "B3", "缺")]))["表"]
    assert marked["B3"].value == "甲"
    assert is_red(marked["B3"])


def test_beyond_the_limit_cells_are_red_and_the_first_comment_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(annotate_module, "MOST_COMMENTS", 2)
    marks = [Mark("台账", f"B{row}", "缺") for row in range(2, 6)]
    sheet = opened(annotate(workbook(), marks))["台账"]
    assert all(is_red(sheet[mark.cell]) for mark in marks)
    assert "其余 2 格只标红" in sheet["A1"].comment.text
    assert sheet["B5"].comment is None


ENTITY = '<!DOCTYPE w [<!ENTITY a "哈">]>'
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "不是 .xlsx"),
        (b"%PDF-1.4", "不是 .xlsx"),
        (workbook()[:-200], "不是 .xlsx"),
        (package(f'{ENTITY}<worksheet xmlns="{MAIN}"><sheetData/></worksheet>'), "实体"),
        (package(f'<worksheet xmlns="{MAIN}"><sheetData><row r="1">'), "没有结尾"),
        (package(f'<worksheet xmlns="{MAIN}"></worksheet>'), "没有数据部分"),
        (package(f'<worksheet xmlns="{STRICT}"><sheetData/></worksheet>'), "严格"),
        (package("", {"xl/styles.xml": "<styleSheet/>"}), "样式"),
        (package("<a/>", {"xl/workbook.xml": f'<workbook xmlns="{MAIN}"/>'}), "没有工作表"),
        (workbook(), "没有工作表“表”"),
    ],
)
def test_what_cannot_be_marked_is_refused_with_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(CannotAnnotate, match=sentence):
        annotate(data, [Mark("表", "A1", "缺")])


def test_a_damaged_sheet_is_refused() -> None:
    data = bytearray(workbook())
    info = zipfile.ZipFile(io.BytesIO(bytes(data))).getinfo("xl/worksheets/sheet1.xml")
    start = info.header_offset + 30 + len(info.filename) + 20
    data[start : start + 40] = bytes(40)
    with pytest.raises(CannotAnnotate, match="损坏"):
        annotate(bytes(data), [Mark("台账", "A1", "缺")])


def test_an_address_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="不是单元格地址"):
        annotate(workbook(), [Mark("台账", "第三格", "缺")])


@given(st.tuples(st.integers(1, 1_048_576), st.integers(1, 16_384)))
def test_an_address_and_its_cell_are_one(cell: tuple[int, int]) -> None:
    assert cell_of(reference_of(cell)) == cell


# Excel's own escape for what could be taken for an escape; openpyxl shows it undecoded.
def decoded(text: str) -> str:
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda hit: chr(int(hit[1], 16)), text)


CELLS = st.tuples(st.integers(1, 12), st.integers(1, 30)).map(reference_of)
NOTES = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cn")), min_size=1)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(CELLS, NOTES, min_size=1, max_size=12))
def test_any_marks_leave_the_values_alone(notes: dict[str, str]) -> None:
    data = workbook(remark)
    before = opened(data)["台账"]
    after = opened(annotate(data, [Mark("台账", cell, note) for cell, note in notes.items()]))
    for row in before.iter_rows(max_row=14, max_col=30):
        for cell in row:
            same = after["台账"][cell.coordinate]
            assert same.value == cell.value
            assert is_red(same) == (cell.coordinate in notes)
            assert (same.comment is not None) == (cell.coordinate in notes or cell.comment is not None)
            if cell.coordinate in notes:
                assert decoded(same.comment.text).endswith(notes[cell.coordinate])


def test_a_csv_or_xls_comes_back_as_a_new_workbook_with_a_list() -> None:
    rows: list[list[Value]] = [["名称", "金额", "日期"], ["=甲", 12.5, Month(2024, 5)], ["乙", "面议"]]
    marks = [Mark("数据", "B3", WHY)]
    book = opened(new_annotated({"数据": rows}, marks, "共 1 处要改", {"数据": ["A1:A1"]}))
    assert book.sheetnames == ["错误清单", "数据"]
    listed = [[cell.value for cell in row] for row in book["错误清单"].iter_rows()]
    assert listed[1][0] == "共 1 处要改"
    assert listed[-1] == [1, "数据", "B3", "面议", WHY]
    sheet = book["数据"]
    assert [cell.value for cell in sheet[1]] == ["名称", "金额", "日期"]
    assert (sheet["A2"].value, sheet["A2"].data_type, sheet["B2"].value) == ("=甲", "s", 12.5)
    assert sheet["C2"].number_format == "yyyy-mm"
    assert is_red(sheet["B3"])
    assert sheet["B3"].comment.text == WHY


def test_the_list_takes_another_name_where_the_clerk_has_one() -> None:
    book = opened(new_annotated({"错误清单": [["a"]]}, [Mark("错误清单", "A1", "缺")]))
    assert book.sheetnames == ["错误清单_", "错误清单"]
    assert is_red(book["错误清单"]["A1"])


def test_an_empty_sheet_can_be_given_back() -> None:
    book = opened(new_annotated({"csv": []}, [Mark("csv", "A1", "没有数据")]))
    assert is_red(book["csv"]["A1"])
