"""What a caller who comes second is told: what the cells were, what others made of them, what they want."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from greenlight.base import keeping
from greenlight.base.api.versions import Known
from greenlight.base.imports.canonical import flat
from greenlight.base.models import ImportRow, JournalItem, JournalRow
from greenlight.desk.api.shapes import LEDGER
from greenlight.desk.editing.telling import OWN_WORDS
from greenlight.projects.models import Project

KIND = "project"
MOST = 200
FIELD_OF = {word: field for field, words in OWN_WORDS.items() for word in words}
Told = tuple[datetime, str, Mapping[str, Any], Mapping[str, Any]]


def differences(project: Project, known: Known, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the members of a 412: each cell of `given`, and what else changed since `known`.

    `base` is the value in the version the caller has read; null with `base_known` false when their
    tag does not say when that was, or nothing tells. `collides` when others changed it meanwhile.
    """
    said = since(project.pk, known.at) if known.at else {}
    now = flat(keeping.binding(LEDGER).current([project.pk]).get(project.pk, {}))
    rows = []
    for field, yours in given.items():
        theirs = now.get(field)
        changed = field in said
        rows.append({
            "field": field, "yours": yours, "theirs": theirs,
            "base": said[field]["before"] if changed else (theirs if known.at else None),
            "base_known": known.at is not None, "collides": changed if known.at else yours != theirs,
            "by": said[field]["by"] if changed else "",
        })  # fmt: skip
    return {"differences": rows, "changed": sorted(said)}


def since(pk: int, at: datetime) -> dict[str, dict[str, Any]]:
    """Return {field: its value at a time, who changed it last} of what changed after it."""
    found: dict[str, dict[str, Any]] = {}
    for _, who, before, after in sorted(_changes(pk, at), key=lambda one: one[0]):
        for word in after:
            field = FIELD_OF.get(word, word)
            found.setdefault(field, {"before": before.get(word)})["by"] = who
    return found


def _changes(pk: int, at: datetime) -> Iterator[Told]:
    rows = JournalRow.objects.filter(subject_kind=KIND, subject_id=pk, at__gt=at).order_by("seq")
    for row in rows[:MOST]:
        yield row.at, row.actor_name, row.before, row.after
    items = JournalItem.objects.filter(subject_kind=KIND, subject_id=pk, row__at__gt=at)
    for item in items.select_related("row").order_by("pk")[:MOST]:
        yield item.row.at, item.row.actor_name, item.before, item.after
    imported = ImportRow.objects.filter(target_kind=KIND, target_id=pk, batch__applied_at__gt=at)
    for own in imported.select_related("batch").order_by("pk")[:MOST]:
        if own.batch.applied_at:
            yield own.batch.applied_at, own.batch.actor_name, own.before, own.after
