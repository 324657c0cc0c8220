"""催办: remind a unit of a project, with a day to answer by; and the answer."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction

from greenlight.base import journal
from greenlight.base.journal import By
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.people.models import Unit
from greenlight.plans.models import Milestone
from greenlight.projects import actions as projects
from greenlight.projects.models import Project
from greenlight.warnings import may, signals
from greenlight.warnings.models import Nudge

LONGEST_MESSAGE = 300
FURTHEST = timedelta(days=180)


@transaction.atomic
def nudge(
    *, by: By, project: Project, unit: Unit, answer_by: date, message: str, milestone: Milestone | None = None
) -> Nudge:
    """Remind `unit`; raises Refused when the day or the words will not do."""
    project = Project.objects.select_for_update().get(pk=project.pk)
    if not may.nudge(by.user, project):
        raise NotAllowed("催办由领导、科室、驻企联络员和专班发出，您可以请他们代发。")
    _check(project, unit, answer_by, message, milestone, by.day)
    _not_twice(project, unit, message.strip(), milestone)
    made = Nudge.objects.create(
        project=project, zone_id=project.zone_id, milestone_id=milestone.pk if milestone else None,
        unit=unit, message=message.strip(), answer_by=answer_by, actor_id=by.actor_id,
        actor_name=by.actor_name, at=by.at,
    )  # fmt: skip
    after = {"unit": unit.name, "answer_by": answer_by, "message": made.message}
    after |= {"milestone": milestone.name} if milestone else {}
    journal.write(by, "nudge", "project", project.pk, after=after)
    _end(project, by)
    return made


def _check(
    project: Project, unit: Unit, answer_by: date, message: str, milestone: Milestone | None, day: date
) -> None:
    if unit.zone_id != project.zone_id or (unit.dissolved_on and unit.dissolved_on <= day):
        raise Refused("催办的单位不在本开发区，或已经撤并，请另选一个单位。", status=400)
    if milestone and milestone.project_id != project.pk:
        raise Refused("这个节点不属于本项目，请重新选节点。", status=400)
    if not day <= answer_by <= day + FURTHEST:
        last = day + FURTHEST
        raise Refused(f"答复日期应在 {day} 到 {last} 之间，例如 {day + timedelta(days=7)}。", status=400)
    words = message.strip()
    if not words:
        raise Refused("请写明要对方办什么，例如：请说明施工许可证为何没核发。", status=400)
    if len(words) > LONGEST_MESSAGE:
        raise Refused(f"催办内容 {len(words)} 个字，最多 {LONGEST_MESSAGE} 个字，请写短一些。", status=400)


def _not_twice(project: Project, unit: Unit, message: str, milestone: Milestone | None) -> None:
    """Refuse the same words to the same unit while they wait: a button pressed twice sends one."""
    same = Nudge.objects.filter(
        project=project, unit=unit, message=message, answered_at__isnull=True,
        milestone_id=milestone.pk if milestone else None,
    )  # fmt: skip
    if same.exists():
        raise Refused(f"同样的话已经催办过{unit.name}，还在等答复。")


@transaction.atomic
def answer_nudge(*, by: By, nudge: Nudge, answer: str) -> Nudge:
    """Write the answer down; raises Refused when it was answered already or says nothing."""
    project = Project.objects.select_for_update().get(pk=nudge.project_id)
    nudge = Nudge.objects.select_for_update().get(pk=nudge.pk)
    if not may.answer_nudge(by.user, nudge):
        raise NotAllowed("这条催办发给别的单位，由被催办的单位答复。")
    if nudge.answered_at:
        raise Refused(f"{nudge.answered_by_name}已经答复过了：{nudge.answer}")
    words = answer.strip()
    if not words or len(words) > LONGEST_MESSAGE:
        raise Refused(f"请写 1 到 {LONGEST_MESSAGE} 个字的答复，例如：8 月 5 日前补齐材料。", status=400)
    nudge.answer, nudge.answered_at, nudge.answered_by_name = words, by.at, by.actor_name
    nudge.save(update_fields=["answer", "answered_at", "answered_by_name"])
    journal.write(by, "nudge.answer", "project", project.pk, after={"answer": words})
    _end(project, by)
    return nudge


def _end(project: Project, by: By) -> None:
    projects.touch(project, by)
    signals.nudged.send(sender=Nudge, project=project, by=by)
