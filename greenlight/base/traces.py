"""A deed's recording kept for some hours, and taken back: only what stands as the deed left it.

A row changed by somebody since keeps what it has in other columns; where the same column moved on,
`moved` names it and nothing is taken back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db.models import Model

from greenlight.base import bulk
from greenlight.base.models import DeedTrace, JournalRow
from greenlight.base.recording import Recording

HOURS = 24
PIECE = 1000
INSERT, UPDATE = "insert", "update"


def keep(row: JournalRow, made: Recording) -> None:
    """Store what was recorded, as it stands at the deed's end; drop what is too old to be taken back."""
    DeedTrace.objects.filter(at__lt=row.at - timedelta(hours=HOURS)).delete()
    found: list[tuple[type[Model], str, list[str], list[Any]]] = []
    for model, ids in made.inserted.items():
        names = [one.attname for one in model._meta.concrete_fields if not one.primary_key]
        found += [(model, INSERT, names, part) for part in _pieces(bulk.values_of(model, names, ids))]
    for model, rows in made.changed().items():
        for names, part in _differing(model, rows):
            found.append((model, UPDATE, names, part))
    DeedTrace.objects.bulk_create(
        DeedTrace(row=row, n=n, model=model._meta.label, op=op, fields=names, rows=part, at=row.at)
        for n, (model, op, names, part) in enumerate(found)
    )


def _differing(model: type[Model], rows: dict[int, dict[str, Any]]) -> Iterator[tuple[list[str], list[Any]]]:
    """Yield (columns, [(pk, old, new)]) of rows whose values differ now, by the columns told together."""
    together: dict[tuple[str, ...], list[int]] = {}
    for pk, old in rows.items():
        together.setdefault(tuple(old), []).append(pk)
    for fields, ids in together.items():
        names = [model._meta.get_field(one).attname for one in fields]  # type: ignore[union-attr]
        now = {pk: values for pk, *values in bulk.values_of(model, names, ids)}
        told = [(pk, [rows[pk][one] for one in fields], now[pk]) for pk in ids if pk in now]
        for part in _pieces([list(one) for one in told if one[1] != one[2]]):
            yield names, part


def _pieces(rows: Sequence[Any]) -> Iterator[list[Any]]:
    return bulk.chunks(rows, PIECE)


def held(row: JournalRow) -> bool:
    """Tell whether the deed left a trace that is still kept."""
    return DeedTrace.objects.filter(row=row).exists()


def moved(row: JournalRow) -> set[str]:
    """Return "projects.Project.issue" for every column that moved on since, the table for a row gone."""
    found: set[str] = set()
    for one in DeedTrace.objects.filter(row=row).order_by("n"):
        now = _now(one)
        for kept in one.rows:
            old, left = (kept[1:], kept[1:]) if one.op == INSERT else kept[1:]
            found |= _moved(one, old, left, now.get(kept[0]))
    return found


def _now(one: DeedTrace) -> dict[int, list[Any]]:
    ids = [kept[0] for kept in one.rows]
    return {pk: values for pk, *values in bulk.values_of(apps.get_model(one.model), one.fields, ids)}


def _moved(one: DeedTrace, old: list[Any], left: list[Any], now: list[Any] | None) -> set[str]:
    if now is None:
        return {one.model}
    return {
        f"{one.model}.{name}"
        for name, before, own, then in zip(one.fields, old, left, now, strict=True)
        if own != then and (one.op == INSERT or before != own)
    }


def take_back(row: JournalRow) -> None:
    """Delete what the deed made, the last first, and give the columns it changed their old values."""
    traces = DeedTrace.objects.filter(row=row)
    for one in traces.filter(op=INSERT).order_by("-n"):
        bulk.delete(apps.get_model(one.model), bulk.runs(kept[0] for kept in one.rows))
    for one in traces.filter(op=UPDATE).order_by("-n"):
        _restore(one)
    traces.delete()


def _restore(one: DeedTrace) -> None:
    now = _now(one)
    rows = [
        [
            pk,
            *(
                before if before != own else then
                for before, own, then in zip(old, left, now[pk], strict=True)
            ),
        ]
        for pk, old, left in one.rows
        if pk in now
    ]
    bulk.restore(apps.get_model(one.model), one.fields, rows)


def is_late(row: JournalRow, at: datetime) -> bool:
    """Tell whether a deed is older than HOURS."""
    return at - row.at > timedelta(hours=HOURS)
