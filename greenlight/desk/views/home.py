"""The first page answers what its reader came for (DESIGN §1)."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.http.response import Http404
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from greenlight.base import figures
from greenlight.base.models import ImportBatch
from greenlight.desk import todo
from greenlight.people import may
from greenlight.people.requests import Request
from greenlight.plans.models import Slip
from greenlight.projects.models import Project
from greenlight.warnings import cockpit
from greenlight.warnings import figures as lights
from greenlight.warnings.models import Nudge


@require_GET
def home(request: Request) -> HttpResponse:
    """Show what is due, what is red, what waits for a decision, what came in."""
    user, day = request.user, request.user.scope.day
    scope = figures.Scope(user, day, {})
    zone = user.scope.home
    edits, leads = may.edit_zone(user, zone), may.lead(user, zone)
    context = {
        "counts": lights.count_lights(scope),
        "red": cockpit.red_list(user, day)[:8],
        "todo": todo.due(user, day),
        "slips": list(waiting(request)[:8]) if leads or edits else [],
        "nudges": list(nudges(request)[:8]),
        "batches": list(ImportBatch.objects.filter(zone_id=zone or 0).order_by("-pk")[:5]) if edits else [],
        "may_edit": edits,
        "may_lead": leads,
        "empty": not Project.objects.visible_to(user).exists(),
    }
    return render(request, "desk/home.html", context)


def waiting(request: Request) -> QuerySet[Slip]:
    """Return the slips that wait for a decision."""
    seen = Project.objects.visible_to(request.user)
    found = Slip.objects.filter(state=Slip.State.WAITING, milestone__project__in=seen)
    return found.select_related("milestone__project").order_by("asked_at")


def nudges(request: Request) -> QuerySet[Nudge]:
    """Return the open nudges on my units, or on the projects I see as a whole."""
    seen = Project.objects.visible_to(request.user)
    mine = Q(unit_id__in=request.user.scope.units) | Q(zone_id__in=request.user.scope.zones)
    found = Nudge.objects.filter(mine, project__in=seen, answered_at__isnull=True)
    return found.select_related("project", "unit").order_by("answer_by")


@require_GET
def figure(request: Request, name: str) -> HttpResponse:
    """Open a figure: its definition, its value today, and the rows behind it."""
    found = figures.get(name)
    if found is None:
        raise Http404
    known = {key: str(value)[:200] for key, value in request.GET.items()}
    answer = found.compute(figures.Scope(request.user, request.user.scope.day, known))
    if request.GET.get("rows"):
        return redirect(f"/projects/?{urlencode(answer.rows)}")
    context: dict[str, Any] = {"figure": found, "answer": answer, "rows": urlencode(answer.rows)}
    return render(request, "desk/figure.html", context)


@require_GET
def words(request: Request) -> HttpResponse:
    """Explain the lights, the figures and the keys."""
    return render(request, "desk/help.html", {"figures": figures.every()})
