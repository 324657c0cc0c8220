"""Every night the zones are judged once: those whose day has come; and the first door as a fallback."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from greenlight.people.models import Zone
from greenlight.projects.models import Project
from greenlight.warnings import facts, packs
from greenlight.warnings.actions.judging import judge_projects
from greenlight.warnings.models import KnownFacts, Nightly, ZoneJudged

LIGHTS = "lights"
DEAD = timedelta(minutes=10)  # a run that has shown no sign of life for so long is taken over
Progress = Callable[[int, int], None]


def ensure_judged(zone_id: int, day: date, at: datetime, progress: Progress | None = None) -> bool:
    """Judge a zone once a day: the night's job does it, or the first door. Tell whether it did."""
    return _ensure(zone_id, day, at, progress) is not None


def _ensure(zone_id: int, day: date, at: datetime, progress: Progress | None) -> int | None:
    """Return how many lights turned; None when the zone was judged on that day already."""
    last = ZoneJudged.objects.filter(zone_id=zone_id).values_list("day", flat=True).first()
    if last is not None and last >= day:
        return None
    with transaction.atomic():
        row, made = ZoneJudged.objects.select_for_update().get_or_create(
            zone_id=zone_id, defaults={"day": day, "at": at}
        )
        if not made and row.day >= day:
            return None
        ids = None if made else due(zone_id, row.day, day)
        turned = judge_projects(zone_id, ids, day=day, at=at, cause="day", progress=progress)
        row.day, row.at = day, at
        row.save(update_fields=["day", "at"])
    return turned


def due(zone_id: int, last: date, day: date) -> list[int] | None:
    """Return the projects whose light may be another one than on `last`; None: all of them.

    Their own day has come (KnownFacts.next_on), something dated ahead begins, or nobody judged them
    yet. Rules that begin or end make it all. Ten queries.
    """
    if packs.in_force(zone_id, last) != packs.in_force(zone_id, day):
        return None
    known = KnownFacts.objects.filter(zone_id=zone_id, latest=True)
    ids = set(known.filter(next_on__lte=day).values_list("project_id", flat=True))
    ids |= facts.awoken(zone_id, last, day)
    counted = Project.objects.filter(zone_id=zone_id).counted()
    ids |= set(counted.exclude(pk__in=known.values("project_id")).values_list("pk", flat=True))
    return sorted(ids)


# ---- the night's job ----
def run_night(day: date, at: datetime, now: Callable[[], datetime]) -> Nightly | None:
    """Judge every zone for `day` unless another consumer does or did; one row a (job, day).

    `now` is the door's clock, for the signs of life. A run that died is taken over after DEAD.
    """
    row = _taken(day, at)
    if row is None:
        return None
    packs.seed()
    zones = list(Zone.objects.order_by("pk").values_list("pk", flat=True))
    for n, zone_id in enumerate(zones):
        _sign(row, n, len(zones), now())
        row.turned += _ensure(zone_id, day, at, None) or 0
    row.done = row.total = len(zones)
    row.ended_at = row.heartbeat_at = now()
    row.save()
    return row


def _taken(day: date, at: datetime) -> Nightly | None:
    try:
        with transaction.atomic():
            return Nightly.objects.create(job=LIGHTS, day=day, began_at=at, heartbeat_at=at)
    except IntegrityError:
        dead = Nightly.objects.filter(job=LIGHTS, day=day, ended_at__isnull=True, heartbeat_at__lt=at - DEAD)
        return Nightly.objects.get(job=LIGHTS, day=day) if dead.update(heartbeat_at=at) else None


def _sign(row: Nightly, done: int, total: int, now: datetime) -> None:
    row.done, row.total, row.heartbeat_at = done, total, now
    row.save(update_fields=["done", "total", "heartbeat_at", "turned"])
