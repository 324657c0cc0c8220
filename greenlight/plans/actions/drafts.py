"""A plan that waits: saved as a draft, approved by a leader or a clerk, or put aside."""

from __future__ import annotations

from django.db import transaction

from greenlight.base import journal
from greenlight.base.journal import By
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.plans import may, stored
from greenlight.plans.actions.deed import ended, going_on
from greenlight.plans.actions.making import asked_for, summary, why
from greenlight.plans.actions.writing import Reason, write
from greenlight.plans.drafting import BACKWARD, Draft, Wish
from greenlight.plans.known import known
from greenlight.plans.models import Plan, PlanVersion
from greenlight.projects import actions as projects
from greenlight.projects.models import Project

NUMBER = 0  # a draft has no number of its own until it is approved


@transaction.atomic
def save_draft(
    *, by: By, project: Project, wish: Wish, reason_class: str = "", reason: str = "",
    version: int | None = None,
) -> PlanVersion:  # fmt: skip
    """Save a plan as the draft of the project, in the place of one that waits; nothing else moves.

    Raises NotAllowed, Collided, and Refused as `make` does.
    """
    project, draft = asked_for(by, project, wish, version)
    told = why(draft, reason_class, reason)
    plan, _ = Plan.objects.get_or_create(project=project, defaults={"zone_id": project.zone_id})
    plan.versions.filter(state=PlanVersion.State.DRAFT).delete()
    base = plan.versions.filter(state=PlanVersion.State.APPROVED).values_list("pk", flat=True).first()
    made = PlanVersion.objects.create(
        plan=plan, zone_id=project.zone_id, n=NUMBER, state=PlanVersion.State.DRAFT,
        origin=PlanVersion.Origin.BACKWARD if draft.mode == BACKWARD else PlanVersion.Origin.FORWARD,
        template=draft.known.library.template, anchor=draft.anchor, reason=told.text, created_at=by.at,
        drafted=stored.told(draft) | {"base": base, "by": by.actor_name, "class": told.cls},
    )  # fmt: skip
    journal.write(by, "plan.draft", "project", project.pk, after=summary(draft, made), why=told.text)
    ended(project, by)
    return made


@transaction.atomic
def approve(*, by: By, project: Project, version: int | None = None) -> PlanVersion:
    """Put the draft of a project in force as it stands, with its baseline; later dates become slips.

    Raises NotAllowed, Collided, and Refused when there is none, when the project stands still, or
    when another version was approved since it was saved.
    """
    project, held = _waiting(by, project, version)
    going_on(project)
    draft = looked_at(project, held)
    reason = Reason(held.drafted["class"], held.reason)
    made = write(by, [draft], reason)[project.pk]
    journal.write(by, "plan.approve", "project", project.pk, after=summary(draft, made), why=held.reason)
    ended(project, by)
    return made


@transaction.atomic
def discard(*, by: By, project: Project, version: int | None = None) -> None:
    """Put the draft of a project aside. Raises NotAllowed, Collided, Refused."""
    project, held = _waiting(by, project, version)
    journal.write(
        by, "plan.discard", "project", project.pk,
        before={"origin": held.origin, "nodes": len(held.drafted["rows"])},
    )  # fmt: skip
    held.delete()
    ended(project, by)


def looked_at(project: Project, held: PlanVersion) -> Draft:
    """Return what a draft would put in force. Raises Refused when something newer was approved."""
    now = PlanVersion.objects.filter(plan_id=held.plan_id, state=PlanVersion.State.APPROVED).first()
    if (now.pk if now else None) != held.drafted["base"]:
        told = f"第 {now.n} 版已经批准" if now else "批准的计划已经撤销"
        raise Refused(f"存草稿以后，{told}，草稿里的日期旧了。请撤掉草稿，按现在的计划重新排。")
    return stored.draft_of(known(project), held)


def shown(project: Project, held: PlanVersion) -> tuple[Draft | None, str]:
    """Return what a draft wants, or the sentence why it cannot be put in force any more."""
    try:
        return looked_at(project, held), ""
    except Refused as refused:
        return None, str(refused)


def waiting(project: Project) -> PlanVersion | None:
    """Return the draft that waits, if there is one."""
    return PlanVersion.objects.filter(plan__project=project, state=PlanVersion.State.DRAFT).first()


def _waiting(by: By, project: Project, version: int | None) -> tuple[Project, PlanVersion]:
    project = projects.locked(project.pk, version)
    if not may.plan(by.user, project):
        raise NotAllowed("计划的草稿由本开发区的科室和领导批准，您可以看，不能批。")
    held = waiting(project)
    if held is None:
        raise Refused("没有等批准的草稿，可能已经批准或撤掉了，请刷新后再看。")
    return project, held
