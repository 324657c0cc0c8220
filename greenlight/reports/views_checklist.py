"""Doors of 一项目一清单."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from greenlight.base import files
from greenlight.people import may
from greenlight.people.requests import Request
from greenlight.projects.models import Project
from greenlight.reports.checklist import sheet


@require_GET
def checklist(request: Request, pk: int) -> HttpResponseBase:
    """Show what one project owes; `show=all` with what is done, `as=docx` as a Word paper."""
    rows = Project.objects.visible_to(request.user).counted().select_related("zone")
    project = get_object_or_404(rows, pk=pk)
    show = sheet.WHOLE if request.GET.get("show") == sheet.WHOLE else sheet.OPEN
    found = sheet.of(project, request.user.scope.day, show)
    if request.GET.get("as") == "docx":
        zone = project.zone
        answer = HttpResponse(sheet.paper(found, zone.committee or zone.name))
        answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(found.title)}.docx"
        return files.attachment(answer)
    context = {
        "sheet": found, "show": show, "project": project,
        "may_plan": may.edit_zone(request.user, project.zone_id),
    }  # fmt: skip
    return render(request, "reports/checklist/checklist.html", context)
