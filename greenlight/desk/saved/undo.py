"""Taking a deed on a view back: the view is again as it was, unless somebody changed it since."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction

from greenlight.base import journal, undoing
from greenlight.base.journal import By
from greenlight.base.models import JournalRow
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.desk import may
from greenlight.desk.actions import views
from greenlight.desk.models import SavedView
from greenlight.people.may import edit_zone

WORDS = {
    views.SAVE: "存视图", views.OVERWRITE: "改视图", views.RENAME: "视图改名", views.SHARE: "共享视图",
    views.DELETE: "删视图",
}  # fmt: skip


def register() -> None:
    """Make deeds on views undoable."""
    for verb, word in WORDS.items():
        undoing.register(verb, word, take_back, edit_zone)


def take_back(by: By, row: JournalRow) -> JournalRow:
    """Put a view back as it was; Refused when it changed since or its name is taken by now."""
    found = SavedView.objects.select_for_update().filter(pk=row.subject_id or 0).first()
    if (views.facts(found) if found else {}) != row.after:
        raise Refused("这个视图后来又改过，没有撤销。请直接改它。")
    _check(by, found or SavedView(**row.before))
    if not row.before and found:
        found.delete()
    else:
        _restore(by, row, found)
    why = undoing.why(row)
    return journal.write(
        by, undoing.UNDO, "view", row.subject_id, before=row.after, after=row.before, why=why
    )


def _check(by: By, view: SavedView) -> None:
    if not may.change_view(by.user, view):
        raise NotAllowed(views.NOBODY)


def _restore(by: By, row: JournalRow, found: SavedView | None) -> None:
    facts: dict[str, Any] = row.before
    view = found or SavedView(pk=row.subject_id)
    for name in views.FACTS:
        setattr(view, name, facts[name])
    view.version += 1
    views.stamp(by, view)
    try:
        with transaction.atomic():
            view.save(force_insert=found is None)
    except IntegrityError:
        raise Refused(f"已经有视图叫“{view.name}”，没有撤销。请先给那一个改名。") from None
