"""Doors of 单位赛马: the league of a day, one unit, the limits of its light and their setting."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from greenlight.base.refusals import Collided, NotAllowed, Refused
from greenlight.kernel.league import Limits, in_force
from greenlight.people.models import Unit, Zone
from greenlight.people.requests import Request, by, home_zone, told
from greenlight.supervision import actions, forms, limits, listing, may, units
from greenlight.supervision.actions.limiting import OF_LEADERS, Limiting
from greenlight.supervision.models import Order, UnitLimit

MOST_ROWS = 20  # of a unit's orders; the others are in the list


@require_GET
def league(request: Request) -> HttpResponse:
    """Rank the units by what they let pass; every number opens into its rows. `?day=` a day that passed."""
    today = request.user.scope.day
    day = _day(request.GET.get("day", ""), today)
    lines = units.standings(request.user, day)
    zones = {one.unit.zone_id: one.unit.zone for one in lines}
    held = limits.on(zones or [request.user.scope.home or 0], day)
    rules = [(zones[zone].name if len(zones) > 1 else "", one) for zone, one in held.items() if zone in zones]
    context = {
        "lines": lines, "rules": rules, "day": day, "is_past": day < today,
        "sees_limits": request.user.scope.home in request.user.scope.zones,
    }  # fmt: skip
    return render(request, "supervision/units.html", context)


def _day(text: str, today: date) -> date:
    """Return the day asked for, at most today; today for what is no day."""
    try:
        return min(date.fromisoformat(text) if len(text) == 10 else today, today)
    except ValueError:
        return today


@require_GET
def unit(request: Request, pk: int) -> HttpResponse:
    """Show what counts for one unit: its open orders and its late milestones."""
    lines = {one.unit.pk: one for one in units.standings(request.user)}
    found = get_object_or_404(Unit.objects.select_related("zone"), pk=pk if pk in lines else None)
    late = units.late_milestones(request.user).filter(owner_id=pk).select_related("project")
    rows = Order.objects.visible_to(request.user).open().filter(unit_id=pk)
    rows = listing.ordered(rows.select_related("project", "unit"), request.user, "open")
    page = Paginator(late.order_by("due", "pk"), listing.ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "unit": found, "line": lines[pk], "page": page, "milestones": page.object_list,
        "lines": [listing.line(request.user, one) for one in rows[:MOST_ROWS]],
    }  # fmt: skip
    return render(request, "supervision/unit.html", context)


# ---- the limits ----
@require_http_methods(["GET", "POST"])
def limits_page(request: Request) -> HttpResponse:
    """Show the limits of one's zone, every version with its paper; try others out, set them from a day on."""
    zone, day = home_zone(request), request.user.scope.day
    may_set = may.set_ladder(request.user, zone.pk)
    if request.method == "GET":
        return _drawn(request, zone, None)
    if not may_set:
        raise NotAllowed(OF_LEADERS)
    form = forms.LimitsForm(request.POST, limits=limits.last_of(zone.pk), day=day)
    if not form.is_valid():
        return _drawn(request, zone, form)
    if "preview" in request.POST:
        return _drawn(request, zone, form, _tried(request, zone, form.cleaned_data))
    if not _set(request, zone, form):
        return _drawn(request, zone, form)
    told(request, f"单位的灯自 {form.cleaned_data['valid_from']} 起按新的界限")
    return redirect("supervision:limits")


def _tried(request: Request, zone: Zone, own: dict[str, Any]) -> units.Trial:
    wished = Limits("", own["yellow"], own["red"], "", "own", own["valid_from"], on=own["is_on"])
    return units.trial(request.user, zone.pk, wished)


def _set(request: Request, zone: Zone, form: forms.LimitsForm) -> bool:
    try:
        actions.set_unit_limits(by=by(request, zone.pk), zone=zone, setting=Limiting(**form.cleaned_data))
    except (NotAllowed, Collided):
        raise
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _drawn(
    request: Request, zone: Zone, form: forms.LimitsForm | None, trial: units.Trial | None = None
) -> HttpResponse:
    day, every = request.user.scope.day, limits.of_zones([zone.pk])[zone.pk]
    names = dict(UnitLimit.objects.filter(zone=zone).values_list("version", "actor_name"))
    now = in_force(every, day)
    rows = [
        {"limits": one, "now": one is now, "comes": one.valid_from > day,
         "who": names.get(one.version - 1, ""),
         "gone": one.valid_to is not None and one.valid_to < max(day, one.valid_from)}
        for one in every
    ]  # fmt: skip
    may_set = may.set_ladder(request.user, zone.pk)
    form = form or (forms.LimitsForm(limits=every[-1], day=day) if may_set else None)
    context = {
        "rows": [row for row in rows if not row["gone"]], "past": [row for row in rows if row["gone"]],
        "form": form, "trial": trial, "asked": form.cleaned_data if form and trial else {},
    }  # fmt: skip
    return render(request, "supervision/limits.html", context, status=422 if form and form.errors else 200)
