"""A sheet as .csv (UTF-8 with byte-order mark, comma, CRLF), for systems that take no workbook.

Title, unit line, header rows (a group repeated over each of its columns) and rows as in the .xlsx; no
totals and no signature, which a program would take for records. Dates are ISO, a month 2022-05,
是/否 for yes and no, numbers without separators.

A text that a spreadsheet would run as a formula (first character = + - @, a tab or line break, or a
full-width ＝＋－＠, which some locales run too) gets one no-break space (U+00A0) in front: Excel,
WPS and LibreOffice then show it as text, it looks the same, and stripping white space gives it back
(`unguard` does so exactly). Numbers, and texts that are only a number or dashes, stay as they are.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal

from greenlight.base.workbook.write_spec import (
    CannotWrite,
    Month,
    OutColumn,
    SheetSpec,
    Value,
    check_sheets,
)

_GUARD = "\u00a0"
_RUNNABLE = re.compile(f"{_GUARD}*[=+\\-@\t\r\n＝＋－＠]").match
_HARMLESS = re.compile(r"[+-]?\d+(,\d{3})*(\.\d+)?%?|-+").fullmatch
_BATCH = 500


def guard(text: str) -> str:
    """The text in a form no spreadsheet runs."""
    return _GUARD + text if _RUNNABLE(text) and not _HARMLESS(text) else text


def unguard(text: str) -> str:
    """The text that `guard` was given."""
    return text[1:] if text.startswith(_GUARD) and _RUNNABLE(text) else text


def stream_csv(sheet: SheetSpec) -> Iterator[bytes]:
    """The bytes of the .csv, piece by piece; raises CannotWrite as `stream` does."""
    check_sheets([sheet])
    return _encoded(sheet.numbered())


def _encoded(sheet: SheetSpec) -> Iterator[bytes]:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    out.write("\ufeff")
    for number, row in enumerate(_lines(sheet)):
        writer.writerow(row)
        if number % _BATCH == 0:
            yield _taken(out)
    yield _taken(out)


def _taken(out: io.StringIO) -> bytes:
    # A lone surrogate cannot be encoded: it becomes a question mark, as every editor shows it.
    data = out.getvalue().encode(errors="replace")
    out.seek(0)
    out.truncate()
    return data


def _lines(sheet: SheetSpec) -> Iterator[list[str]]:
    columns = sheet.columns
    yield from ([guard(line)] for line in (sheet.title, sheet.unit_line) if line)
    if sheet.header_depth == 2:
        yield [guard(column.group or "") for column in columns]
    if not sheet.is_bare:
        yield [guard(column.header) for column in columns]
    for row in sheet.rows:
        if len(row) != len(columns):
            raise CannotWrite(sheet.sheet_name, f"有的行不是 {len(columns)} 格，与列数不符")
        yield _cells(columns, row)


def _cells(columns: Sequence[OutColumn], row: Sequence[Value]) -> list[str]:
    return [_cell(column, value) for column, value in zip(columns, row, strict=True)]


def _cell(column: OutColumn, value: Value) -> str:
    if isinstance(value, str):
        return guard(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "否是"[value]
    if isinstance(value, int | float | Decimal):
        return _number(column, value)
    return _dated(column, value)


def _number(column: OutColumn, value: float | Decimal) -> str:
    number = Decimal(str(value))
    if not number.is_finite():
        raise CannotWrite(column.header, f"一列有不是数的值：{value}")
    return f"{number:f}%" if column.is_fraction else f"{number:f}"


def _dated(column: OutColumn, value: date | Month) -> str:
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date) and column.kind == "month":
        return str(Month(value.year, value.month))
    return str(value)
