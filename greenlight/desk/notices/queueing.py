"""What waits to be sent to robots: warnings gather in one waiting message, the digest is one a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime

from django.db import IntegrityError, transaction

from greenlight.desk.models.notices import Delivery, Robot
from greenlight.kernel.notices import Item, merged

MOST = 200  # lines a message holds; the channel's own limit cuts it shorter
GATHER_SECONDS = 60


def robots(zone_id: int, kind: str) -> list[Robot]:
    """Return the robots of a zone that tell of a kind."""
    return [one for one in Robot.objects.filter(zone_id=zone_id, is_on=True) if kind in one.tells]


def warn(zone_id: int, items: Sequence[Item], day: date, at: datetime, begin: datetime) -> None:
    """Add to the message that waits, or begin one that is sent from `begin` on."""
    for robot in robots(zone_id, "warning"):
        _gather(robot, items, day, at, begin)


def _gather(robot: Robot, items: Sequence[Item], day: date, at: datetime, begin: datetime) -> None:
    try:
        with transaction.atomic():
            Delivery.objects.create(
                robot=robot, zone_id=robot.zone_id, kind="warning", day=day, title="灯变了", not_before=begin,
                items=written(items), at=at,
            )  # fmt: skip
    except IntegrityError:  # one waits already: it takes these along
        rows = Delivery.objects.select_for_update().filter(
            robot=robot, kind="warning", state=Delivery.State.WAITING
        )
        for held in rows:
            held.items = written([*read(held.items), *items])
            held.save(update_fields=["items"])


def written(items: Sequence[Item]) -> list[dict[str, str]]:
    """Return items as JSON holds them, merged and at most MOST."""
    return [asdict(one) for one in merged(items)[:MOST]]


def read(held: Sequence[dict[str, str]]) -> list[Item]:
    """Return the items of a message."""
    return [Item(**one) for one in held]


def digest(robot: Robot, items: Sequence[Item], title: str, day: date, at: datetime) -> bool:
    """Queue the day's digest of a robot, once however often it is asked for."""
    made, new = Delivery.objects.get_or_create(
        robot=robot, day=day, kind="digest",
        defaults={"zone_id": robot.zone_id, "title": title[:100], "items": [asdict(one) for one in items],
                  "not_before": at, "at": at},
    )  # fmt: skip
    return new and made.pk is not None
