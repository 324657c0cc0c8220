"""Records of tables that are wider than one record a row: a row of months, a matrix of days."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from greenlight.base.reading.cells import Micro
from greenlight.base.reading.result import Block
from greenlight.base.reading.table import Table
from greenlight.kernel.parse import Note

DATE, MONTH = "date", "month"  # the fields a day matrix and a row of months give their records


def block(table: Table) -> Block:
    """Return the records of a table as columns."""
    if table.ledger.rows == "months" and not table.long:
        return _months(table)
    if table.ledger.rows == "days" and not table.long:
        return _days(table)
    letters = {key: column.column for key, column in table.by_key.items()}
    return Block(table.sheet.name, table.rows, _plain(table), letters, table.raws)


def _plain(table: Table) -> dict[str, Any]:
    """The values; whole numbers of things as int."""
    return {
        key: [None if one is None else int(one) for one in values]
        if isinstance(values, Micro) and table.declared(key).kind == "integer"
        else values
        for key, values in table.values.items()
        if table.declared(key).kept
    }


def _of_the_row(table: Table) -> list[str]:
    """The fields a row gives to each of its records."""
    return [key for key in table.values if "@" not in key and table.declared(key).kept]


def _months(table: Table) -> Block:
    """One record for a row and a month in which it says something."""
    values = _plain(table)
    fixed = _of_the_row(table)
    months = sorted({key.partition("@")[2] for key in values if "@" in key})
    names = list(dict.fromkeys(key.partition("@")[0] for key in values if "@" in key))
    made: dict[str, list[Any]] = {name: [] for name in [*fixed, MONTH, *names]}
    rows: list[int] = []
    none = [None] * len(table.rows)
    for at, row in enumerate(table.rows):
        for month in months:
            said = {name: values.get(f"{name}@{month}", none)[at] for name in names}
            if any(one is not None for one in said.values()) or _noted(table, row, f"@{month}"):
                rows.append(row)
                _add(made, {**{name: values[name][at] for name in fixed}, MONTH: month, **said})
    letters = {key.partition("@")[0]: column.column for key, column in table.by_key.items()}
    return Block(table.sheet.name, rows, made, letters, table.raws)


def _add(made: dict[str, list[Any]], record: dict[str, Any]) -> None:
    for name, value in record.items():
        made[name].append(value)


def _noted(table: Table, row: int, ending: str) -> bool:
    """Tell whether a cell of the row, of this month or day, was written and refused."""
    return any(key.endswith(ending) for key in table.raws.get(row, {}))


def _days(table: Table) -> Block:
    """One record for a row and a day; an empty cell on a day others wrote for is 0."""
    values, fixed = _plain(table), _of_the_row(table)
    keys = [key for key in values if "@" in key]
    name = keys[0].partition("@")[0] if keys else ""
    made: dict[str, list[Any]] = {one: [] for one in [*fixed, DATE, *filter(None, [name])]}
    rows: list[int] = []
    columns: list[str] = []
    for at, key, day in _written(table, values, keys):
        rows.append(table.rows[at])
        columns.append(table.by_key[key].column)
        given = {one: values[one][at] for one in fixed}
        _add(made, {**given, DATE: day, name: values[key][at]})
    letters = {key: column.column for key, column in table.by_key.items() if "@" not in key}
    return Block(table.sheet.name, rows, made, letters, table.raws, columns)


def _written(table: Table, values: dict[str, Any], keys: list[str]) -> Iterator[tuple[int, str, str | None]]:
    """The cells of a matrix that are records: on a day of which any row says something, every row does.

    A day nobody wrote anything for is none: of April the table knows what it says, and no more.
    """
    said: set[str | None] = set()
    found = [(at, key, day) for at in range(len(table.rows)) for key, day in _dates(table, at, keys)]
    for at, key, day in found:
        if values[key][at] is not None or _noted(table, table.rows[at], key):
            said.add(day)
            if day is None and values[key][at]:
                written = key.partition("@")[2]
                table.report(table.rows[at], key, Note("date_invalid", "（对不上月份）"), written)
    for at, key, day in found:
        if day in said and (day is not None or values[key][at]):
            if values[key][at] is None and not _noted(table, table.rows[at], key):
                values[key][at] = 0
            yield at, key, day


def _dates(table: Table, at: int, keys: list[str]) -> Iterator[tuple[str, str | None]]:
    """The date of every day column in one row: by the row's own month, else the sheet's."""
    own = next((one.field for one in table.ledger.columns if one.kind == "month"), "")
    months = table.values.get(own)
    month = (months[at] if months else None) or table.facts.period
    for key in keys:
        yield key, _day(key.partition("@")[2], month, table.facts.year)


def _day(written: str, month: str | None, year: int | None) -> str | None:
    """Complete 21 by the month of the row, 03-21 by the year of the sheet."""
    if len(written) == 2:
        written = f"{month}-{written}" if month else ""
    elif len(written) == 5:
        written = f"{(month or '')[:4] or year}-{written}"
    try:
        return date.fromisoformat(written).isoformat()
    except ValueError:
        return None
