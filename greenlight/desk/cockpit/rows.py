"""The rows behind a number of the cockpit, over the page: enough to know, the ledger has the rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F, QuerySet
from django.shortcuts import get_object_or_404

from greenlight.base import keeping
from greenlight.kernel import stages
from greenlight.people.models import User
from greenlight.plans.models import Milestone
from greenlight.projects.models import Assignment, Project
from greenlight.warnings.models import LightSnapshot

LEDGER = "projects"
MOST = 20
NEXT = 6


@dataclass(frozen=True)
class Line:
    """A project in one line."""

    pk: int
    name: str
    stage: str
    total_wan: Decimal | None
    colour: str
    why: str
    unit: str


def found(user: User, asked: Mapping[str, str]) -> QuerySet[Project]:
    """Return the projects behind a number: the ledger's conditions over what one may see."""
    seen = Project.objects.visible_to(user).counted()
    return keeping.binding(LEDGER).narrow(seen, asked, user)


def behind(user: User, asked: Mapping[str, str]) -> dict[str, Any]:
    """Return how many rows stand behind a number, and the largest of them; four queries."""
    rows = found(user, asked)
    shown = list(rows.order_by(F("total_wan").desc(nulls_last=True), "pk")[:MOST])
    return {"count": rows.count(), "rows": lines(user, shown), "most": MOST}


def lines(user: User, projects: list[Project]) -> list[Line]:
    """Dress projects with light and unit."""
    ids = [one.pk for one in projects]
    lit = {one.project_id: one for one in LightSnapshot.objects.now().filter(project__in=ids)}
    led = Assignment.objects.filter(project__in=ids, role="lead", valid_to__isnull=True)
    units = dict(led.order_by("-order").values_list("project_id", "unit__name"))
    return [line(one, lit.get(one.pk), units.get(one.pk) or "", user) for one in projects]


def line(one: Project, light: LightSnapshot | None, unit: str, user: User) -> Line:
    """Say one project in the words of the screen."""
    colour, why = (light.colour, light.told(user.scope.day)) if light else ("grey", "还没有算过灯")
    return Line(one.pk, one.name, stages.word(one.kind, one.stage), one.total_wan, colour, why, unit)


def one(user: User, pk: int) -> dict[str, Any]:
    """Return a project with its next milestones; 404 for a stranger."""
    project = get_object_or_404(Project.objects.visible_to(user), pk=pk)
    coming = Milestone.objects.filter(project=project, in_plan=True, done_on__isnull=True, due__isnull=False)
    return {
        "line": lines(user, [project])[0],
        "milestones": list(coming.select_related("owner").order_by("due", "seq")[:NEXT]),
    }
