"""What a caller who comes second is told: what the cells were, what others made of them, what they want."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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
Told = tuple[int, str, Mapping[str, Any], Mapping[str, Any]]


def differences(project: Project, known: Known, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the members of a 412: each cell of `given`, and what else changed since `known`.

    `base` is the value in the version the caller has read; null with `base_known` false when their
    tag does not say when that was, or nothing tells. `collides` when others changed it meanwhile.
    """
    said = since(project.pk, known.mark) if known.mark is not None else {}
    now = flat(keeping.binding(LEDGER).current([project.pk]).get(project.pk, {}))
    told = known.mark is not None
    rows = []
    for field, yours in given.items():
        theirs = now.get(field)
        changed = field in said
        rows.append({
            "field": field, "yours": yours, "theirs": theirs,
            "base": said[field]["before"] if changed else (theirs if told else None),
            "base_known": told, "collides": changed if told else yours != theirs,
            "by": said[field]["by"] if changed else "",
        })  # fmt: skip
    return {"differences": rows, "changed": sorted(said)}


def since(pk: int, mark: int) -> dict[str, dict[str, Any]]:
    """Return {field: its value then, who changed it last} of what changed after a journal row."""
    found: dict[str, dict[str, Any]] = {}
    for _, who, before, after in sorted(_changes(pk, mark), key=lambda one: one[0]):
        for word in after:
            field = FIELD_OF.get(word, word)
            found.setdefault(field, {"before": before.get(word)})["by"] = who
    return found


def _changes(pk: int, mark: int) -> Iterator[Told]:
    rows = JournalRow.objects.filter(subject_kind=KIND, subject_id=pk, seq__gt=mark).order_by("seq")
    for row in rows[:MOST]:
        yield row.seq, row.actor_name, row.before, row.after
    items = JournalItem.objects.filter(subject_kind=KIND, subject_id=pk, row__seq__gt=mark)
    for item in items.select_related("row").order_by("pk")[:MOST]:
        yield item.row_id, item.row.actor_name, item.before, item.after
    imported = ImportRow.objects.filter(target_kind=KIND, target_id=pk, batch__journal_seq__gt=mark)
    for own in imported.select_related("batch").order_by("pk")[:MOST]:
        if own.batch.journal_seq:
            yield own.batch.journal_seq, own.batch.actor_name, own.before, own.after
