"""Doors of the ladder: what is due, a walk up it, a draft set aside, the steps and their setting."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from greenlight.base.refusals import Collided, NotAllowed, Refused
from greenlight.people.models import Zone
from greenlight.people.requests import Request, by, home_zone, told
from greenlight.supervision import actions, forms, ladders, may, walking
from greenlight.supervision import due as waiting
from greenlight.supervision.actions.setting import Setting
from greenlight.supervision.models import LadderStep, OrderDraft
from greenlight.warnings.models import Nightly
from greenlight.warnings.models import Warning as Held


@require_GET
def due(request: Request) -> HttpResponse:
    """待督办: the open warnings that call for a step, `?act=order|talk|tell_sponsor|tell_liaison`."""
    found = waiting.listing(request.user, request.GET.dict())
    home = request.user.scope.home
    context = {
        "listing": found,
        "page": found.page,
        "may_climb": may.climb(request.user, home),
        "walked": Nightly.objects.filter(job=walking.job(home or 0)).order_by("-day").first(),
    }
    return render(request, "supervision/due.html", context)


@require_POST
def walk(request: Request) -> HttpResponse:
    """Go up the ladder of one's zone now: tell and draft what is due."""
    zone = home_zone(request)
    told(request, walking.walk(by(request, zone.pk), zone.pk).sentence)
    return redirect("supervision:due")


@require_POST
def climb(request: Request, pk: int) -> HttpResponse:
    """Put on record that the liaison or the sponsor was told of a warning."""
    warning = get_object_or_404(Held.objects.visible_to(request.user), pk=pk)
    made = actions.climb(
        by=by(request, warning.zone_id), warning=warning, act=request.POST.get("act", "")[:20]
    )
    told(request, f"已记下：{made[0].channel.removeprefix('督办：')}{made[0].name}")
    return redirect(reverse("desk:project", args=[warning.project_id]) + "?tab=warnings#orders")


@require_POST
def set_aside(request: Request, pk: int) -> HttpResponse:
    """Say that a draft is not done for now, and why."""
    seen = Held.objects.visible_to(request.user)
    draft = get_object_or_404(OrderDraft.objects.filter(warning__in=seen), pk=pk)
    actions.set_aside(by=by(request, draft.zone_id), draft=draft, why=request.POST.get("why", ""))
    told(request, f"{draft.get_act_display()}暂不办，理由已记下")
    return redirect(reverse("desk:project", args=[draft.project_id]) + "?tab=warnings#orders")


# ---- the steps ----
@require_GET
def ladder(request: Request) -> HttpResponse:
    """Show the steps of one's zone: what holds, what comes, what held, each with its paper."""
    zone, day = home_zone(request), request.user.scope.day
    names = {
        (one.code, one.version + 1): one.actor_name
        for one in LadderStep.objects.filter(zone=zone).only("code", "version", "actor_name")
    }
    rows: list[dict[str, Any]] = [
        {"step": one, "now": one.on and one.holds_on(day), "comes": one.valid_from > day,
         "gone": one.valid_to is not None and one.valid_to < max(day, one.valid_from),
         "who": names.get((one.code, one.version), "")}
        for one in ladders.of_zones([zone.pk])[zone.pk]
    ]  # fmt: skip
    own = [row for row in rows if not row["gone"]]
    last = {row["step"].code: row["step"] for row in rows}
    for row in own:
        row["latest"] = last[row["step"].code] is row["step"]
    context = {"rows": own, "past": [row for row in rows if row["gone"]],
               "may_set": may.set_ladder(request.user, zone.pk)}  # fmt: skip
    return render(request, "supervision/ladder.html", context)


@require_http_methods(["GET", "POST"])
def step(request: Request, rung: str) -> HttpResponse:
    """Set one step of one's zone from a day on."""
    zone, day = home_zone(request), request.user.scope.day
    last = ladders.last_of(zone.pk, rung)
    if last is None:
        raise Http404
    if not may.set_ladder(request.user, zone.pk):
        raise NotAllowed("督办的阶梯由本开发区的领导或科室设定。")
    form = forms.StepForm(request.POST or None, step=last, day=day)
    if request.method == "POST" and form.is_valid() and _set(request, zone, rung, form):
        told(request, f"“{last.name}”自 {form.cleaned_data['valid_from']} 起按新的办")
        return redirect("supervision:ladder")
    context: dict[str, Any] = {"form": form, "step": last}
    return render(request, "supervision/step.html", context, status=422 if form.errors else 200)


def _set(request: Request, zone: Zone, code: str, form: forms.StepForm) -> bool:
    try:
        actions.set_step(by=by(request, zone.pk), zone=zone, code=code, setting=Setting(**form.cleaned_data))
    except (NotAllowed, Collided):
        raise
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True
