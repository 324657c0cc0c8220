"""The stages a project has reached, with their day: one reading for the ribbon, plans and lights.

A pause or a resumption stands at a stage and moves nothing. A correction takes back what lies behind
its stage and leaves the day on which that stage itself was reached.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from greenlight.base.clock import SHANGHAI
from greenlight.kernel import stages
from greenlight.projects.models import Project, StageEvent


@dataclass(frozen=True)
class Step:
    """A stage that was reached: the day if somebody said it, and the day we knew."""

    stage: str
    on: date | None
    known: date


class Standing(NamedTuple):
    """Where a project stands: what its steps are read by."""

    pk: int
    kind: str
    stage: str
    created_at: datetime

    @classmethod
    def of(cls, project: Project) -> Standing:
        """Return where a project stands."""
        return cls(project.pk, project.kind, project.stage, project.created_at)


class Event(NamedTuple):
    """What counts of a stage event."""

    from_stage: str
    to_stage: str
    halt: str
    on: date | None
    at: datetime


def reached(projects: Iterable[Standing]) -> dict[int, dict[str, Step]]:
    """Return {project id: {stage: step}} in the order of each chain; one query."""
    projects = list(projects)
    events: dict[int, list[Event]] = defaultdict(list)
    rows = StageEvent.objects.filter(project_id__in=[one.pk for one in projects]).order_by("pk")
    for pk, *event in rows.values_list("project_id", *Event._fields):
        events[pk].append(Event(*event))
    return {one.pk: walked(one, events[one.pk]) for one in projects}


def walked(project: Standing, events: Iterable[Event]) -> dict[str, Step]:
    """Walk through the events of a project, oldest first; what stands as its stage was reached."""
    places = {one.code: place for place, one in enumerate(stages.CHAINS.get(project.kind, ()))}
    found: dict[str, Step] = {}
    for event in events:
        to = places.get(event.to_stage)
        if event.halt or event.from_stage == event.to_stage or to is None:
            continue
        if places.get(event.from_stage, -1) > to:
            found = {stage: step for stage, step in found.items() if places[stage] <= to}
            found.setdefault(event.to_stage, Step(event.to_stage, None, day_of(event.at)))
        elif event.on or event.to_stage not in found:
            found[event.to_stage] = Step(event.to_stage, event.on, event.on or day_of(event.at))
    found.setdefault(project.stage, Step(project.stage, None, day_of(project.created_at)))
    top = places.get(project.stage, -1)
    return {stage: found[stage] for stage in places if stage in found and places[stage] <= top}


def day_of(at: datetime) -> date:
    """Return the day of a moment in the zone's time."""
    return at.astimezone(SHANGHAI).date()
