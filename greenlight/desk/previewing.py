"""The preview of an import as its page shows it: tabs, cell-level differences, totals, columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from django.db.models import QuerySet

from greenlight.base import keeping
from greenlight.base.imports import subject as subjects
from greenlight.base.imports.canonical import columns_of, header, is_later, last_day, shown, split
from greenlight.base.imports.deciding import ALIAS, answered, unanswered
from greenlight.base.imports.planning import is_big
from greenlight.base.imports.telling import REASONS
from greenlight.base.ledger import Column
from greenlight.base.models import ImportBatch, ImportRow
from greenlight.base.writing import signed

PAGE = 50
MONEY = ("money", "area", "percent")
TABS = (
    ("changed", "修改"), ("added", "新增"), ("asked", "待你确认"), ("same", "无变化"),
    ("missing", "表里没有"), ("refused", "不收的格"), ("left_out", "没有导入的行"),
)  # fmt: skip
AT = {"reading": 0, "rejected": 0, "mapping": 1, "preview": 2, "waiting": 3, "applying": 3}
ONLY = {"later": "只看推后的日期", "big": "只看大于 20% 的变动"}
ADDED = {
    "project_kind": "类别", "construction_nature": "建设性质", "total_investment": "总投资 万元",
    "annual_plan": "年度计划 万元", "planned_finish": "计划竣工", "unit": "责任单位",
}  # fmt: skip


@dataclass(frozen=True)
class Cell:
    """One changed value of a row."""

    header: str
    old: str
    new: str
    delta: str = ""
    note: str = ""


@dataclass(frozen=True)
class Line:
    """One row of the preview."""

    row: ImportRow
    cells: tuple[Cell, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    reason: str = ""
    asked: str = ""


def columns(batch: ImportBatch) -> dict[str, Column]:
    """Return the columns of the batch's ledger."""
    return columns_of(keeping.ledger(batch.ledger))


def tabs(batch: ImportBatch, chosen: str) -> list[dict[str, Any]]:
    """Return the tabs with their counts; an empty one that nobody chose is left out."""
    counts = {**batch.summary.get("counts", {}), "refused": batch.summary.get("refused", 0)}
    return [
        {"label": label, "href": f"?tab={name}", "count": counts.get(name, 0), "active": name == chosen}
        for name, label in TABS
        if counts.get(name) or name == chosen or name in ("changed", "added", "same")
    ]


def first_tab(batch: ImportBatch) -> str:
    """Return the tab to open with: the first that has rows."""
    counts = batch.summary.get("counts", {})
    return next((name for name, _ in TABS if counts.get(name)), "same")


def rows(batch: ImportBatch, tab: str, only: str) -> QuerySet[ImportRow]:
    """Return the rows of a tab, narrowed by a filter."""
    found = batch.rows.order_by("pk")
    found = found.filter(values__refused=True) if tab == "refused" else found.filter(outcome=tab)
    return found.filter(**{f"values__{only}": True}) if only in ONLY and tab == "changed" else found


def filters(batch: ImportBatch, only: str) -> list[dict[str, Any]]:
    """Return the two filters with what they would leave."""
    own = batch.rows.filter(outcome=ImportRow.Outcome.CHANGED)
    return [
        {
            "label": label, "count": own.filter(**{f"values__{name}": True}).count(), "on": name == only,
            "href": "?tab=changed" if name == only else f"?tab=changed&only={name}",
        }
        for name, label in ONLY.items()
    ]  # fmt: skip


def lines(batch: ImportBatch, tab: str, found: Sequence[ImportRow]) -> list[Line]:
    """Dress rows for their tab."""
    known = columns(batch)
    asked = titles(batch)
    return [_line(known, tab, row, asked) for row in found]


def titles(batch: ImportBatch) -> dict[tuple[str, int], str]:
    """Return the first open question of each row."""
    found: dict[tuple[str, int], str] = {}
    for card in batch.summary.get("questions", []):
        if not answered(card, batch.answers) and card["family"] != "slip":
            found.setdefault((card["sheet"], card["row"]), card["title"])
    return found


def _line(known: Mapping[str, Column], tab: str, row: ImportRow, asked: Mapping[Any, str]) -> Line:
    if tab == "added":
        return Line(row, facts=tuple((label, _fact(known, row.after, name)) for name, label in ADDED.items()))
    if tab == "left_out":
        reason = row.values.get("reason", "")
        return Line(row, reason=REASONS.get(reason, reason) or "按您的回答不导入")
    if tab == "asked":
        return Line(row, asked=asked.get((row.sheet, row.row), "见右边的问题"))
    was = {**row.before, **row.values.get("was", {})}
    return Line(row, cells=tuple(cell(known, key, was.get(key), new) for key, new in row.after.items()))


def _fact(known: Mapping[str, Column], values: Mapping[str, Any], name: str) -> str:
    return shown(known[name], values.get(name)) if name in known else ""


def cell(known: Mapping[str, Column], key: str, old: Any, new: Any) -> Cell:
    """Return one change: what stands, what will stand, and the difference."""
    if key == ALIAS:
        return Cell("另一种写法", "", str(new), note="记住，下月不再问")
    column = known[split(key)[0]]
    delta, note = _difference(column, old, new)
    return Cell(header(known, key), shown(column, old), shown(column, new), delta, note)


def _difference(column: Column, old: Any, new: Any) -> tuple[str, str]:
    if old is None or new is None:
        return "", ""
    if column.kind in MONEY:
        gap = Decimal(new) - Decimal(old)
        told = signed(gap, 0 if gap == gap.to_integral_value() else 2)
        return told, f"{told}，大于 20%" if column.kind == "money" and is_big(old, new) else ""
    if column.kind == "date":
        days = (date.fromisoformat(last_day(new)) - date.fromisoformat(last_day(old))).days
        if is_later(old, new):
            planned = column.field.startswith("planned")
            return f"推后 {days} 天", f"推后 {days} 天，要理由" if planned else ""
        return (f"提前 {-days} 天" if days else ""), ""
    return "", ""


def cards(batch: ImportBatch) -> list[dict[str, Any]]:
    """Return the questions with what was answered."""
    made, numbers = [], count()
    for card in batch.summary.get("questions", []):
        given = batch.answers.get(card["key"]) or {}
        items = [
            {**one, "n": next(numbers), "chosen": (batch.answers.get(one["key"]) or {}).get("value", "")}
            for one in card.get("items", [])
        ]
        made.append({
            **card, "n": next(numbers), "items": items,
            "chosen": given.get("value", ""), "text_given": given.get("text", ""),
            "done": answered(card, batch.answers),
            "wants": next((one["wants"] for one in card["options"] if one.get("wants")), ""),
        })  # fmt: skip
    return made


def left(batch: ImportBatch) -> int:
    """Return how many questions are open."""
    return unanswered(batch.summary.get("questions", []), batch.answers)


def totals(batch: ImportBatch) -> list[dict[str, Any]]:
    """Return the sums of the year plan and the newest cumulative figure beside the file's own 合计."""
    known = columns(batch)
    found = [one for one in batch.summary.get("totals", []) if split(one["key"])[0] in known]
    ytd = [one for one in found if one["key"].startswith("ytd_investment")]
    wanted = [one for one in found if one["key"] in ("total_investment", "annual_plan")] + ytd[-1:]
    return [{**one, "header": header(known, one["key"]).replace("（万元）", "")} for one in wanted]


def button(batch: ImportBatch) -> dict[str, Any]:
    """Return the words of the deed: how many questions are left, what it writes, or 无变化."""
    counts, open_ones = batch.summary.get("counts", {}), left(batch)
    if open_ones:
        return {"label": f"答完 {open_ones} 问再生效", "off": True}
    added, changed = counts.get("added", 0), counts.get("changed", 0)
    if not added and not changed:
        return {"label": "无变化", "off": True}
    parts = [f"新增 {added:,} 项"] if added else []
    parts += [f"修改 {changed:,} 项"] if changed else []
    return {"label": "、".join(parts) + "，生效", "off": False}


def steps(batch: ImportBatch) -> list[dict[str, str]]:
    """Return the four steps and where the batch stands."""
    at = AT.get(batch.state, 4)
    summary = batch.summary
    read = "，".join(f"{one['name']}，{one['header']}" for one in summary.get("sheets", [])[:1])
    known = [one for one in summary.get("columns", []) if one["header"]]
    mapped = sum(1 for one in known if one["field"])
    notes = [read, f"{len(known)} 列认出 {mapped}" if known else "",
             f"{summary.get('records', 0):,} 行" if summary else "", ""]  # fmt: skip
    waits = bool(batch.ledger) and not subjects.known(batch.ledger)
    names = ("读文件", "对列", "看记录", "留在预览") if waits else ("读文件", "对列", "看差别", "生效")
    return [
        {
            "label": name,
            "note": note if n <= at else "",
            "state": "past" if n < at else "now" if n == at else "",
        }
        for n, (name, note) in enumerate(zip(names, notes, strict=True))
    ]
