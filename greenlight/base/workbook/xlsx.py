"""Opening an .xlsx: values by calamine, marks by one pass of our own (DESIGN §4)."""

import io
from collections.abc import Iterator
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from greenlight.base.workbook.grid import Book, Sheet
from greenlight.base.workbook.limits import Deadline, Limits, Rejected
from greenlight.base.workbook.marks import read_marks
from greenlight.base.workbook.package import Package
from greenlight.base.workbook.styles import read_styles


def open_xlsx(data: bytes, limits: Limits, clock: Deadline) -> Book:
    """Open a zipped workbook within the limits; Rejected says why not."""
    package = Package(data, limits)
    sheets = package.sheets()
    if not sheets:
        raise Rejected("no_sheet")
    if len(sheets) > limits.sheets:
        raise Rejected("too_many_sheets", limits.sheets)
    styles = read_styles(package, "xl/styles.xml")
    opened: list[Any] = []

    def load(at: int) -> Sheet:
        name, state, path = sheets[at]
        marks = read_marks(package, path, styles, clock)
        if not opened:
            opened.append(_calamine(data))
        try:
            values = opened[0].get_sheet_by_name(name)
        except CalamineError as error:
            raise Rejected("damaged", "工作表内容无法读取") from error
        marks.merges = [
            (top + 1, left + 1, bottom + 1, right + 1)
            for (top, left), (bottom, right) in values.merged_cell_ranges or ()
        ]
        height = values.end[0] + 1 if values.end else 0
        return Sheet(name, state, lambda: _rows(values), marks, height=height)

    return Book("xlsx", [(name, state) for name, state, _ in sheets], load)


def _calamine(data: bytes) -> Any:
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(data))
    except CalamineError as error:
        raise Rejected("damaged", "工作簿无法读取") from error


def _rows(values: Any) -> Iterator[list[Any]]:
    """Yield rows from row 1 and column A on; calamine begins at the first used column."""
    if values.start is None:
        return
    pad = [""] * values.start[1]
    for row in values.iter_rows():
        yield pad + row if pad else row
