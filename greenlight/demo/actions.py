"""Deeds on the demo zone as a whole: write it into an empty database, take it out again."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from greenlight.base import journal
from greenlight.base.journal import By
from greenlight.base.models import JournalRow
from greenlight.base.refusals import Refused
from greenlight.demo.loading import lives, money, orders, places, promises, sites, vouching, wallchart
from greenlight.demo.removing import delete_zone
from greenlight.demo.zone import demo_zone
from greenlight.desk.search import upkeep as search
from greenlight.people.models import Zone
from greenlight.warnings import packs
from greenlight.warnings.actions import ensure_judged

ACTOR = "演示数据"
REMOVED = "remove_demo"


@transaction.atomic
def load(*, today: date, at: datetime) -> Zone:
    """Write the demo zone of `today` with its lights, in one transaction and one journal row.

    Raises Refused when a zone of that name is there already.
    """
    demo = demo_zone(today)
    if Zone.objects.filter(name=demo.name).exists():
        raise Refused(f"数据库里已有“{demo.name}”，不能再装一遍演示数据。")
    made = places.open_zone(demo, today=today, at=at)
    lives.write_projects(made, demo.projects)
    promises.write_plans(made)
    wallchart.write_plan(made)
    money.write_investment(made)
    vouching.write_money(made)
    promises.write_slips(made)
    promises.write_nudge(made)
    sites.write_sites(made)
    packs.open_zone(made.zone.pk)
    # Judged a week ago and today, so that the page of turned lights has something to say.
    ensure_judged(made.zone.pk, *made.week_ago())
    ensure_judged(made.zone.pk, today, at)
    orders.write_orders(made)
    vouching.decide_hits(made)
    search.rebuild(made.zone.pk)
    by = By(at=at, actor_id=None, actor_name=ACTOR, zone_id=made.zone.pk)
    told = {"zone": made.zone.name, "projects": len(made.projects)}
    journal.write(by, "load_demo", "zone", made.zone.pk, after=told)
    return made.zone


@transaction.atomic
def remove(zone: Zone, *, at: datetime) -> None:
    """Delete the demo zone with everything it holds; one journal row of no zone stays.

    Raises Refused for a zone that is not an example.
    """
    if not zone.is_example:
        raise Refused(f"“{zone.name}”不是演示园区，不能这样删除。")
    name = zone.name
    delete_zone(zone)
    by = By(at=at, actor_id=None, actor_name=ACTOR)
    journal.write(by, REMOVED, "zone", None, before={"zone": name})


def was_removed() -> bool:
    """Tell whether somebody took the demo out: the next start does not bring it back."""
    return JournalRow.objects.filter(zone_id__isnull=True, verb=REMOVED).exists()
