"""Doors of the phone: my projects of today, one day of one site, who is signed in."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from greenlight.base.refusals import NotAllowed, Refused
from greenlight.people.requests import Request, by, told
from greenlight.projects.models import Project
from greenlight.sites import actions, facts, may
from greenlight.sites.models import SiteLog
from greenlight.sites.phone import mine
from greenlight.sites.phone.forms import LogForm
from greenlight.sites.phone.overview import readable
from greenlight.sites.phone.phrases import phrases
from greenlight.sites.phone.views_worker import kept
from greenlight.sites.pictures import reading
from greenlight.sites.told import PhotoTold

OTHER = "这条是另一位同事在这台手机上记的，请他登录后再发。"
LONGEST_PHRASE = 60


def strip(request: Request) -> dict[str, Any]:
    """Return what the line on every page of the phone counts."""
    own = SiteLog.objects.standing().filter(actor_id=request.user.pk, day=request.user.scope.day)
    return {"sent_today": own.visible_to(request.user).count()}


def wants_json(request: Request) -> bool:
    """Tell whether the page's script asks, rather than a plain form."""
    return request.headers.get("Accept", "").startswith("application/json")


def another(request: Request) -> JsonResponse | None:
    """Answer who sends what another person wrote on this phone: nobody's name stands on another's log."""
    wrote = request.POST.get("by", "")
    if not wrote or wrote == str(request.user.pk):
        return None
    return JsonResponse({"other": True, "title": OTHER}, status=409)


def wrong(form: Any) -> JsonResponse:
    """Answer a form that is not right: each sentence at its field."""
    errors = {name or "all": str(sentences[0]) for name, sentences in form.errors.items()}
    errors = {name.replace("__all__", "all"): sentence for name, sentence in errors.items()}
    return JsonResponse({"title": next(iter(errors.values())), "errors": errors}, status=400)


@require_GET
def today(request: Request) -> HttpResponse:
    """Show my projects of today: the light, what is due, the last photo, whether today's log is sent."""
    user, day = request.user, request.user.scope.day
    words = request.GET.get("q", "")
    rows = mine.rows(user, mine.found(user, words) if words.strip() else mine.asked(user), day)
    left, total = mine.unsent(user)
    context = {
        "rows": rows, "words": words, "left": left, "total": total, "most": mine.MOST,
        "may_overview": readable(user), "fenced": any(row.fence for row in rows),
    }  # fmt: skip
    return kept(request, render(request, "sites/phone/today.html", context | strip(request)))


@require_GET
def hello(request: Request) -> HttpResponse:
    """Say who is signed in here, and give a token that is good now."""
    day = request.user.scope.day.isoformat()
    return JsonResponse({"user": request.user.pk, "token": get_token(request), "day": day})


@require_http_methods(["GET", "POST"])
def sheet(request: Request, pk: int) -> HttpResponse:
    """Show the page on which one day of one site is told; take it in."""
    project = get_object_or_404(Project.objects.visible_to(request.user), pk=pk)
    if not may.send(request.user, project):
        raise NotAllowed("这个项目没有交给您，不能记现场。请找科室指派，或换一个项目。")
    if request.method == "GET":
        return kept(request, page(request, project, blank(project)))
    if (refusal := another(request)) is not None:
        return refusal
    form = form_of(project, request.POST)
    sent = take(request, project, form) if form.is_valid() else None
    if sent is None:
        return wrong(form) if wants_json(request) else page(request, project, form, status=400)
    return answered(request, sent)


def form_of(project: Project, data: Any = None, **more: Any) -> LogForm:
    """Return the form of a project, with its parts as they stand."""
    parts = facts.parts_now(project)
    course = [] if parts else facts.curve(project)
    return LogForm(data, parts=parts, last=course[-1][1] if course else None, **more)


def blank(project: Project) -> LogForm:
    """Return the form before anything is told; people and machines as they were last time."""
    last = newest(project)
    start = {"workers": last.workers, "machines": last.machines} if last else {}
    return form_of(project, initial=start)


def newest(project: Project) -> SiteLog | None:
    """Return the last log of a project."""
    return SiteLog.objects.standing().filter(project=project).order_by("-day", "-pk").first()


def take(request: Request, project: Project, form: LogForm) -> SiteLog | None:
    """Do the deed; a refusal stands in the form, and nothing told is lost."""
    who = by(request, project.zone_id)
    try:
        log = actions.send_log(by=who, project=project, log=form.told())
    except NotAllowed:
        raise
    except Refused as refused:
        form.add_error(None, str(refused))
        return None
    for n, file in enumerate(request.FILES.getlist("photos")):
        plain(request, log, file, n)
    return log


def plain(request: Request, log: SiteLog, file: UploadedFile[bytes], n: int) -> None:
    """Take in a photo that came with a plain form; a bad one is told of and keeps no other out."""
    told_ = PhotoTold(client_uuid=uuid4(), is_original=True)
    try:
        reading.heavy(file.size or 0, file.name or "", settings.MAX_UPLOAD_BYTES)
        actions.add_photo(
            by=by(request, log.zone_id), log=log, data=file.read(), name=file.name or "", told=told_
        )
    except Refused as refused:
        messages.warning(request, f"第 {n + 1} 张照片没有收：{refused}")


def answered(request: Request, log: SiteLog) -> HttpResponse:
    """Tell that a log is there: to the script with its number, to a plain form with its page."""
    to = reverse("sites:receipt", args=[log.pk])
    if wants_json(request):
        return JsonResponse({"log": log.pk, "uuid": str(log.client_uuid), "url": to})
    told(request, "现场记录已送达")
    return redirect(to)


def page(
    request: Request, project: Project, form: LogForm, *, log: SiteLog | None = None, status: int = 200
) -> HttpResponse:
    """Draw the page of one site; with `log` it corrects that one."""
    last = newest(project)
    day = log.day if log else request.user.scope.day
    context = {
        "project": project, "form": form, "log": log, "last": last, "day": day, "uuid": uuid4(),
        "phrases": offered(project, form, last), "problems": SiteLog.Problem.choices,
        "sent": mine.logs_of([project.pk], day).get(project.pk, []),
        "fence": getattr(project, "fence", None), "chosen": chosen(form),
    }  # fmt: skip
    return render(request, "sites/phone/sheet.html", context | strip(request), status=status)


def offered(project: Project, form: LogForm, last: SiteLog | None) -> list[str]:
    """Return the phrases to tap: what was said last time first; none of the stage where parts are told."""
    again = [last.words] if last and last.words and len(last.words) <= LONGEST_PHRASE else []
    return list(dict.fromkeys([*again, *(() if form.parts else phrases(project.kind, project.stage))]))


def chosen(form: LogForm) -> dict[str, Any]:
    """Return what the form holds now, for controls that are drawn by hand."""
    own: dict[str, Any] = {}
    for name in form.fields:
        own[name] = form[name].value()
    own["parts"] = [
        (one, str(one.part.pk) in (own.get("part") or []), slider(form, one)) for one in form.parts
    ]
    return own


def slider(form: LogForm, one: facts.PartNow) -> Any:
    """Return where the slider of a part stands: as told, else as last time, else at the start."""
    told_ = form[f"percent-{one.part.pk}"].value()
    return told_ if told_ not in (None, "") else (one.percent or 0)
