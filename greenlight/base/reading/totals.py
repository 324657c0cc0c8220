"""Total rows against the records: what they say, over which rows, and whether it is so."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import numpy as np

from greenlight.base.reading.cells import MILLION, NULL, decimal
from greenlight.base.reading.cells import micro as as_micro
from greenlight.base.reading.result import Problem, SheetTotal, TotalCell
from greenlight.base.reading.rows import counted
from greenlight.base.reading.table import Special, Table
from greenlight.base.workbook import letter
from greenlight.kernel.parse import plain, read_count, read_money, squeeze
from greenlight.kernel.parse.numbers import AREA, MONEY, read_area

Range = tuple[int, int]  # first and last row, both included
_READ = {"money": read_money, "area": read_area}
UNITS = {"money": "万元", "area": "亩", "integer": ""}


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
        raw, reads = special.cells[at], _READ.get(declared.kind)
        read = reads(raw, column.unit) if reads else read_count(raw)
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
    return int(agreed) * 2 + int(counted(label, table.ledger.nouns) == _count(table, area))


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
            raw, summed = special.cells[table.places[figure.field]], figure.sum_of_records
            table.problems.append(
                Problem(total.sheet, cell, special.row, "total_mismatch", "warning",
                        figure.field.partition("@")[0], raw, _worded(table, figure.field, summed))
            )  # fmt: skip
    said, here = counted(special.label, table.ledger.nouns), _count(table, area)
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
    for said in table.ledger.said:
        found = re.search(said.pattern, text)
        if not found or (said.given[0] and table.whole.get(said.given[0]) != said.given[1]):
            continue
        digits = next(one for one in found.groups() if one and one[0].isdigit())
        if not said.of or table.ledger.column(said.of).kind == "bool":
            _check_count(table, cell, row, said.of, int(digits))
        else:
            _check_sum(table, (cell, row), said.of, digits, found)


def _check_count(table: Table, cell: str, row: int, of: str, said: int) -> None:
    if of and of not in table.values:
        return
    here = sum(value is True for value in table.values[of]) if of else len(table.rows)
    if said != here:
        _tell(table, cell, row, "count_mismatch", said, str(here))


def _check_sum(table: Table, place: tuple[str, int], name: str, digits: str, found: "re.Match[str]") -> None:
    """Compare a sum: of all days when it is kept by day, of the last month when by month."""
    by_day = table.ledger.column(name).by_month == "day"
    keys = [*table.keys_of(name)] if by_day else [key for key in [table.latest(name)] if key]
    if not any(table.numbers(key) is not None for key in keys):
        return
    whole = (table.header.bottom + 1, table.last_row)
    summed = sum(_sum(table, key, whole) for key in keys)
    if not _rounds_to(summed, digits, found.groupdict().get("unit") or ""):
        said = _worded(table, keys[-1], decimal(summed))
        _tell(table, *place, "header_total_mismatch", found.group(0), said)


def _worded(table: Table, key: str, value: Decimal | None) -> str:
    """Say a sum in the unit its column is written in."""
    kind = table.declared(key).kind
    unit = table.by_key[key].unit or UNITS.get(kind, "")
    scale = {"money": MONEY, "area": AREA}.get(kind, {}).get(unit, Decimal(1))
    return f"{plain((value or Decimal(0)) / scale)} {unit}".strip()


def _rounds_to(summed: int, digits: str, unit: str) -> bool:
    """Tell whether a sum, rounded as the sentence is, gives the sentence's figure."""
    places = len(digits.partition(".")[2])
    scale = MILLION * (10_000 if unit == "亿元" else 1)
    return bool(abs(summed / scale - float(digits)) <= 0.5000001 * 10**-places)


def _tell(table: Table, cell: str, row: int, kind: str, raw: Any, detail: str) -> None:
    table.problems.append(Problem(table.sheet.name, cell, row, kind, "warning", None, raw, detail))


def overall(blocks: Sequence[Table], records: int) -> dict[str, Any]:
    """Sum the records of all sheets: records, sums, and how many of each choice."""
    ledger = blocks[0].ledger
    totals: dict[str, Any] = {"records": records}
    sums: dict[str, int] = {}
    for table in blocks:
        for key in table.values:
            if table.declared(key).summed and table.declared(key).kept:
                whole = (0, max(table.last_row, table.header.bottom))
                name = key if ledger.rows == "one" else key.partition("@")[0]
                sums[name] = sums.get(name, 0) + _sum(table, key, whole)
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
