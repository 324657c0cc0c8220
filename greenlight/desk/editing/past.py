"""The past of one field of a project, out of single deeds, bulk deeds and imports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from greenlight.base import keeping
from greenlight.base.imports.canonical import columns_of, split
from greenlight.base.imports.canonical import shown as written
from greenlight.base.ledger import Column
from greenlight.base.models import ImportRow, JournalItem, JournalRow
from greenlight.projects.history import shown, verb
from greenlight.projects.models import Assignment, Project

LEDGER, KIND = "projects", "project"
MOST_READ, MOST = 500, 50
# What single deeds of the rooms call a field: verb -> (field of the ledger -> word in the journal row).
EDITED = {
    "project_name": "name", "project_kind": "kind", "construction_nature": "nature",
    "land_area": "land_area_mu", "total_investment": "total_wan", "location": "location", "scale": "scale",
    "issue": "issue", "next_step": "next_step", "remark": "remark",
}  # fmt: skip
WORDS: dict[str, dict[str, str]] = {
    "project.create": EDITED,
    "project.edit": EDITED,
    "project.site": {"site_progress": "site_progress"},
    "project.code": {"project_code": "code"},
    "project.assign": {
        "unit": Assignment.Role.LEAD.label, "sponsor": Assignment.Role.SPONSOR.label,
        "contact": Assignment.Role.CONTACT.label,
    },
    "investment.year_plan": {"annual_plan": "amount_wan"},
    "investment.report": {"ytd_investment": "ytd_wan"},
    "plan.edit": {"planned_start": "due", "planned_finish": "due"},
    "plan.slip": {"planned_start": "due", "planned_finish": "due"},
    "plan.actual": {"actual_start": "done_on"},
    "plan.withdraw": {"actual_start": "done_on"},
}  # fmt: skip
WORDS["project.unassign"] = WORDS["project.assign"]
STONES = {"planned_start": ("开工",), "actual_start": ("开工",), "planned_finish": ("竣工", "投产")}


@dataclass(frozen=True)
class Change:
    """One change of a field, in words; `batch` is the import it came with."""

    at: datetime
    who: str
    what: str
    old: str
    new: str
    why: str = ""
    source: str = ""
    batch: int | None = None


def past_of(project: Project, key: str) -> list[Change]:
    """Return what became of a field, newest first; three queries. A month may be named in the key."""
    column = columns_of(keeping.binding(LEDGER).ledger)[split(key)[0]]
    found = [*_deeds(project, key, column), *_items(project, key, column), *_imports(project, key, column)]
    return sorted(found, key=lambda one: one.at, reverse=True)[:MOST]


def _deeds(project: Project, key: str, column: Column) -> Iterator[Change]:
    rows = JournalRow.objects.filter(zone_id=project.zone_id, subject_kind=KIND, subject_id=project.pk)
    for row in rows.order_by("-seq")[:MOST_READ]:
        told = _pair(row.verb, row.before, row.after, key, project.kind, column)
        if told:
            yield Change(row.at, row.actor_name, verb(row.verb), *told, row.why)


def _items(project: Project, key: str, column: Column) -> Iterator[Change]:
    rows = JournalItem.objects.filter(
        subject_kind=KIND, subject_id=project.pk, row__zone_id=project.zone_id
    ).select_related("row")
    for one in rows.order_by("-row_id")[:MOST_READ]:
        told = _pair(one.row.verb, one.before, one.after, key, project.kind, column)
        if told:
            yield Change(one.row.at, one.row.actor_name, verb(one.row.verb), *told, one.row.why)


def _imports(project: Project, key: str, column: Column) -> Iterator[Change]:
    rows = ImportRow.objects.filter(
        target_kind=KIND, target_id=project.pk, batch__zone_id=project.zone_id,
        outcome__in=("added", "changed"), batch__applied_at__isnull=False,
    ).select_related("batch__file")  # fmt: skip
    for one in rows.order_by("-batch_id")[:MOST_READ]:
        told = _pair("", one.before, one.after, key, project.kind, column)
        batch = one.batch
        if told and batch.applied_at:
            what = "导入台账（已撤销）" if batch.undone_at else "导入台账"
            yield Change(batch.applied_at, batch.actor_name, what, *told, _reason(one, key),
                         f"{batch.file.name} {one.sheet} 第 {one.row} 行", batch.pk)  # fmt: skip


def _reason(row: ImportRow, key: str) -> str:
    return str(row.undo.get("reasons", {}).get(key, {}).get("text", "") if isinstance(row.undo, dict) else "")


def _pair(
    verb_name: str, before: Mapping[str, Any], after: Mapping[str, Any], key: str, kind: str, column: Column
) -> tuple[str, str] | None:
    """Return old and new of a field in words, None when the deed did not touch it."""
    name = split(key)[0]
    keys = [key] if "@" in key else [one for one in (*after, *before) if split(one)[0] == name]
    for one in dict.fromkeys(keys):
        if before.get(one) != after.get(one):
            return _said(column, before.get(one)), _said(column, after.get(one))
    word = WORDS.get(verb_name, {}).get(name, "")
    if not word or before.get(word) == after.get(word) or not _about(after or before, key):
        return None
    return shown(before.get(word), word, kind), shown(after.get(word), word, kind)


def _about(told: Mapping[str, Any], key: str) -> bool:
    """Tell whether a deed on a milestone or a month speaks of this field."""
    name, month = split(key)
    if name in STONES:
        return str(told.get("milestone", "")) in STONES[name]
    if month and "month" in told:
        return f"{told.get('year')}-{int(told['month']):02d}" == month
    return True


def _said(column: Column, value: Any) -> str:
    if isinstance(value, dict):
        return shown(value)
    return written(column, value) or "（空）"
