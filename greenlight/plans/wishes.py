"""What was dragged or typed, read from the page: {"nodes": {key: {"start": …, "due": …, …}}}.

Nothing is trusted: every value is read like a clerk's typing, and a fault names node and field.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from greenlight.base.refusals import Refused
from greenlight.kernel.workdays import FIRST, LAST
from greenlight.plans.sheet import MOST, WORDS, Node, Sheet

LONGEST_DAYS = 3650
GONE = "改动没有读全，请刷新页面再试；您改的还在这台电脑上。"


@dataclass(frozen=True)
class Wish:
    """What is wanted of one node; None leaves it as it is."""

    start: date | None = None
    due: date | None = None
    days: int | None = None
    percent: Decimal | None = None
    preds: str | None = None

    @property
    def moves(self) -> bool:
        """Say whether it asks for other days."""
        return self.start is not None or self.due is not None or self.days is not None


class Stuck(Refused):
    """A refusal that knows its place: the node's key and the field; `fix` is what would do instead."""

    def __init__(self, sentence: str, key: str, field: str, fix: Mapping[str, str] | None = None) -> None:
        super().__init__(sentence, status=400)
        self.key, self.field, self.fix = key, field, dict(fix or {})


def read(told: Any, sheet: Sheet) -> dict[str, Wish]:
    """Read the changes of a page; what equals the sheet is no change.

    Raises Refused when they are no such thing, Stuck for a field that cannot be read.
    """
    rows = told.get("nodes") if isinstance(told, Mapping) else None
    if not isinstance(rows, Mapping) or len(rows) > MOST:
        raise Refused(GONE, status=400)
    found = {}
    for key, fields in rows.items():
        node = sheet.by_key.get(str(key))
        if node is None or not isinstance(fields, Mapping):
            raise Refused(f"“{str(key)[:40]}”已不在现在的计划里，请刷新后再改。")
        wish = _read(node, {name: str(text).strip() for name, text in fields.items()}, sheet)
        if wish != Wish():
            found[node.key] = wish
    return found


def _read(node: Node, typed: Mapping[str, str], sheet: Sheet) -> Wish:
    days, row = _days(node, typed), node.row
    start, due = _day(node, typed, "start"), _day(node, typed, "due")
    percent = _percent(node, typed)
    preds = typed.get("preds")
    moved = (start, due, days) != (None, None, None) and (
        (start or row.start) != row.start or (due or row.due) != row.due or days not in (None, row.duration)
    )
    own = node.row.milestone.percent
    made = Wish(
        start if moved else None, due if moved else None, days if moved else None,
        None if percent == own else percent, None if preds == sheet.preds[node.key] else preds,
    )  # fmt: skip
    if node.done and (made.moves or made.percent is not None or made.preds is not None):
        raise Stuck(
            f"“{node.name}”已在 {node.done} 完成，不能再动；填错了请先在节点上撤回填报。", node.key, "due"
        )
    return made


def _day(node: Node, typed: Mapping[str, str], field: str) -> date | None:
    text = typed.get(field, "")
    if not text:
        return None
    word = f"“{node.name}”的{WORDS[field]}日"
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Stuck(f"{word}“{text[:30]}”读不懂，写成 2026-08-31。", node.key, field) from None
    if not FIRST <= day <= LAST:
        raise Stuck(f"{word} {day} 不在 1990 到 2100 年之间，请核对年份。", node.key, field)
    return day


def _days(node: Node, typed: Mapping[str, str]) -> int | None:
    text = typed.get("days", "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 6 and int(text) <= LONGEST_DAYS):
        raise Stuck(
            f"“{node.name}”的工期“{text[:30]}”不对，写 0 到 {LONGEST_DAYS} 的整数天。", node.key, "days"
        )
    return int(text)


def _percent(node: Node, typed: Mapping[str, str]) -> Decimal | None:
    text = typed.get("percent", "").removesuffix("%").strip()
    if not text:
        return node.row.milestone.percent
    try:
        found = Decimal(text) if len(text) < 20 else Decimal("NaN")
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite() or not 0 <= found <= 100:
        raise Stuck(f"“{node.name}”的进度“{text[:30]}”不对，应在 0 到 100 之间。", node.key, "percent")
    return found.quantize(Decimal("0.01"))
