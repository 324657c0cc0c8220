"""单位赛马: what each unit has let pass, how much it answers in time, and its light (达州 practice)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q

from greenlight.kernel import league
from greenlight.people.models import Membership, Role, Unit, User
from greenlight.plans.models import Milestone
from greenlight.projects.models import Halt, Project
from greenlight.supervision import limits, past
from greenlight.supervision.models import Order

Counts = tuple[Counter[int], ...]  # in the order of league.Tally
RANK = {"red": 0, "yellow": 1, "green": 2, "grey": 3}


@dataclass(frozen=True)
class Line:
    """One unit in the league."""

    unit: Unit
    tally: league.Tally
    light: str


def handled(day: date) -> Exists:
    """Tell of a unit (an annotation) whether anybody can act for it in the product on a day."""
    rows = Membership.objects.filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=day), Q(valid_to__isnull=True) | Q(valid_to__gte=day),
        role=Role.UNIT_HANDLER, unit=OuterRef("pk"), user__is_active=True,
    )  # fmt: skip
    return Exists(rows)


def has_people(unit: Unit, day: date) -> bool:
    """Tell whether anybody can act for a unit in the product."""
    return Unit.objects.filter(handled(day), pk=unit.pk).exists()


def standings(user: User, day: date | None = None) -> list[Line]:
    """Return the units of what a person sees that have orders or late milestones, the worst first.

    Seven queries. Only milestones of projects one sees, only orders one sees. A day that has passed is
    counted from what had happened by then, and judged by the limits of that day (eight queries).
    """
    today = user.scope.day
    counts = _now(user) if day is None or day >= today else past.counts(user, day)
    units = list(Unit.objects.filter(pk__in=set().union(*counts)).select_related("zone"))
    held = limits.on({one.zone_id for one in units}, min(day or today, today))
    return sorted((_line(one, held[one.zone_id], counts) for one in units), key=_worst)


def _now(user: User) -> Counts:
    day, seen = user.scope.day, Order.objects.visible_to(user).order_by()
    base = seen.reply_counted(day)
    return (
        _counts(seen.open(), "unit_id"), _counts(seen.late(day), "unit_id"),
        _counts(late_milestones(user), "owner_id"),
        _counts(base.filter(replied_on__lte=F("reply_by")), "unit_id"), _counts(base, "unit_id"),
    )  # fmt: skip


def _counts(rows: Any, name: str) -> Counter[int]:
    return Counter(dict(rows.values_list(name).annotate(n=Count("pk"))))


def _line(unit: Unit, held: league.Limits | None, counts: Counts) -> Line:
    tally = league.Tally(*(one[unit.pk] for one in counts))
    return Line(unit, tally, league.light(tally, held))


def _worst(line: Line) -> tuple[int, int, int, str]:
    share = line.tally.share
    return RANK[line.light], -line.tally.late, int(share) if share is not None else 101, line.unit.name


def late_milestones(user: User) -> Any:
    """Return the open milestones past their approved day that one sees, with an owner."""
    if user.scope.is_only("enterprise"):
        return Milestone.objects.none()
    going = Project.objects.visible_to(user).filter(halt=Halt.NONE)
    rows = Milestone.objects.filter(project__in=going, in_plan=True, done_on__isnull=True)
    return rows.filter(due__lt=user.scope.day, owner__isnull=False).order_by()


@dataclass(frozen=True)
class Trial:
    """What other limits would turn: (the line as it stands, its light then), of so many units."""

    turned: list[tuple[Line, str]]
    count: int


def trial(user: User, zone_id: int, wished: league.Limits) -> Trial:
    """Try limits out on today's numbers, against those that would hold on their first day."""
    held = limits.on([zone_id], wished.valid_from)[zone_id]
    lines = [one for one in standings(user) if one.unit.zone_id == zone_id]
    judged = [replace(one, light=league.light(one.tally, held)) for one in lines]
    then = [(one, league.light(one.tally, wished if wished.on else None)) for one in judged]
    return Trial([(one, light) for one, light in then if one.light != light], len(lines))
