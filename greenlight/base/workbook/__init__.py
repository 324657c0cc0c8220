"""Opening a clerk's workbook of any format: bounded in size, memory and time, nothing run."""

from greenlight.base.workbook.grid import Book, Marks, Sheet, letter, number
from greenlight.base.workbook.limits import DEFAULT, MB, Deadline, Limits, Rejected
from greenlight.base.workbook.plain import open_csv, open_html
from greenlight.base.workbook.sniff import ole_kind, sniff
from greenlight.base.workbook.xls import open_xls
from greenlight.base.workbook.xlsx import open_xlsx

__all__ = [
    "DEFAULT",
    "Book",
    "Deadline",
    "Limits",
    "Marks",
    "Rejected",
    "Sheet",
    "letter",
    "number",
    "open_workbook",
]


def open_workbook(data: bytes, limits: Limits = DEFAULT, clock: Deadline | None = None) -> Book:
    """Open a file by what its bytes are; Rejected carries the reason and a Chinese sentence."""
    clock = clock or Deadline(limits.seconds)
    if len(data) > limits.file_size:
        raise Rejected("file_too_large", limits.file_size // MB)
    form = sniff(data)
    if form == "zip":
        return open_xlsx(data, limits, clock)
    if form == "ole":
        ole_kind(data)
        return open_xls(data, limits, clock)
    if form == "html":
        if limits.html == "refuse":
            raise Rejected("html_table")
        return open_html(data, limits, clock)
    return open_csv(data, limits, clock)
