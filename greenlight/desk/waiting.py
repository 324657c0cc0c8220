"""The preview of a workbook whose room is not there yet: its records, problems and sums, and no deed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from greenlight.base import keeping
from greenlight.base.imports.canonical import columns_of, shown, split
from greenlight.base.imports.telling import REASONS
from greenlight.base.imports.waiting import MOST
from greenlight.base.ledger import Column
from greenlight.base.models import ImportBatch, ImportRow

PAGE = 50
TABS = (("waiting", "读到的记录"), ("refused", "不收的格"), ("left_out", "没有导入的行"))
NUMBERS = frozenset({"money", "area", "percent", "integer", "number"})
UNITS = {"money": "万元", "area": "亩", "percent": "%"}
EXTRA = {"month": "月份", "date": "日期"}  # what a row of months, or a matrix of days, gives its records
MOST_SUMS = 8
FEW = 3


@dataclass(frozen=True)
class Head:
    """A column of the preview."""

    field: str
    label: str
    unit: str
    look: str = ""  # the class of its cells: numbers to the right, long texts wrapped, the rest on one line


@dataclass(frozen=True)
class Line:
    """One record or one row left out."""

    row: ImportRow
    place: str
    cells: tuple[tuple[Head, str], ...] = ()
    reason: str = ""


def tabs(batch: ImportBatch, chosen: str) -> list[dict[str, Any]]:
    """Return the tabs with their counts."""
    counts = {**batch.summary.get("counts", {}), "refused": batch.summary.get("refused", 0)}
    return [
        {"label": label, "href": f"?tab={name}", "count": counts.get(name, 0), "active": name == chosen}
        for name, label in TABS
        if counts.get(name) or name in ("waiting", chosen)
    ]


def rows(batch: ImportBatch, tab: str) -> QuerySet[ImportRow]:
    """Return the rows of a tab."""
    found = batch.rows.order_by("pk")
    return found.filter(values__refused=True) if tab == "refused" else found.filter(outcome=tab)


def heads(batch: ImportBatch) -> list[Head]:
    """Return the columns that hold something, in the order of the ledger; the record's own first."""
    ledger, said = keeping.ledger(batch.ledger), set(batch.summary.get("fields", []))
    known = columns_of(ledger)
    order = [ledger.key, *(name for name in EXTRA if name not in known), *known]
    return [_head(known, name) for name in dict.fromkeys(order) if name in said]


def _head(known: Mapping[str, Column], name: str) -> Head:
    column = known.get(name)
    if column is None:
        return Head(name, EXTRA[name], "", "one")
    look = "num" if column.kind in NUMBERS else "long" if column.kind == "text" else "one"
    return Head(name, column.header, UNITS.get(column.kind, ""), look)


def lines(batch: ImportBatch, tab: str, found: Sequence[ImportRow]) -> list[Line]:
    """Dress rows for their tab."""
    known, columns = columns_of(keeping.ledger(batch.ledger)), heads(batch)
    return [_line(known, columns, row, tab) for row in found]


def _line(known: Mapping[str, Column], columns: Sequence[Head], row: ImportRow, tab: str) -> Line:
    place = f"{row.values.get('column', '')}{row.row}"
    if tab == "waiting":
        cells = tuple((one, _shown(known.get(one.field), row.after.get(one.field))) for one in columns)
        return Line(row, place, cells)
    reason = row.values.get("reason", "")
    return Line(row, place, reason=REASONS.get(reason, reason))


def _shown(column: Column | None, value: Any) -> str:
    if value is None:
        return ""
    return shown(column, value) if column else str(value)


def sums(batch: ImportBatch) -> list[dict[str, Any]]:
    """Return the sums of the records beside the file's own 合计, the last month of each; the wrong first."""
    known = columns_of(keeping.ledger(batch.ledger))
    by_field: dict[str, dict[str, Any]] = {}
    for one in batch.summary.get("totals", []):
        name, month = split(one["key"])
        if name in known and len(month) != 2:  # not one line for every day of a matrix
            label = known[name].header + (f" {month}" if month else "")
            by_field[name] = {**one, "label": label, "unit": UNITS.get(known[name].kind, "")}
    found = [{**one, "printed": _number(one["printed"]), "summed": _number(one["summed"])}
             for one in by_field.values()]  # fmt: skip
    return sorted(found, key=lambda one: one["gap"] == "0")[:MOST_SUMS]


def notes(batch: ImportBatch) -> list[dict[str, str]]:
    """Return what to check; many hidden rows or columns are one line."""
    found, hidden = [], dict[str, list[dict[str, str]]]()
    for one in batch.summary.get("notes", []):
        if one["kind"] in ("hidden_row", "hidden_column"):
            hidden.setdefault(one["kind"], []).append(one)
        else:
            found.append(one)
    for kind, many in hidden.items():
        if len(many) <= FEW:
            found += many
        else:
            what = "行" if kind == "hidden_row" else "列"
            said = f"等 {len(many)} {what}被隐藏，已照常读入；不应上报的请删除。"
            found.append({**many[0], "sentence": said})
    return found


def _number(text: str) -> str:
    return f"{Decimal(text or 0):,f}"


def context(batch: ImportBatch, tab: str) -> dict[str, Any]:
    """Return what every tab shows: the columns, sums, refused cells and doubts."""
    refused = batch.rows.filter(values__refused=True).order_by("pk")[:8]
    count = batch.summary.get("counts", {}).get("waiting", 0)
    return {
        "tab": tab, "tabs": tabs(batch, tab), "heads": heads(batch), "sums": sums(batch), "records": count,
        "notes": notes(batch),
        "refused": [(row, one) for row in refused for one in row.refused][:12], "kept": min(count, MOST),
    }  # fmt: skip
