"""How every deed on an order begins and ends: locked, in its course, journalled, told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from greenlight.base import journal
from greenlight.base.journal import By
from greenlight.base.models import File
from greenlight.base.refusals import Refused
from greenlight.kernel import orders
from greenlight.projects import actions as projects
from greenlight.supervision import signals
from greenlight.supervision.models import Order, OrderEvent, OrderFile, State

LONGEST, LONGEST_REASON = 1000, 300
FURTHEST = timedelta(days=3 * 366)
KEPT = ("state", "due", "replied_on", "asked_on", "closed_on", "asked_until")


@dataclass(frozen=True)
class Told:
    """What comes with an event: words, the steps of a plan, the day it speaks of, files."""

    words: str = ""
    steps: Sequence[str] = ()
    day: date | None = None
    files: Sequence[File] = ()
    stands_in: bool = False


def locked(order: Order) -> Order:
    """Lock an order, after its project, to the end of the transaction."""
    if order.project_id:
        projects.locked(order.project_id)
    found = Order.objects.select_for_update(of=("self",)).select_related("unit", "project")
    return found.get(pk=order.pk)


def follows(order: Order, kind: orders.Kind) -> None:
    """Refuse an event that cannot come next, with where the order stands."""
    if not order.standing.follows(kind):
        label, state = OrderEvent.Kind(kind.value).label, State(order.state).label
        raise Refused(f"{order.number}现在是“{state}”，不能{label}。请刷新页面再看。")


def write(by: By, order: Order, kind: orders.Kind, told: Told) -> OrderEvent:
    """Write an event, the columns kept for queries and the journal row; tell the rooms above."""
    before = order.standing
    event = OrderEvent.objects.create(
        order=order, zone_id=order.zone_id, kind=kind.value, words=told.words, steps=list(told.steps),
        day=told.day, on=by.day, actor_id=by.actor_id, actor_name=by.actor_name,
        stands_in=told.stands_in, at=by.at,
    )  # fmt: skip
    OrderFile.objects.bulk_create(
        OrderFile(event=event, zone_id=order.zone_id, file=one) for one in told.files
    )
    now = before if kind is orders.Kind.ISSUED else orders.after(before, event.as_kernel())
    keep(order, now)
    _journalled(by, order, event, before.state)
    if order.project:
        projects.touch(order.project, by)
    signals.order_changed.send(sender=Order, order=order, event=event, by=by)
    return event


def keep(order: Order, now: orders.Standing) -> None:
    """Write where an order stands into the columns kept for queries."""
    order.state = now.state.value
    for name in KEPT[1:]:
        setattr(order, name, getattr(now, name))
    order.save(update_fields=KEPT)


def _journalled(by: By, order: Order, event: OrderEvent, state: orders.State) -> None:
    after: dict[str, Any] = {"order": order.number, "state": order.get_state_display()}
    after |= {"unit": order.unit.name, "subject": order.subject, "words": event.words, "day": event.day}
    after |= {"files": [one.file.name for one in event.files.all()]} if event.files.exists() else {}
    issued = event.kind == OrderEvent.Kind.ISSUED
    before = {} if issued else {"order": order.number, "state": State(state.value).label}
    kind, pk = ("project", order.project_id) if order.project_id else ("order", order.pk)
    told = {key: value for key, value in after.items() if value}
    journal.write(by, f"order.{event.kind}", kind, pk, before=before, after=told, why=event.words[:300])


# ---- what is typed ----
def words(text: str, missing: str, most: int = LONGEST) -> str:
    """Return what was typed; Refused with what is missing, or when it is too long."""
    told = text.replace("\x00", "").strip()
    if not told:
        raise Refused(missing, status=400)
    if len(told) > most:
        raise Refused(f"写了 {len(told)} 个字，最多 {most} 个字，请写短一些。", status=400)
    return told


def within(day: date, first: date, label: str) -> date:
    """Return a day that lies between `first` and three years on; else Refused."""
    if not first <= day <= first + FURTHEST:
        raise Refused(f"{label}应在 {first} 到 {first + FURTHEST} 之间，现在填的是 {day}。", status=400)
    return day
