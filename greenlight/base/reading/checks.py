"""Comparisons between the cells of a row, and of a cell with its column.

Each rule of the papers (README of the test ledgers, "between cells") is one function; it finds
the rows in arrays and words only those.
"""

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any

import numpy as np

from greenlight.base.reading.cells import MILLION, NULL, decimal
from greenlight.base.reading.table import Ints, Table, missing
from greenlight.kernel.parse import Note, plain, span

_ONE_WAN = MILLION  # 1万元
_HALF_POINT = MILLION // 2
_ENOUGH = 5  # values a column needs before one of them can be said to be out of line
_DAY_ZERO = 0


def check(table: Table) -> None:
    """Run the checks of the ledger on what was read."""
    suspect_units(table)
    told: set[tuple[int, str, str]] = set()
    for one in table.ledger.checks:
        for at, key, detail in RULES[one.rule](table, *one.fields):
            row = table.rows[at]
            if (row, key, one.kind) not in told:
                told.add((row, key, one.kind))
                table.report(row, key, Note(one.kind, detail), table.written(at, key))


Found = list[tuple[int, str, str]]


def negative_month(table: Table, name: str) -> Found:
    """Amounts of a month below zero."""
    found: Found = []
    for key in table.keys_of(name):
        numbers = table.numbers(key)
        if numbers is not None:
            found += [(at, key, "") for at in _places((numbers < 0) & ~missing(numbers))]
    return found


def ytd_decreased(table: Table, name: str) -> Found:
    """A cumulative amount below that of an earlier month of the same year."""
    found: Found = []
    months = table.months(name)
    for earlier, later in pairwise(months):
        if earlier[:4] == later[:4]:
            before, after = _pair(table, f"{name}@{earlier}", f"{name}@{later}")
            bad = _both(before, after) & (after < before)
            found += [(at, f"{name}@{later}", _wan(before[at])) for at in _places(bad)]
    return found


def ytd_sum_mismatch(table: Table, name: str, month_name: str) -> Found:
    """Cumulative amount ≠ that of the month before + the month's (over 1万元)."""
    found: Found = []
    months = table.months(name)
    for month in months:
        year, number = month[:4], int(month[5:])
        now, step = table.numbers(f"{name}@{month}"), table.numbers(f"{month_name}@{month}")
        earlier = table.numbers(f"{name}@{year}-{number - 1:02d}")
        if now is None or step is None or (earlier is None and number != 1):
            continue
        before = np.zeros_like(now) if earlier is None else earlier
        known = _both(now, step) & ~missing(before)
        bad = known & (np.abs(_safe(now) - _safe(before) - _safe(step)) > _ONE_WAN)
        found += [(at, f"{name}@{month}", f"{_wan(before[at])}+{_wan(step[at])}") for at in _places(bad)]
    return found


def whole_mismatch(table: Table, whole: str, before: str, name: str) -> Found:
    """开工以来累计 ≠ that to the end of the year before + this year's (over 1万元; B 48)."""
    key = table.latest(name)
    wholes, befores = table.numbers(whole), table.numbers(before)
    amounts = table.numbers(key) if key else None
    if wholes is None or befores is None or amounts is None:
        return []
    known = _both(wholes, befores) & ~missing(amounts)
    bad = known & (np.abs(_safe(wholes) - _safe(befores) - _safe(amounts)) > _ONE_WAN)
    return [(at, whole, f"{_wan(befores[at])}+{_wan(amounts[at])}") for at in _places(bad)]


def rate_mismatch(table: Table, rate: str, done: str, plan: str) -> Found:
    """A completion rate more than half a point from done / plan."""
    done_key, rates, plans = table.latest(done), table.numbers(rate), table.numbers(plan)
    amounts = table.numbers(done_key) if done_key else None
    if rates is None or plans is None or amounts is None:
        return []
    known = _both(rates, plans) & ~missing(amounts) & (plans > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        computed = amounts.astype(float) / plans * 100
    bad = known & (np.abs(computed - rates / MILLION) > _HALF_POINT / MILLION + 1e-9)
    return [(at, rate, f"{computed[at]:.1f}") for at in _places(bad)]


def completed_exceeds_total(table: Table, done: str, total: str, before: str = "") -> Found:
    """Completed (plus what was completed in the years before) above the total investment."""
    key, totals = table.latest(done), table.numbers(total)
    amounts = table.numbers(key) if key else None
    if key is None or amounts is None or totals is None:
        return []
    earlier = table.numbers(before) if before else None
    completed = _safe(amounts) + (_safe(earlier) if earlier is not None else 0)
    bad = _both(amounts, totals) & (completed > totals)
    of = table.ledger.column(total).header
    return [(at, key, f"{_wan(completed[at])} 万元超过{of} {_wan(totals[at])} 万元") for at in _places(bad)]


def earlier(table: Table, finish: str, start: str) -> Found:
    """The last day the finish can mean lies before the first day the start can mean."""
    finishes, starts = table.values.get(finish), table.values.get(start)
    if finishes is None or starts is None:
        return []
    ends, begins = _days(finishes, last=True), _days(starts, last=False)
    bad = (ends != _DAY_ZERO) & (begins != _DAY_ZERO) & (ends < begins)
    header = table.by_key[start].header.rpartition(" / ")[2] if start in table.by_key else ""
    return [(at, finish, f"{header} {starts[at]}") for at in _places(bad)]


def status_contradiction(table: Table, flag: str, on: str, amount: str) -> Found:
    """Not started, yet with a date of start or with money spent."""
    flags, dates = table.values.get(flag), table.values.get(on)
    key = table.latest(amount)
    numbers = table.numbers(key) if key else None
    found: Found = []
    for at, value in enumerate(flags or ()):
        if value is False:
            if dates is not None and dates[at]:
                found.append((at, flag, f"实际开工时间为 {dates[at]}"))
            elif numbers is not None and numbers[at] > 0:
                found.append((at, flag, f"已完成投资 {_wan(numbers[at])} 万元"))
    return found


def closed_or_not(table: Table, flag: str, on: str) -> Found:
    """Closed without a date, or with a date and not closed."""
    flags, dates = table.values.get(flag), table.values.get(on)
    if flags is None or on not in table.places:
        return []
    found: Found = []
    for at, value in enumerate(flags):
        day = dates[at] if dates is not None else None
        if value is False and day:
            found.append((at, flag, f"{table.ledger.column(on).header}为 {day}"))
        elif value is True and day is None and on not in table.raws.get(table.rows[at], {}):
            found.append((at, flag, f"没有{table.ledger.column(on).header}"))
    return found


def over_100(table: Table, done: str, total: str, rate: str = "") -> Found:
    """More done than there is: told at the rate when one is printed, else at the number."""
    dones, totals = _pair(table, done, total)
    rates = table.numbers(rate) if rate else None
    bad = _both(dones, totals) & (dones > totals)
    shown = np.zeros(len(bad), dtype=bool) if rates is None else rates > 100 * MILLION
    return [(at, rate if shown[at] else done, "") for at in _places(bad | shown)]


def remaining(table: Table, left: str, total: str, done: str) -> Found:
    """What is left ≠ the whole less what is done (nothing done when nothing is written)."""
    lefts, totals = _pair(table, left, total)
    dones = table.numbers(done)
    if dones is None:
        return []
    rest = _safe(totals) - _safe(dones)
    bad = _both(lefts, totals) & (np.abs(lefts - rest) > MILLION // 20)
    return [(at, left, _wan(rest[at])) for at in _places(bad)]


def threshold(table: Table, gap: str, *amounts: str) -> Found:
    """A gap ≠ the threshold in its header (2000万元 if none) less what is expected, or reached so far."""
    gaps = table.numbers(gap)
    known = [one for name in amounts if (one := table.numbers(name)) is not None]
    if gaps is None or not known:
        return []
    line = _threshold(table.by_key[gap].header) * MILLION
    fits = np.zeros(len(gaps), dtype=bool)
    for numbers in known:
        rest = line - _safe(numbers)
        fits |= missing(numbers) | (np.abs(np.where(rest < 0, 0, rest) - gaps) <= _ONE_WAN)
        fits |= np.abs(rest - gaps) <= _ONE_WAN
    bad = ~missing(gaps) & ~fits
    return [(at, gap, _wan(max(0, line - int(_safe(known[0])[at])))) for at in _places(bad)]


def _threshold(header: str) -> int:
    found = re.search(r"(\d+)\s*万", header) or re.search(r"(\d{3,5})", header)
    return int(found.group(1)) if found else 2000


def below(table: Table, lower: str, upper: str) -> Found:
    """The expected figure of the year lies below what is reached already."""
    lowers, uppers = _pair(table, lower, upper)
    bad = _both(lowers, uppers) & (lowers < uppers)
    return [(at, lower, _wan(uppers[at])) for at in _places(bad)]


def exceeds(table: Table, part: str, whole: str) -> Found:
    """A part larger than its whole."""
    return [(at, part, detail) for at, _, detail in below(table, whole, part)]


def growth(table: Table, rate: str, now: str, before: str) -> Found:
    """A growth rate more than half a point from now / before - 1, month by month."""
    found: Found = []
    for key in table.keys_of(rate):
        month = key.removeprefix(rate)
        rates, nows = table.numbers(key), table.numbers(f"{now}{month}")
        befores = table.numbers(f"{before}{month}")
        if rates is None or nows is None or befores is None:
            continue
        known = _both(rates, nows) & ~missing(befores) & (befores > 0)
        with np.errstate(divide="ignore", invalid="ignore"):
            computed = (nows.astype(float) / befores - 1) * 100
        bad = known & (np.abs(computed - rates / MILLION) > _HALF_POINT / MILLION + 1e-9)
        found += [(at, key, f"{computed[at]:.2f}") for at in _places(bad)]
    return found


def line_total(table: Table, total: str, name: str) -> Found:
    """The sum at the end of a row ≠ its days."""
    totals = table.numbers(total)
    days = [one for key in table.keys_of(name) if (one := table.numbers(key)) is not None]
    if totals is None or not days:
        return []
    summed = np.sum([_safe(one) for one in days], axis=0)
    bad = ~missing(totals) & (totals != summed)
    return [(at, total, _wan(summed[at])) for at in _places(bad)]


RULES: dict[str, Callable[..., Found]] = {
    "negative_month": negative_month,
    "ytd_decreased": ytd_decreased,
    "ytd_sum_mismatch": ytd_sum_mismatch,
    "whole_mismatch": whole_mismatch,
    "rate_mismatch": rate_mismatch,
    "rate_over_100": over_100,
    "yoy_mismatch": growth,
    "completed_exceeds_total": completed_exceeds_total,
    "disposed_exceeds_area": exceeds,
    "expected_below_ytd": below,
    "remaining_mismatch": remaining,
    "remaining_mismatch:threshold": threshold,
    "total_mismatch:line": line_total,
    "finish_before_start": earlier,
    "closed_before_received": earlier,
    "rectified_before_found": earlier,
    "deadline_before_received": earlier,
    "status_contradiction": status_contradiction,
    "status_contradiction:closed": closed_or_not,
}


def suspect_units(table: Table) -> None:
    """Refuse amounts that are in line with their column only when taken in another unit."""
    for key, values in list(table.values.items()):
        column = table.by_key.get(key)
        if column is None or column.unit not in ("亿元", "万元") or table.declared(key).by_month:
            continue
        numbers = values.numbers
        steady = table.declared(key).steady
        for at in _out_of_line(numbers, both_ways=steady and column.unit == "万元"):
            _refuse_unit(table, key, numbers, at)
        for at in _out_of_row(table, numbers) if steady else ():
            _refuse_unit(table, key, numbers, at)


def _refuse_unit(table: Table, key: str, numbers: Ints, at: int) -> None:
    row, column = table.rows[at], table.by_key[key]
    note = Note("unit_suspect", f"本列单位是{column.unit}")
    raw = table.written(at, key)
    if isinstance(raw, Decimal):
        raw = plain(raw / 10_000 if column.unit == "亿元" else raw)
    numbers[at] = NULL
    table.report(row, key, note, raw)


def _out_of_line(numbers: Ints, both_ways: bool) -> list[int]:
    """Places some 10,000 times off the column's middle, and in line when divided (or multiplied)."""
    known = numbers[~missing(numbers) & (numbers > 0)]
    if len(known) < _ENOUGH:
        return []
    middle = float(np.median(known))
    sound = known[(known < middle * 100) & (known > middle / 100)].astype(float)
    low, high = sound.min() / 3, sound.max() * 3
    ratio = np.where(missing(numbers), 0, numbers).astype(float)
    large = (ratio > middle * 500) & (ratio / 10_000 >= low) & (ratio / 10_000 <= high)
    if not both_ways:
        return _places(large)
    small = (ratio > 0) & (ratio < middle / 500) & (ratio * 10_000 >= low) & (ratio * 10_000 <= high)
    return _places(large | small)


def _out_of_row(table: Table, numbers: Ints) -> list[int]:
    """Totals that dwarf the year's plan 3,000 times: the column, or a short table, is off."""
    plans = table.numbers("annual_plan")
    if plans is None:
        return []
    known = _both(numbers, plans) & (plans > 0) & (numbers > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = numbers.astype(float) / plans
    return _places(known & ((ratio > 3_000) | (ratio < 1 / 3_000)))


def _places(mask: Any) -> list[int]:
    return [int(at) for at in np.flatnonzero(mask)]


def _pair(table: Table, one: str, other: str) -> tuple[Ints, Ints]:
    first, second = table.numbers(one), table.numbers(other)
    size = len(table.rows)
    empty = np.full(size, NULL, dtype=np.int64)
    return (empty if first is None else first), (empty if second is None else second)


def _both(one: Ints, other: Ints) -> Any:
    return ~missing(one) & ~missing(other)


def _safe(numbers: Ints) -> Ints:
    return np.where(missing(numbers), 0, numbers)


def _wan(number: Any) -> str:
    value = decimal(int(number))
    return "" if value is None else plain(value)


def _days(values: Sequence[Any], last: bool) -> Ints:
    seen: dict[Any, int] = {None: _DAY_ZERO}
    for value in set(values):
        if value is not None:
            seen[value] = span(value)[last].toordinal()
    return np.array([seen[value] for value in values], dtype=np.int64)
