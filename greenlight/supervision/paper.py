"""督办单 and its whole record as official papers (GB/T 9704-2012), small enough to be made at once."""

from __future__ import annotations

from collections.abc import Sequence

from greenlight.base.official import Cell, Official
from greenlight.base.writing import cn_date, ymd
from greenlight.supervision.models import Order, OrderEvent, Urgency

TITLE = "督办单"


def order_paper(order: Order) -> bytes:
    """Return the order as .docx: number, 主送, matter, basis with its paper and days, demands, days, who."""
    made = _headed(order, TITLE)
    made.head("一、督办事项").text(_matter(order))
    made.head("二、督办依据")
    for one in _basis(order):
        made.text(one)
    made.head("三、督办要求")
    for one in order.demand.splitlines():
        if one.strip():
            made.text(one.strip())
    made.head("四、时限要求").text(
        f"请于{cn_date(order.reply_by)}前报整改计划，于{cn_date(order.first_due)}前完成整改并申请销号，附印证资料。"
    )
    return _signed(order, made).data()


def record_paper(order: Order, events: Sequence[OrderEvent]) -> bytes:
    """Return the whole record as .docx: the order, and everything that happened to it, in a table."""
    made = _headed(order, f"{TITLE}办理记录")
    made.head("一、督办事项").text(_matter(order))
    for one in _basis(order):
        made.text(one)
    moved = f"，经批准延至{cn_date(order.due)}" if order.due != order.first_due else ""
    made.text(
        f"答复期限{cn_date(order.reply_by)}，整改期限{cn_date(order.first_due)}{moved}。"
        f"现为“{order.get_state_display()}”。"
    )
    made.head("二、办理经过")
    made.table(
        ("序号", "日期", "经过", "办理人", "内容"), [_row(n, one) for n, one in enumerate(events, 1)],
        widths=(1, 2, 2.4, 2, 7),
    )  # fmt: skip
    return _signed(order, made).data()


def _headed(order: Order, title: str) -> Official:
    made = Official(title, author=order.raised_by_name)
    made.number(order.number)
    if order.urgency != Urgency.PLAIN:
        made.number(f"紧急程度：{order.get_urgency_display()}")
    return made.to(order.unit.name)


def _matter(order: Order) -> str:
    whose = f"项目“{order.project.name}”：" if order.project else ""
    return f"{whose}{order.subject}。"


def _basis(order: Order) -> list[str]:
    """Return the sentences of the basis: the reason and its paper, since when; or the leader's word."""
    if not order.basis:
        return [f"{order.raised_by_name}于{cn_date(order.raised_on)}提出督办。"]
    since = order.basis_since
    days = f"预警自{cn_date(since)}亮起，到发单日已 {(order.raised_on - since).days} 天。" if since else ""
    said = [f"{order.basis}。{days}"]
    return [*said, f"规则出处：{order.paper}。"] if order.paper else said


def _row(n: int, event: OrderEvent) -> tuple[Cell, ...]:
    said = [event.words, *(f"{i}. {step}" for i, step in enumerate(event.steps, 1))]
    said += [f"日期：{ymd(event.day)}"] if event.day else []
    said += [f"附件：{one.file.name}" for one in event.files.all()]
    who = f"{event.actor_name}（代记）" if event.stands_in else event.actor_name
    return ((str(n), "center"), (ymd(event.on), "center"), event.get_kind_display(), who,
            "；".join(one for one in said if one) or "—")  # fmt: skip


def _signed(order: Order, made: Official) -> Official:
    return made.signed(order.zone.committee or order.zone.name, order.raised_on)
