"""Projects dressed with values, light and next milestone in a constant number of queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from greenlight.base import keeping
from greenlight.base.keeping import Values
from greenlight.kernel import stages
from greenlight.kernel.lights import Colour
from greenlight.plans.models import Milestone
from greenlight.projects.models import Project
from greenlight.warnings import reasons
from greenlight.warnings.models import LightSnapshot

LEDGER = "projects"


@dataclass(frozen=True)
class NextMilestone:
    """The earliest open milestone of a project."""

    name: str
    due: date
    owner: str


@dataclass(frozen=True)
class Row:
    """One line of the ledger."""

    project: Project
    values: Values
    light: LightSnapshot | None
    why: str
    next: NextMilestone | None

    @property
    def colour(self) -> str:
        """Return the light's colour; what nobody judged is grey."""
        return self.light.colour if self.light else "grey"

    @property
    def stage(self) -> str:
        """Return the stage in the words of the project's kind."""
        return stages.word(self.project.kind, self.project.stage)

    @property
    def ytd(self) -> Decimal | None:
        """Return the newest cumulative amount in 万元."""
        return newest(self.values.get("ytd_investment"))


def newest(by_month: Mapping[str, str | None] | None) -> Decimal | None:
    """Return the last month's amount of a column by month."""
    if not by_month:
        return None
    last = by_month[max(by_month)]
    return None if last is None else Decimal(last)


def dressed(projects: Sequence[Project], day: date) -> list[Row]:
    """Give each project its ledger values, light, reason and next milestone."""
    ids = [one.pk for one in projects]
    values = keeping.binding(LEDGER).current(ids)
    lights = {one.project_id: one for one in lights_of(ids)}
    coming = next_milestones(ids)
    return [
        Row(one, values[one.pk], lights.get(one.pk), why(lights.get(one.pk), day), coming.get(one.pk))
        for one in projects
    ]


def lights_of(ids: Sequence[int]) -> QuerySet[LightSnapshot]:
    """Return the present lights of some projects as a whole."""
    return LightSnapshot.objects.filter(project_id__in=ids, scene="project", latest=True)


def why(light: LightSnapshot | None, day: date) -> str:
    """Tell the main reason of a light in one sentence, as of a day."""
    if light is None:
        return "还没有算过灯"
    return reasons.told(reasons.read(light.reasons), Colour.of(light.colour), day)


def next_milestones(ids: Sequence[int]) -> dict[int, NextMilestone]:
    """Return the earliest open milestone of each project, in one query."""
    found = (
        Milestone.objects.filter(project_id__in=ids, in_plan=True, done_on__isnull=True, due__isnull=False)
        .order_by("project_id", "-due", "-seq")
        .values_list("project_id", "name", "due", "owner__name", "department")
    )
    return {
        project: NextMilestone(name, due, owner or department)
        for project, name, due, owner, department in found
        if due
    }
