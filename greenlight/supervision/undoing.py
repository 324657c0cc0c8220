"""Taking back what was done on an order, a step of the ladder, a draft set aside.

An order keeps both: what was done, and that it was taken back (撤回上一步); neither counts any longer.
An order that was sent out is withdrawn, its number stays taken. Refused once something newer stands.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Max, QuerySet

from greenlight.base import journal, undoing
from greenlight.base.journal import By
from greenlight.base.models import JournalRow
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.kernel import orders
from greenlight.people import may as people_may
from greenlight.projects import actions as projects
from greenlight.projects import history
from greenlight.supervision import may, signals
from greenlight.supervision.actions import deed
from greenlight.supervision.models import LadderStep, Order, OrderDraft, OrderEvent, UnitLimit

Kind = OrderEvent.Kind
OF_UNIT = frozenset({Kind.RECEIVED, Kind.PLAN, Kind.PROGRESS, Kind.CLOSED_ASKED, Kind.EXTENDED_ASKED})


def register() -> None:
    """Make the deeds undoable."""
    for kind in Kind:
        if kind != Kind.UNDONE:
            undoing.register(
                f"order.{kind.value}", history.VERBS[f"order.{kind.value}"], step, people_may.lead
            )
    undoing.register("order.set_aside", history.VERBS["order.set_aside"], draft, people_may.edit_zone)
    for verb, undo in (("ladder.set", ladder), ("units.limits", unit_limits)):
        undoing.register(verb, history.VERBS[verb], undo, people_may.edit_zone)


# ---- an order ----
def step(by: By, row: JournalRow) -> JournalRow:
    """Take the last event of an order back; one that was sent out is withdrawn."""
    event = _event(row)
    order = deed.locked(event.order)
    _check(by, order, event)
    if event.kind == Kind.ISSUED:
        _reopen(order)
        kind, said = Kind.WITHDRAWN, "刚发出就撤回"
    else:
        kind, said = Kind.UNDONE, f"撤回“{event.get_kind_display()}”"
    made = OrderEvent.objects.create(
        order=order, zone_id=order.zone_id, kind=kind, words=said, on=by.day, actor_id=by.actor_id,
        actor_name=by.actor_name, stands_in=event.kind in OF_UNIT and may.stands_in(by.user, order), at=by.at,
    )  # fmt: skip
    events = [one.as_kernel() for one in order.events.order_by("pk")]
    deed.keep(order, orders.stand(events, order.first_due))
    _talk_waits_again(event)
    return _told(by, row, order, made)


def _event(row: JournalRow) -> OrderEvent:
    rows = OrderEvent.objects.filter(
        zone=row.zone_id, at=row.at, actor_id=row.actor_id, kind=row.verb.removeprefix("order.")
    )
    named = [one for one in rows.select_related("order") if one.order.number == row.after.get("order")]
    if not named:
        raise Refused("找不到这一步，不能撤销。请打开督办单看经过。")
    return named[-1]


def _check(by: By, order: Order, event: OrderEvent) -> None:
    """Refuse when another event stands since, or the person has no say any more."""
    events = orders.that_stand(list(order.events.order_by("pk")), lambda one: one.kind)
    if not events or events[-1].pk != event.pk:
        newer = f"，后来已经{events[-1].get_kind_display()}" if events else ""
        raise Refused(f"{order.number}的这一步不是最后一步{newer}，不能撤销。请打开督办单看经过。")
    has_say = may.act(by.user, order) if event.kind in OF_UNIT else may.decide(by.user, order)
    if not has_say and not may.decide(by.user, order):
        raise NotAllowed(f"{order.number}现在不归您办，请由{order.unit.name}或领导撤销。")


def _reopen(order: Order) -> None:
    """Let what was drafted wait again when the order raised from it is taken back."""
    drafts = OrderDraft.objects.filter(order=order, act=OrderDraft.Act.ORDER, state=OrderDraft.State.DONE)
    drafts.update(state=OrderDraft.State.WAITING, order=None, decided_by_name="", decided_at=None)


def _talk_waits_again(event: OrderEvent) -> None:
    if event.kind == Kind.TALKED:
        drafts = OrderDraft.objects.filter(order=event.order, act=OrderDraft.Act.TALK, decided_at=event.at)
        drafts.update(state=OrderDraft.State.WAITING, decided_by_name="", decided_at=None)


def _told(by: By, row: JournalRow, order: Order, event: OrderEvent) -> JournalRow:
    after = {"order": order.number, "state": order.get_state_display()}
    made = journal.write(
        by,
        undoing.UNDO,
        row.subject_kind,
        row.subject_id,
        before=row.after,
        after=after,
        why=undoing.why(row),
    )
    if order.project:
        projects.touch(order.project, by)
    signals.order_changed.send(sender=Order, order=order, event=event, by=by)
    return made


# ---- the ladder ----
def draft(by: By, row: JournalRow) -> JournalRow:
    """Let a draft wait again that was set aside."""
    own = OrderDraft.objects.filter(
        zone=row.zone_id, warning=row.after.get("warning") or 0, decided_at=row.at, state="dismissed"
    )
    one = own.first()
    if one is None or one.warning.until is not None:
        raise Refused("这条预警已经消除，或这一件后来又定过，不能再撤销。")
    own.filter(pk=one.pk).update(state="waiting", why="", decided_by_name="", decided_at=None)
    return journal.write(
        by, undoing.UNDO, row.subject_kind, row.subject_id, before=row.after, after=row.before,
        why=undoing.why(row),
    )  # fmt: skip


def ladder(by: By, row: JournalRow) -> JournalRow:
    """Take a setting of a step back: what held before holds again. What was told since stays on record."""
    own = LadderStep.objects.filter(zone=row.zone_id, code=row.after.get("code") or "")
    return _held_again(by, row, own, "这一步后来又改过，请在“督办的阶梯”里再改。")


def unit_limits(by: By, row: JournalRow) -> JournalRow:
    """Take the limits of the light of units back: what held before holds again."""
    own = UnitLimit.objects.filter(zone=row.zone_id)
    return _held_again(by, row, own, "界限后来又改过，请在“单位灯的界限”里再改。")


def _held_again(by: By, row: JournalRow, own: QuerySet[Any], moved: str) -> JournalRow:
    """Take the newest version away; those it ended hold as long as they did."""
    newest = own.aggregate(last=Max("version"))["last"]
    last = own.filter(version=newest, at=row.at).first()
    if last is None or newest != row.after.get("version"):
        raise Refused(moved)
    last.delete()
    for version, until in row.before.get("held") or []:
        own.filter(version=version).update(valid_to=until)
    return journal.write(
        by, undoing.UNDO, "zone", row.subject_id, before=row.after, after=row.before, why=undoing.why(row)
    )
