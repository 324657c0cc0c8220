"""A later date: asked for with a reason, decided at its level; until then the old date stays, visible."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from greenlight.base import journal
from greenlight.base.journal import By
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.plans import levels, may, versions
from greenlight.plans.actions.deed import begun, checked_day, checked_reason, ended, going_on
from greenlight.plans.models import Milestone, PlanVersion, Slip, SlipLevel
from greenlight.projects import actions as projects
from greenlight.projects.models import Project

State = Slip.State


@transaction.atomic
def ask(
    *, by: By, milestone: Milestone, to_due: date, reason_class: str, reason: str, version: int | None = None
) -> Slip:
    """Ask for a later date; nothing moves until it is approved.

    Raises NotAllowed, Collided, and Refused for a milestone done or without a date, a date that is
    not later, a missing reason, or when one already waits.
    """
    project, milestone = begun(milestone, version)
    if not may.ask(by.user, milestone):
        raise NotAllowed(f"“{milestone.name}”不归您的单位，不能申请改期。")
    going_on(project)
    told = checked_reason(reason)
    from_due = _movable(milestone, to_due, reason_class)
    made = Slip.objects.create(
        milestone=milestone, zone_id=milestone.zone_id, from_due=from_due, to_due=to_due,
        reason_class=reason_class, reason=told, asked_by_name=by.actor_name, asked_at=by.at,
    )  # fmt: skip
    journal.write(
        by, "plan.slip", "project", project.pk,
        before={"milestone": milestone.name, "due": milestone.due},
        after={"milestone": milestone.name, "due": to_due}, why=told,
    )  # fmt: skip
    ended(project, by)
    return made


def _movable(milestone: Milestone, to_due: date, reason_class: str) -> date:
    """Return the date that would move; Refused when it may not."""
    if reason_class not in Slip.Reason.values or reason_class == Slip.Reason.UNSTATED:
        raise Refused("请选推后的原因类别，例如“土地与征迁”。", status=400)
    if milestone.done_on:
        raise Refused(f"“{milestone.name}”已在 {milestone.done_on} 完成，不用改期。")
    if milestone.due is None:
        raise Refused(f"“{milestone.name}”还没有计划日期，直接填日期就行，不用申请改期。")
    if checked_day(to_due, "新日期") <= milestone.due:
        raise Refused(f"新日期 {to_due} 不晚于现在的 {milestone.due}；提前不用申请，直接改日期。", status=400)
    waiting = milestone.slips.filter(state=State.WAITING).first()
    if waiting:
        raise Refused(f"“{milestone.name}”改到 {waiting.to_due} 的申请还在等批，先撤回再申请。")
    return milestone.due


@transaction.atomic
def decide(
    *, by: By, project: Project, slips: Sequence[Slip], approve: bool, note: str = "",
    version: int | None = None,
) -> PlanVersion | None:  # fmt: skip
    """Approve waiting slips as one new version of the plan, or refuse them with a note.

    The baseline stays untouched. What is done is not moved any more: done late stays marked (DESIGN
    §2.2). Raises NotAllowed, Collided, and Refused when one no longer waits, one to be approved is
    done, or a refusal has no note.
    """
    project = projects.locked(project.pk, version)
    if not may.decide(by.user, project):
        raise NotAllowed("改期由本开发区的领导批准，您可以看，不能批。")
    _check_level(by, project, slips)
    rows = list(
        Slip.objects.filter(
            pk__in=[one.pk for one in slips], milestone__project=project, state=State.WAITING
        ).select_related("milestone__plan")
    )
    if not rows or len(rows) != len(slips):
        raise Refused("这条改期申请已经有人批过或撤回了，请刷新后再看。")
    if approve:
        _check_open(rows)
    if not approve and not note.strip():
        raise Refused("不同意要写一句理由，申请的单位才知道怎么办。", status=400)
    made = _approve(by, rows) if approve else None
    _close(by, rows, State.APPROVED if approve else State.REFUSED)
    dates = {one.milestone.name: (one.to_due if approve else one.from_due) for one in rows}
    journal.write(
        by, "plan.decide", "project", project.pk,
        before={one.milestone.name: one.from_due for one in rows}, after=dates, why=note.strip(),
    )  # fmt: skip
    ended(project, by)
    return made


def _check_level(by: By, project: Project, slips: Sequence[Slip]) -> None:
    spans = [levels.days_of(one) for one in slips]
    if not levels.decides_all(by.user, project, spans):
        longest = max(spans)
        who = SlipLevel.Decider(levels.level_for(levels.of_zone(project.zone_id), longest)).label
        raise NotAllowed(f"推后 {longest} 天由{who}批，您可以看，不能批。")


def _check_open(rows: Sequence[Slip]) -> None:
    """Refuse to move what is done.

    The slip is not taken back when its milestone is done: a report can be withdrawn, and a ledger
    that says the later date once more must find what it said before.
    """
    done = next((one.milestone for one in rows if one.milestone.done_on), None)
    if done:
        late = done.due is not None and done.done_on is not None and done.done_on > done.due
        told = f"，比批准的 {done.due} 晚，这要留着" if late else ""
        raise Refused(
            f"“{done.name}”已在 {done.done_on} 完成{told}，不能再改期。请选不同意，或请申请的人撤回。"
        )


def _approve(by: By, rows: Sequence[Slip]) -> PlanVersion:
    moved = {one.milestone_id: (one.to_due, one.to_precision) for one in rows}
    names = "、".join(one.milestone.name for one in rows[:3]) + ("等" if len(rows) > 3 else "")
    return versions.move(
        by=by,
        plan=rows[0].milestone.plan,
        moved=moved,
        origin=PlanVersion.Origin.SLIP,
        reason=f"同意{names}改期",
    )


def _close(by: By, rows: Sequence[Slip], state: str) -> None:
    Slip.objects.filter(pk__in=[one.pk for one in rows]).update(
        state=state, decided_by_name=by.actor_name, decided_at=by.at
    )


@transaction.atomic
def take_back(*, by: By, milestone: Milestone, version: int | None = None) -> None:
    """Take a waiting request back. Raises NotAllowed, Collided, Refused."""
    project, milestone = begun(milestone, version)
    if not may.ask(by.user, milestone):
        raise NotAllowed(f"“{milestone.name}”不归您的单位，不能撤回申请。")
    rows = list(milestone.slips.filter(state=State.WAITING))
    if not rows:
        raise Refused(f"“{milestone.name}”没有等批的改期申请。")
    _close(by, rows, State.WITHDRAWN)
    journal.write(
        by, "plan.slip_withdraw", "project", project.pk,
        before={"milestone": milestone.name, "due": rows[0].to_due},
    )  # fmt: skip
    ended(project, by)
