"""A plan takes the newer version of the node library, or leaves it: somebody looked and decided."""

from __future__ import annotations

from django.db import transaction

from greenlight.base import journal
from greenlight.base.journal import By
from greenlight.base.refusals import Collided, NotAllowed, Refused
from greenlight.plans import may, updating
from greenlight.plans.actions.deed import ended, going_on
from greenlight.plans.actions.making import broken, summary, why
from greenlight.plans.actions.writing import write
from greenlight.plans.known import known
from greenlight.plans.models import Plan, PlanVersion
from greenlight.projects import actions as projects
from greenlight.projects.models import Project, Template


@transaction.atomic
def take_library(
    *, by: By, project: Project, template: int, mode: str = "", reason_class: str = "", reason: str = "",
    version: int | None = None,
) -> PlanVersion:  # fmt: skip
    """Plan a project anew by the library in force, as the approved version n+1.

    `template` is the version that was looked at. Approved dates that would move later stay and become
    slips that wait. Raises NotAllowed, Collided when a still newer one was published, Refused.
    """
    project, newest = _begun(by, project, template, version)
    held = PlanVersion.objects.get(plan__project=project, state=PlanVersion.State.APPROVED)
    wish = updating.wish_of(known(project), held, by.day, mode)
    draft = updating.drafted_by(project, wish, by.day)
    if told := broken(draft):
        raise Refused(told)
    made = write(by, [draft], why(draft, reason_class, reason))[project.pk]
    before = {"library": held.template.version if held.template else None}
    after = summary(draft, made) | {"library": newest.version}
    journal.write(
        by, "plan.take_library", "project", project.pk, before=before, after=after, why=reason.strip()
    )
    ended(project, by)
    return made


@transaction.atomic
def leave_library(*, by: By, project: Project, template: int, version: int | None = None) -> None:
    """Note that the newer version was looked at and is not taken: the plan stays as it is.

    Raises NotAllowed, Collided, Refused.
    """
    project, newest = _begun(by, project, template, version)
    Plan.objects.filter(project=project).update(left=newest)
    journal.write(by, "plan.leave_library", "project", project.pk, after={"library": newest.version})
    ended(project, by)


def _begun(by: By, project: Project, template: int, version: int | None) -> tuple[Project, Template]:
    project = projects.locked(project.pk, version)
    if not may.plan(by.user, project):
        raise NotAllowed("您能看这个项目，但不能排它的计划。")
    going_on(project)
    found = updating.standing(project)
    if not found.newer or found.newest is None:
        raise Refused("计划用的已经是现在的节点库，没有要更新的。")
    if found.newest.pk != template:
        raise Collided(f"节点库又发布了第 {found.newest.version} 版，请把差别再看一遍。")
    return project, found.newest
