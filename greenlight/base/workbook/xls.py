"""Opening an old .xls by xlrd: values, formats, hidden state and merges from one library."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import xlrd

from greenlight.base.workbook.grid import Book, Marks, Sheet
from greenlight.base.workbook.limits import MB, Deadline, Limits, Rejected
from greenlight.base.workbook.quick import check_extent
from greenlight.base.workbook.styles import seen

_LARGEST = 24 * MB
_WHITE = 64  # colour index of the system window


class _Silent:
    """Where the warnings of xlrd go."""

    def write(self, _: str) -> None:
        """Drop a warning."""

    def flush(self) -> None:
        """Nothing is kept."""


def open_xls(data: bytes, limits: Limits, clock: Deadline) -> Book:
    """Open a BIFF workbook; Rejected when it has a password or is damaged."""
    if len(data) > min(_LARGEST, limits.file_size):
        raise Rejected("file_too_large", min(_LARGEST, limits.file_size) // MB)
    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, on_demand=True, logfile=_Silent())
    except xlrd.XLRDError as error:
        encrypted = "encrypted" in str(error).lower()
        raise Rejected("encrypted" if encrypted else "damaged", "旧版 .xls 无法读取") from error
    except Exception as error:  # a fuzzed file can make xlrd raise nearly anything
        raise Rejected("damaged", "旧版 .xls 无法读取") from error
    states = [_state(book, at) for at in range(book.nsheets)]
    return Book("xls", states, lambda at: _load(book, at, states[at], limits, clock))


def _state(book: Any, at: int) -> tuple[str, str]:
    visible = book._sheet_visibility[at] == 0
    return book.sheet_names()[at], "visible" if visible else "hidden"


def _load(book: Any, at: int, named: tuple[str, str], limits: Limits, clock: Deadline) -> Sheet:
    clock.check()
    try:
        sheet = book.sheet_by_index(at)
    except Exception as error:
        raise Rejected("damaged", f"工作表“{named[0]}”无法读取") from error
    check_extent(sheet.nrows, sheet.ncols, limits)
    marks = _marks(book, sheet)
    return Sheet(*named, lambda: _rows(book, sheet), marks, height=sheet.nrows)


def _marks(book: Any, sheet: Any) -> Marks:
    marks = Marks()
    marks.hidden_rows = {at + 1 for at, info in sheet.rowinfo_map.items() if info.hidden}
    marks.hidden_columns = {at + 1 for at, info in sheet.colinfo_map.items() if info.hidden}
    marks.merges = [(r1 + 1, c1 + 1, r2, c2) for r1, r2, c1, c2 in sheet.merged_cells]
    shown = _Shown(book)
    for at in range(sheet.nrows):
        types, styles = sheet.row_types(at), sheet._cell_xf_indexes[at]
        for column, (kind, style) in enumerate(zip(types, styles, strict=False), 1):
            _mark(marks, (at + 1, column), kind, style, shown)
            if kind == xlrd.XL_CELL_ERROR:
                code = sheet.cell_value(at, column - 1)
                marks.faults[at + 1, column] = xlrd.error_text_from_code.get(code, "#?")
                marks.formulas[at + 1, column] = ""
    return marks


def _mark(marks: Marks, place: tuple[int, int], kind: int, style: int, shown: "_Shown") -> None:
    row, column = place
    if kind in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        form = shown.form(style)
        if form in ("percent", "month", "year", "two_decimals"):
            marks.shown.setdefault(column, {})[row] = form
    elif kind == xlrd.XL_CELL_BLANK and shown.coloured(style):
        marks.filled.setdefault(column, set()).add(row)


class _Shown:
    """Formats and fills by style index, each looked up once."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.forms: dict[int, str] = {}
        self.fills: dict[int, bool] = {}

    def form(self, style: int) -> str:
        if style not in self.forms:
            key = self.book.xf_list[style].format_key
            form = self.book.format_map.get(key)
            self.forms[style] = seen(form.format_str) if form else ""
        return self.forms[style]

    def coloured(self, style: int) -> bool:
        if style not in self.fills:
            back = self.book.xf_list[style].background
            self.fills[style] = back.fill_pattern != 0 and back.pattern_colour_index not in (9, _WHITE)
        return self.fills[style]


def _rows(book: Any, sheet: Any) -> Iterator[list[Any]]:
    for at in range(sheet.nrows):
        types, values = sheet.row_types(at), sheet.row_values(at)
        yield [_value(book, kind, value) for kind, value in zip(types, values, strict=True)]


def _value(book: Any, kind: int, value: Any) -> Any:
    if kind == xlrd.XL_CELL_DATE:
        try:
            moment: datetime = xlrd.xldate_as_datetime(value, book.datemode)
        except (ValueError, OverflowError):
            return value
        return date(moment.year, moment.month, moment.day)
    if kind == xlrd.XL_CELL_BOOLEAN:
        return bool(value)
    return "" if kind == xlrd.XL_CELL_ERROR else value
