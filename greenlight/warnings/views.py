"""Doors of the room: nudge, answer, what turned, the rules. A stranger gets 404."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from greenlight.base.models import ImportBatch
from greenlight.base.refusals import NotAllowed
from greenlight.base.typed import page_number
from greenlight.kernel import lights
from greenlight.people.models import Zone
from greenlight.people.requests import Request, by, home_zone, told
from greenlight.projects.models import Project
from greenlight.warnings import actions, may, packs, previewing, turned
from greenlight.warnings.forms import AnswerForm, NudgeForm, PacksForm, RuleForm
from greenlight.warnings.models import Nudge, Rule, RulePack, ZonePack
from greenlight.warnings.previewing import Preview

TURNED, A_PAGE = 30, 100  # rows of a colour beside the others, and on pages of its own
UNSURE = ("M", "K", "weak")  # how well a paper is known: copies, hearsay, a firm's own rule


def _back(project: Project) -> str:
    return reverse("desk:project", args=[project.pk]) + "?tab=warnings#nudge"


@require_POST
def nudge(request: Request, pk: int) -> HttpResponse:
    """Remind a unit."""
    project = get_object_or_404(Project.objects.visible_to(request.user), pk=pk)
    form = NudgeForm(request.POST, project=project, day=request.user.scope.day)
    if not form.is_valid():
        return _form_page(request, project, form, "发出催办")
    own = form.cleaned_data
    actions.nudge(
        by=by(request, project.zone_id), project=project, unit=own["unit"], milestone=own["milestone"],
        answer_by=own["answer_by"], message=own["message"],
    )  # fmt: skip
    told(request, f"已催办{own['unit'].name}，{own['answer_by']} 前答复")
    return redirect(_back(project))


@require_POST
def answer(request: Request, pk: int, nudge_pk: int) -> HttpResponse:
    """Answer a nudge."""
    project = get_object_or_404(Project.objects.visible_to(request.user), pk=pk)
    one = get_object_or_404(Nudge, pk=nudge_pk, project=project)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _form_page(request, project, form, "答复")
    actions.answer_nudge(by=by(request, project.zone_id), nudge=one, answer=form.cleaned_data["answer"])
    messages.success(request, "已答复")
    return redirect(_back(project))


def _form_page(request: Request, project: Project, form: Any, title: str) -> HttpResponse:
    context = {"project": project, "form": form, "page_title": title, "back": _back(project)}
    return render(request, "warnings/form.html", context, status=422)


@require_GET
def turns(request: Request) -> HttpResponse:
    """Show what turned: `?batch=3` in an import, `?days=30` or `?since=2022-07-01` since a day."""
    day = request.user.scope.day
    batch = _batch(request)
    since = None if batch else _since(request, day)
    asked = partial(turned.board, request.user, batch_id=batch.pk if batch else None, since=since, day=day)
    groups, page = _part(asked, request) if "to" in request.GET else (asked(most=TURNED), None)
    context = {
        "batch": batch,
        "since": since,
        "groups": groups,
        "count": sum(one.whole for one in groups),
        "page": page,
        "start": page.start_index() - 1 if page else 0,
        "recent": _recent(request),
    }
    return render(request, "warnings/turned.html", context)


def _part(
    asked: Callable[..., list[turned.Group]], request: Request
) -> tuple[list[turned.Group], Page[int] | None]:
    """Return one group of what turned, `?to=red`, and which page of it; the last one if there are fewer."""
    number, only = page_number(request.GET.get("page", "")), request.GET["to"]
    groups = asked(only=only, at=(number - 1) * A_PAGE, most=A_PAGE)
    if not groups:
        return [], None
    page = Paginator(range(groups[0].whole), A_PAGE).get_page(number)
    if page.number != number:
        groups = asked(only=only, at=(page.number - 1) * A_PAGE, most=A_PAGE)
    return groups, page


def _batch(request: Request) -> ImportBatch | None:
    asked = request.GET.get("batch", "")
    if not asked:
        return None
    if not asked.isdecimal() or len(asked) > 18:
        raise Http404
    return get_object_or_404(ImportBatch, pk=int(asked), zone_id__in=request.user.scope.zones)


def _recent(request: Request) -> QuerySet[ImportBatch]:
    zones = request.user.scope.zones
    rows = ImportBatch.objects.filter(zone_id__in=zones, ledger="projects", state="applied")
    return rows.order_by("-pk")[:6]


def _since(request: Request, day: date) -> date:
    try:
        return date.fromisoformat(request.GET.get("since", ""))
    except ValueError:
        days = request.GET.get("days", "")
        return day - timedelta(days=int(days) if days in ("1", "7", "30", "90") else 30)


# ---- rules ----
@require_http_methods(["GET", "POST"])
def choose(request: Request) -> HttpResponse:
    """Show the zone's packs and their rules, and choose other packs from a day on."""
    zone, day = home_zone(request), request.user.scope.day
    chosen = packs.chosen(zone.pk, day)
    initial = {"packs": [pack.code for pack in chosen], "valid_from": day}
    if request.method == "GET":
        return _packs_page(request, zone, PacksForm(zone=zone, day=day, initial=initial), 200)
    _check_may(request, zone)
    trial = "preview" in request.POST
    form = PacksForm(request.POST, zone=zone, day=day, trial=trial)
    if not form.is_valid():
        return _packs_page(request, zone, form, 422)
    own = form.cleaned_data
    if trial:
        wanted = [pack for pack in packs.for_zone(zone.pk) if pack.code in own["packs"]]
        found = previewing.of_packs(zone.pk, wanted, own["valid_from"], day)
        return _packs_page(request, zone, form, 200, found)
    actions.choose_packs(
        by=by(request, zone.pk), zone=zone, codes=own["packs"], valid_from=own["valid_from"], why=own["why"]
    )
    messages.success(request, f"{own['valid_from']} 起用新的规则包")
    return redirect("warnings:packs")


def _check_may(request: Request, zone: Zone) -> None:
    if not may.set_rules(request.user, zone.pk):
        raise NotAllowed("规则由本开发区的领导或科室设定。")


def _packs_page(
    request: Request, zone: Zone, form: PacksForm, status: int, preview: Preview | None = None
) -> HttpResponse:
    day = request.user.scope.day
    chosen = {pack.pk for pack in packs.chosen(zone.pk, day)}
    offered = packs.for_zone(zone.pk)
    rules: dict[int, list[Rule]] = {pack.pk: [] for pack in offered}
    for row in Rule.objects.filter(pack__in=offered).order_by("pack_id", "code", "-version"):
        rules[row.pack_id].append(row)
    context = {
        "form": form,
        "packs": [
            {"pack": pack, "chosen": pack.pk in chosen, "rules": _dressed(rules[pack.pk], day)}
            for pack in offered
        ],
        "history": ZonePack.objects.filter(zone=zone).select_related("pack").order_by("-valid_from", "pk"),
        "may_set": may.set_rules(request.user, zone.pk),
        "preview": preview,
    }
    return render(request, "warnings/packs.html", context, status=status)


def _dressed(rows: list[Rule], day: date) -> list[dict[str, Any]]:
    found = []
    for row in rows:
        kind = lights.KINDS[row.kind]
        names = kind.needs | kind.may
        told = [f"{names[name]}：{value}" for name, value in row.params.items() if name in names]
        holds = row.is_on and row.valid_from <= day and (row.valid_to is None or row.valid_to >= day)
        latest = all(other.version <= row.version for other in rows if other.code == row.code)
        unsure = row.grade in UNSURE
        found.append({"rule": row, "params": told, "holds": holds, "latest": latest, "unsure": unsure})
    return found


@require_http_methods(["GET", "POST"])
def rule(request: Request, pk: int) -> HttpResponse:
    """Set the thresholds of one rule from a day on."""
    zone, day = home_zone(request), request.user.scope.day
    offered = RulePack.objects.filter(pk__in=[pack.pk for pack in packs.for_zone(zone.pk)])
    one = get_object_or_404(Rule.objects.select_related("pack"), pk=pk, pack__in=offered)
    _check_may(request, zone)
    if request.method == "GET":
        return _rule_page(request, one, RuleForm.blank(one, day), 200)
    trial = "preview" in request.POST
    form = RuleForm(request.POST, rule=one, day=day, trial=trial)
    if not form.is_valid():
        return _rule_page(request, one, form, 422)
    own = form.cleaned_data
    if trial:
        params = packs.checked_params(one, form.params, own["valid_from"])
        found = previewing.of_rule(zone.pk, one, params, own["is_on"], day)
        return _rule_page(request, one, form, 200, found)
    actions.set_rule(
        by=by(request, zone.pk), zone=zone, rule=one, params=form.params, is_on=own["is_on"],
        valid_from=own["valid_from"], why=own["why"],
    )  # fmt: skip
    messages.success(request, f"{one.name}自 {own['valid_from']} 起用新界限")
    return redirect("warnings:packs")


def _rule_page(
    request: Request, one: Rule, form: RuleForm, status: int, preview: Preview | None = None
) -> HttpResponse:
    back, title = reverse("warnings:packs"), one.name or one.code
    context = {"form": form, "rule": one, "back": back, "page_title": title, "preview": preview}
    return render(request, "warnings/rule.html", context, status=status)
