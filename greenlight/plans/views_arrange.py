"""Doors of 拖动排计划: the page, what would follow (asked after every change), and saving."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from greenlight.base.calendars import china
from greenlight.base.refusals import Collided, NotAllowed, Refused
from greenlight.kernel.schedule import Link
from greenlight.kernel.workdays import FIRST, LAST
from greenlight.people.requests import Request, by
from greenlight.people.requests import told as toast
from greenlight.plans import actions, lamps, may, table, told
from greenlight.plans.actions import arranging as deed
from greenlight.plans.door import back, seen
from greenlight.plans.forms import ArrangeForm
from greenlight.plans.sheet import Node, Sheet
from greenlight.plans.told import Consequences
from greenlight.plans.wishes import GONE, Stuck
from greenlight.projects.models import Project

AROUND = timedelta(days=400)  # of the plan, whose rest days the page knows for its arrow keys
LONGEST = 400_000


@require_http_methods(["GET", "POST"])
def arrange(request: Request, pk: int) -> HttpResponse:
    """Show the plan to be arranged by hand; save what was arranged."""
    project = seen(request, pk)
    if not may.plan(request.user, project):
        raise NotAllowed("您能看这个计划，但不能拖动它；要推后请在节点上申请改期。")
    form = ArrangeForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and (saved := _saved(request, project, form)):
        return saved
    return _page(request, project, form)


def _saved(request: Request, project: Project, form: ArrangeForm) -> HttpResponse | None:
    """Do the deed; a refusal stands in the form, and nothing typed is lost."""
    own, who = form.cleaned_data, by(request, project.zone_id)
    try:
        made = actions.arrange(
            by=who, project=project, told=_json(own["changes"]), seen=_json(own["seen"]),
            reason_class=own["reason_class"], reason=own["reason"],
        )  # fmt: skip
    except NotAllowed:
        raise
    except Refused as refused:
        form.add_error(None, str(refused))
        form.collided = isinstance(refused, Collided)
        return None
    asked = f"，{len(made.asks)} 处推后等领导批" if made.asks else ""
    where = "存进草稿" if made.sheet.drafted else "保存"
    toast(request, f"拖动的改动已{where}{asked}")
    return redirect(reverse("plans:draft", args=[project.pk]) if made.sheet.drafted else back(project.pk))


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        raise Refused(GONE, status=400) from None


def _page(request: Request, project: Project, form: ArrangeForm) -> HttpResponse:
    """Draw the page; a plan that cannot be arranged says why and where to go."""
    on, why = _laid_out(project)
    today = request.user.scope.day
    context: dict[str, Any] = {
        "project": project, "on": on, "why": why, "form": form, "back": back(project.pk), "today": today,
    }  # fmt: skip
    if on:
        context |= {
            "phases": _phases(on), "done": sum(one.done is not None for one in on.nodes),
            "chart": _chart(on, lamps.colours(project), today),
            "facts": json.dumps(on.facts(), ensure_ascii=False),
        }  # fmt: skip
    refused = form.is_bound and form.errors
    return render(request, "plans/arrange.html", context, status=409 if refused or why else 200)


def _laid_out(project: Project) -> tuple[Sheet | None, str]:
    try:
        return deed.laid_out(project), ""
    except Refused as refused:
        return None, str(refused)


def _phases(on: Sheet) -> list[tuple[str, list[dict[str, Any]], int]]:
    """Group the rows by phase, with the number of those still open; a row is what the table shows."""
    found: dict[str, list[dict[str, Any]]] = {}
    for one in on.nodes:
        row = {"node": one, "preds": on.preds[one.key]}
        found.setdefault(one.row.milestone.phase or table.NO_PHASE, []).append(row)
    return [(name, rows, sum(not one["node"].done for one in rows)) for name, rows in found.items()]


def _chart(on: Sheet, lit: dict[str, str], today: date) -> dict[str, Any]:
    """Return what the island draws from: rows, links, and the days that differ from their weekday."""
    keys = {one.pk: one.key for one in on.nodes}
    days = [day for one in on.nodes for day in (one.row.start, one.row.due) if day] or [today]
    return {
        "today": today, "zone": on.project.zone_id, "project": on.project.pk,
        "nodes": [
            _drawn(one, told.one_of(lit, one))
            for one in on.nodes
        ],
        "links": [_link(one, keys) for one in on.links],
        "odd": list(_odd(min(*days, today) - AROUND, max(*days, today) + AROUND)),
    }  # fmt: skip


def _drawn(one: Node, light: str) -> dict[str, Any]:
    row = one.row
    return {
        "key": one.key, "n": one.n, "name": one.name, "phase": row.milestone.phase or table.NO_PHASE,
        "start": one.begun or row.start or row.due, "due": row.due, "days": row.duration,
        "done": one.done, "begun": one.begun, "percent": one.percent, "light": light,
        "critical": row.critical and not one.done, "promise": one.is_promise,
    }  # fmt: skip


def _link(one: Link, keys: dict[str, str]) -> list[Any]:
    return [keys[one.pred], keys[one.succ], one.type.value, one.lag, one.lag_clock.value]


def _odd(first: date, last: date) -> Iterator[str]:
    """Yield the days that are worked on a weekend or rested on a weekday."""
    day, last = max(first, FIRST), min(last, LAST)
    while day <= last:
        if china().is_workday(day) != (day.weekday() < 5):
            yield day.isoformat()
        day += timedelta(days=1)


@require_POST
def look(request: Request, pk: int) -> JsonResponse:
    """Say what the changes of the page would do: as rows for the chart, as words for the reader."""
    project = seen(request, pk)
    if not may.plan(request.user, project):
        raise NotAllowed("您能看这个计划，但不能拖动它。")
    text = request.POST.get("changes", "")
    try:
        outcome = deed.look(project, _json(text if len(text) < LONGEST else ""))
    except Stuck as stuck:
        return _refused({"told": str(stuck), "key": stuck.key, "field": stuck.field, "fix": stuck.fix})
    except Refused as refused:
        return _refused({"told": str(refused), "key": "", "field": "", "fix": {}})
    return JsonResponse(_answer(told.consequences(outcome, request.user.scope.day)))


def _refused(said: dict[str, Any]) -> JsonResponse:
    return JsonResponse({"ok": False} | said)


def _answer(found: Consequences) -> dict[str, Any]:
    outcome = found.outcome
    return {
        "ok": True, "said": found.said, "count": found.by_hand, "asks": len(outcome.asks),
        "version": outcome.sheet.version.pk,
        "html": render_to_string("plans/_consequences.html", {"found": found, "outcome": outcome}),
        "rows": {
            one.key: {
                "start": one.begun or outcome.rows[one.pk].start, "due": outcome.rows[one.pk].due,
                "days": outcome.rows[one.pk].duration, "preds": outcome.preds(one),
                "float": outcome.after[one.pk].total_float if one.pk in outcome.after else None,
                "critical": one.pk in outcome.after and outcome.after[one.pk].critical and not one.done,
            }
            for one in outcome.sheet.nodes
            if not one.done
        },
        "links": [_link(one, {node.pk: node.key for node in outcome.sheet.nodes}) for one in outcome.links],
    }  # fmt: skip
