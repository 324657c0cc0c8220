"""Doors of warnings: the zone's list, waive one, take a waiver back."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from greenlight.people.requests import Request, by, told
from greenlight.projects.models import Project
from greenlight.warnings import actions, listing, rehearsing
from greenlight.warnings.actions.nightly import LIGHTS
from greenlight.warnings.forms import WaiveForm
from greenlight.warnings.models import Nightly, Waiver


@require_GET
def held(request: Request) -> HttpResponse:
    """List the warnings one sees: `?state=open|waived|closed` and colour, scene, rule, unit, since."""
    found = listing.listing(request.user, request.GET.dict())
    context: dict[str, Any] = {
        "listing": found,
        "page": found.page,
        "states": [
            {"label": label, "href": found.asked.address(state=state), "now": state == found.asked.state}
            for state, label in listing.STATES.items()
        ],
        "narrowed": found.asked != listing.Asked(state=found.asked.state),
        "night": Nightly.objects.filter(job=LIGHTS, ended_at__isnull=False).order_by("-day").first(),
    }
    return render(request, "warnings/held.html", context)


@require_GET
def replay(request: Request, pk: int) -> HttpResponse:
    """Judge one project again on a day: the part the slider swaps. Opened as a page it leads to the tab."""
    project = get_object_or_404(Project.objects.visible_to(request.user), pk=pk)
    if request.headers.get("X-Part") != "replay":
        words = urlencode({"tab": "warnings"} | {name: request.GET.get(name, "") for name in ("on", "pack")})
        return redirect(f"{reverse('desk:project', args=[pk])}?{words}#replay")
    day = request.user.scope.day
    on = rehearsing.read_day(request.GET.get("on", "")) or day
    asked = {"on": on.isoformat(), "pack": request.GET.get("pack", "")}
    context = {"project": project, **rehearsing.context(asked, project, day)}
    answer = render(request, "warnings/_replayed.html", context)
    answer["Vary"] = "X-Part"
    return answer


def _back(project: Project) -> str:
    return reverse("desk:project", args=[project.pk]) + "?tab=warnings#held"


@require_POST
def waive(request: Request, pk: int) -> HttpResponse:
    """Waive an open warning of a project until a day."""
    project = get_object_or_404(Project.objects.visible_to(request.user), pk=pk)
    form = WaiveForm(request.POST, day=request.user.scope.day)
    if not form.is_valid():
        context = {"project": project, "form": form, "page_title": "豁免", "back": _back(project)}
        return render(request, "warnings/form.html", context, status=422)
    own = form.cleaned_data
    actions.waive(
        by=by(request, project.zone_id), project=project, rule=own["rule"], about=own["about"],
        until=own["until"], reason=own["reason"], version=own["version"],
    )  # fmt: skip
    told(request, f"已豁免到 {own['until']}，到期自动恢复判灯")
    return redirect(_back(project))


@require_POST
def end_waiver(request: Request, pk: int, waiver_pk: int) -> HttpResponse:
    """Take a waiver back."""
    project = get_object_or_404(Project.objects.visible_to(request.user), pk=pk)
    one = get_object_or_404(Waiver, pk=waiver_pk, project=project)
    actions.end_waiver(by=by(request, project.zone_id), waiver=one)
    told(request, "已撤回豁免，恢复判灯")
    return redirect(_back(project))
