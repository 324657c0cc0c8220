"""The node library of a zone, and the units its departments are."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from greenlight.base.refusals import NotAllowed
from greenlight.kernel import stages
from greenlight.people.requests import Request, by
from greenlight.projects import editing, library, may
from greenlight.projects.forms import NodeForm
from greenlight.projects.models import Condition, Template, TemplateNode
from greenlight.projects.views.door import posted, tried


def home_zone(request: Request) -> int:
    """Return the person's zone; who has none sees no library."""
    zone = request.user.scope.home
    if zone is None:
        raise NotAllowed("您不属于任何园区，看不到节点库。")
    return zone


@require_GET
def nodes(request: Request) -> HttpResponse:
    """Show the library in force for one kind of project, and what is not mapped to a unit."""
    zone = home_zone(request)
    kind = request.GET.get("kind", "attraction")
    kind = kind if kind in stages.CHAINS else "attraction"
    template = library.template_for(zone, kind)
    context = {
        "template": template,
        "nodes": [_row(kind, one) for one in template.nodes.all()] if template else [],
        "tabs": [
            {"label": word, "href": f"?kind={one}", "active": one == kind}
            for one, word in stages.KIND_WORDS.items()
        ],
        "unmapped": library.unmapped(zone),
        "may_edit": may.create(request.user, zone),
    }
    return render(request, "projects/library.html", context)


def _row(kind: str, node: TemplateNode) -> dict[str, object]:
    """Return a node with its stage and its circumstance in words."""
    words = dict(zip(Condition.values, Condition.labels, strict=True))
    stage = stages.word(kind, node.gates_stage) if node.gates_stage else ""
    return {"node": node, "stage": stage, "condition": words.get(node.condition, "")}


@require_http_methods(["GET", "POST"])
def node(request: Request, pk: int) -> HttpResponse:
    """Edit a node: saved as a new version of the zone's own template, old plans keep theirs."""
    zone = home_zone(request)
    templates = Template.objects.filter(zone_id=zone) | Template.objects.filter(zone=None)
    rows = TemplateNode.objects.filter(template__in=templates).select_related("template")
    found = get_object_or_404(rows, pk=pk)
    if request.method == "POST" and not may.create(request.user, zone):
        raise NotAllowed("只有本区科室和领导能改节点库。")
    form = NodeForm(found, posted(request))
    if request.method == "POST" and form.is_valid():
        made = tried(
            form,
            lambda: editing.edit_node(by=by(request, zone), zone_id=zone, node=found, values=form.values()),
        )
        if made:
            messages.success(request, f"已存为第 {made.version} 版，新排的计划用它，已排的不变。")
            return redirect(f"{reverse('projects:library')}?kind={made.kind}")
    leave = f"{reverse('projects:library')}?kind={found.template.kind}"
    context = {"form": form, "title": f"{found.code} {found.name}", "back": leave}
    context["read_only"] = not may.create(request.user, zone)
    status = 409 if form.non_field_errors() else 422 if form.errors else 200
    return render(request, "projects/form.html", context, status=status)


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
