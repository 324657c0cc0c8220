"""Every deed is journalled, in the same transaction as the deed (DESIGN §2.5)."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection

from greenlight.base.models import JournalItem, JournalRow


@dataclass(frozen=True)
class By:
    """Who does a deed, and when: a door makes it, deeds hand it on."""

    at: datetime
    actor_id: int | None
    actor_name: str
    zone_id: int | None = None
    user: Any = None

    @property
    def day(self) -> date:
        """Return the day of the deed in the zone's time."""
        from greenlight.base.clock import SHANGHAI

        return self.at.astimezone(SHANGHAI).date()


@dataclass(frozen=True)
class Item:
    """One record touched by a bulk deed."""

    kind: str
    id: int
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)


def plain(value: Any) -> Any:
    """Return a value as JSON holds it: decimals and days as text, containers walked through."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f") if value else "0"
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return value


def write(
    by: By,
    verb: str,
    kind: str,
    pk: int | None,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    why: str = "",
) -> JournalRow:
    """Add one row; must be called inside the deed's transaction.

    Raises RuntimeError outside one: a deed without its journal row must not be possible.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a journal row belongs into the transaction of its deed")
    return JournalRow.objects.create(
        zone_id=by.zone_id, at=by.at, actor_id=by.actor_id, actor_name=by.actor_name, verb=verb,
        subject_kind=kind, subject_id=pk, before=plain(before or {}), after=plain(after or {}), why=why,
    )  # fmt: skip


def write_bulk(
    by: By, verb: str, kind: str, pk: int | None, items: Iterable[Item], *, why: str = ""
) -> JournalRow:
    """Add one row for a bulk deed, with its stored item list and the list's hash."""
    row = write(by, verb, kind, pk, why=why)
    stored = [
        JournalItem(row=row, n=n, subject_kind=one.kind, subject_id=one.id,
                    before=plain(one.before), after=plain(one.after))
        for n, one in enumerate(items)
    ]  # fmt: skip
    JournalItem.objects.bulk_create(stored, batch_size=1000)
    row.items_hash = items_hash(stored)
    row.after = {"count": len(stored)}
    row.save(update_fields=["items_hash", "after"])
    return row


def items_hash(items: Iterable[JournalItem]) -> str:
    """Return the SHA-256 over the ordered list, one canonical JSON line an item."""
    total = hashlib.sha256()
    for one in items:
        line = [one.n, one.subject_kind, one.subject_id, one.before, one.after]
        total.update(json.dumps(line, ensure_ascii=False, sort_keys=True).encode() + b"\n")
    return total.hexdigest()
