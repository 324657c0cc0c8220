"""Run the cross-checks and keep their hits: new ones opened, known ones renewed, gone ones marked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from greenlight.base import bulk
from greenlight.investment import rules
from greenlight.kernel import crosschecks
from greenlight.kernel.crosschecks import Hit, MoneyRule
from greenlight.projects.models import Project
from greenlight.warnings.checks import facts
from greenlight.warnings.checks.models import CheckHit, ZoneChecked

AT_ONCE = 1000
Key = tuple[int, str, str]


@transaction.atomic
def run(zone_id: int, ids: Iterable[int] | None, *, day: date, at: datetime) -> int:
    """Check projects of a zone (all, or those of `ids`); return how many hits were opened.

    Eleven queries for every 1,000 projects, writes aside. Running again changes nothing.
    """
    held = [one for code, one in rules.in_force(zone_id, day).items() if code in crosschecks.CHECKS]
    rows = Project.objects.filter(zone_id=zone_id).counted().order_by("pk")
    if ids is not None:
        rows = rows.filter(bulk.among("pk", sorted(set(ids))))
    asked = list(rows.values_list("pk", flat=True))
    return sum(
        _part(zone_id, asked[start : start + AT_ONCE], held, day, at)
        for start in range(0, len(asked), AT_ONCE)
    )


@transaction.atomic
def ensure(zone_id: int, day: date, at: datetime) -> bool:
    """Check the whole of a zone once a day: silence grows by itself. Tell whether it was done now."""
    last = ZoneChecked.objects.filter(zone_id=zone_id).values_list("day", flat=True).first()
    if last is not None and last >= day:
        return False
    row, made = ZoneChecked.objects.select_for_update().get_or_create(
        zone_id=zone_id, defaults={"day": day, "at": at}
    )
    if not made and row.day >= day:
        return False
    run(zone_id, None, day=day, at=at)
    ZoneChecked.objects.filter(pk=row.pk).update(day=day, at=at)
    return True


def _part(zone_id: int, ids: Sequence[int], held: Sequence[MoneyRule], day: date, at: datetime) -> int:
    found = {
        (pk, hit.code, hit.period): hit
        for pk, own in facts.collect(ids, day).items()
        for hit in crosschecks.run(own, held)
    }
    known = {
        (row.project_id, row.code, row.period): row
        for row in CheckHit.objects.select_for_update().filter(bulk.among("project_id", list(ids)))
    }
    _renew(known, found, at)
    fresh = [_made(zone_id, key, hit, day, at) for key, hit in found.items() if key not in known]
    CheckHit.objects.bulk_create(fresh, batch_size=500)
    return len(fresh)


def _renew(known: Mapping[Key, CheckHit], found: Mapping[Key, Hit], at: datetime) -> None:
    """Write what changed: a hit seen again, an open one with other numbers, one that is gone.

    What was explained or confirmed keeps the numbers it was decided on.
    """
    changed = []
    for key, row in known.items():
        hit = found.get(key)
        inputs: Any = dict(hit.inputs) if hit and row.state == CheckHit.State.OPEN else row.inputs
        if row.holds != (hit is not None) or inputs != row.inputs:
            row.holds, row.inputs, row.at = hit is not None, inputs, at
            changed.append(row)
    CheckHit.objects.bulk_update(changed, ["holds", "inputs", "at"], batch_size=500)


def _made(zone_id: int, key: Key, hit: Hit, day: date, at: datetime) -> CheckHit:
    return CheckHit(
        project_id=key[0], zone_id=zone_id, code=hit.code, period=hit.period, inputs=dict(hit.inputs),
        first_on=day, at=at,
    )  # fmt: skip
