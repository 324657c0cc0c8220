"""Opening texts: .csv in UTF-8, UTF-16 or GB18030, and a page with a table named .xls."""

import csv
import io
import re
from html.parser import HTMLParser
from typing import Any

from greenlight.base.workbook.grid import Book, Marks, Merge, Sheet
from greenlight.base.workbook.limits import Deadline, Limits, Rejected
from greenlight.base.workbook.quick import check_extent

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]+)", re.I)


def open_csv(data: bytes, limits: Limits, clock: Deadline) -> Book:
    """Open a delimited text as one sheet named csv."""
    text = decode(data)
    csv.field_size_limit(limits.text * 4)
    rows: list[list[Any]] = []
    width = 0
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)):
            rows.append(list(row))
            width = max(width, len(row))
            if len(rows) % 4096 == 1:
                clock.check()
                check_extent(len(rows), width, limits)
    except csv.Error as error:
        raise Rejected("damaged", "逗号分隔文本无法解析") from error
    check_extent(len(rows), width, limits)
    return _one_sheet("csv", "csv", rows, [])


def decode(data: bytes) -> str:
    """Decode a text by its BOM, else as UTF-8, else as GB18030."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded(data, "utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _decoded(data, "gb18030")


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise Rejected("unknown_encoding") from error


def _delimiter(text: str) -> str:
    head = text[:8192]
    return max((",", "\t", ";", "|"), key=head.count)


def open_html(data: bytes, limits: Limits, clock: Deadline) -> Book:
    """Open the largest table of a page as one sheet named Sheet1."""
    found = _CHARSET.search(data[:4096])
    text = _page(data, found.group(1).decode() if found else "")
    tables = _Tables(limits)
    for start in range(0, len(text), 65_536):
        clock.check()
        tables.feed(text[start : start + 65_536])
    tables.close()
    if not tables.done:
        raise Rejected("not_a_workbook", "没有表格的网页")
    rows, merges = max(tables.done, key=lambda table: len(table[0]))
    return _one_sheet("html", "Sheet1", rows, merges)


def _page(data: bytes, charset: str) -> str:
    if charset.lower() in ("gb2312", "gbk", "gb18030"):
        return _decoded(data, "gb18030")
    return decode(data)


def _one_sheet(form: str, name: str, rows: list[list[Any]], merges: list[Merge]) -> Book:
    sheet = Sheet(name, "visible", lambda: rows, Marks(merges=merges), False, len(rows))
    return Book(form, [(name, "visible")], lambda _: sheet)


class _Tables(HTMLParser):
    """Rows of every table; spans leave the cells they cover empty and become merges."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(convert_charrefs=True)
        self.limits = limits
        self.done: list[tuple[list[list[Any]], list[Merge]]] = []
        self.rows: list[list[Any]] = []
        self.merges: list[Merge] = []
        self.taken: set[tuple[int, int]] = set()
        self.cell: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.rows, self.merges, self.taken = [], [], set()
            self.done.append((self.rows, self.merges))
        elif tag == "tr":
            self._finish()
            self.rows.append([])
            check_extent(len(self.rows), 1, self.limits)
        elif tag in ("td", "th") and self.rows:
            self._finish()
            self._open(dict(attrs))
        elif tag == "br" and self.cell is not None:
            self.cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table"):
            self._finish()

    def handle_data(self, data: str) -> None:
        if self.cell is not None:
            self.cell.append(data)

    def _open(self, attrs: dict[str, str | None]) -> None:
        row, line = len(self.rows), self.rows[-1]
        while (row, len(line) + 1) in self.taken:
            line.append("")
        column = len(line) + 1
        down, across = _span(attrs.get("rowspan")), _span(attrs.get("colspan"))
        check_extent(row, column + across, self.limits)
        if down > 1 or across > 1:
            self.merges.append((row, column, row + down - 1, column + across - 1))
            self.taken.update((row + r, column + c) for r in range(down) for c in range(across) if r or c)
        self.cell = []

    def _finish(self) -> None:
        if self.cell is not None:
            self.rows[-1].append("".join(self.cell).strip())
            self.cell = None


def _span(text: str | None) -> int:
    return min(int(text), 200) if text and text.isdigit() and int(text) else 1
