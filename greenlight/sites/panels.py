"""工程形象 of the project page: parts as they stand, the course of the works, days and photos."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from greenlight.people.requests import Request
from greenlight.projects.models import Project
from greenlight.sites import drawing, facts, flags, may
from greenlight.sites.models import Photo, SiteLog

LOGS_A_PAGE = 10
MOST_OFFERED = 200  # days to choose a before and an after from
MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class Shot:
    """A photo as a page shows it: the record, what is odd about it in words."""

    photo: Photo
    odd: list[str]


@dataclass(frozen=True)
class Day:
    """A log as a page shows it."""

    log: SiteLog
    shots: list[Shot]
    problem: str
    may_correct: bool
    gone: int = 0  # photos taken back one by one


def site_tab(request: Request, project: Project, beside: drawing.Beside) -> SafeString:
    """Draw the tab; `?page=` turns the logs, `?before=&after=` choose the two photos compared."""
    if project.is_group:
        return SafeString("")
    today = request.user.scope.day
    parts, done = facts.parts_now(project), facts.curve(project)
    off = gap(done, beside, today)
    months, month = months_of(project), month_of(request)
    page = Paginator(logs_of(project, month), LOGS_A_PAGE).get_page(request.GET.get("page"))
    days = dressed(request, list(page))
    context = {
        "project": project, "parts": parts, "untold": all(one.percent is None for one in parts),
        "chart": drawing.course(done, beside, today), "gap": off, "gap_points": abs(off or 0),
        "has_plan": bool(beside.plan), "has_money": bool(beside.money),
        "months": months, "month": month, "told": sum(count for _, count in months),
        "days": days, "page": page, "pair": pair(request, project),
        "may_send": may.send(request.user, project), "may_arrange": may.arrange(request.user, project),
        "fence": getattr(project, "fence", None),
    }  # fmt: skip
    return render_to_string("sites/_tab.html", context, request=request)


def gap(done: drawing.Points, beside: drawing.Beside, today: date) -> Decimal | None:
    """Return how many points the works are ahead of the plan (below 0: behind), None without both."""
    plan = drawing.value_at(beside.plan, today)
    return done[-1][1] - plan if done and plan is not None else None


def month_of(request: Request) -> date | None:
    """Return the month asked for, its first day; nonsense asks for none."""
    found = MONTH.fullmatch(request.GET.get("month", ""))
    return date(int(found[1]), int(found[2]), 1) if found and found[1] != "0000" else None


def months_of(project: Project) -> list[tuple[date, int]]:
    """Return the months in which something was told, the newest first, with how many logs."""
    rows = SiteLog.objects.filter(project=project).annotate(month=TruncMonth("day")).values("month")
    return list(rows.annotate(n=Count("pk")).order_by("-month").values_list("month", "n"))


def logs_of(project: Project, month: date | None = None) -> Any:
    """Return the logs of a project, of a month or all, newest first; those taken back too: they say so."""
    rows = SiteLog.objects.filter(project=project).order_by("-day", "-pk")
    if month:
        rows = rows.filter(day__year=month.year, day__month=month.month)
    return rows.prefetch_related("photos__log")


def dressed(request: Request, logs: Iterable[SiteLog]) -> list[Day]:
    """Return logs with their photos and what is odd, in words; one query for the names of other projects."""
    held = list(logs)
    photos = {log.pk: standing_of(log) for log in held}
    names = names_of(request, [photo for some in photos.values() for photo in some])
    return [
        Day(
            log, shots(photos[log.pk], names), facts.problem(log),
            log.retracted_at is None and may.correct(request.user, log),
            len(log.photos.all()) - len(photos[log.pk]),
        )
        for log in held
    ]  # fmt: skip


def standing_of(log: SiteLog) -> list[Photo]:
    """Return the photos of a log that were not taken back, in the order they came."""
    return sorted((one for one in log.photos.all() if one.retracted_at is None), key=lambda one: one.pk)


def shots(photos: Iterable[Photo], names: dict[int, str]) -> list[Shot]:
    """Return photos with what is odd about them in words."""
    return [Shot(one, flags.say(one.flags, names, one.project_id)) for one in photos]


def names_of(request: Request, photos: Iterable[Photo]) -> dict[int, str]:
    """Return the names of the projects that flags speak of and the reader sees."""
    told = {flag["project"] for one in photos for flag in one.flags if "project" in flag}
    if not told:
        return {}
    return dict(Project.objects.visible_to(request.user).filter(pk__in=told).values_list("pk", "name"))


def pair(request: Request, project: Project) -> dict[str, Any] | None:
    """Return the two photos compared: those asked for, else the first and the last; None below two.

    One photo a day is offered, the first and the last of all and those asked for among them.
    """
    rows = Photo.objects.standing().filter(project=project)
    held = list(rows.order_by("log__day", "pk").values_list("pk", "log__day"))
    if len(held) < 2:
        return None
    asked = (request.GET.get("before"), request.GET.get("after"))
    wanted = {held[0][0], held[-1][0], *(pk for pk, _ in held if str(pk) in asked), *a_day(held)}
    chosen = rows.filter(pk__in=wanted).select_related("log", "served")
    offered = list(chosen.order_by("-log__day", "-pk"))
    known = {str(one.pk): one for one in offered}
    before = known.get(request.GET.get("before", ""), offered[-1])
    after = known.get(request.GET.get("after", ""), offered[0])
    return {"offered": offered, "before": before, "after": after}


def a_day(held: Sequence[tuple[int, date]]) -> list[int]:
    """Return the first photo of each day, of many days every second, third … one."""
    first: dict[date, int] = {}
    for pk, day in held:
        first.setdefault(day, pk)
    found = list(first.values())
    return found[:: -(-len(found) // MOST_OFFERED)]
