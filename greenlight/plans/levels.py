"""改期由谁批: the level that decides a later date, by how far it moves; data of the zone."""

from __future__ import annotations

from collections.abc import Iterable

from greenlight.people import may as people_may
from greenlight.people.models import User
from greenlight.plans.models import Slip, SlipLevel
from greenlight.projects.models import Assignment, Project

Decider = SlipLevel.Decider
MOST = 5


def of_zone(zone_id: int) -> list[SlipLevel]:
    """Return the levels a zone has set, the shortest slip first."""
    return list(SlipLevel.objects.filter(zone_id=zone_id).order_by("over_days"))


def days_of(slip: Slip) -> int:
    """Return by how many days a slip moves the approved date."""
    return (slip.to_due - slip.from_due).days


def level_for(levels: list[SlipLevel], days: int) -> str:
    """Return who decides a slip of so many days."""
    below = [one.decider for one in levels if one.over_days < days]
    return below[-1] if below else Decider.LEADER


def decides_all(user: User, project: Project, spans: Iterable[int]) -> bool:
    """Tell whether a person decides slips of all these days of a project; at most three queries."""
    levels = of_zone(project.zone_id)
    return all(_stands_at(user, project, one) for one in {level_for(levels, days) for days in spans})


def decides(user: User, project: Project, days: int | None) -> bool:
    """Tell whether a person decides a slip of so many days (None: any slip at all) of a project."""
    levels = of_zone(project.zone_id)
    asked = (
        {level_for(levels, days)}
        if days is not None
        else {level_for(levels, one) for one in (1, *(level.over_days + 1 for level in levels))}
    )
    return any(_stands_at(user, project, one) for one in asked)


def _stands_at(user: User, project: Project, level: str) -> bool:
    if level == Decider.CLERK:
        return people_may.edit_zone(user, project.zone_id)
    leads = people_may.lead(user, project.zone_id)
    if level == Decider.LEADER:
        return leads
    own = set(_sponsors(project, user))
    # A sponsor named without an account cannot sign in: the leaders of the zone decide for them.
    return user.pk in own if own else leads


def _sponsors(project: Project, user: User) -> list[int]:
    rows = Assignment.objects.filter(project=project, role=Assignment.Role.SPONSOR, user__isnull=False)
    day = user.scope.day
    return [
        one.user_id for one in rows
        if one.user_id and (one.valid_from is None or one.valid_from <= day)
        and (one.valid_to is None or one.valid_to >= day)
    ]  # fmt: skip


def told(zone_id: int) -> str:
    """Say who decides what in one line."""
    levels = of_zone(zone_id)
    parts = [f"推后 {one.over_days + 1} 天以上由{one.get_decider_display()}批" for one in levels]
    return "；".join(parts) if parts else "改期都由领导批"
