"""Opening an .xlsx: values by calamine, marks by one pass of our own (DESIGN §4)."""

import io
from collections.abc import Iterator
from typing import Any

from python_calamine import CalamineWorkbook

from greenlight.base.workbook.grid import Book, Marks, Sheet
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
    for part in package.parts:
        if part.endswith("sharedStrings.xml"):
            package.verify(part)
    opened: list[Any] = []

    def load(at: int) -> Sheet:
        name, state, path = sheets[at]
        marks = read_marks(package, path, styles, clock)  # bounds the range calamine will take
        return _sheet(name, state, marks, _values(opened, data, name))

    return Book("xlsx", [(name, state) for name, state, _ in sheets], load)


def _values(opened: list[Any], data: bytes, name: str) -> Any:
    """Return the calamine sheet of a name, opening the workbook the first time."""
    try:
        if not opened:
            opened.append(CalamineWorkbook.from_filelike(io.BytesIO(data)))
        return opened[0].get_sheet_by_name(name)
    except Exception as error:
        raise Rejected("damaged", "工作簿无法读取") from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # how a fault inside calamine arrives
            raise Rejected("damaged", "工作簿无法读取") from error
        raise


def _sheet(name: str, state: str, marks: Marks, values: Any) -> Sheet:
    marks.merges = [
        (top + 1, left + 1, bottom + 1, right + 1)
        for (top, left), (bottom, right) in values.merged_cell_ranges or ()
    ]
    height = values.end[0] + 1 if values.end else 0
    return Sheet(name, state, lambda: _rows(values), marks, height=height)


def _rows(values: Any) -> Iterator[list[Any]]:
    """Yield rows from row 1 and column A on; calamine begins at the first used column."""
    if values.start is None:
        return
    pad = [""] * values.start[1]
    for row in values.iter_rows():
        yield pad + row if pad else row
