"""挂图作战 on paper: the sheets as they will hang, and their PDF made in the background."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from greenlight.base import handouts
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
        return redirect(handouts.page(job))
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
