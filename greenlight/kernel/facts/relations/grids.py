"""Tables as rows of cells with their numbers: those of the document, and lines of text set with tabs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from greenlight.kernel.facts.fact import Comparator, Fact, Kind, Text

NUMBER = re.compile(r"^[-+−]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$|^[-+−]?\d+(?:\.\d+)?$")
UNIT = re.compile(r"[（(](?:单位[：:])?(?P<unit>[%％]|[\u4e00-\u9fff/]{1,6})[）)]")
FEWEST_ROWS, FEWEST_COLUMNS = 3, 2
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's words and place; its number when it is nothing but one."""

    words: str
    span: Span
    value: Decimal | None = None
    step: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: the words of its heads, one per column, and its rows of cells below."""

    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def span(self) -> Span:
        cells = [cell for row in self.rows for cell in row]
        return min(cell.span[0] for cell in cells), max(cell.span[1] for cell in cells)


def grids(text: Text) -> Iterator[Grid]:
    """Every table with heads and two rows of numbers or more."""
    for table in text.tables:
        rows = [[_cell(text.body, span) for span in row] for row in table.rows]
        yield from _grid(rows)
    for block in _tabbed(text):
        yield from _grid(block)


def _cell(body: str, span: Span | None) -> Cell:
    if span is None:
        return Cell("", (0, 0))
    words = unicodedata.normalize("NFKC", body[span[0] : span[1]]).strip()
    bare = words.replace(" ", "").replace("−", "-").rstrip("%")
    if not NUMBER.match(bare):
        return Cell(words, span)
    bare = bare.replace(",", "")
    decimals = len(bare.partition(".")[2])
    return Cell(words, span, Decimal(bare), Decimal(1).scaleb(-decimals))


def _tabbed(text: Text) -> Iterator[list[list[Cell]]]:
    """Neighbouring lines with the same number of tabs."""
    covered = [cell for table in text.tables for row in table.rows for cell in row if cell]
    first, last = (min(c[0] for c in covered), max(c[1] for c in covered)) if covered else (-1, -1)
    block: list[list[Cell]] = []
    start = 0
    for line in text.body.splitlines(keepends=True):
        row = _line(text.body, line, start)
        if not row or first <= start <= last or (block and len(block[0]) != len(row)):
            if block:
                yield block
            block = []
        if row and not first <= start <= last:
            block.append(row)
        start += len(line)
    if block:
        yield block


def _line(body: str, line: str, start: int) -> list[Cell]:
    if "\t" not in line:
        return []
    cells, at = [], start
    for words in line.rstrip("\r\n").split("\t"):
        cells.append(_cell(body, (at, at + len(words))))
        at += len(words) + 1
    return cells


def _grid(rows: list[list[Cell]]) -> Iterator[Grid]:
    """Heads are the rows above the first with a number; the lowest words of a column name it."""
    width = max((len(row) for row in rows), default=0)
    even = [[*row, *[Cell("", (0, 0))] * (width - len(row))] for row in rows]
    below = next((at for at, row in enumerate(even) if _numbers(row) >= min(2, width - 1)), len(even))
    if not below or width < FEWEST_COLUMNS or len(even) - below < FEWEST_ROWS - 1:
        return
    heads = tuple(
        " ".join(dict.fromkeys(row[at].words for row in even[:below] if row[at].words)) for at in range(width)
    )
    yield Grid(heads, tuple(tuple(row) for row in even[below:]))


def _numbers(row: list[Cell]) -> int:
    return sum(cell.value is not None for cell in row[1:])


def as_fact(grid: Grid, cell: Cell, row: tuple[Cell, ...], column: int, table: int) -> Fact:
    """The cell as a fact: named by its row and column, in the unit of its head."""
    assert cell.value is not None  # noqa: S101 - callers take only cells with a number
    head = grid.heads[column]
    found = UNIT.search(head)
    unit = "%" if "%" in cell.words or is_ratio(head) else found["unit"] if found else ""
    kind = Kind.SHARE if is_ratio(head) else Kind.LEVEL
    name = f"{row[0].words}{UNIT.sub('', head).strip()}"
    return Fact(
        name, cell.value, unit, kind, Comparator.EQUAL, False, "", *cell.span, step=cell.step, table=table
    )


def is_ratio(head: str) -> bool:
    """A column of percentages is not added up."""
    return bool(re.search("[%％]|率|占比|比重|增速|增幅|增长|同比|±", head))
