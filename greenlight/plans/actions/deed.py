"""How every deed on a plan begins and ends."""

from __future__ import annotations

from datetime import date

from greenlight.base.journal import By
from greenlight.base.refusals import Refused
from greenlight.kernel.workdays import FIRST, LAST
from greenlight.plans.models import Milestone
from greenlight.plans.signals import plan_changed
from greenlight.projects import actions as projects
from greenlight.projects.models import Halt, Project

LONGEST_REASON = 500


def begun(milestone: Milestone, version: int | None) -> tuple[Project, Milestone]:
    """Lock the project and read the milestone anew.

    Raises Collided, and Refused when the milestone has left the plan or is gone.
    """
    project = projects.locked(milestone.project_id, version)
    fresh = Milestone.objects.select_related("project", "owner", "plan").filter(pk=milestone.pk).first()
    if fresh is None:
        raise Refused(f"“{milestone.name}”已经不在了，可能是撤销了一次导入，请刷新后再看。")
    if not fresh.in_plan:
        raise Refused(f"“{fresh.name}”已不在现在的计划里，请刷新后再看。")
    return project, fresh


def going_on(project: Project) -> None:
    """Raise Refused when the project is paused or terminated."""
    if project.halt:
        raise Refused(f"项目已{Halt(project.halt).label}，先恢复推进再改计划。")


def ended(project: Project, by: By) -> None:
    """Count the edit and tell the rooms above."""
    projects.touch(project, by)
    plan_changed.send(sender=Project, project=project, by=by)


def checked_day(day: date, what: str) -> date:
    """Return a day the calendar knows; Refused otherwise."""
    if not FIRST <= day <= LAST:
        raise Refused(f"{what} {day} 不在 1990 到 2100 年之间，请核对年份。", status=400)
    return day


def checked_reason(reason: str) -> str:
    """Return the reason without blanks around it; Refused when it is missing or too long."""
    told = reason.strip()
    if not told:
        raise Refused("推后要写原因，例如：净地交付晚了一个月。", status=400)
    if len(told) > LONGEST_REASON:
        raise Refused(f"原因最多 {LONGEST_REASON} 个字，请写短一些。", status=400)
    return told
