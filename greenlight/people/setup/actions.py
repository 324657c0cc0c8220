"""Deeds of setting a zone up; the system administrator's, each journalled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from django.db import transaction

from greenlight.base import calendars, journal
from greenlight.base.journal import By
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.kernel.parse.holidays import UnreadableNotice, read_notice
from greenlight.people import may, regions, signin
from greenlight.people.models import Membership, Region, Role, Unit, User, Zone
from greenlight.people.naming import named
from greenlight.people.setup.list import Line

MOST_UNITS = 300


def _check(by: By, zone: Zone) -> None:
    if by.user is None or not may.administer(by.user, zone.pk):
        raise NotAllowed("只有本区系统管理员能设置园区。")


@transaction.atomic
def describe(*, by: By, zone: Zone, name: str, committee: str, region: str) -> Zone:
    """Name the zone, its committee and its region by GB/T 2260 code (empty: leave it).

    Raises NotAllowed; Refused for a name already used or a code that is none.
    """
    _check(by, zone)
    zone = Zone.objects.select_for_update().get(pk=zone.pk)
    before = {"name": zone.name, "committee": zone.committee, "region": zone.region_id}
    name, committee = named(name), named(committee)
    if not name:
        raise Refused("园区名称要填，例如 清源经济开发区。", status=422)
    if Zone.objects.filter(name=name).exclude(pk=zone.pk).exists():
        raise Refused(f"已经有一个“{name}”，请写全称。", status=422)
    zone.name, zone.committee = name, committee or f"{name}管委会"[:60]
    if region.strip():
        zone.region = _region(region.strip())
    zone.save(update_fields=["name", "committee", "region"])
    after = {"name": zone.name, "committee": zone.committee, "region": zone.region_id}
    journal.write(by, "zone.describe", "zone", zone.pk, before=before, after=after)
    return zone


def _region(code: str) -> Region:
    if len(code) != 6 or not code.isascii() or not code.isdecimal():
        raise Refused("行政区划代码是六位数字，例如 330881；不知道可以空着。", status=422)
    try:
        return regions.plant(code)
    except LookupError:
        found, _ = Region.objects.get_or_create(code=code, defaults={"name": f"代码 {code}"})
        return found


@transaction.atomic
def add_units(*, by: By, zone: Zone, names: Sequence[str]) -> list[Unit]:
    """Add units by name; those that are there already are passed over.

    Raises NotAllowed; Refused when nothing new is among them, or too many are.
    """
    _check(by, zone)
    Zone.objects.select_for_update().get(pk=zone.pk)
    wanted = list(dict.fromkeys(one for name in names if (one := named(name))))
    if len(wanted) > MOST_UNITS:
        raise Refused(f"一次最多 {MOST_UNITS} 个单位。", status=422)
    there = set(Unit.objects.filter(zone=zone, name__in=wanted).values_list("name", flat=True))
    fresh = [name for name in wanted if name not in there]
    if not fresh:
        raise Refused("没有新的单位：一行写一个单位名称，例如 经济发展科。", status=422)
    made = [Unit.objects.create(zone=zone, name=name) for name in fresh]  # one by one: rooms above hear of it
    journal.write(by, "zone.units", "zone", zone.pk, after={"units": fresh})
    return made


@transaction.atomic
def add_people(*, by: By, zone: Zone, lines: Sequence[Line]) -> list[tuple[User, str]]:
    """Add people with their units and roles; returns each with the token of a one-time sign-in link.

    Raises NotAllowed; Refused when a line cannot be taken (read it again) or there is none.
    """
    _check(by, zone)
    Zone.objects.select_for_update().get(pk=zone.pk)
    if not lines or any(one.wrong or one.known for one in lines):
        raise Refused("没有可以添加的人，请看名单里标出的原因。", status=422)
    if User.objects.filter(username__in=[one.username for one in lines]).exists():
        raise Refused("名单里有登录名刚被别人用了，请重新读一遍名单。", status=409)
    units = _units(zone, lines)
    made = []
    for one in lines:
        user = User.objects.create_user(one.username, name=one.name)
        User.objects.filter(pk=user.pk).update(phone=one.phone)
        Membership.objects.create(
            user=user, role=one.role, zone=zone, unit=units.get(one.unit) if _has_unit(one) else None
        )
        made.append((user, signin.issue(user, at=by.at)))
    told = {"people": [{"name": one.name, "username": one.username, "role": one.role} for one in lines]}
    journal.write(by, "zone.people", "zone", zone.pk, after=told)
    return made


def _has_unit(one: Line) -> bool:
    return bool(one.unit) and one.role in (Role.UNIT_HANDLER, Role.CLERK, Role.LIAISON, Role.TASK_FORCE)


def _units(zone: Zone, lines: Sequence[Line]) -> dict[str, Unit]:
    names = {one.unit for one in lines if one.unit}
    there = {one.name: one for one in Unit.objects.filter(zone=zone, name__in=names)}
    for name in sorted(names - set(there)):
        there[name] = Unit.objects.create(zone=zone, name=name)
    return there


@transaction.atomic
def announce(*, by: By, zone: Zone, notice: str, path: Path) -> tuple[int, int]:
    """Enter the State Council's notice of a year; returns the year and how many days it names.

    It holds for this installation: the calendar is the country's. Raises NotAllowed; Refused with what
    in the notice cannot be read.
    """
    _check(by, zone)
    try:
        year, days = read_notice(notice)
    except UnreadableNotice as error:
        raise Refused(str(error), status=422) from None
    if year in calendars.shipped().announced:
        raise Refused(f"{year} 年的放假安排系统里已经有了，不用再填。", status=422)
    if date(year, 10, 1) not in {one.day for one in days}:
        raise Refused("通知里没有国庆节，可能没有粘全，请粘贴全文。", status=422)
    kept = {one.day: one for one in calendars.entered(path)}
    journal.write(by, "calendar.announce", "zone", zone.pk, after={"year": year, "days": len(days)})
    calendars.enter(path, sorted({**kept, **{one.day: one for one in days}}.values()))
    return year, len(days)
