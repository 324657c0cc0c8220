"""Papers made in the background for one person: asked for, drawn with progress, kept a week, then dropped.

A handout is nobody else's: what it holds is what its reader may see.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet

from greenlight.base import files, jobs, subjects
from greenlight.base.jobs import Running
from greenlight.base.journal import By
from greenlight.base.models import File, Job

SUBJECT = "handout"
KEPT = timedelta(days=7)
_kinds: dict[str, str] = {}  # kind of job → its word


def kind(name: str, word: str, work: Callable[[Running], None]) -> None:
    """Register a kind of handout: its word (作战图) and what draws it."""
    _kinds[name] = word
    jobs.kind(name, work)
    subjects.register(SUBJECT, "出的纸", own, page)


def word(job: Job) -> str:
    """Return what is being made."""
    return _kinds.get(job.kind, "")


def own(user: Any) -> QuerySet[Job]:
    """Return the handouts a person asked for."""
    return Job.objects.filter(kind__in=list(_kinds), actor_id=user.pk)


def page(job: Job) -> str:
    """Return where its progress is told (desk:handout)."""
    return f"/handouts/{job.pk}/"


def start(by: By, name: str, label: str, *, back: str, **arguments: Any) -> Job:
    """Ask for a handout; `back` is the page it was asked from."""
    return jobs.start(by, name, label, back=back, **arguments)


def keep(running: Running, data: bytes, name: str) -> File:
    """Keep what was made, and drop what the person had made over a week ago."""
    by = running.by()
    old = File.objects.filter(subject_kind=SUBJECT, actor_id=by.actor_id, at__lt=by.at - KEPT)
    for one in old:
        one.content.delete(save=False)
        one.delete()
    return files.store(by, data, name, subject=(SUBJECT, running.job.pk))


def made(job: Job) -> File | None:
    """Return the file of a handout once it is there."""
    return File.objects.filter(subject_kind=SUBJECT, subject_id=job.pk).order_by("-pk").first()
