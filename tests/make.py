"""Plain functions that make what a test needs, and the cast that plays in every test.

lin is a clerk of the zone, zhao its leader, sun handles for a unit, he is a liaison, chen speaks for an
enterprise, wu is a clerk of another zone and a stranger here.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from greenlight.base.journal import By
from greenlight.enterprises.models import Enterprise
from greenlight.people.models import Membership, Region, Role, Unit, User, Zone
from greenlight.projects.models import Project

TODAY = date(2022, 7, 31)
NOW = datetime(2022, 7, 31, 2, 0, tzinfo=UTC)


def zone(name: str = "清源经济开发区", code: str = "330881") -> Zone:
    """Make a zone, or return the one of that name."""
    region, _ = Region.objects.get_or_create(code=code, defaults={"name": "清源市"})
    made, _ = Zone.objects.get_or_create(name=name, defaults={"region": region})
    return made


def unit(name: str = "经济发展科", in_zone: Zone | None = None, **values: Any) -> Unit:
    """Make a unit of a zone."""
    made, _ = Unit.objects.get_or_create(zone=in_zone or zone(), name=name, defaults=values)
    return made


def user(
    username: str = "lin", role: str = Role.CLERK, *, in_zone: Zone | None = None,
    of_unit: Unit | None = None, day: date = TODAY,
) -> User:  # fmt: skip
    """Make a person with one role, seen on `day`."""
    found = User.objects.filter(username=username).first()
    if found is None:
        found = User.objects.create_user(username, name=username, password="a long enough phrase")
        place = of_unit.zone if of_unit else (in_zone or zone())
        Membership.objects.create(user=found, role=role, zone=place, unit=of_unit)
    return found.on(day)


def lin() -> User:
    """A clerk."""
    return user("lin", Role.CLERK)


def zhao() -> User:
    """A leader."""
    return user("zhao", Role.LEADER)


def sun(of_unit: Unit | None = None) -> User:
    """A handler of a unit."""
    return user("sun", Role.UNIT_HANDLER, of_unit=of_unit or unit())


def he() -> User:
    """A liaison."""
    return user("he", Role.LIAISON)


def chen() -> User:
    """A person of an enterprise."""
    return user("chen", Role.ENTERPRISE)


def wu() -> User:
    """A clerk of another zone: a stranger here."""
    return user("wu", Role.CLERK, in_zone=zone("邻县工业园区", "330822"))


def by(actor: User | None = None, at: datetime = NOW) -> By:
    """Say who does a deed."""
    actor = actor or lin()
    return By(at=at, actor_id=actor.pk, actor_name=actor.name, zone_id=actor.scope.home, user=actor)


def enterprise(name: str = "示例机械有限公司", **values: Any) -> Enterprise:
    """Make an enterprise."""
    values.setdefault("zone", zone())
    return Enterprise.objects.create(name=name, name_norm=name, **values)


def project(name: str = "示例锂盐生产线项目", **values: Any) -> Project:
    """Make a project row as it stands, without the deeds around it."""
    values.setdefault("zone", zone())
    values.setdefault("kind", "attraction")
    values.setdefault("stage", "signed")
    values.setdefault("total_wan", Decimal(30000))
    values.setdefault("name_norm", name)
    return Project.objects.create(name=name, created_at=NOW, updated_at=NOW, **values)
