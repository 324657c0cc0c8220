"""投资情况 of the project page: the year's plan, its months, the curve, who said so."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from greenlight.investment import drawing, may, months
from greenlight.investment.forms import ReportForm, YearPlanForm
from greenlight.people.requests import Request
from greenlight.projects.models import Project


def investment_tab(request: Request, project: Project) -> SafeString:
    """Draw the tab; `?year=2025` opens an earlier year."""
    day = request.user.scope.day
    asked = request.GET.get("year", "")
    year = months.year_of(project, int(asked) if asked.isdecimal() and len(asked) == 4 else None, day.year)
    may_report, may_plan = may.report(request.user, project), may.set_year_plan(request.user, project)
    context = {
        "project": project,
        "year": year,
        "chart": drawing.curve_chart(year.curve, in_yi=False) if year.lines or year.plan else "",
        "report_form": ReportForm.blank(project, day) if may_report else None,
        "plan_form": YearPlanForm.blank(project, day) if may_plan else None,
    }
    return render_to_string("investment/_tab.html", context, request=request)
