"""Doors of 全区回看: a past day of the zone judged again, and its list as a file."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from greenlight.base.workbook.write import stream
from greenlight.base.workbook.write_csv import stream_csv
from greenlight.people.requests import Request
from greenlight.warnings import replay_page

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def zone_day(request: Request) -> HttpResponse:
    """Judge the zone again: `?on=2026-07-01&pack=wuhan&against=force&scene=investment&from=red&to=green`."""
    part = request.headers.get("X-Part") == "replay"
    context = replay_page.context(request.user, request.GET.dict())
    answer = render(request, "warnings/replay_result.html" if part else "warnings/replay.html", context)
    answer["Vary"] = "X-Part"
    return answer


@require_GET
def zone_file(request: Request) -> HttpResponse | StreamingHttpResponse:
    """Send the list, all pages of it, as .xlsx or .csv; of a day that was not kept, lead to the sentence."""
    suffix = ".csv" if request.GET.get("as") == "csv" else ".xlsx"
    page = replay_page.Page(request.user, request.GET.dict())
    if not page.is_kept:
        return redirect(reverse("warnings:zone_day") + page.address())
    spec = replay_page.sheet(page)
    answer = StreamingHttpResponse(stream_csv(spec) if suffix == ".csv" else stream(spec))
    name = quote(f"全区回看{page.on:%Y%m%d}{suffix}")
    answer["Content-Type"] = "text/csv; charset=utf-8" if suffix == ".csv" else XLSX
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return answer
