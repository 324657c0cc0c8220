"""Who may set year plans and report months."""

from greenlight.people import may as people_may
from greenlight.people.models import User
from greenlight.projects.models import Assignment, Project


def set_year_plan(user: User, project: Project) -> bool:
    """Clerks and leaders of the zone set what a year is to bring."""
    return people_may.edit_zone(user, project.zone_id)


def settle(user: User, zone_id: int) -> bool:
    """Clerks and leaders close months and switch rules."""
    return people_may.edit_zone(user, zone_id)


def report(user: User, project: Project) -> bool:
    """Clerks and leaders report, and the unit that answers for the project."""
    if people_may.edit_zone(user, project.zone_id):
        return True
    lead = Assignment.objects.held_by(user).filter(project=project, role=Assignment.Role.LEAD)
    return bool(user.scope.units) and lead.filter(unit_id__in=user.scope.units).exists()
