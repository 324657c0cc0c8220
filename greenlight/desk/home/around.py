"""What the phone of 一日一现场 asks of lights and plans: told from here, for the site lies below both."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from greenlight.desk.models import ProjectLine
from greenlight.desk.table.cells import why_of
from greenlight.plans.models import Milestone
from greenlight.sites.phone.around import Around, Due

WEEK = timedelta(days=7)
MOST = 2
ORDER = "line__light_rank"  # the worst first


def around(ids: Iterable[int], day: date) -> dict[int, Around]:
    """Return the light of projects and their two most urgent nodes, late or due this week; two queries."""
    wanted = list(ids)
    lines = ProjectLine.objects.filter(pk__in=wanted).values_list("pk", "light", "light_told", "light_more")
    due = nodes(wanted, day)
    return {
        pk: Around(colour, why_of(told, more, day) if told else "", tuple(due[pk][:MOST]))
        for pk, colour, told, more in lines
    }


def nodes(ids: list[int], day: date) -> dict[int, list[Due]]:
    """Return the open nodes late or due within a week, the longest late first."""
    found: dict[int, list[Due]] = defaultdict(list)
    rows = Milestone.objects.filter(
        project__in=ids, in_plan=True, done_on__isnull=True, due__lte=day + WEEK
    ).order_by("due", "seq")  # fmt: skip
    for pk, name, due in rows.values_list("project_id", "name", "due"):
        if due:
            found[pk].append(Due(name, due))
    return found
