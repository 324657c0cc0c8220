"""A fence that moves: the photos of the project are judged by it anew, a few at once, many in the background.

Only what a fence has a say in changes (flags.PLACE); what was said of a photo stays as it was said.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.urls import reverse

from greenlight.base import jobs, journal
from greenlight.base.jobs import Running
from greenlight.base.journal import By
from greenlight.projects import actions as projects
from greenlight.projects.models import Project
from greenlight.sites import flags
from greenlight.sites.models import Fence, Photo

KIND = VERB = "site.reflag"
AT_ONCE = 200
PIECE = 500


def after_fence(by: By, project: Project) -> None:
    """Judge the photos of a project by the fence it has now; a step of the deed that moved it."""
    count = Photo.objects.filter(project=project).count()
    if count > AT_ONCE:
        label = f"按新的工地范围重查“{project.name}”的 {count:,} 张照片"
        back = reverse("desk:project", args=[project.pk]) + "?tab=site"
        jobs.start(by, KIND, label, next_url=back, project=project.pk)
    elif count:
        reflag(by, project.pk)


def work(running: Running) -> None:
    """Judge the photos of a job's project."""
    reflag(running.by(), int(running.arguments["project"]), running.progress)


def reflag(by: By, pk: int, told: Callable[[int, int], None] | None = None) -> None:
    """Judge all photos of a project anew, PIECE by PIECE, and journal how many lie outside.

    Between two pieces the fence may move again: the deed that moves it judges all of them once more.
    """
    ids = list(Photo.objects.filter(project=pk).order_by("pk").values_list("pk", flat=True))
    before = after = 0
    for at in range(0, len(ids), PIECE):
        was, now = _piece(pk, ids[at : at + PIECE])
        before, after = before + was, after + now
        if told:
            told(min(at + PIECE, len(ids)), len(ids))
    with transaction.atomic():
        counts = {"outside": after, "photos": len(ids)}
        journal.write(by, VERB, "project", pk, before={"outside": before}, after=counts)


@transaction.atomic
def _piece(pk: int, ids: list[int]) -> tuple[int, int]:
    """Judge some photos; return how many lay outside, and how many lie outside now."""
    projects.locked(pk)
    fence = Fence.objects.filter(project=pk).first()
    held = list(Photo.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
    before = sum(map(is_outside, held))
    changed = []
    for photo in held:
        found = flags.again(photo, fence)
        if found != photo.flags:
            photo.flags = found
            changed.append(photo)
    Photo.objects.bulk_update(changed, ["flags"])
    return before, sum(map(is_outside, held))


def is_outside(photo: Photo) -> bool:
    """Tell whether a photo is flagged as taken outside the fence."""
    return any(one["kind"] == flags.OUTSIDE for one in photo.flags)


def register() -> None:
    """Register the kind of job; called when all rooms are loaded."""
    jobs.kind(KIND, work)
