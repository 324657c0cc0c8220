"""Projects read from the lines: conditions, order, cursor and fields, as on the ledger page."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from django.core import signing
from django.core.exceptions import ValidationError
from django.db.models import F, Q, QuerySet

from greenlight.base import bulk, keeping
from greenlight.base.api import Unreadable
from greenlight.base.api import text as checked
from greenlight.base.api.answers import plain
from greenlight.base.tables import Look, conditions, orders
from greenlight.base.tables.look import LONGEST_VALUE, MOST_SORTS
from greenlight.desk.api.shapes import COLUMNS, FIELDS, LEDGER, NUMBERS
from greenlight.desk.models import ProjectLine
from greenlight.desk.table import narrowing, sheet
from greenlight.kernel.lights import Colour
from greenlight.people.models import User
from greenlight.projects.models import Project
from greenlight.warnings import reasons

OWN = ("limit", "after", "fields", "sort")
SALT = "greenlight.cursor"
UTC_AWAY = timedelta(0)
SHORTER = {"year": 4, "month": 7}
Rows = QuerySet[ProjectLine]


# ---- what is asked ----
def look(words: Mapping[str, str]) -> Look:
    """Read the conditions of an address; a machine is told what it wrote wrong, not passed over.

    Raises Unreadable for a word that is none, a column that is none, a value too long.
    """
    named = set(keeping.binding(LEDGER).filters)
    known = sheet.projects().by_name
    for word, value in words.items():
        column = word.removeprefix("c.")
        if word not in named and word not in OWN and not (word.startswith("c.") and column in known):
            raise Unreadable(word[:60], "没有这个条件，目录里有全部条件")
        if len(value) > LONGEST_VALUE and word not in OWN:
            raise Unreadable(word[:60], f"最长 {LONGEST_VALUE} 个字")
        if not value and word.startswith("c."):
            raise Unreadable(word[:60], "没有写条件")
        _checked(word, value)
    return Look.of(words, named)


def _checked(word: str, value: str) -> None:
    try:
        checked(value)
    except ValueError as error:
        raise Unreadable(word[:60], str(error)) from None


def chosen(user: User, asked: Look) -> Rows:
    """Return the lines a person sees under the conditions of the ledger page.

    Raises Unreadable for a condition on a column that cannot be read.
    """
    rows: Rows = narrowing.narrow(ProjectLine.objects.visible_to(user), asked.named, user)
    for name, told in asked.by_column.items():
        try:
            rows = rows.filter(conditions.asked(sheet.projects().by_name[name], told, user.scope.day))
        except conditions.Unreadable as error:
            raise Unreadable(f"c.{name}", str(error)) from None
    return rows


def sorts(asked: str) -> list[orders.Sort]:
    """Return the orders asked for; raises Unreadable naming a column that cannot order."""
    known = sheet.projects().by_name
    names = [one.strip() for one in asked.split(",") if one.strip()]
    for one in names:
        if one.removeprefix("-") not in known:
            raise Unreadable("sort", f"没有列 {one[:60]}")
    if len(names) > MOST_SORTS:
        raise Unreadable("sort", f"最多按 {MOST_SORTS} 列排")
    return orders.sorts_of(sheet.projects(), names) if names else []


# ---- pages ----
Row = Sequence[Any]


class Cut(NamedTuple):
    """One page: the values of its lines, in order, and the cursor of the next one."""

    rows: list[Row]
    next: str | None


class Asked(NamedTuple):
    """Which page is asked for, and which columns of the lines it takes; the first one is pk."""

    sort: str
    after: str
    limit: int
    columns: tuple[str, ...]


def cut(rows: Rows, asked: Asked) -> Cut:
    """Return one page after a cursor.

    Ordered by one column, or by none, a page costs the same at any depth; several columns count rows.
    Raises Unreadable for a cursor that is none or belongs to another order.
    """
    by = sorts(asked.sort)
    if not by:
        return _by_key(rows, asked)
    place = _place(asked.after, asked.sort) if asked.after else [0]
    if len(by) > 1:
        return _counted(rows, by, asked, place[0])
    return _stretched(rows, by[0], asked, place)


def _by_key(rows: Rows, asked: Asked) -> Cut:
    after, limit = asked.after, asked.limit
    if after and not (after.isascii() and after.isdecimal() and len(after) < 19):
        raise Unreadable("after", "用上一页的 next")
    rows = rows.filter(pk__gt=int(after)) if after else rows
    found = list(rows.order_by("pk").values_list(*asked.columns)[: limit + 1])
    return Cut(found[:limit], str(found[limit - 1][0]) if len(found) > limit else None)


def _counted(rows: Rows, by: Sequence[orders.Sort], asked: Asked, start: int) -> Cut:
    end = start + asked.limit
    ordered = orders.ordered(rows, sheet.projects(), by)
    found = list(ordered.values_list(*asked.columns)[start : end + 1])
    return Cut(found[: asked.limit], _cursor(asked.sort, [end]) if len(found) > asked.limit else None)


def _stretched(rows: Rows, by: orders.Sort, asked: Asked, place: list[Any]) -> Cut:
    """Read on from a place: the stretch of lines that have a value, then those that lack it."""
    found: list[tuple[int, Row, Row]] = []  # stretch, values of the line, values that order
    for n, (part, signed) in enumerate(orders.parts_of(rows, sheet.projects(), by)):
        if n < place[0] or len(found) > asked.limit:
            continue
        names = [one.removeprefix("-") for one in signed]
        if n == place[0] and len(place) > 1:
            part = part.filter(beyond(signed, _typed(names, place[1:])))
        keys = {f"by{at}": F(name) for at, name in enumerate(names)}  # a name twice would come once
        values = part.order_by(*signed).values_list(*asked.columns, *keys.values())
        wide = len(asked.columns)
        found += [(n, one[:wide], one[wide:]) for one in values[: asked.limit + 1 - len(found)]]
    page = [values for _, values, _ in found[: asked.limit]]
    if len(found) <= asked.limit:
        return Cut(page, None)
    n, _, last = found[asked.limit - 1]
    told = [one if isinstance(one, int | str) else str(one) for one in last]
    return Cut(page, _cursor(asked.sort, [n, *told]))


def beyond(signed: Sequence[str], values: Sequence[Any]) -> Q:
    """Return the condition to come after values in an order of columns that are never missing.

    The first column is bounded once more by itself, so that an index is entered at the right place.
    """
    after, equal = Q(), Q()
    for one, value in zip(signed, values, strict=True):
        name, way = one.removeprefix("-"), "lt" if one.startswith("-") else "gt"
        after |= equal & Q(**{f"{name}__{way}": value})
        equal &= Q(**{name: value})
    first = signed[0]
    return Q(**{f"{first.removeprefix('-')}__{'lte' if first.startswith('-') else 'gte'}": values[0]}) & after


def _cursor(asked: str, place: list[Any]) -> str:
    return signing.dumps([asked, *place], salt=SALT)


def _place(after: str, asked: str) -> list[Any]:
    try:
        told = signing.loads(after, salt=SALT)
    except signing.BadSignature:
        raise Unreadable("after", "用上一页的 next") from None
    if told[0] != asked:
        raise Unreadable("after", "它属于另一种排序，从头读起")
    place: list[Any] = told[1:]
    return place


def _typed(names: Sequence[str], values: Sequence[Any]) -> list[Any]:
    fields: list[Any] = [ProjectLine._meta.get_field("project" if one == "pk" else one) for one in names]
    try:
        return [field.to_python(value) for field, value in zip(fields, values, strict=True)]
    except (ValidationError, ValueError):
        raise Unreadable("after", "用上一页的 next") from None


# ---- fields ----
Values = Sequence[Any]
Writer = Callable[..., Values]


class Told(NamedTuple):
    """A field of an answer: the columns of the line it is read from, and how all of them are written.

    Columns are written as a whole, a hundred values at a time: a call for each value costs more than
    reading them.
    """

    columns: tuple[str, ...]
    write: Writer | None = None


def numbers(values: Values) -> Values:
    """Write decimals as text without trailing zeros; those of a column have four places."""
    return [
        None if one is None else text.rstrip("0").rstrip(".") if "." in (text := f"{one:f}") else text
        for one in values
    ]


def days(values: Values) -> Values:
    """Write days and times as ISO text."""
    return [None if one is None else one.isoformat() for one in values]


def moments(values: Values) -> Values:
    """Write times in UTC."""
    return [f"{one.isoformat()[:-6]}Z" if one.utcoffset() == UTC_AWAY else plain(one) for one in values]


def precise(values: Values, known: Values) -> Values:
    """Write days as exactly as they are known: 2024, 2024-03, 2024-03-05."""
    return [
        None if day is None else day.isoformat()[: SHORTER.get(precision, 10)]
        for day, precision in zip(values, known, strict=True)
    ]


def _fields() -> dict[str, Told]:
    found = {one: Told((one,)) for one in FIELDS}
    for column in COLUMNS:
        if column.kind == "date":
            found[column.field] = Told((column.field, f"{column.field}_precision"), precise)
        elif column.kind in NUMBERS:
            found[column.field] = Told((column.field,), numbers)
    found |= {one: Told((one,), days) for one in ("light_since", "next_due")}
    found["updated_at"] = Told(("updated_at",), moments)
    found["id"] = Told(("pk",))
    found["parent_id"] = Told(("project__parent_id",))
    found["is_group"] = Told(("pk",), lambda values: [False] * len(values))
    found["period"] = Told(("period",), lambda values: [one or None for one in values])
    found["light_why"] = Told(("light", "light_told", "light_more"))
    return found


TOLD = _fields()


@lru_cache(maxsize=20_000)
def reason(light: str, told: str, more: int, day: date) -> str | None:
    """Tell the reason of a light on a day: the days in it grow without an edit."""
    if not told:
        return None
    line = reasons.told(reasons.read([json.loads(told)]), Colour.of(light), day)
    return f"{line}，另 {more} 条" if more else line


def columns(names: Sequence[str]) -> tuple[str, ...]:
    """Return the columns of the lines that fields are read from, pk first."""
    return tuple(dict.fromkeys(("pk", *(one for name in names for one in TOLD[name].columns))))


def records(rows: Sequence[Row], names: Sequence[str], day: date) -> list[dict[str, Any]]:
    """Return the fields of lines read with `columns(names)`."""
    if not rows:
        return []
    read = dict(zip(columns(names), zip(*rows, strict=True), strict=True))
    written = [_written(name, read, day) for name in names]
    return [dict(zip(names, one, strict=True)) for one in zip(*written, strict=True)]


def _written(name: str, read: Mapping[str, Values], day: date) -> Values:
    own = [read[one] for one in TOLD[name].columns]
    if name == "light_why":
        return [reason(light, told, more, day) for light, told, more in zip(*own, strict=True)]
    write = TOLD[name].write
    return write(*own) if write else own[0]


def by_id(ids: Sequence[int], names: Sequence[str], day: date) -> list[dict[str, Any]]:
    """Return the fields of some projects in the order of `ids`; one query."""
    found = ProjectLine.objects.filter(bulk.among("pk", list(ids))).values_list(*columns(names))
    rows = {row[0]: row for row in found}
    return records([rows[pk] for pk in ids if pk in rows], names, day)


def group(project: Project, names: Sequence[str]) -> dict[str, Any]:
    """Return a group of phases: it has a name and a place, and no line."""
    own = {
        "id": project.pk, "version": project.version, "updated_at": project.updated_at,
        "zone_id": project.zone_id, "parent_id": project.parent_id, "is_group": True,
        "is_example": project.is_example, "kind": project.kind, "stage": project.stage,
        "halt": project.halt, "slip_waiting": False, "project_name": project.name,
        "light": "grey",
    }  # fmt: skip
    return {name: own.get(name) for name in names}
