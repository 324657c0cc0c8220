"""Finding milestones: by their name, or by their name and their project in one breath (天际 施工许可).

Names come from the node library and are few, milestones are many: the index knows the names, and the
milestones of a name come from their own table, the open one that is due next first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from django.db.models import F, QuerySet

from greenlight.base import bulk
from greenlight.desk.models import Kind, SearchTerm
from greenlight.desk.search import hits
from greenlight.desk.search.hits import Hit
from greenlight.desk.search.index import Index
from greenlight.kernel.search.matching import Fit
from greenlight.plans.models import Milestone

if TYPE_CHECKING:
    from greenlight.desk.search.finding import Seen

    Look = Callable[[Index, int, Sequence[str], int], list["Seen"]]

NAMES = 5  # of a query that are looked up, the best
PROJECTS = 40


def milestones(index: Index, words: list[str], most: int, look: Look) -> list[Hit]:
    """Return the milestones that hold the words in their name, or in their name and their project's."""
    by_name = look(index, Kind.MILESTONE, words, NAMES)
    if by_name:
        return _open(index, by_name[:NAMES], most)
    if len(words) < 2:
        return []
    return _of_projects(index, words, most, look)


def _open(index: Index, names: list[Seen], most: int) -> list[Hit]:
    """Return the open milestones of some names that one sees, the next due first."""
    told = _names(names)
    found: list[Hit] = []
    for one in names:
        rows = _seen(index, one.zone).filter(name=told.get(one.pk, ""), done_on__isnull=True)
        found += hits.milestones(rows.order_by("due")[:most], one)
        if len(found) > most:
            break
    return found


def _seen(index: Index, zone: int) -> QuerySet[Milestone]:
    """Return the milestones of a zone that one sees: whoever sees the project sees its milestones."""
    rows = Milestone.objects.filter(zone_id=zone, in_plan=True)
    if zone in index.reach.whole:
        return rows
    mine = index.reach.projects.get(zone)
    return rows.filter(bulk.among("project_id", mine.tolist())) if mine is not None else rows.none()


def _of_projects(index: Index, words: list[str], most: int, look: Look) -> list[Hit]:
    """Return milestones of which the name holds some words and the project the others."""
    by_words: dict[frozenset[str], dict[int, Seen]] = defaultdict(dict)
    for word in words:
        for one in look(index, Kind.MILESTONE, [word], NAMES * 2):
            by_words[frozenset({word})][one.pk] = one
    found: list[Hit] = []
    for held, names in by_words.items():
        rest = [word for word in words if word not in held]
        projects = look(index, Kind.PROJECT, rest, PROJECTS)
        if not projects:
            continue
        told = _names(list(names.values()))
        mine = bulk.among("project_id", [one.pk for one in projects])  # found, so one sees them
        rows = Milestone.objects.filter(mine, in_plan=True, name__in=list(told.values())).order_by(
            F("done_on").asc(nulls_first=True), F("due").asc(nulls_last=True), "seq"
        )
        by_name = {name: names[pk] for pk, name in told.items()}
        for row in rows.select_related("project", "owner")[:most]:
            found += hits.milestones([row], by_name[row.name], worse=int(Fit.OTHER_LINE))
    return found


def _names(seen: Sequence[Seen]) -> dict[int, str]:
    rows = SearchTerm.objects.filter(pk__in=[one.pk for one in seen])
    return dict(rows.values_list("pk", "name"))
