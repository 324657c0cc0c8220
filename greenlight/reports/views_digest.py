"""Doors of 一月一汇总: the month on a page, and its Word and Excel made in the background."""

from __future__ import annotations

import re
from datetime import date

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from greenlight.base import handouts
from greenlight.base.refusals import Refused
from greenlight.base.typed import page_number
from greenlight.kernel.months import add_months
from greenlight.people.requests import Request, by
from greenlight.projects.models import Project
from greenlight.reports.digest import making, month
from greenlight.reports.digest.parts import A_PAGE, ON_PAGE, Part

WORD = re.compile(r"((?:19|20)[0-9]{2})-(0[1-9]|1[0-2])")


def asked_month(text: str, today: date) -> date:
    """Return the first day of the month an address names, the running one if none; Http404 for the future."""
    found = WORD.fullmatch(text)
    if text and not found:
        raise Http404
    first = date(int(found[1]), int(found[2]), 1) if found else today.replace(day=1)
    if first > today:
        raise Http404
    return first


@require_http_methods(["GET", "POST"])
def digest(request: Request) -> HttpResponse:
    """Show the month; a POST asks for it as a file."""
    today = request.user.scope.day
    first = asked_month(request.GET.get("month", ""), today)
    here = f"{reverse('reports:digest')}?month={first:%Y-%m}"
    if request.method == "POST":
        form = request.POST.get("form", "")
        if form not in making.FORMS:
            raise Refused("请选 Word 或 Excel。", status=400)
        return redirect(handouts.page(making.start(by(request), first.year, first.month, form, here)))
    seen = Project.objects.visible_to(request.user).exists()
    after = add_months(first, 1)
    context = {
        "digest": month.of(request.user, first.year, first.month, most=ON_PAGE) if seen else None,
        "now": f"{first:%Y-%m}",
        "before": f"{add_months(first, -1):%Y-%m}",
        "after": f"{after:%Y-%m}" if after <= today else "",
        "forms": [(name, word) for name, (word, _) in making.FORMS.items()],
    }
    return render(request, "reports/digest/digest.html", context)


@require_GET
def chapter(request: Request, chapter: str) -> HttpResponse:
    """Show every row of one chapter of a month, a page at a time."""
    if chapter not in month.CHAPTERS:
        raise Http404
    first = asked_month(request.GET.get("month", ""), request.user.scope.day)
    number = page_number(request.GET.get("page", ""))
    part = rows(request, first, chapter, number)
    page = Paginator(range(part.whole), A_PAGE).get_page(number)
    if page.number != number:
        part = rows(request, first, chapter, page.number)
    context = {"part": part, "page": page, "first": first, "start": (page.number - 1) * A_PAGE}
    return render(request, "reports/digest/chapter.html", context)


def rows(request: Request, first: date, chapter: str, number: int) -> Part:
    """Return one page of a chapter."""
    at = (number - 1) * A_PAGE
    return month.chapter(request.user, first.year, first.month, chapter, at=at, most=A_PAGE)
