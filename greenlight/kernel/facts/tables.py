"""Tables of a report."""

from __future__ import annotations

from greenlight.kernel.facts.fact import Fact, Text


def read(folded: str, text: Text, base: int | None) -> list[Fact]:
    """Return the facts of the tables of a text."""
    return []
