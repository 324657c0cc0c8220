"""Files are handed out, never shown inside the page."""

from __future__ import annotations

from django.http import FileResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from greenlight.base import subjects
from greenlight.base.models import File
from greenlight.people.requests import Request


@require_GET
def download(request: Request, pk: int) -> FileResponse:
    """Send a file to whoever sees its subject, or the whole zone; to anybody else it is not there."""
    found = get_object_or_404(File, pk=pk)
    if not sees(request, found):
        get_object_or_404(File.objects.none())
    response = FileResponse(found.content.open("rb"), as_attachment=True, filename=found.name)
    response["Content-Type"] = "application/octet-stream"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def sees(request: Request, found: File) -> bool:
    """Tell whether a person may have a file."""
    if found.subject_kind and found.subject_id:
        return subjects.find(found.subject_kind, found.subject_id, request.user) is not None
    return found.zone_id in request.user.scope.zones
