"""The items of a batch as the journal vouches for them: canonical JSON, written once, stored and hashed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from json.encoder import encode_basestring as quoted
from typing import Any

from django.db import connection
from django.db.models import TextField
from django.db.models.functions import Cast

from greenlight.base.models import ImportBatch

CHUNK = 4000
NOTHING = "{}"
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
_NAMES = ("pk", "sheet", "row", "name", "outcome", "target_kind", "target_id", "target_version")


@dataclass(slots=True)
class Item:
    """One stored row of a batch; before, after and undo as the JSON text they are stored as."""

    pk: int
    sheet: str
    row: int
    name: str
    outcome: str
    target_kind: str
    target_id: int | None
    target_version: int | None
    before: str
    after: str
    undo: str

    def line(self) -> bytes:
        """Return the line that is hashed: where the row stands, its record, what it changes."""
        head = head_of(self.sheet, self.row, self.name, self.outcome, self.target_kind, self.target_id)
        return f"[{head},{self.before},{self.after}]\n".encode()


def text(value: Any) -> str:
    """Return canonical JSON: sorted keys, no blanks; NOTHING for an empty mapping."""
    return _ENCODER.encode(value) if value or not isinstance(value, Mapping) else NOTHING


def head_of(*parts: str | int | None) -> str:
    """Return words and numbers as the inside of a canonical JSON list."""
    return ",".join([_one(part) for part in parts])


def _one(part: str | int | None) -> str:
    return quoted(part) if isinstance(part, str) else "null" if part is None else str(part)


def stored(batch: ImportBatch) -> Iterator[list[Item]]:
    """Walk the rows of a batch in their order, CHUNK at a time."""
    texts = [Cast(name, TextField()) for name in ("before", "after", "undo")]
    rows = batch.rows.order_by("pk").values_list(*_NAMES, *texts)
    canonical = _canonical()
    last = 0
    while part := list(rows.filter(pk__gt=last)[:CHUNK]):
        yield [Item(*(*row[:8], canonical(row[8]), canonical(row[9]), row[10])) for row in part]
        last = part[-1][0]


def _canonical() -> Callable[[str], str]:
    """SQLite gives JSON back as it was written; PostgreSQL in an order of its own."""
    if connection.vendor == "sqlite":
        return str
    return lambda stored: NOTHING if stored == NOTHING else _ENCODER.encode(json.loads(stored))


def digest_of(batch: ImportBatch) -> str:
    """Return the hash over the batch's rows in their order: what the journal row vouches for."""
    total = hashlib.sha256()
    for part in stored(batch):
        total.update(b"".join([one.line() for one in part]))
    return total.hexdigest()
