"""The first page answers what its reader came for (DESIGN §1)."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.http.response import Http404
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from greenlight.base import figures
from greenlight.desk.home import Audience, audience, sections
from greenlight.desk.home.answers import block
from greenlight.desk.home.orders import asked
from greenlight.people import may
from greenlight.people.requests import Request
from greenlight.projects.models import Project
from greenlight.sites.phone.mine import unsent
from greenlight.warnings import figures as lights


@require_GET
def home(request: Request) -> HttpResponse:
    """Answer the question the reader came with, by role, in one screen."""
    user = request.user
    zone = user.scope.home
    who = audience(user)
    known = who is Audience.KEEPER or Project.objects.visible_to(user).exists()
    empty = not known and not asked(user)  # an order may be about no project
    context = {
        "audience": who.value,
        "counts": lights.count_lights(figures.Scope(user, user.scope.day, {})),
        "blocks": [] if empty else [(name, block(name, user)) for name in sections(user)],
        "may_edit": may.edit_zone(user, zone),
        "may_lead": may.lead(user, zone),
        "empty": empty,
        "unsent": unsent(user)[0] if who is Audience.LIAISON else 0,
    }
    return render(request, "desk/home.html", context)


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
