"""Stages, people, the site."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from greenlight.base.typed import filled
from greenlight.kernel import stages
from greenlight.people.requests import Request, by, told
from greenlight.projects import actions
from greenlight.projects.forms import AssignForm, HaltForm, SiteForm, StageForm
from greenlight.projects.models import Assignment
from greenlight.projects.views.door import back, seen


@require_POST
def stage(request: Request, pk: int) -> HttpResponse:
    """Move on to a stage; with a reason, record one reached without its papers, or go back to one."""
    project = seen(request, pk)
    form = StageForm.posted(project, request.POST)
    own, who = filled(form), by(request, project.zone_id)
    to, on, reason = own["to"], own["on"], own["reason"]
    if to in form.behind:
        actions.correct_stage(by=who, project=project, to=to, reason=reason)
    elif reason:
        actions.record_stage(by=who, project=project, to=to, on=on, reason=reason)
    else:
        actions.advance(by=who, project=project, to=to, on=on)
    done = "已退回" if to in form.behind else "已进入"
    told(request, f"{done}“{stages.word(project.kind, to)}”。")
    return back(project, "papers")


@require_POST
def halt(request: Request, pk: int) -> HttpResponse:
    """Pause, terminate or resume."""
    project = seen(request, pk)
    own, who = filled(HaltForm(request.POST)), by(request, project.zone_id)
    if own["state"] == "resume":
        actions.resume(by=who, project=project, reason=own["reason"])
    else:
        actions.halt(by=who, project=project, state=own["state"], reason=own["reason"])
    words = {"paused": "项目已暂停，要恢复时在这里记。", "terminated": "项目已终止，要恢复时在这里记。"}
    told(request, words.get(own["state"], "项目已恢复推进。"))
    return back(project, "papers")


@require_POST
def assign(request: Request, pk: int) -> HttpResponse:
    """Make somebody answerable."""
    project = seen(request, pk)
    own = filled(AssignForm(project.zone_id, request.POST))
    made = actions.assign(by=by(request, project.zone_id), project=project, **own)
    told(request, f"已指派{made.get_role_display()}。")
    return back(project, "facts")


@require_POST
def unassign(request: Request, pk: int, assignment: int) -> HttpResponse:
    """End an assignment."""
    project = seen(request, pk)
    found = get_object_or_404(
        Assignment.objects.select_related("unit", "task_force"), pk=assignment, project=project
    )
    actions.end_assignment(by=by(request, project.zone_id), assignment=found)
    told(request, "已结束指派，历史保留。")
    return back(project, "facts")


@require_POST
def site(request: Request, pk: int) -> HttpResponse:
    """Report stage words and percent."""
    project = seen(request, pk)
    actions.report_site(by=by(request, project.zone_id), project=project, **filled(SiteForm(request.POST)))
    told(request, "形象进度已更新。")
    return back(project, "site")
