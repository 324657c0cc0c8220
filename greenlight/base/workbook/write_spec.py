"""What a sheet to be written is made of: columns, values, and the layout a clerk sends on."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

Kind = Literal["text", "integer", "money", "area", "percent", "date", "month", "bool", "any"]

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MOST_COLUMNS = 16_384
MOST_ROWS = 1_048_576
MOST_CHARACTERS = 32_767
SIGNATURE = "填报人：　　　　　　　　审核人：　　　　　　　　填报日期：　　　　　　　　"
_DECIMALS = {"integer": 0, "money": 2, "area": 2, "percent": 1}
_WIDTHS = {"text": 18.0, "integer": 8.0, "money": 14.0, "area": 11.0, "percent": 10.0, "bool": 8.0}
_BAD_NAME = frozenset("[]:*?/\\")


def text_width(text: str) -> int:
    """The columns a text takes when shown: two for a Chinese character, one for a letter."""
    return len(text.encode("gbk", errors="replace"))


def line_count(text: str, width: float) -> int:
    """The lines a text takes in a cell `width` characters wide."""
    room = max(width - 1, 1)
    if "\n" not in text:
        return math.ceil(text_width(text) / room) or 1
    return sum(line_count(line, width) for line in text.split("\n"))


class CannotWrite(ValueError):
    """A value or layout that a workbook cannot hold; `place` is the column header or sheet."""

    def __init__(self, place: str, sentence: str) -> None:
        super().__init__(f"「{place}」{sentence}")
        self.place = place


class Month(NamedTuple):
    """A date known to the month: shown as 2022-05 and read back as a month, not as a day."""

    year: int
    month: int

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"


Value = str | int | float | bool | Decimal | date | Month | None


class HeadRow(list[Value]):
    """A row that heads a group of rows: written in bold, one value per column as in any row."""


@dataclass(frozen=True, slots=True)
class OutColumn:
    """One column. `group` is the upper header over neighbours; `width` in characters.

    Kinds: percent values are points (35.2 is 35.2 %). Under a header that names the unit (%, 百分点)
    the number is written as it is; else as a true percentage (0.352 shown as 35.2%). bool is 是/否.
    In any kind a text stays a text, None an empty cell. `any` follows the value alone.
    """

    header: str
    group: str | None = None
    kind: Kind = "text"
    width: float | None = None
    decimals: int | None = None

    @property
    def is_number(self) -> bool:
        """Whether the column holds numbers."""
        return self.kind in _DECIMALS

    @property
    def is_fraction(self) -> bool:
        """Whether points are divided by 100 and shown with %: no header says what they are."""
        named = any(sign in self.header for sign in ("%", "％", "百分点"))
        return self.kind == "percent" and not named

    @property
    def number_format(self) -> str:
        """The Excel number format of the column's numbers and empty cells."""
        if self.kind == "text":
            return "@"
        if self.kind in ("date", "month"):
            return "yyyy-mm-dd" if self.kind == "date" else "yyyy-mm"
        if not self.is_number:
            return "General"
        places = _DECIMALS[self.kind] if self.decimals is None else self.decimals
        whole = "#,##0" if self.kind in ("money", "area") else "0"
        return whole + ("." + "0" * places if places else "") + ("%" if self.is_fraction else "")

    @property
    def shown_width(self) -> float:
        """The width in characters: as given, else wide enough for kind and a two-line header."""
        if self.width is not None:
            return self.width
        return max(_WIDTHS.get(self.kind, 12.0), text_width(self.header) / 2 + 2)


@dataclass(frozen=True, slots=True)
class SheetSpec:
    """One sheet. Each row and `totals` give one value per column; `rows` is read once.

    Rows of the sheet: title, unit line, one or two header rows, totals (if on top), the rows, totals,
    signature. What is empty or None takes no row. A 序号 column is put first unless there is one;
    totals without a text get 合计 in it. Columns without any header make a bare sheet: no header, no
    序号, no frozen pane; `merges` (A1:B2) are for those.
    """

    title: str
    unit_line: str
    columns: Sequence[OutColumn]
    rows: Iterable[Sequence[Value]]
    totals: Sequence[Value] | None = None
    signature: str | None = None
    sheet_name: str = "Sheet1"
    totals_on_top: bool = False
    merges: Sequence[str] = ()

    @property
    def is_bare(self) -> bool:
        """Whether no column has a header."""
        return not any(column.header or column.group for column in self.columns)

    @property
    def header_depth(self) -> int:
        """The number of header rows: 0, 1 or 2."""
        return 0 if self.is_bare else 1 + any(column.group for column in self.columns)

    def numbered(self) -> "SheetSpec":
        """The same sheet with 序号 as its first column."""
        if self.is_bare or self.columns[0].header == "序号":
            return self
        columns = [OutColumn("序号", kind="integer", width=6), *self.columns]
        rows = ((number, *row) for number, row in enumerate(self.rows, 1))
        totals = self.totals
        if totals is not None:
            titled = any(isinstance(value, str) and value for value in totals)
            totals = [None if titled else "合计", *totals]
        return replace(self, columns=columns, rows=rows, totals=totals)


def check_sheets(sheets: Sequence[SheetSpec]) -> None:
    """Raise CannotWrite for a name Excel refuses, or a layout that does not fit its columns."""
    names = [sheet.sheet_name.casefold() for sheet in sheets]
    for sheet in sheets:
        name = sheet.sheet_name
        if not 0 < len(name) <= 31 or _BAD_NAME & set(name) or name[0] == "'" or name[-1] == "'":
            raise CannotWrite(name, "不能作工作表名：1 至 31 字，不含 [ ] : * ? / \\，首尾不用 '")
        if names.count(name.casefold()) > 1:
            raise CannotWrite(name, "：工作表重名，请改一个")
        if not 0 < len(sheet.columns) < MOST_COLUMNS:
            raise CannotWrite(name, f"有 {len(sheet.columns)} 列，须在 1 至 16,383 列之间")
        if sheet.totals is not None and len(sheet.totals) != len(sheet.columns):
            raise CannotWrite(name, "的合计行与列数不符")


def header_spans(columns: Sequence[OutColumn]) -> list[tuple[int, int]]:
    """First and last index (from 0) of each run of neighbours under one group header."""
    spans: list[tuple[int, int]] = []
    for index, column in enumerate(columns):
        if column.group and index and columns[index - 1].group == column.group:
            spans[-1] = (spans[-1][0], index)
        elif column.group:
            spans.append((index, index))
    return spans


def column_letters(index: int) -> str:
    """The letters of a column counted from 0: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
