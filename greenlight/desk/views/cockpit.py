"""Doors of the cockpit: the page, its tiles for a refresh, the rows behind a number."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_GET

from greenlight.base import clock
from greenlight.base.api.answers import same
from greenlight.desk.cockpit import compose, etag, rows
from greenlight.desk.cockpit.tiles import weekday
from greenlight.people import may
from greenlight.people.models import User
from greenlight.people.requests import Request

REFRESH_SECONDS = 15
ROWS_SECONDS = 60


@require_GET
def cockpit(request: Request) -> HttpResponse:
    """Show the zone at a glance; each number opens into its rows."""
    context = compose(request.user, base(request)) | head(request.user, "/cockpit/")
    context |= {"may_edit": may.edit_zone(request.user, request.user.scope.home)}
    context |= {"may_wall": may.show_on_walls(request.user, request.user.scope.home)}
    context["tag"] = etag(request.user, base(request))
    return render(request, "desk/cockpit.html", context)


@require_GET
def tiles(request: Request) -> HttpResponse:
    """Draw the tiles anew, or say with 304 that no row behind them has changed."""
    return refreshed(request, request.user)


@require_GET
def behind(request: Request) -> HttpResponse:
    """Draw the rows behind a number."""
    return opened(request, request.user, signed_in=True)


def base(request: HttpRequest) -> str:
    """Return the base of the start rate the reader chose."""
    return "new" if request.GET.get("base") == "new" else "all"


def head(user: User, door: str) -> dict[str, Any]:
    """Return what the frame of the screen says and where it asks again."""
    return {
        "weekday": weekday(user.scope.day),
        "refresh": REFRESH_SECONDS,
        "rows_close": ROWS_SECONDS,
        "door": door,
        "as_of_now": clock.now(),
    }


def refreshed(request: HttpRequest, user: User) -> HttpResponse:
    """Answer a refresh by its entity tag; the tag is worked out before anything is drawn."""
    tag = etag(user, base(request))
    if same(request.headers.get("If-None-Match", ""), tag):
        response = HttpResponse(status=304)
    else:
        response = render(request, "desk/cockpit/_tiles.html", compose(user, base(request)))
    response.headers["ETag"] = tag
    patch_cache_control(response, private=True, no_store=True)
    return response


def opened(request: HttpRequest, user: User, *, signed_in: bool) -> HttpResponse:
    """Draw the rows behind a number or one project, for somebody signed in or a wall."""
    asked = {key: str(value)[:200] for key, value in request.GET.items()}
    pk = asked.pop("project", "")
    if pk.isdecimal() and len(pk) < 19:
        context = rows.one(user, int(pk))
    else:
        context = rows.behind(user, asked) | {"address": request.GET.urlencode()}
    context |= {"signed_in": signed_in, "today": user.scope.day}
    return render(request, "desk/cockpit/_rows.html", context)
