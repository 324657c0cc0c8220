"""Orders about the demo's red projects, each somewhere else on its course."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from greenlight.base import files
from greenlight.base.journal import By
from greenlight.base.official import Official
from greenlight.demo.loading.made import Made
from greenlight.kernel import orders
from greenlight.people.models import Unit, User
from greenlight.supervision.actions import deed, raising
from greenlight.supervision.models import Order, OrderEvent, OrderFile
from greenlight.warnings.models import Warning as Held

Kind = orders.Kind


@dataclass(frozen=True)
class Past:
    """One event: how many days ago, what, in which words, and the day it speaks of (days from today)."""

    ago: int
    kind: Kind
    words: str = ""
    day: int | None = None
    steps: tuple[str, ...] = ()
    proven: bool = False


PLAN = ("查明卡在哪个环节", "约责任单位、建设单位碰头，定新的时间表", "每周报一次进展")
# Each course: how many days ago it was issued, days to reply and to be done, and what followed.
COURSES: tuple[tuple[int, int, int, tuple[Past, ...]], ...] = (
    (16, 5, 24, (
        Past(15, Kind.RECEIVED), Past(13, Kind.PLAN, "专人盯办，倒排到周。", 6, PLAN),
        Past(12, Kind.PLAN_APPROVED), Past(5, Kind.PROGRESS, "时间表已定，第一步已办完。"),
        Past(1, Kind.EXTENDED_ASKED, "连续降雨，场地排水多用了一周。", 20),
    )),
    (9, 3, 30, ()),
    (6, 5, 30, (
        Past(5, Kind.RECEIVED), Past(1, Kind.PLAN, "先补齐材料，再报审批，两周内办完。", 14, PLAN),
    )),
    (26, 5, 30, (
        Past(25, Kind.RECEIVED), Past(22, Kind.PLAN, "分两步办：先清障，后移交。", 0, PLAN),
        Past(21, Kind.PLAN_APPROVED),
        Past(1, Kind.CLOSED_ASKED, "已办好，移交单附后，请确认。", None, (), True),
    )),
    (2, 5, 30, (Past(1, Kind.RECEIVED),)),
)  # fmt: skip
WITHOUT_PROJECT = ("三季度项目现场照片补报", "请把三季度没有报的现场照片补齐，说明没有报的原因。")


def write_orders(made: Made) -> None:
    """Write five orders about open red warnings, the handler's unit first, and one about no project."""
    leader, handler = made.first("leader"), made.first("handler")
    own = handler.memberships.filter(unit__isnull=False).values_list("unit_id", flat=True).first()
    red = Held.objects.open().filter(zone=made.zone, colour="red", unit__isnull=False)
    rows = sorted(
        red.select_related("project", "unit"), key=lambda one: (one.unit_id != own, one.since, one.pk)
    )
    once = list({one.project_id: one for one in reversed(rows)}.values())[::-1]
    for course, warning in zip(COURSES, once[:-1] or once, strict=False):  # one is left to be raised
        unit = warning.unit
        if unit:
            _write(made, leader, unit, course, warning)
    unit = Unit.objects.filter(pk=own).first() if own else None
    if unit:
        _write(made, leader, unit, (4, 3, 12, ()), None)


def _write(
    made: Made, leader: User, unit: Unit, course: tuple[int, int, int, Iterable[Past]], warning: Held | None
) -> None:
    ago, reply, end, past = course
    issued = made.today - timedelta(days=ago)
    basis = raising.basis(warning, issued)
    subject, demand = WITHOUT_PROJECT
    if warning:
        subject = raising.subject_of(warning, issued)
        demand = "请查明原因，报整改计划，在整改期限前办好并消除预警。"
    order = Order.objects.create(
        zone=made.zone, project=warning.project if warning else None, unit=unit, raised_by_id=leader.pk,
        raised_by_name=leader.name, raised_on=issued, reply_by=issued + timedelta(days=reply),
        first_due=issued + timedelta(days=end), due=issued + timedelta(days=end), subject=subject,
        demand=demand, **basis, **raising.number(made.zone.pk, issued.year),
    )  # fmt: skip
    _event(made, order, leader.name, leader.pk, issued, Past(ago, Kind.ISSUED, demand))
    for one in past:
        decides = one.kind in (Kind.PLAN_APPROVED, Kind.PLAN_RETURNED)
        name = leader.name if decides else f"示例·{unit.name}经办人"
        on = made.today - timedelta(days=one.ago)
        _event(made, order, name, leader.pk if decides else None, on, one)
    events = [one.as_kernel() for one in order.events.order_by("pk")]
    deed.keep(order, orders.stand(events, order.first_due))


def _event(made: Made, order: Order, name: str, pk: int | None, on: date, past: Past) -> None:
    day = None if past.day is None else made.today + timedelta(days=past.day)
    event = OrderEvent.objects.create(
        order=order, zone=made.zone, kind=past.kind.value, words=past.words, steps=list(past.steps), day=day,
        on=on, actor_id=pk, actor_name=name, at=made.morning(on),
    )  # fmt: skip
    if past.proven:
        by = By(at=event.at, actor_id=None, actor_name=name, zone_id=made.zone.pk)
        paper = Official("移交单（示例）").text("示例：移交事项已办理完毕，双方签收。").data()
        file = files.store(by, paper, "移交单（示例）.docx", subject=("order", order.pk))
        OrderFile.objects.create(event=event, zone=made.zone, file=file)
