"""What room projects shows on the project page: ribbon, plain facts, papers, site, log."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Sum
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from greenlight.base.models import ImportRow, JournalItem, JournalRow
from greenlight.kernel import gates, stages
from greenlight.people.requests import Request, once
from greenlight.projects import actions, history, library, may, steps
from greenlight.projects.actions.amounts import AMOUNT_OF
from greenlight.projects.forms import (
    AmountForm,
    AssignForm,
    CodeForm,
    CorrectForm,
    HaltForm,
    ListingForm,
    SiteForm,
    StageForm,
)
from greenlight.projects.models import Amount, Condition, Evidence, Listing, Project, StageEvent

MOST = 100
LISTS = ("年度清单", "省重点", "市重点", "千项万亿")


def part(request: HttpRequest, template: str, **context: Any) -> SafeString:
    """Draw a part of a page."""
    return render_to_string(template, context, request=request)


# ---- ribbon ----
def ribbon(request: Request, project: Project) -> SafeString:
    """Draw the stages; at the end what the next gate still asks for. A group has no stages of its own."""
    if project.is_group:
        return SafeString("")
    after = stages.following(project.kind, project.stage)
    papers = evidence_of(request, project)
    lacking = actions.missing_for(project, after.code, papers) if after else ()
    place, reached = stages.place(project.kind, project.stage), reached_on(project, request)
    found = [
        {
            "label": one.word,
            "note": f"{reached[one.code]:%y-%m}" if one.code in reached and n <= place else "",
            "state": "past" if n < place else "now" if n == place else "later",
        }
        for n, one in enumerate(stages.CHAINS[project.kind])
    ]
    return part(request, "components/ribbon.html", stages=found, next=next_gate(after, lacking))


def reached_on(project: Project, request: HttpRequest | None = None) -> dict[str, Any]:
    """Return the day each stage was reached, where it is known."""
    return {step.stage: step.on for step in steps_of(request, project).values() if step.on}


def steps_of(request: HttpRequest | None, project: Project) -> dict[str, steps.Step]:
    """Return the stages a project has reached, asked once a request."""
    standing = steps.Standing.of(project)
    return once(request, ("steps", standing), lambda: steps.reached([standing])[project.pk])


def evidence_of(request: HttpRequest | None, project: Project) -> list[tuple[str, str, str]]:
    """Return (node code, paper, state) of the papers handed in and not sent back, asked once a request."""
    rows = Evidence.objects.filter(project=project).exclude(state=Evidence.State.SENT_BACK)
    told = rows.values_list("node_code", "name", "state").distinct()
    return once(request, ("evidence", project.pk), lambda: list(told))


def next_gate(after: stages.Stage | None, lacking: Iterable[gates.Missing]) -> dict[str, str] | None:
    """Say what the next gate still asks for."""
    if after is None:
        return None
    lacking = list(lacking)
    papers = sum(len(one.evidence) for one in lacking)
    told = f"还缺 {papers} 份资料（{len(lacking)} 个关口）" if lacking else "资料已齐，可以进入"
    return {"title": f"下一关：{after.word}", "text": told, "href": "?tab=papers"}


# ---- 基本情况 ----
def facts_tab(request: Request, project: Project) -> SafeString:
    """Draw 基本情况: plain facts, who answers, amounts by kind, codes, lists, phases; with their forms."""
    words = dict(zip(Condition.values, Condition.labels, strict=True))
    return part(
        request, "projects/_facts.html", project=project, may_edit=may.edit(request.user, project),
        conditions=[words.get(one, one) for one in project.conditions],
        assignments=project.assignments.filter(valid_to__isnull=True)
        .select_related("unit", "user", "task_force").order_by("role", "order", "pk"),
        parties=project.parties.filter(valid_to__isnull=True).select_related("enterprise").order_by("pk"),
        amounts=amounts(project), leading=Amount.Kind(AMOUNT_OF[project.kind]).label,
        codes=project.codes.select_related("replaced_by").order_by("-valid_to", "pk"),
        listings=project.listings.order_by("-year", "name"), lists=lists(project.zone_id),
        phases=phases(request, project), **_forms(request, project),
    )  # fmt: skip


def _forms(request: Request, project: Project) -> dict[str, Any]:
    day = request.user.scope.day
    return {
        "assign_form": AssignForm(project.zone_id),
        "amount_form": AmountForm(initial={"kind": AMOUNT_OF[project.kind], "on": day}),
        "code_form": CodeForm(project),
        "listing_form": ListingForm(initial={"year": day.year, "nature": project.nature}),
    }


def amounts(project: Project) -> list[dict[str, Any]]:
    """Return the newest amount of each kind, with those it replaced."""
    by_kind: dict[str, list[Amount]] = {}
    for one in project.amounts.select_related("paper").order_by("-pk"):
        by_kind.setdefault(one.kind, []).append(one)
    order = [kind for kind in Amount.Kind.values if kind in by_kind]
    return [{"now": by_kind[kind][0], "past": by_kind[kind][1:]} for kind in order]


def lists(zone_id: int) -> list[str]:
    """Return the names of lists to offer: those in use in the zone, and the usual ones."""
    used = Listing.objects.filter(zone_id=zone_id).values_list("name", flat=True).distinct()
    return list(dict.fromkeys([*used.order_by("name")[:50], *LISTS]))


def phases(request: Request, project: Project) -> dict[str, Any] | None:
    """Return the phases of a project's group that one sees, with their sum; None without a group."""
    group = project.pk if project.is_group else project.parent_id
    if group is None:
        return None
    rows = Project.objects.visible_to(request.user).filter(parent_id=group).order_by("phase_no", "pk")
    told = [{"project": one, "stage": stages.word(one.kind, one.stage)} for one in rows]
    return {"rows": told, "total_wan": rows.order_by().aggregate(total=Sum("total_wan"))["total"]}


# ---- 资料 ----
def papers_tab(request: Request, project: Project) -> SafeString:
    """Draw the gates stage by stage with their papers, and the forms that hand in, accept and move on."""
    if project.is_group:
        return part(request, "projects/_papers.html", project=project, phases=phases(request, project))
    place = stages.place(project.kind, project.stage)
    return part(
        request, "projects/_papers.html", project=project, stages=gates_by_stage(project, place),
        may_edit=may.edit(request.user, project), may_hand_in=may.hand_in(request.user, project),
        stage_form=StageForm(project, initial={"on": request.user.scope.day}),
        correct_form=CorrectForm(project), halt_form=HaltForm.blank(project),
        is_first=place == 0, is_last=stages.following(project.kind, project.stage) is None,
    )  # fmt: skip


def gates_by_stage(project: Project, place: int) -> list[dict[str, Any]]:
    """Return every stage that has gates: what they ask for, what is given, how much is lacking."""
    off = actions.conditions_off(project)
    template = library.template_for(project.zone_id, project.kind)
    asked = [gate for gate in library.gates(template) if gate.condition not in off]
    evidence = list(Evidence.objects.filter(project=project).select_related("file").order_by("pk"))
    found = []
    for n, one in enumerate(stages.CHAINS[project.kind]):
        rows = [gate_row(gate, evidence) for gate in asked if gate.stage == one.code]
        papers = [paper for row in rows for paper in row["papers"]]
        if rows:
            found.append({
                "word": one.word, "rows": rows, "is_next": n == place + 1, "is_past": n <= place,
                "count": len(papers), "lacking": sum(not paper["accepted"] for paper in papers),
            })  # fmt: skip
    return found


def gate_row(gate: gates.Gate, evidence: list[Evidence]) -> dict[str, Any]:
    """Return a gate with every paper it asks for and the newest that was handed in."""
    own = {one.name: one for one in evidence if one.node_code == gate.node_code}
    accepted = {one.name for one in evidence if one.node_code == gate.node_code and one.state == "accepted"}
    papers = [{"name": name, "given": own.get(name), "accepted": name in accepted} for name in gate.evidence]
    return {"gate": gate, "papers": papers}


# ---- 工程形象 ----
def site_report(request: Request, project: Project) -> SafeString:
    """Draw 工程形象: stage words and percent as they stand, the form that renews them, what was reported."""
    if project.is_group:
        return part(request, "projects/_papers.html", project=project, phases=phases(request, project))
    past = JournalRow.objects.filter(
        zone_id=project.zone_id, subject_kind="project", subject_id=project.pk, verb="project.site"
    ).order_by("-seq")[:20]
    initial = {"words": project.site_progress, "percent": project.site_percent, "on": request.user.scope.day}
    return part(
        request, "projects/_site.html", project=project, form=SiteForm(initial=initial), past=past,
        may_report=may.hand_in(request.user, project),
    )  # fmt: skip


# ---- 记录 ----
def log_tab(request: Request, project: Project) -> SafeString:
    """Draw the history of the record, single deeds and bulk deeds together, newest first."""
    return part(request, "projects/_log.html", entries=log(project), events=stage_events(project))


def log(project: Project, most: int = MOST) -> list[history.Entry]:
    """Return the history of the record, single deeds, bulk deeds and imports, newest first."""
    own = JournalRow.objects.filter(
        zone_id=project.zone_id, subject_kind="project", subject_id=project.pk
    ).order_by("-seq")[:most]
    items = JournalItem.objects.filter(
        subject_kind="project", subject_id=project.pk, row__zone_id=project.zone_id
    ).select_related("row").order_by("-row_id")[:most]  # fmt: skip
    imported = ImportRow.objects.filter(
        target_kind="project", target_id=project.pk, batch__zone_id=project.zone_id,
        outcome__in=("added", "changed"), batch__applied_at__isnull=False,
    ).select_related("batch__file").order_by("-batch_id")[:most]  # fmt: skip
    return history.merged(own, items, imported, project.kind)[:most]


def stage_events(project: Project) -> list[dict[str, Any]]:
    """Return the stages with their day, and whether the papers came with them, newest first."""
    events = project.stage_events.order_by("-pk")
    return [{"event": one, "told": stage_told(project.kind, one)} for one in events]


def stage_told(kind: str, event: StageEvent) -> str:
    """Say what happened: 进入“开工”, 退回“签约”, 暂停, 恢复推进."""
    if event.halt:
        return str(event.get_halt_display())
    if event.from_stage == event.to_stage:
        return "恢复推进"
    order = [one.code for one in stages.CHAINS[kind]]
    words = {one.code: one.word for one in stages.CHAINS[kind]}
    behind = event.from_stage in order and event.to_stage in order
    behind = behind and order.index(event.to_stage) < order.index(event.from_stage)
    return f"{'退回' if behind else '进入'}“{words.get(event.to_stage, event.to_stage)}”"
