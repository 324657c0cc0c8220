"""A step of the ladder put on record: who was told of a warning, by somebody, not by the product."""

from __future__ import annotations

from django.db import transaction

from greenlight.base.journal import By
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.projects.models import Assignment
from greenlight.supervision import ladders, may
from greenlight.warnings import actions as warnings
from greenlight.warnings.models import Told
from greenlight.warnings.models import Warning as Held

ROLES = {"tell_liaison": Assignment.Role.LIAISON, "tell_sponsor": Assignment.Role.SPONSOR}


@transaction.atomic
def climb(*, by: By, warning: Held, act: str) -> list[Told]:
    """Put on record that the liaison or the sponsor of a project was told of an open warning.

    Raises NotAllowed; Refused when the warning is gone, the step is another now, or nobody is named.
    """
    warning = Held.objects.select_for_update().get(pk=warning.pk)
    if not may.climb(by.user, warning.zone_id):
        raise NotAllowed("督办的步骤由领导和科室记录。")
    if warning.until is not None:
        raise Refused("这条预警已经消除了，不用再往上报。请刷新页面。")
    due = ladders.of_warnings([warning], by.day)[warning.pk].due
    if act not in ROLES or due is None or due.step.act != act:
        raise Refused("这一步已经有人办过了，或者还没到这一步。请刷新页面。")
    whom = ladders.told_to([warning.project_id], by.day).get(warning.project_id, {}).get(act)
    if whom is None:
        raise Refused(f"项目还没有定{ROLES[act].label}，请先在基本情况里指派，再来记录。")
    one = warnings.Telling(
        whom.name, ladders.CHANNELS[act], warning_id=warning.pk, user_id=whom.user_id, unit_id=whom.unit_id
    )
    return warnings.tell(by=by, entries=[one])
