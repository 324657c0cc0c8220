"""The clerk's own workbook with the refused cells red and commented; a new one for .xls and .csv."""

from __future__ import annotations

import re

from greenlight.base import files
from greenlight.base.models import ImportBatch
from greenlight.base.workbook import letter, open_workbook
from greenlight.base.workbook.annotate import CannotAnnotate, Mark, annotate
from greenlight.base.workbook.new_annotated import new_annotated

MOST_MARKS = 20_000
CELL = re.compile(r"\b[A-Z]{1,3}[1-9]\d{0,6}\b")


def marks_of(batch: ImportBatch) -> list[Mark]:
    """Return a mark for every refused cell, in the order of the rows."""
    rows = batch.rows.exclude(refused=[]).order_by("pk").values_list("sheet", "refused")
    found = [
        Mark(sheet, one["cell"], f"没有收：{one['sentence']}")
        for sheet, refused in rows.iterator(chunk_size=2000)
        for one in refused
        if one["cell"]
    ]
    asked = [
        Mark(card["sheet"], cell, f"要确认：{card['title']}")
        for card in batch.summary.get("questions", [])
        if card["sheet"] and card["key"] not in batch.answers
        for cell in CELL.findall(card["place"])
    ]
    return (found + asked)[:MOST_MARKS]


def marked(batch: ImportBatch) -> tuple[bytes, str]:
    """Return the marked workbook and its name; raise Refused when the file cannot be marked."""
    data, marks = files.content(batch.file), marks_of(batch)
    stem = batch.file.name.rsplit(".", 1)[0]
    told = f"不收 {len(marks)} 格，见红色单元格的批注。" if marks else "没有不收的格。"
    try:
        return annotate(data, marks, told), f"{stem}（标注）.xlsx"
    except CannotAnnotate:
        return new_copy(data, marks, told), f"{stem}（标注）.xlsx"


def new_copy(data: bytes, marks: list[Mark], told: str) -> bytes:
    """Return a new .xlsx for a file that cannot be patched in place (.xls, .csv)."""
    book = open_workbook(data)
    sheets = {sheet.name: sheet for sheet in book}
    merges = {name: [area(one) for one in sheet.marks.merges] for name, sheet in sheets.items()}
    rows = {name: [list(row) for row in sheet.rows()] for name, sheet in sheets.items()}
    return new_annotated(rows, [one for one in marks if one.sheet in rows], told, merges)


def area(merge: tuple[int, int, int, int]) -> str:
    """Write a merged area as A1:B2."""
    top, left, bottom, right = merge
    return f"{letter(left)}{top}:{letter(right)}{bottom}"
