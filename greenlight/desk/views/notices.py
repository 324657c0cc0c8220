"""Doors of notices: one's own list, the zone's robots and what was sent."""

from __future__ import annotations

from datetime import time
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from greenlight.base.refusals import NotAllowed, Refused
from greenlight.desk.actions import notices as actions
from greenlight.desk.actions.notices import RobotTold
from greenlight.desk.models.notices import Delivery, Notice, Robot
from greenlight.people import may
from greenlight.people.models import Zone
from greenlight.people.requests import Request, by, once, told

PAGE = 50
LOGGED = 30


def bell(request: HttpRequest, user: Any) -> SafeString:
    """Draw the bell of the topbar with how many things one has not read."""
    own = Notice.objects.filter(user_id=user.pk, read_at__isnull=True)
    count = once(request, "unread", own.count)
    return render_to_string("desk/notices/_bell.html", {"count": count}, request=request)


@require_GET
def mine(request: Request) -> HttpResponse:
    """List what one was told, the newest first."""
    rows = Notice.objects.filter(user_id=request.user.pk).order_by("-at", "-pk")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    unread = rows.filter(read_at__isnull=True).count()
    zone = request.user.scope.home
    keeps = may.lead(request.user, zone) or may.administer(request.user, zone)
    context = {"page": page, "unread": unread, "may_robots": keeps}
    return render(request, "desk/notices/mine.html", context)


@require_POST
def read(request: Request) -> HttpResponse:
    """Mark all as read."""
    actions.read_notices(by=by(request))
    return redirect("desk:notices")


@require_http_methods(["GET", "POST"])
def robots(request: Request) -> HttpResponse:
    """List the zone's robots with what was sent; list a new one."""
    zone = get_object_or_404(Zone, pk=request.user.scope.home or 0)
    deed = by(request)
    actions.check(deed, zone.pk)
    refused = ""
    if request.method == "POST":
        try:
            actions.add_robot(by=deed, zone=zone, told=asked(request))
        except Refused as error:
            refused = str(error)
        else:
            return redirect("desk:robots")
    return listed(request, zone, {"told": refused, "typed": request.POST})


def listed(request: Request, zone: Zone, more: dict[str, Any]) -> HttpResponse:
    """Draw the page of robots; `told` or `retold` say what was refused."""
    context = {
        "robots": Robot.objects.filter(zone=zone).order_by("-is_on", "pk"), "typed": {},
        "kinds": Robot.Kind.choices, "tells": Robot.TELLS.items(),
        "log": Delivery.objects.filter(zone=zone).select_related("robot").order_by("-at", "-pk")[:LOGGED],
        **more,
    }  # fmt: skip
    refused = more.get("told") or more.get("retold")
    return render(request, "desk/notices/robots.html", context, status=422 if refused else 200)


def asked(request: Request) -> RobotTold:
    """Read the form."""
    words = {name: request.POST.get(name, "") for name in ("name", "kind", "url", "secret")}
    return RobotTold(
        **words, tells=request.POST.getlist("tells"), quiet_from=hour(request.POST.get("quiet_from", "")),
        quiet_to=hour(request.POST.get("quiet_to", "")),
    )  # fmt: skip


def hour(text: str) -> time | None:
    """Read 22:00; Refused when it is no time."""
    if not text:
        return None
    try:
        return time.fromisoformat(text[:8])
    except ValueError:
        raise Refused("免打扰时间写成 22:00 这样。", status=400) from None


@require_POST
def switch(request: Request, pk: int) -> HttpResponse:
    """Switch a robot off or on."""
    robot = get_object_or_404(Robot, pk=pk, zone_id=request.user.scope.home or 0)
    actions.switch_robot(by=by(request), robot=robot, is_on=request.POST.get("on") == "1")
    return redirect("desk:robots")


@require_POST
def retyped(request: Request, pk: int) -> HttpResponse:
    """Take a robot's address and secret anew."""
    robot = get_object_or_404(Robot, pk=pk, zone_id=request.user.scope.home or 0)
    deed, words = by(request), {name: request.POST.get(name, "") for name in ("url", "secret")}
    try:
        actions.retype_robot(by=deed, robot=robot, **words)
    except NotAllowed:
        raise
    except Refused as error:
        return listed(request, robot.zone, {"retold": str(error), "retyping": robot.pk})
    told(request, f"“{robot.name}”的网址已存下，攒着的接着发")
    return redirect("desk:robots")


@require_POST
def tried(request: Request, pk: int) -> HttpResponse:
    """Send a word of trial."""
    robot = get_object_or_404(Robot, pk=pk, zone_id=request.user.scope.home or 0)
    actions.try_robot(by=by(request), robot=robot)
    return redirect("desk:robots")
