"""The digest as a workbook: the figures on the first sheet, one sheet a chapter; numbers stay numbers."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter

from greenlight.base import writing
from greenlight.base.writing import lamp
from greenlight.reports.digest.parts import Column, Digest, Part, Step, Value, quiet

FORMATS: dict[str, dict[str, Any]] = {
    "title": {"font_size": 16, "bold": True, "align": "center"},
    "line": {"font_color": "#475250"},
    "head": {
        "bold": True, "bg_color": "#f0f2f1", "border": 1, "align": "center", "text_wrap": True,
        "valign": "vcenter",
    },
    "text": {"border": 1, "text_wrap": True, "valign": "vcenter"},
    "date": {"border": 1, "num_format": "yyyy-mm-dd", "align": "center", "valign": "vcenter"},
    "money": {"border": 1, "num_format": "#,##0", "valign": "vcenter"},
    "percent": {"border": 1, "num_format": '0.0"%"', "valign": "vcenter"},
    "points": {"border": 1, "num_format": "0.0", "valign": "vcenter"},
    "integer": {"border": 1, "num_format": "0", "valign": "vcenter"},
}  # fmt: skip
UNITS = {"%": "percent", "个百分点": "points", "万元": "money"}
CHARACTERS = 5.0  # letters a share of a line


class Book:
    """A workbook in the making."""

    def __init__(self, held: io.BytesIO) -> None:
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self.book = xlsxwriter.Workbook(held, options)
        self.book.set_properties({"created": datetime(1980, 1, 1, tzinfo=UTC).replace(tzinfo=None)})
        self.formats = {name: self.book.add_format(one) for name, one in FORMATS.items()}

    def sheet(self, name: str, title: str, line: str, wide: list[float]) -> Any:
        """Begin a sheet: title over the whole width, the line under it, A4 landscape."""
        made = self.book.add_worksheet(name[:31])
        made.set_landscape()
        made.set_paper(9)
        made.fit_to_pages(1, 0)
        made.merge_range(0, 0, 0, len(wide) - 1, title, self.formats["title"])
        made.write_string(1, 0, line, self.formats["line"])
        for n, share in enumerate(wide):
            made.set_column(n, n, share)
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
    sheet = made.sheet("主要指标", digest.title, digest.line, [22, 14, 10, 14, 48, 60])
    for n, word in enumerate(("指标", "数值", "单位", "上月末", "这一次的口径", "定义")):
        sheet.write_string(2, n, word, made.formats["head"])
    for row, one in enumerate(digest.figures, 3):
        kind = UNITS.get(one.figure.unit, "integer")
        told = (one.figure.label, one.now.value, one.figure.unit, one.before.value if one.before else None)
        for n, value in enumerate((*told, one.base, one.figure.definition)):
            made.put(sheet, row, n, kind if n in (1, 3) else "text", value)


def chapter(made: Book, digest: Digest, part: Part) -> None:
    """Write the rows of one chapter."""
    columns = (Column("序号", "integer", 1.2), *part.columns)
    wide = [one.wide * CHARACTERS for one in columns]
    sheet = made.sheet(part.title, part.title, part.said or part.none, wide)
    for n, one in enumerate(columns):
        sheet.write_string(2, n, one.header, made.formats["head"])
    for row, line in enumerate(part.rows, 1):
        for n, (column, value) in enumerate(zip(columns, (row, *line.values), strict=True)):
            made.put(sheet, row + 2, n, column.kind, value)
