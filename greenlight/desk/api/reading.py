"""Projects read from the lines: conditions, order, cursor and fields, as on the ledger page."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.core import signing
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from greenlight.base import keeping
from greenlight.base.api import Unreadable, text
from greenlight.base.tables import Look, conditions, orders
from greenlight.base.tables.look import LONGEST_VALUE, MOST_SORTS
from greenlight.desk.api.shapes import COLUMNS, FIELDS, LEDGER
from greenlight.desk.models import ProjectLine
from greenlight.desk.table import narrowing, sheet
from greenlight.kernel.lights import Colour
from greenlight.people.models import User
from greenlight.projects.models import Project
from greenlight.warnings import reasons

OWN = ("limit", "after", "fields", "sort")
SALT = "greenlight.cursor"
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
        _checked(word, value)
    return Look.of(words, named)


def _checked(word: str, value: str) -> None:
    try:
        text(value)
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
class Cut(NamedTuple):
    """One page: its primary keys in order, and the cursor of the next one."""

    ids: list[int]
    next: str | None


def cut(rows: Rows, asked: str, after: str, limit: int) -> Cut:
    """Return one page after a cursor.

    Ordered by one column, or by none, a page costs the same at any depth; several columns count rows.
    Raises Unreadable for a cursor that is none or belongs to another order.
    """
    by = sorts(asked)
    if not by:
        return _by_key(rows, after, limit)
    place = _place(after, asked) if after else [0]
    if len(by) > 1:
        return _counted(rows, by, asked, place, limit)
    return _stretched(rows, by[0], asked, place, limit)


def _by_key(rows: Rows, after: str, limit: int) -> Cut:
    if after and not (after.isascii() and after.isdecimal() and len(after) < 19):
        raise Unreadable("after", "用上一页的 next")
    ids = list(rows.filter(pk__gt=int(after or 0)).order_by("pk").values_list("pk", flat=True)[: limit + 1])
    return Cut(ids[:limit], str(ids[limit - 1]) if len(ids) > limit else None)


def _counted(rows: Rows, by: Sequence[orders.Sort], asked: str, place: list[Any], limit: int) -> Cut:
    start = place[0]
    found = orders.ordered(rows, sheet.projects(), by).values_list("pk", flat=True)
    ids = list(found[start : start + limit + 1])
    return Cut(ids[:limit], _cursor(asked, [start + limit]) if len(ids) > limit else None)


def _stretched(rows: Rows, by: orders.Sort, asked: str, place: list[Any], limit: int) -> Cut:
    """Read on from a place: the stretch of lines that have a value, then those that lack it."""
    found: list[tuple[int, list[Any]]] = []  # stretch, primary key and values that order
    for n, (part, signed) in enumerate(orders.parts_of(rows, sheet.projects(), by)):
        if n < place[0] or len(found) > limit:
            continue
        names = [one.removeprefix("-") for one in signed]
        if n == place[0] and len(place) > 1:
            part = part.filter(beyond(signed, _typed(names, place[1:])))
        values = part.order_by(*signed).values_list("pk", *names)[: limit + 1 - len(found)]
        found += [(n, list(one)) for one in values]
    ids = [values[0] for _, values in found[:limit]]
    if len(found) <= limit:
        return Cut(ids, None)
    n, last = found[limit - 1]
    return Cut(
        ids, _cursor(asked, [n, *(one if isinstance(one, int | str) else str(one) for one in last[1:])])
    )


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
Writer = Callable[..., Any]


class Told(NamedTuple):
    """A field of an answer: the columns of the line it is read from, and how it is written of them."""

    columns: tuple[str, ...]
    write: Writer | None = None


def _precise(day: date | None, precision: str) -> str | None:
    """Write a day as exactly as it is known: 2024, 2024-03, 2024-03-05."""
    return day.isoformat()[: SHORTER.get(precision, 10)] if day else None


def _no(_pk: Any) -> bool:
    return False


def _fields() -> dict[str, Told]:
    found = {one: Told((one,)) for one in FIELDS}
    for column in COLUMNS:
        if column.kind == "date":
            found[column.field] = Told((column.field, f"{column.field}_precision"), _precise)
    found["id"] = Told(("pk",))
    found["parent_id"] = Told(("project__parent_id",))
    found["is_group"] = Told(("pk",), _no)
    found["period"] = Told(("period",), lambda one: one or None)
    found["light_why"] = Told(("light", "light_told", "light_more"), None)
    return found


TOLD = _fields()


def why(day: date) -> Writer:
    """Return how the reason of a light is told on a day; the days in it grow without an edit."""
    said: dict[tuple[str, str, int], str | None] = {}

    def write(light: str, told: str, more: int) -> str | None:
        if (light, told, more) not in said:
            kept = reasons.read([json.loads(told)]) if told else ()
            line = reasons.told(kept, Colour.of(light), day) if told else None
            said[(light, told, more)] = f"{line}，另 {more} 条" if line and more else line
        return said[(light, told, more)]

    return write


def records(ids: Sequence[int], names: Sequence[str], day: date) -> list[dict[str, Any]]:
    """Return the fields of some projects in the order of `ids`; one query."""
    plan = [(name, TOLD[name].columns, why(day) if name == "light_why" else TOLD[name].write)
            for name in names]  # fmt: skip
    columns = list(dict.fromkeys(one for _, own, _ in plan for one in own))
    at = {one: n for n, one in enumerate(("pk", *columns))}
    steps = [(name, write, [at[one] for one in own]) for name, own, write in plan]
    rows = {row[0]: row for row in ProjectLine.objects.filter(pk__in=ids).values_list("pk", *columns)}
    return [_record(rows[pk], steps) for pk in ids if pk in rows]


def _record(row: Sequence[Any], steps: Sequence[tuple[str, Writer | None, list[int]]]) -> dict[str, Any]:
    return {
        name: row[own[0]] if write is None else write(*(row[n] for n in own)) for name, write, own in steps
    }


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
