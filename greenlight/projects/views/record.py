"""Entering and editing a project; its amounts, codes and lists."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from greenlight.base.refusals import Collided, NotAllowed
from greenlight.base.typed import filled, tried
from greenlight.people.requests import Request, by, told
from greenlight.projects import actions, may
from greenlight.projects.forms import AmountForm, CodeForm, ListingForm, ProjectForm, of_project
from greenlight.projects.models import Listing, Project
from greenlight.projects.views.door import back, posted, seen


@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """Enter a project."""
    zone = request.user.scope.home
    if zone is None or not may.create(request.user, zone):
        raise NotAllowed("只有本区科室和领导能新建项目。")
    form = ProjectForm(posted(request), user=request.user, zone_id=zone)
    if request.method == "POST" and form.is_valid():
        made = tried(form, lambda: _create(request, zone, form))
        if made:
            messages.success(request, f"已新建“{made.name}”。下一步：指派责任单位，排计划。")
            return back(made, "facts")
    return _page(request, form, "新建项目", reverse("desk:projects"))


def _create(request: Request, zone: int, form: ProjectForm) -> Project:
    facts = form.facts()
    return actions.create(
        by=by(request, zone), zone_id=zone, kind=facts.pop("kind"), name=facts.pop("name"),
        total_wan=facts.pop("total_wan"), facts=facts, parent=form.cleaned_data["parent"],
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def edit(request: Request, pk: int) -> HttpResponse:
    """Change the plain facts; a collision shows both values and keeps what was typed."""
    project = seen(request, pk)
    if not may.edit(request.user, project):
        raise NotAllowed("您能看这个项目，但不能改它的数据。")
    fill = partial(ProjectForm, user=request.user, zone_id=project.zone_id, project=project)
    form = fill(posted(request), initial=of_project(project))
    theirs: list[tuple[str, str]] | None = None
    if request.method == "POST" and form.is_valid():
        try:
            if tried(form, lambda: _edit(request, project, form)):
                told(request, "已保存。")
                return back(project, "facts")
        except Collided as collision:
            theirs = differing(form, collision.theirs)
            messages.error(request, str(collision))
            form = fill(renewed(request.POST, project.version))
    return _page(request, form, f"改数据：{project.name}", reverse("desk:project", args=[pk]), theirs)


@transaction.atomic
def _edit(request: Request, project: Project, form: ProjectForm) -> Project:
    who, facts = by(request, project.zone_id), form.facts()
    if facts.get("total_wan", 0) is None and project.total_wan is None:
        del facts["total_wan"]
    done = actions.edit(by=who, project=project, facts=facts, version=form.cleaned_data["version"])
    if "parent" not in form.cleaned_data:
        return done
    return actions.put_under(by=who, project=done, parent=form.cleaned_data["parent"])


def differing(form: ProjectForm, theirs: dict[str, str]) -> list[tuple[str, str]]:
    """Return (what, as it stands) of the facts that are not as they were typed."""
    typed = actions.in_words(form.facts())
    return [(what, value) for what, value in theirs.items() if typed.get(what, value) != value]


def renewed(posted: QueryDict, version: int) -> QueryDict:
    """Return what was typed with the version one has now seen."""
    fresh = posted.copy()
    fresh["version"] = str(version)
    return fresh


def _page(
    request: Request, form: ProjectForm, title: str, leave: str, theirs: list[tuple[str, str]] | None = None
) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "title": title, "back": leave, "theirs": theirs}
    stands = theirs is not None or (form.is_bound and form.non_field_errors())
    status = 409 if stands else 422 if form.errors else 200
    return render(request, "projects/form.html", context, status=status)


# ---- 金额, 代码, 名录 ----
@require_POST
def amount(request: Request, pk: int) -> HttpResponse:
    """Record an amount by kind."""
    project = seen(request, pk)
    actions.set_amount(by=by(request, project.zone_id), project=project, **filled(AmountForm(request.POST)))
    messages.success(request, "金额已登记，旧数留在历史里。")
    return back(project, "facts")


@require_POST
def code(request: Request, pk: int) -> HttpResponse:
    """Add a 项目代码, or put one in the place of another."""
    project = seen(request, pk)
    found = filled(CodeForm(project, request.POST))
    made = actions.add_code(by=by(request, project.zone_id), project=project, **found)
    messages.success(request, f"项目代码 {made.code} 已登记。")
    return back(project, "facts")


@require_POST
def list_on(request: Request, pk: int) -> HttpResponse:
    """Put the project on a year's list."""
    project = seen(request, pk)
    made = actions.list_on(
        by=by(request, project.zone_id), project=project, **filled(ListingForm(request.POST))
    )
    messages.success(request, f"已列入 {made.year} 年{made.name}。")
    return back(project, "facts")


@require_POST
def list_off(request: Request, pk: int, listing: int) -> HttpResponse:
    """Take the project off a list."""
    project = seen(request, pk)
    found = get_object_or_404(Listing, pk=listing, project=project)
    actions.list_off(by=by(request, project.zone_id), listing=found)
    messages.success(request, f"已移出 {found.year} 年{found.name}。")
    return back(project, "facts")
