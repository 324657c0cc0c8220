"""Who may do what to a project: plain questions."""

from greenlight.people import may
from greenlight.people.models import User
from greenlight.projects.models import Assignment, Project


def edit(user: User, project: Project) -> bool:
    """Clerks and leaders of the zone."""
    return may.edit_zone(user, project.zone_id)


def create(user: User, zone_id: int | None) -> bool:
    """Clerks and leaders of the zone."""
    return may.edit_zone(user, zone_id)


def hand_in(user: User, project: Project) -> bool:
    """Editors, the responsible units and the liaisons hand in papers and report the site."""
    return edit(user, project) or answers_for(user, project)


def answers_for(user: User, project: Project) -> bool:
    """Tell whether a person or one of their units is assigned to the project."""
    assigned = Assignment.objects.filter(project=project, valid_to__isnull=True)
    mine = assigned.filter(user_id=user.pk) | assigned.filter(unit_id__in=user.scope.units)
    return mine.exists()


def accept(user: User, project: Project) -> bool:
    """Editors accept papers or send them back."""
    return edit(user, project)
