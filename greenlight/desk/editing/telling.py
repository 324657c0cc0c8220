"""Who changed a field of a record last, out of single deeds, bulk deeds and imports."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from greenlight.base.models import ImportRow, JournalItem, JournalRow

MOST = 50
KIND = "project"
# What single deeds of the rooms call a ledger's field.
OWN_WORDS = {
    "project_name": ("name",), "project_kind": ("kind",), "construction_nature": ("nature",),
    "land_area": ("land_area_mu",), "total_investment": ("total_wan",), "annual_plan": ("amount_wan",),
    "ytd_investment": ("ytd_wan",), "planned_start": ("due", "to_due"), "planned_finish": ("due", "to_due"),
}  # fmt: skip
Told = tuple[str, datetime]


def words_of(field: str) -> tuple[str, ...]:
    """Return the names under which journal rows speak of a field."""
    name, _, _ = field.partition("@")
    return (field, *OWN_WORDS.get(name, ()))


def last_changes(places: Sequence[tuple[int, str]]) -> dict[tuple[int, str], Told]:
    """Return (who, when) of the last change of each (record, field), of the first MOST; three queries."""
    asked = places[:MOST]
    ids = sorted({pk for pk, _ in asked})
    found: dict[tuple[int, str], Told] = {}
    rows = JournalRow.objects.filter(subject_kind=KIND, subject_id__in=ids).order_by("-seq")
    items = JournalItem.objects.filter(subject_kind=KIND, subject_id__in=ids).select_related("row")
    said = [(one.subject_id or 0, set(one.after), one.actor_name, one.at) for one in rows[: 20 * MOST]]
    said += [
        (one.subject_id, set(one.after), one.row.actor_name, one.row.at)
        for one in items.order_by("-pk")[: 20 * MOST]
    ]
    imported = ImportRow.objects.filter(
        target_kind=KIND, target_id__in=ids, batch__applied_at__isnull=False
    ).select_related("batch")
    for own in imported.order_by("-pk")[: 20 * MOST]:
        told = own.batch.applied_at
        if own.target_id and told:
            said.append((own.target_id, set(own.after), own.batch.actor_name, told))
    for pk, field in asked:
        words = set(words_of(field))
        mine = [(at, who) for one, names, who, at in said if one == pk and names & words]
        if mine:
            at, who = max(mine)
            found[(pk, field)] = (who, at)
    return found
