"""Papers that prove a node: handed in, accepted, or sent back with a note."""

from __future__ import annotations

from django.db import transaction

from greenlight.base import journal
from greenlight.base.journal import By
from greenlight.base.models import File
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.projects import library, may
from greenlight.projects.actions.record import changed, locked
from greenlight.projects.models import Evidence, Project


@transaction.atomic
def hand_in(*, by: By, project: Project, node_code: str, name: str, file: File | None) -> Evidence:
    """Hand in one paper a node of the library asks for.

    Raises NotAllowed; Refused when the node does not ask for such a paper.
    """
    project = locked(project.pk)
    if not may.hand_in(by.user, project):
        raise NotAllowed("这个项目没有交给您的单位，不能交资料。")
    template = library.template_for(project.zone_id, project.kind)
    node = template.nodes.filter(code=node_code).first() if template else None
    if node is None or name not in node.evidence:
        raise Refused("节点库里没有要这份资料，请从清单里选。", status=400)
    made = Evidence.objects.create(
        project=project, zone_id=project.zone_id, node_code=node_code, name=name, file=file, at=by.at
    )
    journal.write(by, "evidence.hand_in", "project", project.pk, after={"node": node.name, "paper": name})
    changed(project, by)
    return made


def _decide(by: By, evidence: Evidence, state: str, note: str) -> Evidence:
    project = locked(evidence.project_id)
    if not may.accept(by.user, project):
        raise NotAllowed("您不能审这个项目的资料。")
    evidence.state, evidence.note, evidence.accepted_by_name = state, note[:200], by.actor_name
    evidence.save(update_fields=["state", "note", "accepted_by_name"])
    journal.write(by, f"evidence.{state}", "project", project.pk, after={"paper": evidence.name}, why=note)
    changed(project, by)
    return evidence


@transaction.atomic
def accept(*, by: By, evidence: Evidence) -> Evidence:
    """Accept a paper."""
    return _decide(by, evidence, Evidence.State.ACCEPTED, "")


@transaction.atomic
def send_back(*, by: By, evidence: Evidence, note: str) -> Evidence:
    """Send a paper back; the note says what is wrong with it."""
    if not note.strip():
        raise Refused("退回要写原因，交资料的人才知道怎么改。", status=400)
    return _decide(by, evidence, Evidence.State.SENT_BACK, note.strip())
