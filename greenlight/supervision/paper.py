"""督办单 and its whole record as official papers (GB/T 9704-2012), small enough to be made at once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from greenlight.base.official import Cell, Official
from greenlight.base.writing import cn_date, ymd
from greenlight.supervision.models import Order, OrderEvent, Urgency
from greenlight.warnings.sentences import rule_name

TITLE = "督办单"
Kind = OrderEvent.Kind
DAY_WORDS = {Kind.PLAN: "计划完成日", Kind.EXTENDED_ASKED: "申请延到", Kind.EXTENDED: "延到"}
# What a rule says of itself to those who set it, and nobody signs: our own default, how sure its source is.
OURS = re.compile(r"^(本)?平台默认值.*|（[^（）]*(?:未见原文|未找到原文|转载|平台)[^（）]*）")
YEAR = re.compile(r"^([一-鿿]{2,12}) ?([12][0-9]{3})：")  # 银川 2025：… as the packs say whose rule it is
# In running text a number stands close to the letters beside it.
GAP = re.compile(r"(?<=[一-鿿、，。（）“”]) (?=[0-9A-Za-z−])|(?<=[0-9A-Za-z%]) (?=[一-鿿（“])")


def order_paper(order: Order) -> bytes:
    """Return the order as .docx: urgency, number, 主送, matter, basis, demands, days, who signs."""
    made = _headed(order, TITLE).to(order.unit.name)
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
    return _signed(order, made, order.raised_on).data()


def record_paper(order: Order, events: Sequence[OrderEvent]) -> bytes:
    """Return the whole record as .docx: the order, and all that happened to it in a table.

    It is dated by the last thing it tells.
    """
    made = _headed(order, f"{TITLE}办理记录")
    made.head("一、督办事项").text(_matter(order))
    for one in _basis(order):
        made.text(one)
    moved = f"，经批准延至{cn_date(order.due)}" if order.due != order.first_due else ""
    made.text(
        f"{cn_date(order.raised_on)}发{order.unit.name}，答复期限{cn_date(order.reply_by)}，"
        f"整改期限{cn_date(order.first_due)}{moved}。现为“{order.get_state_display()}”。"
    )
    made.head("二、办理经过")
    made.table(
        ("序号", "日期", "经过", "办理人", "内容"), [_row(n, one) for n, one in enumerate(events, 1)],
        widths=(1, 2, 2.4, 2, 7),
    )  # fmt: skip
    return _signed(order, made, max((one.on for one in events), default=order.raised_on)).data()


def _headed(order: Order, title: str) -> Official:
    made = Official(title, author=order.raised_by_name)
    if order.urgency != Urgency.PLAIN:
        made.urgency(order.get_urgency_display())
    return made.number(order.number)


def close(words: str) -> str:
    """Return a sentence as papers are set: no gap between numbers and the letters beside them."""
    return GAP.sub("", words)


def _matter(order: Order) -> str:
    whose = f"项目“{order.project.name}”：" if order.project else ""
    return f"{whose}{close(order.subject.rstrip('。'))}。"


def _basis(order: Order) -> list[str]:
    """Return the sentences of the basis: the reason, since when; by which paper, on a line of its own.

    Without a warning it is the leader's word. A rule that is only this product's default is no paper.
    """
    reason = order.basis.removesuffix(f"（{rule_name(order.zone_id, order.rule)}）")
    paper = close(YEAR.sub(r"\1\2年规则，", OURS.sub("", order.paper))).strip()
    said = [_since(order, reason) if reason else "", f"依据：{paper.rstrip('。')}。" if paper else ""]
    return [one for one in said if one] or [f"{order.raised_by_name}于{cn_date(order.raised_on)}提出督办。"]


def _since(order: Order, reason: str) -> str:
    """Say the reason, unless it is the matter itself, and since when the light has been on."""
    since, told, is_matter = order.basis_since, close(reason), reason == order.subject
    if since is None or since > order.raised_on:
        return "" if is_matter else f"{told}。"
    what = "上述情况" if is_matter else f"{told}，"
    days = (order.raised_on - since).days
    return f"{what}自{cn_date(since)}起亮灯预警{f'，到发单日已{days}天' if days else ''}。"


def _row(n: int, event: OrderEvent) -> tuple[Cell, ...]:
    said = [event.words.rstrip("。"), *(f"{i}. {step.rstrip('。')}" for i, step in enumerate(event.steps, 1))]
    said += [f"{DAY_WORDS.get(Kind(event.kind), '日期')} {ymd(event.day)}"] if event.day else []
    said += [f"附件：{one.file.name}" for one in event.files.all()]
    who = f"{event.actor_name}（代记）" if event.stands_in else event.actor_name
    return ((str(n), "center"), (ymd(event.on), "center"), event.get_kind_display(), who,
            "；".join(one for one in said if one) or "—")  # fmt: skip


def _signed(order: Order, made: Official, day: date) -> Official:
    return made.signed(order.zone.committee or order.zone.name, day)
