"""The draft of the zone's next version of the node library: steps, differences, publishing; old versions."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from greenlight.base.refusals import NotAllowed, Refused
from greenlight.people.requests import Request, by
from greenlight.projects import editing, forms_library, library, may
from greenlight.projects.editing.checks import CLOCK_WORDS, LINK_WORDS, waits_of
from greenlight.projects.editing.publishing import between, changes
from greenlight.projects.forms_library import NodeForm, PublishForm
from greenlight.projects.models import Template, TemplateNode
from greenlight.projects.views.door import posted
from greenlight.projects.views.nodes import home_zone, kind_of, row, tabs

T = TypeVar("T")
STEPS = {"up": "已上移", "down": "已下移", "retire": "已取消", "back": "已放回现在的样子"}


def tried(form: Form, deed: Callable[[], T]) -> T | None:
    """Do a deed; what another changed meanwhile and any refusal are said in the form."""
    try:
        return deed()
    except NotAllowed:
        raise
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None


def found_node(request: Request, pk: int) -> TemplateNode:
    """Return a node of the zone's own versions or the shipped ones; else 404."""
    zone = home_zone(request)
    templates = Template.objects.filter(zone_id=zone) | Template.objects.filter(zone=None)
    rows = TemplateNode.objects.filter(template__in=templates).select_related("template")
    return get_object_or_404(rows, pk=pk)


def to_draft(kind: str, code: str = "") -> HttpResponse:
    """Return to the draft, at a node."""
    return redirect(f"{reverse('projects:library_draft')}?kind={kind}{f'#{code}' if code else ''}")


@require_GET
def draft(request: Request) -> HttpResponse:
    """Show the draft: its nodes with what differs marked, and the form to publish it."""
    zone, kind = home_zone(request), kind_of(request.GET.get("kind", ""))
    held = library.draft_of(zone, kind)
    if held is None:
        return redirect(f"{reverse('projects:library')}?kind={kind}")
    return _draft(request, held, PublishForm(initial={"kind": kind, "edits": held.edits}))


def _draft(request: Request, held: Template, form: Form, status: int = 200) -> HttpResponse:
    found = changes(held)
    marks = {one.code: one for one in found}
    waits = waits_of(held.links.select_related("pred", "succ"))
    nodes = list(held.nodes.all())
    names = {one.code: one.name for one in nodes}
    context = {
        "draft": held, "kind": held.kind, "form": form, "differences": found, "tabs": tabs(held.kind),
        "nodes": [
            row(held.kind, one)
            | {"mark": marks.get(one.code), "waits": [names[code] for code in waits.get(one.code, {})]}
            for one in nodes
        ],
        "retired": [one for one in found if one.kind == "retired"],
        "old": {one.code: one for one in held.based_on.nodes.all()} if held.based_on else {},
        "may_edit": may.create(request.user, held.zone_id or 0),
    }  # fmt: skip
    return render(request, "projects/library_draft.html", context, status=status)


@require_http_methods(["GET", "POST"])
def node(request: Request, pk: int) -> HttpResponse:
    """Edit a node: it goes into the draft, which begins with the first step; plans made stay as they are."""
    zone, found = home_zone(request), found_node(request, pk)
    kind = found.template.kind
    if request.method == "POST" and not may.create(request.user, zone):
        raise NotAllowed("只有本区科室和领导能改节点库。")
    found = _in_draft(zone, found)
    form = NodeForm(kind, found, posted(request))
    if request.method == "POST" and form.is_valid():
        made = tried(form, lambda: editing.change_node(
            by=by(request, zone), zone_id=zone, kind=kind, code=found.code, values=form.values(),
            base=form.seen(),
        ))  # fmt: skip
        if made:
            messages.success(request, f"“{found.name}”已记在草稿里，发布以后新排的计划才用它。")
            return to_draft(kind, found.code)
        form.renew(_in_draft(zone, found))
    return _node_page(request, found, form)


def _in_draft(zone: int, found: TemplateNode) -> TemplateNode:
    """Return the node as the draft has it, when there is a draft that holds it."""
    held = library.draft_of(zone, found.template.kind)
    same = held.nodes.select_related("template").filter(code=found.code).first() if held else None
    return same or found


def _node_page(request: Request, found: TemplateNode, form: Form, status: int | None = None) -> HttpResponse:
    template = found.template
    names = dict(template.nodes.values_list("code", "name"))
    rows = list(waits_of(template.links.select_related("pred", "succ")).get(found.code, {}).values())
    behind = template.links.filter(pred=found).select_related("succ")
    context = {
        "node": found, "form": form, "template": template, "kind": template.kind,
        "rows": forms_library.link_rows(rows, names), "links_base": forms_library.told(rows),
        "behind": [one.succ.name for one in behind],
        "others": [(code, name) for code, name in names.items() if code != found.code],
        "link_words": LINK_WORDS.items(), "clock_words": CLOCK_WORDS.items(),
        "read_only": not may.create(request.user, home_zone(request)),
    }  # fmt: skip
    if status is None:
        status = 409 if form.non_field_errors() else 422 if form.errors else 200
    return render(request, "projects/library_node.html", context, status=status)


@require_POST
def links(request: Request, pk: int) -> HttpResponse:
    """Say what a node waits for."""
    zone, found = home_zone(request), found_node(request, pk)
    kind, form = found.template.kind, NodeForm(found.template.kind, _in_draft(zone, found))
    form.cleaned_data = {}
    made = tried(form, lambda: editing.set_links(
        by=by(request, zone), zone_id=zone, kind=kind, code=found.code,
        waits=forms_library.waits(request.POST), base=forms_library.heard(request.POST.get("base", "")),
    ))  # fmt: skip
    if made is None:
        return _node_page(request, _in_draft(zone, found), form, status=409)
    messages.success(request, f"“{found.name}”的前后关系已记在草稿里。")
    return to_draft(kind, found.code)


@require_POST
def step(request: Request, pk: int) -> HttpResponse:
    """Move a node up or down, retire it, or put it back as it is in the version in force."""
    zone, found = home_zone(request), found_node(request, pk)
    said, kind = request.POST.get("do", ""), found.template.kind
    if said not in STEPS:
        raise Refused("没有说要做什么，请从草稿页点按钮。", status=400)
    who, code = by(request, zone), found.code
    if said == "retire":
        editing.retire_node(by=who, zone_id=zone, kind=kind, code=code)
    elif said == "back":
        editing.put_back(by=who, zone_id=zone, kind=kind, code=code)
    else:
        editing.move_node(by=who, zone_id=zone, kind=kind, code=code, up=said == "up")
    messages.success(request, f"“{found.name}”{STEPS[said]}，记在草稿里。")
    return to_draft(kind, code)


@require_http_methods(["GET", "POST"])
def add(request: Request) -> HttpResponse:
    """Add a node behind another one (`after`)."""
    zone = home_zone(request)
    asked = request.POST if request.method == "POST" else request.GET
    kind = kind_of(asked.get("kind", ""))
    if not may.create(request.user, zone):
        raise NotAllowed("只有本区科室和领导能改节点库。")
    form = NodeForm(kind, None, posted(request))
    if request.method == "POST" and form.is_valid():
        made = tried(form, lambda: editing.add_node(
            by=by(request, zone), zone_id=zone, kind=kind, values=form.values(),
            after=asked.get("after", "")[:20],
        ))  # fmt: skip
        if made:
            messages.success(request, f"“{made.name}”已加在草稿里，编码 {made.code}。")
            return to_draft(kind, made.code)
    template = library.draft_of(zone, kind) or library.template_for(zone, kind)
    context = {
        "form": form, "kind": kind, "after": asked.get("after", ""), "title": "加节点",
        "others": list(template.nodes.values_list("code", "name")) if template else [],
    }  # fmt: skip
    status = 409 if form.non_field_errors() else 422 if form.errors else 200
    return render(request, "projects/library_add.html", context, status=status)


@require_POST
def publish(request: Request) -> HttpResponse:
    """Publish the draft with its reason, or put it aside."""
    zone, form = home_zone(request), PublishForm(request.POST)
    kind = kind_of(request.POST.get("kind", ""))
    if request.POST.get("do") == "discard":
        editing.discard(by=by(request, zone), zone_id=zone, kind=kind)
        messages.success(request, "草稿已撤掉，节点库没有变。")
        return redirect(f"{reverse('projects:library')}?kind={kind}")
    made = None
    if form.is_valid():
        made = tried(form, lambda: editing.publish(
            by=by(request, zone), zone_id=zone, kind=kind, reason=form.cleaned_data["reason"],
            edits=form.cleaned_data["edits"],
        ))  # fmt: skip
    if made:
        messages.success(
            request, f"已发布第 {made.version} 版，新排的计划用它；已排的计划可以各自比较后决定。"
        )
        return redirect(f"{reverse('projects:library')}?kind={kind}")
    held = library.draft_of(zone, kind)
    if held is None:
        raise Refused("没有草稿，可能已经发布或撤掉了，请回节点库再看。")
    data = request.POST.copy()
    data["edits"] = str(held.edits)  # the page shows what stands now
    form.data = data
    return _draft(request, held, form, 409)


@require_GET
def versions(request: Request) -> HttpResponse:
    """List the published versions with their reasons, and what one of them (`v`) changed."""
    zone, kind = home_zone(request), kind_of(request.GET.get("kind", ""))
    rows = library.versions(zone, kind)
    said = request.GET.get("v", "")
    chosen = next((one for one in rows if str(one.pk) == said), None)
    if said and chosen is None:
        raise Http404
    context = {
        "versions": rows, "kind": kind, "tabs": tabs(kind), "chosen": chosen,
        "differences": between(chosen.based_on, chosen) if chosen and chosen.based_on else [],
    }  # fmt: skip
    return render(request, "projects/library_versions.html", context)
