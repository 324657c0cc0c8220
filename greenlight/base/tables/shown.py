"""What a list page can show: the columns of a ledger and those a page adds, each with its line column."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from greenlight.base.ledger import Column, Ledger

# How a column is asked for and ordered; several kinds of ledger columns are asked for as text.
FAMILIES = {
    "money": "number", "area": "number", "percent": "number", "integer": "number",
    "date": "date", "month": "text", "deadline": "text", "bool": "bool", "choice": "choice",
    "light": "choice", "moment": "none",
}  # fmt: skip
GROUPED = frozenset({"choice", "light", "bool", "units", "name", "date", "person"})


@dataclass(frozen=True)
class Shown:
    """One column of a list page.

    `line` is the column of the lines query it is asked, ordered and shown by. `order` replaces it in
    ORDER BY and never is NULL: `absent` is what stands there for a missing value, and a rank of a
    choice is always there. `group` replaces it in GROUP BY. `named` are the conditions of the ledger
    that its menu offers.
    """

    name: str
    header: str
    kind: str
    line: str = ""
    order: str = ""
    absent: Any = None
    group: str = ""
    unit: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    named: tuple[str, ...] = ()
    summed: bool = False
    editors: tuple[str, ...] = ()
    is_set: bool = False  # the line always holds a value: an empty text, never NULL

    @property
    def family(self) -> str:
        """Return how it is asked for: text, number, date, bool or choice."""
        return FAMILIES.get(self.kind, "text")

    @property
    def column(self) -> str:
        """Return the line column of its value."""
        return self.line or self.name

    @property
    def grouped_by(self) -> str:
        """Return the line column that makes groups of it; empty when none would say anything."""
        return self.group or (self.column if self.kind in GROUPED else "")


@dataclass(frozen=True)
class Sheet:
    """A list page by declaration: all columns it can show, the usual ones, the usual order.

    `tie` ends every order: signed line columns that tell any two lines apart, the weightiest first.
    """

    ledger: Ledger
    columns: tuple[Shown, ...]
    usual: tuple[str, ...]
    usual_sort: str
    tie: tuple[str, ...] = ("pk",)

    @cached_property
    def by_name(self) -> dict[str, Shown]:
        """Return the columns by the word the address has for them."""
        return {one.name: one for one in self.columns}


def of_ledger(column: Column, **more: object) -> Shown:
    """Return a ledger's column as a list page shows it; `more` overrides."""
    facts: dict[str, object] = {
        "name": column.field, "header": column.header, "kind": column.kind, "unit": column.unit or "",
        "choices": tuple((one.value, one.label) for one in column.choices), "summed": column.summed,
        "editors": column.editors,
    }  # fmt: skip
    return Shown(**(facts | more))  # type: ignore[arg-type]


def known(sheet: Sheet, names: Iterable[str]) -> tuple[list[Shown], list[str]]:
    """Return the columns of some names, and the names no column has."""
    found: list[str] = []
    missing: list[str] = []
    for name in names:
        (found if name in sheet.by_name else missing).append(name)
    return [sheet.by_name[name] for name in found], missing
