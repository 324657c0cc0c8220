"""Doors of room projects: enter and edit a project, its stages, people and papers; the node library."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from greenlight.base import files
from greenlight.base.refusals import Collided, NotAllowed, Refused
from greenlight.kernel import stages
from greenlight.people.requests import Request, by
from greenlight.projects import actions, editing, library, may
from greenlight.projects.forms import (
    AssignForm,
    HaltForm,
    NodeForm,
    ProjectForm,
    SiteForm,
    StageForm,
    of_project,
)
from greenlight.projects.models import Assignment, Evidence, Project, Template, TemplateNode


def seen(request: Request, pk: int) -> Project:
    """Return a project the person sees, else 404."""
    return get_object_or_404(Project.objects.visible_to(request.user), pk=pk)


def back(project: Project, tab: str) -> HttpResponse:
    """Return to a tab of the project page."""
    return redirect(f"/projects/{project.pk}/?tab={tab}")


def said(form: Any) -> str:
    """Return the first error of a form, with the field it stands at."""
    name, errors = next(iter(form.errors.items()))
    field = form.fields.get(name)
    return f"{field.label}：{errors[0]}" if field else str(errors[0])


@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """Enter a project."""
    zone = request.user.scope.home
    if zone is None or not may.create(request.user, zone):
        raise NotAllowed("只有本区科室和领导能新建项目。")
    form = ProjectForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        facts = form.facts()
        project = actions.create(
            by=by(request), zone_id=zone, kind=form.cleaned_data["kind"], name=facts.pop("name"),
            total_wan=facts.pop("total_wan"), facts=facts,
        )  # fmt: skip
        messages.success(request, "已新建项目。下一步：排计划。")
        return back(project, "milestones")
    return render(request, "projects/form.html", {"form": form, "title": "新建项目", "back": "/projects/"})


@require_http_methods(["GET", "POST"])
def edit(request: Request, pk: int) -> HttpResponse:
    """Change the plain facts; a collision shows both values and keeps what was typed."""
    project = seen(request, pk)
    if not may.edit(request.user, project):
        raise NotAllowed("您能看这个项目，但不能改它的数据。")
    form = ProjectForm(request.POST or None, initial=of_project(project))
    theirs: dict[str, str] = {}
    if request.method == "POST" and form.is_valid():
        try:
            version = form.cleaned_data["version"]
            actions.edit(
                by=by(request, project.zone_id), project=project, facts=form.facts(), version=version
            )
        except Collided as collision:
            theirs = collision.theirs
            form = ProjectForm(renewed(request.POST, project.version))
            messages.error(request, str(collision))
        else:
            messages.success(request, "已保存。")
            return back(project, "milestones")
    context = {
        "form": form, "title": f"改数据：{project.name}", "back": f"/projects/{pk}/", "theirs": theirs,
    }  # fmt: skip
    return render(request, "projects/form.html", context, status=409 if theirs else 200)


def renewed(posted: QueryDict, version: int) -> QueryDict:
    """Return what was typed with the version one has now seen."""
    fresh = posted.copy()
    fresh["version"] = str(version)
    return fresh


@require_POST
def stage(request: Request, pk: int) -> HttpResponse:
    """Move on to a stage; with a reason, record one reached without its papers."""
    project = seen(request, pk)
    form = StageForm(project, request.POST)
    if not form.is_valid():
        raise Refused(said(form), status=400)
    to, on, reason = (form.cleaned_data[name] for name in ("to", "on", "reason"))
    who = by(request, project.zone_id)
    if reason:
        actions.record_stage(by=who, project=project, to=to, on=on, reason=reason)
    else:
        actions.advance(by=who, project=project, to=to, on=on)
    messages.success(request, f"已进入“{stages.word(project.kind, to)}”。")
    return back(project, "papers")


@require_POST
def halt(request: Request, pk: int) -> HttpResponse:
    """Pause, terminate or resume."""
    project = seen(request, pk)
    form = HaltForm(request.POST)
    if not form.is_valid():
        raise Refused(said(form), status=400)
    who, reason = by(request, project.zone_id), form.cleaned_data["reason"]
    if form.cleaned_data["state"] == "resume":
        actions.resume(by=who, project=project, reason=reason)
    else:
        actions.halt(by=who, project=project, state=form.cleaned_data["state"], reason=reason)
    messages.success(request, "已记录。")
    return back(project, "papers")


@require_POST
def assign(request: Request, pk: int) -> HttpResponse:
    """Make somebody answerable."""
    project = seen(request, pk)
    form = AssignForm(project.zone_id, request.POST)
    if not form.is_valid():
        raise Refused(said(form), status=400)
    actions.assign(by=by(request, project.zone_id), project=project, **form.cleaned_data)
    messages.success(request, "已指派。")
    return back(project, "papers")


@require_POST
def unassign(request: Request, pk: int, assignment: int) -> HttpResponse:
    """End an assignment."""
    project = seen(request, pk)
    found = get_object_or_404(Assignment, pk=assignment, project=project)
    actions.end_assignment(by=by(request, project.zone_id), assignment=found)
    messages.success(request, "已结束指派，历史保留。")
    return back(project, "papers")


@require_POST
def site(request: Request, pk: int) -> HttpResponse:
    """Report stage words and percent."""
    project = seen(request, pk)
    form = SiteForm(request.POST)
    if not form.is_valid():
        raise Refused(said(form), status=400)
    actions.report_site(by=by(request, project.zone_id), project=project, **form.cleaned_data)
    messages.success(request, "形象进度已更新。")
    return back(project, "site")


@require_POST
def hand_in(request: Request, pk: int) -> HttpResponse:
    """Hand in a paper with its file."""
    project = seen(request, pk)
    who = by(request, project.zone_id)
    if not may.hand_in(request.user, project):
        raise NotAllowed("这个项目没有交给您的单位，不能交资料。")
    file = files.store_upload(who, request.FILES.get("file"), subject=("project", project.pk))
    node, name = request.POST.get("node", "")[:20], request.POST.get("name", "")[:120]
    actions.hand_in(by=who, project=project, node_code=node, name=name, file=file)
    messages.success(request, f"“{name}”已交，待审。")
    return back(project, "papers")


@require_POST
def decide(request: Request, pk: int, evidence: int) -> HttpResponse:
    """Accept a paper or send it back with a note."""
    project = seen(request, pk)
    found = get_object_or_404(Evidence, pk=evidence, project=project)
    note = request.POST.get("note", "")[:200]
    if request.POST.get("accept"):
        actions.accept(by=by(request, project.zone_id), evidence=found)
    else:
        actions.send_back(by=by(request, project.zone_id), evidence=found, note=note)
    return back(project, "papers")


# ---- the node library ----
def home_zone(request: Request) -> int:
    """Return the person's zone; who has none sees no library."""
    zone = request.user.scope.home
    if zone is None:
        raise NotAllowed("您不属于任何园区，看不到节点库。")
    return zone


@require_GET
def nodes(request: Request) -> HttpResponse:
    """Show the library in force for one kind of project, and what is not mapped to a unit."""
    zone = home_zone(request)
    kind = request.GET.get("kind", "attraction")
    kind = kind if kind in stages.CHAINS else "attraction"
    template = library.template_for(zone, kind)
    context = {
        "template": template,
        "nodes": list(template.nodes.all()) if template else [],
        "tabs": [
            {"label": word, "href": f"?kind={one}", "active": one == kind}
            for one, word in stages.KIND_WORDS.items()
        ],
        "unmapped": library.unmapped(zone),
        "may_edit": may.create(request.user, zone),
    }
    return render(request, "projects/library.html", context)


@require_http_methods(["GET", "POST"])
def node(request: Request, pk: int) -> HttpResponse:
    """Edit a node: saved as a new version of the zone's own template, old plans keep theirs."""
    zone = home_zone(request)
    templates = Template.objects.filter(zone_id=zone) | Template.objects.filter(zone=None)
    found = get_object_or_404(TemplateNode.objects.filter(template__in=templates), pk=pk)
    initial = {name: getattr(found, name) for name in NodeForm.base_fields} | {
        "evidence": "、".join(found.evidence)
    }
    form = NodeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data | {"evidence": form.papers()}
        version = editing.edit_node(by=by(request, zone), zone_id=zone, node=found, values=values)
        messages.success(request, f"已存为第 {version.version} 版，新排的计划用它。")
        return redirect(f"/library/?kind={version.kind}")
    title = f"{found.code} {found.name}"
    return render(request, "projects/form.html", {"form": form, "title": title, "back": "/library/"})


@require_http_methods(["GET", "POST"])
def units(request: Request) -> HttpResponse:
    """Map the library's departments to the zone's units; what is unmapped is listed, never invented."""
    zone = home_zone(request)
    if request.method == "POST":
        chosen = {key[2:]: str(value) for key, value in request.POST.items() if key.startswith("d:")}
        editing.map_departments(by=by(request, zone), zone_id=zone, chosen=chosen)
        messages.success(request, "已保存对应关系。")
        return redirect("/library/units/")
    context = {
        "rows": editing.mapping(zone), "units": editing.units(zone),
        "may_edit": may.create(request.user, zone),
    }  # fmt: skip
    return render(request, "projects/units.html", context)
