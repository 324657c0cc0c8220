"""豁免: a rule does not colour a project until a day, with a reason; and taking it back."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from greenlight.base import journal
from greenlight.base.journal import By
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.kernel.months import add_months
from greenlight.projects import actions as projects
from greenlight.projects.models import Project
from greenlight.warnings import may, sentences
from greenlight.warnings.actions.judging import judge_projects
from greenlight.warnings.models import Waiver
from greenlight.warnings.models import Warning as Held
from greenlight.warnings.signals import answered

LONGEST_REASON = 300
A_YEAR = 12  # months


@transaction.atomic
def waive(
    *, by: By, project: Project, rule: str, until: date, reason: str, about: str = "",
    version: int | None = None,
) -> Waiver:  # fmt: skip
    """Waive an open warning's rule for a project (or one milestone of it) up to and with `until`.

    Raises NotAllowed, Collided, and Refused when nothing of the rule is open, a waiver runs already, the
    end is not within a year, or nobody says why.
    """
    project = projects.locked(project.pk, version)
    if not may.waive(by.user, project):
        raise NotAllowed("豁免由本开发区的领导批准，您可以看，不能批。")
    told = _checked(reason, until, by.day)
    held = Held.objects.filter(project=project, rule=rule, until__isnull=True)
    if about:
        held = held.filter(about=about)
    first = held.order_by("pk").first()
    if first is None:
        raise Refused("这条预警已经消除了，不用豁免。请刷新页面。")
    running = Waiver.objects.filter(project=project, rule=rule, about__in=("", about))
    if running.filter(ended_at__isnull=True, until__gte=by.day).exists():
        raise Refused("这条预警已经豁免了；要改期限，先撤回原来的豁免。")
    made = Waiver.objects.create(
        project=project, zone_id=project.zone_id, rule=rule, about=about, reason=told, until=until,
        actor_id=by.actor_id, actor_name=by.actor_name, at=by.at,
    )  # fmt: skip
    after = {"rule": sentences.rule_name(project.zone_id, rule), "about": about, "until": until}
    journal.write(by, "waiver", "project", project.pk, after=after, why=told)
    _ended(project, by)
    return made


def _checked(reason: str, until: date, day: date) -> str:
    told = reason.strip()
    if not told:
        raise Refused("豁免要写理由，例如：主任办公会 2026 年第 3 次会议同意。", status=400)
    if len(told) > LONGEST_REASON:
        raise Refused(f"理由 {len(told)} 个字，最多 {LONGEST_REASON} 个字，请写短一些。", status=400)
    if not day <= until <= furthest(day):
        raise Refused(f"豁免最长一年，截止日应在 {day} 到 {furthest(day)} 之间。", status=400)
    return told


def furthest(day: date) -> date:
    """Return the last day of a year that begins today: the same day of the next one.

    民法典 201, 202: the first day is not counted, the corresponding day is the last; of 29 February the 28th.
    """
    return add_months(day, A_YEAR)


@transaction.atomic
def end_waiver(*, by: By, waiver: Waiver, version: int | None = None) -> None:
    """Take a waiver back: the rule colours again at once. Raises NotAllowed, Collided, Refused."""
    project = projects.locked(waiver.project_id, version)
    if not may.waive(by.user, project):
        raise NotAllowed("豁免由本开发区的领导批准和撤回。")
    waiver = Waiver.objects.select_for_update().get(pk=waiver.pk)
    if waiver.ended_at or waiver.until < by.day:
        raise Refused("这条豁免已经撤回或到期了。")
    waiver.ended_at, waiver.ended_by_name = by.at, by.actor_name
    waiver.save(update_fields=["ended_at", "ended_by_name"])
    before = {"rule": sentences.rule_name(project.zone_id, waiver.rule), "until": waiver.until}
    journal.write(by, "waiver.end", "project", project.pk, before=before)
    _ended(project, by)


def _ended(project: Project, by: By) -> None:
    projects.touch(project, by)
    judge_projects(project.zone_id, [project.pk], day=by.day, at=by.at)
    answered.send(sender=Waiver, project=project, by=by)
