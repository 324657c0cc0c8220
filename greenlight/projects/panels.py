"""What room projects shows on the project page: ribbon, papers, site, log."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from greenlight.base.models import ImportRow, JournalItem, JournalRow
from greenlight.kernel import gates, stages
from greenlight.people.requests import Request
from greenlight.projects import actions, history, library, may
from greenlight.projects.forms import AssignForm, HaltForm, SiteForm, StageForm
from greenlight.projects.models import Evidence, Project

MOST = 100


def ribbon(request: Request, project: Project) -> SafeString:
    """Draw the stages; at the end what the next gate still asks for."""
    after = stages.following(project.kind, project.stage)
    lacking = actions.missing_for(project, after.code) if after else ()
    place = stages.place(project.kind, project.stage)
    reached = {event.to_stage: event.on for event in project.stage_events.all() if event.on}
    found = [
        {
            "label": one.word,
            "note": f"{reached[one.code]:%y-%m}" if one.code in reached and n <= place else "",
            "state": "past" if n < place else "now" if n == place else "later",
        }
        for n, one in enumerate(stages.CHAINS[project.kind])
    ]
    return part(request, "components/ribbon.html", stages=found, next=next_gate(after, lacking))


def next_gate(after: stages.Stage | None, lacking: Any) -> dict[str, str] | None:
    """Say what the next gate still asks for."""
    if after is None:
        return None
    papers = sum(len(one.evidence) for one in lacking)
    told = f"还缺 {len(lacking)} 个节点、{papers} 份资料" if lacking else "资料已齐"
    return {"title": f"下一关：{after.word}", "text": told, "href": "?tab=papers"}


def papers_tab(request: Request, project: Project) -> SafeString:
    """Draw the gates ahead with their papers, and the forms that hand in, accept and move on."""
    template = library.template_for(project.zone_id, project.kind)
    off = actions.conditions_off(project)
    evidence = list(Evidence.objects.filter(project=project).select_related("file").order_by("pk"))
    rows = [
        {"gate": gate, "stage": stages.word(project.kind, gate.stage), "papers": papers_of(gate, evidence)}
        for gate in library.gates(template)
        if gate.condition not in off
    ]
    return part(
        request, "projects/_papers.html", project=project, rows=rows,
        may_edit=may.edit(request.user, project),
        may_hand_in=may.hand_in(request.user, project), stage_form=StageForm(project),
        halt_form=HaltForm(), assign_form=AssignForm(project.zone_id),
        assignments=project.assignments.filter(valid_to__isnull=True).select_related("unit", "user"),
    )  # fmt: skip


def papers_of(gate: gates.Gate, evidence: list[Evidence]) -> list[dict[str, Any]]:
    """Return every paper a gate asks for, with the newest that was handed in."""
    return [{"name": name, "given": newest(gate.node_code, name, evidence)} for name in gate.evidence]


def newest(code: str, name: str, evidence: list[Evidence]) -> Evidence | None:
    """Return the newest paper of a name for a node."""
    found = [one for one in evidence if one.node_code == code and one.name == name]
    return found[-1] if found else None


def site_tab(request: Request, project: Project) -> SafeString:
    """Draw 工程形象: stage words and percent, and the form that renews them."""
    form = SiteForm(
        initial={
            "words": project.site_progress, "percent": project.site_percent, "on": request.user.scope.day,
        }
    )  # fmt: skip
    past = JournalRow.objects.filter(
        zone_id=project.zone_id, subject_kind="project", subject_id=project.pk, verb="project.site"
    ).order_by("-seq")[:20]
    return part(
        request, "projects/_site.html", project=project, form=form, past=past,
        may_report=may.hand_in(request.user, project),
    )  # fmt: skip


def log_tab(request: Request, project: Project) -> SafeString:
    """Draw the history of the record, single deeds and bulk deeds together, newest first."""
    own = JournalRow.objects.filter(
        zone_id=project.zone_id, subject_kind="project", subject_id=project.pk
    ).order_by("-seq")[:MOST]
    items = JournalItem.objects.filter(
        subject_kind="project", subject_id=project.pk, row__zone_id=project.zone_id
    ).select_related("row").order_by("-row_id")[:MOST]  # fmt: skip
    imported = ImportRow.objects.filter(
        target_kind="project", target_id=project.pk, batch__zone_id=project.zone_id,
        outcome__in=("added", "changed"), batch__applied_at__isnull=False,
    ).select_related("batch__file").order_by("-batch_id")[:MOST]  # fmt: skip
    entries = history.merged(own, items, imported)
    return part(request, "projects/_log.html", entries=entries[:MOST], events=stage_events(project))


def stage_events(project: Project) -> list[dict[str, Any]]:
    """Return the stages with their day, and whether the papers came with them."""
    words = {one.code: one.word for one in stages.CHAINS[project.kind]}
    return [
        {"event": one, "word": words.get(one.to_stage, one.to_stage)}
        for one in project.stage_events.order_by("-pk")
    ]


def part(request: HttpRequest, template: str, **context: Any) -> SafeString:
    """Draw a part of a page."""
    return render_to_string(template, context, request=request)
