"""Doors of what was kept: the list of observations, its workbook, two reports side by side."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from greenlight.people import may, requests
from greenlight.people.requests import Request
from greenlight.reports.checking import actions, comparing, listing
from greenlight.reports.checking.views import named
from greenlight.reports.checking.wording import KINDS, amount, period
from greenlight.reports.models import CheckedReport, Observation

PAGE = 50


@require_GET
def observations(request: Request) -> HttpResponse:
    """Show the facts that were kept, each with its sentence."""
    told = listing.asked(request.GET.dict())
    found = Paginator(listing.rows(request.user, told), PAGE).get_page(request.GET.get("page"))
    rows = [
        (one, amount(one.value, one.unit, one.comparator), period(one.period)) for one in found.object_list
    ]
    context = {
        "page": found, "rows": rows, "told": told, "kinds": KINDS,
        "may_drop": may.edit_zone(request.user, request.user.scope.home),
        "any": bool(told) and Observation.objects.visible_to(request.user).exists(),
    }  # fmt: skip
    return render(request, "reports/checking/observations.html", context)


@require_GET
def export(request: Request) -> HttpResponseBase:
    """Send what the list shows as a workbook."""
    found = listing.rows(request.user, listing.asked(request.GET.dict()))
    return named(HttpResponse(listing.workbook(found)), "指标观测.xlsx")


@require_POST
def drop(request: Request, pk: int) -> HttpResponse:
    """Take an observation out again."""
    found = get_object_or_404(Observation.objects.visible_to(request.user), pk=pk)
    actions.drop(requests.by(request, found.zone_id), found)
    requests.told(request, f"已移出“{found.indicator}”。报告还在，要的话可以再存。")
    return redirect("reports:observations")


@require_GET
def compare(request: Request) -> HttpResponse:
    """Hold two reports against each other: the older first, unless the reader swaps them."""
    seen = CheckedReport.objects.visible_to(request.user).ready()
    chosen = [one for one in request.GET.getlist("r") if one.isascii() and one.isdecimal() and len(one) < 18]
    if len(set(chosen)) != 2:
        messages.error(request, "两份才能比：请在列表里勾两份报告，一份去年的计划，一份今年的总结。")
        return redirect("reports:checks")
    older, newer = comparing.in_order(*(get_object_or_404(seen, pk=pk) for pk in dict.fromkeys(chosen)))
    if swapped := bool(request.GET.get("swap")):
        older, newer = newer, older
    context = {"older": older, "newer": newer, "swapped": swapped, "asked": comparing.across(older, newer)}
    return render(request, "reports/checking/compare.html", context)
