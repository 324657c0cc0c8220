"""Files that are not what they say, or cost too much: one Chinese sentence each, nothing run."""

import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from greenlight.base.reading import read_workbook
from greenlight.base.tests.clerks import kinds, read, workbook
from greenlight.base.workbook import DEFAULT, Deadline, Limits, Rejected, open_workbook
from greenlight.base.workbook.marks import _Slow
from greenlight.base.workbook.package import Package
from greenlight.base.workbook.quick import Irregular, Quick
from greenlight.base.workbook.styles import read_styles, seen
from greenlight.cli.papers import ledgers
from greenlight.projects.ledgers import PROJECTS

FOLDER = Path(__file__).parents[3] / "tests" / "fixtures" / "ledgers"
GOOD = workbook([["项目名称", "总投资（亿元）", "是否开工"], ["甲", 1.2, "是"]])
SHEET = "xl/worksheets/sheet1.xml"


def patched(part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The good workbook with one part changed."""
    source, out = zipfile.ZipFile(io.BytesIO(GOOD)), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, change(data) if name == part else data)
    return out.getvalue()


def with_rows(xml: bytes) -> bytes:
    """The good workbook with more rows in its sheet."""
    return patched(SHEET, lambda data: data.replace(b"</sheetData>", xml + b"</sheetData>"))


def with_part(name: str, data: bytes) -> bytes:
    """The good workbook with one more part."""
    out = io.BytesIO(GOOD)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as target:
        target.writestr(name, data)
    return out.getvalue()


def reason(data: bytes, limits: Limits = DEFAULT) -> str | None:
    """Why a file is refused, None when it is read."""
    reading = read(data, limits=limits)
    assert reading.message.endswith("。")
    assert (reading.outcome == "imported") == (reading.reject_reason is None)
    return reading.reject_reason


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty_file"),
        (b"%PDF-1.4 x", "not_a_workbook"),
        (b"\x89PNG\r\n\x1a\n", "not_a_workbook"),
        (b"PK\x03\x04", "damaged"),
        (GOOD[:-300], "damaged"),
        (b"\x00" * 200, "not_a_workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 3000, "not_a_workbook"),
        (b"hello", "no_table"),
        (b"<?xml version='1.0'?><a/>", "not_a_workbook"),
        (b"<html><body><table><tr><td>1</td></tr></table></body></html>", "html_table"),
    ],
)
def test_bytes_decide_and_not_the_name(data: bytes, why: str) -> None:
    assert reason(data) == why


def test_a_document_and_a_mere_archive_are_no_workbooks() -> None:
    for name in ("word/document.xml", "notes.txt"):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as target:
            target.writestr(name, "<a/>")
            target.writestr("[Content_Types].xml", "<a/>")
        assert reason(out.getvalue()) == "not_a_workbook"


def test_macros_are_refused_and_a_macro_type_without_macro_may_be_read() -> None:
    assert reason(with_part("xl/vbaProject.bin", b"x")) == "macros"
    data = (FOLDER / "x2_macro_extension.xlsm").read_bytes()
    assert reason(data) == "macro_extension"
    assert len(read(data, limits=Limits(macro_type="read")).records) == 3


def test_a_page_named_xls_may_be_read_when_the_zone_wants_it() -> None:
    data = (FOLDER / "x9_export.xls").read_bytes()
    reading = read(data, limits=Limits(html="read"))
    assert [str(r.values["total_investment"]) for r in reading.records] == ["25000", "12000", "8600"]


def test_spans_of_a_page_are_merges() -> None:
    page = (
        "<table><tr><td rowspan=2>项目名称<td colspan=2>投资（万元）<tr><td>总投资<td>年度计划投资"
        "<tr><td>甲<td>1<td>2</table>"
    )
    reading = read(page.encode(), limits=Limits(html="read"))
    assert [c.header for c in reading.columns] == [
        "项目名称",
        "投资（万元） / 总投资",
        "投资（万元） / 年度计划投资",
    ]


@pytest.mark.parametrize("part", [SHEET, "xl/styles.xml", "xl/workbook.xml", "xl/sharedStrings.xml"])
def test_declared_entities_are_refused_in_every_part(part: str) -> None:
    bomb = b'<!DOCTYPE w [<!ENTITY a "x">]>'
    data = patched(part, lambda xml: xml.replace(b"?>", b"?>" + bomb, 1))
    assert reason(data) == "xml_entities"


def test_what_unpacks_too_large_is_refused_before_it_is_unpacked() -> None:
    assert reason(with_part("xl/media/a.xml", bytes(40 << 20))) == "uncompressed_size"
    assert reason(GOOD, limits=Limits(unpacked=1000)) == "uncompressed_size"
    assert reason(GOOD, limits=Limits(file_size=1000)) == "file_too_large"
    assert reason(GOOD, limits=Limits(parts=3)) == "too_many_parts"


def test_a_directory_that_lies_about_sizes_is_found_out() -> None:
    data = bytearray(GOOD)
    with zipfile.ZipFile(io.BytesIO(GOOD)) as package:
        size = package.getinfo(SHEET).file_size
    central = data.rfind(SHEET.encode()) - 46  # the record of the central directory
    assert int.from_bytes(data[central + 24 : central + 28], "little") == size
    data[central + 24 : central + 28] = (size - 100).to_bytes(4, "little")
    assert reason(bytes(data)) == "damaged"


def test_a_million_blank_rows_are_no_rows() -> None:
    blank = b"".join(b'<row r="%d" ht="20"><c r="A%d" s="0"/></row>' % (i, i) for i in range(3, 60_000))
    end = b'<row r="1048576"><c r="A1048576" s="0"/></row>'
    reading = read(with_rows(blank + end))
    assert len(reading.records) == 1
    assert reading.sheets[0].last_row == 2


@pytest.mark.parametrize(
    ("cell", "why"),
    [("XFD3", "too_many_columns"), ("A1048576", "too_many_rows"), ("ZZ140000", "too_many_columns")],
)
@pytest.mark.parametrize("large", [False, True])
def test_a_cell_far_away_is_refused_and_not_filled_up(cell: str, why: str, large: bool) -> None:
    row = "".join(char for char in cell if char.isdigit())
    xml = f'<row r="{row}"><c r="{cell}"><v>1</v></c></row>'.encode()
    filler = b'<row r="3" spans="1:3"></row>' * 90_000 if large else b""
    assert reason(with_rows(filler + xml)) == why


def test_a_sheet_spelled_with_a_prefix_is_read_all_the_same() -> None:
    def prefix(xml: bytes) -> bytes:
        for tag in (b"row", b"c", b"v", b"sheetData", b"worksheet"):
            for end in (b" ", b">"):
                xml = xml.replace(b"<" + tag + end, b"<x:" + tag + end)
            xml = xml.replace(b"</" + tag + b">", b"</x:" + tag + b">")
        return xml.replace(b"xmlns=", b"xmlns:x=", 1)

    assert len(read(patched(SHEET, prefix)).records) == 1


def test_time_runs_out_with_a_sentence() -> None:
    reading = read(GOOD, limits=Limits(seconds=-1))
    assert reading.reject_reason == "timeout"
    assert "没有写入任何内容" in reading.message


def test_reading_can_be_cancelled_between_batches() -> None:
    class Stop(Exception):
        pass

    def progress(done: int, total: int) -> None:
        assert (done, total) == (2, 2)
        raise Stop

    with pytest.raises(Stop):
        read_workbook(GOOD, "表.xlsx", PROJECTS, progress=progress)


@pytest.mark.parametrize(
    "name",
    [
        "b_investment_attraction.xlsx",
        "c_enterprise_issues.xlsx",
        "d1_signing_summary.xlsx",
        "d2_signing_daily.xlsx",
        "e_underused_land.xls",
        "f_monthly_indicators.xlsx",
        "g_growth_ladder.xlsx",
        "h_hazards.csv",
    ],
)
def test_a_workbook_of_another_ledger_is_named_and_not_misread(name: str) -> None:
    reading = read((FOLDER / name).read_bytes(), name, among=ledgers())
    assert reading.reject_reason == "other_ledger"
    assert "《" in reading.message


def test_an_old_xls_gives_values_formats_merges_and_hidden_state() -> None:
    (sheet,) = open_workbook((FOLDER / "e_underused_land.xls").read_bytes())
    rows = list(sheet.rows())
    assert rows[2][1] == "企业名称"
    assert rows[4][5] == 38.6
    assert (sheet.name, sheet.state, sheet.height) == ("台账", "visible", 18)
    assert len(sheet.marks.merges) == 5


def test_damaged_bytes_are_refused_and_never_raise() -> None:
    rnd = random.Random(7)  # noqa: S311 - the same damage every time
    for name in ("a_project_progress.xlsx", "e_underused_land.xls", "x1_formula_cells.xlsx"):
        data = (FOLDER / name).read_bytes()
        for _ in range(15):
            broken = bytearray(data)
            for _ in range(12):
                broken[rnd.randrange(len(broken))] = rnd.randrange(256)
            assert read(bytes(broken), name).outcome in ("imported", "rejected")


def test_a_text_like_a_formula_is_shown_and_told() -> None:
    reading = read((FOLDER / "x1_formula_cells.xlsx").read_bytes())
    assert ("formula_text", "G9") in kinds(reading)


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("General", ""),
        ("0.00", "two_decimals"),
        ("#,##0", ""),
        ("0.0%", "percent"),
        ("yyyy/m/d", "day"),
        ('yyyy"年"m"月"', "month"),
        ('[$-804]yyyy"年"m"月"d"日"', "day"),
        ("yyyy.mm", "month"),
        ("yyyy", "year"),
        ("@", ""),
    ],
)
def test_a_number_format_tells_what_is_seen(code: str, shown: str) -> None:
    assert seen(code) == shown


def test_the_quick_scan_finds_what_expat_finds() -> None:
    rows: list[list[Any]] = [
        ["项目名称", "总投资", *[f"列{i}" for i in range(30)]],
        *[
            [
                f"甲{i}",
                (2023.1, "0.00"),
                (0.5, "0.0%"),
                "=1+1",
                (44700, 'yyyy"年"m"月"'),
                *(["x"] * 25),
                (0.25, "0%"),
                3,
            ]
            for i in range(40)
        ],
    ]
    data = workbook(rows, hidden_rows=[5], hidden_columns=["C"], filled=["B50", "AE51"])
    package = Package(data, Limits())
    styles = read_styles(package, "xl/styles.xml")
    quick = Quick(styles, Limits()).read(package.chunks(SHEET, 1000), Deadline(9))
    slow = _Slow(styles, Limits()).read(package.chunks(SHEET), Deadline(9))
    assert quick == slow
    assert quick.shown[2] == dict.fromkeys(range(2, 42), "two_decimals")
    assert quick.shown[31] == dict.fromkeys(range(2, 42), "percent")
    assert quick.filled == {2: {50}, 31: {51}}


def test_the_quick_scan_leaves_odd_spellings_to_expat() -> None:
    package = Package(with_rows(b"<row><c><v>1</v></c></row>"), Limits())
    styles = read_styles(package, "xl/styles.xml")
    with pytest.raises(Irregular):
        Quick(styles, Limits()).read(package.chunks(SHEET), Deadline(9))


def test_a_refusal_carries_its_reason_and_its_sentence() -> None:
    with pytest.raises(Rejected) as refusal:
        open_workbook(b"")
    assert refusal.value.reason == "empty_file"
    assert "0 字节" in str(refusal.value)
