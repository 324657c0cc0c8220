"""What a batch keeps of a reading for its pages: plain JSON of bounded size, sentences included."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from greenlight.base.bulk import decimal_text
from greenlight.base.reading import ColumnRead, Reading, SheetTotal
from greenlight.base.reading.result import Question
from greenlight.base.reading.terms import Path, term

MOST_NOTES = 300
REASONS = {
    "title": "标题", "unit_row": "填报单位行", "header": "表头", "column_number_row": "列号行",
    "group": "分组行", "subtotal": "小计", "total": "合计", "note": "附注", "blank": "空行",
    "duplicate_row": "重复行", "duplicate_conflict": "同名而内容不同", "no_name": "没有名称",
}  # fmt: skip


def summary_of(reading: Reading) -> dict[str, Any]:
    """Return sheets, columns, totals, notes and column questions of a reading."""
    data = [one for one in reading.sheets if one.role == "data"]
    return {
        "kind": reading.kind,
        "records": len(reading.records),
        "sheets": [_sheet(one) for one in data],
        "other_sheets": [one.name for one in reading.sheets if one.role != "data"],
        "columns": [_column(one) for one in reading.columns],
        "asks": [_asks(one) for one in reading.questions],
        "totals": _totals(reading),
        "notes": _notes(reading),
        "notes_left_out": reading.problems_left_out,
    }


def _sheet(one: Any) -> dict[str, Any]:
    rows = one.header_rows
    header = f"第 {rows[0]}" + (f"—{rows[-1]}" if len(rows) > 1 else "") + " 行表头" if rows else "没有表头"
    return {"name": one.name, "header": header, "rows": list(rows)}


def _column(one: ColumnRead) -> dict[str, Any]:
    return {
        "sheet": one.sheet, "column": one.column, "header": one.header, "field": one.field or "",
        "period": one.period or "", "unit": one.unit or "", "hidden": one.hidden, "key": key_of(one.header),
    }  # fmt: skip


def key_of(header: str) -> str:
    """Return the name under which the choice for a header is remembered: no unit, year or month."""
    return Path(tuple(term(text) for text in header.split(" / "))).key() or header


def _asks(one: Question) -> dict[str, Any]:
    return {
        "kind": one.kind, "key": one.key, "sheet": one.sheet, "column": one.column, "header": one.header,
        "sentence": one.sentence, "options": list(one.options),
    }  # fmt: skip


def _totals(reading: Reading) -> list[dict[str, str]]:
    """Return the file's own 合计 beside the sum of its records, for amounts that matter."""
    whole = max(reading.sheet_totals, key=lambda one: one.records, default=None)
    return [] if whole is None else _lines_of(whole)


def _lines_of(whole: SheetTotal) -> list[dict[str, str]]:
    return [
        {
            "key": one.field, "cell": cell, "printed": decimal_text(one.value) or "",
            "summed": decimal_text(one.sum_of_records) or "",
            "gap": decimal_text(Decimal(one.value) - Decimal(one.sum_of_records)) or "0",
        }
        for cell, one in whole.cells.items()
    ]  # fmt: skip


def _notes(reading: Reading) -> list[dict[str, str]]:
    warned = [one for one in reading.problems if one.severity == "warning"]
    return [
        {
            "sheet": one.sheet,
            "cell": one.cell or "",
            "kind": one.kind,
            "sentence": one.sentence.split("：", 1)[-1],
        }
        for one in warned[:MOST_NOTES]
    ]
