"""Who keeps which columns of a ledger: one room declares it, rooms above add their columns.

The list page, the Excel file in and out, the preview and the API all speak of a record as
`{field: value}` in one canonical form, the form a workbook is read into:

- money in 万元 and area in 亩 as decimal text without trailing zeros ("35000", "0.2"), percent in points
- dates as text with the precision known: "2024", "2024-03", "2024-03-05"
- booleans as bool, other values as text, missing as None
- a column by month as {"2022-07": "300"}
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.db.models import QuerySet

from greenlight.base.journal import By
from greenlight.base.ledger import Ledger

Values = dict[str, Any]


@dataclass(frozen=True)
class Change:
    """What a deed wants of one record: only the fields that differ.

    `reasons` answers what was asked about a field, e.g. {"planned_finish": {"class": "land", "text": "…"}}.
    """

    record_id: int
    values: Mapping[str, Any]
    before: Mapping[str, Any] = field(default_factory=dict)
    reasons: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


class Keeper(Protocol):
    """A room's part of a ledger. All methods work on many records with a constant number of queries."""

    @property
    def fields(self) -> tuple[str, ...]:
        """Return the names of the columns the room keeps."""
        ...

    def current(self, ids: Sequence[int], period: str | None = None) -> dict[int, Values]:
        """Return {record id: {field: canonical value}} for the fields of this room.

        `period` ("2022-07") chooses year and month of columns by month or year; None: the newest.
        """
        ...

    def write(self, by: By, changes: Sequence[Change], batch_id: int | None) -> None:
        """Write changes that hold a field of the room, inside the caller's transaction.

        Fields of other rooms stand beside the own ones; journalling is the caller's.
        """
        ...

    def undo(self, by: By, ids: Sequence[int], batch_id: int) -> None:
        """Take back what `write` did under this batch; the caller has made sure nothing newer stands."""
        ...


@dataclass(frozen=True)
class Filter:
    """A condition of a ledger's list page and API: `?name=value`, in the words of the column.

    `apply(rows, value, user)` narrows a query; `user.scope.day` is the day. A value it does not know
    must leave no rows, never raise. `choices` lists (value, label); empty means free text or a number.
    """

    name: str
    label: str
    apply: Callable[[QuerySet[Any], str, Any], QuerySet[Any]]
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Wish:
    """What somebody wants of one field of one record: `key` may name a month, `ytd_investment@2022-07`."""

    record_id: int
    key: str
    old: Any
    new: Any


@dataclass(frozen=True)
class Objection:
    """Why a wish cannot be granted as it is, in words with the way out.

    `asks` tells that a reason would do: "slip" for one of `choices` and words, "reason" for words.
    """

    sentence: str
    asks: str = ""
    choices: tuple[tuple[str, str], ...] = ()


# What a room has against wishes on the fields it keeps, by (record id, key); a constant number of queries.
Weigher = Callable[[By, Sequence[Wish]], Mapping[tuple[int, str], Objection]]
# The records among `ids` that a person may edit as what a column's `editors` name.
Editors = Callable[[Any, Sequence[int]], "set[int]"]


@dataclass(frozen=True)
class Seal:
    """What of a zone takes no value any more: `told(key)` says why, with the way out; empty where it may.

    `word` is another one whenever other keys are sealed. A key may name a month.
    """

    word: str
    told: Callable[[str], str]


# What a room has sealed in a zone; the month ("2022-07") is that of columns that name none.
Sealer = Callable[[int, str], Seal]


@dataclass
class Binding:
    """A ledger bound to its records: the declaration and the rooms that keep its columns.

    `orders` maps a sortable field to an expression on the ledger's query; `filters` its conditions;
    `weighers` object to edits, `sealers` say what nobody changes any more; `editors` tell who a word in
    a column's `editors` is. `lines(user)` is the query of what a person sees with one typed column a
    field, under the record's primary key: columns, conditions, orders, groups, sums and exports work on
    it. A room above sets it.
    """

    ledger: Ledger
    keepers: list[Keeper] = field(default_factory=list)
    filters: dict[str, Filter] = field(default_factory=dict)
    orders: dict[str, Any] = field(default_factory=dict)
    lines: Callable[[Any], QuerySet[Any]] | None = None
    weighers: list[Weigher] = field(default_factory=list)
    sealers: list[Sealer] = field(default_factory=list)
    editors: dict[str, Editors] = field(default_factory=dict)

    def narrow(self, rows: QuerySet[Any], asked: Mapping[str, str], user: Any) -> QuerySet[Any]:
        """Apply the conditions asked for; unknown names are passed over, they belong to the page."""
        for name, value in asked.items():
            if value and name in self.filters:
                rows = self.filters[name].apply(rows, value, user)
        return rows

    def sealed(self, zone_id: int, month: str) -> Seal:
        """Return what all rooms together have sealed in a zone."""
        seals = [one(zone_id, month) for one in self.sealers]
        return Seal(
            "".join(one.word for one in seals),
            lambda key: next((told for one in seals if (told := one.told(key))), ""),
        )

    def current(self, ids: Sequence[int], period: str | None = None) -> dict[int, Values]:
        """Return the records as the ledger shows them, all rooms together."""
        rows: dict[int, Values] = {pk: {} for pk in ids}
        for keeper in self.keepers:
            for pk, values in keeper.current(ids, period).items():
                rows[pk].update(values)
        return rows

    def write(self, by: By, changes: Sequence[Change], batch_id: int | None) -> None:
        """Hand every room the changes that concern it, in the order the rooms were added."""
        for keeper in self.keepers:
            fields = frozenset(keeper.fields)
            part = [one for one in changes if not fields.isdisjoint(one.values)]
            if part:
                keeper.write(by, part, batch_id)


_bindings: dict[str, Binding] = {}
_declared: dict[str, Ledger] = {}


def declare(*ledgers: Ledger) -> None:
    """Let workbooks of these ledgers be read, whether or not a room keeps their records yet."""
    _declared.update({ledger.name: ledger for ledger in ledgers})


def declared() -> tuple[Ledger, ...]:
    """Return every ledger whose workbooks are read, those with records first."""
    return (*(one for one in _declared.values() if one.name in _bindings),
            *(one for one in _declared.values() if one.name not in _bindings))  # fmt: skip


def is_declared(name: str) -> bool:
    """Tell whether there is such a ledger."""
    return name in _declared


def ledger(name: str) -> Ledger:
    """Return a declared ledger; KeyError names an unknown one."""
    return _declared[name]


def bind(ledger: Ledger) -> Binding:
    """Register a ledger; the lowest room that knows its records does it in `AppConfig.ready()`."""
    declare(ledger)
    return _bindings.setdefault(ledger.name, Binding(ledger))


def binding(name: str) -> Binding:
    """Return a bound ledger; KeyError names an unknown one."""
    return _bindings[name]


def keep(name: str, keeper: Keeper) -> None:
    """Add a room's keeper to a ledger; adding it twice changes nothing."""
    bound = _bindings[name]
    if all(type(one) is not type(keeper) for one in bound.keepers):
        bound.keepers.append(keeper)


def add_filters(name: str, *filters: Filter) -> None:
    """Add a room's conditions to a ledger."""
    _bindings[name].filters.update({one.name: one for one in filters})


def add_orders(name: str, **orders: Any) -> None:
    """Add a room's sortable columns to a ledger."""
    _bindings[name].orders.update(orders)


def weigh(name: str, weigher: Weigher) -> None:
    """Let a room object to edits of the fields it keeps."""
    if weigher not in _bindings[name].weighers:
        _bindings[name].weighers.append(weigher)


def seal(name: str, sealer: Sealer) -> None:
    """Let a room say which of the fields it keeps take no value any more."""
    if sealer not in _bindings[name].sealers:
        _bindings[name].sealers.append(sealer)


def add_editors(name: str, **editors: Editors) -> None:
    """Say who a word in `Column.editors` is."""
    _bindings[name].editors.update(editors)
