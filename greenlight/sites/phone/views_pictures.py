"""Doors of the pictures that are shown: the copies with the watermark, to whoever sees the project."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from greenlight.base import files
from greenlight.base.models import File
from greenlight.people.requests import Request
from greenlight.sites.models import Photo

KEPT_SECONDS = 86_400  # by this browser alone; a photo drawn anew has another address (?v=)


def drawn(file: File) -> HttpResponse:
    """Answer with a picture we drew ourselves: nothing in it runs, no browser guesses at it."""
    response = HttpResponse(files.content(file), content_type="image/jpeg")
    response["Cache-Control"] = f"private, max-age={KEPT_SECONDS}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@require_GET
def photo(request: Request, pk: int) -> HttpResponse:
    """Show a photo as it is shown to everybody, with its watermark."""
    rows = Photo.objects.visible_to(request.user).select_related("served")
    return drawn(get_object_or_404(rows, pk=pk).served)


@require_GET
def thumb(request: Request, pk: int) -> HttpResponse:
    """Show a photo small."""
    rows = Photo.objects.visible_to(request.user).select_related("thumb")
    return drawn(get_object_or_404(rows, pk=pk).thumb)
