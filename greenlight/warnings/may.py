"""Who may: plain questions about nudges and rules."""

from greenlight.people import may as people_may
from greenlight.people.models import User
from greenlight.projects.models import Project
from greenlight.warnings.models import Nudge

NUDGERS = ("leader", "clerk", "liaison", "task_force")


def nudge(user: User, project: Project) -> bool:
    """Leaders, clerks, liaisons and task forces of the zone remind a unit."""
    return any(user.scope.has(role, project.zone_id) for role in NUDGERS)


def answer_nudge(user: User, nudge: Nudge) -> bool:
    """The unit that was reminded answers; a clerk or leader may write the answer down for it."""
    return nudge.unit_id in user.scope.units or people_may.edit_zone(user, nudge.zone_id)


def set_rules(user: User, zone_id: int | None) -> bool:
    """Leaders and clerks of a zone choose its packs and thresholds."""
    return people_may.edit_zone(user, zone_id)


def waive(user: User, project: Project) -> bool:
    """Leaders of the zone waive a rule for a project and take it back."""
    return people_may.lead(user, project.zone_id)
