"""Taking 催办 back while nobody has answered it."""

from __future__ import annotations

from greenlight.base import journal, undoing
from greenlight.base.journal import By
from greenlight.base.models import JournalRow
from greenlight.base.refusals import Refused
from greenlight.people import may as people_may
from greenlight.projects import actions as projects
from greenlight.warnings.models import Nudge


def register() -> None:
    """Make the deed undoable."""
    undoing.register("nudge", "催办", nudged, people_may.edit_zone)


def nudged(by: By, row: JournalRow) -> JournalRow:
    """Withdraw a reminder; one that was answered stays."""
    project = projects.locked(row.subject_id or 0)
    one = Nudge.objects.filter(project=project, actor_id=row.actor_id, at=row.at).first()
    if one is None or one.answered_at:
        raise Refused("对方已经答复，或这条催办已经撤回，不能再撤销。")
    one.delete()
    made = journal.write(by, undoing.UNDO, "project", project.pk, before=row.after, why=undoing.why(row))
    projects.touch(project, by)
    return made
