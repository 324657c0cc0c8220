"""Taking the decision on a hit back: it is open again, or decided again, as it was."""

from __future__ import annotations

from typing import Any

from greenlight.base import journal, undoing
from greenlight.base.journal import By
from greenlight.base.models import JournalRow
from greenlight.base.refusals import Refused
from greenlight.people import may as people_may
from greenlight.projects import actions as projects
from greenlight.projects import history
from greenlight.warnings.checks.models import CheckHit
from greenlight.warnings.signals import answered

State = CheckHit.State
DECIDED = {"check.explained": State.EXPLAINED, "check.confirmed": State.CONFIRMED}
OPENED = "check.open"


def register() -> None:
    """Make the three deeds undoable."""
    for verb in (*DECIDED, OPENED):
        undoing.register(verb, history.VERBS[verb], decided, people_may.edit_zone)


def decided(by: By, row: JournalRow) -> JournalRow:
    """Give a hit that nobody decided since what it was before."""
    project = projects.locked(row.subject_id or 0)
    own = CheckHit.objects.filter(project=project, pk=row.after.get("hit"), decided_at=row.at)
    if not own.update(**_before(row)):
        raise Refused("这一条后来又处理过，请在“交叉核对”里更正。")
    made = journal.write(
        by, undoing.UNDO, "project", project.pk, before=row.after, after=row.before, why=undoing.why(row)
    )
    projects.touch(project, by)
    answered.send(sender=CheckHit, project=project, by=by)
    return made


def _before(row: JournalRow) -> dict[str, Any]:
    """Return the decision that was opened again, as the journal keeps it; else that nobody decided."""
    earlier = JournalRow.objects.filter(
        subject_kind="project", subject_id=row.subject_id, verb__in=DECIDED, seq__lt=row.seq,
        after__hit=row.after.get("hit"),
    )  # fmt: skip
    last = earlier.order_by("-seq").first() if row.verb == OPENED else None
    if last is None:
        return {
            "state": State.OPEN, "reason": "", "decided_by_id": None, "decided_by_name": "",
            "decided_at": None,
        }  # fmt: skip
    return {
        "state": DECIDED[last.verb], "reason": last.why, "decided_by_id": last.actor_id,
        "decided_by_name": last.actor_name, "decided_at": last.at,
    }  # fmt: skip
