"""The filter bar: conditions applied, usual ones with the count they would leave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from greenlight.base import keeping
from greenlight.desk import listing
from greenlight.people.models import User

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
PAGE_WORDS = frozenset({"sort", "page"})


@dataclass(frozen=True)
class Chip:
    """A chip: its words, where a click leads, the count it would leave."""

    label: str
    off: str = ""
    href: str = ""
    count: int | None = None


def applied(asked: Mapping[str, str]) -> list[Chip]:
    """Return the conditions in force, each with the address without it."""
    filters = keeping.binding(listing.LEDGER).filters
    chips = []
    for name, value in asked.items():
        if name in filters and value:
            left = {key: one for key, one in asked.items() if key not in (name, "page")}
            chips.append(Chip(words(name, value), off=f"?{urlencode(left)}"))
    return chips


def words(name: str, value: str) -> str:
    """Say a condition in the words of the column: 红灯、黄灯."""
    one = keeping.binding(listing.LEDGER).filters[name]
    labels = dict(one.choices)
    parts = [labels.get(part, part) for part in value.split(",") if part]
    said = "、".join(parts)
    return (
        said if one.choices and all(part in labels for part in value.split(",")) else f"{one.label}：{said}"
    )


def usual(asked: Mapping[str, str], user: User, *, counted: bool) -> list[Chip]:
    """Return the usual conditions not in force; with `counted`, how many rows each would leave."""
    filters = keeping.binding(listing.LEDGER).filters
    chips = []
    for label, condition in USUAL:
        if all(asked.get(name) == value for name, value in condition.items()):
            continue
        if not all(name in filters for name in condition):
            continue
        wanted = {key: value for key, value in asked.items() if key != "page"} | condition
        count = listing.rows(user, wanted).order_by().count() if counted else None
        chips.append(Chip(label, href=f"?{urlencode(wanted)}", count=count))
    return chips
