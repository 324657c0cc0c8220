"""A zone's first day: the zone, and one person for every role who gets in by a printed link."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from greenlight.base import journal
from greenlight.base.journal import By
from greenlight.base.refusals import Refused
from greenlight.people.models import Membership, Region, Role, Unit, User, Zone
from greenlight.people.naming import named

COUNTRY = "100000"
FIRST = (
    ("leader", Role.LEADER, "领导"),
    ("clerk", Role.CLERK, "科室经办"),
    ("admin", Role.SYSTEM_ADMIN, "系统管理员"),
)
OFFICE = "管委会办公室"


@transaction.atomic
def open_zone(name: str, *, at: datetime) -> Zone:
    """Make an empty zone with a leader, a clerk and a system administrator, none with a password.

    Raises Refused for a name nobody could read.
    """
    name = named(name)
    if not name:
        raise Refused("园区名称要填，例如 --zone 清源经济开发区。", status=400)
    region, _ = Region.objects.get_or_create(code=COUNTRY, defaults={"name": "中华人民共和国"})
    zone = Zone.objects.create(region=region, name=name, committee=f"{name}管委会"[:60])
    Unit.objects.create(zone=zone, name=OFFICE)
    for username, role, called in FIRST:
        user = User.objects.create_user(username, name=called)
        Membership.objects.create(user=user, role=role, zone=zone)
    by = By(at=at, actor_id=None, actor_name="命令行", zone_id=zone.pk)
    journal.write(
        by, "zone.open", "zone", zone.pk, after={"name": zone.name, "people": [one[0] for one in FIRST]}
    )
    return zone
