"""Reading a workbook from its bytes to its records: the order of the steps, and nothing else."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Literal

from greenlight.base.ledger import Ledger
from greenlight.base.reading import gather, totals
from greenlight.base.reading.duplicates import drop_repeats
from greenlight.base.reading.facts import sheet_facts
from greenlight.base.reading.headers import LOOKED_AT, find_header, sure
from greenlight.base.reading.kinds import other_ledger
from greenlight.base.reading.layout import lay_out
from greenlight.base.reading.result import Block, Problem, Reading, Records, SheetRead
from greenlight.base.reading.table import Table
from greenlight.base.workbook import (
    DEFAULT,
    Deadline,
    Limits,
    Rejected,
    Sheet,
    number,
    open_workbook,
)

Progress = Callable[[int, int], None]
SAMPLE = 400  # rows looked at before reading: header, and what the columns hold


def read_workbook(
    data: bytes,
    name: str,
    ledger: Ledger,
    *,
    choices: Mapping[str, str] | None = None,
    today: date | None = None,
    limits: Limits = DEFAULT,
    progress: Progress | None = None,
) -> Reading:
    """Read a clerk's workbook.

    `choices` are answers given before: `field:<header key>` → field ("" for none),
    `unit:<header key>` → 万元, `year` → 2022, `period` → 2022-07. `today` only gives the year of
    a sheet that names none. `progress(done, total)` counts rows and may raise to cancel.
    A file that cannot be read gives a Reading with outcome rejected; nothing else is raised.
    """
    clock = Deadline(limits.seconds)
    try:
        return _read(data, name, ledger, dict(choices or {}), today, limits, clock, progress)
    except Rejected as refusal:
        return Reading("rejected", ledger.kind, name, refusal.reason, str(refusal))


def _read(
    data: bytes,
    name: str,
    ledger: Ledger,
    choices: dict[str, str],
    today: date | None,
    limits: Limits,
    clock: Deadline,
    progress: Progress | None,
) -> Reading:
    book = open_workbook(data, limits, clock)
    year = int(choices["year"]) if choices.get("year", "").isdigit() else None
    found = [_look(sheet, ledger, name, year or (today.year if today else None)) for sheet in book]
    tables = _data_tables(found, ledger)
    for table in tables:
        lay_out(table, choices, limits)
        gather.gather(table, clock, progress)
    drop_repeats(tables)
    for table in tables:
        gather.conclude(table)
    return _reading(name, ledger, found, tables, limits)


Look = tuple[Sheet, list[list[Any]], Table | None]


def _look(sheet: Sheet, ledger: Ledger, file: str, year: int | None) -> Look:
    """Look at the first rows of a sheet for a table of the ledger."""
    head = sheet.head(SAMPLE)
    header = find_header(head, sheet, ledger)
    if header is None:
        return sheet, head, None
    facts = sheet_facts(sheet, head, header, file, year)
    return sheet, head, Table(sheet, head, header, facts, ledger)


def _strength(table: Table, ledger: Ledger) -> int:
    fields = {sure(path, ledger) for path in table.header.paths.values()}
    return len(fields & set(ledger.strong))


def _data_tables(found: list[Look], ledger: Ledger) -> list[Table]:
    """Choose the sheets to read, or refuse a workbook that is another ledger's."""
    strengths = {id(t): _strength(t, ledger) for _, _, t in found if t is not None}
    own: list[Table] = []
    for _, head, table in found:
        strength = strengths[id(table)] if table else 0
        foreign = other_ledger(_texts(head), strength)
        if foreign is None and table is not None and strength:
            own.append(table)
    best = max((strengths[id(table)] for table in own), default=0)
    own = [table for table in own if strengths[id(table)] >= min(best, 2)]
    visible = [table for table in own if table.sheet.state == "visible"]
    if visible:
        return visible
    _refuse(found, ledger, bool(own))
    return []


def _refuse(found: list[Look], ledger: Ledger, hidden: bool) -> None:
    if hidden:
        raise Rejected("hidden_sheets")
    for _, head, _ in found:
        foreign = other_ledger(_texts(head), 0)
        if foreign:
            raise Rejected("other_ledger", foreign)
    raise Rejected("no_table", ledger.column(ledger.key).header)


def _texts(head: list[list[Any]]) -> list[str]:
    return [value for row in head[: min(LOOKED_AT, 15)] for value in row if isinstance(value, str) and value]


def _reading(name: str, ledger: Ledger, found: list[Look], tables: list[Table], limits: Limits) -> Reading:
    data = {id(table.sheet): table for table in tables}
    compared = [total for table in tables for total in totals.compare(table)]
    problems = [problem for table in tables for problem in sorted(table.problems, key=_order)]
    reading = Reading("imported", ledger.kind, name)
    reading.sheets = [_sheet_read(sheet, data.get(id(sheet))) for sheet, _, _ in found]
    reading.columns = [column for table in tables for column in table.columns]
    reading.records = Records([_block(table) for table in tables])
    reading.not_imported = [
        row for table in tables for row in sorted(table.set_aside, key=lambda one: one.row)
    ]
    reading.problems = problems[: limits.problems]
    reading.problems_left_out = max(0, len(problems) - limits.problems)
    reading.totals = totals.overall(tables)
    reading.sheet_totals = compared
    reading.questions = [question for table in tables for question in table.questions]
    reading.period_through = max((t.facts.period for t in tables if t.facts.period), default=None)
    reading.message = _message(reading)
    return reading


def _order(problem: Problem) -> tuple[int, int]:
    letters = (problem.cell or "").rstrip("0123456789")
    return problem.row or 0, number(letters) if letters else 0


def _sheet_read(sheet: Sheet, table: Table | None) -> SheetRead:
    state: Literal["visible", "hidden"] = "visible" if sheet.state == "visible" else "hidden"
    if table is None:
        return SheetRead(sheet.name, "irrelevant", state)
    empty = table.last_row <= table.header.bottom
    first = None if empty else table.header.bottom + 1
    return SheetRead(sheet.name, "data", state, table.header.rows, first, None if empty else table.last_row)


def _block(table: Table) -> Block:
    letters = {key: column.column for key, column in table.by_key.items()}
    return Block(table.sheet.name, table.rows, table.values, letters, table.raws)


def _message(reading: Reading) -> str:
    count = len(reading.records)
    if not count:
        return "找到了表头，但下面没有一行数据；请填好后再导入。"
    errors = sum(problem.severity == "error" for problem in reading.problems)
    warnings = sum(problem.severity == "warning" for problem in reading.problems)
    return f"读到 {count} 条记录，{errors} 处错误未读入，{warnings} 处需要核对。"
