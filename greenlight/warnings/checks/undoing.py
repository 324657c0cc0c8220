"""Taking the decision on a hit back: it is open again as it was."""

from __future__ import annotations

from greenlight.base import journal, undoing
from greenlight.base.journal import By
from greenlight.base.models import JournalRow
from greenlight.base.refusals import Refused
from greenlight.people import may as people_may
from greenlight.projects import actions as projects
from greenlight.projects import history
from greenlight.warnings.checks.models import CheckHit
from greenlight.warnings.signals import answered


def register() -> None:
    """Make the two decisions undoable."""
    for verb in ("check.explained", "check.confirmed"):
        undoing.register(verb, history.VERBS[verb], decided, people_may.edit_zone)


def decided(by: By, row: JournalRow) -> JournalRow:
    """Open a hit again that nobody decided since."""
    project = projects.locked(row.subject_id or 0)
    own = CheckHit.objects.filter(project=project, pk=row.after.get("hit"), decided_at=row.at)
    if not own.update(state=CheckHit.State.OPEN, reason="", decided_by_name="", decided_at=None):
        raise Refused("这一条后来又处理过，请在“交叉核对”里更正。")
    made = journal.write(
        by, undoing.UNDO, "project", project.pk, before=row.after, after=row.before, why=undoing.why(row)
    )
    projects.touch(project, by)
    answered.send(sender=CheckHit, project=project, by=by)
    return made
