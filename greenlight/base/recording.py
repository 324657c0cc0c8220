"""What a deed does to tables, remembered while it runs, so that it can be taken back exactly.

`base.bulk` tells the recording in force of every row it inserts or updates. Lights, lines and other
things that are computed anew are written outside of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

Table = type[Model]


@dataclass
class Recording:
    """Rows inserted, by table in the order of their first row; rows updated with their first values."""

    inserted: dict[Table, list[int]] = field(default_factory=dict)
    updated: dict[Table, dict[int, dict[str, Any]]] = field(default_factory=dict)

    def insert(self, model: Table, ids: Iterable[int]) -> None:
        """Remember rows that were made."""
        self.inserted.setdefault(model, []).extend(ids)

    def update(self, model: Table, fields: Sequence[str], old: Iterable[Sequence[Any]]) -> None:
        """Remember rows as they were: (pk, value, …); of two changes of a field the first counts."""
        rows = self.updated.setdefault(model, {})
        for pk, *values in old:
            kept: dict[str, Any] = rows.setdefault(pk, {})
            for name, value in zip(fields, values, strict=True):
                kept.setdefault(name, value)

    def changed(self) -> Mapping[Table, dict[int, dict[str, Any]]]:
        """Return the rows updated that the deed did not make itself."""
        own = {model: frozenset(ids) for model, ids in self.inserted.items()}
        return {
            model: {pk: old for pk, old in rows.items() if pk not in own.get(model, ())}
            for model, rows in self.updated.items()
        }


_now: ContextVar[Recording | None] = ContextVar("recording", default=None)


def current() -> Recording | None:
    """Return the recording in force, if any."""
    return _now.get()


@contextmanager
def recording() -> Iterator[Recording]:
    """Remember what `base.bulk` writes in this block."""
    made = Recording()
    token = _now.set(made)
    try:
        yield made
    finally:
        _now.reset(token)
