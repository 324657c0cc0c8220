"""What a reader makes of a workbook: plain records, and every doubt with the cell it stands in."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal, overload

from greenlight.base.reading.sentences import sentence_for

Severity = Literal["error", "warning", "info"]
Value = str | Decimal | bool | int | None | dict[str, Decimal | None]


@dataclass(frozen=True, slots=True)
class SheetRead:
    """One sheet: `role` data or irrelevant; rows are 1-based, first and last are None if empty."""

    name: str
    role: Literal["data", "irrelevant"]
    state: Literal["visible", "hidden"]
    header_rows: tuple[int, ...] = ()
    first_row: int | None = None
    last_row: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ColumnRead:
    """One column as the clerk wrote it, and what it was taken for (field None: not read)."""

    sheet: str
    column: str
    header: str
    field: str | None
    period: str | None = None
    unit: str | None = None
    hidden: bool = False
    score: int = 0
    header_row: int = 0

    @property
    def key(self) -> str | None:
        """The field with its month: `ytd_investment@2022-07`."""
        return f"{self.field}@{self.period}" if self.field and self.period else self.field


@dataclass(frozen=True, slots=True)
class Problem:
    """A doubt about a cell (cell None: about the row; row None: about the sheet)."""

    sheet: str
    cell: str | None
    row: int | None
    kind: str
    severity: Severity
    field: str | None = None
    raw: Any = None
    detail: str = ""
    header: str = ""

    @property
    def sentence(self) -> str:
        """One Chinese sentence: where, what is wrong, what to do and what would be read."""
        return sentence_for(self)


@dataclass(frozen=True, slots=True)
class NotImported:
    """A row that is no record, and why."""

    sheet: str
    row: int
    reason: str
    text: str | None


@dataclass(frozen=True, slots=True)
class SheetTotal:
    """A total row: `cells` maps a cell to field key, the value printed and the sum of records."""

    sheet: str
    row: int
    label: str
    cells: dict[str, "TotalCell"]
    records: int


@dataclass(frozen=True, slots=True)
class TotalCell:
    """One figure of a total row beside what the records give."""

    field: str
    value: Decimal
    sum_of_records: Decimal

    @property
    def matches(self) -> bool:
        """Tell whether the printed figure is the sum of the records."""
        return self.value == self.sum_of_records


@dataclass(frozen=True, slots=True)
class Question:
    """What only the clerk can answer: kind unit_missing, unknown_column, ambiguous_column, …

    The answer goes into `choices` under `key` when the file is read again.
    """

    kind: str
    key: str
    sheet: str
    column: str
    header: str
    sentence: str
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """One row read: `values` by field ({month: value} for fields kept by month)."""

    sheet: str
    row: int
    values: dict[str, Value]
    cells: dict[str, str]
    raw: dict[str, Any]
    column: str = ""  # the column it stands in, when a row holds several records


@dataclass(slots=True)
class Block:
    """The records of one sheet, kept as columns: `values[key][i]` belongs to `rows[i]`."""

    sheet: str
    rows: list[int]
    values: dict[str, list[Any]]
    letters: dict[str, str]
    raw: dict[int, dict[str, Any]] = field(default_factory=dict)
    columns: list[str] = field(default_factory=list)  # of each record, when a row holds several

    def record(self, at: int) -> Record:
        """Build the record at a place of this block."""
        row = self.rows[at]
        values: dict[str, Value] = {}
        for key, column in self.values.items():
            name, _, period = key.partition("@")
            if period:
                months = values.setdefault(name, {})
                months[period] = column[at]  # type: ignore[index]
            else:
                values[name] = column[at]
        cells = {key: f"{place}{row}" for key, place in self.letters.items()}
        letter = self.columns[at] if self.columns else ""
        return Record(self.sheet, row, values, cells, self.raw.get(row, {}), letter)


class Records(Sequence[Record]):
    """The records of all sheets in order; each is built when it is asked for."""

    def __init__(self, blocks: Sequence[Block] = ()) -> None:
        self.blocks = list(blocks)

    def __len__(self) -> int:
        return sum(len(block.rows) for block in self.blocks)

    def __iter__(self) -> Iterator[Record]:
        for block in self.blocks:
            for at in range(len(block.rows)):
                yield block.record(at)

    @overload
    def __getitem__(self, at: int) -> Record: ...
    @overload
    def __getitem__(self, at: slice) -> list[Record]: ...
    def __getitem__(self, at: int | slice) -> Record | list[Record]:
        if isinstance(at, slice):
            return [self[i] for i in range(*at.indices(len(self)))]
        place = at + len(self) if at < 0 else at
        for block in self.blocks:
            if 0 <= place < len(block.rows):
                return block.record(place)
            place -= len(block.rows)
        raise IndexError(at)


@dataclass(slots=True)
class Reading:
    """All that was read: `outcome` imported or rejected, with the reason and a Chinese sentence."""

    outcome: Literal["imported", "rejected"]
    kind: str
    name: str
    reject_reason: str | None = None
    message: str = ""
    sheets: list[SheetRead] = field(default_factory=list)
    columns: list[ColumnRead] = field(default_factory=list)
    records: Records = field(default_factory=Records)
    not_imported: list[NotImported] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    totals: Mapping[str, Any] = field(default_factory=dict)
    sheet_totals: list[SheetTotal] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    period_through: str | None = None
    ledger: str = ""  # the ledger it was read as
    problems_left_out: int = 0  # beyond the limit of problems kept, only counted
