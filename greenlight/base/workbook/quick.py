"""Scanning a large sheet part in arrays of bytes: only the cells worth a look are parsed.

The part must be in the plain spelling of the office programs (`<c r="A1" s="3" t="s">`, no
prefix, no comment, no CDATA); anything else is Irregular and left to expat.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any
from xml.parsers import expat

import numpy as np

from greenlight.base.workbook.grid import Marks, number
from greenlight.base.workbook.limits import Deadline, Limits, Rejected
from greenlight.base.workbook.package import strict_parser
from greenlight.base.workbook.styles import Styles

MOST_FILLED = 5_000
_LONGEST_ROW = 16 << 20
_PAD = bytes(96)
_CELL = rb'<c r="([A-Z]{1,3})(\d{1,7})"'
_PLACE = re.compile(_CELL)
_VALUED = re.compile(_CELL + rb"(?:[^>]*[^>/])?>")
_TEN = re.compile(_CELL + rb"[^>]*><v>(?:19|20)\d\d\.10*</v>")
_HIDDEN_ROW = re.compile(rb'<row r="(\d{1,7})"[^>]*? hidden="(?:1|true)"')
_ERROR = re.compile(_CELL + rb'[^>]* t="e"[^>]*>(?:<f[^>]*/>|<f[^>]*>([^<]*)</f>)?<v>([^<]*)</v>')
_FORMULA = re.compile(_CELL + rb"([^>]*)><f(?:[^>]*/>|[^>]*>([^<]*)</f>)(?:<v>([^<]*)</v>|<v ?/>)?</c>")
_MARKED, _EXACT, _FILLED = 1, 2, 4  # what a style is worth looking at for
_TOP_STYLE = 65_536

Bytes = np.ndarray[Any, np.dtype[np.uint8]]
Places = np.ndarray[Any, np.dtype[np.int64]]


class Irregular(Exception):
    """The part is not in the plain spelling: only expat reads it rightly."""


def check_extent(rows: int, columns: int, limits: Limits) -> None:
    """Refuse a range whose dense form would not fit."""
    if rows > limits.rows:
        raise Rejected("too_many_rows", limits.rows)
    if columns > limits.columns:
        raise Rejected("too_many_columns", limits.columns)
    if rows * columns > limits.cells:
        raise Rejected("too_many_cells", rows * columns)


class Quick:
    """Marks of one large part."""

    def __init__(self, styles: Styles, limits: Limits) -> None:
        self.marks = Marks()
        self.limits = limits
        self.rows, self.columns = 0, 26
        self.kinds = styles.shown
        self.worth = np.zeros(_TOP_STYLE, dtype=np.uint8)
        for style, kind in styles.shown.items():
            flag = {"two_decimals": _EXACT, "day": 0}.get(kind, _MARKED)
            self.worth[min(style, _TOP_STYLE - 1)] |= flag
        for style in styles.filled:
            self.worth[min(style, _TOP_STYLE - 1)] |= _FILLED

    def read(self, pieces: Iterator[bytes], clock: Deadline) -> Marks:
        """Read a part given in pieces; Irregular or Rejected when it cannot be."""
        for piece in whole_rows(pieces, self._head):
            clock.check()
            buffer = np.frombuffer(piece + _PAD, dtype=np.uint8)
            cells = plain_cells(buffer)
            self._extent(piece, buffer, cells)
            if self.worth.any():
                self._formats(piece, buffer, cells)
            self._formulas(piece)
            if b'hidden="' in piece:
                self.marks.hidden_rows.update(map(int, _HIDDEN_ROW.findall(piece)))
        check_extent(self.rows, self.columns, self.limits)
        return self.marks

    def _head(self, head: bytes) -> None:
        if b"<sheetData" not in head or b"<worksheet" not in head:
            raise Irregular
        parser = strict_parser()
        parser.StartElementHandler = lambda tag, attrs: hide(self.marks, tag, attrs)
        try:
            parser.Parse(head, False)
        except expat.ExpatError as error:
            raise Irregular from error

    def _extent(self, piece: bytes, buffer: Bytes, cells: Places) -> None:
        """Note the last row and column that hold a value."""
        value = max(piece.rfind(b"</v>"), piece.rfind(b"</t>"))
        row = piece.rfind(b'<row r="', 0, value) if value >= 0 else -1
        digits = piece[row + 8 : row + 16].partition(b'"')[0]
        if row >= 0 and digits.isdigit():
            self.rows = max(self.rows, min(int(digits), 99_999))
        # Beyond column Z the second character is a letter; beyond row 99,999 the seventh a digit.
        far = (buffer[cells + 7] >= 65) | ((buffer[cells + 12] >= 48) & (buffer[cells + 12] <= 57))
        for at in cells[far].tolist():
            found = _VALUED.match(piece, at)
            if found:
                self._widen(found.group(1).decode(), int(found.group(2)))

    def _widen(self, letters: str, row: int) -> None:
        self.columns = max(self.columns, number(letters))
        self.rows = max(self.rows, row)
        if self.rows > self.limits.rows or self.columns > self.limits.columns:
            check_extent(self.rows, self.columns, self.limits)

    def _formats(self, piece: bytes, buffer: Bytes, cells: Places) -> None:
        """Look at the cells whose style shows a percentage, a month, 0.00, or a colour."""
        styles, ends = cell_styles(buffer, cells)
        worth = self.worth[styles]
        marked = (worth & _MARKED) != 0
        for at, style in zip(cells[marked].tolist(), styles[marked].tolist(), strict=True):
            self._show(_PLACE.match(piece, at), self.kinds[style])
        exact = (worth & _EXACT) != 0
        after = ends[exact]  # "><v>2023.1 has its point nine bytes on; a further attribute: look
        exact[exact] = (buffer[after + 9] == 46) | (buffer[after + 1] == 32)
        for at in cells[exact].tolist():
            self._show(_TEN.match(piece, at), "two_decimals")
        empty = (worth & _FILLED) != 0
        empty[empty] = buffer[ends[empty] + 1] != 62  # no > behind the style: <c … s="3"/>
        for at in cells[empty].tolist():
            self._fill(piece, at)

    def _show(self, found: "re.Match[bytes] | None", kind: str) -> None:
        if found:
            column = self.marks.shown.setdefault(number(found.group(1).decode()), {})
            column[int(found.group(2))] = kind

    def _fill(self, piece: bytes, at: int) -> None:
        found = _PLACE.match(piece, at)
        if found and not _VALUED.match(piece, at):
            rows = self.marks.filled.setdefault(number(found.group(1).decode()), set())
            if len(rows) < MOST_FILLED:
                rows.add(int(found.group(2)))

    def _formulas(self, piece: bytes) -> None:
        if b't="e"' in piece:
            for letters, row, text, fault in _ERROR.findall(piece):
                self._doubt(letters, row, text, fault.decode())
        if b"<f" not in piece:
            return
        for letters, row, attrs, text, value in _FORMULA.findall(piece):
            if b't="str"' in attrs:
                self._keep(letters, row, text)
            elif not value:
                self._doubt(letters, row, text, "")

    def _keep(self, letters: bytes, row: bytes, text: bytes) -> tuple[int, int]:
        place = (int(row), number(letters.decode()))
        self.marks.formulas[place] = "=" + _unescape(text.decode("utf-8", "replace"))
        return place

    def _doubt(self, letters: bytes, row: bytes, text: bytes, fault: str) -> None:
        self.marks.faults[self._keep(letters, row, text)] = fault


def plain_cells(buffer: Bytes) -> Places:
    """Return where the cells begin; Irregular unless all cells and rows carry their place first."""
    opens = buffer[: -len(_PAD)] == 60  # <
    second = buffer[1 : 1 - len(_PAD)]
    cells = np.flatnonzero(opens & (second == 99))  # <c
    rows = np.flatnonzero(opens & (second == 114))  # <r: rows, but runs of rich text too
    rows = rows[buffer[rows + 2] == 111]
    for places, skip in ((cells, 2), (rows, 4)):
        for offset, byte in enumerate(b' r="', skip):
            if not (buffer[places + offset] == byte).all():
                raise Irregular
    if (opens & (second == 33)).any():  # <! : a comment, CDATA, a declaration
        raise Irregular
    return cells


def cell_styles(buffer: Bytes, cells: Places) -> tuple[Places, Places]:
    """Return the style of each cell (0 without one) and where its style attribute ends."""
    ends = _closing(buffer, cells + 7, 10)
    typed = (buffer[ends + 2] == 116) & (buffer[ends + 3] == 61)  # t="s" stands before s="3"
    if typed.any():
        ends[typed] = _closing(buffer, ends[typed] + 5, 12)
    styled = (buffer[ends + 2] == 115) & (buffer[ends + 3] == 61)  # s=
    styles = np.zeros(len(cells), dtype=np.int64)
    at = ends[styled] + 5
    values = np.zeros(len(at), dtype=np.int64)
    open_ = np.ones(len(at), dtype=bool)
    for _ in range(5):
        digits = buffer[at].astype(np.int64) - 48
        open_ &= (digits >= 0) & (digits <= 9)
        values[open_] = values[open_] * 10 + digits[open_]
        at += open_
    styles[styled] = np.minimum(values, _TOP_STYLE - 1)
    ends[styled] = at
    return styles, ends


def _closing(buffer: Bytes, start: Places, reach: int) -> Places:
    """Return where the next quotation mark stands, at most `reach` bytes on."""
    ends = start.copy()
    for _ in range(reach):
        open_ = buffer[ends] != 34
        if not open_.any():
            return ends
        ends += open_
    raise Irregular


def whole_rows(pieces: Iterator[bytes], head: Callable[[bytes], None]) -> Iterator[bytes]:
    """Yield pieces cut before a row; what stands before the first row goes to `head`."""
    rest, begun = b"", False
    for piece in pieces:
        rest += piece
        if not begun:
            start = rest.find(b"<row")
            if start < 0 and len(rest) < _LONGEST_ROW:
                continue
            head(rest[:start])
            rest, begun = rest[start:], True
        cut = rest.rfind(b"<row ")
        if cut > 0:
            yield rest[:cut]
            rest = rest[cut:]
        elif len(rest) > _LONGEST_ROW:
            raise Irregular
    if not begun:
        raise Irregular
    yield rest.partition(b"</sheetData>")[0]


def hide(marks: Marks, tag: str, attrs: dict[str, str]) -> None:
    """Note a hidden column."""
    if tag.rpartition(":")[2] == "col" and attrs.get("hidden") in ("1", "true"):
        first, last = int(attrs.get("min", 0)), int(attrs.get("max", 0))
        marks.hidden_columns.update(range(first, min(last, 16_384, first + 2_000) + 1))


def _unescape(text: str) -> str:
    for entity, char in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'")):
        text = text.replace(entity, char)
    return text.replace("&amp;", "&")
