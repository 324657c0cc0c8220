"""Long deeds in the background: a Job row says how far they are, whether they live, how they ended.

A queue may hand a message out twice or lose it: a job runs only from QUEUED, by one UPDATE that
takes it, and `sweep` ends what has shown no sign of life for STALE.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from django.db import transaction
from huey import crontab
from huey.contrib.djhuey import HUEY, db_periodic_task, db_task

from greenlight.base import clock
from greenlight.base.journal import By
from greenlight.base.models import Job
from greenlight.base.refusals import Refused

log = logging.getLogger(__name__)
STALE = timedelta(minutes=10)
ALIVE = (Job.State.QUEUED, Job.State.RUNNING)


class Cancelled(Exception):
    """Somebody asked to stop; raised between two chunks of work."""


class Running:
    """A job at work, as its function sees it."""

    def __init__(self, job: Job) -> None:
        self.job = job

    @property
    def arguments(self) -> dict[str, Any]:
        """Return what `start` was given."""
        return dict(self.job.arguments)

    def progress(self, done: int, total: int = 0, note: str = "") -> None:
        """Write how far the job is; raise Cancelled if somebody asked to stop."""
        now = clock.now()
        Job.objects.filter(pk=self.job.pk).update(done=done, total=total, note=note, heartbeat_at=now)
        self.check()

    def steps(self, total: int) -> Callable[[str], None]:
        """Return what tells that one more of `total` steps begins, and in which words."""
        done = count()
        return lambda note: self.progress(next(done), total, note)

    def check(self) -> None:
        """Raise Cancelled if somebody asked to stop."""
        if Job.objects.filter(pk=self.job.pk, wants_cancel=True).exists():
            raise Cancelled

    def by(self, user: Any = None) -> By:
        """Return who asked for the job and when: the deed is of the moment it was asked for."""
        job = self.job
        return By(at=job.queued_at, actor_id=job.actor_id, actor_name=job.actor_name,
                  zone_id=job.zone_id, user=user)  # fmt: skip


Work = Callable[[Running], None]
Ended = Callable[[Job], None]
_kinds: dict[str, tuple[Work, Ended | None]] = {}


def kind(name: str, work: Work, *, ended: Ended | None = None) -> None:
    """Register what a kind of job does, and who wants to hear that it failed or was cancelled."""
    _kinds[name] = (work, ended)


def start(by: By, name: str, label: str, *, next_url: str = "", **arguments: Any) -> Job:
    """Queue a job once the transaction is through; under the test runner it runs at once."""
    job = Job.objects.create(
        zone_id=by.zone_id, kind=name, label=label[:120], arguments=arguments, next_url=next_url,
        actor_id=by.actor_id, actor_name=by.actor_name, queued_at=by.at,
    )  # fmt: skip
    if HUEY.immediate:
        run(job.pk)
    else:
        transaction.on_commit(lambda: _run_later(job.pk))
    job.refresh_from_db()
    return job


@db_task()  # type: ignore[untyped-decorator]
def _run_later(pk: int) -> None:
    run(pk)


def run(pk: int) -> None:
    """Run a queued job to its end; a second call finds it taken and does nothing."""
    now = clock.now()
    taken = Job.objects.filter(pk=pk, state=Job.State.QUEUED)
    if not taken.update(state=Job.State.RUNNING, heartbeat_at=now):
        return
    job = Job.objects.get(pk=pk)
    state, note = _outcome(job)
    Job.objects.filter(pk=pk).update(state=state, note=note, ended_at=clock.now())
    _tell(Job.objects.get(pk=pk))


def _outcome(job: Job) -> tuple[str, str]:
    try:
        _kinds[job.kind][0](Running(job))
    except Cancelled:
        return Job.State.CANCELLED, "已取消，什么都没有改"
    except Refused as refused:
        return Job.State.FAILED, str(refused)
    except Exception:
        log.exception("job %s %s failed", job.kind, job.pk)
        if HUEY.immediate:
            raise
        return Job.State.FAILED, f"没有办成，什么都没有改。请再试一次；还不行就报编号 {job.pk} 给管理员。"
    return Job.State.DONE, ""


def _tell(job: Job) -> None:
    ended = _kinds[job.kind][1] if job.kind in _kinds else None
    if ended and job.state != Job.State.DONE:
        ended(job)


def cancel(job: Job) -> Job:
    """Ask a job to stop; one that has not begun is stopped at once."""
    now = clock.now()
    waiting = Job.objects.filter(pk=job.pk, state=Job.State.QUEUED)
    if waiting.update(state=Job.State.CANCELLED, ended_at=now, note="已取消，什么都没有改"):
        job.refresh_from_db()
        _tell(job)
    Job.objects.filter(pk=job.pk, state=Job.State.RUNNING).update(wants_cancel=True)
    job.refresh_from_db()
    return job


def sweep(now: datetime) -> int:
    """End jobs that have shown no sign of life for STALE; return how many."""
    dead = Job.objects.filter(state=Job.State.RUNNING, heartbeat_at__lt=now - STALE)
    found = list(dead)
    note = "中途断了，什么都没有改，请再做一次"
    dead.update(state=Job.State.FAILED, ended_at=now, note=note)
    for job in Job.objects.filter(pk__in=[one.pk for one in found]):
        _tell(job)
    return len(found)


@db_periodic_task(crontab(minute="*/5"))  # type: ignore[untyped-decorator]
def _sweep_now_and_then() -> None:
    sweep(clock.now())
