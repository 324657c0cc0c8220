"""What whoever raised the order, or a leader, decides: the plan, the closing, more time, an end to it."""

from __future__ import annotations

from django.db import transaction

from greenlight.base.journal import By
from greenlight.base.refusals import NotAllowed
from greenlight.kernel import orders
from greenlight.supervision import may
from greenlight.supervision.actions import deed, walking
from greenlight.supervision.actions.deed import Told
from greenlight.supervision.models import Order, OrderDraft, OrderEvent

Kind = orders.Kind


def _begun(by: By, order: Order, kind: Kind) -> Order:
    order = deed.locked(order)
    if not may.decide(by.user, order):
        raise NotAllowed(f"{order.number}由发单的{order.raised_by_name}或本开发区的领导批。")
    deed.follows(order, kind)
    return order


def _not_own(by: By, order: Order, kind: Kind, what: str) -> None:
    """Refuse to judge one's own words: who asked does not confirm."""
    asked = order.events.filter(kind=kind.value).order_by("-pk").first()
    if asked and asked.actor_id is not None and asked.actor_id == by.actor_id:
        raise NotAllowed(f"这{what}是您自己交的，请另一位批的人来定。")


@transaction.atomic
def decide_plan(*, by: By, order: Order, approve: bool, reason: str = "") -> OrderEvent:
    """Approve 整改计划, or return it with a reason. Raises NotAllowed, Refused."""
    kind = Kind.PLAN_APPROVED if approve else Kind.PLAN_RETURNED
    order = _begun(by, order, kind)
    _not_own(by, order, Kind.PLAN, "份计划")
    return deed.write(by, order, kind, Told(_why(reason, approve)))


@transaction.atomic
def confirm(*, by: By, order: Order, note: str = "") -> OrderEvent:
    """Confirm that it is done: the order is closed (销号). Raises NotAllowed, Refused."""
    order = _begun(by, order, Kind.CLOSED)
    _not_own(by, order, Kind.CLOSED_ASKED, "个申请")
    return deed.write(by, order, Kind.CLOSED, Told(_why(note, True)))


@transaction.atomic
def send_back(*, by: By, order: Order, reason: str) -> OrderEvent:
    """Say that it is not done, and why. Raises NotAllowed, Refused without a reason."""
    order = _begun(by, order, Kind.SENT_BACK)
    _not_own(by, order, Kind.CLOSED_ASKED, "个申请")
    return deed.write(by, order, Kind.SENT_BACK, Told(_why(reason, False)))


@transaction.atomic
def decide_extension(*, by: By, order: Order, approve: bool, reason: str = "") -> OrderEvent:
    """Grant a later end, or refuse it with a reason. Raises NotAllowed, Refused."""
    kind = Kind.EXTENDED if approve else Kind.EXTENSION_REFUSED
    order = _begun(by, order, kind)
    _not_own(by, order, Kind.EXTENDED_ASKED, "个申请")
    return deed.write(by, order, kind, Told(_why(reason, approve), day=order.asked_until))


@transaction.atomic
def withdraw(*, by: By, order: Order, reason: str) -> OrderEvent:
    """Take an order back; its number stays taken. Raises NotAllowed, Refused without a reason."""
    order = _begun(by, order, Kind.WITHDRAWN)
    told = deed.words(reason, "撤销要写原因，例如：责任单位写错。", deed.LONGEST_REASON)
    return deed.write(by, order, Kind.WITHDRAWN, Told(told))


@transaction.atomic
def record_talk(*, by: By, order: Order, words: str) -> OrderEvent:
    """Write down that the unit was called in (约谈), and what came of it. Raises NotAllowed, Refused."""
    order = _begun(by, order, Kind.TALKED)
    made = deed.write(by, order, Kind.TALKED, Told(deed.words(words, "请写约谈了谁、说定了什么。")))
    walking.decide(walking.answered(by, OrderDraft.Act.TALK, order=order), by, OrderDraft.State.DONE)
    return made


def _why(reason: str, approve: bool) -> str:
    if approve and not reason.strip():
        return ""
    return deed.words(reason, "不同意要写一句理由，责任单位才知道怎么办。", deed.LONGEST_REASON)
