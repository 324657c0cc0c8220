"""Every number is a Figure: name, unit, definition, base of the ratio, value and the rows behind it.

Pages, rankings, Excel and Word all print Figures, so that the same number can never be two numbers,
and every one opens into its rows (DESIGN §2.3).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

Value = Decimal | int | None
NONE = "-"  # a value no condition knows: it leaves no rows


@dataclass(frozen=True)
class Scope:
    """What a figure is asked about: the reader, the day, and the filters of the page."""

    user: Any
    on: date
    filters: dict[str, str] = field(default_factory=dict)

    @property
    def year(self) -> int:
        """Return the year of the day."""
        return self.on.year

    def opening(self, **more: str) -> dict[str, str]:
        """Return the conditions that open a figure's rows: the page's own and what the figure adds.

        Where both speak of one column only what satisfies both is left, perhaps nothing.
        """
        rows = dict(self.filters)
        for name, value in more.items():
            asked = rows.get(name) or value
            rows[name] = ",".join(one for one in value.split(",") if one in asked.split(",")) or NONE
        return rows


@dataclass(frozen=True)
class Answer:
    """A figure's value, its two parts when it is a ratio, and the query that opens its rows."""

    value: Value
    part: Value = None
    base: Value = None
    base_text: str = ""
    rows: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Figure:
    """One number of the product.

    `compute(scope)` gives the answer from the database at once; `recount(scope)` gives the same
    value again by walking the rows behind it, slowly and plainly: a test holds them equal.
    """

    name: str
    label: str
    unit: str
    definition: str
    compute: Callable[[Scope], Answer]
    recount: Callable[[Scope], Value]
    ledger: str = "projects"


_figures: dict[str, Figure] = {}


def register(figure: Figure) -> Figure:
    """Add a figure to the registry; two of one name are a programming error."""
    if figure.name in _figures and _figures[figure.name] != figure:
        raise ValueError(f"two figures are named {figure.name}")
    _figures[figure.name] = figure
    return figure


def every() -> list[Figure]:
    """Return all figures by name."""
    return [_figures[name] for name in sorted(_figures)]


def get(name: str) -> Figure | None:
    """Return one figure, or None."""
    return _figures.get(name)
