"""The dev workbooks, read as a careful clerk reads them: every cell, every doubt, every row."""

import json
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from greenlight.base.reading import cli_read
from greenlight.base.reading.json_form import dumps
from greenlight.cli.papers import ledgers

FOLDER = Path(__file__).parents[3] / "tests" / "fixtures" / "ledgers"
EXPECTED = sorted(FOLDER.glob("*.expected.json"))
READ = (
    "a_project_progress", "b_investment_attraction", "c_enterprise_issues", "d1_signing_summary",
    "d2_signing_daily", "e_underused_land", "f_monthly_indicators", "g_growth_ladder", "h_hazards",
    "x1_formula_cells", "x4b_header_only",
)  # fmt: skip


def expected(name: str) -> dict[str, Any]:
    """What a careful clerk reads."""
    found: dict[str, Any] = json.loads((FOLDER / f"{name}.expected.json").read_text("utf-8"))
    return found


@cache
def got(name: str) -> dict[str, Any]:
    """What the importer reads, after a round through JSON."""
    read: dict[str, Any] = json.loads(dumps(cli_read(FOLDER / expected(name)["workbook"], ledgers())))
    return read


def by_place(records: list[dict[str, Any]]) -> dict[tuple[Any, ...], dict[str, Any]]:
    """Records by where they stand: sheet and row, the column of a matrix, the month of a wide row."""
    return {(r["_sheet"], r["_row"], r.get("_column"), r.get("month")): r for r in records}


def plain(value: Any) -> Any:
    """Texts are compared after NFKC and without white space (README)."""
    if isinstance(value, str):
        return "".join(unicodedata.normalize("NFKC", value).split())
    return {k: plain(v) for k, v in value.items()} if isinstance(value, dict) else value


def places(problems: list[dict[str, Any]], *severities: str) -> set[tuple[str, Any, str]]:
    """Problems as (sheet, cell or row, kind)."""
    return {
        (p["sheet"], p["cell"] or p["row"], p["kind"])
        for p in problems
        if not severities or p["severity"] in severities
    }


@pytest.mark.parametrize("path", EXPECTED, ids=lambda path: path.name.partition(".")[0])
def test_each_file_has_an_outcome_the_clerk_accepts(path: Path) -> None:
    name = path.name.partition(".")[0]
    wanted, read = expected(name), got(name)
    assert read["outcome"] in (wanted["outcome"], wanted.get("alternative_outcome"))
    if read["outcome"] == "rejected" and wanted["outcome"] == "rejected":
        assert read["reject_reason"] == wanted["reject_reason"]
    assert read["message"].endswith("。")


@pytest.mark.parametrize("name", READ)
def test_every_cell_of_every_record_is_read(name: str) -> None:
    read, wanted = by_place(got(name)["records"]), by_place(expected(name)["records"])
    assert read.keys() == wanted.keys()
    for place, record in wanted.items():
        for field, value in record.items():
            assert plain(read[place].get(field)) == plain(value), (place, field)


@pytest.mark.parametrize("name", READ)
def test_each_workbook_is_taken_for_the_ledger_it_is_and_nothing_is_asked(name: str) -> None:
    read = got(name)
    assert read["ledger_kind"] == expected(name)["ledger_kind"]
    assert read["questions"] == []
    assert read["totals"]["records"] == expected(name)["totals"].get("records", 0)
    assert read["totals"]["sums"].items() >= expected(name)["totals"].get("sums", {}).items()


@pytest.mark.parametrize("name", READ)
def test_every_problem_is_found_and_none_invented(name: str) -> None:
    wanted, read = expected(name)["problems"], got(name)["problems"]
    assert places(read) == places(wanted)
    grades = {(p["cell"], p["kind"]): p["severity"] for p in wanted}
    assert all(grades[p["cell"], p["kind"]] == p["severity"] for p in read)
    assert all(p["sentence"].startswith("「") and p["sentence"].endswith("。") for p in read)


@pytest.mark.parametrize("name", READ)
def test_every_row_that_is_no_record_is_named(name: str) -> None:
    def rows(entries: list[dict[str, Any]]) -> set[tuple[str, int, str]]:
        return {(n["sheet"], n["row"], n["reason"]) for n in entries}

    # The header of a table without a row is no more than that: the paper does not list it.
    extra = {("Sheet1", 1, "header")} if name == "x4b_header_only" else set()
    assert rows(got(name)["not_imported"]) - extra == rows(expected(name)["not_imported"])


def test_columns_sheets_and_totals_are_those_of_the_clerk() -> None:
    wanted, read = expected("a_project_progress"), got("a_project_progress")
    assert read["columns"] == wanted["columns"]
    assert read["sheets"] == wanted["sheets"]
    assert read["totals"] == wanted["totals"]
    assert plain(read["sheet_totals"][2]) == plain(wanted["sheet_totals"][2])
    assert read["sheet_totals"] == wanted["sheet_totals"]
    assert read["period_through"] == "2022-07"
    assert read["questions"] == []


def test_the_header_of_an_empty_table_is_said_to_have_no_rows() -> None:
    assert "没有一行数据" in got("x4b_header_only")["message"]
