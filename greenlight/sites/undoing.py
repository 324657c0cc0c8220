"""Taking deeds of the site back, only while what the deed left still stands.

A log and a photo are taken back as with their own deeds: they stay readable, their bytes stay. What a look at
an original, a later original and the judging after a moved fence did cannot be taken back: the first two
happened, the third follows the fence.
"""

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
from greenlight.sites.actions import arranging, logs, reflagging, removing
from greenlight.sites.models import Fence, Photo, SiteLog


def register() -> None:
    """Make the deeds undoable."""
    ways = {
        "site.log": logged, "site.correct": corrected, "site.retract": returned, "site.parts": parted,
        "site.fence": fenced, "site.photo": taken, "site.photo_retract": shown_again,
        "site.explain": explained,
    }  # fmt: skip
    for verb, undo in ways.items():
        undoing.register(verb, history.VERBS[verb], undo, people_may.edit_zone)


# ---- logs ----
def logged(by: By, row: JournalRow) -> JournalRow:
    """Take the log back; the project follows what stands."""
    project, log = _log(by, row)
    if log.retracted_at:
        raise Refused("这一条现场已经撤回了。")
    return logs.withdraw(by, project, log, undoing.why(row), undoing.UNDO)


def corrected(by: By, row: JournalRow) -> JournalRow:
    """Let the log say again what it said before it was corrected."""
    project, log = _log(by, row)
    now = journal.plain(logs.plain(log))
    if log.retracted_at or any(row.after.get(name) != told for name, told in now.items()):
        raise Refused("这一条现场后来又改过或撤回了，撤销会盖掉；请直接更正。")
    return logs.restore(by, project, log, row.before, undoing.why(row))


def returned(by: By, row: JournalRow) -> JournalRow:
    """Let a log that was taken back stand again; the project follows it."""
    project, log = _log(by, row)
    if log.retracted_at != row.at:
        raise Refused("这一条现场后来又撤回或恢复过，请刷新后再看。")
    return logs.stand_again(by, project, log, undoing.why(row))


def _log(by: By, row: JournalRow) -> tuple[Project, SiteLog]:
    project = projects.locked(row.subject_id or 0)
    pk = row.after.get("log", row.before.get("log"))
    log = SiteLog.objects.select_for_update().filter(project=project, pk=pk).first()
    if log is None:
        raise Refused("这一条现场已经不在了。")
    if not may.correct(by.user, log):
        raise NotAllowed(f"这一条是{log.actor_name}记的，由本人、科室或领导撤销。")
    return project, log


# ---- photos ----
def taken(by: By, row: JournalRow) -> JournalRow:
    """Take the photo back."""
    if "original" in row.after:
        raise Refused("补传的原图已经存下，不能撤销；要撤就在照片页撤回这张照片。", status=400)
    project = projects.locked(row.subject_id or 0)
    photo = removing.mine(by, row.after["photo"])
    return removing.withdraw(by, project, photo, undoing.why(row), undoing.UNDO)


def shown_again(by: By, row: JournalRow) -> JournalRow:
    """Show a photo again that was taken back."""
    project, photo = _photo(by, row)
    if photo.retracted_at != row.at:
        raise Refused("这张照片后来又撤回或恢复过，请刷新后再看。")
    fresh: dict[str, object] = {"at": None, "by_name": "", "why": ""}
    return removing.mark(by, project, photo, undoing.UNDO, fresh, undoing.why(row))


def explained(by: By, row: JournalRow) -> JournalRow:
    """Let stand what was said of a photo before."""
    project, photo = _photo(by, row)
    if photo.explained != row.after.get("explained"):
        raise Refused("这张照片后来又说明过，撤销会盖掉；请直接重新说明。")
    photo.explained = row.before["explained"]
    photo.save(update_fields=["explained"])
    return journal.write(
        by, undoing.UNDO, "project", project.pk, before=row.after, after=row.before, why=undoing.why(row)
    )


def _photo(by: By, row: JournalRow) -> tuple[Project, Photo]:
    project = projects.locked(row.subject_id or 0)
    rows = Photo.objects.select_for_update(of=("self",)).select_related("log")
    photo = rows.get(pk=row.after["photo"])
    if not may.correct(by.user, photo.log):
        raise NotAllowed(f"这张照片是{photo.actor_name}拍的，由本人、科室或领导撤销。")
    return project, photo


# ---- parts and fence ----
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
    """Give the project its fence of before; its photos are judged by it again."""
    project = _held(by, row)
    if arranging.as_told(Fence.objects.filter(project=project).first()) != row.after["fence"]:
        raise Refused(f"“{project.name}”的工地范围后来又改过，撤销会盖掉；请直接改成对的。")
    arranging.fence_in(by, project, row.before["fence"])
    made = _done(by, row, project, row.after, row.before)
    reflagging.after_fence(by, project)
    return made


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
