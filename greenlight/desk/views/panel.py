"""The side panel of a row: its light, dates, next nodes and money; editing; the log; one field's past."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from greenlight.base import keeping
from greenlight.base.imports.canonical import columns_of, flat, header, shown, split
from greenlight.desk import listing
from greenlight.desk.editing.facts import KINDS, newest
from greenlight.desk.editing.past import past_of
from greenlight.desk.editing.weighing import writable
from greenlight.kernel import stages
from greenlight.people.requests import Request
from greenlight.plans.models import Baseline, Milestone, Slip
from greenlight.projects import panels as projects
from greenlight.projects.models import Project
from greenlight.warnings import may as warnings_may
from greenlight.warnings import why

LEDGER = "projects"
NEXT = 3
LOG = 30
TABS = (("now", "概况"), ("edit", "改数据"), ("log", "记录"))
KEY_DATES = (("groundbreaking", "开工"), ("completed", "竣工"), ("in_production", "投产"))


@require_GET
def panel(request: Request, pk: int) -> HttpResponse:
    """Draw the panel of a project; `?tab=` chooses overview, editing or log."""
    project = get_object_or_404(Project.objects.visible_to(request.user), pk=pk)
    tab = request.GET.get("tab", "now")
    tab = tab if tab in dict(TABS) else "now"
    context = {
        "project": project, "stage": stages.word(project.kind, project.stage), "tab": tab,
        "tabs": [{"key": key, "label": label, "active": key == tab} for key, label in TABS],
        "may_nudge": warnings_may.nudge(request.user, project),
        **PARTS[tab](request, project),
    }  # fmt: skip
    return render(request, "desk/editing/panel.html", context)


def overview(request: Request, project: Project) -> dict[str, Any]:
    """Return light, key dates, next nodes and newest amounts."""
    day = request.user.scope.day
    stones = list(Milestone.objects.filter(project=project, in_plan=True).select_related("owner"))
    coming = [one for one in stones if one.due and not one.done_on]
    coming.sort(key=lambda one: (one.due, one.seq))
    values = keeping.binding(LEDGER).current([project.pk])[project.pk]
    months = values.get("ytd_investment") or {}
    return {
        "why": why.why(project, day), "dates": key_dates(project, stones), "values": values,
        "coming": coming[:NEXT], "open": len(coming),
        "month": max(months, default=""), "ytd": listing.newest(months),
    }  # fmt: skip


def key_dates(project: Project, stones: list[Milestone]) -> list[dict[str, Any]]:
    """Return 开工, 竣工, 投产: promised, planned now, a later date that waits, and done."""
    first = Baseline.objects.filter(version__plan__project=project).order_by("pk").first()
    promised = first.dates if first else {}
    waiting = Slip.objects.filter(milestone__project=project, state=Slip.State.WAITING)
    later = dict(waiting.values_list("milestone_id", "to_due"))
    held = {one.key: one for one in stones}
    return [
        {"label": label, "promised": promised.get(key), "due": held[key].due, "done": held[key].done_on,
         "later": later.get(held[key].pk)}
        for key, label in KEY_DATES
        if key in held and (held[key].due or held[key].done_on)
    ]  # fmt: skip


def editing(request: Request, project: Project) -> dict[str, Any]:
    """Return every column with its value; those the person may edit open in place."""
    bound = keeping.binding(LEDGER)
    values = flat(bound.current([project.pk])[project.pk])
    return {"cells": [cell(request, project, one.field, values) for one in bound.ledger.columns
                      if one.kind != "light"]}  # fmt: skip


def cell(request: Request, project: Project, field: str, values: dict[str, Any]) -> dict[str, Any]:
    """Return one column of the editing tab."""
    bound = keeping.binding(LEDGER)
    columns = columns_of(bound.ledger)
    column = columns[field]
    key = newest(column, field, values)
    mine = any(
        project.pk in bound.editors[word](request.user, [project.pk])
        for word in column.editors
        if word in bound.editors
    )
    may = writable(LEDGER, field) and mine and not project.is_group
    return {
        "field": key, "header": header(columns, key), "shown": shown(column, values.get(key)),
        "edit": KINDS.get(column.kind, "text") if may else "",
    }  # fmt: skip


def log(request: Request, project: Project) -> dict[str, Any]:
    """Return the newest entries of the history."""
    return {"entries": projects.log(project, LOG)}


PARTS = {"now": overview, "edit": editing, "log": log}


@require_GET
def history(request: Request, pk: int, field: str) -> HttpResponse:
    """Draw the past of one field: who, when, old and new, why, from which file or deed."""
    project = get_object_or_404(Project.objects.visible_to(request.user), pk=pk)
    columns = columns_of(keeping.binding(LEDGER).ledger)
    if split(field)[0] not in columns:
        raise Http404
    context = {
        "project": project, "header": header(columns, field), "field": field,
        "entries": past_of(project, field),
    }  # fmt: skip
    return render(request, "desk/editing/history.html", context)
