"""The dev workbooks with the headers other offices write: the same records, the same doubts."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import openpyxl
import pytest

from greenlight.base.reading import read_workbook, to_json
from greenlight.base.reading.json_form import dumps
from greenlight.base.tests.test_reading_fixtures import FOLDER, by_place, expected, places, plain
from greenlight.base.workbook import open_workbook
from greenlight.cli.papers import ledgers

RENAMED: dict[str, list[dict[str, str]]] = json.loads((FOLDER / "renamed_headers.json").read_text("utf-8"))
CASES = [(name, n) for name, many in RENAMED.items() for n in range(len(many))]


def other_words(name: str, words: dict[str, str]) -> tuple[bytes, str]:
    """The workbook with its headers in other words: the file, and what it is called."""
    path = FOLDER / expected(name)["workbook"]
    tops = {one["name"]: one.get("header_rows", []) for one in expected(name)["sheets"]}
    if path.suffix != ".xlsx":
        return as_text(path.read_bytes(), next(iter(tops.values())), words), "表.csv"
    book = openpyxl.load_workbook(path)
    for sheet in book:
        for row in tops.get(sheet.title, []):
            for cell in sheet[row]:
                if cell.value in words:
                    cell.value = words[cell.value]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue(), "表.xlsx"


def as_text(data: bytes, tops: list[int], words: dict[str, str]) -> bytes:
    """A .csv of the same rows: an office without Excel sends this."""
    (sheet,) = open_workbook(data)
    rows, out = [list(row) for row in sheet.rows()], io.StringIO(newline="")
    for top, left, bottom, _ in sheet.marks.merges:
        for at in range(top, bottom):
            rows[at][left - 1] = rows[top - 1][left - 1]
    for at, row in enumerate(rows, 1):
        csv.writer(out).writerow([words.get(str(cell), cell) if at in tops else cell for cell in row])
    return out.getvalue().encode("gb18030")


@pytest.mark.parametrize(("name", "n"), CASES)
def test_headers_in_other_words_give_the_same_records_and_doubts(name: str, n: int) -> None:
    data, file = other_words(name, RENAMED[name][n])
    reading = read_workbook(data, file, None, among=ledgers())
    read: dict[str, Any] = json.loads(dumps(to_json(reading)))
    wanted = expected(name)
    assert read["ledger_kind"] == wanted["ledger_kind"]
    got, right = by_place(read["records"]), by_place(wanted["records"])
    if file.endswith(".csv"):
        got = {("", *place[1:]): one for place, one in got.items()}
        right = {("", *place[1:]): one for place, one in right.items()}
    assert got.keys() == right.keys()
    differ = [
        (place, field)
        for place, record in right.items()
        for field, value in record.items()
        if not field.startswith("_") and plain(got[place].get(field)) != plain(value)
    ]
    assert differ == []
    if file.endswith(".xlsx"):
        assert places(read["problems"], "error", "warning") == places(wanted["problems"], "error", "warning")
