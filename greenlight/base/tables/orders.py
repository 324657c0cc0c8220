"""Order and pages of lines: missing values last, any page as quick as the first.

A page's primary keys come from an index alone, read from the nearer end; the rows are looked up
after. What is missing in the column follows as a part of its own: no index holds it last both ways.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet, Value
from django.db.models.expressions import Combinable, OrderBy
from django.db.models.functions import NullIf

from greenlight.base.tables.shown import Sheet, Shown

RANKED = ("choice", "light")
Part = tuple[QuerySet[Any], list[str]]


@dataclass(frozen=True)
class Sort:
    """One order asked for."""

    column: Shown
    falling: bool

    @property
    def key(self) -> str:
        """Return the line column it orders by."""
        return self.column.order or self.column.column

    def expression(self) -> OrderBy:
        """Return it for ORDER BY, missing last."""
        value = present(self.key, self.column.absent)
        ordered: OrderBy = value.desc(nulls_last=True) if self.falling else value.asc(nulls_last=True)
        return ordered


def present(name: str, absent: Any) -> Any:
    """Return a line column in which what stands for a missing value is NULL."""
    value: Combinable = F(name)
    return value if absent is None else NullIf(value, Value(absent))


def sorts_of(sheet: Sheet, asked: Sequence[str]) -> list[Sort]:
    """Return the orders of an address, the usual one without any; unknown names are passed over."""
    found = []
    for one in asked:
        column = sheet.by_name.get(one.removeprefix("-"))
        if column:
            found.append(Sort(column, one.startswith("-")))
    return found or sorts_of(sheet, (sheet.usual_sort,))


def ordered(rows: QuerySet[Any], sheet: Sheet, sorts: Sequence[Sort], *first: Any) -> QuerySet[Any]:
    """Order by several columns, missing last, ties by the sheet; `first` is the order of groups."""
    return rows.order_by(*first, *(one.expression() for one in sorts), *sheet.tie)


def page_of(
    rows: QuerySet[Any], sheet: Sheet, sorts: Sequence[Sort], total: int, span: tuple[int, int]
) -> list[int]:
    """Return the primary keys of the lines from `span[0]` to before `span[1]`; `total` lines in all."""
    start, end = span[0], min(span[1], total)
    if len(sorts) > 1:
        return list(ordered(rows, sheet, sorts).values_list("pk", flat=True)[start:end])
    parts = parts_of(rows, sheet, sorts[0])
    if len(parts) == 1:
        return _slice(parts[0], total, start, end)
    filled, lacking = parts
    found = list(filled[0].order_by(*filled[1]).values_list("pk", flat=True)[start:end]) if start == 0 else []
    if len(found) == end - start:
        return found
    there = filled[0].order_by().count()
    found = found or _slice(filled, there, start, min(end, there))
    return found + _slice(lacking, total - there, max(start - there, 0), max(end - there, 0))


def parts_of(rows: QuerySet[Any], sheet: Sheet, sort: Sort) -> list[Part]:
    """Return the lines in order as one or two parts, each with the signed columns an index can follow.

    Falling is rising read backwards, ties included.
    """
    column, key = sort.column, sort.key
    if column.order and column.absent is None and column.kind in RANKED:
        rising = [key, *sheet.tie]
        return [(rows, turned(rising) if sort.falling else rising)]
    falling = [f"-{key}", "pk"]
    by = falling if sort.falling else turned(falling)
    if column.order and column.absent is None:
        return [(rows, by)]
    gap = {f"{key}__isnull": True} if column.absent is None else {key: column.absent}
    fill = {f"{key}__isnull": False} if column.absent is None else {f"{key}__gt": column.absent}
    return [(rows.filter(**fill), by), (rows.filter(**gap), list(sheet.tie))]


def turned(by: Sequence[str]) -> list[str]:
    """Return an order read backwards."""
    return [one.removeprefix("-") if one.startswith("-") else f"-{one}" for one in by]


def _slice(part: Part, total: int, start: int, end: int) -> list[int]:
    """Read a stretch of a part from its nearer end."""
    rows, by = part
    if end <= start:
        return []
    if start * 2 <= total:
        return list(rows.order_by(*by).values_list("pk", flat=True)[start:end])
    back = rows.order_by(*turned(by)).values_list("pk", flat=True)[total - end : total - start]
    return list(back)[::-1]
