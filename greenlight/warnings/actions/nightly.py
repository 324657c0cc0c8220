"""Every night the zones are judged once: those whose day has come; and the first door as a fallback."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db import IntegrityError, connection, transaction
from django.db.models import Exists, OuterRef

from greenlight.base import bulk
from greenlight.base.imports.memory import no_collecting
from greenlight.kernel.lights.memory import YELLOW_KEPT
from greenlight.people.models import Zone
from greenlight.projects.models import Project
from greenlight.warnings import facts, packs
from greenlight.warnings.actions.judging import judge_projects
from greenlight.warnings.models import NextTurn, Nightly, ZoneJudged

LIGHTS = "lights"
MANY = 300  # projects from which on the collector of cycles costs more than it finds
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
        _alone()
        row, made = ZoneJudged.objects.select_for_update().get_or_create(
            zone_id=zone_id, defaults={"day": day, "at": at}
        )
        if not made and row.day >= day:
            return None
        turned = _judge(zone_id, None if made else row.day, day, at, progress)
        row.day, row.at = day, at
        row.save(update_fields=["day", "at"])
    return turned


def _alone() -> None:
    """Let PostgreSQL answer with one process: helpers cost more than a night's short questions take."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL max_parallel_workers_per_gather = 0")


def _judge(zone_id: int, last: date | None, day: date, at: datetime, progress: Progress | None) -> int:
    found = due(zone_id, last, day) if last else None
    if found is None:
        return judge_projects(zone_id, day=day, at=at, cause="day", progress=progress)
    with no_collecting() if len(found.timely) > MANY else nullcontext():
        turned = judge_projects(
            zone_id, found.timely, day=day, at=at, cause="day", progress=progress, kept=True
        )
    return turned + judge_projects(zone_id, found.anew, day=day, at=at, cause="day", progress=progress)


class Due(NamedTuple):
    """The projects to look at: `timely` by what is kept of them, `anew` from the records."""

    timely: list[int]
    anew: list[int]


def due(zone_id: int, last: date, day: date) -> Due | None:
    """Return the projects whose light may be another one than on `last`; None: all of them.

    Their own day has come (NextTurn), something dated ahead begins, or nobody judged them
    yet. Rules that begin or end make it all. Eleven queries at most.
    """
    rules = packs.in_force(zone_id, day)
    if packs.in_force(zone_id, last) != rules:
        return None
    own = NextTurn.objects.filter(zone_id=zone_id, next_on__lte=day)
    timely = set(own.values_list("project_id", flat=True))
    anew = facts.awoken(zone_id, last, day) | _unknown(zone_id)
    if any(rule.kind == YELLOW_KEPT for rule in rules):
        timely, anew = set(), timely | anew
    return Due(sorted(timely - anew), sorted(anew))


def _unknown(zone_id: int) -> set[int]:
    """Return the projects nobody judged yet: asked of all ids there are, which two indexes answer."""
    unknown = ~Exists(NextTurn.objects.filter(project=OuterRef("pk")))
    found = list(Project.objects.filter(unknown).order_by().values_list("pk", flat=True))
    counted = Project.objects.filter(bulk.among("pk", found), zone_id=zone_id).counted()
    return set(counted.values_list("pk", flat=True)) if found else set()


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
