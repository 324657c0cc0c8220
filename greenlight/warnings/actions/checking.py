"""What becomes of a hit: explained with a reason, confirmed, opened again."""

from __future__ import annotations

from django.db import transaction

from greenlight.base import journal
from greenlight.base.journal import By
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.investment import may as money
from greenlight.people import may as people_may
from greenlight.projects import actions as projects
from greenlight.warnings.checks.models import CheckHit
from greenlight.warnings.signals import answered

LONGEST = 500
State = CheckHit.State


@transaction.atomic
def explain_hit(*, by: By, hit: CheckHit, reason: str) -> CheckHit:
    """Say why there is nothing wrong. Raises NotAllowed, Refused."""
    if not money.report(by.user, hit.project):
        raise NotAllowed("交叉核对由科室、领导或本项目的责任单位说明。")
    return _decide(by, hit, State.EXPLAINED, reason, "说明要写原因，例如：设备已付款，还在运输途中。")


@transaction.atomic
def confirm_hit(*, by: By, hit: CheckHit, reason: str) -> CheckHit:
    """Say that something is wrong, and what is done about it. Raises NotAllowed, Refused."""
    if not people_may.edit_zone(by.user, hit.zone_id):
        raise NotAllowed("由本开发区的领导或科室确认。")
    return _decide(by, hit, State.CONFIRMED, reason, "确认要写怎么处理，例如：已请企业重报，8 月核减。")


@transaction.atomic
def reopen_hit(*, by: By, hit: CheckHit, reason: str) -> CheckHit:
    """Ask again about a hit that was decided. Raises NotAllowed, Refused."""
    if not people_may.edit_zone(by.user, hit.zone_id):
        raise NotAllowed("由本开发区的领导或科室重新打开。")
    return _decide(by, hit, State.OPEN, reason, "重新打开要写原因，例如：企业的说明与凭证不符。")


def _decide(by: By, hit: CheckHit, state: str, reason: str, otherwise: str) -> CheckHit:
    project = projects.locked(hit.project_id)
    held = CheckHit.objects.select_for_update().get(pk=hit.pk)
    told = reason.replace("\x00", "").strip()
    if not told:
        raise Refused(otherwise, status=400)
    if len(told) > LONGEST:
        raise Refused(f"原因最多 {LONGEST} 个字，现在是 {len(told)} 个，请写短一些。", status=400)
    if (held.state == State.OPEN) == (state == State.OPEN):
        raise Refused("这一条刚有人处理过，请看一眼最新的情况。")
    before = {"check": held.told, "state": held.get_state_display()}
    held.state, held.reason = state, told
    held.decided_by_id, held.decided_by_name, held.decided_at = by.actor_id, by.actor_name, by.at
    held.save()
    after = {"check": held.told, "state": held.get_state_display(), "hit": held.pk}
    journal.write(by, f"check.{state}", "project", project.pk, before=before, after=after, why=told)
    projects.touch(project, by)
    answered.send(sender=CheckHit, project=project, by=by)
    return held
