"""Who may write from the site, and who sees what was written."""

from __future__ import annotations

from greenlight.people import may as people_may
from greenlight.people.models import User
from greenlight.projects import may as projects_may
from greenlight.projects.models import Project
from greenlight.sites.models import SiteLog


def send(user: User, project: Project) -> bool:
    """The liaison, the task force, the responsible units' people; clerks and leaders of the zone."""
    return projects_may.hand_in(user, project)


def arrange(user: User, project: Project) -> bool:
    """Parts and fence are set by clerks and leaders, and by those who answer for the project."""
    return projects_may.hand_in(user, project)


def correct(user: User, log: SiteLog) -> bool:
    """Who wrote a log corrects it or takes it back; so do clerks and leaders."""
    return log.actor_id == user.pk or people_may.edit_zone(user, log.zone_id)


def see_original(user: User, zone_id: int | None) -> bool:
    """The bytes as they came, with position and all: inspectors only, and every look is journalled."""
    return user.scope.has("inspector", zone_id)
