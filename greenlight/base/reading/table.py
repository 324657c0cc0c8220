"""One table being read: its columns, the values gathered so far, and the rows set aside."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from greenlight.base.ledger import Column, Ledger
from greenlight.base.reading.cells import NULL, Micro
from greenlight.base.reading.facts import SheetFacts
from greenlight.base.reading.headers import Header
from greenlight.base.reading.readers import Reader
from greenlight.base.reading.result import ColumnRead, NotImported, Problem, Question
from greenlight.base.workbook import Sheet
from greenlight.kernel.parse import Note, severity

Ints = np.ndarray[Any, np.dtype[np.int64]]


@dataclass(slots=True)
class Special:
    """A total, subtotal or group row: its label, level and cells."""

    row: int
    reason: str
    label: str
    level: int
    cells: list[Any]
    label_at: int = 0


@dataclass(slots=True)
class Table:
    """Everything known of one data sheet."""

    sheet: Sheet
    head: list[list[Any]]
    header: Header
    facts: SheetFacts
    ledger: Ledger
    columns: list[ColumnRead] = field(default_factory=list)
    readers: dict[str, Reader] = field(default_factory=dict)  # key (field or field@month)
    places: dict[str, int] = field(default_factory=dict)  # key → 0-based place in a row
    rows: list[int] = field(default_factory=list)
    groups: dict[str, list[str | None]] = field(default_factory=dict)  # field → value by record
    specials: list[Special] = field(default_factory=list)
    set_aside: list[NotImported] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)
    raws: dict[int, dict[str, Any]] = field(default_factory=dict)
    last_row: int = 0
    long: bool = False  # a row is a record of the month it names itself

    @property
    def by_key(self) -> dict[str, ColumnRead]:
        """The columns read, by field (and month)."""
        return {column.key: column for column in self.columns if column.key}

    def declared(self, key: str) -> Column:
        """The declaration of a key's field."""
        return self.ledger.column(key.partition("@")[0])

    def months(self, name: str) -> list[str]:
        """The months of a field kept by month, in order."""
        return sorted(key.partition("@")[2] for key in self.values if key.startswith(f"{name}@"))

    def numbers(self, key: str) -> Ints | None:
        """The numbers of a column as millionths; None when there is no such column."""
        values = self.values.get(key)
        return values.numbers if isinstance(values, Micro) else None

    def keys_of(self, name: str) -> Iterator[str]:
        """The keys of a field: itself, or one for each month."""
        if name in self.values:
            yield name
        for month in self.months(name):
            yield f"{name}@{month}"

    def latest(self, name: str) -> str | None:
        """The key of a field, of its last month when it is kept by month."""
        return next(iter([*self.keys_of(name)][::-1]), None)

    @property
    def whole(self) -> dict[str, str]:
        """What holds for every record of the sheet, by its name or its title."""
        return {
            name: str(values[0])
            for name in self.ledger.whole_sheet
            if (values := self.groups.get(name)) and len(set(values)) == 1 and values[0]
        }

    def report(self, row: int, key: str, note: Note, raw: Any = None) -> None:
        """Report a remark on the cell of a record."""
        column = self.by_key.get(key)
        cell = f"{column.column}{row}" if column else None
        name = key.partition("@")[0]
        header = column.header.rpartition(" / ")[2] if column else ""
        self.problems.append(
            Problem(self.sheet.name, cell, row, note.kind, severity(note.kind), name, raw,
                    note.detail, header)
        )  # fmt: skip

    def report_header(self, column: ColumnRead, note: Note, raw: Any = None) -> None:
        """Report a remark on a whole column, at the first row of the header."""
        row = self.header.top
        self.problems.append(
            Problem(
                self.sheet.name, f"{column.column}{row}", row, note.kind, severity(note.kind),
                column.field, raw, note.detail, column.header.rpartition(" / ")[2],
            )
        )  # fmt: skip

    def fill_from_groups(self, name: str) -> None:
        """Let the group rows say what the rows below leave empty; a refused cell stays empty."""
        refused = {row for row, _, _ in self.readers[name].notes} if name in self.readers else set()
        own, given = self.values[name], self.groups[name]
        self.values[name] = [
            a if a is not None or row in refused else b
            for a, b, row in zip(own, given, self.rows, strict=True)
        ]

    def written(self, at: int, key: str) -> Any:
        """What the clerk wrote in a record's cell, as far as it was kept, else the value read."""
        row, place = self.rows[at], self.places.get(key)
        if key in self.raws.get(row, {}):
            return self.raws[row][key]
        if place is not None and row <= len(self.head) and place < len(self.head[row - 1]):
            return self.head[row - 1][place]
        value = self.values[key][at]
        return {True: "是", False: "否"}.get(value, value) if isinstance(value, bool) else value


def missing(numbers: Ints) -> "np.ndarray[Any, np.dtype[np.bool_]]":
    """Tell where there is no number."""
    out: np.ndarray[Any, np.dtype[np.bool_]] = numbers == NULL
    return out
