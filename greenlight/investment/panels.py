"""投资情况 of the project page: the year, the two ledgers, the composition, the funds, the statistics."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from greenlight.investment import drawing, funds, may, months, proofs, rules, tracks
from greenlight.investment.amounts import Period
from greenlight.investment.forms import ReportForm, YearPlanForm
from greenlight.investment.models import Composition, InvestmentReport, StatRegistration
from greenlight.kernel import composition, series
from greenlight.people.requests import Request
from greenlight.projects.models import Project

VOUCHERS_SHOWN = 60  # on a page
AT_FIRST = 8  # vouchers seen before the rest is unfolded


def investment_tab(request: Request, project: Project) -> SafeString:
    """Draw the tab; `?year=2025` opens an earlier year."""
    day = request.user.scope.day
    asked = request.GET.get("year", "")
    held = rules.in_force(project.zone_id, day)
    points = held["growth_gap"].params["points"] if "growth_gap" in held else None
    wanted = int(asked) if asked.isdecimal() and len(asked) == 4 else None
    year = months.year_of(project, wanted, day.year, points)
    may_report, may_plan = may.report(request.user, project), may.set_year_plan(request.user, project)
    context = {
        "project": project,
        "year": year,
        "chart": drawing.curve_chart(year.curve, in_yi=False) if year.lines or year.plan else "",
        "report_form": ReportForm.blank(project, day) if may_report else None,
        "plan_form": YearPlanForm.blank(project, day) if may_plan else None,
        "may_report": may_report,
        "may_plan": may_plan,
        "closed": rules.closing(project.zone_id),
        "amounts": _amounts(project),
        **_two_ledgers(project, year),
        **_vouchers(project, request.GET.get("vouchers")),
        **_composition(project, year.year),
        **_funds(project, day),
        "stat": StatRegistration.objects.filter(project=project).first(),
    }
    return render_to_string("investment/_tab.html", context, request=request)


def _amounts(project: Project) -> list[Any]:
    """Return the newest amount of each kind: 协议, 备案, 概算, 合同, 决算."""
    newest = {one.kind: one for one in project.amounts.order_by("on", "pk")}
    return [newest[kind] for kind in newest]


def _two_ledgers(project: Project, year: months.Year) -> dict[str, Any]:
    whole = Period(year.year, 12)
    shares = list(proofs.counting(whole).filter(project=project).select_related("voucher"))
    rows = tracks.lines(year.reports, shares)
    return {
        "tracks": rows,
        "track_last": next((row for row in reversed(rows) if row.work_ytd is not None), None),
        "track_chart": tracks.chart(rows) if rows else "",
    }


def _vouchers(project: Project, number: str | None) -> dict[str, Any]:
    """Return a page of the vouchers, newest first; on the first page the rest is folded."""
    rows = project.vouchers.select_related("file").prefetch_related("shares").order_by("-day", "-pk")
    page = Paginator(rows, VOUCHERS_SHOWN).get_page(number)
    vouchers = list(page)
    at_first = AT_FIRST if page.number == 1 else VOUCHERS_SHOWN
    parts = [part for part in (vouchers[:at_first], vouchers[at_first:]) if part]
    return {"voucher_page": page, "voucher_parts": parts}


def _composition(project: Project, year: int) -> dict[str, Any]:
    """Return the compositions of the year's reports, newest first, and the month that may be composed."""
    rows: QuerySet[InvestmentReport] = project.investment_reports.filter(year=year, in_force=True)
    newest = rows.order_by("-method", "-month").first()
    held = Composition.objects.filter(project=project, report__year=year).select_related("report")
    return {
        "composable": newest,
        "compositions": [_parts(one) for one in held.order_by("-report__month", "-report__revision")],
    }


def _parts(one: Composition) -> dict[str, Any]:
    parts, ytd = one.parts, one.report.ytd_wan
    amounts: list[tuple[str, Decimal, bool]] = [
        ("建筑安装工程", parts.building, False),
        ("其中：建筑工程", parts.construction, True),
        ("其中：安装工程", parts.installation, True),
        (composition.PART_WORDS[composition.EQUIPMENT], parts.equipment, False),
        (composition.PART_WORDS[composition.OTHER], parts.other, False),
        ("其中：土地购置费", parts.land, True),
        ("其中：旧建筑物购置费", parts.old_buildings, True),
    ]
    return {
        "row": one,
        "report": one.report,
        "lines": [(word, amount, inner, series.percent(amount, ytd)) for word, amount, inner in amounts],
        "total": parts.total,
        "differs": parts.total - ytd,
    }


def _funds(project: Project, day: date) -> dict[str, Any]:
    own = list(project.funds.order_by("source", "pk"))
    rows = funds.lines([one for one in own if one.ended_at is None], day)
    ended = [one for one in own if one.ended_at]
    return {"funds": rows, "fund_total": funds.total(rows), "ended_funds": ended}
