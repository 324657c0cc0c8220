"""The page that shows every part of the interface in all its states, for whoever builds or checks pages."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from greenlight.base.samples import sample_context
from greenlight.people.requests import Request

FRAME = ("rail", "nav", "zone")  # the reader's own stand around the samples


@require_GET
def parts(request: Request) -> HttpResponse:
    """Draw the samples inside the reader's own frame; nothing on the page is a record."""
    shown = {name: value for name, value in sample_context().items() if name not in FRAME}
    return render(request, "base/components.html", shown)
