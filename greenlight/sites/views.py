"""Doors of the desk: pictures, what a verify code stands for, parts, fence, taking a log back."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from greenlight.base import files
from greenlight.base.refusals import Collided, NotAllowed, Refused
from greenlight.people.requests import Request, by, told
from greenlight.projects.models import Project
from greenlight.sites import actions, flags, may, panels
from greenlight.sites.actions.photos import LENGTH, SIGNS, dashed
from greenlight.sites.actions.reflagging import AT_ONCE
from greenlight.sites.forms import CorrectForm, FenceForm, PartsForm
from greenlight.sites.models import Fence, Photo, SiteLog


# ---- pictures ----
@require_GET
def photo(request: Request, pk: int) -> HttpResponse:
    """Show one photo with its watermark, what is known of it, and what is odd."""
    rows = Photo.objects.visible_to(request.user).select_related(
        "log", "project", "sent", "original", "served"
    )
    found = get_object_or_404(rows, pk=pk)
    context = {
        "photo": found, "project": found.project, "log": found.log, "code": dashed(found.verify_code),
        "shot": panels.shots([found], panels.names_of(request, [found]))[0],
        "may_see_original": may.see_original(request.user, found.zone_id), "back": tab(found.project),
        "may_correct": may.correct(request.user, found.log) and not found.log.retracted_at,
        "said_at": flags.said_at(found),
    }  # fmt: skip
    return render(request, "sites/photo.html", context)


@require_POST
def original(request: Request, pk: int) -> HttpResponseBase:
    """Hand the bytes as they came to an inspector; a deed, for the look is journalled."""
    found = get_object_or_404(Photo.objects.visible_to(request.user), pk=pk)
    return files.sent(actions.open_original(by=by(request, found.zone_id), photo=found))


@require_POST
def explain_photo(request: Request, pk: int) -> HttpResponse:
    """Put words beside the flags of a photo, on any day."""
    found = get_object_or_404(Photo.objects.visible_to(request.user), pk=pk)
    words = request.POST.get("words", "")
    actions.explain_photo(by=by(request, found.zone_id), photo=found, words=words)
    told(request, "说明已记下")
    return redirect("sites:photo_about", pk)


@require_POST
def retract_photo(request: Request, pk: int) -> HttpResponse:
    """Take one photo back, with the reason."""
    found = get_object_or_404(Photo.objects.visible_to(request.user), pk=pk)
    why = request.POST.get("why", "")
    actions.retract_photo(by=by(request, found.zone_id), photo=found, why=why)
    told(request, "这张照片已撤回")
    return redirect("sites:photo_about", pk)


# ---- what a watermark claims ----
@require_GET
def verify(request: Request, code: str = "") -> HttpResponse:
    """Show what the watermark of a code claims, to people of its zone; ask for a code without one."""
    asked = (code or request.GET.get("code", ""))[:40]
    signs = "".join(one for one in asked.upper() if one.isalnum())
    if not signs:
        return render(request, "sites/verify.html", {"asked": ""})
    known = len(signs) == LENGTH and set(signs) <= set(SIGNS)
    rows = Photo.objects.filter(verify_code=signs) if known else Photo.objects.none()
    found = rows.select_related("log", "project", "served").first()
    if found is not None and found.zone_id not in zones_of(request):
        found = None
    if found is None:
        if code:
            raise Http404
        return render(request, "sites/verify.html", {"asked": asked, "unknown": True}, status=404)
    context = {
        "asked": dashed(signs), "photo": found, "stamp": found.stamp,
        "seen": Photo.objects.visible_to(request.user).filter(pk=found.pk).exists(),
    }  # fmt: skip
    return render(request, "sites/verify.html", context)


def zones_of(request: Request) -> set[int]:
    """Return the zones a person works in or reads; administrators see no project."""
    scope = request.user.scope
    own = (zone for role, zone in scope.roles if zone and not role.endswith("_admin"))
    return {*own, *scope.zones}


# ---- parts, fence, logs ----
def reflagged(project: Project) -> str:
    """Say what became of the photos of a project whose fence was moved."""
    count = Photo.objects.filter(project=project).count()
    if count > AT_ONCE:
        return f"，{count:,} 张照片正在后台重查，查完记在“记录”里"
    return f"，{count} 张照片已按新范围重查" if count else ""


def arranged(request: Request, pk: int, what: str) -> Project:
    """Return a project whose site the person arranges: nobody else is shown the form for it."""
    project = seen(request, pk)
    if not may.arrange(request.user, project):
        raise NotAllowed(f"这个项目没有交给您，不能{what}。")
    return project


@require_http_methods(["GET", "POST"])
def parts(request: Request, pk: int) -> HttpResponse:
    """Set the parts of the works and their weights."""
    project = arranged(request, pk, "改部位")
    if request.method == "GET":
        held = [(one["name"], one["weight"]) for one in actions.weights_by_name(project)]
        return render(request, "sites/parts.html", _page(project, PartsForm(held)))
    form, deed = PartsForm.posted(request.POST), by(request, project.zone_id)
    form.error = refused(lambda: actions.define_parts(
        by=deed, project=project, parts=form.told(), version=version(request)))  # fmt: skip
    if form.error:
        return render(request, "sites/parts.html", _page(project, form), status=422)
    told(request, "部位和权重已保存")
    return redirect(tab(project))


@require_http_methods(["GET", "POST"])
def fence(request: Request, pk: int) -> HttpResponse:
    """Say where the site is."""
    project = arranged(request, pk, "划工地范围")
    if request.method == "GET":
        held = Fence.objects.filter(project=project).first()
        return render(request, "sites/fence.html", _page(project, FenceForm.of(held)))
    form = FenceForm(request.POST)
    if not form.is_valid():
        return render(request, "sites/fence.html", _page(project, form), status=422)
    deed = by(request, project.zone_id)
    why = refused(lambda: actions.set_fence(
        by=deed, project=project, fence=form.told(), version=version(request)))  # fmt: skip
    if why:
        form.add_error(None, why)
        return render(request, "sites/fence.html", _page(project, form), status=422)
    told(request, "工地范围已保存" + reflagged(project))
    return redirect(tab(project))


@require_http_methods(["GET", "POST"])
def correct(request: Request, log: int) -> HttpResponse:
    """Put right what a log says, on any later day."""
    found = get_object_or_404(SiteLog.objects.visible_to(request.user).select_related("project"), pk=log)
    if not may.correct(request.user, found):
        raise NotAllowed(f"这一条是{found.actor_name}记的，由本人、科室或领导更正。")
    form = CorrectForm(found, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        deed, own = by(request, found.zone_id), form.cleaned_data
        why = refused(lambda: actions.correct_log(by=deed, log=found, told=form.told(), why=own["why"]))
        if not why:
            told(request, f"{found.day.isoformat()} 的现场记录已更正")
            return redirect(tab(found.project))
        form.add_error(None, why)
    status = 200 if request.method == "GET" else 422
    return render(request, "sites/correct.html", _page(found.project, form) | {"log": found}, status=status)


@require_POST
def retract(request: Request, log: int) -> HttpResponse:
    """Take a log back, with the reason."""
    found = get_object_or_404(SiteLog.objects.visible_to(request.user).select_related("project"), pk=log)
    deed = by(request, found.zone_id)
    actions.retract_log(by=deed, log=found, why=request.POST.get("why", ""))
    told(request, f"{found.day.isoformat()} 的现场记录已撤回")
    return redirect(tab(found.project))


def refused(deed: Callable[[], object]) -> str:
    """Do a deed of a form; return why it was refused, to be said in the form, or ""."""
    try:
        deed()
    except (NotAllowed, Collided):
        raise
    except Refused as refusal:
        return str(refusal)
    return ""


def seen(request: Request, pk: int) -> Project:
    """Return a project the person sees, else 404."""
    return get_object_or_404(Project.objects.visible_to(request.user), pk=pk)


def tab(project: Project) -> str:
    """Return the address of the tab."""
    return reverse("desk:project", args=[project.pk]) + "?tab=site"


def version(request: Request) -> int | None:
    """Return the version of the project the form was opened with."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def _page(project: Project, form: PartsForm | FenceForm | CorrectForm) -> dict[str, object]:
    return {"project": project, "form": form, "back": tab(project)}
