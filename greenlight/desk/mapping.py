"""The form of the column screen, and of the questions: what was posted, in the words of the deeds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from greenlight.base import keeping
from greenlight.base.imports.actions import KEEP
from greenlight.base.ledger import Ledger
from greenlight.base.models import ImportBatch

UNITS = {"money": ("万元", "亿元", "元"), "area": ("亩", "公顷", "平方米"), "percent": ("%",)}
MOST = 500


def context(batch: ImportBatch) -> dict[str, Any]:
    """Return the columns with their choices; those that are asked about come first."""
    ledger = keeping.ledger(batch.ledger)
    asks = {one["column"]: one for one in batch.summary.get("asks", []) if one["column"]}
    rows = [
        {**one, "n": n, "ask": asks.get(one["column"]), "units": _units(ledger, one)}
        for n, one in enumerate(batch.summary.get("columns", [])[:MOST])
        if one["header"]
    ]
    rows.sort(key=lambda row: row["ask"] is None)
    fields = [(one.field, one.header) for one in ledger.columns if one.kept or one.kind == "month"]
    return {
        "columns": rows, "fields": fields, "asked": len(asks), "unknown": _unknown(rows),
        "books": [(one.name, one.title) for one in keeping.declared()],
        "which": next((one for one in batch.summary.get("asks", []) if one["kind"] == "ledger"), None),
    }  # fmt: skip


def _unknown(rows: list[dict[str, Any]]) -> int:
    return sum(1 for row in rows if not row["field"])


def _units(ledger: Ledger, column: Mapping[str, Any]) -> tuple[str, ...]:
    kinds = {one.field: one.kind for one in ledger.columns}
    options = {one for ask in UNITS.values() for one in ask}
    if not column["field"]:
        return tuple(sorted(options)) if column.get("ask") else ()
    return UNITS.get(kinds.get(column["field"], ""), ())


def chosen(post: Mapping[str, str], batch: ImportBatch) -> dict[str, dict[str, str]]:
    """Return {header key: {field, unit}} for the columns whose choice differs from what was read."""
    made: dict[str, dict[str, str]] = {}
    for n, one in enumerate(batch.summary.get("columns", [])[:MOST]):
        field, unit = post.get(f"f{n}"), post.get(f"u{n}", "")
        asked = any(ask["column"] == one["column"] for ask in batch.summary.get("asks", []))
        if field is None or (field == one["field"] and unit in ("", one["unit"]) and not asked):
            continue
        made[one["key"]] = {"field": KEEP if field == one["field"] and field else field, "unit": unit}
    return made


def given(post: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Return {question: {value, text}} from fields k0, a0, t0, k1, …"""
    made: dict[str, dict[str, str]] = {}
    for name, key in post.items():
        number = name[1:]
        if name[:1] == "k" and number.isdigit() and len(key) <= 200:
            text = post.get(f"t{number}", "")
            made[key] = {"value": post.get(f"a{number}", ""), "text": text}
    return made
