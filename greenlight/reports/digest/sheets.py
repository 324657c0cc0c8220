"""The digest as a workbook: the figures on the first sheet, one sheet a chapter; numbers stay numbers."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter

from greenlight.base import writing
from greenlight.base.official import widths
from greenlight.base.writing import lamp
from greenlight.reports.digest.parts import Column, Digest, Part, Step, Value, quiet

FORMATS: dict[str, dict[str, Any]] = {
    "title": {"font_size": 16, "bold": True, "align": "center"},
    "line": {"font_color": "#475250", "text_wrap": True, "valign": "vcenter"},
    "head": {
        "bold": True, "bg_color": "#f0f2f1", "border": 1, "align": "center", "text_wrap": True,
        "valign": "vcenter",
    },
    "text": {"border": 1, "text_wrap": True, "valign": "vcenter", "indent": 1},
    "date": {"border": 1, "num_format": "yyyy-mm-dd", "align": "center", "valign": "vcenter"},
    "money": {"border": 1, "num_format": "#,##0", "valign": "vcenter"},
    "percent": {"border": 1, "num_format": '0.0"%"', "valign": "vcenter"},
    "points": {"border": 1, "num_format": "0.0", "valign": "vcenter"},
    "integer": {"border": 1, "num_format": "0", "valign": "vcenter"},
}  # fmt: skip
UNITS = {"%": "percent", "个百分点": "points", "万元": "money"}
LINE, EDGE = 130.0, 3.0  # digits a printed line holds, digits a cell keeps free; a Chinese letter is two
HIGH = 15.0  # points of a line of letters
FONT = {"font_name": "宋体", "font_size": 11}


class Book:
    """A workbook in the making."""

    def __init__(self, held: io.BytesIO) -> None:
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
                   "default_format_properties": FONT}  # fmt: skip
        self.book = xlsxwriter.Workbook(held, options)
        self.book.set_properties({"created": datetime(1980, 1, 1, tzinfo=UTC).replace(tzinfo=None)})
        self.formats = {name: self.book.add_format(one) for name, one in FORMATS.items()}

    def sheet(self, name: str, title: str, line: str, wide: Sequence[float]) -> Any:
        """Begin a sheet: title over the whole width, the line under it, A4 landscape, pages numbered."""
        made = self.book.add_worksheet(name[:31])
        made.set_landscape()
        made.set_paper(9)
        made.fit_to_pages(1, 0)
        made.merge_range(0, 0, 0, len(wide) - 1, title, self.formats["title"])
        made.set_row(0, 2 * HIGH)
        made.merge_range(1, 0, 1, len(wide) - 1, line, self.formats["line"])
        made.set_row(1, high([line], [sum(wide)]))
        for n, share in enumerate(wide):
            made.set_column(n, n, share)
        made.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        made.set_footer("&C第 &P 页，共 &N 页")
        made.repeat_rows(2)
        made.freeze_panes(3, 0)
        return made

    def put(self, sheet: Any, row: int, column: int, kind: str, value: Value) -> None:
        """Write one cell by its kind; what is missing is an empty cell, words are never formulas."""
        form = self.formats.get(kind, self.formats["text"])
        if value is None or value == "":
            sheet.write_blank(row, column, None, form)
        elif isinstance(value, date):
            sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), form)  # noqa: DTZ001
        elif isinstance(value, Decimal | int):
            sheet.write_number(row, column, rounded(kind, value), form)
        else:
            sheet.write_string(row, column, lamp(value).word if kind == "light" else value, form)


def rounded(kind: str, value: Decimal | int) -> float:
    """Round half up to what is shown, once: sheet, page and paper say the same."""
    places = 1 if kind in ("percent", "points") else 0
    return float(writing.written(value, places).replace(",", "").replace(writing.MINUS, "-"))


def workbook(digest: Digest, step: Step = quiet) -> bytes:
    """Write the digest as .xlsx."""
    held = io.BytesIO()
    made = Book(held)
    step("正在写主要指标")
    heads(made, digest)
    for part in digest.parts:
        step(f"正在写{part.title}")
        chapter(made, digest, part)
    made.book.close()
    return held.getvalue()


def heads(made: Book, digest: Digest) -> None:
    """Write the figures with base and definition."""
    columns = (Column("指标", wide=2.2), Column("数值", wide=1.6), Column("单位"), Column("上月末", wide=1.6),
               Column("这一次的口径", wide=5), Column("定义", wide=5))  # fmt: skip
    kinds = [UNITS.get(one.figure.unit, "integer") for one in digest.figures]
    lines: list[tuple[Value, ...]] = [
        (one.figure.label, one.now.value, one.figure.unit, one.before.value if one.before else None, one.base,
         one.figure.definition)
        for one in digest.figures
    ]  # fmt: skip
    cells = [["text", kind, "text", kind, "text", "text"] for kind in kinds]
    table(made, ("主要指标", digest.title, digest.line), columns, lines, cells)


def chapter(made: Book, digest: Digest, part: Part) -> None:
    """Write the rows of one chapter; the last line says how many more there are."""
    columns = (Column("序号", "integer", 1), *part.columns)
    lines = [(n, *row.values) for n, row in enumerate(part.rows, 1)]
    more = f"只列前 {len(part.rows)} 个，另有 {part.more} 个没有列出。" if part.more else ""
    said = (part.title, part.title, f"{part.said or part.none}{more}")
    table(made, said, columns, lines, [[one.kind for one in columns]] * len(lines))


def table(
    made: Book,
    said: tuple[str, str, str],
    columns: Sequence[Column],
    lines: Sequence[tuple[Value, ...]],
    kinds: Sequence[Sequence[str]],
) -> None:
    """Write a sheet (its name, title and line said before): columns as wide as needed, no letter hidden."""
    names = [one.header for one in columns]
    words = [[_words(kind, value) for kind, value in zip(own, line, strict=True)]
             for own, line in zip(kinds, lines, strict=True)]  # fmt: skip
    share = LINE / sum(one.wide for one in columns)
    wide = widths.columns(names, words, [one.wide * share for one in columns], 2 / widths.PT_MM, EDGE)
    sheet = made.sheet(*said, wide)
    sheet.set_row(2, high(names, wide))
    for n, name in enumerate(names):
        sheet.write_string(2, n, name, made.formats["head"])
    for row, (own, line) in enumerate(zip(kinds, lines, strict=True), 3):
        sheet.set_row(row, high(words[row - 3], wide))
        for n, (kind, value) in enumerate(zip(own, line, strict=True)):
            made.put(sheet, row, n, kind, value)


def _words(kind: str, value: Value) -> str:
    """Return about the letters a cell shows."""
    if isinstance(value, Decimal | int):
        return f"{rounded(kind, value):,.1f}"
    return str(value or "")


def high(words: Sequence[str], wide: Sequence[float]) -> float:
    """Return the points a row needs, so that no reader has to guess it."""
    lines = (
        -(-2 * widths.letters(one) // max(room - EDGE, 1)) for one, room in zip(words, wide, strict=True)
    )
    return HIGH * max(1, *lines) + 3
