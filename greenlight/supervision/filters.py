"""Conditions that orders add to the ledger of projects."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from greenlight.base import keeping
from greenlight.base.keeping import Filter
from greenlight.people.models import User
from greenlight.supervision.models import Order, OrderQuerySet, State

LABELS = (
    ("open", "有没销号的督办单"),
    ("late", "有逾期的督办单"),
    ("counted", "有该答复的督办单"),
    ("closed", "今年销号过督办单"),
)


def of(value: str, rows: OrderQuerySet, user: User) -> OrderQuerySet:
    """Narrow orders by one of the values; nothing for a value nobody knows."""
    day = user.scope.day
    if value == "open":
        return rows.open()
    if value == "late":
        return rows.late(day)
    if value == "counted":
        return rows.reply_counted(day)
    return rows.filter(state=State.CLOSED, closed_on__year=day.year) if value == "closed" else rows.none()


def ordered(rows: QuerySet[Any], value: str, user: User) -> QuerySet[Any]:
    """Projects with orders of a sort."""
    own = of(value, Order.objects.visible_to(user), user).filter(project__isnull=False)
    return rows.filter(pk__in=own.values("project"))


def register() -> None:
    """Add them; called when all rooms are loaded."""
    keeping.add_filters("projects", Filter("ordered", "督办", ordered, LABELS))
