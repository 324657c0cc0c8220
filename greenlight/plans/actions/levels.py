"""Who approves later dates in a zone: levels by how far a date moves."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from greenlight.base import journal
from greenlight.base.journal import By
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.people import may as people_may
from greenlight.people.models import Zone
from greenlight.plans import levels
from greenlight.plans.models import SlipLevel

LONGEST = 3650


@transaction.atomic
def set_levels(*, by: By, zone: Zone, deciders: Mapping[int, str], why: str) -> None:
    """Set the levels anew: {more than so many days: decider}; none means that leaders decide all.

    Raises NotAllowed, and Refused for unknown deciders, days that will not do, or no reason.
    """
    if not people_may.lead(by.user, zone.pk):
        raise NotAllowed("改期由谁批，由本开发区的领导定。")
    if not why.strip() or len(why) > 300:
        raise Refused("请写依据（300 字以内），例如：主任办公会 2026 年第 3 次会议。", status=400)
    if len(deciders) > levels.MOST:
        raise Refused(f"最多分 {levels.MOST} 级。", status=400)
    for days, decider in deciders.items():
        if not 0 <= days <= LONGEST or decider not in SlipLevel.Decider.values:
            raise Refused(f"天数应在 0 到 {LONGEST} 之间，并选由谁批。", status=400)
    zone = Zone.objects.select_for_update().get(pk=zone.pk)
    before = levels.told(zone.pk)
    SlipLevel.objects.filter(zone=zone).delete()
    SlipLevel.objects.bulk_create(
        SlipLevel(zone=zone, over_days=days, decider=decider) for days, decider in sorted(deciders.items())
    )
    after = {"levels": levels.told(zone.pk)}
    journal.write(by, "slip.levels", "zone", zone.pk, before={"levels": before}, after=after, why=why.strip())
