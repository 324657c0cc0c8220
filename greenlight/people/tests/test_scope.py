"""What a person may see is what their memberships in force on the day say."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from greenlight.people import may
from greenlight.people.models import Membership, Region, Role, Unit, User, Zone
from greenlight.people.scope import Scope, prefix, zones_below
from tests import make

pytestmark = pytest.mark.django_db
YESTERDAY, TOMORROW = make.TODAY - timedelta(days=1), make.TODAY + timedelta(days=1)


def person(role: str = Role.CLERK, **values: object) -> User:
    made = User.objects.create_user(f"u{User.objects.count()}", name="某人")
    Membership.objects.create(user=made, role=role, **values)
    return made


def zone_of(code: str) -> Zone:
    return make.zone(f"园区{code}", code)


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "holds"),
    [
        (None, None, True),
        (make.TODAY, make.TODAY, True),
        (YESTERDAY, None, True),
        (None, TOMORROW, True),
        (TOMORROW, None, False),
        (None, YESTERDAY, False),
    ],
)
def test_a_membership_holds_from_its_first_day_to_its_last(
    valid_from: date | None, valid_to: date | None, holds: bool
) -> None:
    clerk = person(zone=make.zone(), valid_from=valid_from, valid_to=valid_to)
    scope = Scope.of(clerk, make.TODAY)
    assert scope.has("clerk", make.zone().pk) is holds
    assert (make.zone().pk in scope.zones) is holds
    assert (scope.home == make.zone().pk) is holds


def test_somebody_who_moved_sees_the_new_zone_and_no_longer_the_old_one() -> None:
    old, new = zone_of("330881"), zone_of("330822")
    clerk = person(zone=old, valid_to=YESTERDAY)
    Membership.objects.create(user=clerk, role=Role.CLERK, zone=new, valid_from=make.TODAY)
    assert Scope.of(clerk, make.TODAY).zones == {new.pk}
    assert Scope.of(clerk, YESTERDAY).zones == {old.pk}


@pytest.mark.parametrize("role", Role.values)
def test_only_leader_clerk_and_inspector_read_their_zone_as_a_whole(role: str) -> None:
    scope = Scope.of(person(role, zone=make.zone()), make.TODAY)
    assert bool(scope.zones) is (role in ("leader", "clerk", "inspector"))
    assert scope.home == make.zone().pk


def test_a_handler_has_the_units_below_the_own_one_and_none_beside_it() -> None:
    top = make.unit("经济发展局")
    below = make.unit("项目科", parent=top)
    lowest = make.unit("项目一组", parent=below)
    make.unit("住建局")
    assert Scope.of(make.sun(below), make.TODAY).units == {below.pk, lowest.pk}


def test_units_of_another_zone_are_never_below_the_own_one() -> None:
    top = make.unit("经济发展局")
    elsewhere = zone_of("330822")
    Unit.objects.create(zone=elsewhere, name="外区科", parent=top)
    assert Scope.of(make.sun(top), make.TODAY).units == {top.pk}


@pytest.mark.parametrize(
    ("code", "found"),
    [("100000", ""), ("330000", "33"), ("500000", "50"), ("331000", "3310"), ("330800", "3308"),
     ("330881", "330881"), ("110000", "11")],
)  # fmt: skip
def test_a_region_is_two_digits_a_level_zeros_of_a_code_among_them(code: str, found: str) -> None:
    assert prefix(code) == found


def test_a_city_user_sees_the_zones_below_the_region_and_no_neighbour() -> None:
    taizhou, lishui, chongqing = zone_of("331002"), zone_of("331102"), zone_of("500103")
    sichuan = zone_of("510104")
    Region.objects.get_or_create(code="331000", defaults={"name": "台州市"})
    Region.objects.get_or_create(code="500000", defaults={"name": "重庆市"})
    assert zones_below(["331000"]) == {taizhou.pk}
    assert zones_below(["500000"]) == {chongqing.pk}
    assert zones_below(["331000", "500000"]) == {taizhou.pk, chongqing.pk}
    assert zones_below(["100000"]) == {taizhou.pk, lishui.pk, chongqing.pk, sichuan.pk}
    assert zones_below([]) == set()


def test_a_city_user_reads_the_zones_and_edits_none() -> None:
    own = zone_of("331002")
    city = person(Role.CITY, region=Region.objects.create(code="331000", name="台州市")).on(make.TODAY)
    assert city.scope.zones == {own.pk}
    assert city.scope.home == own.pk
    assert not may.edit_zone(city, own.pk)
    assert not may.lead(city, own.pk)


@pytest.mark.parametrize("role", ["system_admin", "security_admin", "audit_admin", "enterprise", "liaison"])
def test_a_region_gives_no_zones_to_who_does_not_oversee_them(role: str) -> None:
    zone_of("331002")
    region = Region.objects.create(code="331000", name="台州市")
    assert Scope.of(person(role, region=region), make.TODAY).zones == frozenset()


def test_a_leader_of_one_zone_leads_no_other() -> None:
    zhao, other = make.zhao(), zone_of("330822")
    assert may.lead(zhao, make.zone().pk)
    assert may.edit_zone(zhao, make.zone().pk)
    assert not may.lead(zhao, other.pk)
    assert not may.edit_zone(zhao, other.pk)
    assert not may.edit_zone(zhao, None)


def test_the_administrators_do_each_their_own_work() -> None:
    zone = make.zone().pk
    system = make.user("xi", Role.SYSTEM_ADMIN)
    audit = make.user("an", Role.AUDIT_ADMIN)
    assert may.administer(system, zone)
    assert not may.administer(audit, zone)
    assert may.read_journal(audit, zone)
    assert not may.read_journal(system, zone)
    assert not any(may.edit_zone(one, zone) for one in (system, audit))


def test_somebody_with_no_membership_sees_nothing() -> None:
    nobody = User.objects.create_user("nobody", name="无")
    scope = Scope.of(nobody, make.TODAY)
    assert not any((scope.zones, scope.units, scope.grids, scope.roles, scope.home))


def test_to_ask_without_a_day_is_an_error_of_ours() -> None:
    with pytest.raises(RuntimeError, match=r"user\.on"):
        _ = User.objects.create_user("nobody", name="无").scope


def test_django_permissions_open_no_door() -> None:
    assert not make.zhao().has_perm("projects.change_project")
    assert not make.zhao().has_module_perms("projects")
