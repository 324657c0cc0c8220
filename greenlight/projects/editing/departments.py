"""Which unit of the zone stands for a department name of the node library."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction

from greenlight.base import journal
from greenlight.base.journal import By
from greenlight.base.refusals import Refused
from greenlight.people.models import Unit
from greenlight.projects import library
from greenlight.projects.editing.checks import allowed
from greenlight.projects.models import DepartmentUnit


@transaction.atomic
def map_departments(*, by: By, zone_id: int, chosen: Mapping[str, str]) -> None:
    """Say which unit stands for each department; an empty choice leaves it unmapped.

    Raises NotAllowed; Refused for a unit of another zone or one that was dissolved.
    """
    allowed(by, zone_id)
    now, names = library.mapped(zone_id), {one.pk: one.name for one in units(zone_id)}
    wanted: dict[str, int | None] = {}
    for department in library.all_departments(zone_id):
        if department in chosen:
            wanted[department] = unit_id(department, chosen[department], names)
    moved = {one: pk for one, pk in wanted.items() if pk != now.get(one)}
    if not moved:
        return
    DepartmentUnit.objects.bulk_create(
        [DepartmentUnit(zone_id=zone_id, department=one, unit_id=pk) for one, pk in moved.items()],
        update_conflicts=True, unique_fields=["zone", "department"], update_fields=["unit"],
    )  # fmt: skip
    before = {one: names.get(now.get(one, 0), "") for one in moved}
    after = {one: names.get(pk or 0, "") for one, pk in moved.items()}
    journal.write(by, "library.units", "zone", zone_id, before=before, after=after)


def unit_id(department: str, value: str, known: Collection[int]) -> int | None:
    """Read one choice of the page; Refused when it is no unit of the zone."""
    if not value:
        return None
    pk = int(value) if value.isdecimal() and len(value) < 19 else 0
    if pk not in known:
        raise Refused(f"“{department}”选的单位不在本区或已撤销，请重选。", status=400)
    return pk


def mapping(zone_id: int) -> list[dict[str, Any]]:
    """Return every leading department with its unit, the unmapped ones first."""
    known = library.mapped(zone_id)
    rows = [{"name": name, "unit": known.get(name)} for name in library.all_departments(zone_id)]
    return sorted(rows, key=lambda row: row["unit"] is not None)


def units(zone_id: int) -> list[Unit]:
    """Return the zone's units that still exist."""
    return list(Unit.objects.filter(zone_id=zone_id, dissolved_on__isnull=True).order_by("name"))
