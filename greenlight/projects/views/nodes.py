"""The node library of a zone: its version in force, and the units its departments are."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from greenlight.base.refusals import NotAllowed
from greenlight.kernel import stages
from greenlight.people.requests import Request, by
from greenlight.projects import editing, library, may
from greenlight.projects.editing.differences import CONDITIONS
from greenlight.projects.models import TemplateNode


def home_zone(request: Request) -> int:
    """Return the person's zone; who has none sees no library."""
    zone = request.user.scope.home
    if zone is None:
        raise NotAllowed("您不属于任何园区，看不到节点库。")
    return zone


def kind_of(said: str) -> str:
    """Return the kind of project an address asks for."""
    return said if said in stages.CHAINS else "attraction"


def tabs(kind: str) -> list[dict[str, object]]:
    """Return the kinds of project as tabs."""
    return [
        {"label": word, "href": f"?kind={one}", "active": one == kind}
        for one, word in stages.KIND_WORDS.items()
    ]


@require_GET
def nodes(request: Request) -> HttpResponse:
    """Show the library in force for one kind of project, and what is not mapped to a unit."""
    zone, kind = home_zone(request), kind_of(request.GET.get("kind", ""))
    template = library.template_for(zone, kind)
    context = {
        "template": template,
        "kind": kind,
        "draft": library.draft_of(zone, kind),
        "nodes": [row(kind, one) for one in template.nodes.all()] if template else [],
        "tabs": tabs(kind),
        "unmapped": library.unmapped(zone),
        "may_edit": may.create(request.user, zone),
    }
    return render(request, "projects/library.html", context)


def row(kind: str, node: TemplateNode) -> dict[str, object]:
    """Return a node with its stage and its circumstance in words."""
    stage = stages.word(kind, node.gates_stage) if node.gates_stage else ""
    condition = "" if node.condition == "always" else CONDITIONS.get(node.condition, "")
    return {"node": node, "stage": stage, "condition": condition}


@require_http_methods(["GET", "POST"])
def units(request: Request) -> HttpResponse:
    """Map the library's departments to the zone's units; what is unmapped is listed, never invented."""
    zone = home_zone(request)
    if request.method == "POST":
        chosen = {key[2:]: str(value) for key, value in request.POST.items() if key.startswith("d:")}
        editing.map_departments(by=by(request, zone), zone_id=zone, chosen=chosen)
        messages.success(request, "已保存对应关系，新排的计划按它定责任单位。")
        return redirect("projects:units")
    context = {
        "rows": editing.mapping(zone), "units": editing.units(zone),
        "may_edit": may.create(request.user, zone),
    }  # fmt: skip
    return render(request, "projects/units.html", context)
