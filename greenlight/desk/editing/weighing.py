"""Weigh edits before any is written: who may, what the text says, who else changed it, what a room objects.

A constant number of queries for any number of cells. Another's change of another field is no
collision; the same field changed meanwhile is one, and nothing of that field is written.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from greenlight.base import keeping
from greenlight.base.imports import subject as subjects
from greenlight.base.imports.canonical import columns_of, flat, header, same, shown, split
from greenlight.base.journal import By
from greenlight.base.keeping import Objection, Wish
from greenlight.base.ledger import Column
from greenlight.base.reading.typed import Typed, example, read_typed
from greenlight.base.refusals import Refused
from greenlight.desk.editing.cells import (
    UNKNOWN,
    Asked,
    CellEdit,
    Collision,
    Reasons,
    RefusedCell,
    Weighed,
    Written,
)
from greenlight.desk.editing.telling import last_changes
from greenlight.projects.models import Project
from greenlight.projects.units import Units

MOST = 100_000
LONGEST_REASON = 500
ALL = "*"
COMPUTED = {
    "actual_start": "实际开工在“节点计划”里报，报了节点，这里就有；表里只读。",
    "month_investment": "当月数由累计数相减得出，请改累计完成。",
    "cumulative_investment": "开工以来累计由往年和今年相加得出，请改那两列。",
    "completion_rate_pct": "完成率由累计完成和年度计划算出，请改那两列。",
    "light": "灯由规则判定，不能手改；请改数据，或在项目页申请豁免。",
}
NO_COLUMN = "这一列由系统得出，不能在表里改。"
NOT_MAY = "您能看这个项目，但这一列由科室、领导改。"


@dataclass(frozen=True)
class Row:
    """A record as edits need it."""

    pk: int
    name: str
    zone_id: int
    version: int


def weigh(by: By, ledger: str, edits: Sequence[CellEdit], reasons: Reasons | None = None) -> Weighed:
    """Return what would become of `edits`; see `CellEdit`. Raises Refused for too many cells."""
    if len(edits) > MOST:
        raise Refused(f"一次最多改 {MOST:,} 格，这次是 {len(edits):,} 格，请分几次。", status=413)
    return _Weighing(by, ledger, edits, reasons or {}).run()


def writable(ledger: str, field: str) -> bool:
    """Tell whether a column can be edited by anybody."""
    column = columns_of(keeping.binding(ledger).ledger).get(split(field)[0])
    return column is not None and column.field not in COMPUTED and bool(column.editors)


class _Weighing:
    def __init__(self, by: By, ledger: str, edits: Sequence[CellEdit], reasons: Reasons) -> None:
        self.by, self.edits, self.reasons = by, edits, reasons
        self.bound, self.subject = keeping.binding(ledger), subjects.of(ledger)
        self.columns = columns_of(self.bound.ledger)
        self.ids = sorted({one.pk for one in edits})
        self.rows = seen_rows(by.user, self.ids)
        self.now = {pk: flat(own) for pk, own in self.bound.current(list(self.rows)).items()}
        self.editable = self._editable()
        self.units = Units.of(by.zone_id) if by.zone_id and self._has("units") else None
        self.made = Weighed(versions={pk: row.version for pk, row in self.rows.items()})
        self.taken: dict[tuple[int, str], Wish] = {}
        self.told: dict[tuple[int, str], tuple[CellEdit, Typed]] = {}

    def _has(self, kind: str) -> bool:
        fields = {split(one.field)[0] for one in self.edits}
        return any(one in self.columns and self.columns[one].kind == kind for one in fields)

    def _editable(self) -> dict[str, set[int]]:
        """Return by a word of `Column.editors` the rows the person may edit as that."""
        fields = {split(one.field)[0] for one in self.edits}
        words = {word for one in fields if one in self.columns for word in self.columns[one].editors}
        return {
            word: self.bound.editors[word](self.by.user, list(self.rows))
            for word in words
            if word in self.bound.editors
        }

    def run(self) -> Weighed:
        """Weigh one by one, then let the rooms object to what is left."""
        for one in self.edits:
            self._take(one)
        objections: dict[tuple[int, str], Objection] = {}
        wishes = list(self.taken.values())
        for weigher in self.bound.weighers if wishes else ():
            objections |= weigher(self.by, wishes)
        for place, wish in self.taken.items():
            self._settle(place, wish, objections.get(place))
        self._name_others()
        return self.made

    # ---- one cell ----
    def _take(self, edit: CellEdit) -> None:
        row, column = self.rows.get(edit.pk), self.columns.get(split(edit.field)[0])
        if row is None:
            self._refuse(edit, column, "这一行不在了，或不归您看；请刷新后再看。")
        elif why := self._closed(row, column):
            self._refuse(edit, column, why)
        elif column is not None:
            self._read(edit, row, column)

    def _closed(self, row: Row, column: Column | None) -> str:
        """Say why a cell cannot be edited at all by this person; empty when it can."""
        if column is None:
            return NO_COLUMN
        if column.field in COMPUTED or not column.editors:
            return COMPUTED.get(column.field, NO_COLUMN)
        if not any(row.pk in self.editable.get(word, ()) for word in column.editors):
            return NOT_MAY
        if row.zone_id != self.by.zone_id:
            return "这个项目在另一个开发区，请切换到那里再改。"
        return ""

    def _read(self, edit: CellEdit, row: Row, column: Column) -> None:
        key = self._key(edit, column)
        longest = self.subject.limits.get(column.field)
        typed = read_typed(column, edit.text, year=self.by.day.year, unit=edit.unit, longest=longest)
        if typed.refused:
            self._refuse(edit, column, typed.refused, example(column))
            return
        value, why = self._called(column, typed.value)
        if why:
            self._refuse(edit, column, why)
            return
        self._compare(edit, row, column, key, value, typed)

    def _key(self, edit: CellEdit, column: Column) -> str:
        """Return the key of the cell: a column by month means its newest month, else that of the day."""
        name, month = split(edit.field)
        if month or not column.by_month:
            return edit.field
        months = [one for one in self.now.get(edit.pk, {}) if one.startswith(f"{name}@")]
        return max(months, default=f"{name}@{self.by.day:%Y-%m}")

    def _called(self, column: Column, value: Any) -> tuple[Any, str]:
        """Write units as the zone calls them; a unit it does not have is refused."""
        if column.field != "unit" or not value or self.units is None:
            return value, ""
        called, missing = self.units.called(value)
        if missing:
            return None, f"系统里没有单位“{'、'.join(missing)}”。请写单位的全称，或请管理员给它加别称。"
        return called, ""

    def _compare(self, edit: CellEdit, row: Row, column: Column, key: str, value: Any, typed: Typed) -> None:
        old = self.now.get(row.pk, {}).get(key)
        if old == value or (value is not None and old is not None and same(column, old, value)):
            self.made.same += 1
        elif (row.pk, key) in self.taken:
            self._refuse(edit, column, "同一格写了两次，只收第一次的；请核对。")
        elif self._collides(edit, row, column, old):
            self.made.collided.append(
                Collision(row.pk, row.name, key, header(self.columns, key), value, old,
                          say(column, value), say(column, old))
            )  # fmt: skip
        else:
            self.taken[(row.pk, key)] = Wish(row.pk, key, old, value)
            self.told[(row.pk, key)] = (edit, typed)
            self._rest(edit, row, column, typed)

    def _collides(self, edit: CellEdit, row: Row, column: Column, old: Any) -> bool:
        if edit.base_value is UNKNOWN:
            return edit.base_version is not None and edit.base_version != row.version
        base = edit.base_value
        return not (base == old or (base is not None and old is not None and same(column, old, base)))

    def _rest(self, edit: CellEdit, row: Row, column: Column, typed: Typed) -> None:
        """张三 138… typed as a person fills the phone beside it too."""
        other = next((one for one in self.columns.values() if one.kind == "phone"), None)
        if column.kind == "person" and typed.rest and other:
            place = (row.pk, other.field)
            if place not in self.taken:
                self.taken[place] = Wish(row.pk, other.field, self.now[row.pk].get(other.field), typed.rest)
                self.told[place] = (edit, Typed(typed.rest))

    # ---- what the rooms say ----
    def _settle(self, place: tuple[int, str], wish: Wish, objection: Objection | None) -> None:
        edit, typed = self.told[place]
        column = self.columns[split(wish.key)[0]]
        if objection and not objection.asks:
            self._refuse(edit, column, objection.sentence)
            return
        given = self._reason(place)
        if objection and not self._answers(objection, given):
            self._ask(wish, column, objection)
            return
        if given:
            self.made.reasons[place] = given
        self.made.written.append(
            Written(wish.record_id, self.rows[wish.record_id].name, wish.key, header(self.columns, wish.key),
                    wish.old, wish.new, say(column, wish.old), say(column, wish.new), typed.told)
        )  # fmt: skip

    def _reason(self, place: tuple[int, str]) -> dict[str, str]:
        """Return the reason given for a cell, else for its column, else for all."""
        pk, key = place
        for one in (place, (pk, split(key)[0]), key, split(key)[0], ALL):
            if one in self.reasons:
                return {name: text.strip() for name, text in self.reasons[one].items()}
        return {}

    def _answers(self, objection: Objection, given: Mapping[str, str]) -> bool:
        if not given.get("text"):
            return False
        if len(given["text"]) > LONGEST_REASON:
            raise Refused(f"原因最多 {LONGEST_REASON} 个字，请写短一些。", status=400)
        return not objection.choices or given.get("class") in dict(objection.choices)

    def _ask(self, wish: Wish, column: Column, objection: Objection) -> None:
        self.made.asked.append(
            Asked(wish.record_id, self.rows[wish.record_id].name, wish.key, header(self.columns, wish.key),
                  say(column, wish.old), say(column, wish.new), objection.sentence, objection.choices)
        )  # fmt: skip

    def _refuse(self, edit: CellEdit, column: Column | None, why: str, hint: str = "") -> None:
        row = self.rows.get(edit.pk)
        told = any(word in why for word in ("如 ", "例如", "可填"))
        self.made.refused.append(
            RefusedCell(edit.pk, row.name if row else "", edit.field,
                        header(self.columns, edit.field) if column else edit.field,
                        edit.text.strip()[:120], why, "" if told else hint, edit.place)
        )  # fmt: skip

    def _name_others(self) -> None:
        """Say who changed a collided field, and when."""
        if not self.made.collided:
            return
        found = last_changes([(one.pk, one.field) for one in self.made.collided])
        self.made.collided = [
            Collision(**{**vars(one), "who": who, "at": at})
            for one in self.made.collided
            for who, at in [found.get((one.pk, one.field), ("", None))]
        ]


def seen_rows(user: Any, ids: Iterable[int]) -> dict[int, Row]:
    """Return the records a person sees among `ids`, groups left out: they only sum their phases."""
    from greenlight.base import bulk

    found = Project.objects.visible_to(user).counted().filter(bulk.among("pk", list(ids)))
    names = ("pk", "name", "zone_id", "version")
    return {row[0]: Row(*row) for row in found.values_list(*names)}


def say(column: Column, value: Any) -> str:
    """Say a canonical value; nothing is （空）."""
    return shown(column, value) or "（空）"


def by_record(written: Iterable[Written]) -> dict[int, list[Written]]:
    """Return what is written by record, in the order of the records."""
    found: dict[int, list[Written]] = defaultdict(list)
    for one in written:
        found[one.pk].append(one)
    return found
