"""Deadlines given as a number of days: counted from the row's own dates by the State Council's calendar."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from greenlight.base.calendars import china
from greenlight.base.reading.cells import NULL, Micro, micro
from greenlight.base.reading.table import Table
from greenlight.kernel.parse import Counted, Note, span

WORKDAYS = "_workdays"  # deadline → deadline_workdays: the N of "N个工作日"


def count(table: Table) -> None:
    """Put dates in the place of "5个工作日" and "15日内"; the N of workdays goes to its own field."""
    for column in table.ledger.columns:
        if column.kind == "deadline" and column.field in table.values:
            _count(table, column.field, column.counted_from)


def _count(table: Table, name: str, bases: tuple[str, ...]) -> None:
    values = list(table.values[name])
    known = {field: table.values[field] for field in bases if field in table.values}
    days: list[int | None] = [None] * len(values)
    for at, value in enumerate(values):
        if isinstance(value, Counted):
            days[at] = value.days if value.clock == "workdays" else None
            start = next((dates[at] for dates in known.values() if dates[at]), None)
            values[at] = _due(value, start)
            if values[at] is None:
                table.report(table.rows[at], name, Note("deadline_without_start"), table.written(at, name))
    table.values[name] = values
    _keep_days(table, name + WORKDAYS, days)


def _due(counted: Counted, start: str | None) -> str | None:
    """Count from a whole day; its own day is not counted."""
    if start is None or len(start) < 10:
        return None
    day = span(start)[0]
    if counted.clock == "workdays":
        return china().add(day, counted.days).isoformat()
    return (day + timedelta(days=counted.days)).isoformat()


def _keep_days(table: Table, name: str, days: list[int | None]) -> None:
    if not any(one.field == name for one in table.ledger.columns):
        return
    own: Any = table.values.get(name) or [None] * len(days)
    merged = [b if a is None else a for a, b in zip(days, own, strict=True)]
    table.values[name] = Micro.of([NULL if one is None else micro(Decimal(one)) for one in merged])
