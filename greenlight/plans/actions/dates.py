"""Editing a milestone: a first or earlier date is written at once, a later one is asked for."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from greenlight.base import journal
from greenlight.base.journal import By
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.people.models import Unit
from greenlight.plans import may, versions
from greenlight.plans.actions import slips
from greenlight.plans.actions.deed import begun, checked_day, ended, going_on
from greenlight.plans.models import Milestone, PlanVersion, Slip


@transaction.atomic
def edit(
    *, by: By, milestone: Milestone, due: date | None = None, owner: Unit | None = None,
    reason_class: str = "", reason: str = "", version: int | None = None,
) -> Slip | None:  # fmt: skip
    """Change the date or the owner of a milestone; None leaves it as it is.

    Returns the slip when the date is later: it waits for a leader. Raises NotAllowed, Collided,
    Refused.
    """
    project, milestone = begun(milestone, version)
    if not may.plan(by.user, project):
        raise NotAllowed("您能看这个计划，但不能改它；要推后请申请改期。")
    going_on(project)
    moves = due is not None and due != milestone.due
    hands = owner is not None and owner.pk != milestone.owner_id
    if not moves and not hands:
        raise Refused("日期和责任单位都没有变，没有要改的。", status=400)
    later = due is not None and milestone.due is not None and due > milestone.due
    before: dict[str, Any] = {"milestone": milestone.name}
    after: dict[str, Any] = {"milestone": milestone.name}
    if owner is not None and hands:
        before["owner"], after["owner"] = _hand_over(milestone, owner), owner.name
    if due is not None and moves and not later:
        before["due"], after["due"] = milestone.due, due
        _set_date(by, milestone, due)
    if len(after) > 1:
        journal.write(by, "plan.edit", "project", milestone.project_id, before=before, after=after)
    if due is not None and later:
        return slips.ask(by=by, milestone=milestone, to_due=due, reason_class=reason_class, reason=reason)
    ended(project, by)
    return None


def _hand_over(milestone: Milestone, owner: Unit) -> str:
    """Give a milestone to a unit; return who had it."""
    if owner.zone_id != milestone.zone_id:
        raise Refused("这个单位不在本区，请从本区单位里选。", status=400)
    Milestone.objects.filter(pk=milestone.pk).update(owner=owner)
    return milestone.owner.name if milestone.owner else milestone.department


def _set_date(by: By, milestone: Milestone, due: date) -> None:
    checked_day(due, "计划日期")
    if milestone.done_on:
        raise Refused(f"“{milestone.name}”已在 {milestone.done_on} 完成，不用改日期。")
    # What waits asks for a later date than the one that is now given up.
    waiting = milestone.slips.filter(state=Slip.State.WAITING)
    waiting.update(state=Slip.State.WITHDRAWN, decided_by_name=by.actor_name, decided_at=by.at)
    why = "日期提前" if milestone.due else "补填日期"
    versions.move(
        by=by, plan=milestone.plan, moved={milestone.pk: (due, "day")}, origin=PlanVersion.Origin.EDITED,
        reason=f"{milestone.name}{why}",
    )  # fmt: skip
