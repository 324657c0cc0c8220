"""挂图作战: the plans of all projects one sees under the ledger's conditions, on one sheet."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from greenlight.desk import chips
from greenlight.desk.wallchart import rows
from greenlight.desk.wallchart.drawing import chart
from greenlight.desk.wallchart.rows import BARS, GROUPS, Asked
from greenlight.people.requests import Request
from greenlight.plans import table
from greenlight.plans.models import Milestone
from greenlight.plans.wall import facts
from greenlight.plans.wall.drawing import ZOOMS
from greenlight.projects.models import Project

USUAL: tuple[tuple[str, dict[str, str]], ...] = (
    ("红灯、黄灯", {"light": "red,yellow"}),
    ("本月到期", {"due": "this_month"}),
    ("已超期", {"due": "overdue"}),
    ("改期待批", {"slip": "waiting"}),
    ("我负责的", {"mine": "1"}),
)
NEAR = 6  # nodes told of a project at once
LISTED = 100


def asked_of(request: Request) -> Asked:
    """Read the address."""
    return Asked.of(request.user, request.GET)


@require_GET
def wallchart(request: Request) -> HttpResponse:
    """Draw the wall: by group, the worst light first, 500 projects a page."""
    asked, today = asked_of(request), request.user.scope.day
    chosen = rows.chosen(asked)
    pages = Paginator(rows.ordered(chosen, asked), asked.at_once)
    page = pages.get_page(request.GET.get("page"))
    items = rows.page(chosen, asked, page.number)
    found = rows.groups(chosen, items, asked)
    ids = [one.pk for one in items]
    by_node = asked.bars == "nodes"
    site = {one.pk: one.site for one in items}
    lines = facts.lines(ids, rows.lit(ids), today, by_node=by_node, site=site) if ids else {}
    context = {
        "page": page,
        "chart": chart(found, lines, asked, today) if items else "",
        "here": urlencode(asked.words()),
        "conditions": urlencode(asked.conditions),
        "applied": applied(asked),
        "usual": usual(asked),
        "choices": choices(asked),
        "anything": bool(items) or asked.seen.visible.exists(),
        "told": list(dict.fromkeys(asked.seen.told)),
    }
    return render(request, "desk/wallchart/wallchart.html", context)


def choices(asked: Asked) -> list[dict[str, Any]]:
    """Return what can be switched: grouping, bars, zoom; each with its address."""
    found = []
    for name, label, words in (
        ("group", "分组", GROUPS),
        ("bars", "一条", {key: word for key, (word, _) in BARS.items()}),
        ("zoom", "一格", {key: one[0] for key, one in ZOOMS.items()}),
    ):
        ways = [
            {"word": word, "active": getattr(asked, name) == key, "href": address(asked, **{name: key})}
            for key, word in words.items()
        ]
        found.append({"label": label, "ways": ways})
    return found


def address(asked: Asked, **other: str) -> str:
    """Return the address with some words replaced."""
    return f"?{urlencode(asked.words() | other)}"


def applied(asked: Asked) -> list[dict[str, str]]:
    """Return the conditions in force in words, each with the address without it."""
    look, seen, found = asked.seen.look, asked.seen, []
    said = {name: chips.words(name, value, seen.user) for name, value in look.named.items()}
    said |= {
        f"c.{name}": chips.column_words(seen.sheet, name, value) for name, value in look.by_column.items()
    }
    for name, label in said.items():
        words = {key: word for key, word in asked.words().items() if key != name}
        found.append({"label": label, "off": f"?{urlencode(words)}"})
    return found


def usual(asked: Asked) -> list[dict[str, str]]:
    """Return the usual conditions that are not in force."""
    return [
        {"label": label, "href": address(asked, **condition)}
        for label, condition in USUAL
        if any(asked.conditions.get(name) != value for name, value in condition.items())
    ]


@require_GET
def project(request: Request, pk: int) -> HttpResponse:
    """Tell the nodes of one project around a day (`?day=`): a sheet beside the place that was clicked."""
    found = get_object_or_404(Project.objects.visible_to(request.user), pk=pk)
    today = request.user.scope.day
    day = _day(request.GET.get("day", "")) or today
    lines = [one for one in table.lines(found, today) if one.stone.done_on or one.stone.due]
    near = sorted(lines, key=lambda one: _far(one.stone, day))[:NEAR]
    context = {
        "project": found, "day": day, "left_out": len(lines) - len(near),
        "lines": sorted(near, key=lambda one: (_when(one.stone), one.stone.seq)),
    }  # fmt: skip
    return render(request, "desk/wallchart/_project.html", context)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _when(stone: Milestone) -> date:
    return stone.done_on or stone.due or date.max


def _far(stone: Milestone, day: date) -> timedelta:
    """Return how far a node is from a day: nothing while it runs."""
    begin = stone.started_on or stone.start or _when(stone)
    if begin <= day <= _when(stone):
        return timedelta(0)
    return min(abs(begin - day), abs(_when(stone) - day))


@require_GET
def listed(request: Request) -> HttpResponse:
    """List the open nodes by due day: what a phone shows in place of the chart."""
    asked = asked_of(request)
    context = {
        "stones": coming(asked),
        "most": LISTED,
        "conditions": urlencode(asked.conditions),
    }
    part = request.headers.get("HX-Request")
    name = "desk/wallchart/_listed.html" if part else "desk/wallchart/listed.html"
    return render(request, name, context)


def coming(asked: Asked) -> list[Milestone]:
    """Return the earliest open nodes under the conditions; each is given its light."""
    own = rows.chosen(asked).values("pk")
    stones = Milestone.objects.filter(
        project__in=own, in_plan=True, done_on=None, due__isnull=False, project__halt=""
    ).select_related("project", "owner")
    found = list(stones.order_by("due", "seq", "pk")[:LISTED])
    lit = rows.lit(list({one.project_id for one in found}))
    for one in found:
        one.colour = lit.get(one.project_id, {}).get(one.key, "grey")  # type: ignore[attr-defined]
    return found
