"""单位赛马: what each unit has let pass, how much it answers in time, and its light (达州 practice)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q

from greenlight.kernel import league
from greenlight.people.models import Membership, Role, Unit, User
from greenlight.plans.models import Milestone
from greenlight.projects.models import Halt, Project
from greenlight.supervision import ladders
from greenlight.supervision.models import Order

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


def standings(user: User) -> list[Line]:
    """Return the units of what a person sees that have orders or late milestones, the worst first.

    Seven queries. Only milestones of projects one sees, only orders one sees.
    """
    day = user.scope.day
    seen = Order.objects.visible_to(user).order_by()
    opened = _counts(seen.open(), "unit_id")
    overdue = _counts(seen.late(day), "unit_id")
    base = _counts(seen.reply_counted(day), "unit_id")
    answered = _counts(seen.reply_counted(day).filter(replied_on__lte=F("reply_by")), "unit_id")
    late = _counts(late_milestones(user), "owner_id")
    ids = {*opened, *overdue, *base, *late}
    limits = league.in_force(ladders.limits(), day)
    lines = [
        _line(one, limits, (opened, overdue, late, answered, base)) for one in Unit.objects.filter(pk__in=ids)
    ]
    return sorted(lines, key=_worst)


def _counts(rows: Any, name: str) -> Counter[int]:
    return Counter(dict(rows.values_list(name).annotate(n=Count("pk"))))


def _line(unit: Unit, limits: league.Limits | None, counts: tuple[Counter[int], ...]) -> Line:
    tally = league.Tally(*(one[unit.pk] for one in counts))
    return Line(unit, tally, league.light(tally, limits))


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
