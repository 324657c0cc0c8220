"""The classic monthly table: all columns of the ledger, the months of one period; it reads back unchanged."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from greenlight.base import keeping
from greenlight.base.ledger import Column, Ledger
from greenlight.base.tables.look import Look
from greenlight.base.workbook.write import stream
from greenlight.base.workbook.write_csv import stream_csv
from greenlight.base.workbook.write_spec import SIGNATURE, Kind, Month, OutColumn, SheetSpec, Value
from greenlight.desk.table.seen import Seen
from greenlight.people.models import User, Zone

KINDS: dict[str, Kind] = {
    "money": "money", "area": "area", "percent": "percent", "date": "any", "bool": "bool",
    "integer": "integer",
}  # fmt: skip
CHUNK = 1000
MONTH = re.compile(r"(19|20)[0-9]{2}-(0[1-9]|1[0-2])")
UNITS = {"万元": "万元", "亩": "亩", "%": "%"}


def export_ledger(user: User, name: str, *, suffix: str = ".xlsx") -> Iterator[bytes]:
    """Stream a ledger as .xlsx or .csv; KeyError when there is no such ledger."""
    keeping.binding(name)
    return export_all(Seen(user, Look()), suffix=suffix)


def export_all(seen: Seen, *, suffix: str = ".xlsx", period: str = "") -> Iterator[bytes]:
    """Stream all columns of the rows that are seen, as a workbook or csv; `period` ("2022-07") is theirs."""
    known = period if MONTH.fullmatch(period) else None
    sheet = spec(seen.user, seen.sheet.ledger.name, list(seen.ids()), known)
    return stream_csv(sheet) if suffix == ".csv" else stream(sheet)


def spec(user: User, name: str, ids: list[int], period: str | None) -> SheetSpec:
    """Lay the ledger out as a clerk sends it on: title, unit line, 序号, 合计, signature."""
    ledger = keeping.binding(name).ledger
    period = period or newest_period(name, ids)
    columns = [(one, months(one, period)) for one in ledger.columns if one.kind != "light"]
    zone = Zone.objects.filter(pk=user.scope.home or 0).first()
    flat = [(one, month) for one, found in columns for month in found]
    return SheetSpec(
        title=title(zone, ledger),
        unit_line=unit_line(zone, user.scope.day),
        columns=[out_column(one, month) for one, month in flat],
        rows=table(name, ids, flat, period),
        totals=totals(name, ids, flat, period),
        signature=SIGNATURE,
        sheet_name="重点项目",
    )


def title(zone: Zone | None, ledger: Ledger) -> str:
    """Return the title of a sheet: the zone and what the table is called."""
    return f"{zone.name if zone else ''}{ledger.title}"


def unit_line(zone: Zone | None, day: date) -> str:
    """Say who fills it in, until when, in which unit."""
    who = (zone.committee or zone.name) if zone else ""
    return f"填报单位：{who}　　截止时间：{day.year}年{day.month}月{day.day}日　　单位：万元"


def newest_period(name: str, ids: list[int]) -> str | None:
    """Return the newest month any of the first records reports, as the month of the sheet."""
    current = keeping.binding(name).current(ids[:CHUNK])
    seen = [max(values["ytd_investment"]) for values in current.values() if values.get("ytd_investment")]
    return max(seen, default=None)


def months(column: Column, period: str | None) -> list[str | None]:
    """Return the month of a column by month; it has no column of its own when nothing is reported."""
    if not column.by_month:
        return [None]
    return [period] if period else []


def out_column(column: Column, month: str | None) -> OutColumn:
    """Name a column as clerks do: 1-7月累计完成投资（万元）, 2022年度计划投资（万元）."""
    kind = KINDS.get(column.kind, "text")
    unit = f"（{UNITS[column.unit]}）" if column.unit in UNITS else ""
    return OutColumn(header(column, month) + unit, kind=kind, width=column.width)


def header(column: Column, month: str | None) -> str:
    """Put the period into the header, so that the sheet says by itself what it is about."""
    if month is None:
        return column.header
    number = int(month[5:])
    year = month[:4]
    span = f"1-{number}月" if number > 1 else "1月"
    return f"{year}年{span}累计完成投资" if column.by_month == "ytd" else f"{year}年{number}月完成投资"


def table(
    name: str, ids: list[int], columns: list[tuple[Column, str | None]], period: str | None
) -> Iterator[list[Value]]:
    """Yield the rows, a thousand records a query."""
    bound = keeping.binding(name)
    for start in range(0, len(ids), CHUNK):
        part = ids[start : start + CHUNK]
        current = bound.current(part, period)
        for pk in part:
            yield [typed(column, month, current[pk].get(column.field)) for column, month in columns]


def typed(column: Column, month: str | None, value: Any) -> Value:
    """Return a canonical value as the sheet holds it."""
    if month is not None:
        value = (value or {}).get(month)
    if value is None or value == "":
        return None
    if column.kind in ("money", "area", "percent", "integer"):
        return Decimal(str(value))
    if column.kind == "date":
        return dated(str(value))
    if column.kind == "choice":
        return next((one.label for one in column.choices if one.value == value), str(value))
    return value if isinstance(value, bool) else str(value)


def dated(text: str) -> Value:
    """Return a day as a date, a month as a month, a year as the text 2024年."""
    if len(text) == 4:
        return f"{text}年"
    if len(text) == 7:
        return Month(int(text[:4]), int(text[5:]))
    return date.fromisoformat(text)


def totals(
    name: str, ids: list[int], columns: list[tuple[Column, str | None]], period: str | None
) -> list[Value]:
    """Add up the summed columns over the same rows."""
    sums: dict[int, Decimal] = {n: Decimal(0) for n, (column, _) in enumerate(columns) if column.summed}
    rows: Iterable[list[Value]] = table(name, ids, columns, period)
    for row in rows:
        for n in sums:
            value = row[n]
            if isinstance(value, Decimal):
                sums[n] += value
    return [sums.get(n) for n in range(len(columns))]
