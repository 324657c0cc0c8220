"""The bar of conditions: those applied, in the clerk's words, and usual ones with their counts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, lru_cache
from html import escape

from django.utils.safestring import SafeString, mark_safe

from greenlight.base import keeping
from greenlight.base.keeping import Filter
from greenlight.base.tables import conditions, grouping
from greenlight.base.tables.conditions import Unreadable
from greenlight.base.tables.look import Look
from greenlight.base.tables.shown import Sheet
from greenlight.desk.table.seen import Seen
from greenlight.desk.table.sheet import LEDGER
from greenlight.people.models import Unit, User

USUAL: tuple[tuple[str, dict[str, str]], ...] = (
    ("红灯、黄灯", {"light": "red,yellow"}),
    ("红灯", {"light": "red"}),
    ("本月到期", {"due": "this_month"}),
    ("超期 30 天以上", {"due": "overdue30"}),
    ("欠序时 10 点以上", {"behind": "10"}),
    ("改期待批", {"slip": "waiting"}),
    ("没有计划", {"due": "no_plan"}),
    ("我负责的", {"mine": "1"}),
)


@dataclass(frozen=True)
class Chip:
    """A chip: its words, where a click leads, the count it would leave."""

    label: str
    off: str = ""
    href: str = ""
    count: int | None = None


def applied(seen: Seen) -> list[Chip]:
    """Return the conditions in force, each with the address without it; the grouping too."""
    look, chips = seen.look, []
    for name, value in look.named.items():
        left = {key: one for key, one in look.named.items() if key != name}
        chips.append(Chip(words(name, value, seen.user), off=f"?{replace(look, named=left).address()}"))
    for name, value in look.by_column.items():
        left = {key: one for key, one in look.by_column.items() if key != name}
        said = column_words(seen.sheet, name, value)
        chips.append(Chip(said, off=f"?{replace(look, by_column=left).address()}"))
    if seen.grouped:
        off = f"?{replace(look, group='').address()}"
        chips.append(Chip(f"按{seen.grouped.header}分组", off=off))
        if seen.group:
            label = grouping.label_of(seen.grouped, grouping.key_from(seen.grouped, seen.group))
            chips.append(Chip(f"只看：{label}", off=f"?{look.address()}"))
    return chips


def words(name: str, value: str, user: User | None = None) -> str:
    """Say a named condition in the words of the column: 红灯、黄灯; a unit by its name."""
    one = keeping.binding(LEDGER).filters[name]
    labels = dict(one.choices)
    parts = [labels.get(part, part) for part in value.split(",") if part]
    said = "、".join(parts)
    if name == "unit" and user and value.isdecimal() and len(value) < 19:
        own = Unit.objects.filter(zone_id__in={*user.scope.zones, user.scope.home}, pk=int(value))
        said = own.values_list("name", flat=True).first() or said
    known = one.choices and all(part in labels for part in value.split(","))
    if known and name != "started":
        return said
    return f"{one.label}：{said}"


def column_words(sheet: Sheet, name: str, value: str) -> str:
    """Say a condition on a column; one that is not in force says so."""
    column = sheet.by_name.get(name)
    if column is None:
        return f"{name}（没有这一列了）"
    try:
        return conditions.words(column, value)
    except Unreadable:
        return f"{column.header}（读不懂的条件）"


def usual(seen: Seen, *, counted: bool) -> list[Chip]:
    """Return the usual conditions not in force; with `counted`, how many rows each would leave."""
    filters, look = keeping.binding(LEDGER).filters, seen.look
    chips = []
    for label, condition in USUAL:
        if all(look.named.get(name) == value for name, value in condition.items()):
            continue
        if not all(name in filters for name in condition):
            continue
        count = seen.count_of(condition) if counted else None
        chips.append(Chip(label, href=f"?{with_named(look, condition).address()}", count=count))
    return chips


def with_named(look: Look, more: dict[str, str]) -> Look:
    """Return a look under further named conditions."""
    return replace(look, named={**look.named, **more})


@lru_cache(maxsize=500)
def choices(named: tuple[tuple[str, str], ...]) -> SafeString:
    """Draw what 加条件 offers: every condition with a list of values, those in force picked."""
    asked = dict(named)
    listed = [one for one in keeping.binding(LEDGER).filters.values() if one.choices]
    drawn = "".join(_select(one, asked.get(one.name, "")) for one in listed)
    return mark_safe(drawn)  # noqa: S308  every word is escaped below


def _select(one: Filter, picked: str) -> str:
    several = words(one.name, picked) if "," in picked else ""
    options = [("", "不限"), *([(picked, several)] if several else []), *one.choices]
    chosen = {picked: " selected"} if picked else {}
    drawn = "".join(
        f'<option value="{escape(value)}"{chosen.get(value, "")}>{escape(label)}</option>'
        for value, label in options
    )
    place = f"f-{one.name}"
    return (
        f'<div class="field"><label for="{place}">{escape(one.label)}</label>'
        f'<select id="{place}" name="{one.name}">{drawn}</select></div>'
    )


@cache
def offered() -> frozenset[str]:
    """Return the words the form of 加条件 sends itself."""
    return frozenset({"q", *(one.name for one in keeping.binding(LEDGER).filters.values() if one.choices)})
