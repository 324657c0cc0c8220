"""Taking deeds of the site back: a log, the parts, the fence; only while what the deed left still stands."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from greenlight.base import journal, undoing
from greenlight.base.journal import By
from greenlight.base.models import JournalRow
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.people import may as people_may
from greenlight.projects import actions as projects
from greenlight.projects import history
from greenlight.projects.models import Project
from greenlight.sites import may, standing
from greenlight.sites.actions import arranging, logs
from greenlight.sites.models import Fence, SiteLog

VERBS = {"site.log", "site.parts", "site.fence"}


def register() -> None:
    """Make the deeds undoable."""
    ways = {"site.log": logged, "site.parts": parted, "site.fence": fenced}
    for verb, undo in ways.items():
        undoing.register(verb, history.VERBS[verb], undo, people_may.edit_zone)


def logged(by: By, row: JournalRow) -> JournalRow:
    """Take the log back; the project follows what stands."""
    project = projects.locked(row.subject_id or 0)
    log = SiteLog.objects.select_for_update().filter(project=project, pk=row.after["log"]).first()
    if log is None or log.retracted_at:
        raise Refused("这一条现场已经撤回了。")
    if not may.correct(by.user, log):
        raise NotAllowed(f"这一条是{log.actor_name}记的，由本人、科室或领导撤销。")
    return logs.withdraw(by, project, log, undoing.why(row), undoing.UNDO)


def parted(by: By, row: JournalRow) -> JournalRow:
    """Give the project its parts of before."""
    project = _held(by, row)
    if arranging.weights_by_name(project) != row.after["parts"]:
        raise Refused(f"“{project.name}”的部位后来又改过，撤销会盖掉；请直接改成对的。")
    before = row.before["parts"]
    arranging.put(project, [(one["name"], Decimal(one["weight"])) for one in before])
    facts = standing.facts(project)
    old = projects.renew_site(project, facts)
    return _done(by, row, project, row.after | old, {"parts": before} | facts)


def fenced(by: By, row: JournalRow) -> JournalRow:
    """Give the project its fence of before."""
    project = _held(by, row)
    if arranging.as_told(Fence.objects.filter(project=project).first()) != row.after["fence"]:
        raise Refused(f"“{project.name}”的工地范围后来又改过，撤销会盖掉；请直接改成对的。")
    arranging.fence_in(by, project, row.before["fence"])
    return _done(by, row, project, row.after, row.before)


def _held(by: By, row: JournalRow) -> Project:
    project = projects.locked(row.subject_id or 0)
    if not may.arrange(by.user, project):
        raise NotAllowed("这个项目现在不归您改，请由科室或领导撤销。")
    return project


def _done(
    by: By, row: JournalRow, project: Project, before: dict[str, Any], after: dict[str, Any]
) -> JournalRow:
    made = journal.write(
        by, undoing.UNDO, "project", project.pk, before=before, after=after, why=undoing.why(row)
    )
    projects.changed(project, by)
    return made
