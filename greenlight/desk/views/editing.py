"""Doors of editing: one cell, a pasted block, many rows at once, and taking a deed back."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from greenlight.base import keeping, undoing
from greenlight.base.imports import subject as subjects
from greenlight.base.imports.canonical import columns_of, header, split
from greenlight.base.models import JournalRow
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.base.returning import came_from
from greenlight.desk.actions import edit_cells
from greenlight.desk.editing import facts, previewing
from greenlight.desk.editing.cells import UNKNOWN, CellEdit
from greenlight.desk.editing.weighing import NOT_MAY, seen_rows, writable
from greenlight.people.requests import Request, by

LONGEST_BASE = 20_000
STATUS = {"saved": 200, "same": 200, "refused": 422, "collided": 409, "asks": 422}


def known(ledger: str) -> None:
    """Answer 404 for a ledger that is not there."""
    if not subjects.known(ledger):
        raise Http404


@require_http_methods(["GET", "POST"])
def cell(request: Request, ledger: str, pk: int, field: str) -> JsonResponse:
    """Tell what opening a cell needs, or take what was typed over it."""
    known(ledger)
    row = seen_rows(request.user, [pk]).get(pk)
    if row is None:
        raise Http404
    columns = columns_of(keeping.binding(ledger).ledger)
    if split(field)[0] not in columns:
        raise Http404
    if request.method == "GET":
        found = facts.facts(ledger, pk, field, row.zone_id, row.version)
        return JsonResponse(found | {"writable": writable(ledger, field)})
    edit = CellEdit(pk, field, request.POST.get("text", ""), version_of(request), base_of(request))
    who = by(request, row.zone_id)
    made = edit_cells(by=who, ledger=ledger, edits=[edit], reasons=reason_of(request))
    if made.refused and made.refused[0].why == NOT_MAY:
        raise NotAllowed(NOT_MAY)
    told = facts.outcome(made, edit, columns)
    return JsonResponse(told, status=STATUS[told["outcome"]])


def base_of(request: Request) -> Any:
    """Return the value the text was typed over, as the cell's own facts gave it."""
    text = request.POST.get("base", "")
    if not text or len(text) > LONGEST_BASE:
        return UNKNOWN
    try:
        return json.loads(text)
    except ValueError:
        raise Refused("这一格的旧值读不懂，请刷新后再改。", status=400) from None


def version_of(request: Request) -> int | None:
    """Return the version of the row that was on the page, for a cell that could not be opened properly."""
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 10 else None


def reason_of(request: Request) -> dict[Any, dict[str, str]]:
    """Return the reason given for all cells of a deed."""
    given = {"class": request.POST.get("reason_class", ""), "text": request.POST.get("reason", "").strip()}
    return {"*": given} if given["text"] else {}


@require_POST
def paste(request: Request, ledger: str) -> HttpResponse:
    """Show what a pasted block would change; with `apply`, write exactly that."""
    known(ledger)
    return previewed(request, previewing.pasted(by(request), ledger, request.POST, reason_of(request)))


@require_http_methods(["GET", "POST"])
def bulk(request: Request, ledger: str) -> HttpResponse:
    """Name the columns; show what one value for many rows would change; with `apply`, write it."""
    known(ledger)
    if request.method == "GET":
        columns = columns_of(keeping.binding(ledger).ledger)
        named = [{"field": key, "header": header(columns, key)} for key in columns if writable(ledger, key)]
        return JsonResponse({"columns": named})
    return previewed(request, previewing.bulk(by(request), ledger, request.POST, reason_of(request)))


def previewed(request: Request, preview: previewing.Preview) -> HttpResponse:
    """Draw a preview, or do what it showed and offer to take it back."""
    if request.POST.get("apply") and preview.is_ready(request.POST.get("seen", "")):
        made = preview.apply()
        if made.seq is not None:
            return JsonResponse({
                "outcome": "saved", "title": facts.said(made), "undo": f"/undo/{made.seq}/",
                "rows": sorted({one.pk for one in made.written})[:1000],
            })  # fmt: skip
    context = {"preview": preview, "stale": preview.is_stale(request.POST.get("seen", ""))}
    return render(request, "desk/editing/preview.html", context)


@require_POST
def undo(request: Request, seq: int) -> HttpResponse:
    """Take a deed back; a script gets words, a form goes back to its page."""
    row = JournalRow.objects.filter(pk=seq).first()
    if row is None or not touches(request, row):
        raise Http404
    undoing.take_back(by(request, row.zone_id), row)
    told = f"已撤销“{undoing.label(row.verb)}”。"
    if request.headers.get("Accept", "").startswith("application/json"):
        return JsonResponse({"outcome": "undone", "title": told})
    messages.success(request, told)
    return redirect(back(request))


def touches(request: Request, row: JournalRow) -> bool:
    """Tell whether a deed is the person's own, or of a zone they read as a whole."""
    return row.actor_id == request.user.pk or row.zone_id in request.user.scope.zones


def back(request: Request) -> str:
    """Return the page the deed was taken back from."""
    return came_from(request) or "/projects/"
