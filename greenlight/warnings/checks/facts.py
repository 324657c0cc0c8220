"""What the cross-checks of many projects are made from: money, the site, the record. Constant queries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from greenlight.base import bulk
from greenlight.investment import facts as investment
from greenlight.kernel.crosschecks import MoneyFacts
from greenlight.projects.models import Halt, Project
from greenlight.sites.facts import activity

FIELDS = ("pk", "kind", "total_wan", "site_percent", "site_updated_on")


def collect(ids: Sequence[int], day: date) -> dict[int, MoneyFacts]:
    """Return the facts of the active projects that reported money this year or the last; eight queries.

    The last word from the site is the newest of its log, its photo, and the day of its site progress.
    """
    money = investment.money(ids, day)
    rows = Project.objects.filter(bulk.among("pk", list(money)), halt=Halt.NONE).counted()
    sites = activity(list(money), day)
    found = {}
    for pk, kind, total, percent, updated in rows.values_list(*FIELDS):
        own, site = money[pk], sites[pk]
        days = [one for one in (updated, site.last_log, site.last_photo) if one and one <= day]
        found[pk] = MoneyFacts(
            kind=kind, day=day, year=own.year, month=own.month, ytd=own.ytd, ytd_before=own.before,
            paid=own.paid, since_start=own.since_start, total=total,
            site_percent=site.percent if site.percent is not None else percent,
            site_day=max(days, default=None), proven=own.proven,
        )  # fmt: skip
    return found
