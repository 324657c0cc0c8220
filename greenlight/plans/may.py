"""Who may plan, report, ask for another date and decide: plain questions."""

from greenlight.people import may as people_may
from greenlight.people.models import User
from greenlight.plans import levels
from greenlight.plans.models import Milestone
from greenlight.projects.models import Assignment, Project


def plan(user: User, project: Project) -> bool:
    """Clerks and leaders of the zone make plans and edit milestones."""
    return people_may.edit_zone(user, project.zone_id)


def report(user: User, milestone: Milestone) -> bool:
    """Editors, the unit that owns the milestone, and whoever answers for the project as a whole.

    A unit that owns another milestone, or only helps (配合单位), does not report for its owner.
    """
    if milestone.owner_id is not None and milestone.owner_id in user.scope.units:
        return True
    if people_may.edit_zone(user, milestone.zone_id):
        return True
    held = Assignment.objects.held_by(user).filter(project=milestone.project_id)
    return held.exclude(role=Assignment.Role.CO, unit__isnull=False).exists()


def ask(user: User, milestone: Milestone) -> bool:
    """Whoever reports a milestone may ask for another date."""
    return report(user, milestone)


def decide(user: User, project: Project, days: int | None = None) -> bool:
    """Whoever stands at the level for a slip of so many days decides it; leaders, where none is set.

    Without `days`: whether there is any slip of the project the person could decide.
    """
    return levels.decides(user, project, days)
