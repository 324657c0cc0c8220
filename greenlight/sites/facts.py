"""What rooms above and the pages ask of a site: plain values, a constant number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Max, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from greenlight.kernel import works
from greenlight.projects.models import Project
from greenlight.sites import standing
from greenlight.sites.models import Part, Photo, SiteLog

WINDOW_DAYS = 30


@dataclass(frozen=True)
class Activity:
    """What the site of one project has told up to a day; None and 0 where nothing."""

    last_log: date | None = None
    last_photo: date | None = None
    logs_30d: int = 0
    photos_30d: int = 0
    percent: Decimal | None = None
    problem: str = ""


@dataclass(frozen=True)
class PartNow:
    """A part as it stands: per cent and the day it was told, None when never."""

    part: Part
    percent: Decimal | None
    day: date | None


NEVER: tuple[date | None, int] = (None, 0)
NEWEST = Window(RowNumber(), partition_by=[F("project_id")], order_by=[F("day").desc(), F("pk").desc()])


def activity(ids: Iterable[int], day: date) -> dict[int, Activity]:
    """Return what the sites of projects have told by `day`; three queries whatever the number."""
    wanted, since = list(ids), day - timedelta(days=WINDOW_DAYS - 1)
    logs = SiteLog.objects.standing().filter(project__in=wanted, day__lte=day)
    told = _by_project(logs, Max("day"), Count("pk", filter=Q(day__gte=since)))
    photos = Photo.objects.standing().filter(project__in=wanted, log__day__lte=day)
    taken = _by_project(photos, Max("log__day"), Count("pk", filter=Q(log__day__gte=since)))
    last = {one.project_id: one for one in logs.annotate(nth=NEWEST).filter(nth=1)}
    return {pk: _activity(told.get(pk, NEVER), taken.get(pk, NEVER), last.get(pk)) for pk in wanted}


def _by_project(rows: QuerySet[Any], last: Max, recent: Count) -> dict[int, tuple[date | None, int]]:
    grouped = rows.order_by().values("project_id").annotate(last=last, recent=recent)
    return {pk: (on, times) for pk, on, times in grouped.values_list("project_id", "last", "recent")}


def _activity(
    logs: tuple[date | None, int], photos: tuple[date | None, int], newest: SiteLog | None
) -> Activity:
    percent = newest.percent if newest else None
    return Activity(logs[0], photos[0], logs[1], photos[1], percent, problem(newest) if newest else "")


def problem(log: SiteLog) -> str:
    """Say what a log tells of trouble: its words, else its kind; empty when all is well."""
    return log.problem or (str(log.get_problem_kind_display()) if log.problem_kind else "")


def parts_now(project: Project) -> list[PartNow]:
    """Return the parts in force, in order, as they stand."""
    stands = standing.of(project)
    told = works.state(stands.told)
    return [
        PartNow(one, told[pk].percent if pk in told else None, told[pk].day if pk in told else None)
        for pk, one in stands.parts.items()
    ]


def curve(project: Project) -> list[tuple[date, Decimal]]:
    """Return (day, per cent of the whole) of every day the logs told something, in order."""
    stands = standing.of(project)
    if stands.parts:
        return works.course(standing.weights(stands.parts.values()), stands.told)
    days: dict[date, Decimal] = {}
    for one in sorted(stands.whole, key=lambda told: (told.day, told.order)):
        days[one.day] = one.percent
    return list(days.items())
