"""The one deed by which cells of a ledger change by hand: in place, pasted, in bulk, over the API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction

from greenlight.base import journal, keeping, recording, traces
from greenlight.base.imports import subject as subjects
from greenlight.base.imports.canonical import nested, split
from greenlight.base.journal import By, Item
from greenlight.base.keeping import Change
from greenlight.base.models import JournalRow
from greenlight.desk.editing.cells import CellEdit, Reasons, Weighed, Written
from greenlight.desk.editing.weighing import by_record, weigh
from greenlight.projects.models import Project
from greenlight.projects.signals import projects_edited

EDIT, PASTE, BULK = "ledger.edit", "ledger.paste", "ledger.bulk"
VERBS = (EDIT, PASTE, BULK)
MOST_TOLD = 3


@transaction.atomic
def edit_cells(
    *,
    by: By,
    ledger: str,
    edits: Sequence[CellEdit],
    reasons: Reasons | None = None,
    verb: str = EDIT,
    whole: bool = False,
) -> Weighed:
    """Write the cells that can be written, as one deed with one journal row; return what became of all.

    `reasons` answers what is asked, {(pk, field) or field or "*": {"class": …, "text": …}}. A cell that
    is refused, collided or lacks its reason keeps its value, the others are written; with `whole`
    nothing is written unless all can be. `seq` of the answer is the journal row to take back.
    """
    subjects.of(ledger).versions(sorted({one.pk for one in edits}), lock=True)
    made = weigh(by, ledger, edits, reasons)
    if made.written and (made.is_whole or not whole):
        made.seq = _write(by, ledger, made, verb).seq
    return made


def _write(by: By, ledger: str, made: Weighed, verb: str) -> JournalRow:
    own, reasons = by_record(made.written), _reasons(made)
    with recording.recording() as record:
        changes = [_change(pk, cells, reasons.get(pk, {})) for pk, cells in own.items()]
        keeping.binding(ledger).write(by, changes, None)
    subjects.of(ledger).touch(by, list(own))
    row = _journal(by, ledger, made, verb)
    traces.keep(row, record)
    projects_edited.send(sender=Project, zone_id=by.zone_id, ids=list(own), by=by)
    made.versions |= subjects.of(ledger).versions(list(own))
    return row


def _reasons(made: Weighed) -> dict[int, dict[str, dict[str, str]]]:
    """Return the reasons by record and field."""
    found: dict[int, dict[str, dict[str, str]]] = {}
    for (pk, key), one in made.reasons.items():
        found.setdefault(pk, {})[split(key)[0]] = one
    return found


def _change(pk: int, cells: Sequence[Written], reasons: Mapping[str, Mapping[str, str]]) -> Change:
    after, before = {one.field: one.after for one in cells}, {one.field: one.before for one in cells}
    return Change(pk, nested(after), nested(before), reasons)


def _journal(by: By, ledger: str, made: Weighed, verb: str) -> JournalRow:
    """Journal one record as a row of its own, many as one row with its items."""
    why = "；".join(dict.fromkeys(one["text"] for one in made.reasons.values() if one.get("text")))
    items = [
        Item(subjects.of(ledger).kind, pk, {one.field: one.before for one in cells},
             {one.field: one.after for one in cells})
        for pk, cells in by_record(made.written).items()
    ]  # fmt: skip
    if len(items) > 1:
        return journal.write_bulk(by, verb, "ledger", None, items, why=why)
    only = items[0]
    return journal.write(by, verb, only.kind, only.id, before=only.before, after=only.after, why=why)
