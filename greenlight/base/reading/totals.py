"""Total rows against the records: what they say, over which rows, and whether it is so."""

import re
from collections.abc import Sequence
from typing import Any

import numpy as np

from greenlight.base.reading.cells import MILLION, NULL, decimal
from greenlight.base.reading.cells import micro as as_micro
from greenlight.base.reading.result import Problem, SheetTotal, TotalCell
from greenlight.base.reading.rows import counted
from greenlight.base.reading.table import Special, Table
from greenlight.base.workbook import letter
from greenlight.kernel.parse import plain, read_money, squeeze
from greenlight.kernel.parse.numbers import read_area

Range = tuple[int, int]  # first and last row, both included
_SAID = (
    ("total_investment", re.compile(r"(?<!年度)总投资(?:额|规模)?(?:约|达|为|共)?([\d.]+)(亿元|万元)")),
    ("annual_plan", re.compile(r"年度?计划(?:完成)?投资(?:额)?(?:约|达|为)?([\d.]+)(亿元|万元)")),
)
_SAID_COUNT = re.compile(
    r"(?:项目|共|总计|合计)(?:有|计)?(\d+)(?:个|项)(?!月)|(\d+)(?:个|项)(?:重[点大])?项目"
)


def compare(table: Table) -> list[SheetTotal]:
    """Compare every total row with its records, and report what does not agree."""
    found: list[SheetTotal] = []
    for at, special in enumerate(table.specials):
        if special.label.startswith("其中"):
            continue
        printed = _printed(table, special)
        ranges = candidates(table, at)
        best = max(ranges, key=lambda area: _agreement(table, printed, area, special.label))
        total = _total(table, special, printed, best)
        if total.cells:
            found.append(total)
        _report(table, special, total, best)
    _check_sentence(table)
    return found


def candidates(table: Table, at: int) -> list[Range]:
    """Return the rows a total row may be the sum of, the likeliest first."""
    special, specials = table.specials[at], table.specials
    first, last = table.header.bottom + 1, table.last_row
    if special.reason == "group":
        end = (s.row for s in specials[at + 1 :] if s.reason == "group" and s.level <= special.level)
        return [(special.row + 1, next(end, last + 1) - 1)]
    if special.reason == "total":
        before = [s.row for s in specials[:at] if s.reason == "total"]
        return [(first, last)] + ([(before[-1] + 1, special.row - 1)] if before else [])
    return _subtotal_ranges(table, at, first, last)


def _subtotal_ranges(table: Table, at: int, first: int, last: int) -> list[Range]:
    special, specials = table.specials[at], table.specials
    starts = [s.row + 1 for s in specials[:at]]
    nearest = starts[-1] if starts else first
    above = [(start, special.row - 1) for start in [nearest, *reversed(starts[:-1]), first]]
    after = [s.row - 1 for s in specials[at + 1 :]]
    below = [(special.row + 1, end) for end in [*after, last]]
    has_above = _count(table, (nearest, special.row - 1)) > 0
    return [*above, *below] if has_above else [*below, *above]


def _printed(table: Table, special: Special) -> dict[str, int]:
    """Read the figures of a total row, in millionths, by column."""
    found: dict[str, int] = {}
    for key, at in table.places.items():
        declared = table.declared(key)
        column = table.by_key[key]
        if not declared.summed or at >= len(special.cells):
            continue
        read = (read_money if declared.kind == "money" else read_area)(special.cells[at], column.unit)
        if read.value is not None:
            found[key] = as_micro(read.value)
    return found


def _slice(table: Table, area: Range) -> slice:
    low = int(np.searchsorted(table.rows, area[0], side="left"))
    return slice(low, int(np.searchsorted(table.rows, area[1], side="right")))


def _count(table: Table, area: Range) -> int:
    part = _slice(table, area)
    return int(part.stop - part.start)


def _sum(table: Table, key: str, area: Range) -> int:
    numbers = table.numbers(key)
    if numbers is None:
        return 0
    part = numbers[_slice(table, area)]
    return int(part[part != NULL].sum())


def _agreement(table: Table, printed: dict[str, int], area: Range, label: str) -> int:
    agreed = sum(_sum(table, key, area) == value for key, value in printed.items())
    return int(agreed) * 2 + int(counted(label) == _count(table, area))


def _total(table: Table, special: Special, printed: dict[str, int], area: Range) -> SheetTotal:
    cells: dict[str, TotalCell] = {}
    for key, value in printed.items():
        place = f"{table.by_key[key].column}{special.row}"
        said, summed = decimal(value), decimal(_sum(table, key, area))
        if said is not None and summed is not None:
            cells[place] = TotalCell(key, said, summed)
    label = str(special.cells[special.label_at]).strip()
    return SheetTotal(table.sheet.name, special.row, label, cells, _count(table, area))


def _report(table: Table, special: Special, total: SheetTotal, area: Range) -> None:
    for cell, figure in total.cells.items():
        if not figure.matches:
            raw = special.cells[table.places[figure.field]]
            table.problems.append(
                Problem(total.sheet, cell, special.row, "total_mismatch", "warning",
                        figure.field.partition("@")[0], raw, f"{plain(figure.sum_of_records)} 万元")
            )  # fmt: skip
    said, here = counted(special.label), _count(table, area)
    if said is not None and said != here:
        cell = f"{letter(special.label_at + 1)}{special.row}"
        table.problems.append(
            Problem(total.sheet, cell, special.row, "count_mismatch", "warning", None, said, str(here))
        )


def _check_sentence(table: Table) -> None:
    """Compare the figures a sentence above the table names with the records."""
    for row, line in enumerate(table.head[: table.header.top - 1], 1):
        for at, text in enumerate(line):
            if isinstance(text, str) and any(char.isdigit() for char in text):
                _check_text(table, f"{letter(at + 1)}{row}", row, squeeze(text))


def _check_text(table: Table, cell: str, row: int, text: str) -> None:
    whole = (table.header.bottom + 1, table.last_row)
    count = _SAID_COUNT.search(text)
    said = int(count.group(1) or count.group(2)) if count else None
    if said is not None and said != len(table.rows):
        _tell(table, cell, row, "count_mismatch", said, str(len(table.rows)))
    for key, pattern in _SAID:
        found = pattern.search(text)
        if found and table.numbers(key) is not None:
            summed = _sum(table, key, whole)
            if not _rounds_to(summed, found.group(1), found.group(2)):
                shown = plain(decimal(summed) or decimal(0) or 0)  # type: ignore[arg-type]
                _tell(table, cell, row, "header_total_mismatch", found.group(0), f"{shown} 万元")


def _rounds_to(summed: int, digits: str, unit: str) -> bool:
    """Tell whether a sum, rounded as the sentence is, gives the sentence's figure."""
    places = len(digits.partition(".")[2])
    scale = MILLION * (10_000 if unit == "亿元" else 1)
    return bool(abs(summed / scale - float(digits)) <= 0.5000001 * 10**-places)


def _tell(table: Table, cell: str, row: int, kind: str, raw: Any, detail: str) -> None:
    table.problems.append(Problem(table.sheet.name, cell, row, kind, "warning", None, raw, detail))


def overall(blocks: Sequence[Table]) -> dict[str, Any]:
    """Sum the records of all sheets: records, sums, and how many of each choice."""
    ledger = blocks[0].ledger
    totals: dict[str, Any] = {"records": sum(len(table.rows) for table in blocks)}
    sums: dict[str, int] = {}
    for table in blocks:
        for key in table.values:
            if table.declared(key).summed:
                whole = (0, max(table.last_row, table.header.bottom))
                sums[key] = sums.get(key, 0) + _sum(table, key, whole)
    totals["sums"] = {key: decimal(value) for key, value in sums.items()}
    for column in ledger.columns:
        if column.kind in ("choice", "bool"):
            totals.update(_counts(blocks, column.field, column.kind))
    if totals["records"] and "started" in totals:
        totals["start_rate_pct"] = _percent(totals["started"], totals["records"])
    return totals


def _counts(blocks: Sequence[Table], name: str, kind: str) -> dict[str, int]:
    counts: dict[str, int] = {}
    for table in blocks:
        for value in table.values.get(name, ()):
            if value is not None and value is not False:
                word = name if kind == "bool" else str(value)
                counts[word] = counts.get(word, 0) + 1
        if kind == "bool" and name in table.values:
            counts.setdefault(name, 0)
    return counts


def _percent(part: int, whole: int) -> str:
    tenths = (part * 2000 + whole) // (whole * 2)
    return f"{tenths // 10}.{tenths % 10}" if tenths % 10 else str(tenths // 10)
