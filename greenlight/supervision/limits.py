"""单位的灯's limits: those shipped, and what a zone has set since, every version with its paper."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import cache

from greenlight.kernel import league
from greenlight.supervision import ladders
from greenlight.supervision.models import UnitLimit

Limits = tuple[league.Limits, ...]


@cache
def shipped() -> Limits:
    """Return the limits of kernel/data/unit_limits.json."""
    return tuple(league.Limits.of(one) for one in ladders.stored("unit_limits.json"))


def of_zones(zones: Iterable[int]) -> dict[int, Limits]:
    """Return {zone: its limits}: the shipped ones, and what it has set since, every version; one query."""
    ids = set(zones)
    own: dict[int, list[UnitLimit]] = defaultdict(list)
    for row in UnitLimit.objects.filter(zone__in=ids).order_by("version"):
        own[row.zone_id].append(row)
    return {zone: (*_before(own[zone]), *map(_as_limits, own[zone])) for zone in ids}


def _before(own: list[UnitLimit]) -> Limits:
    """Return the shipped limits as far as the zone has set nothing else."""
    if not own:
        return shipped()
    first = min(one.valid_from for one in own)
    return tuple(replace(one, valid_to=first - ladders.ONE_DAY) for one in shipped())


def _as_limits(own: UnitLimit) -> league.Limits:
    return league.Limits(
        shipped()[-1].code, own.yellow, own.red, own.paper, "weak" if own.unsure else "own", own.valid_from,
        own.valid_to, own.is_on, own.version + 1,
    )  # fmt: skip


def last_of(zone_id: int) -> league.Limits:
    """Return the newest version of a zone."""
    return of_zones([zone_id])[zone_id][-1]


def on(zones: Iterable[int], day: date) -> dict[int, league.Limits | None]:
    """Return {zone: the limits in force on a day}; one query."""
    return {zone: league.in_force(own, day) for zone, own in of_zones(zones).items()}
