"""The door to paper: what is seen, laid out for A4 landscape."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from greenlight.desk.exporting.paper import sheet
from greenlight.desk.table.seen import Seen
from greenlight.people.requests import Request


@require_GET
def paper(request: Request) -> HttpResponse:
    """Show the sheets; the browser prints them."""
    seen = Seen.of(request.user, request.GET)
    here = seen.look.address(**({"in": seen.group} if seen.group and seen.grouped else {}))
    return render(request, "desk/paper/sheet.html", sheet(seen) | {"here": here, "told": seen.told})
