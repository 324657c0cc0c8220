"""Wall screens: paired by a code shown on the screen, read one zone, can be cut off at any time.

The secret is made by the server, lives in the screen's cookie only and is stored hashed; no address
ever holds it. What is typed by a person is a short code that is worth nothing after ten minutes.
"""

from __future__ import annotations

import secrets
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet

from greenlight.base import journal
from greenlight.base.journal import By
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.people import may
from greenlight.people.models import User, WallDevice, Zone
from greenlight.people.naming import named
from greenlight.people.scope import Scope
from greenlight.people.signin import hashed

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # nothing that looks like something else
CODE = 6
MINUTES = 10
MOST_WAITING = 200
DAYS = (("30", "30 天"), ("180", "半年"), ("365", "一年"))


@transaction.atomic
def wait(at: datetime) -> tuple[WallDevice, str]:
    """Make a screen that waits to be named; returns it with the secret for its cookie.

    Raises Refused when too many wait: the sign of a robot.
    """
    WallDevice.objects.filter(zone__isnull=True, waits_until__lt=at).delete()
    if WallDevice.objects.filter(zone__isnull=True).count() >= MOST_WAITING:
        raise Refused("等着配对的大屏太多，请十分钟后再打开这一页。", status=429)
    secret = secrets.token_urlsafe(32)
    device = WallDevice.objects.create(
        secret_hash=hashed(secret), code=_code(), waits_until=at + timedelta(minutes=MINUTES)
    )
    return device, secret


def _code() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(CODE))


def held(secret: str) -> WallDevice | None:
    """Return the screen of a cookie's secret."""
    if not 20 <= len(secret) <= 100:
        return None
    return WallDevice.objects.select_related("zone").filter(secret_hash=hashed(secret)).first()


def reads(device: WallDevice, day: date) -> bool:
    """Tell whether a screen may still read on a day."""
    paired = device.zone_id is not None and device.revoked_at is None
    return paired and device.expires_on is not None and day <= device.expires_on


def reader(device: WallDevice, day: date) -> User:
    """Return the reader a screen is: it sees its zone as a whole and holds no role in it."""
    zones = frozenset({device.zone_id} if device.zone_id else ())
    user = User(username="", name=device.name or "大屏")
    user.scope_of_day = Scope(
        user_id=0, day=day, home=device.zone_id, zones=zones, units=frozenset(), grids=frozenset(),
        roles=frozenset(),
    )  # fmt: skip
    return user


def seen(device: WallDevice, day: date) -> None:
    """Remember the last day a screen asked; at most one write a day."""
    if device.seen_on != day:
        WallDevice.objects.filter(pk=device.pk).update(seen_on=day)


def of_zone(zone_id: int | None) -> QuerySet[WallDevice]:
    """Return the screens of a zone, those still reading first."""
    cut_off_last = F("revoked_at").asc(nulls_first=True)
    return WallDevice.objects.filter(zone_id=zone_id or 0).order_by(cut_off_last, "-pk")


@transaction.atomic
def pair(*, by: By, zone: Zone, code: str, name: str, days: int) -> WallDevice:
    """Let the screen that shows `code` read the zone until a day.

    Raises NotAllowed; Refused when no screen waits with the code, or the name is missing.
    """
    _check(by, zone.pk)
    name = named(name)
    if not name:
        raise Refused("给大屏起个名字，例如 一楼大厅。", status=400)
    if str(days) not in dict(DAYS):
        raise Refused("有效期请从列出的几种里选。", status=400)
    wanted = code.replace(" ", "").replace("-", "").upper()[:8]
    device = (
        WallDevice.objects.select_for_update()
        .filter(Q(code=wanted) & ~Q(code=""), zone__isnull=True, waits_until__gte=by.at)
        .first()
    )
    if device is None:
        raise Refused("没有大屏在显示这个配对码。看大屏上的六位码，十分钟会换一次。", status=400)
    device.zone, device.name, device.code, device.waits_until = zone, name, "", None
    device.paired_by_name, device.paired_at = by.actor_name, by.at
    device.expires_on = by.day + timedelta(days=days)
    device.save()
    journal.write(by, "wall.pair", "wall", device.pk, after={"name": name, "expires_on": device.expires_on})
    return device


@transaction.atomic
def revoke(*, by: By, device: WallDevice) -> None:
    """Cut a screen off; its next question, within fifteen seconds, is refused. Raises NotAllowed."""
    _check(by, device.zone_id)
    held_now = WallDevice.objects.select_for_update().get(pk=device.pk)
    if held_now.revoked_at is None:
        held_now.revoked_at = by.at
        held_now.save(update_fields=["revoked_at"])
        journal.write(by, "wall.revoke", "wall", device.pk, before={"name": device.name})


def _check(by: By, zone_id: int | None) -> None:
    if by.user is None or not may.show_on_walls(by.user, zone_id):
        raise NotAllowed("只有本区领导、科室和系统管理员能管大屏。")
