"""Groups of lines: one for each value of a column, with its count and sums, missing last."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import TruncMonth

from greenlight.base.tables.conditions import readable
from greenlight.base.tables.orders import present
from greenlight.base.tables.shown import Shown
from greenlight.kernel.months import month_end

NONE = "~"  # the word of the address for lines without a value
MOST = 200  # groups on a page
MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class Group:
    """Lines that share a value: `word` is the value in the address, `sums` what was added up of them."""

    word: str
    label: str
    count: int
    sums: Mapping[str, Any]


def groups_of(
    rows: QuerySet[Any], column: Shown, sums: Mapping[str, Any], start: int = 0, most: int = MOST
) -> list[Group]:
    """Return up to `most` groups from number `start` on, in order, in one query."""
    keyed = rows.annotate(group_key=key_of(column)).values("group_key").order_by()
    found = keyed.annotate(group_count=Count("pk"), **sums).order_by(*order_of(column, "group_key"))
    return [_group(column, one) for one in found[start : start + most]]


def count_groups(rows: QuerySet[Any], column: Shown) -> int:
    """Return how many groups there are."""
    keyed = rows.order_by().annotate(group_key=key_of(column))
    found: int = keyed.values("group_key").distinct().count()
    return found


def _group(column: Shown, row: dict[str, Any]) -> Group:
    key, count = row.pop("group_key"), row.pop("group_count")
    return Group(word_of(key), label_of(column, key), count, row)


def key_of(column: Shown) -> Any:
    """Return the expression that makes groups: a value, a month of dates, NULL for what is missing."""
    name = column.grouped_by
    if column.family == "date":
        return TruncMonth(name)
    return present(name, column.absent if name == column.order else "" if column.is_set else None)


def order_of(column: Shown, name: str = "") -> list[Any]:
    """Return the order of groups: choices as declared, yes before no, dates and texts rising, missing last.

    Without `name`, the expression on lines: for rows in the order their groups are shown in.
    """
    if column.family == "choice":
        place = [When(**{name or column.grouped_by: value}, then=Value(n))
                 for n, (value, _) in enumerate(column.choices)]  # fmt: skip
        return [Case(*place, default=Value(len(place)), output_field=IntegerField())]
    if column.family == "bool":
        field: Any = present(name or column.grouped_by, None)
        return [field.desc(nulls_last=True)]
    key: Any = present(name, None) if name else key_of(column)
    return [key.asc(nulls_last=True)]


def word_of(key: Any) -> str:
    """Return a group's value as the address writes it."""
    if key is None or key == "":
        return NONE
    if isinstance(key, bool):
        return "yes" if key else "no"
    return f"{key:%Y-%m}" if isinstance(key, date) else str(key)


def label_of(column: Shown, key: Any) -> str:
    """Say a group's value as a heading."""
    if key is None or key == "":
        return f"没有{column.header}"
    if column.family == "choice":
        return dict(column.choices).get(key, str(key))
    if isinstance(key, bool):
        return "是" if key else "否"
    return f"{key.year}年{key.month}月" if isinstance(key, date) else str(key)


def key_from(column: Shown, word: str) -> Any:
    """Read a group's value back from the address; None for missing."""
    if word == NONE:
        return None
    if column.family == "bool":
        return word == "yes"
    if column.family == "date":
        found = MONTH.fullmatch(word)
        return date(int(found[1]), int(found[2]), 1) if found and int(found[1]) > 0 else None
    return readable(word)


def within(column: Shown, word: str) -> Q:
    """Return the condition that a line belongs to a group."""
    name, key = column.grouped_by, key_from(column, word)
    if key is None:
        gone = Q(**{f"{name}__isnull": True})
        return gone | Q(**{name: ""}) if column.is_set or column.absent == "" else gone
    if isinstance(key, date):
        return Q(**{f"{name}__gte": key, f"{name}__lte": month_end(key.year, key.month)})
    return Q(**{name: key})
