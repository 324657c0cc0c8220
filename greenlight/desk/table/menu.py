"""The menu of a column: its orders, the conditions in its own words, grouping, showing, freezing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from greenlight.base import keeping
from greenlight.base.tables import conditions
from greenlight.base.tables.conditions import Operator, Unreadable
from greenlight.base.tables.look import Look
from greenlight.base.tables.shown import Shown
from greenlight.desk import chips
from greenlight.desk.table.seen import Seen
from greenlight.desk.table.sheet import LEDGER

UP_DOWN = {
    "number": ("从小到大", "从大到小"), "date": ("从早到晚", "从晚到早"), "text": ("正序", "倒序"),
    "choice": ("按先后", "倒过来"), "bool": ("否在前", "是在前"), "none": ("从早到晚", "从晚到早"),
}  # fmt: skip


WIDTHS = ((80, "窄列"), (140, "中等宽"), (280, "宽列"))


@dataclass(frozen=True)
class Link:
    """One entry: its words, where it leads, whether it is in force."""

    label: str
    href: str
    active: bool = False


def menu(seen: Seen, column: Shown) -> dict[str, Any]:
    """Return what a column's menu offers under the present look."""
    look = seen.look
    return {
        "column": column, "orders": orders(look, column), "usual": usual(look, column),
        "choices": choices(look, column), "operators": offered(column), "now": now(look, column),
        "kept": kept(look, column), "others": others(seen, column), "unit": column.unit,
        "clear": _to(without(look, column)) if asked(look, column) else "",
        "kind": "date" if column.family == "date" else "text",
    }  # fmt: skip


def _to(look: Look) -> str:
    return f"/projects/?{look.address()}"


def orders(look: Look, column: Shown) -> list[Link]:
    """Return sorting by it alone, and as a further order when another stands."""
    up, down = UP_DOWN[column.family]
    links = [
        Link(label, _to(replace(look, sorts=(key,))), look.sorts == (key,))
        for label, key in ((up, column.name), (down, f"-{column.name}"))
    ]
    rest = tuple(one for one in look.sorts if one.removeprefix("-") != column.name)
    if rest:
        links += [
            Link(f"再按它{label}", _to(replace(look, sorts=(*rest, key)[:4])))
            for label, key in ((up, column.name), (down, f"-{column.name}"))
        ]
    return links


def usual(look: Look, column: Shown) -> list[Link]:
    """Return the named conditions that speak of the column: 本月到期, 我负责的."""
    filters = keeping.binding(LEDGER).filters
    links = []
    for name in column.named:
        one = filters.get(name)
        for value, label in one.choices if one else ():
            active = look.named.get(name) == value
            said = f"{one.label}：{label}" if one and name == "started" else label
            wanted = {key: text for key, text in look.named.items() if key != name}
            then = replace(look, named=wanted) if active else chips.with_named(look, {name: value})
            links.append(Link(said, _to(then), active))
    return links


def choices(look: Look, column: Shown) -> list[Link]:
    """Return the values of a choice column that has no named condition for them."""
    if column.family != "choice" or column.named:
        return []
    chosen = look.by_column.get(column.name, "").removeprefix("in:").split(",")
    links = []
    for value, label in column.choices:
        then = [one for one in chosen if one and one != value] + ([] if value in chosen else [value])
        asked = {**look.by_column, column.name: f"in:{','.join(then)}" if then else ""}
        links.append(Link(label, _to(_asking(look, asked)), value in chosen))
    return links


def _asking(look: Look, by_column: dict[str, str]) -> Look:
    return replace(look, by_column={key: value for key, value in by_column.items() if value})


def offered(column: Shown) -> list[Operator]:
    """Return the operators that take a value typed by hand."""
    return [one for one in conditions.operators(column) if one.values and column.family != "choice"]


def kept(look: Look, column: Shown) -> list[Link]:
    """Return the operators without a value as links: 本月, 空的, 不空的."""
    return [
        Link(one.label, _to(_asking(look, {**look.by_column, column.name: f"{one.code}:"})),
             look.by_column.get(column.name) == f"{one.code}:")
        for one in conditions.operators(column) if not one.values
    ]  # fmt: skip


def now(look: Look, column: Shown) -> tuple[str, str, str]:
    """Return operator and values in force, for the form to start from."""
    try:
        operator, values = conditions.parted(column, look.by_column.get(column.name, ""))
    except Unreadable:
        return "", "", ""
    first, second = [*values, "", ""][:2]
    return operator.code, first, second


def asked(look: Look, column: Shown) -> bool:
    """Tell whether a condition on the column is in force."""
    return column.name in look.by_column or any(name in look.named for name in column.named)


def without(look: Look, column: Shown) -> Look:
    """Return a look without the conditions that speak of a column."""
    named = {key: value for key, value in look.named.items() if key not in column.named}
    by_column = {key: value for key, value in look.by_column.items() if key != column.name}
    return replace(look, named=named, by_column=by_column)


def others(seen: Seen, column: Shown) -> list[Link]:
    """Return grouping by it, freezing up to it, leaving it out."""
    look, names = seen.look, [one.name for one in seen.columns]
    links = []
    if column.grouped_by:
        grouped = look.group == column.name
        label = "不再分组" if grouped else f"按{column.header}分组"
        links.append(Link(label, _to(replace(look, group="" if grouped else column.name)), grouped))
    if column.name in names[:6]:
        place = names.index(column.name) + 1
        links.append(Link("左右滚动时留住到这一列", _to(replace(look, frozen=place)), look.frozen == place))
    if column.name in names:
        now = look.widths.get(column.name)
        for width, label in WIDTHS if all(one in look.widths for one in names) else ():
            widths = {**look.widths, column.name: width}
            links.append(Link(label, _to(replace(look, widths=widths)), now == width))
        if look.widths:
            links.append(Link("各列恢复平常的宽", _to(replace(look, widths={}))))
    if column.name in names and column.name != seen.sheet.ledger.key:
        left = tuple(one for one in names if one != column.name)
        links.append(Link("不显示这一列", _to(replace(look, columns=left))))
    return links
