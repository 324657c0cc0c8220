"""等我办: the orders that wait for the reader, and what the ladder has drafted or told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from greenlight.people.models import User
from greenlight.projects.models import Assignment
from greenlight.supervision import listing
from greenlight.supervision.ladders import ACT_OF
from greenlight.supervision.models import Order, OrderDraft
from greenlight.warnings.models import Told
from greenlight.warnings.models import Warning as Held

MOST = 6


@dataclass(frozen=True)
class Waits:
    """What waits for one reader; `late` are overdue orders on the projects the reader answers for."""

    lines: list[listing.Line]
    count: int
    drafts: list[tuple[OrderDraft, str]] = field(default_factory=list)
    drafted: int = 0
    late: list[listing.Line] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to show."""
        return not (self.count or self.drafted or self.late or self.told)


def waits(user: User) -> Waits:
    """Return what waits for a person; four queries, two more where a list is longer than is shown."""
    rows = Order.objects.visible_to(user).filter(listing.mine(user)).select_related("project", "unit")
    lines = [listing.line(user, one) for one in listing.ordered(rows, user, "mine")[:MOST]]
    drafts = OrderDraft.objects.waiting().decided_by(user).filter(
        warning__in=Held.objects.open().visible_to(user)
    )  # fmt: skip
    shown = drafts.select_related("warning__project", "warning__unit", "order")
    first = list(shown.order_by("warning__colour", "warning__since", "pk")[:MOST])
    return Waits(
        lines, _counted(rows, lines), [(one, one.warning.told(user.scope.day)) for one in first],
        _counted(drafts, first), _late(user), _told(user),
    )  # fmt: skip


def _counted(rows: QuerySet[Any], shown: Sequence[object]) -> int:
    """Count what is more than shown; a list that is shown whole counts itself."""
    return rows.count() if len(shown) == MOST else len(shown)


def asked(user: User) -> list[listing.Line]:
    """Return the orders that wait for the units of a person, the most urgent first."""
    rows = Order.objects.visible_to(user).filter(listing.mine(user), unit_id__in=user.scope.units)
    rows = rows.select_related("project", "unit")
    return [listing.line(user, one) for one in listing.ordered(rows, user, "mine")[:MOST]]


def _late(user: User) -> list[listing.Line]:
    """Return the overdue orders on the projects a person sponsors that wait for somebody else."""
    own = Assignment.objects.held_by(user).filter(role=Assignment.Role.SPONSOR).values("project_id")
    rows = Order.objects.visible_to(user).late(user.scope.day).filter(project__in=own)
    rows = rows.exclude(listing.mine(user)).select_related("project", "unit")
    return [listing.line(user, one) for one in listing.ordered(rows, user, "open")[:MOST]]


def _told(user: User) -> list[Told]:
    """Return the open warnings the ladder has told a person of, the newest first."""
    rows = Told.objects.filter(user=user, channel__in=ACT_OF, warning__in=Held.objects.open())
    return list(rows.select_related("project", "warning").order_by("-at", "-pk")[:MOST])
