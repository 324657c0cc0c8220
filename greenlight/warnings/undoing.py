"""Taking 催办 back while nobody has answered it, and 豁免 given or taken back."""

from __future__ import annotations

from greenlight.base import journal, undoing
from greenlight.base.journal import By
from greenlight.base.models import JournalRow
from greenlight.base.refusals import Refused
from greenlight.people import may as people_may
from greenlight.projects import actions as projects
from greenlight.warnings.actions.judging import judge_projects
from greenlight.warnings.models import Nudge, Waiver


def register() -> None:
    """Make the deed undoable."""
    undoing.register("nudge", "催办", nudged, people_may.edit_zone)
    undoing.register("waiver", "豁免", waived, people_may.lead)
    undoing.register("waiver.end", "撤回豁免", resumed, people_may.lead)


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


def waived(by: By, row: JournalRow) -> JournalRow:
    """Take a waiver away again; one that was taken back or has ended stays."""
    one = Waiver.objects.filter(project=row.subject_id, actor_id=row.actor_id, at=row.at).first()
    if one is None or one.ended_at or one.until < by.day:
        raise Refused("这条豁免已经撤回或到期，不能再撤销。")
    Waiver.objects.filter(pk=one.pk).update(ended_at=by.at, ended_by_name=by.actor_name)
    return _judged(by, row, one)


def resumed(by: By, row: JournalRow) -> JournalRow:
    """Put a waiver in force again that was taken back."""
    one = Waiver.objects.filter(project=row.subject_id, ended_at=row.at).first()
    if one is None or one.until < by.day:
        raise Refused("这条豁免已经到期，不能再恢复。")
    Waiver.objects.filter(pk=one.pk).update(ended_at=None, ended_by_name="")
    return _judged(by, row, one)


def _judged(by: By, row: JournalRow, waiver: Waiver) -> JournalRow:
    project = projects.locked(waiver.project_id)
    made = journal.write(
        by, undoing.UNDO, "project", project.pk, before=row.after, after=row.before, why=undoing.why(row)
    )
    projects.touch(project, by)
    judge_projects(project.zone_id, [project.pk], day=by.day, at=by.at)
    return made
