"""周变化表: what changed in the plans of all projects one sees, in a week or between any two days."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from greenlight.desk.views import wallchart
from greenlight.desk.wallchart import rows
from greenlight.desk.wallchart.rows import Asked
from greenlight.people.models import Zone
from greenlight.people.requests import Request
from greenlight.plans.compare import changes, drawing, facts, sheet
from greenlight.plans.compare.changes import NOW, WORDS, Change, Side
from greenlight.plans.compare.views import sent, sides

AT_ONCE = 200  # lines a page


@require_GET
def table(request: Request) -> HttpResponseBase:
    """Show the changes by project, summed up; `as=xlsx` sends all of them, `kind` narrows."""
    asked, today = wallchart.asked_of(request), request.user.scope.day
    then, now = sides(request, changes.last_week(today), NOW)
    found = changes.in_order(facts.compare(rows.chosen(asked), then, now))
    total = changes.summed(found)
    kinds = [one for one in request.GET.get("kind", "").split(",") if one in WORDS]
    shown = changes.only(found, kinds)
    if request.GET.get("as") == "xlsx":
        title = f"{_zone(request)}节点计划{_name(then, now, today)}"
        lit = rows.lit(sorted({one.node.project_id for one in shown}))
        return sent(
            sheet.spec(title, _unit_line(then, now, today), changes.coloured(shown, lit), total), title
        )
    return render(request, "desk/changes/changes.html", _context(request, asked, then, now, shown) | {
        "total": total, "sums": _sums(total, kinds, asked, then, now), "kinds": ",".join(kinds),
        "weeks": _weeks(asked, today), "now_text": f"{then.text} {now.text}",
    })  # fmt: skip


def _context(request: Request, asked: Asked, then: Side, now: Side, shown: list[Change]) -> dict[str, Any]:
    today = request.user.scope.day
    page = Paginator(shown, AT_ONCE).get_page(request.GET.get("page"))
    here = list(page.object_list)
    here = changes.coloured(here, rows.lit(sorted({one.node.project_id for one in here})))
    return {
        "page": page, "then": then, "now": now, "name": _name(then, now, today), "zone_name": _zone(request),
        "groups": drawing.groups(here, by_phase=False), "chart": drawing.chart(here, today, by_phase=False),
        "applied": wallchart.applied(asked), "conditions": asked.conditions,
        "unit_line": _unit_line(then, now, today), "here": _words(asked, then, now),
    }  # fmt: skip


def _words(asked: Asked, then: Side, now: Side, **more: str) -> str:
    said = {**asked.conditions, "then": then.text, "now": now.text, **more}
    return urlencode({key: value for key, value in said.items() if value})


def _name(then: Side, now: Side, today: date) -> str:
    """Call the table 周变化表 when it spans a week."""
    end = now.day or today
    week = then.day is not None and timedelta(0) <= end - then.day <= timedelta(days=7)
    return "周变化表" if week else "变化表"


def _zone(request: Request) -> str:
    found = Zone.objects.filter(pk=request.user.scope.home or 0).first()
    return found.name if found else ""


def _unit_line(then: Side, now: Side, today: date) -> str:
    return f"{sheet.between(then, now)}　　制表日期：{today.year}年{today.month}月{today.day}日"


def _sums(total: changes.Sum, kinds: list[str], asked: Asked, then: Side, now: Side) -> list[dict[str, Any]]:
    """Return the counts by kind, each with the address that shows only its lines."""
    return [
        {
            "word": WORDS[kind], "n": n, "active": kinds == [kind],
            "href": f"?{_words(asked, then, now, kind='' if kinds == [kind] else kind)}",
        }
        for kind in WORDS if kind != "same" and (n := total.counts.get(kind, 0))
    ]  # fmt: skip


def _weeks(asked: Asked, today: date) -> list[dict[str, str]]:
    """Return the usual spans: this week so far, last week whole, since the promise."""
    sunday = changes.last_week(today)
    before = Side("day", (sunday.day or today) - timedelta(days=7))
    month = Side("day", today.replace(day=1) - timedelta(days=1))
    promise = Side("promise")
    return [
        {"word": word, "text": f"{then.text} {now.text}", "href": f"?{_words(asked, then, now)}"}
        for word, then, now in (
            ("本周", sunday, NOW), ("上周", before, sunday), ("本月", month, NOW), ("比承诺", promise, NOW),
        )
    ]  # fmt: skip
