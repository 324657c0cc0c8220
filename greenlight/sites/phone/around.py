"""What rooms above know of a project and its site visitor should: its light, what is due.

The rooms of plans and lights lie beside and above this one, so they tell it here (as in projects.sight).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Due:
    """A node that is late or due within a week."""

    name: str
    on: date


@dataclass(frozen=True)
class Around:
    """The light of a project in one line, and its most urgent nodes."""

    colour: str = "grey"
    why: str = ""
    due: tuple[Due, ...] = ()


NOTHING = Around()
Teller = Callable[[Iterable[int], date], dict[int, Around]]
_tellers: list[Teller] = []
_orders: list[str] = []


def tell(teller: Teller, *, order: str) -> None:
    """Let a room above tell; `order` is the column of projects that sorts the worst light first."""
    _tellers[:], _orders[:] = [teller], [order]


def of(ids: Iterable[int], day: date) -> dict[int, Around]:
    """Return what is known of projects; nothing where no room above tells."""
    wanted = list(ids)
    return _tellers[0](wanted, day) if _tellers and wanted else {}


def order() -> list[str]:
    """Return how projects are sorted, the one that needs somebody first."""
    return list(_orders)
