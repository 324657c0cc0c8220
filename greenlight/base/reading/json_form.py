"""A reading printed in the form of the test ledgers' expected.json."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from greenlight.base.ledger import Ledger
from greenlight.base.reading.engine import read_workbook
from greenlight.base.reading.result import Reading, Record, SheetRead, SheetTotal
from greenlight.base.workbook import DEFAULT
from greenlight.kernel.parse import plain


def to_json(reading: Reading) -> dict[str, Any]:
    """Return the reading as plain data: numbers as decimal texts, nothing left out."""
    return {
        "original_name": reading.name,
        "ledger_kind": reading.kind,
        "outcome": reading.outcome,
        "reject_reason": reading.reject_reason,
        "message": reading.message,
        "period_through": reading.period_through,
        "sheets": [_sheet(sheet) for sheet in reading.sheets],
        "columns": [
            {"sheet": c.sheet, "column": c.column, "header": c.header, "field": c.field,
             "period": c.period, "unit": c.unit, "hidden": c.hidden}
            for c in reading.columns
        ],
        "records": [_record(record) for record in reading.records],
        "not_imported": [
            {"sheet": n.sheet, "row": n.row, "reason": n.reason, "text": n.text}
            for n in reading.not_imported
        ],
        "problems": [
            {"sheet": p.sheet, "cell": p.cell, "row": p.row, "kind": p.kind, "severity": p.severity,
             "field": p.field, "raw": jsonable(p.raw), "sentence": p.sentence}
            for p in reading.problems
        ],
        "problems_left_out": reading.problems_left_out,
        "questions": [
            {"kind": q.kind, "key": q.key, "sheet": q.sheet, "column": q.column,
             "header": q.header, "sentence": q.sentence, "options": list(q.options)}
            for q in reading.questions
        ],
        "totals": jsonable(dict(reading.totals)),
        "sheet_totals": [_total(total) for total in reading.sheet_totals],
    }  # fmt: skip


def _sheet(sheet: SheetRead) -> dict[str, Any]:
    out: dict[str, Any] = {"name": sheet.name, "role": sheet.role, "state": sheet.state}
    if sheet.role == "data":
        out |= {
            "header_rows": list(sheet.header_rows),
            "first_row": sheet.first_row,
            "last_row": sheet.last_row,
        }
    return out


def _record(record: Record) -> dict[str, Any]:
    place: dict[str, Any] = {"_sheet": record.sheet, "_row": record.row}
    if record.column:
        place["_column"] = record.column
    return {**place, **jsonable(record.values)}


def _total(total: SheetTotal) -> dict[str, Any]:
    cells = {
        cell: {
            "field": figure.field,
            "value": plain(figure.value),
            "sum_of_records": plain(figure.sum_of_records),
            "matches": figure.matches,
        }
        for cell, figure in total.cells.items()
    }
    return {
        "sheet": total.sheet,
        "row": total.row,
        "label": total.label,
        "cells": cells,
        "records": total.records,
    }


def jsonable(value: Any) -> Any:
    """Return a value JSON can hold: Decimals and dates as texts, whole floats as integers."""
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 10**15:
        return int(value)
    if isinstance(value, dict):
        return {key: jsonable(one) for key, one in value.items()}
    return value


def cli_read(path: str | Path, among: Ledger | Sequence[Ledger], today: date | None = None) -> dict[str, Any]:
    """Read a file for the command line as the ledger it is of; OSError when there is no such file."""
    file = Path(path)
    with file.open("rb") as stream:
        data = stream.read(DEFAULT.file_size + 1)
    one = among if isinstance(among, Ledger) else None
    many = () if isinstance(among, Ledger) else among
    reading = read_workbook(data, file.name, one, among=many, today=today)
    return {"workbook": file.name, **to_json(reading)}


def dumps(reading: dict[str, Any]) -> str:
    """Print a reading as the command line does."""
    return json.dumps(reading, ensure_ascii=False, indent=1)
