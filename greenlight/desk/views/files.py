"""Files are handed out, never shown inside the page."""

from __future__ import annotations

from django.http.response import HttpResponseBase
from django.views.decorators.http import require_GET

from greenlight.base import files
from greenlight.people.requests import Request


@require_GET
def download(request: Request, pk: int) -> HttpResponseBase:
    """Send a file to whoever sees its subject, or the whole zone; to anybody else it is not there."""
    return files.sent(files.visible(pk, request.user))
