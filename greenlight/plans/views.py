"""Doors of the room: plan one or many, report, ask for a later date, decide. A stranger gets 404."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from greenlight.base.models import Job
from greenlight.base.refusals import NotAllowed
from greenlight.people import may as people_may
from greenlight.people.requests import Request, by
from greenlight.plans import actions, drafting, many, may, table
from greenlight.plans.actions.making import broken
from greenlight.plans.drafting import CONDITION_WORDS
from greenlight.plans.forms import (
    DecideForm,
    EditForm,
    ManyForm,
    PlanForm,
    ReportForm,
    SaveForm,
    SlipForm,
    WithdrawForm,
)
from greenlight.plans.known import known_of
from greenlight.plans.models import Milestone, Slip
from greenlight.projects.models import Project

TOKEN = "csrfmiddlewaretoken"  # noqa: S105  the name of a form field


def _project(request: Request, pk: int) -> Project:
    return get_object_or_404(Project.objects.visible_to(request.user), pk=pk)


def _milestone(request: Request, pk: int, mid: int) -> Milestone:
    rows = Milestone.objects.filter(project=_project(request, pk)).select_related("project")
    return get_object_or_404(rows, pk=mid)


def _back(project_id: int) -> str:
    return reverse("desk:project", args=[project_id]) + "?tab=milestones"


def _again(request: Request, stone: Milestone, form: Form, title: str) -> HttpResponse:
    context = {"project": stone.project, "form": form, "page_title": title, "sub": stone.name,
               "back": _back(stone.project_id)}  # fmt: skip
    return render(request, "plans/form.html", context, status=422)


# ---- plans ----
@require_http_methods(["GET", "POST"])
def make(request: Request, pk: int) -> HttpResponse:
    """Look at a plan before it is saved (`?mode=…`), and save it."""
    project = _project(request, pk)
    today = request.user.scope.day
    asked = request.POST if request.method == "POST" else request.GET
    form = PlanForm(asked, project=project) if "mode" in asked else _blank(project)
    save = SaveForm(request.POST if request.method == "POST" else None, initial={"version": project.version})
    if request.method == "POST" and form.is_valid() and save.is_valid():
        own = save.cleaned_data
        made = actions.make(
            by=by(request, project.zone_id), project=project, wish=form.wish(), version=own["version"],
            reason_class=own["reason_class"], reason=own["reason"],
        )  # fmt: skip
        messages.success(request, f"已保存第 {made.n} 版计划")
        return redirect(_back(project.pk))
    draft, told = None, ""
    if form.is_bound and form.is_valid():
        draft, told = drafting.look(known_of([project])[project.pk], form.wish(), today)
    context = {
        "project": project, "form": form, "save": save, "draft": draft, "told": told,
        "broken": broken(draft) if draft else "", "chart": table.draft_chart(draft, today) if draft else "",
        "may_plan": may.plan(request.user, project), "back": _back(project.pk),
        "asked": [(key, value) for key in PlanForm.base_fields for value in asked.getlist(key)],
    }  # fmt: skip
    return render(request, "plans/make.html", context, status=422 if form.errors else 200)


def _blank(project: Project) -> PlanForm:
    on = [one for one in CONDITION_WORDS if one in project.conditions]
    promise = known_of([project])[project.pk].promise
    mode = drafting.BACKWARD if promise else drafting.FORWARD
    day = promise[1] if promise else None
    target = promise[0] if promise else ""
    return PlanForm(project=project, initial={"mode": mode, "on": on, "day": day, "target": target})


@require_http_methods(["GET", "POST"])
def make_many(request: Request) -> HttpResponse:
    """Plan the projects ticked (`id=…`) or those the conditions of the ledger page leave."""
    asked = request.POST if request.method == "POST" else request.GET
    words = {key: str(value)[:200] for key, value in asked.items()}
    ticked = [one for text in asked.getlist("id") + asked.getlist("ids") for one in text.split(",") if one]
    ids = many.chosen(request.user, words, ticked)
    form = ManyForm(asked) if "mode" in asked else ManyForm()
    today = request.user.scope.day
    if request.method == "POST" and form.is_valid():
        return _make_many(request, ids, form.wish(today))
    looked = form.is_bound and form.is_valid()
    context = {
        "form": form, "ids": ids, "count": len(ids), "looked_at": min(len(ids), many.LOOKED_AT),
        "made": many.preview(request.user, ids, form.wish(today), today) if looked else None,
        "kept": [(key, value) for key, value in asked.items() if key not in (*form.fields, TOKEN)],
        "may_plan": people_may.edit_zone(request.user, request.user.scope.home),
    }  # fmt: skip
    return render(request, "plans/many.html", context, status=422 if form.errors else 200)


def _make_many(request: Request, ids: list[int], wish: drafting.Wish) -> HttpResponse:
    if not people_may.edit_zone(request.user, request.user.scope.home):
        raise NotAllowed("计划由本开发区的科室和领导排，请他们来排。")
    who = by(request)
    if len(ids) > many.IN_BACKGROUND:
        found = many.start(who, ids, wish, reverse("desk:projects"))
        return redirect("plans:job", found.pk)
    made = actions.make_many(by=who, ids=ids, wish=wish)
    messages.success(request, many.told_of(made))
    return redirect("desk:projects")


@require_GET
def job(request: Request, job: int) -> HttpResponse:
    """Show how far the plans of many projects are; only to whoever started it."""
    found = get_object_or_404(Job, pk=job, kind=many.KIND, actor_id=request.user.pk)
    name = "components/job_progress.html" if request.headers.get("HX-Request") else "plans/job.html"
    return render(request, name, {"job": found, "poll": reverse("plans:job", args=[found.pk])})


# ---- milestones ----
@require_POST
def actual(request: Request, pk: int, mid: int) -> HttpResponse:
    """Report a milestone begun, under way or done."""
    stone = _milestone(request, pk, mid)
    form = ReportForm(request.POST)
    if not form.is_valid():
        return _again(request, stone, form, "报进度")
    made = actions.report(by=by(request, stone.zone_id), milestone=stone, **form.cleaned_data)
    messages.success(request, f"已报“{stone.name}”{'完成' if made.done_on else '的进度'}")
    return redirect(_back(pk))


@require_POST
def withdraw(request: Request, pk: int, mid: int) -> HttpResponse:
    """Take the last report back."""
    stone = _milestone(request, pk, mid)
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        return _again(request, stone, form, "撤回填报")
    actions.withdraw(by=by(request, stone.zone_id), milestone=stone, **form.cleaned_data)
    messages.success(request, f"已撤回“{stone.name}”最后一次填报")
    return redirect(_back(pk))


@require_POST
def slip(request: Request, pk: int, mid: int) -> HttpResponse:
    """Ask for a later date."""
    stone = _milestone(request, pk, mid)
    form = SlipForm(request.POST)
    if not form.is_valid():
        return _again(request, stone, form, "申请改期")
    actions.ask(by=by(request, stone.zone_id), milestone=stone, **form.cleaned_data)
    messages.success(request, f"已申请“{stone.name}”改期，领导批准以前灯按原日期亮")
    return redirect(_back(pk))


@require_POST
def take_back(request: Request, pk: int, mid: int) -> HttpResponse:
    """Take a waiting request back."""
    stone = _milestone(request, pk, mid)
    actions.take_back(by=by(request, stone.zone_id), milestone=stone)
    messages.success(request, f"已撤回“{stone.name}”的改期申请")
    return redirect(_back(pk))


@require_POST
def edit(request: Request, pk: int, mid: int) -> HttpResponse:
    """Change a milestone's date or owner."""
    stone = _milestone(request, pk, mid)
    form = EditForm(request.POST, milestone=stone)
    if not form.is_valid():
        return _again(request, stone, form, "改节点")
    asked = actions.edit(by=by(request, stone.zone_id), milestone=stone, **form.cleaned_data)
    told = "已申请改期，等领导批" if asked else f"已改“{stone.name}”"
    messages.success(request, told)
    return redirect(_back(pk))


@require_POST
def decide(request: Request, pk: int, mid: int) -> HttpResponse:
    """Approve or refuse the slip that waits on a milestone."""
    stone = _milestone(request, pk, mid)
    form = DecideForm(request.POST)
    if not form.is_valid():
        return _again(request, stone, form, "批改期")
    return _decided(request, stone.project, list(_waiting(stone.project).filter(milestone=stone)), form)


@require_POST
def decide_all(request: Request, pk: int) -> HttpResponse:
    """Approve or refuse the slips that wait on the open milestones of a project."""
    project = _project(request, pk)
    form = DecideForm(request.POST)
    if not form.is_valid():
        context = {"project": project, "form": form, "page_title": "批改期", "back": _back(pk)}
        return render(request, "plans/form.html", context, status=422)
    return _decided(request, project, list(_waiting(project).filter(milestone__done_on=None)), form)


def _waiting(project: Project) -> Any:
    return Slip.objects.filter(milestone__project=project, state=Slip.State.WAITING)


def _decided(request: Request, project: Project, slips: list[Slip], form: DecideForm) -> HttpResponse:
    own = form.cleaned_data
    actions.decide(
        by=by(request, project.zone_id), project=project, slips=slips, approve=own["approve"] == "yes",
        note=own["note"], version=own["version"],
    )  # fmt: skip
    told = "已同意改期，灯从现在起按新日期亮" if own["approve"] == "yes" else "已退回改期申请，日期不变"
    messages.success(request, told)
    return redirect(_back(project.pk))
