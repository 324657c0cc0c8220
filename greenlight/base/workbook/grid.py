"""A sheet as every format gives it: rows of plain values, and what the format knows of cells."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

Merge = tuple[int, int, int, int]  # first row, first column, last row, last column; 1-based


@dataclass(slots=True)
class Marks:
    """What values alone do not tell. Rows and columns are 1-based; only odd cells are listed."""

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    shown: dict[int, dict[int, str]] = field(default_factory=dict)  # column → row → format
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)  # of doubtful formulas
    faults: dict[tuple[int, int], str] = field(default_factory=dict)  # #DIV/0!, or "" no value
    filled: dict[int, set[int]] = field(default_factory=dict)  # column → rows empty but coloured
    merges: list[Merge] = field(default_factory=list)


@dataclass(slots=True)
class Sheet:
    """One sheet. `rows()` yields lists beginning at row 1, column A; short rows are possible."""

    name: str
    state: str  # visible or hidden
    rows: Callable[[], Iterable[list[Any]]]
    marks: Marks
    typed: bool = True  # False: every value is a text (csv, HTML)
    height: int = 0  # rows, as far as known

    def head(self, count: int) -> list[list[Any]]:
        """Return the first rows, at most `count`."""
        out: list[list[Any]] = []
        for row in self.rows():
            if len(out) >= count:
                break
            out.append(row)
        return out


@dataclass(slots=True)
class Book:
    """An opened workbook: the format found in its bytes, and its sheets one by one."""

    form: str  # xlsx, xls, csv or html
    sheets: list[tuple[str, str]]  # name, state
    load: Callable[[int], Sheet]

    def __iter__(self) -> Iterator[Sheet]:
        for at in range(len(self.sheets)):
            yield self.load(at)


def letter(column: int) -> str:
    """Return the letters of a 1-based column: 1 → A, 28 → AB."""
    out = ""
    while column:
        column, rest = divmod(column - 1, 26)
        out = chr(65 + rest) + out
    return out


def number(letters: str) -> int:
    """Return the 1-based number of a column's letters: A → 1, AB → 28."""
    total = 0
    for char in letters:
        total = total * 26 + ord(char) - 64
    return total
