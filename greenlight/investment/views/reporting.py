"""Doors of the two deeds. A stranger gets 404; a form with a fault comes back as it was filled in."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from greenlight.base.refusals import NotAllowed
from greenlight.investment import actions, may
from greenlight.investment.forms import ReportForm, YearPlanForm
from greenlight.people.requests import Request, by, told
from greenlight.projects.models import Project


@require_http_methods(["GET", "POST"])
def report(request: Request, pk: int) -> HttpResponse:
    """Report what was done up to a month."""
    project = get_object_or_404(Project.objects.visible_to(request.user), pk=pk)
    if not may.report(request.user, project):
        raise NotAllowed("投资月报由科室、领导或本项目的责任单位填报。")
    day = request.user.scope.day
    form = ReportForm(request.POST or None, project=project, day=day)
    if request.method == "GET":
        return _page(request, project, ReportForm.blank(project, day), "报投资月报", 200)
    if not form.is_valid():
        return _page(request, project, form, "报投资月报", 422)
    own = form.cleaned_data
    actions.report(
        by=by(request, project.zone_id), project=project, report=form.report, method=own["method"],
        reason=own["reason"], growth_pct=own["growth_pct"], version=own["version"],
    )  # fmt: skip
    told(request, f"已报 {own['year']} 年 {own['month']} 月累计完成投资")
    return redirect(_back(project))


@require_http_methods(["GET", "POST"])
def year_plan(request: Request, pk: int) -> HttpResponse:
    """Set what a year is to bring."""
    project = get_object_or_404(Project.objects.visible_to(request.user), pk=pk)
    if not may.set_year_plan(request.user, project):
        raise NotAllowed("年度计划由本开发区的领导或科室设定。")
    day = request.user.scope.day
    form = YearPlanForm(request.POST or None, project=project, day=day)
    if request.method == "GET":
        return _page(request, project, YearPlanForm.blank(project, day), "定年度计划", 200)
    if not form.is_valid():
        return _page(request, project, form, "定年度计划", 422)
    own = form.cleaned_data
    actions.set_year_plan(
        by=by(request, project.zone_id), project=project, year=own["year"],
        amount_wan=own["amount_wan"], months_wan=own["months_wan"], way=own["way"], reason=own["reason"],
        version=own["version"],
    )  # fmt: skip
    told(request, f"已定 {own['year']} 年计划投资")
    return redirect(_back(project))


def _back(project: Project) -> str:
    return reverse("desk:project", args=[project.pk]) + "?tab=investment"


def _page(
    request: Request, project: Project, form: ReportForm | YearPlanForm, title: str, status: int
) -> HttpResponse:
    context = {"project": project, "form": form, "page_title": title, "back": _back(project)}
    name = "year_plan" if isinstance(form, YearPlanForm) else "form"
    return render(request, f"investment/{name}.html", context, status=status)
