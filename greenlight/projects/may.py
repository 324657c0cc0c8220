"""Who may do what to a project: plain questions."""

from greenlight.people import may
from greenlight.people.models import User
from greenlight.projects import sight
from greenlight.projects.models import Assignment, Project


def edit(user: User, project: Project) -> bool:
    """Clerks and leaders of the zone."""
    return may.edit_zone(user, project.zone_id)


def create(user: User, zone_id: int | None) -> bool:
    """Clerks and leaders of the zone."""
    return may.edit_zone(user, zone_id)


def hand_in(user: User, project: Project) -> bool:
    """Editors, the responsible units, the liaisons and the task force hand in papers, report the site."""
    return edit(user, project) or answers_for(user, project)


def answers_for(user: User, project: Project) -> bool:
    """Tell whether a person, a unit or a task force of theirs is assigned, or acts on a milestone of it."""
    if Assignment.objects.held_by(user).filter(project=project).exists():
        return True
    return Project.objects.filter(sight.ways(user, acting=True), pk=project.pk).exists()


def accept(user: User, project: Project) -> bool:
    """Editors accept papers or send them back."""
    return edit(user, project)
