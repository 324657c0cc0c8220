"""The import flow: drop a workbook, watch it read, map its columns, see the differences, apply, undo."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from greenlight.base import files, jobs, keeping
from greenlight.base.imports import actions, marking, work
from greenlight.base.imports import subject as subjects
from greenlight.base.models import ImportBatch, ImportRow, Job
from greenlight.base.refusals import NotAllowed
from greenlight.desk import mapping, previewing, waiting
from greenlight.people import may, requests
from greenlight.people.requests import Request
from greenlight.warnings import turned

HISTORY = 20
TURNED = 30  # of each colour, what a batch turned; the rest stands under 变化
AT_ONCE = 3000  # rows planned again within the request; above, in the background
State = ImportBatch.State


@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: Request) -> HttpResponse:
    """Show the drop zone and the batches of the zone; take a file in."""
    zone = own_zones(request)[0]
    if request.method == "POST":
        by = requests.by(request, zone)
        made = actions.begin(by, zone, "", files.store_upload(by, request.FILES.get("file")))
        return redirect("desk:import", made.pk)
    found = ImportBatch.objects.filter(zone_id=zone).select_related("file").order_by("-pk")
    page = Paginator(found, HISTORY).get_page(request.GET.get("page"))
    context = {"page": page, "batches": [(one, title_of(one)) for one in page.object_list], "books": books()}
    return render(request, "desk/imports/list.html", context)


def books() -> list[tuple[str, bool]]:
    """Return the tables that are read: title, and whether their records are kept already."""
    return [(one.title, subjects.known(one.name)) for one in keeping.declared()]


def title_of(found: ImportBatch) -> str:
    """Return what table a batch was taken for; empty while that is not known."""
    return keeping.ledger(found.ledger).title if keeping.is_declared(found.ledger) else ""


def own_zones(request: Request) -> list[int]:
    """Return the zones a person may import into, the home zone first."""
    scope = request.user.scope
    found = [zone for zone in sorted(scope.zones) if may.edit_zone(request.user, zone)]
    if not found:
        raise NotAllowed("导入台账由科室和领导办，请把表交给他们导入。")
    return sorted(found, key=lambda zone: zone != scope.home)


def own_batch(request: Request, pk: int) -> ImportBatch:
    """Return a batch of a zone the person may import into; else 404."""
    scope = request.user.scope
    zones = [zone for zone in scope.zones if may.edit_zone(request.user, zone)]
    rows = ImportBatch.objects.filter(zone_id__in=zones).select_related("file", "job")
    return get_object_or_404(rows, pk=pk)


@require_GET
def batch(request: Request, pk: int) -> HttpResponse:
    """Show a batch as far as it is."""
    found = own_batch(request, pk)
    if found.state == State.MAPPING:
        return redirect("desk:import_columns", pk)
    if found.state == State.PREVIEW:
        return preview(request, found)
    if found.state == State.WAITING:
        return held(request, found)
    pages = {State.READING: "working", State.APPLYING: "working", State.REJECTED: "rejected"}
    name = "working" if at_work(found) else pages.get(State(found.state), "result")
    context = result_of(request, found) if name == "result" else {}
    return render(request, f"desk/imports/{name}.html", {**frame(found), **context})


def at_work(found: ImportBatch) -> bool:
    """Tell whether the batch is being taken back right now."""
    states = (Job.State.QUEUED, Job.State.RUNNING)
    return found.state == State.APPLIED and found.job is not None and found.job.state in states


def frame(found: ImportBatch) -> dict[str, Any]:
    """Return what every page of a batch shows."""
    return {
        "batch": found, "steps": previewing.steps(found), "job": found.job, "ledger_title": title_of(found),
        "held": bool(found.ledger) and not subjects.known(found.ledger),
    }  # fmt: skip


def held(request: Request, found: ImportBatch) -> HttpResponse:
    """Show the records of a ledger whose room is not there yet: to be checked, marked, given up."""
    tab = request.GET.get("tab", "")
    tab = tab if tab in dict(waiting.TABS) else "waiting"
    page = Paginator(waiting.rows(found, tab), waiting.PAGE).get_page(request.GET.get("page"))
    context = {
        **frame(found), **waiting.context(found, tab), "page": page,
        "lines": waiting.lines(found, tab, list(page.object_list)),
    }  # fmt: skip
    return render(request, "desk/imports/waiting.html", context)


def preview(request: Request, found: ImportBatch) -> HttpResponse:
    """Show the differences, one tab at a time."""
    tab = request.GET.get("tab", "")
    tab = tab if tab in dict(previewing.TABS) else previewing.first_tab(found)
    only = request.GET.get("only", "")
    page = Paginator(previewing.rows(found, tab, only), previewing.PAGE).get_page(request.GET.get("page"))
    refused = found.rows.filter(values__refused=True).order_by("pk")[:8]
    context = {
        **frame(found), "tab": tab, "only": only, "page": page,
        "lines": previewing.lines(found, tab, list(page.object_list)),
        "tabs": previewing.tabs(found, tab), "filters": previewing.filters(found, only),
        "cards": previewing.cards(found), "left": previewing.left(found),
        "refused": [(row, one) for row in refused for one in row.refused][:12],
        "totals": previewing.totals(found), "button": previewing.button(found),
        "stale": found.summary.get("answers_used") != work.used(found),
    }  # fmt: skip
    return render(request, "desk/imports/preview.html", context)


def result_of(request: Request, found: ImportBatch) -> dict[str, Any]:
    """Return what a finished batch shows: what was written, what turned, whether it can be undone."""
    late = found.applied_at is None or actions.is_late(found, requests.by(request).at)
    written = found.rows.filter(outcome__in=("added", "changed")).order_by("pk")
    day = request.user.scope.day
    groups = turned.board(request.user, batch_id=found.pk, day=day, most=TURNED) if found.applied_at else []
    return {
        "may_undo": found.state == State.APPLIED and not late,
        "turned": groups,
        "page": Paginator(written, previewing.PAGE).get_page(request.GET.get("page")),
        "counts": found.summary.get("counts", {}),
        "missing": found.rows.filter(outcome=ImportRow.Outcome.MISSING).order_by("pk")[:20],
    }


@require_GET
def job(request: Request, pk: int) -> HttpResponse:
    """Answer the progress of the batch's job; once it has ended, send the page on."""
    found = own_batch(request, pk)
    return render(request, "desk/imports/_job.html", frame(found))


@require_POST
def cancel(request: Request, pk: int) -> HttpResponse:
    """Ask the batch's job to stop."""
    found = own_batch(request, pk)
    if found.job:
        jobs.cancel(found.job)
    return redirect("desk:import", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: Request, pk: int) -> HttpResponse:
    """Show what each column was taken for; keep what the clerk chooses and read again."""
    found = own_batch(request, pk)
    if request.method == "POST":
        actions.map_columns(requests.by(request, found.zone_id), found, mapping.chosen(request.POST, found))
        return redirect("desk:import", pk)
    if not keeping.is_declared(found.ledger):  # not read yet: there are no columns to look at
        return redirect("desk:import", pk)
    return render(request, "desk/imports/columns.html", {**frame(found), **mapping.context(found)})


@require_POST
def ledger(request: Request, pk: int) -> HttpResponse:
    """Read the workbook as the table the clerk says it is."""
    found = own_batch(request, pk)
    actions.choose_ledger(requests.by(request, found.zone_id), found, request.POST.get("ledger", ""))
    return redirect("desk:import", pk)


@require_POST
def answers(request: Request, pk: int) -> HttpResponse:
    """Keep answers; plan again at once when the file is small."""
    found = own_batch(request, pk)
    given = mapping.given(request.POST)
    found = actions.answer(requests.by(request, found.zone_id), found, given)
    if found.summary.get("records", 0) <= AT_ONCE:
        work.replan_now(found.pk)
    query = request.GET.urlencode()
    return redirect(f"/imports/{pk}/" + (f"?{query}" if query else ""))


@require_POST
def again(request: Request, pk: int) -> HttpResponse:
    """Plan again under the answers given, in the background."""
    found = own_batch(request, pk)
    actions.read_again(requests.by(request, found.zone_id), found)
    return redirect("desk:import", pk)


@require_POST
def apply(request: Request, pk: int) -> HttpResponse:
    """Let the preview take effect."""
    found = own_batch(request, pk)
    actions.apply(requests.by(request, found.zone_id), found)
    return redirect("desk:import", pk)


@require_POST
def undo(request: Request, pk: int) -> HttpResponse:
    """Take the import back."""
    found = own_batch(request, pk)
    found = actions.undo(requests.by(request, found.zone_id), found)
    if found.state == State.UNDONE:
        messages.success(request, "已撤销这一批导入，各项恢复到导入以前。")
    return redirect("desk:import", pk)


@require_POST
def discard(request: Request, pk: int) -> HttpResponse:
    """Give the batch up."""
    found = own_batch(request, pk)
    actions.discard(requests.by(request, found.zone_id), found)
    messages.success(request, "已放弃这一批，什么都没有改。")
    return redirect("desk:imports")


@require_GET
def annotated(request: Request, pk: int) -> HttpResponseBase:
    """Send the clerk's own workbook with the refused cells marked."""
    data, name = marking.marked(own_batch(request, pk))
    response = files.attachment(HttpResponse(data))
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response
