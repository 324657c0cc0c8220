"""One bounded pass over a sheet part: formats, hidden rows and columns, doubtful formulas.

Expat defines what is read. A large part in the plain spelling every office program writes is
scanned by `quick.py` instead, which finds the same marks some thirty times faster.
"""

import re
from collections.abc import Iterator
from xml.parsers import expat

from greenlight.base.workbook.grid import Marks, number
from greenlight.base.workbook.limits import Deadline, Limits, Rejected
from greenlight.base.workbook.package import Package, strict_parser
from greenlight.base.workbook.quick import MOST_FILLED, Irregular, Quick, check_extent, hide
from greenlight.base.workbook.styles import Styles

_SMALL = 2 << 20


def read_marks(package: Package, path: str, styles: Styles, clock: Deadline) -> Marks:
    """Read the marks of a sheet and check that its cells lie within the limits."""
    size = package.parts[path].file_size
    if size > _SMALL:
        try:
            return Quick(styles, package.limits).read(package.chunks(path), clock)
        except Irregular:
            if size > package.limits.slow_part:
                raise Rejected("uncompressed_size", size >> 20) from None
    return _Slow(styles, package.limits).read(package.chunks(path), clock)


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
            hide(self.marks, name, attrs)

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
            if len(rows) < MOST_FILLED:
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
