"""One bounded pass over a sheet part: formats, hidden rows and columns, doubtful formulas.

Expat defines what is read. For a large part in the plain spelling every office program writes,
patterns over pieces of whole rows find the same marks some thirty times faster.
"""

import re
from collections.abc import Callable, Iterator
from xml.parsers import expat

from greenlight.base.workbook.grid import Marks, number
from greenlight.base.workbook.limits import Deadline, Limits, Rejected
from greenlight.base.workbook.package import Package, strict_parser
from greenlight.base.workbook.styles import Styles

_SMALL = 2 << 20
_LONGEST_ROW = 16 << 20
_CELL = rb'<c r="([A-Z]{1,3})(\d{1,7})"'
_HIDDEN_ROW = re.compile(rb'<row r="(\d{1,7})"[^>]*? hidden="(?:1|true)"')
_ERROR = re.compile(_CELL + rb'[^>]* t="e"[^>]*>(?:<f[^>]*/>|<f[^>]*>([^<]*)</f>)?<v>([^<]*)</v>')
_FORMULA = re.compile(_CELL + rb"([^>]*)><f(?:[^>]*/>|[^>]*>([^<]*)</f>)(?:<v>([^<]*)</v>|<v ?/>)?</c>")
# A cell beyond column Z or row 99,999 that is not empty: the range may be too large.
_FAR_CELL = re.compile(rb'<c r="([A-Z]{2,3}\d{1,7}|[A-Z]\d{6,7})"[^>]*[^>/]>')
_FAR = rb'([A-Z]{2,3}\d{1,7}|[A-Z]\d{6,7})"(?: t="\w+")?(?: s="(\d+)")?[^>]*[^>/]>'
_MOST_FILLED = 5_000


class Irregular(Exception):
    """The part is not in the plain spelling: only expat reads it rightly."""


def measure(package: Package, path: str, clock: Deadline) -> bool:
    """Check that a sheet's cells lie within the limits; tell whether patterns can read it.

    Small parts are left to the pass that reads their marks, which measures as it goes.
    """
    size = package.parts[path].file_size
    if size <= _SMALL:
        return False
    try:
        Extent(package.limits).read(package.chunks(path), clock)
    except Irregular:
        if size > package.limits.slow_part:
            raise Rejected("uncompressed_size", size >> 20) from None
        return False
    return True


def read_marks(package: Package, path: str, styles: Styles, clock: Deadline, regular: bool) -> Marks:
    """Read the marks of a sheet that has been measured."""
    if regular:
        return _Quick(styles).read(package.chunks(path), clock)
    return _Slow(styles, package.limits).read(package.chunks(path), clock)


def check_extent(rows: int, columns: int, limits: Limits) -> None:
    """Refuse a range whose dense form would not fit."""
    if rows > limits.rows:
        raise Rejected("too_many_rows", limits.rows)
    if columns > limits.columns:
        raise Rejected("too_many_columns", limits.columns)
    if rows * columns > limits.cells:
        raise Rejected("too_many_cells", rows * columns)


class Extent:
    """Measures a large part: its spelling, its last row, its last column."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.rows = 0
        self.columns = 26

    def read(self, pieces: Iterator[bytes], clock: Deadline) -> None:
        """Raise Irregular or Rejected, or return when all is well."""
        for piece in whole_rows(pieces, _check_head):
            clock.check()
            _check_plain(piece)
            self._deepest(piece)
            for far in _FAR_CELL.findall(piece):
                self._widen(far.decode())
        check_extent(self.rows, self.columns, self.limits)

    def _deepest(self, piece: bytes) -> None:
        """Note the last row of a piece that holds a value; cells beyond 99,999 are far."""
        value = max(piece.rfind(b"</v>"), piece.rfind(b"</t>"))
        row = piece.rfind(b'<row r="', 0, value) if value >= 0 else -1
        digits = piece[row + 8 : row + 16].partition(b'"')[0]
        if row >= 0 and digits.isdigit():
            self.rows = max(self.rows, min(int(digits), 99_999))

    def _widen(self, place: str) -> None:
        letters = place.rstrip("0123456789")
        self.columns = max(self.columns, number(letters))
        self.rows = max(self.rows, int(place[len(letters) :]))
        if self.rows > self.limits.rows or self.columns > self.limits.columns:
            check_extent(self.rows, self.columns, self.limits)


def _check_head(head: bytes) -> None:
    if b"<sheetData" not in head or b"<worksheet" not in head:
        raise Irregular


def _check_plain(piece: bytes) -> None:
    for tag, plain in ((b"<c", b'<c r="'), (b"<row", b'<row r="')):
        if piece.count(tag) != piece.count(plain):
            raise Irregular
    if piece.find(b"<!") >= 0:
        raise Irregular


class _Quick:
    """Patterns over the bytes of whole rows."""

    def __init__(self, styles: Styles) -> None:
        self.marks = Marks()
        self.kinds = {str(style).encode(): kind for style, kind in styles.shown.items()}
        self.odd = _odd_cells(self.kinds)
        self.empty = _coloured(styles.filled)

    def read(self, pieces: Iterator[bytes], clock: Deadline) -> Marks:
        for piece in whole_rows(pieces, self._head):
            clock.check()
            self._formats(piece)
            self._formulas(piece)
        return self.marks

    def _head(self, head: bytes) -> None:
        parser = strict_parser()
        parser.StartElementHandler = lambda tag, attrs: _hide(self.marks, tag, attrs)
        try:
            parser.Parse(head, False)
        except expat.ExpatError as error:
            raise Rejected("damaged", "工作表内容不完整") from error

    def _formats(self, piece: bytes) -> None:
        for far, worn, place, style, exact_place, exact in self._odd(piece):
            where = (far or place or exact_place).decode()
            kind = self.kinds.get(worn or style or exact, "day")
            if kind != "day":
                letters = where.rstrip("0123456789")
                column = self.marks.shown.setdefault(number(letters), {})
                column[int(where[len(letters) :])] = kind
        if self.empty is not None:
            for letters, row, _ in self.empty.findall(piece):
                rows = self.marks.filled.setdefault(number(letters.decode()), set())
                if len(rows) < _MOST_FILLED:
                    rows.add(int(row))
        if b'hidden="' in piece:
            self.marks.hidden_rows.update(map(int, _HIDDEN_ROW.findall(piece)))

    def _odd(self, piece: bytes) -> list[tuple[bytes, ...]]:
        return self.odd.findall(piece) if self.kinds else []

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


def _odd_cells(kinds: dict[bytes, str]) -> "re.Pattern[bytes]":
    """Build one pattern for the cells worth a look, so that a large part is scanned once."""
    branches = [_FAR]
    common = [style for style, kind in kinds.items() if kind in ("percent", "month", "year")]
    exact = [style for style, kind in kinds.items() if kind == "two_decimals"]
    for styles, after in ((common, b""), (exact, rb'(?: t="n")?><v>(?:19|20)\d\d\.10*</v>')):
        one_of = rb"|".join(styles) or rb"(?!)"
        branches.append(rb'([A-Z]\d{1,5})"(?: t="\w+")? s="(' + one_of + rb')"' + after)
    return re.compile(rb'<c r="(?:' + rb"|".join(branches) + rb")")


def _coloured(styles: set[int]) -> "re.Pattern[bytes] | None":
    if not styles:
        return None
    one_of = rb"|".join(str(style).encode() for style in styles)
    return re.compile(_CELL + rb' s="(' + one_of + rb')"(?: t="n")? ?/>')


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


def _hide(marks: Marks, tag: str, attrs: dict[str, str]) -> None:
    if tag.rpartition(":")[2] == "col" and attrs.get("hidden") in ("1", "true"):
        first, last = int(attrs.get("min", 0)), int(attrs.get("max", 0))
        marks.hidden_columns.update(range(first, min(last, 16_384, first + 2_000) + 1))


def _unescape(text: str) -> str:
    for entity, char in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'")):
        text = text.replace(entity, char)
    return text.replace("&amp;", "&")


class _Slow:
    """Expat over every element."""

    def __init__(self, styles: Styles, limits: Limits) -> None:
        self.marks = Marks()
        self.styles = styles
        self.limits = limits
        self.row = self.column = self.rows = self.columns = 0
        self.kind = self.text = self.formula = ""
        self.has_formula = self.inside = False
        self.style = 0

    def read(self, pieces: Iterator[bytes], clock: Deadline) -> Marks:
        parser = strict_parser()
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.data
        try:
            for piece in pieces:
                clock.check()
                parser.Parse(piece, False)
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise Rejected("damaged", "工作表内容不完整") from error
        check_extent(self.rows, self.columns, self.limits)
        return self.marks

    def start(self, tag: str, attrs: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "c":
            self._cell(attrs)
        elif name == "row":
            self.row = int(attrs["r"]) if attrs.get("r", "").isdigit() else self.row + 1
            self.column = 0
            if attrs.get("hidden") in ("1", "true"):
                self.marks.hidden_rows.add(self.row)
        elif name in ("v", "f", "t"):
            self.inside, self.text = True, ""
            self.has_formula = self.has_formula or name == "f"
        else:
            _hide(self.marks, name, attrs)

    def _cell(self, attrs: dict[str, str]) -> None:
        place = attrs.get("r", "")
        letters = place.rstrip("0123456789")
        self.column = number(letters) if letters.isalpha() else self.column + 1
        self.kind = attrs.get("t", "n")
        self.style = int(attrs["s"]) if attrs.get("s", "").isdigit() else 0
        self.formula = self.value = ""
        self.has_formula = False

    value = ""

    def data(self, text: str) -> None:
        if self.inside and len(self.text) < self.limits.text * 4:
            self.text += text

    def end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name == "f":
            self.formula = self.text
        elif name in ("v", "t"):
            self.value += self.text
        elif name == "c":
            self._close()
        if name in ("v", "f", "t"):
            self.inside = False

    def _close(self) -> None:
        shown = self.styles.shown.get(self.style, "")
        if self.value:
            self.rows, self.columns = max(self.rows, self.row), max(self.columns, self.column)
            if shown in ("percent", "month", "year") or _year_and_ten(shown, self.value):
                self.marks.shown.setdefault(self.column, {})[self.row] = shown
        elif self.style in self.styles.filled and not self.has_formula:
            rows = self.marks.filled.setdefault(self.column, set())
            if len(rows) < _MOST_FILLED:
                rows.add(self.row)
        self._doubtful((self.row, self.column))

    def _doubtful(self, place: tuple[int, int]) -> None:
        if self.kind == "e":
            self.marks.faults[place] = self.value
        elif self.has_formula and not self.value and self.kind != "str":
            self.marks.faults[place] = ""
        elif not (self.has_formula and self.kind == "str"):
            return
        self.marks.formulas[place] = "=" + self.formula


def _year_and_ten(shown: str, value: str) -> bool:
    return shown == "two_decimals" and bool(re.fullmatch(r"(?:19|20)\d\d\.10*", value))
