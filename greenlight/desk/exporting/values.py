"""A line's cells as a sheet holds them: 万元 as kept, dates as precise as known, words for lights and stages.

The page shows 亿元 and whole 万元 to read quickly; a table that is sent on says 万元 to the last digit, as
its unit line tells.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from greenlight.base.clock import SHANGHAI
from greenlight.base.tables.shown import Shown
from greenlight.base.workbook.write_spec import Kind, Month, OutColumn, Value
from greenlight.base.writing import days_since, lamp
from greenlight.desk.table import cells
from greenlight.desk.table.sums import Sums
from greenlight.kernel import stages

Line = Mapping[str, Any]
Read = Callable[[Line], Value]
KINDS: dict[str, Kind] = {
    "money": "money", "area": "area", "percent": "percent", "date": "any", "bool": "bool",
    "integer": "integer",
}  # fmt: skip
WIDE = {"project_name": 30, "light": 34, "next_due": 26, "light_why": 30}
HAN = "零一二三四五六七八九"


def out_column(column: Shown, width: float | None = None) -> OutColumn:
    """Return the sheet's column: header with its unit, how its values are written, its width."""
    width = WIDE.get(column.name, width)
    if column.name in OWN:
        return OutColumn(column.header, width=width)
    unit = f"（{column.unit}）" if column.unit in ("万元", "亩", "%") else ""
    return OutColumn(column.header + unit, kind=KINDS.get(column.kind, "text"), width=width)


def reader(column: Shown, day: date) -> Read:
    """Return the function that takes a column's value out of a line, as of a day."""
    if column.name in OWN:
        return OWN[column.name](day)
    return READERS.get(column.kind, _text)(column)


def _text(column: Shown) -> Read:
    name = column.column
    return lambda line: line[name] or None


def _number(column: Shown) -> Read:
    name = column.column
    return lambda line: plain(line[name])


def plain(value: Decimal | None) -> Decimal | None:
    """Return an amount without trailing zeros."""
    if value is None:
        return None
    whole = value == value.to_integral_value()
    return value.quantize(Decimal(1)) if whole else value.normalize()


def _date(column: Shown) -> Read:
    name, precision = column.column, f"{column.column}_precision"
    return lambda line: dated(line[name], line.get(precision) or "day")


def dated(day: date | None, precision: str) -> Value:
    """Return a day as a date, a month as a month, a year as the text 2024年."""
    if day is None or precision == "day":
        return day
    return f"{day.year}年" if precision == "year" else Month(day.year, day.month)


def _moment(column: Shown) -> Read:
    name = column.column

    def read(line: Line) -> Value:
        at: datetime | None = line[name]
        return at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M") if at else None

    return read


def _bool(column: Shown) -> Read:
    name = column.column
    return lambda line: line[name]


def _choice(column: Shown) -> Read:
    name, labels = column.column, dict(column.choices)
    return lambda line: labels.get(line[name])


def _stage(_day: date) -> Read:
    def read(line: Line) -> Value:
        halt = cells.HALTS.get(line["halt"])
        word = stages.word(line["kind"], line["stage"])
        return f"{word}（{halt}）" if halt else word

    return read


def _light(day: date) -> Read:
    def read(line: Line) -> Value:
        colour, since = line["light"], line["light_since"]
        days = days_since(since, day) if colour in cells.CALLING else None
        why = cells.why_of(line["light_told"], line["light_more"], day) if since else "还没有算过灯"
        return lamp(colour).word + (f" {days} 天" if days else "") + (f"，{why}" if why else "")

    return read


def _next(_day: date) -> Read:
    def read(line: Line) -> Value:
        due = line["next_due"]
        return f"{line['next_name'] or ''} {due.isoformat()}".strip() if due else None

    return read


READERS: dict[str, Callable[[Shown], Read]] = {
    "money": _number, "area": _number, "percent": _number, "integer": _number, "number": _number,
    "date": _date, "moment": _moment, "bool": _bool, "choice": _choice,
}  # fmt: skip
OWN: dict[str, Callable[[date], Read]] = {"stage": _stage, "light": _light, "next_due": _next}


def sum_of(column: Shown, sums: Sums) -> Value:
    """Return what stands in a row of sums: amounts, the rate, lights counted by colour."""
    if column.name == "light":
        return "　".join(f"{lamp(colour).short}{n}" for colour, n in sums.lights.items() if n) or None
    if column.summed or column.name == "completion_rate_pct":
        found = sums.of(column.name)
        places = Decimal("0.1") if column.kind == "percent" else None
        return found if found is None else plain(found.quantize(places) if places else found)
    return None


def numeral(n: int) -> str:
    """Return the Chinese numeral that heads a group, 1 to 999: 一, 十二, 一百零三; digits beyond."""
    if not 0 < n < 1000:
        return str(n)
    hundreds, rest = divmod(n, 100)
    tens, ones = divmod(rest, 10)
    said = f"{HAN[hundreds]}百" if hundreds else ""
    if tens:
        said += ("" if tens == 1 and not hundreds else HAN[tens]) + "十"
    elif hundreds and ones:
        said += "零"
    return said + (HAN[ones] if ones else "")
