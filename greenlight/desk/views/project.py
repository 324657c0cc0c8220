"""The project page: one record for life, four scenes, its papers and its log."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET

from greenlight.base import keeping
from greenlight.base.writing import number
from greenlight.desk import listing, site_curve
from greenlight.desk.models import ProjectLine
from greenlight.investment import panels as investment
from greenlight.people import may
from greenlight.people.requests import Request
from greenlight.plans import panels as plans
from greenlight.projects import panels as projects
from greenlight.projects.models import Project
from greenlight.sites import panels as sites
from greenlight.warnings import may as nudging
from greenlight.warnings import panels as warnings
from greenlight.warnings import present
from greenlight.warnings.models import LightSnapshot

HEAD = ("annual_plan", "unit", "sponsor", "contact", "owner")
Panel = Callable[[Request, Project], SafeString]


def site(request: Request, project: Project) -> SafeString:
    """Draw 工程形象 with its light above it."""
    light = warnings.scene_light(request, project, "site")
    return (
        light
        + sites.site_tab(request, project, site_curve.beside(project))
        + projects.site_report(request, project)
    )


TABS: dict[str, tuple[str, str, Panel]] = {
    "milestones": ("节点计划", "milestones", plans.milestones_tab),
    "investment": ("投资情况", "investment", investment.investment_tab),
    "site": ("工程形象", "site", site),
    "warnings": ("异常预警", "warnings", warnings.warnings_tab),
    "facts": ("基本情况", "", projects.facts_tab),
    "papers": ("资料", "", projects.papers_tab),
    "log": ("记录", "", projects.log_tab),
}


def phases(request: Request, project: Project) -> SafeString:
    """Draw the phases of a group: each its own stage, plan and light; the group only sums them."""
    found = Project.objects.visible_to(request.user).filter(parent=project).order_by("phase_no", "pk")
    rows = listing.dressed(list(found), request.user.scope.day)
    context = {"rows": rows, "sums": sums(rows), "today": request.user.scope.day}
    return render_to_string("desk/_phases.html", context, request=request)


def sums(rows: list[listing.Row]) -> dict[str, Any]:
    """Add the phases up: money where it is known, lights by colour."""
    money = {
        "total": [row.project.total_wan for row in rows],
        "plan": [number(row.values.get("annual_plan")) for row in rows],
        "ytd": [row.ytd for row in rows],
    }
    known = {name: [one for one in found if one is not None] for name, found in money.items()}
    added = {name: sum(found, Decimal(0)) if found else None for name, found in known.items()}
    return added | {"lights": Counter(row.colour for row in rows), "count": len(rows)}


GROUP_TABS: dict[str, tuple[str, str, Panel]] = {
    "phases": ("各期", "", phases),
    "facts": TABS["facts"],
    "log": TABS["log"],
}


@require_GET
def project(request: Request, pk: int) -> HttpResponse:
    """Show one project."""
    found = get_object_or_404(
        Project.objects.visible_to(request.user).select_related("zone", "parent"), pk=pk
    )
    lights = present.of(request, found)
    offered = GROUP_TABS if found.is_group else TABS
    chosen = request.GET.get("tab", "")
    chosen = chosen if chosen in offered else next(iter(offered))
    context = {
        "project": found,
        "stage": listing.Row(found, {}, None, "", None).stage,
        "values": values(found),
        "light": lights.get("project"),
        "why": listing.why(lights.get("project"), request.user.scope.day),
        "ribbon": projects.ribbon(request, found),
        "why_box": "" if found.is_group else warnings.why_box(request, found),
        "tabs": tabs(offered, chosen, lights),
        "panel": offered[chosen][2](request, found),
        "may_edit": may.edit_zone(request.user, found.zone_id),
        "may_nudge": nudging.nudge(request.user, found),
        "codes": list(found.codes.filter(valid_to__isnull=True).values_list("code", flat=True)),
    }
    return render(request, "desk/project.html", context)


def values(found: Project) -> Mapping[str, Any]:
    """Return the ledger's values of the head: from the line of this version, else from the rooms."""
    if found.is_group:
        return {}
    lines = ProjectLine.objects.filter(pk=found.pk, version=found.version).values(*HEAD)
    kept: Mapping[str, Any] | None = next(iter(lines), None)
    return keeping.binding(listing.LEDGER).current([found.pk])[found.pk] if kept is None else kept


def tabs(
    offered: Mapping[str, tuple[str, str, Panel]], chosen: str, lights: dict[str, LightSnapshot]
) -> list[dict[str, Any]]:
    """Return the tabs, a scene's light beside its name when it is not green."""
    found = []
    for name, (label, scene, _) in offered.items():
        light = lights.get(scene)
        colour = light.colour if light and light.colour in ("red", "yellow") else ""
        found.append({"label": label, "href": f"?tab={name}", "active": name == chosen, "colour": colour})
    return found
