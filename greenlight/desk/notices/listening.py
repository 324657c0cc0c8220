"""What notices hear: warnings opened or turned red, nudges and orders; told in the deed's own transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from greenlight.base.clock import SHANGHAI
from greenlight.base.journal import By
from greenlight.desk.notices import queueing, reaching
from greenlight.kernel import orders
from greenlight.kernel.notices import Item
from greenlight.people.models import Membership, Role
from greenlight.projects.models import Project
from greenlight.supervision.models import Order, OrderEvent
from greenlight.supervision.signals import order_changed
from greenlight.warnings.actions import telling
from greenlight.warnings.models import Nudge
from greenlight.warnings.models import Warning as Held
from greenlight.warnings.signals import nudged, warnings_changed

GATHER = timedelta(seconds=queueing.GATHER_SECONDS)
MOST = 2000  # warnings looked at in one go: beyond that the list of warnings tells it


def opened(
    zone_id: int, opened: Sequence[int], reddened: Sequence[int], day: date, at: datetime, **_: Any
) -> None:
    """Tell of warnings that are new or have turned red; what is closed is told by nobody."""
    ids = [*opened, *reddened][:MOST]
    if not ids or day < at.astimezone(SHANGHAI).date():  # a past day that is judged late tells nobody
        return
    rows = list(Held.objects.filter(pk__in=ids, waived_until__isnull=True).select_related("project"))
    if not rows:
        return
    told = reaching.of_warnings(rows, day)
    reaching.notify(zone_id, told, at)
    telling.keep(entries=list(reaching.tellings(told)), at=at)
    queueing.warn(zone_id, [reaching.item(one, day) for one in rows], day, at, at + GATHER)


def reminded(project: Project, by: By, **_: Any) -> None:
    """Tell a unit's people that it was reminded, and who reminded that it answered."""
    one = Nudge.objects.filter(project=project).order_by("-answered_at", "-pk").first()
    newest = Nudge.objects.filter(project=project, at=by.at).order_by("-pk").first()
    url = f"/projects/{project.pk}/?tab=warnings"
    if newest:
        text = f"{by.actor_name}催办：{project.name}，{newest.message}（{newest.answer_by} 前答复）"
        told = {user: [Item(f"nudge:{newest.pk}", text, url)] for user in _handlers(newest.unit_id)}
        reaching.notify(project.zone_id, told, by.at)
    elif one and one.answered_at == by.at and one.actor_id:
        item = Item(f"nudge:{one.pk}", f"{by.actor_name}答复了催办：{project.name}，{one.answer}", url)
        reaching.notify(project.zone_id, {one.actor_id: [item]}, by.at)


def _handlers(unit_id: int | None) -> list[int]:
    rows = Membership.objects.filter(role=Role.UNIT_HANDLER, unit_id=unit_id or 0)
    return sorted(set(rows.values_list("user_id", flat=True)))


ASKED = frozenset({
    orders.Kind.RECEIVED, orders.Kind.PLAN, orders.Kind.PROGRESS, orders.Kind.CLOSED_ASKED,
    orders.Kind.EXTENDED_ASKED,
})  # fmt: skip


def ordered(order: Order, event: OrderEvent, by: By, **_: Any) -> None:
    """Tell the other side of an order what was done: the raiser, or the people of the unit."""
    text = f"{order.number} {order.subject}：{by.actor_name}{event.get_kind_display()}"
    item = Item(f"order:{order.pk}", text, f"/orders/{order.pk}/")
    taken_back = event.kind == orders.Kind.UNDONE and by.actor_id != order.raised_by_id
    to_raiser = event.kind in ASKED or taken_back
    people = ([order.raised_by_id] if order.raised_by_id else []) if to_raiser else _handlers(order.unit_id)
    told = {user: [item] for user in people if user != by.actor_id}
    reaching.notify(order.zone_id, told, by.at)


def listen(owner: object) -> None:
    """Begin to hear."""
    warnings_changed.connect(opened, dispatch_uid="notices.opened")
    nudged.connect(reminded, dispatch_uid="notices.reminded")
    order_changed.connect(ordered, dispatch_uid="notices.ordered")
