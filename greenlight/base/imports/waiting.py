"""A workbook of a ledger whose room is not there yet: its records wait in the preview, nothing is written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from greenlight.base import bulk, keeping
from greenlight.base.imports.canonical import flat
from greenlight.base.imports.deciding import Refusal
from greenlight.base.imports.items import NOTHING, text
from greenlight.base.imports.planning import CHUNK, FIELDS, MOST_LEFT_OUT, Progress
from greenlight.base.imports.telling import summary_of
from greenlight.base.models import ImportBatch, ImportRow
from greenlight.base.reading import Reading
from greenlight.base.reading.json_form import jsonable
from greenlight.base.reading.sentences import shown

MOST = 20_000  # records kept for the pages; the file itself holds them all
Outcome = ImportRow.Outcome
Stored = tuple[Any, ...]


def hold(batch: ImportBatch, reading: Reading, progress: Progress) -> None:
    """Keep what was read for the pages of the preview; the same reading replaces itself."""
    ImportRow.objects.filter(batch=batch).delete()
    refused, fields, total = _refused(reading), set[str](), min(len(reading.records), MOST)
    for n, part in enumerate(bulk.chunks(_records(batch, reading, refused, fields), CHUNK)):
        progress(min(n * CHUNK, total), total)
        bulk.insert_new(ImportRow, FIELDS, list(part), batch=batch.pk)
    bulk.insert_new(ImportRow, FIELDS, _left_out(reading, refused), batch=batch.pk)
    batch.summary = {
        **summary_of(reading), "fields": sorted(fields), "questions": [], "cells": 0,
        "counts": {"waiting": len(reading.records), "left_out": len(reading.not_imported)},
        "refused": sum(1 for one in reading.problems if one.severity == "error"),
    }  # fmt: skip
    batch.state, batch.message, batch.plan_hash = ImportBatch.State.WAITING, "", ""
    batch.save(update_fields=["state", "message", "summary", "period", "plan_hash", "ledger"])


def _refused(reading: Reading) -> dict[tuple[str, int], list[dict[str, str]]]:
    """The cells that are not taken, by the row they stand in."""
    found: dict[tuple[str, int], list[dict[str, str]]] = {}
    for one in reading.problems:
        if one.severity == "error" and one.row:
            sentence = one.sentence.split("：", 1)[-1]
            cell = Refusal(one.cell or "", one.field or "", shown(one.raw), sentence)
            found.setdefault((one.sheet, one.row), []).append(cell.stored())
    return found


def _records(
    batch: ImportBatch,
    reading: Reading,
    refused: dict[tuple[str, int], list[dict[str, str]]],
    fields: set[str],
) -> Iterator[Stored]:
    """The records as rows of the preview; a refused cell goes with the first record of its row."""
    ledger = keeping.ledger(batch.ledger)
    for n, record in enumerate(reading.records):
        if n == MOST:
            return
        values = {key: one for key, one in flat(jsonable(dict(record.values))).items() if one is not None}
        fields.update(values)
        name = next((values[key] for key in (ledger.key, *ledger.other_keys) if values.get(key)), "")
        cells = refused.pop((record.sheet, record.row), [])
        flags: dict[str, Any] = {"column": record.column} if record.column else {}
        if cells:
            flags["refused"] = True
        told = (record.sheet[:60], record.row, str(name)[:300], str(Outcome.WAITING))
        yield (*told, "", None, None, flags, NOTHING, text(values), cells, {})


def _left_out(reading: Reading, refused: dict[tuple[str, int], list[dict[str, str]]]) -> list[Stored]:
    """The rows that are no records, with what is wrong in them (a repeated row that says otherwise)."""
    made: list[Stored] = []
    for one in reading.not_imported[:MOST_LEFT_OUT]:
        cells = refused.pop((one.sheet, one.row), [])
        flags = {"reason": one.reason, **({"refused": True} if cells else {})}
        told = (one.sheet[:60], one.row, (one.text or "")[:300], str(Outcome.LEFT_OUT))
        made.append((*told, "", None, None, flags, NOTHING, NOTHING, cells, {}))
    return made
