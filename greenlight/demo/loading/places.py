"""The zone, its units and grids, its people without passwords, its enterprises."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.contrib.auth.hashers import make_password

from greenlight.demo.examples import report_period
from greenlight.demo.loading.made import Made, store
from greenlight.demo.records import DemoEnterprise, DemoPerson, DemoZone
from greenlight.enterprises.models import Enterprise, EnterpriseUser
from greenlight.kernel.months import month_end
from greenlight.people.models import Grid, Membership, Region, Role, Unit, User, Zone
from greenlight.people.regions import plant
from greenlight.projects.matching import owner_key

GRID = "清湖片区网格"
CITY = "330800"
# The first person of a role signs in under this name, the next under handler2, handler3 …
USERNAMES = {Role.UNIT_HANDLER: "handler", Role.GRID_OFFICER: "grid"}
# Who belongs to a unit; leaders, inspectors and the like have the whole zone, a liaison only what
# is assigned (DESIGN §8).
OF_UNITS = frozenset({Role.CLERK, Role.UNIT_HANDLER})
ALSO_CALLED = {
    "发展和改革局": ["发改局"],
    "经济和信息化局": ["经信局"],
    "自然资源和规划局": ["自规局", "资规局"],
    "住房和城乡建设局": ["住建局"],
    "生态环境局分局": ["生态环境分局", "生态环境局"],
    "应急管理局": ["应急局"],
    "市场监督管理局": ["市监局"],
}


def open_zone(demo: DemoZone, *, today: date, at: datetime) -> Made:
    """Write the zone with its region, units, people and enterprises."""
    zone = Zone.objects.create(
        region=plant(demo.region_code), name=demo.name, committee=demo.committee, is_example=True,
        data_until=month_end(*report_period(today)),
    )  # fmt: skip
    made = Made(zone, today, at)
    units = store(Unit(zone=zone, name=name, also_called=ALSO_CALLED.get(name, [])) for name in demo.units)
    made.units = {unit.name: unit for unit in units}
    _enterprises(made, demo.enterprises, demo)
    _people(made, demo.people)
    return made


def _enterprises(made: Made, demo: Iterable[DemoEnterprise], zone: DemoZone) -> None:
    grid = Grid.objects.create(zone=made.zone, name=GRID)
    inside = {one.enterprise for one in zone.projects if one.is_example and one.location == "清湖片区"}
    industries = {one.enterprise: one.industry for one in zone.projects}
    rows = store(
        Enterprise(
            zone=made.zone, name=one.name, name_norm=owner_key(one.name), is_example=one.is_example,
            industry=industries.get(one.name, ""), grid=grid if one.name in inside else None,
        )
        for one in demo
    )  # fmt: skip
    made.enterprises = {row.name: row for row in rows}


def _people(made: Made, people: Iterable[DemoPerson]) -> None:
    people = list(people)
    names = usernames(people)
    rows = store(
        User(username=names[one.name], name=one.name, password=make_password(None)) for one in people
    )
    made.users = {user.name: user for user in rows}
    city = plant(CITY)
    grid = Grid.objects.get(zone=made.zone, name=GRID)
    store(_membership(made, one, city, grid) for one in people)
    store(
        EnterpriseUser(enterprise=made.enterprises[one.enterprise], user=made.users[one.name])
        for one in people
        if one.enterprise
    )


def usernames(people: Iterable[DemoPerson]) -> Mapping[str, str]:
    """Return {name: username}: leader, leader2, leader3, clerk, handler …"""
    seen: Counter[str] = Counter()
    found = {}
    for one in people:
        word = USERNAMES.get(Role(one.role), one.role)
        seen[word] += 1
        found[one.name] = word if seen[word] == 1 else f"{word}{seen[word]}"
    return found


def _membership(made: Made, one: DemoPerson, city: Region, grid: Grid) -> Membership:
    if one.role == Role.CITY:
        return Membership(user=made.users[one.name], role=one.role, region=city)
    return Membership(
        user=made.users[one.name], role=one.role, zone=made.zone,
        unit=made.units[one.unit] if one.role in OF_UNITS else None,
        grid=grid if one.role == Role.GRID_OFFICER else None,
    )  # fmt: skip
