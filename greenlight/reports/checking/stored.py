"""What was found in a report, as its row keeps it, and back; the keys by which answers are remembered."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from greenlight.base.documents import Document, Place
from greenlight.kernel.facts import Comparator, Conflict, Fact, Kind, Table, Text

AROUND = (
    16  # letters of its line on each side that make a place the same place in another version of the file
)
Row = dict[str, Any]


def layout_of(document: Document) -> Row:
    """Return where the pieces of a document stand."""
    text = document.text
    return {
        "tables": [[list(row) for row in table.rows] for table in text.tables],
        "headings": [list(one) for one in text.headings],
        "places": [[place.start, place.end, place.label] for place in document.places],
        "notes": list(document.notes),
    }


def document_of(body: str, layout: Row, name: str, kind: str) -> Document:
    """Return the document a report was read from."""
    tables = tuple(
        Table(tuple(tuple(cell and (cell[0], cell[1]) for cell in row) for row in rows))
        for rows in layout.get("tables", [])
    )
    headings = tuple((one[0], one[1], one[2]) for one in layout.get("headings", []))
    places = tuple(Place(*one) for one in layout.get("places", []))
    return Document(Text(body, tables, headings, name), kind, tuple(layout.get("notes", [])), places)


def fact_row(fact: Fact) -> Row:
    """Return a fact as JSON holds it; numbers as text, so that none is rounded."""
    return {
        "indicator": fact.indicator, "value": format(fact.value, "f"), "unit": fact.unit,
        "kind": fact.kind.value, "comparator": fact.comparator.value, "is_target": fact.is_target,
        "period": fact.period, "start": fact.start, "end": fact.end, "step": format(fact.step, "f"),
        "scope": fact.scope, "sentence": fact.sentence, "clause": fact.clause, "table": fact.table,
    }  # fmt: skip


def fact_of(row: Row) -> Fact:
    """Return the fact of a row."""
    told = {**row, "value": Decimal(row["value"]), "step": Decimal(row["step"])}
    told |= {"kind": Kind(row["kind"]), "comparator": Comparator(row["comparator"])}
    return Fact(**told)


def finding_rows(conflicts: Iterable[Conflict], body: str) -> list[Row]:
    """Return the questions of a report as JSON holds them, each with its key."""
    seen: dict[str, int] = {}
    rows = []
    for conflict in conflicts:
        row = finding_row(conflict, body)
        times = seen[row["key"]] = seen.get(row["key"], 0) + 1
        if times > 1:  # the same words twice in one report are two questions
            row["key"] = hashlib.sha256(f"{row['key']}{times}".encode()).hexdigest()
        rows.append(row)
    return rows


def finding_row(conflict: Conflict, body: str) -> Row:
    """Return one question."""
    places = places_of(conflict)
    return {
        "key": key_of(conflict.rule, places, body), "rule": conflict.rule, "relation": conflict.relation,
        "computed": format(conflict.computed, "f"), "stated": format(conflict.stated, "f"),
        "unit": conflict.unit, "tolerance": format(conflict.tolerance, "f"), "worked": conflict.worked,
        "question": conflict.question, "answers": list(conflict.answers),
        "places": [list(one) for one in places],
        "stated_at": places.index((conflict.start, conflict.end)),
    }  # fmt: skip


def places_of(conflict: Conflict) -> list[tuple[int, int]]:
    """Return all places of a question, the stated one among them, in the order of the text."""
    told = conflict.places or tuple((fact.start, fact.end) for fact in conflict.facts)
    return sorted({*((one[0], one[1]) for one in told), (conflict.start, conflict.end)})


def key_of(rule: str, places: Sequence[tuple[int, int]], body: str) -> str:
    """Return what makes a question the same in another version: rule, numbers, the words around."""
    parts = [rule]
    for start, end in places:
        before = body[max(0, start - AROUND) : start].rpartition("\n")[2]
        parts += [before, body[start:end], body[end : end + AROUND].partition("\n")[0]]
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def hash_of(body: str) -> str:
    """Return the SHA-256 of a text."""
    return hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest()
