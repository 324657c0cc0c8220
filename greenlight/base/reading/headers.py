"""Finding the table in a sheet: the header rows, by what they say and how they are merged."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from greenlight.base.ledger import Ledger
from greenlight.base.reading.mapping import SURE, fits, matches
from greenlight.base.reading.terms import Path, Term, day_of, term
from greenlight.base.workbook import Sheet
from greenlight.kernel.parse import squeeze

LOOKED_AT = 120  # rows looked at for a header
_DEEPEST = 4
UNIT_ROW = re.compile(
    "(计量)?单位[:：]|填报(单位|日期|时间|人)|截[至止](时间|日期|到)?|制表|编制单位|报送单位|汇总单位|上报单位"
)
# A group row, a note or a figure: what stands directly below a header and is none of it.
_BODY = re.compile(
    r"^第?[一二三四五六七八九十]+[、.．]|^[(（][一二三四五六七八九十]+[)）]|类$|\d+[个项家][)）]?$|^备?注[:：]"
    r"|^[\d.,%-]+$"
)
# A summary sentence or the day of the table, written above it in a cell of its own.
_SENTENCE = re.compile(
    r"[，。；：]|,\D|^(20\d\d年)?\d{1,2}月(\d{1,2}日)?$|^20\d\d[-./]\d|[共计]\d+[个项宗户家亩]"
)
_NUMBERING = re.compile(r"^[(（]?(\d{1,3})[)）]?$")
_STEMS = "甲乙丙丁戊己庚辛壬癸"

Row = Sequence[Any]


@dataclass(slots=True)
class Header:
    """The header of a table: its rows (1-based) and the headers over each column."""

    top: int
    bottom: int
    paths: dict[int, Path] = field(default_factory=dict)
    key_column: int = 0
    hits: int = 0

    @property
    def rows(self) -> tuple[int, ...]:
        """The header rows."""
        return tuple(range(self.top, self.bottom + 1))


def find_header(
    head: list[list[Any]], sheet: Sheet, ledger: Ledger, looked_at: int = LOOKED_AT
) -> Header | None:
    """Find the header in the first rows of a sheet; None when there is no table of the ledger."""
    counts = [_hits(row, ledger) for row in head[:looked_at]]
    best = max((hits for hits, anchor in counts if anchor), default=0)
    if not best:
        return None
    # The first row nearly as rich as the richest: a later one is the header of another page.
    filled = _Filled(head, sheet)
    anchor = next(at for at, (hits, found) in enumerate(counts, 1) if found and hits * 2 >= best)
    top, bottom = _top(filled, anchor), _bottom(filled, anchor, ledger)
    paths = {
        column: path
        for column in range(1, filled.width + 1)
        if (path := filled.path(column, top, bottom)) is not None
    }
    header = Header(top, bottom, paths)
    header.key_column = _key_column(paths, ledger)
    header.hits = sum(bool(sure(path, ledger)) for path in paths.values())
    return header if header.key_column and header.hits >= 2 else None


def sure(path: Path, ledger: Ledger) -> str | None:
    """Return the field a header surely stands for."""
    found = matches(path, ledger, path.year)
    return found[0].field if found and found[0].score >= SURE else None


def _hits(row: Row, ledger: Ledger) -> tuple[int, bool]:
    """Count the cells of a row that are headers of the ledger; tell whether the key is there."""
    texts = {value for value in row if isinstance(value, str) and 0 < len(value) <= 60}
    paths = [Path((term(text),)) for text in texts]
    if not any(fits(path, ledger.column(ledger.key)) for path in paths):
        return 0, False
    fields = {sure(path, ledger) for path in paths} - {None}
    return len(fields), ledger.key in fields


def _key_column(paths: dict[int, Path], ledger: Ledger) -> int:
    scored = [
        (found[0].score, -column)
        for column, path in paths.items()
        if (found := matches(path, ledger, path.year)) and found[0].field == ledger.key
    ]
    return -max(scored)[1] if scored else 0


class _Filled:
    """The first rows of a sheet with merged cells written into every cell they cover."""

    def __init__(self, head: list[list[Any]], sheet: Sheet) -> None:
        self.width = max((len(row) for row in head), default=0)
        self.raw = [list(row) + [""] * (self.width - len(row)) for row in head]
        self.rows = [list(row) for row in self.raw]
        self.across: dict[tuple[int, int], int] = {}
        self.down: dict[tuple[int, int], int] = {}
        for top, left, bottom, right in sheet.marks.merges:
            if top <= len(self.rows) and left <= self.width:
                self._fill(top, left, min(bottom, len(self.rows)), min(right, self.width))

    def _fill(self, top: int, left: int, bottom: int, right: int) -> None:
        value = self.raw[top - 1][left - 1]
        self.across[top, left], self.down[top, left] = right - left + 1, bottom
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                self.rows[row - 1][column - 1] = value

    def text(self, row: int, column: int) -> str:
        value = self.rows[row - 1][column - 1]
        return "" if value is None else written(value)

    def cells(self, row: int) -> list[tuple[int, str]]:
        """The cells of a row that hold something themselves."""
        return [
            (column, written(value))
            for column, value in enumerate(self.raw[row - 1], 1)
            if value not in ("", None)
        ]

    def path(self, column: int, top: int, bottom: int) -> Path | None:
        texts: list[str] = []
        for row in range(top, bottom + 1):
            text = self.text(row, column) or self._from_left(row, column, bottom)
            if text and (not texts or texts[-1] != text):
                texts.append(text)
        terms = tuple(one for text in texts if (one := term(text)).base or one.unit)
        return Path(terms) if any(one.base for one in terms) else None

    def _from_left(self, row: int, column: int, bottom: int) -> str:
        """A parent header written once and not merged reaches right as far as it has children."""
        if row == bottom or not self.text(row + 1, column) or (row, column) in self.down:
            return ""
        for left in range(column - 1, 0, -1):
            if not self.text(row + 1, left):
                return ""
            text = str(self.raw[row - 1][left - 1]).strip()
            if text:
                alone = self.down.get((row, left), row) > row
                return "" if alone or self.across.get((row, left), 1) > 1 else text
        return ""


def written(value: Any) -> str:
    """Return a header cell as it is read: 21 for 21.0, 2022-03-21 for a date."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).removesuffix(" 00:00:00").strip()


def _top(filled: _Filled, anchor: int) -> int:
    top = anchor
    while top > 1 and anchor - top < _DEEPEST and _is_parent(filled, top - 1):
        top -= 1
    return top


def _is_parent(filled: _Filled, row: int) -> bool:
    """Tell a row of grouping headers from a title, a unit line and a summary sentence."""
    cells = filled.cells(row)
    texts = [text for _, text in cells]
    if not cells or any(UNIT_ROW.search(text) or len(text) > 25 for text in texts):
        return False
    if any(not isinstance(filled.raw[row - 1][column - 1], str) for column, _ in cells):
        return False
    if any(_SENTENCE.search(text) and filled.across.get((row, column), 1) == 1 for column, text in cells):
        return False
    widest = max(filled.across.get((row, column), 1) for column, _ in cells)
    if len(cells) == 1:
        return 1 < widest <= filled.width * 0.6 and cells[0][0] > 1
    return widest < filled.width * 0.8


def _bottom(filled: _Filled, anchor: int, ledger: Ledger) -> int:
    bottom = max((filled.down.get((anchor, c), anchor) for c, _ in filled.cells(anchor)), default=0)
    bottom = min(max(bottom, anchor), anchor + _DEEPEST, len(filled.rows))
    while bottom < min(len(filled.rows), anchor + _DEEPEST):
        if not _is_child(filled, anchor, bottom, ledger):
            break
        bottom += 1
    return bottom


def _is_child(filled: _Filled, anchor: int, bottom: int, ledger: Ledger) -> bool:
    """Tell whether the row below the header still belongs to it: only header words, no name."""
    cells = filled.cells(bottom + 1)
    anchors = [c for c, text in filled.cells(anchor) if _is_key(text, ledger)]
    if ledger.rows == "days" and _are_days(cells) and not _are_days(filled.cells(bottom)):
        return all(column not in anchors for column, _ in cells)
    if not cells or any(not isinstance(filled.raw[bottom][c - 1], str) for c, _ in cells):
        return False
    if any(column in anchors or _BODY.search(text) for column, text in cells):
        return False
    known = sum(_is_header_word(filled, anchor, bottom, column, text, ledger) for column, text in cells)
    return known * 2 > len(cells)


def _are_days(cells: list[tuple[int, str]]) -> bool:
    """Tell a row of the days of a month: each the day after the one before."""
    days = [int(day[-2:]) for _, text in cells if (day := day_of(Path((term(text),))))]
    follow = sum(later == one + 1 for one, later in pairwise(days))
    return follow >= 4 and len(days) * 3 >= len(cells) * 2


def _is_key(text: str, ledger: Ledger) -> bool:
    return sure(Path((term(text),)), ledger) == ledger.key


def _is_header_word(
    filled: _Filled, anchor: int, bottom: int, column: int, text: str, ledger: Ledger
) -> bool:
    if len(text) > 30:
        return False
    own: Term = term(text)
    if own.unit and not own.base:
        return True
    above = filled.text(bottom, column) or filled._from_left(bottom, column, bottom + 1)
    if above and above != text and sure(Path((term(above), own)), ledger):
        return True
    words = (
        "计划",
        "实际",
        "姓名",
        "电话",
        "累计",
        "当月",
        "完成",
        "小计",
        "其中",
        "时间",
        "单位",
        "名称",
        "合计",
    )
    return bool(sure(Path((own,)), ledger)) or squeeze(text) in words


def is_numbering(row: Row) -> bool:
    """Tell a row that numbers the columns: 1 2 3 …, (1) (2) …, or 甲 乙 1 2 …"""
    values = [squeeze(_plain(value)) for value in row if value not in ("", None)]
    if len(values) < 4:
        return False
    plain = [value for value in values if value not in _STEMS]
    numbers = [int(found.group(1)) for value in plain if (found := _NUMBERING.match(value))]
    steps = [b - a for a, b in pairwise(numbers)]
    return len(numbers) == len(plain) >= 3 and numbers[0] <= 3 and all(step == 1 for step in steps)


def _plain(value: Any) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
