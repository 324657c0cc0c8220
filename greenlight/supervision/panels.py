"""督办 on the project page: its orders, and what each open warning calls for next."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from greenlight.people.models import User
from greenlight.projects.models import Project
from greenlight.supervision import ladders, listing, may
from greenlight.supervision.models import Order
from greenlight.warnings import listing as warned
from greenlight.warnings import sentences
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


def steps(user: User, rows: list[Held]) -> list[dict[str, Any]]:
    """Return what warnings call for: the line, the step due, who would be told, the open order."""
    if not rows:
        return []
    day = user.scope.day
    climbs = ladders.of_warnings(rows, day)
    names = sentences.rule_names(rows[0].zone_id, {one.rule for one in rows})
    whom = ladders.told_to({one.project_id for one in rows}, day)
    found = []
    for line in warned.told(rows, names, day):
        climb = climbs[line.held.pk]
        act = climb.due.step.act if climb.due else ""
        found.append(
            {"line": line, "due": climb.due, "order": climb.order, "act": act,
             "why": why(climb), "whom": whom.get(line.held.project_id, {}).get(act)}
        )  # fmt: skip
    return found


def why(climb: ladders.Climb) -> str:
    """Say why a step is due, in a few words."""
    if climb.due is None:
        return ""
    step = climb.due.step
    if step.act == "talk":
        return "红灯还亮着，督办单已逾期"
    if step.act == "tell_sponsor":
        if climb.due.alike >= step.count:
            return f"同时有 {climb.due.alike} 条黄灯预警"
        return f"已经连续 {climb.due.months} 个月"
    return "亮了红灯" if step.act == "order" else "亮了黄灯"
