"""One photo taken back: it is no longer shown nor counted; its bytes, its code and its row stay."""

from __future__ import annotations

from django.db import transaction

from greenlight.base import journal
from greenlight.base.journal import By
from greenlight.base.models import JournalRow
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.projects import actions as projects
from greenlight.projects.actions import bounds
from greenlight.projects.models import Project
from greenlight.sites import may
from greenlight.sites.models import Photo
from greenlight.sites.signals import photo_added


@transaction.atomic
def retract_photo(*, by: By, photo: Photo, why: str) -> Photo:
    """Take one photo back. Raises NotAllowed, Refused without a reason or a second time."""
    project = projects.locked(photo.project_id)
    held = mine(by, photo.pk)
    reason = bounds.reason(why, "请写为什么撤回，例如“拍成别的工地了”。")
    withdraw(by, project, held, reason, "site.photo_retract")
    return held


def mine(by: By, pk: int) -> Photo:
    """Return a locked photo that `by` may take back and nobody has; NotAllowed, Refused."""
    held = Photo.objects.select_for_update(of=("self",)).select_related("log").get(pk=pk)
    if not may.correct(by.user, held.log):
        raise NotAllowed(f"这张照片是{held.actor_name}拍的，由本人、科室或领导撤回。")
    if held.retracted_at or held.log.retracted_at:
        raise Refused("这张照片已经撤回了。")
    return held


def withdraw(by: By, project: Project, photo: Photo, why: str, verb: str) -> JournalRow:
    """Mark a photo as taken back; return the journal row."""
    return mark(by, project, photo, verb, {"at": by.at, "by_name": by.actor_name, "why": why}, why)


def mark(by: By, project: Project, photo: Photo, verb: str, fresh: dict[str, object], why: str) -> JournalRow:
    """Write whether and by whom a photo was taken back; tell the rooms above."""
    was = photo.retracted_at is not None
    for name, value in fresh.items():
        setattr(photo, f"retracted_{name}", value)
    photo.save(update_fields=[f"retracted_{name}" for name in fresh])
    about = {"photo": photo.pk, "log": photo.log_id, "code": photo.verify_code}
    row = journal.write(
        by, verb, "project", project.pk, before=about | {"withdrawn": was},
        after=about | {"withdrawn": photo.retracted_at is not None}, why=why,
    )  # fmt: skip
    projects.changed(project, by)
    photo_added.send(sender=Photo, project=project, photo=photo, by=by)
    return row
