"""Number formats and fills: what a style lets the reader of a sheet see."""

import re
from dataclasses import dataclass, field

from greenlight.base.workbook.package import Package, feed

_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_BUILTIN = {
    **dict.fromkeys((9, 10), "percent"),
    **dict.fromkeys((17, 27, 57), "month"),
    **dict.fromkeys((14, 15, 16, 22, 28, 29, 30, 31, 36, 50, 51, 54, 58), "day"),
    **dict.fromkeys((2, 4, 39, 40), "two_decimals"),
}
_NO_FILL = ("", "none", "gray125")


@dataclass(slots=True)
class Styles:
    """Style ids by what matters: `shown` id → percent, month, year, day, two_decimals."""

    shown: dict[int, str] = field(default_factory=dict)
    filled: set[int] = field(default_factory=set)


def seen(code: str) -> str:
    """Tell what a number format shows: percent, day, month, year, two_decimals or nothing odd."""
    chinese = code.replace('"', "").replace("\\", "")
    if "年" in chinese and "月" in chinese and "日" not in chinese and "d" not in code.lower():
        return "month"
    bare = _LITERAL.sub("", code.partition(";")[0]).lower()
    if "general" in bare or "@" in bare:
        return ""
    if "%" in bare:
        return "percent"
    if "0" in bare or "#" in bare:
        return "two_decimals" if re.search(r"\.0{2}(?!0)", bare) else ""
    return _seen_date(bare)


def _seen_date(bare: str) -> str:
    if "d" in bare:
        return "day"
    if "y" in bare or "e" in bare:
        return "month" if "m" in bare else "year"
    return ""


def read_styles(package: Package, path: str) -> Styles:
    """Read the style part once: formats and fills of the cell styles."""
    reader = _Reader()
    xml = package.whole(path)
    if xml:
        feed(xml, reader.start, reader.end)
    return reader.styles


class _Reader:
    def __init__(self) -> None:
        self.styles = Styles()
        self.formats: dict[int, str] = {}
        self.fills: list[bool] = []
        self.inside = ""
        self.count = 0

    def start(self, tag: str, attrs: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name in ("cellXfs", "fills", "dxfs", "cellStyleXfs"):
            self.inside = name
        elif name == "numFmt" and self.inside != "dxfs":
            self.formats[_int(attrs.get("numFmtId"))] = seen(attrs.get("formatCode", ""))
        elif name == "fill" and self.inside == "fills":
            self.fills.append(False)
        elif name == "patternFill" and self.inside == "fills" and self.fills:
            self.fills[-1] = attrs.get("patternType", "") not in _NO_FILL
        elif name in ("fgColor",) and self.inside == "fills" and self.fills:
            self._colour(attrs)
        elif name == "xf" and self.inside == "cellXfs":
            self._cell_style(attrs)

    def _colour(self, attrs: dict[str, str]) -> None:
        white = attrs.get("rgb", "")[-6:].upper() == "FFFFFF" or attrs.get("theme") == "0"
        if white and "tint" not in attrs:
            self.fills[-1] = False

    def _cell_style(self, attrs: dict[str, str]) -> None:
        form = _int(attrs.get("numFmtId"))
        shown = self.formats.get(form, _BUILTIN.get(form, ""))
        if shown:
            self.styles.shown[self.count] = shown
        fill = _int(attrs.get("fillId"))
        if fill < len(self.fills) and self.fills[fill]:
            self.styles.filled.add(self.count)
        self.count += 1

    def end(self, tag: str) -> None:
        if tag.rpartition(":")[2] == self.inside:
            self.inside = ""


def _int(text: str | None) -> int:
    return int(text) if text and text.isdigit() else 0
