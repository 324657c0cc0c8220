"""Doors of what was sent: its photos, the confirmation, explaining a flag, correcting within the day."""

from __future__ import annotations

import hashlib
from decimal import Decimal

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from greenlight.base.refusals import NotAllowed, Refused
from greenlight.people.requests import Request, by, told
from greenlight.projects.models import Project
from greenlight.sites import actions, flags, may
from greenlight.sites.models import Photo, SiteLog
from greenlight.sites.phone import mine
from greenlight.sites.phone.forms import LogForm, PhotoForm
from greenlight.sites.phone.views import another, answered, form_of, page, strip, wants_json, wrong
from greenlight.sites.pictures import reading


def seen(request: Request, log: int) -> SiteLog:
    """Return a log the person sees, else 404."""
    rows = SiteLog.objects.visible_to(request.user).select_related("project")
    return get_object_or_404(rows, pk=log)


@require_GET
def sent(request: Request) -> HttpResponse:
    """Show what I sent today."""
    logs = mine.own(request.user, request.user.scope.day)
    return render(request, "sites/phone/sent.html", {"logs": logs} | strip(request))


@require_GET
def receipt(request: Request, log: int) -> HttpResponse:
    """Confirm one log: its photos, what the checks say of them, what can still be done."""
    held = seen(request, log)
    context = {
        "log": held, "photos": photos_of(request, held), "parts": held.parts.select_related("part"),
        "may_correct": correctable(request, held),
    }  # fmt: skip
    return render(request, "sites/phone/receipt.html", context | strip(request))


def photos_of(request: Request, log: SiteLog) -> list[tuple[Photo, list[str]]]:
    """Return the photos of a log, each with its flags in words; three queries."""
    found = list(log.photos.order_by("pk"))
    others = {one["project"] for photo in found for one in photo.flags if one.get("project")}
    rows = Project.objects.visible_to(request.user).filter(pk__in=others)
    names = dict(rows.values_list("pk", "name"))
    return [(one, flags.say(one.flags, names, log.project_id)) for one in found]


def correctable(request: Request, log: SiteLog) -> bool:
    """Whoever wrote it corrects it on the phone within the day; later it is done on the project's page."""
    same = log.day == request.user.scope.day
    return same and log.retracted_at is None and may.correct(request.user, log)


@require_POST
def photo(request: Request, log: int) -> HttpResponse:
    """Take in one photo of a log, or later its original; answer with the hash of what arrived."""
    held = seen(request, log)
    if (refusal := another(request)) is not None:
        return refusal
    form = PhotoForm(request.POST)
    if not form.is_valid() and "uuid" in form.errors:
        raise Refused("这张照片没有编号，请在手机上重新选。", status=400)
    data, name = body(request)
    made = actions.add_photo(by=by(request, held.zone_id), log=held, data=data, name=name, told=form.told())
    answer = {"photo": made.pk, "uuid": str(made.client_uuid), "sha256": hashlib.sha256(data).hexdigest()}
    return JsonResponse(answer)


def body(request: Request) -> tuple[bytes, str]:
    """Return the bytes of the photo and what it was called; Refused when there is none or too much."""
    file = request.FILES.get("file")
    if file is None:
        raise Refused("没有收到照片，请再发一次。", status=400)
    reading.heavy(file.size or 0, file.name or "", settings.MAX_UPLOAD_BYTES)
    return file.read(), file.name or ""


@require_POST
def explain(request: Request, log: int, photo: int) -> HttpResponse:
    """Say why a photo is as it is; the flag stays, with the words beside it."""
    held = get_object_or_404(Photo.objects.visible_to(request.user).filter(log_id=log), pk=photo)
    words = request.POST.get("words", "")
    actions.explain_photo(by=by(request, held.zone_id), photo=held, words=words)
    told(request, "说明已记下")
    return redirect("sites:receipt", log)


@require_http_methods(["GET", "POST"])
def correct(request: Request, log: int) -> HttpResponse:
    """Put right what a log says, within its day."""
    held = seen(request, log)
    if not may.correct(request.user, held):
        raise NotAllowed(f"这一条是{held.actor_name}记的，由本人、科室或领导更正。")
    if not correctable(request, held):
        raise Refused("手机上只能更正当天的。以前的请在项目页的“工程形象”里更正。")
    if request.method == "GET":
        return page(request, held.project, form_of(held.project, initial=as_told(held)), log=held)
    if (refusal := another(request)) is not None:
        return refusal
    data = request.POST.copy()
    data["uuid"], data["day"] = str(held.client_uuid), held.day.isoformat()
    form = form_of(held.project, data)
    done = put_right(request, held, form) if form.is_valid() else None
    if done is None:
        return wrong(form) if wants_json(request) else page(request, held.project, form, log=held, status=400)
    return answered(request, done)


def put_right(request: Request, log: SiteLog, form: LogForm) -> SiteLog | None:
    """Do the deed; a refusal stands in the form."""
    why = request.POST.get("why", "")
    try:
        return actions.correct_log(by=by(request, log.zone_id), log=log, told=form.told(), why=why)
    except NotAllowed:
        raise
    except Refused as refused:
        form.add_error(None, str(refused))
        return None


def as_told(log: SiteLog) -> dict[str, object]:
    """Return a log as the form holds it."""
    parts: dict[int, Decimal] = dict(log.parts.values_list("part_id", "percent"))
    same = ("words", "workers", "machines", "problem_kind", "problem", "reason")
    found: dict[str, object] = {name: getattr(log, name) for name in same}
    found |= {f"percent-{pk}": percent for pk, percent in parts.items()}
    return found | {"part": [str(pk) for pk in parts], "percent": None if parts else log.percent}
