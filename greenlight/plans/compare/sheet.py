"""周变化表 as a workbook: the same lines as the page, title, unit line, sum and signature."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from greenlight.base.workbook.write_spec import SIGNATURE, OutColumn, SheetSpec, Value
from greenlight.base.writing import lamp
from greenlight.plans.compare.changes import Change, Side, Sum

COLUMNS = (
    OutColumn("项目", width=28), OutColumn("节点", width=22), OutColumn("责任单位", width=18),
    OutColumn("原来", kind="any", width=12), OutColumn("现在", kind="any", width=12),
    OutColumn("变化（天）", kind="integer", width=9), OutColumn("怎么变", width=10),
    OutColumn("现在的灯", width=9), OutColumn("原因", width=36),
)  # fmt: skip


def spec(title: str, unit_line: str, rows: Sequence[Change], total: Sum) -> SheetSpec:
    """Lay a comparison out as a clerk sends it on."""
    return SheetSpec(
        title=title, unit_line=unit_line, columns=COLUMNS, rows=table(rows), signature=SIGNATURE,
        sheet_name="变化表", totals=["合计", told(total), *[None] * (len(COLUMNS) - 2)],
    )  # fmt: skip


def table(rows: Sequence[Change]) -> Iterator[list[Value]]:
    """Yield the lines."""
    for one in rows:
        node = one.node
        yield [
            node.project, node.name, node.owner, one.then, one.now, one.shift, also(one),
            lamp(one.colour).word, node.reason,
        ]  # fmt: skip


def also(one: Change) -> str:
    """Say what became of a node: 推后, and what else is known of it."""
    more = f"（{one.node.done}）" if one.node.done_between and one.node.done else ""
    asked = f"，申请改到 {one.node.asked}" if one.node.asked else ""
    return f"{one.word}{more}{asked}"


def told(total: Sum) -> str:
    """Say what it comes to: 推后 3，提前 1."""
    return "，".join(f"{word} {n}" for word, n in total.words) or "没有变化"


def between(then: Side, now: Side) -> str:
    """Say what is compared."""
    return f"{then.told} 对 {now.told}"
