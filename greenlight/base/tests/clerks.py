"""Workbooks as different clerks would lay them out, written in a few lines each."""

import io
import re
from collections.abc import Sequence
from datetime import date
from typing import Any

import xlsxwriter

from greenlight.base.reading import Reading, read_workbook
from greenlight.cli.papers import ledgers
from greenlight.projects.ledgers import PROJECTS

Shown = tuple[Any, str]  # a value and its number format


def workbook(
    rows: Sequence[Sequence[Any]],
    *,
    sheet: str = "Sheet1",
    merges: Sequence[str] = (),
    hidden_rows: Sequence[int] = (),
    hidden_columns: Sequence[str] = (),
    filled: Sequence[str] = (),
    more: dict[str, Sequence[Sequence[Any]]] | None = None,
) -> bytes:
    """Write an .xlsx: (value, format) for a number format, =… for a formula, None for nothing."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"strings_to_formulas": False, "strings_to_numbers": False})
    page = book.add_worksheet(sheet)
    _write(book, page, rows)
    for area in merges:
        first = area.partition(":")[0]
        page.merge_range(area, _value(rows, first))
    for row in hidden_rows:
        page.set_row(row - 1, None, None, {"hidden": True})
    for column in hidden_columns:
        page.set_column(f"{column}:{column}", None, None, {"hidden": True})
    for cell in filled:
        page.write_blank(cell, None, book.add_format({"bg_color": "#FF0000"}))
    for name, others in (more or {}).items():
        _write(book, book.add_worksheet(name), others)
    book.close()
    return out.getvalue()


def _write(book: Any, page: Any, rows: Sequence[Sequence[Any]]) -> None:
    day = book.add_format({"num_format": "yyyy/m/d"})
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, tuple):
                shown = book.add_format({"num_format": value[1]})
                _put(page, at, column, value[0], shown)
            elif value is not None:
                _put(page, at, column, value, day if isinstance(value, date) else None)


def _put(page: Any, row: int, column: int, value: Any, form: Any) -> None:
    if isinstance(value, date):
        page.write_datetime(row, column, value, form)
    elif isinstance(value, str) and value.startswith("="):
        page.write_formula(row, column, value, form, "")
    else:
        page.write(row, column, value, form)


def _value(rows: Sequence[Sequence[Any]], cell: str) -> Any:
    column, row = ord(cell[0]) - 65, int(cell[1:]) - 1
    return rows[row][column] if column < len(rows[row]) else ""


def line(text: str) -> list[Any]:
    """A row written with bars between its cells: 5 a number, '5 a text, @2024-03-05 a date."""
    return [_typed(cell) for cell in text.split("|")]


def _typed(cell: str) -> Any:
    if cell.startswith("@"):
        return date.fromisoformat(cell[1:])
    return float(cell) if re.fullmatch(r"-?\d+(\.\d+)?", cell) else cell.removeprefix("'") or None


def values(reading: Reading) -> list[dict[str, Any]]:
    """The records without what is missing."""
    return [{k: v for k, v in r.values.items() if v is not None} for r in reading.records]


def taken_for(reading: Reading) -> tuple[str, list[str]]:
    """The kind a workbook was taken for, and what was asked."""
    return reading.kind, [question.kind for question in reading.questions]


def read_any(data: bytes, name: str = "表.xlsx", **options: Any) -> Reading:
    """Read a workbook as the ledger it is of."""
    return read_workbook(data, name, None, among=ledgers(), **options)


def read(data: bytes, name: str = "表.xlsx", **options: Any) -> Reading:
    """Read a workbook as the ledger of projects."""
    return read_workbook(data, name, PROJECTS, **options)


def fields(reading: Reading) -> dict[str, tuple[str | None, str | None, str | None]]:
    """What each column was taken for: letter → (field, period, unit)."""
    return {c.column: (c.field, c.period, c.unit) for c in reading.columns}


def kinds(reading: Reading, *severities: str) -> list[tuple[str, str | None]]:
    """The problems as (kind, cell), info left out unless asked for."""
    wanted = severities or ("error", "warning")
    return [(p.kind, p.cell) for p in reading.problems if p.severity in wanted]


def reasons(reading: Reading) -> dict[int, str]:
    """The rows that are no record: row → reason."""
    return {row.row: row.reason for row in reading.not_imported}
