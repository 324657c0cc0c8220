"""Going up the ladder of a zone: by night, once a day; or when somebody asks for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from greenlight.base.journal import By
from greenlight.supervision import actions
from greenlight.warnings.models import Nightly, ZoneJudged

SYSTEM = "系统"
DEAD = timedelta(minutes=10)  # a walk that has not ended by then is taken over


@dataclass(frozen=True)
class Walked:
    """What was done: how many were told, how many orders and talks are drafted."""

    told: int
    drafted: int

    @property
    def sentence(self) -> str:
        """Say it in one sentence."""
        if not self.told and not self.drafted:
            return "走过一遍：没有要告知、要拟的"
        return f"走过一遍：告知 {self.told} 人次，拟好 {self.drafted} 件督办等人确认"


def walk(by: By, zone_id: int) -> Walked:
    """Tell who is to be told, draft what is to be drafted."""
    told = actions.tell_due(by=by, zone_id=zone_id)
    return Walked(len(told), len(actions.draft_due(by=by, zone_id=zone_id)))


def walk_by_night(day: date, at: datetime, now: Callable[[], datetime]) -> int:
    """Walk in every zone judged on a day and not walked in yet; return how many. Two queries when none."""
    judged = ZoneJudged.objects.filter(day__gte=day).order_by("zone_id").values_list("zone_id", flat=True)
    names = {job(zone): zone for zone in judged}
    ended = Nightly.objects.filter(day=day, job__in=list(names), ended_at__isnull=False)
    done = set(ended.values_list("job", flat=True))
    return sum(_walk_once(names[name], day, at, now) for name in names if name not in done)


def job(zone_id: int) -> str:
    """Return the name of a zone's walk among the jobs of a day."""
    return f"ladder-{zone_id}"


def _walk_once(zone_id: int, day: date, at: datetime, now: Callable[[], datetime]) -> bool:
    if not _taken(zone_id, day, at):
        return False
    walked = walk(By(at=at, actor_id=None, actor_name=SYSTEM, zone_id=zone_id), zone_id)
    Nightly.objects.filter(job=job(zone_id), day=day).update(
        done=walked.told, total=walked.told + walked.drafted, ended_at=now(), heartbeat_at=now()
    )
    return True


def _taken(zone_id: int, day: date, at: datetime) -> bool:
    """Take a zone's walk of the day: one row a (job, day), so that two consumers walk once."""
    try:
        with transaction.atomic():
            Nightly.objects.create(job=job(zone_id), day=day, began_at=at, heartbeat_at=at)
    except IntegrityError:
        dead = Nightly.objects.filter(job=job(zone_id), day=day, ended_at=None, heartbeat_at__lt=at - DEAD)
        return bool(dead.update(heartbeat_at=at))
    return True
