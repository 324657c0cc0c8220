"""Taking a deed back: every room says for its verbs how; the door is one, `POST /undo/<seq>/`.

Taking back is a deed of its own with its own journal row; a journal row is never changed. It is
refused in words when somebody changed the same things since, after `traces.HOURS`, or twice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction

from greenlight.base import traces
from greenlight.base.journal import By
from greenlight.base.models import JournalRow, Undone
from greenlight.base.refusals import NotAllowed, Refused

Undo = Callable[[By, JournalRow], JournalRow]
Editor = Callable[[Any, int | None], bool]
UNDO = "undo"


@dataclass(frozen=True)
class Way:
    """How deeds of one verb are taken back: `undo` does it and returns its journal row.

    `editor(user, zone_id)` says who may take back what another did.
    """

    label: str
    undo: Undo
    editor: Editor


_ways: dict[str, Way] = {}


def register(verb: str, label: str, undo: Undo, editor: Editor) -> None:
    """Make deeds of a verb undoable; called from `AppConfig.ready()`."""
    _ways[verb] = Way(label, undo, editor)


def verbs() -> list[str]:
    """Return the verbs that can be taken back."""
    return sorted(_ways)


def latest(by: By) -> int | None:
    """Return the journal seq of what `by` has just done, when it can be taken back."""
    rows = JournalRow.objects.filter(zone_id=by.zone_id, actor_id=by.actor_id, at=by.at, verb__in=_ways)
    return rows.order_by("-seq").values_list("seq", flat=True).first()


@transaction.atomic
def take_back(by: By, row: JournalRow) -> JournalRow:
    """Take a deed back; return the journal row of doing so.

    Raises NotAllowed for another's deed, Refused when it is too late, done already, or when what it
    changed has moved on.
    """
    way = _ways.get(row.verb)
    if way is None:
        raise Refused("这一步不能撤销；请在项目页更正。", status=400)
    if row.actor_id != by.actor_id and not way.editor(by.user, row.zone_id):
        raise NotAllowed(f"这是{row.actor_name}做的，由本人、科室或领导撤销。")
    if traces.is_late(row, by.at):
        raise Refused(f"已超过 {traces.HOURS} 小时，不能撤销；请在项目页更正。")
    if Undone.objects.filter(seq=row.seq).exists():
        raise Refused("这一步已经撤销过了。")
    made = way.undo(by, row)
    try:
        with transaction.atomic():
            Undone.objects.create(seq=row.seq, zone_id=row.zone_id, by_seq=made.seq, at=by.at)
    except IntegrityError:
        raise Refused("这一步刚刚已经撤销了。") from None
    return made


def label(verb: str) -> str:
    """Say a verb that can be taken back in the clerk's words."""
    return _ways[verb].label if verb in _ways else verb


def why(row: JournalRow) -> str:
    """Return the reason the journal keeps for taking a deed back."""
    return f"撤销{row.actor_name}的“{label(row.verb)}”"
