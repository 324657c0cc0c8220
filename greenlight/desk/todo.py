"""What is due: the open milestones of my units and projects, late ones first."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Q

from greenlight.people.models import User
from greenlight.plans.models import Milestone
from greenlight.projects.models import Assignment

SOON = timedelta(days=7)
MOST = 12


def due(user: User, day: date) -> list[Milestone]:
    """Return up to twelve open milestones late or due within seven days, the longest late first."""
    found = Milestone.objects.visible_to(user).filter(
        in_plan=True, done_on__isnull=True, due__lte=day + SOON, project__halt="", project__is_group=False
    )
    if not user.scope.zones:
        assigned = Assignment.objects.filter(user_id=user.pk).values("project_id")
        found = found.filter(Q(owner_id__in=user.scope.units) | Q(project_id__in=assigned))
    return list(found.select_related("project", "owner").order_by("due", "pk")[:MOST])
