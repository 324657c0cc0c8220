"""What the unit does: receives, hands a plan in, reports, asks for closing, asks for more time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.db import transaction

from greenlight.base.journal import By
from greenlight.base.models import File
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.kernel import orders
from greenlight.supervision import may
from greenlight.supervision.actions import deed
from greenlight.supervision.actions.deed import Told
from greenlight.supervision.models import Order, OrderEvent

Kind = orders.Kind
MOST_STEPS, LONGEST_STEP = 30, 200


def _begun(by: By, order: Order, kind: Kind) -> Order:
    order = deed.locked(order)
    if not may.act(by.user, order):
        raise NotAllowed(f"{order.number}发给{order.unit.name}，由{order.unit.name}办理。")
    deed.follows(order, kind)
    return order


def _written(by: By, order: Order, kind: Kind, told: Told) -> OrderEvent:
    return deed.write(by, order, kind, replace(told, stands_in=may.stands_in(by.user, order)))


@transaction.atomic
def receive(*, by: By, order: Order) -> OrderEvent:
    """Sign for an order. Raises NotAllowed, Refused."""
    order = _begun(by, order, Kind.RECEIVED)
    return _written(by, order, Kind.RECEIVED, Told())


@transaction.atomic
def hand_in_plan(
    *, by: By, order: Order, words: str, day: date, steps: Sequence[str] = (), files: Sequence[File] = ()
) -> OrderEvent:
    """Hand in 整改计划: what will be done, step by step, until which day.

    Raises NotAllowed; Refused for a day past the end (ask for more time first) or without words.
    """
    order = _begun(by, order, Kind.PLAN)
    told = deed.words(words, "请写整改计划：打算怎么办、谁来办。")
    if day > order.due:
        raise Refused(
            f"计划完成日 {day} 晚于整改期限 {order.due}。请改到期限以内，或先申请延期。", status=400
        )
    deed.within(day, min(order.raised_on, by.day), "计划完成日")
    return _written(by, order, Kind.PLAN, Told(told, _steps(steps), day, files))


def _steps(steps: Sequence[str]) -> list[str]:
    kept = [one.replace("\x00", "").strip() for one in steps]
    kept = [one for one in kept if one]
    if len(kept) > MOST_STEPS or any(len(one) > LONGEST_STEP for one in kept):
        raise Refused(f"步骤最多 {MOST_STEPS} 条，每条最多 {LONGEST_STEP} 个字，请合并或写短。", status=400)
    return kept


@transaction.atomic
def report_progress(*, by: By, order: Order, words: str, files: Sequence[File] = ()) -> OrderEvent:
    """Report how far the work is. Raises NotAllowed, Refused."""
    order = _begun(by, order, Kind.PROGRESS)
    told = deed.words(words, "请写进展，例如：已完成三户腾退，还剩两户。")
    return _written(by, order, Kind.PROGRESS, Told(told, files=files))


@transaction.atomic
def ask_closing(*, by: By, order: Order, words: str, files: Sequence[File]) -> OrderEvent:
    """Say that it is done, with the proof. Raises NotAllowed, Refused without words or a file."""
    order = _begun(by, order, Kind.CLOSED_ASKED)
    told = deed.words(words, "请写办理结果，例如：净地已于 12 月 3 日移交。")
    if not files:
        raise Refused("申请销号要交凭据，例如移交单、许可证或现场照片，请选一个文件。", status=400)
    return _written(by, order, Kind.CLOSED_ASKED, Told(told, files=files))


@transaction.atomic
def ask_extension(*, by: By, order: Order, until: date, reason: str) -> OrderEvent:
    """Ask for a later end; nothing moves until it is approved. Raises NotAllowed, Refused."""
    order = _begun(by, order, Kind.EXTENDED_ASKED)
    told = deed.words(reason, "请写延期的原因，批的人才好定。", deed.LONGEST_REASON)
    if until <= order.due:
        raise Refused(f"新期限 {until} 不晚于现在的 {order.due}，不用申请。", status=400)
    if until < by.day:
        raise Refused(f"新期限 {until} 已经过了，请填今天 {by.day} 以后的日子。", status=400)
    deed.within(until, order.due, "新期限")
    return _written(by, order, Kind.EXTENDED_ASKED, Told(told, day=until))
