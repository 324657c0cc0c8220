"""Doors of wall screens: pairing by a code, the cockpit without a sign-in, the list of screens.

The screen's own pages lie outside the sign-in: what lets them in is the cookie of a paired screen.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from greenlight.base import clock
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.desk.cockpit import compose, etag
from greenlight.desk.views.cockpit import base, head, opened, refreshed
from greenlight.people import may, walls
from greenlight.people.models import User, WallDevice, Zone
from greenlight.people.requests import Request, by

COOKIE = "gl_wall"
YEAR = 366 * 24 * 3600


# ---- the screen ----
@never_cache
@require_safe
def wall(request: HttpRequest) -> HttpResponse:
    """Show the zone's cockpit to a paired screen, or the code that pairs it."""
    device = walls.held(request.COOKIES.get(COOKIE, ""))
    if device is None or stale(device):
        return pairing(request)
    if device.zone_id is None:
        return render(request, "desk/wall/code.html", {"device": device})
    if not walls.reads(device, clock.today()):
        return render(request, "desk/wall/over.html", {"device": device}, status=403)
    return shown(request, device)


def stale(device: WallDevice) -> bool:
    """Tell whether the code of a waiting screen has run out."""
    return device.zone_id is None and (device.waits_until is None or device.waits_until < clock.now())


def pairing(request: HttpRequest) -> HttpResponse:
    """Give the screen a secret of its own and show the code that names it."""
    device, secret = walls.wait(clock.now())
    response = render(request, "desk/wall/code.html", {"device": device})
    response.set_cookie(
        COOKIE, secret, max_age=YEAR, path="/wall/", httponly=True, samesite="Strict",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    return response


def shown(request: HttpRequest, device: WallDevice) -> HttpResponse:
    """Draw the cockpit for a screen."""
    reader = reading(device)
    context: dict[str, Any] = compose(reader, base(request)) | head(reader, "/wall/")
    context |= {"zone": device.zone, "wall": device, "tag": etag(reader, base(request))}
    return render(request, "desk/cockpit.html", context)


def reading(device: WallDevice) -> User:
    """Return the reader a screen is today, and remember that it asked."""
    walls.seen(device, clock.today())
    return walls.reader(device, clock.today())


def let_in(request: HttpRequest) -> User:
    """Return the reader of a paired screen; anybody else finds nothing here."""
    device = walls.held(request.COOKIES.get(COOKIE, ""))
    if device is None or not walls.reads(device, clock.today()):
        raise Http404
    return reading(device)


@require_GET
def tiles(request: HttpRequest) -> HttpResponse:
    """Draw the tiles anew for a screen, or say with 304 that nothing has changed."""
    return refreshed(request, let_in(request))


@require_GET
def rows(request: HttpRequest) -> HttpResponse:
    """Draw the rows behind a number for a screen."""
    return opened(request, let_in(request), signed_in=False)


# ---- the list of screens ----
@require_http_methods(["GET", "HEAD", "POST"])
def devices(request: Request) -> HttpResponse:
    """List the zone's screens; name a new one by the code it shows."""
    zone = get_object_or_404(Zone, pk=request.user.scope.home or 0)
    if not may.show_on_walls(request.user, zone.pk):
        raise NotAllowed("只有本区领导、科室和系统管理员能管大屏。")
    told, typed = "", {}
    if request.method == "POST":
        typed = {name: request.POST.get(name, "")[:60] for name in ("code", "name", "days")}
        try:
            walls.pair(by=by(request), zone=zone, code=typed["code"], name=typed["name"], days=days(typed))
        except Refused as error:
            told = str(error)
        else:
            return redirect("desk:walls")
    context = {"devices": walls.of_zone(zone.pk), "told": told, "typed": typed, "days": walls.DAYS}
    return render(request, "desk/wall/devices.html", context, status=422 if told else 200)


def days(typed: dict[str, str]) -> int:
    """Return the days asked for; what is no number is no choice."""
    return int(typed["days"]) if typed["days"].isdecimal() and len(typed["days"]) < 5 else 0


@require_POST
def revoke(request: Request, pk: int) -> HttpResponse:
    """Cut a screen off."""
    device = get_object_or_404(walls.of_zone(request.user.scope.home), pk=pk)
    walls.revoke(by=by(request), device=device)
    return redirect("desk:walls")
