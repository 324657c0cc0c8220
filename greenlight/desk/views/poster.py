"""挂图作战 on paper: the sheets as they will hang, and their PDF made in the background."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from greenlight.base import files, jobs
from greenlight.base.models import File, Job
from greenlight.base.refusals import Refused
from greenlight.desk.views.wallchart import asked_of, choices
from greenlight.desk.wallchart.poster import layout, making
from greenlight.desk.wallchart.poster.making import Made
from greenlight.people.requests import Request, by

LARGEST = "A0"


def live(request: Request) -> str:
    """Return the address of the live wall under the same conditions: where the QR code leads."""
    at = f"{reverse('desk:wallchart')}?{urlencode(asked_of(request).words())}".rstrip("?")
    return request.build_absolute_uri(at)


def laid_out(request: Request) -> Made | None:
    """Lay out what the address asks for."""
    return making.made(request.user, asked_of(request), live(request))


@require_http_methods(["GET", "POST"])
def paper(request: Request) -> HttpResponse:
    """Show the sheets before they are printed; a POST asks for the PDF."""
    asked = asked_of(request)
    if request.method == "POST":
        size = request.POST.get("size", "")
        if size not in layout.SIZES:
            raise Refused("请选一种纸：A0、A1 或 A3。", status=400)
        job = making.start(by(request), urlencode(asked.words()), size, live(request))
        return redirect("desk:poster_job", job.pk)
    refused, found = "", None
    try:
        found = making.made(request.user, asked, live(request))
    except Refused as told:
        refused = str(told)
    return render(request, "desk/wallchart/poster.html", context(request, found) | {"refused": refused})


def context(request: Request, found: Made | None) -> dict[str, Any]:
    """Return what the page shows: one sheet, the others a click away, the papers."""
    asked = asked_of(request)
    count = len(found.sheets) if found else 0
    chosen = request.GET.get("sheet", "1")
    n = min(max(int(chosen), 1), max(count, 1)) if chosen.isdecimal() and len(chosen) < 5 else 1
    return {
        "words": urlencode(asked.words()),
        "told": found.poster.told if found else "",
        "count": count,
        "n": n,
        "sheets": range(1, count + 1),
        "sizes": [(name, wide, high) for name, (wide, high) in layout.SIZES.items()],
        "largest": LARGEST,
        "choices": [one for one in choices(asked) if one["label"] != "一格"],
    }


@require_GET
def sheet(request: Request) -> HttpResponse:
    """Send one sheet as the drawing that goes into the PDF."""
    found, n = laid_out(request), request.GET.get("sheet", "1")
    if found is None or not n.isdecimal() or len(n) > 4 or not 1 <= int(n) <= len(found.sheets):
        raise Http404
    answer = HttpResponse(found.drawn(int(n)), content_type="image/svg+xml")
    answer["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    answer["Cache-Control"] = "private, no-store"
    return answer


def owned(request: Request, job: int) -> Job:
    """Return a person's own wall; to anybody else it is not there."""
    return get_object_or_404(making.own(request.user), pk=job)


@require_GET
def job(request: Request, job: int) -> HttpResponse:
    """Tell how far the PDF is."""
    return progress(request, owned(request, job))


@require_POST
def cancel(request: Request, job: int) -> HttpResponse:
    """Stop making it."""
    return progress(request, jobs.cancel(owned(request, job)))


def progress(request: Request, found: Job) -> HttpResponse:
    """Draw the progress; the link to the file once it is there."""
    if found.state == Job.State.DONE:
        found.next_url = reverse("desk:poster_file", args=[found.pk])
    again = f"{reverse('desk:poster')}?{found.arguments.get('words', '')}"
    told = {
        "job": found, "again": again, "poll": reverse("desk:poster_job", args=[found.pk]),
        "cancel": reverse("desk:poster_cancel", args=[found.pk]),
    }  # fmt: skip
    part = request.headers.get("HX-Request")
    return render(request, "components/job_progress.html" if part else "desk/wallchart/poster_job.html", told)


@require_GET
def file(request: Request, job: int) -> HttpResponseBase:
    """Send the PDF."""
    found = owned(request, job)
    kept = File.objects.filter(subject_kind=making.SUBJECT, subject_id=found.pk).order_by("-pk").first()
    if kept is None:
        raise Http404
    return files.sent(kept)
