"""Doors of the room: plan one or many, report, ask for a later date, decide. A stranger gets 404."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from greenlight.base.models import Job
from greenlight.base.refusals import NotAllowed
from greenlight.people import may as people_may
from greenlight.people.requests import Request, by
from greenlight.people.requests import told as tell
from greenlight.plans import actions, drafting, many, may, table
from greenlight.plans.actions import drafts
from greenlight.plans.actions.making import broken
from greenlight.plans.door import again, back, milestone, seen, status, tried
from greenlight.plans.drafting import CONDITION_WORDS
from greenlight.plans.forms import (
    DecideForm,
    DraftForm,
    EditForm,
    ManyForm,
    PlanForm,
    ReportForm,
    SaveForm,
    SlipForm,
    WithdrawForm,
)
from greenlight.plans.known import known
from greenlight.plans.models import Milestone, PlanVersion, Slip
from greenlight.projects.models import Project

TOKEN = "csrfmiddlewaretoken"  # noqa: S105  the name of a form field


# ---- plans ----
@require_http_methods(["GET", "POST"])
def make(request: Request, pk: int) -> HttpResponse:
    """Look at a plan before it is saved (`?mode=…`), and save it: approved, or as a draft."""
    project = seen(request, pk)
    if not may.plan(request.user, project):
        raise NotAllowed("您能看这个项目，但不能排它的计划。")
    asked = request.POST if request.method == "POST" else request.GET
    form = PlanForm(asked, project=project) if "mode" in asked else _blank(project)
    save = SaveForm(request.POST if request.method == "POST" else None, initial={"version": project.version})
    if request.method == "POST" and form.is_valid() and save.is_valid():
        made = tried(save, pk, lambda: _save(request, project, form.wish(), save))
        if made:
            draft = made.state == PlanVersion.State.DRAFT
            messages.success(
                request, "已存为草稿，批准以前日期不变" if draft else f"已批准第 {made.n} 版计划"
            )
            return redirect(back(pk))
    return _make_page(request, project, form, save, asked)


def _save(request: Request, project: Project, wish: drafting.Wish, save: SaveForm) -> PlanVersion:
    own = save.cleaned_data
    deed = actions.save_draft if own["save_as"] == SaveForm.DRAFT else actions.make
    return deed(
        by=by(request, project.zone_id), project=project, wish=wish, version=own["version"],
        reason_class=own["reason_class"], reason=own["reason"],
    )  # fmt: skip


def _make_page(
    request: Request, project: Project, form: PlanForm, save: SaveForm, asked: QueryDict
) -> HttpResponse:
    today = request.user.scope.day
    draft, told = None, ""
    if form.is_bound and form.is_valid():
        draft, told = drafting.look(known(project), form.wish(), today)
    context = {
        "project": project, "form": form, "save": save, "draft": draft, "told": told,
        "broken": broken(draft) if draft else "", "chart": table.draft_chart(draft, today) if draft else "",
        "may_plan": may.plan(request.user, project), "back": back(project.pk),
        "asked": [(key, value) for key in PlanForm.base_fields for value in asked.getlist(key)],
        "held": drafts.waiting(project),
    }  # fmt: skip
    return render(request, "plans/make.html", context, status=status(form, save))


def _blank(project: Project) -> PlanForm:
    on = [one for one in CONDITION_WORDS if one in project.conditions]
    promise = known(project).promise
    mode = drafting.BACKWARD if promise else drafting.FORWARD
    day = promise[1] if promise else None
    target = promise[0] if promise else ""
    return PlanForm(project=project, initial={"mode": mode, "on": on, "day": day, "target": target})


@require_http_methods(["GET", "POST"])
def draft(request: Request, pk: int) -> HttpResponse:
    """Look at the draft that waits; a leader or a clerk approves it or puts it aside."""
    project = seen(request, pk)
    form = DraftForm(request.POST or None, initial={"version": project.version})
    if request.method == "POST" and form.is_valid():
        told = tried(form, pk, lambda: _draft_decided(request, project, form))
        if told:
            messages.success(request, told)
            return redirect(back(pk))
    held = drafts.waiting(project)
    if held is None and form.errors:
        messages.error(request, "；".join(map(str, form.non_field_errors())))
        return redirect(back(pk))
    if held is None:
        raise Http404
    found, told = drafts.shown(project, held)
    today = request.user.scope.day
    context = {
        "project": project, "held": held, "form": form, "draft": found, "told": told, "back": back(pk),
        "chart": table.draft_chart(found, today) if found else "",
        "may_plan": may.plan(request.user, project),
    }  # fmt: skip
    return render(request, "plans/draft.html", context, status=status(form))


def _draft_decided(request: Request, project: Project, form: DraftForm) -> str:
    own, who = form.cleaned_data, by(request, project.zone_id)
    if own["decide"] == DraftForm.DISCARD:
        actions.discard(by=who, project=project, version=own["version"])
        return "草稿已撤掉，计划没有变"
    made = actions.approve(by=who, project=project, version=own["version"])
    return f"已批准第 {made.n} 版计划"


@require_http_methods(["GET", "POST"])
def make_many(request: Request) -> HttpResponse:
    """Plan the projects ticked (`id=…`) or those the conditions of the ledger page leave."""
    if not people_may.edit_zone(request.user, request.user.scope.home):
        raise NotAllowed("计划由本开发区的科室和领导排，请他们来排。")
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
    stone = milestone(request, pk, mid)

    def deed(**typed: Any) -> str:
        made = actions.report(by=by(request, stone.zone_id), milestone=stone, **typed)
        return f"已报“{stone.name}”{'完成' if made.done_on else '的进度'}"

    return _done(request, stone, ReportForm(request.POST), "报进度", deed)


@require_POST
def withdraw(request: Request, pk: int, mid: int) -> HttpResponse:
    """Take the last report back."""
    stone = milestone(request, pk, mid)

    def deed(**typed: Any) -> str:
        actions.withdraw(by=by(request, stone.zone_id), milestone=stone, **typed)
        return f"已撤回“{stone.name}”最后一次填报"

    return _done(request, stone, WithdrawForm(request.POST), "撤回填报", deed)


@require_POST
def slip(request: Request, pk: int, mid: int) -> HttpResponse:
    """Ask for a later date."""
    stone = milestone(request, pk, mid)

    def deed(**typed: Any) -> str:
        actions.ask(by=by(request, stone.zone_id), milestone=stone, **typed)
        return f"已申请“{stone.name}”改期，领导批准以前灯按原日期亮"

    return _done(request, stone, SlipForm(request.POST), "申请改期", deed)


@require_POST
def take_back(request: Request, pk: int, mid: int) -> HttpResponse:
    """Take a waiting request back."""
    stone = milestone(request, pk, mid)
    actions.take_back(by=by(request, stone.zone_id), milestone=stone)
    messages.success(request, f"已撤回“{stone.name}”的改期申请")
    return redirect(back(pk))


@require_POST
def edit(request: Request, pk: int, mid: int) -> HttpResponse:
    """Change a milestone's date or owner."""
    stone = milestone(request, pk, mid)

    def deed(**typed: Any) -> str:
        asked = actions.edit(by=by(request, stone.zone_id), milestone=stone, **typed)
        return "已申请改期，等领导批" if asked else f"已改“{stone.name}”"

    return _done(request, stone, EditForm(request.POST, milestone=stone), "改节点", deed)


def _done(
    request: Request, stone: Milestone, form: Form, title: str, deed: Callable[..., str]
) -> HttpResponse:
    """Do a deed with what was typed and go back to the tab; or show the form again."""
    told = tried(form, stone.project_id, lambda: deed(**form.cleaned_data)) if form.is_valid() else None
    if told is None:
        return again(request, stone.project, form, title, stone.name)
    tell(request, told)
    return redirect(back(stone.project_id))


@require_POST
def decide(request: Request, pk: int, mid: int) -> HttpResponse:
    """Approve or refuse the slip that waits on a milestone."""
    stone = milestone(request, pk, mid)
    return _decided(request, stone.project, _waiting(stone.project).filter(milestone=stone), stone.name)


@require_POST
def decide_all(request: Request, pk: int) -> HttpResponse:
    """Approve or refuse the slips that wait on the open milestones of a project."""
    project = seen(request, pk)
    return _decided(request, project, _waiting(project).filter(milestone__done_on=None))


def _waiting(project: Project) -> QuerySet[Slip]:
    return Slip.objects.filter(milestone__project=project, state=Slip.State.WAITING)


def _decided(request: Request, project: Project, slips: QuerySet[Slip], sub: str = "") -> HttpResponse:
    form = DecideForm(request.POST)

    def deed() -> str:
        own = form.cleaned_data
        yes = own["approve"] == "yes"
        actions.decide(
            by=by(request, project.zone_id), project=project, slips=list(slips), approve=yes,
            note=own["note"], version=own["version"],
        )  # fmt: skip
        return "已同意改期，灯从现在起按新日期亮" if yes else "已退回改期申请，日期不变"

    told = tried(form, project.pk, deed) if form.is_valid() else None
    if told is None:
        return again(request, project, form, "批改期", sub)
    messages.success(request, told)
    return redirect(back(project.pk))
