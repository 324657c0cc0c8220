"""Taking a milestone's report or a request for a later date back: the room's own deeds do it."""

from __future__ import annotations

from greenlight.base import undoing
from greenlight.base.journal import By
from greenlight.base.models import JournalRow
from greenlight.base.refusals import Refused
from greenlight.people import may as people_may
from greenlight.plans import actions
from greenlight.plans.models import Actual, Slip


def register() -> None:
    """Make the two deeds undoable."""
    undoing.register("plan.actual", "报节点实际", reported, people_may.edit_zone)
    undoing.register("plan.slip", "申请改期", asked, people_may.edit_zone)


def reported(by: By, row: JournalRow) -> JournalRow:
    """Withdraw the report, if it is still the last one."""
    own = Actual.objects.filter(milestone__project_id=row.subject_id or 0, at=row.at, withdrawn=False)
    one = own.select_related("milestone").order_by("-pk").first()
    last = one and one.milestone.actuals.filter(withdrawn=False).order_by("-pk").first()
    if one is None or last is None or last.pk != one.pk:
        raise Refused("这个节点后来又报过或已撤回，请在“节点计划”里更正。")
    actions.withdraw(by=by, milestone=one.milestone, why=undoing.why(row))
    return _row(by, row)


def asked(by: By, row: JournalRow) -> JournalRow:
    """Withdraw the request, if nobody has decided it."""
    own = Slip.objects.filter(
        milestone__project_id=row.subject_id or 0, asked_at=row.at, state=Slip.State.WAITING
    ).select_related("milestone")
    slip = own.order_by("-pk").first()
    if slip is None:
        raise Refused("这条改期申请已经批过或撤回了。")
    actions.take_back(by=by, milestone=slip.milestone)
    return _row(by, row)


def _row(by: By, row: JournalRow) -> JournalRow:
    """Return the journal row the withdrawing deed has just written."""
    own = JournalRow.objects.filter(subject_kind="project", subject_id=row.subject_id, at=by.at)
    return own.order_by("-seq")[0]
