"""Papers that prove a node: handed in, accepted, or sent back with a note."""

from __future__ import annotations

from django.db import transaction

from greenlight.base import journal
from greenlight.base.journal import By
from greenlight.base.models import File
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.projects import library, may
from greenlight.projects.actions import bounds
from greenlight.projects.actions.core import changed, locked, own_life
from greenlight.projects.models import Evidence, Project, TemplateNode

State = Evidence.State


@transaction.atomic
def hand_in(*, by: By, project: Project, node_code: str, name: str, file: File | None) -> Evidence:
    """Hand in one paper a node of the library asks for; from somebody who may accept it, it is accepted.

    Raises NotAllowed; Refused when the node does not ask for such a paper.
    """
    project = locked(project.pk)
    if not may.hand_in(by.user, project):
        raise NotAllowed("这个项目没有交给您的单位，不能交资料。")
    own_life(project, "交资料")
    node = asked(project, node_code, name)
    own = may.accept(by.user, project)
    made = Evidence.objects.create(
        project=project, zone_id=project.zone_id, node_code=node_code, name=name, file=file, at=by.at,
        state=State.ACCEPTED if own else State.HANDED_IN, accepted_by_name=by.actor_name if own else "",
    )  # fmt: skip
    journal.write(by, "evidence.hand_in", "project", project.pk, after={"node": node.name, "paper": name})
    changed(project, by)
    return made


def asked(project: Project, node_code: str, name: str) -> TemplateNode:
    """Return the node that asks for a paper; Refused when none does."""
    template = library.template_for(project.zone_id, project.kind)
    node = template.nodes.filter(code=node_code[:20]).first() if template else None
    if node is None or name not in node.evidence:
        raise Refused("节点库里没有要这份资料，可能清单刚改过。请刷新页面，从清单里选。")
    return node


@transaction.atomic
def accept(*, by: By, evidence: Evidence) -> Evidence:
    """Accept a paper; Refused when it is not waiting."""
    return _decide(by, evidence, State.ACCEPTED, "", (State.HANDED_IN,))


@transaction.atomic
def send_back(*, by: By, evidence: Evidence, note: str) -> Evidence:
    """Send a paper back, one accepted by mistake too; the note says what is wrong with it."""
    told = bounds.reason(note, "退回要写原因，交资料的人才知道怎么改。", 200)
    return _decide(by, evidence, State.SENT_BACK, told, (State.HANDED_IN, State.ACCEPTED))


def _decide(by: By, evidence: Evidence, state: str, note: str, of: tuple[str, ...]) -> Evidence:
    project = locked(evidence.project_id)
    if not may.accept(by.user, project):
        raise NotAllowed("您不能审这个项目的资料。")
    evidence.refresh_from_db()
    if evidence.state not in of:
        raise Refused(f"“{evidence.name}”现在是“{evidence.get_state_display()}”，不能这样办，请刷新页面。")
    before = {"paper": evidence.name, "state": evidence.state}
    evidence.state, evidence.note, evidence.accepted_by_name = state, note, by.actor_name
    evidence.save(update_fields=["state", "note", "accepted_by_name"])
    after = {"paper": evidence.name, "state": state}
    journal.write(by, f"evidence.{state}", "project", project.pk, before=before, after=after, why=note)
    changed(project, by)
    return evidence
