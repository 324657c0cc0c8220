"""督办 on the project page: its orders, and what each open warning calls for next."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from greenlight.people.models import User
from greenlight.projects.models import Project
from greenlight.supervision import due, ladders, listing, may
from greenlight.supervision.models import Order
from greenlight.warnings.models import Colour
from greenlight.warnings.models import Warning as Held

MANY = 50


def of_project(request: HttpRequest, project: Project) -> SafeString:
    """Fill the slot of 异常预警; nothing for an enterprise."""
    user: Any = request.user
    if user.scope.is_only("enterprise"):
        return SafeString("")
    rows = Order.objects.visible_to(user).filter(project=project).select_related("unit", "project")
    held = Held.objects.open().filter(project=project).select_related("project", "unit")
    context = {
        "project": project,
        "lines": [listing.line(user, one) for one in rows.order_by("-pk")[:MANY]],
        "steps": steps(user, sorted(held, key=lambda one: (one.colour != Colour.RED, one.since))[:MANY]),
        "may_raise": may.raise_order(user, project.zone_id, project),
        "may_climb": may.climb(user, project.zone_id),
    }
    return render_to_string("supervision/_project.html", context, request=request)


def of_rules(_request: HttpRequest, _subject: object) -> SafeString:
    """Lead from the rules of lights to the steps of the ladder."""
    return format_html('<a class="btn" href="{}">督办的阶梯</a>', reverse("supervision:ladder"))


def steps(user: User, rows: list[Held]) -> list[dict[str, Any]]:
    """Return what the open warnings of one project call for."""
    return due.steps(user, rows, ladders.of_warnings(rows, user.scope.day))
