"""What is seen as sheets of A4 landscape: title, unit line, 序号, sums of groups, 合计, signature line.

Amounts are whole 万元 without separators, as official papers have them; a light keeps its shape and word.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from greenlight.base.tables.shown import Shown
from greenlight.base.workbook.write_spec import Month, Value
from greenlight.base.writing import MISSING, count, mu, rate, wan
from greenlight.desk.exporting import values
from greenlight.desk.exporting.classic import title
from greenlight.desk.exporting.seen import data_line, runs
from greenlight.desk.table import cells, drawing, heading
from greenlight.desk.table.seen import Seen
from greenlight.desk.table.sums import Sums
from greenlight.people.models import Zone

MOST_ROWS = 2000  # more is no paper any more
LAST = "remark"
NARROW, TINY = 12, 18  # columns from which the letters get smaller
SIGNED_BY = ("填表人", "审核人", "负责人", "日期")
LONG = ("text",)  # kinds whose cells may be long: they get the room that is left
SHORT = ("choice", "bool", "date", "moment", "phone", "person")  # kinds whose cells stay in one line
# How wide columns are beside each other, in characters.
NUMBER_WEIGHT, OTHER = 4.5, 8
WEIGHTS = {
    "project_name": 18, "light": 17, "stage": 5, "next_due": 13, "text": 15, "name": 12, "units": 9,
    "money": 8, "area": 7, "percent": 6.5, "date": 10.5, "bool": 5, "choice": 6, "phone": 10,
    "project_code": 14, "moment": 10,
}  # fmt: skip


@dataclass(frozen=True)
class Part:
    """The rows of one group under its head, or all rows without one."""

    head: SafeString
    rows: SafeString


def sheet(seen: Seen) -> dict[str, Any]:
    """Return what the paper is drawn from; without rows when there are too many for paper."""
    zone = Zone.objects.filter(pk=seen.user.scope.home or 0).first()
    columns = in_order(seen.columns)
    too_many = seen.sums.count > MOST_ROWS
    return {
        "title": title(zone, seen.sheet.ledger),
        "line": data_line(seen, zone),
        "columns": [(one.header, unit_of(one), kind_of(one)) for one in columns],
        "widths": widths(columns),
        "parts": [] if too_many else parts(seen, columns),
        "total": sum_row(
            columns, f"合计（{count(seen.sums.count)} 项）", seen.sums, "", seen.sheet.ledger.key
        ),
        "too_many": too_many,
        "most": MOST_ROWS,
        "count": seen.sums.count,
        "size": "tiny" if len(columns) > TINY else "small" if len(columns) > NARROW else "",
        "signed_by": SIGNED_BY,
    }


def in_order(columns: Sequence[Shown]) -> list[Shown]:
    """Return the columns as they are seen, 备注 last."""
    return sorted(columns, key=lambda one: one.name == LAST)


def unit_of(column: Shown) -> str:
    """Return the unit under a header; amounts are always in 万元."""
    return column.unit if column.unit in ("万元", "亩", "%") else ""


def kind_of(column: Shown) -> str:
    """Return the class of a column: a number, a name, a long text."""
    if column.kind in heading.NUMBERS:
        return "num"
    if column.name == "project_name":
        return "name"
    if column.kind in LONG or column.name in ("light", "next_due"):
        return "long"
    return "short" if column.kind in SHORT else ""


def widths(columns: list[Shown]) -> list[str]:
    """Return the share of the sheet each column gets, 序号 first, in per cent."""
    weights = [NUMBER_WEIGHT, *(WEIGHTS.get(one.name) or WEIGHTS.get(one.kind, OTHER) for one in columns)]
    return [f"{one * 100 / sum(weights):.2f}%" for one in weights]


def parts(seen: Seen, columns: list[Shown]) -> list[Part]:
    """Return the rows, by group when they are grouped."""
    day, key = seen.user.scope.day, seen.sheet.ledger.key
    if not (seen.grouped and not seen.group):
        return [Part(SafeString(""), drawn(list(seen.ids()), columns, day))]
    heads = {one.word: (one.label, sums) for one, sums in seen.groups(most=seen.group_count)}
    found = []
    for n, (word, ids) in enumerate(runs(seen, seen.grouped), 1):
        label, sums = heads.get(word, (word, None))
        name = f"{label}（{count(len(ids))} 项）"
        found.append(Part(sum_row(columns, name, sums, values.numeral(n), key), drawn(ids, columns, day)))
    return found


def drawn(ids: list[int], columns: list[Shown], day: date) -> SafeString:
    """Draw lines as rows numbered from 1 on."""
    draw = [writer(one, day) for one in columns]
    rows = []
    for n, line in enumerate(drawing.lines_of(ids, columns), 1):
        said = "".join(one(line) for one in draw)
        rows.append(f'<tr><td class="no">{n}</td>{said}</tr>')
    return mark_safe("".join(rows))  # noqa: S308  every cell escapes what it shows


def writer(column: Shown, day: date) -> Callable[[Mapping[str, Any]], str]:
    """Return the function that draws a column's cells."""
    kind = kind_of(column)
    if column.name == "light":
        light = cells.cell(column, cells.Page(day, None))
        return lambda line: f'<td class="long">{light(line)[1]}</td>'
    if column.name == "next_due":
        return lambda line: f'<td class="long">{coming(line)}</td>'
    read = values.reader(column, day)
    opening = f'<td class="{kind}">' if kind else "<td>"
    return lambda line: f"{opening}{escape(said(column, read(line)))}</td>"


def coming(line: Mapping[str, Any]) -> str:
    """Write the next milestone and its date, which stays in one line."""
    due = line["next_due"]
    return f'{escape(line["next_name"] or "")} <span class="short">{due}</span>' if due else MISSING


def said(column: Shown, value: Value) -> str:
    """Write a value as papers do."""
    if value is None or value == "":
        return MISSING
    if isinstance(value, bool):
        return "是" if value else "否"
    if column.kind in AMOUNTS:
        return AMOUNTS[column.kind](value).replace(",", "")
    return value.isoformat() if isinstance(value, date) and not isinstance(value, Month) else str(value)


AMOUNTS: dict[str, Callable[[Any], str]] = {"money": wan, "area": mu, "percent": rate}


def total(seen: Seen, columns: list[Shown]) -> SafeString:
    """Draw the 合计 row: it stands once, on the last sheet."""
    return sum_row(columns, f"合计（{count(seen.sums.count)} 项）", seen.sums, "", seen.sheet.ledger.key)


def sum_row(columns: list[Shown], name: str, sums: Sums | None, number: str, key: str) -> SafeString:
    """Draw a row of sums: a group's or 合计."""
    drawn = [f'<td class="no">{number}</td>']
    for one in columns:
        if one.name == key:
            drawn.append(f'<th scope="row" class="name">{escape(name)}</th>')
        elif one.name == "light" and sums:
            drawn.append(f"<td>{heading.lights(sums.lights)}</td>")
        else:
            value = values.sum_of(one, sums) if sums else None
            text = "" if value is None else said(one, value)
            drawn.append(f'<td class="{kind_of(one)}">{escape(text)}</td>')
    return mark_safe("".join(drawn))  # noqa: S308  every cell escapes what it shows
