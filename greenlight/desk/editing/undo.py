"""Taking an edit of a ledger back: what the deed wrote, table by table, unless it moved on since."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from greenlight.base import journal, keeping, traces
from greenlight.base import undoing as registry
from greenlight.base.imports import subject as subjects
from greenlight.base.imports.canonical import columns_of, flat, header, split
from greenlight.base.journal import By, Item
from greenlight.base.models import JournalRow
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.desk.editing.telling import last_changes
from greenlight.desk.editing.weighing import seen_rows
from greenlight.people import may
from greenlight.projects.models import Project
from greenlight.projects.signals import projects_edited

LEDGER = "projects"
MOST_NAMED = 3
WORDS = {"ledger.edit": "改台账", "ledger.paste": "粘贴", "ledger.bulk": "批量改"}


def register() -> None:
    """Make edits undoable."""
    for verb, word in WORDS.items():
        registry.register(verb, word, take_back, may.edit_zone)


def take_back(by: By, row: JournalRow) -> JournalRow:
    """Take one edit back; Refused names the rows and fields that somebody changed since."""
    items = items_of(row)
    ids = [one.id for one in items]
    subject = subjects.of(LEDGER)
    subject.versions(ids, lock=True)
    rows = seen_rows(by.user, ids)
    if len(rows) < len(ids):
        raise NotAllowed("这次改动里有的项目已不归您看，请由科室或领导撤销。")
    _refuse_sealed(by, row, items)
    _refuse_moved(row, items, {pk: one.name for pk, one in rows.items()})
    traces.take_back(row)
    subject.touch(by, ids)
    made = _journal(by, row, items)
    projects_edited.send(sender=Project, zone_id=row.zone_id, ids=ids, by=by)
    return made


def items_of(row: JournalRow) -> list[Item]:
    """Return the records of a deed on one or on many."""
    if row.subject_id is not None:
        return [Item(row.subject_kind, row.subject_id, row.before, row.after)]
    found = row.items.order_by("n").values_list("subject_kind", "subject_id", "before", "after")
    return [Item(*one) for one in found]


def _refuse_sealed(by: By, row: JournalRow, items: list[Item]) -> None:
    """Refuse when the edit wrote what takes no value any more: taking it back would change it."""
    seal = keeping.binding(LEDGER).sealed(row.zone_id or 0, f"{by.day:%Y-%m}")
    for key in dict.fromkeys(key for one in items for key in one.after):
        if why := seal.told(key):
            raise Refused(f"不能撤销：{why}")


def _refuse_moved(row: JournalRow, items: list[Item], names: Mapping[int, str]) -> None:
    if not traces.held(row):
        raise Refused("这一步留下的旧值已经清掉，不能撤销；请在项目页更正。")
    now = keeping.binding(LEDGER).current([one.id for one in items])
    newer = [
        (one.id, key)
        for one in items
        for own in [flat(now[one.id])]
        for key, value in one.after.items()
        if own.get(key) != value
    ]
    if newer:
        raise Refused(_told(newer, names))
    if traces.moved(row):
        raise Refused(
            "改了以后，同一个项目的计划、金额或阶段又有了新的改动，撤销会盖掉它们；请在项目页更正。"
        )


def _told(newer: list[tuple[int, str]], names: Mapping[int, str]) -> str:
    columns = columns_of(keeping.binding(LEDGER).ledger)
    others = last_changes(newer[:MOST_NAMED])
    said = []
    for pk, key in newer[:MOST_NAMED]:
        who = others.get((pk, key), ("", None))[0]
        told = header(columns, key) if split(key)[0] in columns else key
        said.append(f"“{names[pk]}”的{told}" + (f"（{who}改的）" if who else ""))
    more = f"等 {len(newer)} 处" if len(newer) > MOST_NAMED else ""
    return f"{'、'.join(said)}{more}后来又改过，撤销会盖掉；什么都没有动，请逐格更正。"


def _journal(by: By, row: JournalRow, items: list[Item]) -> JournalRow:
    back: list[Any] = [Item(one.kind, one.id, one.after, one.before) for one in items]
    why = registry.why(row)
    if row.subject_id is None:
        return journal.write_bulk(by, registry.UNDO, row.subject_kind, None, back, why=why)
    return journal.write(
        by, registry.UNDO, row.subject_kind, row.subject_id, before=row.after, after=row.before, why=why
    )
