"""Doors of 谁发了谁没发: the month as a table, and the same as a workbook."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from urllib.parse import quote, urlencode

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from greenlight.base.refusals import NotAllowed
from greenlight.base.workbook.write import stream
from greenlight.base.workbook.write_spec import OutColumn, SheetSpec, Value
from greenlight.people.models import User
from greenlight.people.requests import Request
from greenlight.sites.phone import overview as facts
from greenlight.sites.phone.overview import Narrowed, Row
from greenlight.sites.phone.views import strip

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EARLIEST = 2000


class NarrowForm(forms.Form):
    """The month and whose projects; nonsense is as good as nothing."""

    month = forms.RegexField(r"^\d{4}-(0[1-9]|1[0-2])$", required=False)
    unit = forms.IntegerField(required=False, min_value=1)
    team = forms.IntegerField(required=False, min_value=1)


def narrowed(request: Request) -> Narrowed:
    """Return what the address asks for; this month when it asks for none."""
    form = NarrowForm(request.GET)
    form.is_valid()
    own, today = form.cleaned_data, request.user.scope.day
    text = own.get("month") or ""
    year, month = (int(text[:4]), int(text[5:])) if text[:4] >= str(EARLIEST) else (today.year, today.month)
    known = [dict(one) for one in facts.choices(request.user)]
    unit, team = own.get("unit"), own.get("team")
    first = min(date(year, month, 1), today.replace(day=1))
    return Narrowed(first, unit if unit in known[0] else None, team if team in known[1] else None)


def allowed(request: Request) -> None:
    """Refuse who reads only single projects."""
    if not facts.readable(request.user):
        raise NotAllowed("谁发了谁没发，由领导、科室和纪检看。您发过的在“今天发过的”里。")


@require_GET
def overview(request: Request) -> HttpResponse:
    """Show projects × days of the month: sent, not sent, not asked."""
    allowed(request)
    wanted, day = narrowed(request), request.user.scope.day
    part = Paginator(facts.projects(request.user, wanted), facts.PAGE).get_page(request.GET.get("page"))
    rows = facts.matrix(part.object_list, wanted, day)
    units, teams = facts.choices(request.user)
    context = {
        "rows": rows, "part": part, "narrowed": wanted, "units": units, "teams": teams,
        "days": days(rows, wanted, day), "words": words(wanted), "month": f"{wanted.month:%Y-%m}",
        "sent": sum(one.sent for one in rows), "asked": sum(one.asked for one in rows),
        "met": sum(one.met for one in rows), "more": sum(one.more for one in rows),
        "begins": any(one.begins for one in rows),
    }  # fmt: skip
    return render(request, "sites/phone/overview.html", context | strip(request))


def days(rows: list[Row], wanted: Narrowed, today: date) -> list[tuple[date, int, int]]:
    """Return each day with how many projects sent and how many were missing."""
    return [
        (day, sum(one.cells[n].state == facts.SENT for one in rows),
         sum(one.cells[n].state == facts.MISSING for one in rows))
        for n, day in enumerate(wanted.days)
    ]  # fmt: skip


def words(wanted: Narrowed) -> str:
    """Return the address words of what is shown."""
    given = {"month": f"{wanted.month:%Y-%m}", "unit": wanted.unit, "team": wanted.team}
    return urlencode({name: value for name, value in given.items() if value})


@require_GET
def export(request: Request) -> StreamingHttpResponse:
    """Send exactly what is shown, all pages of it, as a workbook."""
    allowed(request)
    wanted = narrowed(request)
    response = StreamingHttpResponse(stream(spec(request.user, wanted)))
    name = quote(f"一日一现场{wanted.month:%Y%m}.xlsx")
    response["Content-Type"] = XLSX
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response


def spec(user: User, wanted: Narrowed) -> SheetSpec:
    """Lay the month out as a clerk sends it on."""
    columns = [
        OutColumn("序号", kind="integer", width=6), OutColumn("项目名称", width=36),
        OutColumn("责任单位", width=16), OutColumn("发了（天）", kind="integer", width=9),
        OutColumn("要求（天）", kind="integer", width=9),
        *(OutColumn(f"{day.day}日", width=5) for day in wanted.days),
    ]  # fmt: skip
    return SheetSpec(
        title=f"一日一现场（{wanted.month.year}年{wanted.month.month}月）",
        unit_line="✓ 发了　缺 没有发　· 不要求；数字是当天的条数；要求空着的，这个月不要求发",
        columns=columns, rows=lines(user, wanted), totals=None, signature="", sheet_name="一日一现场",
    )  # fmt: skip


def lines(user: User, wanted: Narrowed) -> Iterator[list[Value]]:
    """Yield the rows, a page of projects at a time."""
    found = list(facts.projects(user, wanted))
    for start in range(0, len(found), facts.PAGE):
        part = facts.matrix(found[start : start + facts.PAGE], wanted, user.scope.day)
        for n, row in enumerate(part, start + 1):
            marks = [one.mark for one in row.cells]
            yield [n, row.project.name, row.unit, row.sent, row.asked or None, *marks]
