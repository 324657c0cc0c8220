"""Reading a workbook from its bytes to its records: the order of the steps, and nothing else."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from greenlight.base.ledger import Ledger
from greenlight.base.reading import gather, kinds, shapes, totals
from greenlight.base.reading.duplicates import drop_repeats
from greenlight.base.reading.facts import sheet_facts
from greenlight.base.reading.headers import sure
from greenlight.base.reading.layout import lay_out
from greenlight.base.reading.result import Problem, Question, Reading, Records, SheetRead
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
Choices = Mapping[str, str] | Callable[[Ledger], Mapping[str, str]]
SAMPLE = 400  # rows looked at before reading: header, and what the columns hold


def read_workbook(
    data: bytes,
    name: str,
    ledger: Ledger | None,
    *,
    among: Sequence[Ledger] = (),
    choices: Choices | None = None,
    today: date | None = None,
    limits: Limits = DEFAULT,
    progress: Progress | None = None,
) -> Reading:
    """Read a clerk's workbook.

    `ledger` is what it must be a table of: one that is surely of another ledger of `among` is refused.
    Without it the workbook is read as the ledger of `among` it looks like; when two are as likely,
    that is a question. `choices` are answers given before, by ledger when they are a function:
    `field:<header key>` → field ("" for none), `unit:<header key>` → 万元, `year` → 2022, `period` → 2022-07.
    `today` only gives the year of a sheet that names none. `progress(done, total)` counts rows and may
    raise to cancel. A file that cannot be read gives a Reading with outcome rejected; nothing else is raised.
    """
    clock = Deadline(limits.seconds)
    asked = _Asked(name, ledger, among or ((ledger,) if ledger else ()), choices or {}, today)
    try:
        return _read(data, asked, limits, clock, progress)
    except Rejected as refusal:
        kind = ledger.kind if ledger else ""
        return Reading(
            "rejected", kind, name, refusal.reason, str(refusal), ledger=ledger.name if ledger else ""
        )


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a reading was asked for."""

    name: str
    ledger: Ledger | None
    among: Sequence[Ledger]
    choices: Choices
    today: date | None

    def answers(self, ledger: Ledger) -> dict[str, str]:
        return dict(self.choices(ledger) if callable(self.choices) else self.choices)


def _read(data: bytes, asked: _Asked, limits: Limits, clock: Deadline, progress: Progress | None) -> Reading:
    book = open_workbook(data, limits, clock)
    pages = [kinds.look(sheet, sheet.head(SAMPLE), asked.among, asked.name) for sheet in book]
    ledger, others = _choose(pages, asked)
    choices = asked.answers(ledger)
    year = int(choices["year"]) if choices.get("year", "").isdigit() else None
    year = year or (asked.today.year if asked.today else None)
    tables = _data_tables([_table(page, ledger, asked.name, year) for page in pages], ledger)
    for table in tables:
        lay_out(table, choices, limits)
        gather.gather(table, clock, progress)
    drop_repeats(tables)
    for table in tables:
        gather.conclude(table)
    reading = _reading(asked.name, ledger, pages, tables, limits)
    if others:
        reading.questions.insert(0, _which_ledger(pages[0].sheet.name, ledger, others))
    return reading


def _choose(pages: list[kinds.Page], asked: _Asked) -> tuple[Ledger, list[Ledger]]:
    """Return the ledger to read as, and the others it may as well be; refuse a table of another."""
    found, is_sure = kinds.choose(pages, asked.among)
    if asked.ledger is not None:
        if found and is_sure and found[0].name != asked.ledger.name:
            raise Rejected("other_ledger", found[0].title)
        return asked.ledger, []
    if not found:
        first = asked.among[0]
        raise Rejected("no_table", first.column(first.key).header)
    return found[0], [] if is_sure else found[1:4]


def _which_ledger(sheet: str, ledger: Ledger, others: list[Ledger]) -> Question:
    names = "》《".join(one.title for one in others)
    sentence = f"这份表按《{ledger.title}》读，也像《{names}》；请确认是哪一种。"
    return Question("ledger", "ledger", sheet, "", ledger.title, sentence,
                    tuple(one.name for one in (ledger, *others)))  # fmt: skip


def _table(page: kinds.Page, ledger: Ledger, file: str, year: int | None) -> Table | None:
    """The table of the ledger in a sheet that is its own."""
    if ledger.name not in page.headers or not kinds.is_of(page, ledger):
        return None
    own, header = page.headers[ledger.name]
    facts = sheet_facts(page.sheet, page.head, header, file, year)
    return Table(page.sheet, page.head, header, facts, own)


def _strength(table: Table, ledger: Ledger) -> int:
    fields = {sure(path, ledger) for path in table.header.paths.values()} - {None, table.ledger.key}
    return len(fields & set(ledger.strong)) if ledger.strong else len(fields)


def _data_tables(found: list[Table | None], ledger: Ledger) -> list[Table]:
    """Choose the sheets to read; refuse a workbook that has none to be seen."""
    strengths = {id(table): _strength(table, ledger) for table in found if table is not None}
    own = [table for table in found if table is not None and strengths[id(table)]]
    best = max((strengths[id(table)] for table in own), default=0)
    own = [table for table in own if strengths[id(table)] >= min(best, 2)]
    visible = [table for table in own if table.sheet.state == "visible"]
    if visible:
        return visible
    raise Rejected("hidden_sheets") if own else Rejected("no_table", ledger.column(ledger.key).header)


def _reading(
    name: str, ledger: Ledger, pages: list[kinds.Page], tables: list[Table], limits: Limits
) -> Reading:
    data = {id(table.sheet): table for table in tables}
    blocks = [shapes.block(table) for table in tables]
    compared = [total for table in tables for total in totals.compare(table)]
    problems = [problem for table in tables for problem in sorted(table.problems, key=_order)]
    reading = Reading("imported", ledger.kind, name, ledger=ledger.name)
    reading.sheets = [_sheet_read(page.sheet, data.get(id(page.sheet))) for page in pages]
    reading.columns = [column for table in tables for column in table.columns]
    reading.records = Records(blocks)
    reading.not_imported = [
        row for table in tables for row in sorted(table.set_aside, key=lambda one: one.row)
    ]
    reading.problems = problems[: limits.problems]
    reading.problems_left_out = max(0, len(problems) - limits.problems)
    reading.totals = totals.overall(tables, len(reading.records))
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


def _message(reading: Reading) -> str:
    count = len(reading.records)
    if not count:
        return "找到了表头，但下面没有一行数据；请填好后再导入。"
    errors = sum(problem.severity == "error" for problem in reading.problems)
    warnings = sum(problem.severity == "warning" for problem in reading.problems)
    return f"读到 {count} 条记录，{errors} 处错误未读入，{warnings} 处需要核对。"
