"""What a page needs to open one cell for editing: its text, its unit, its choices, what it is typed over."""

from __future__ import annotations

import json
from typing import Any

from greenlight.base import keeping
from greenlight.base.imports.canonical import columns_of, flat, header, split
from greenlight.base.ledger import Column
from greenlight.base.reading.typed import example
from greenlight.desk.editing.cells import CellEdit, Weighed
from greenlight.people.models import Unit

KINDS = {
    "name": "text", "text": "text", "units": "units", "project_code": "text", "uscc": "text",
    "money": "money", "area": "area", "percent": "percent", "integer": "number", "date": "date",
    "bool": "choice", "choice": "choice", "phone": "text", "person": "text",
}  # fmt: skip
LONG = frozenset({"text"})
MOST_UNITS = 300


def control(column: Column, zone_id: int | None) -> dict[str, Any]:
    """Return how a column is typed: kind, unit, choices, an example; units of the zone to pick from."""
    choices = [[one.value, one.label] for one in column.choices]
    if column.kind == "bool":
        choices = [["是", "是"], ["否", "否"]]
    units = Unit.objects.filter(zone_id=zone_id or 0, dissolved_on__isnull=True).order_by("name")
    suggest = units.values_list("name", flat=True)[:MOST_UNITS] if column.field == "unit" else ()
    return {
        "kind": KINDS.get(column.kind, "text"), "long": column.kind in LONG, "unit": column.unit or "",
        "choices": choices, "suggest": list(suggest), "example": example(column),
    }  # fmt: skip


def facts(ledger: str, pk: int, key: str, zone_id: int | None, version: int) -> dict[str, Any]:
    """Return what opening a cell needs. `base` goes back with the text: what it was typed over."""
    bound = keeping.binding(ledger)
    columns = columns_of(bound.ledger)
    column = columns[split(key)[0]]
    values = flat(bound.current([pk])[pk])
    key = newest(column, key, values)
    value = values.get(key)
    return {
        **control(column, zone_id), "field": key, "header": header(columns, key), "version": version,
        "value": "" if value is None else typed(column, value), "base": json.dumps(value),
    }  # fmt: skip


def newest(column: Column, key: str, values: dict[str, Any]) -> str:
    """Return the key with its month: a column by month means its newest one on record."""
    if not column.by_month or "@" in key:
        return key
    return max((one for one in values if one.startswith(f"{key}@")), default=key)


def typed(column: Column, value: Any) -> str:
    """Write a canonical value the way it would be typed."""
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value)


def outcome(made: Weighed, edit: CellEdit, columns: dict[str, Column]) -> dict[str, Any]:
    """Tell a page what became of one cell."""
    found: dict[str, Any] = {"outcome": "same", "version": made.versions.get(edit.pk)}
    if made.refused:
        return found | {"outcome": "refused", "title": made.refused[0].sentence}
    if made.collided:
        one = made.collided[0]
        return found | {
            "outcome": "collided", "title": f"“{one.name}”的{one.header}刚被{one.who or '别人'}改过。",
            "mine": one.mine_shown, "theirs": one.theirs_shown, "base": json.dumps(one.theirs),
            "at": one.at.isoformat() if one.at else "", "who": one.who,
        }  # fmt: skip
    if made.asked:
        asked = made.asked[0]
        return found | {"outcome": "asks", "title": asked.sentence, "choices": list(asked.choices)}
    if made.written:
        cell = made.written[0]
        found |= {
            "outcome": "saved", "shown": cell.after_shown, "title": said(made), "undo": f"/undo/{made.seq}/",
            "value": "" if cell.after is None else typed(columns[split(cell.field)[0]], cell.after),
            "base": json.dumps(cell.after), "told": cell.told,
        }  # fmt: skip
    return found


def said(made: Weighed) -> str:
    """Say what an edit did in one sentence."""
    cell = made.written[0]
    if len(made.written) > 1 and len({one.pk for one in made.written}) > 1:
        rows = len({one.pk for one in made.written})
        return f"已改 {rows:,} 个项目的 {len(made.written):,} 格。"
    return f"“{cell.name[:20]}”的{cell.header}：{cell.before_shown[:20]} → {cell.after_shown[:20]}"
