"""What a reader of one cell has to say about it: a kind, its severity, and the value it gives.

The kinds are those of the ledger papers (README of the test ledgers, "Kinds of problem").
"""

from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

Severity = Literal["error", "warning", "info"]
T = TypeVar("T")

ERRORS = frozenset(
    {
        "project_code_invalid",
        "parcel_code_invalid",
        "uscc_invalid",
        "uscc_as_number",
        "unit_suspect",
        "date_invalid",
        "number_unreadable",
        "foreign_currency",
        "missing_name",
        "duplicate_conflict",
        "formula_without_value",
        "formula_error",
        "text_too_long",
    }
)
INFOS = frozenset(
    {
        "date_imprecise",
        "date_without_year",
        "date_as_serial",
        "date_short_year",
        "fullwidth_digits",
        "text_number",
        "unit_in_cell",
        "ditto_mark",
        "code_normalised",
    }
)


def severity(kind: str) -> Severity:
    """Return how grave a kind of problem is; a kind that is neither error nor info warns."""
    if kind in ERRORS:
        return "error"
    return "info" if kind in INFOS else "warning"


@dataclass(frozen=True, slots=True)
class Note:
    """One remark on a cell; `detail` says what the sentence needs besides the cell's text."""

    kind: str
    detail: str = ""

    @property
    def severity(self) -> Severity:
        """The grade of this note's kind."""
        return severity(self.kind)


@dataclass(frozen=True, slots=True)
class Parsed(Generic[T]):
    """A cell read: its value (None: missing or refused) and the remarks made on the way."""

    value: T | None
    notes: tuple[Note, ...] = ()

    @property
    def refused(self) -> bool:
        """Tell whether the cell cannot be trusted, as against merely empty."""
        return any(note.severity == "error" for note in self.notes)


def refuse(kind: str, detail: str = "") -> "Parsed[T]":
    """Read nothing, and say why."""
    return Parsed(None, (Note(kind, detail),))
