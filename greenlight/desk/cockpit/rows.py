"""The rows behind a number of the cockpit, over the page: enough to know, the ledger has the rest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import F
from django.shortcuts import get_object_or_404

from greenlight.base import keeping
from greenlight.desk import listing
from greenlight.people.models import User
from greenlight.plans.models import Milestone
from greenlight.projects.models import Project

MOST = 20
NEXT = 6


def behind(user: User, asked: Mapping[str, str]) -> dict[str, Any]:
    """Return how many rows stand behind a number, and the largest of them: the ledger's conditions."""
    seen = Project.objects.visible_to(user).counted()
    rows = keeping.binding(listing.LEDGER).narrow(seen, asked, user)
    shown = list(rows.order_by(F("total_wan").desc(nulls_last=True), "pk")[:MOST])
    return {"count": rows.count(), "rows": listing.dressed(shown, user.scope.day), "most": MOST}


def one(user: User, pk: int) -> dict[str, Any]:
    """Return a project with its next milestones; 404 for a stranger."""
    project = get_object_or_404(Project.objects.visible_to(user), pk=pk)
    coming = Milestone.objects.filter(project=project, in_plan=True, done_on__isnull=True, due__isnull=False)
    return {
        "line": listing.dressed([project], user.scope.day)[0],
        "milestones": list(coming.select_related("owner").order_by("due", "seq")[:NEXT]),
    }
