"""What somebody sees of the ledger under a look: lines, order, pages, groups, sums; nothing asked twice."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any, TypeVar

from django.core.cache import cache
from django.db.models import Q, QuerySet

from greenlight.base import keeping
from greenlight.base.tables import conditions, grouping, orders
from greenlight.base.tables.conditions import Unreadable
from greenlight.base.tables.grouping import Group
from greenlight.base.tables.look import Look
from greenlight.base.tables.orders import Sort
from greenlight.base.tables.shown import Sheet, Shown, known
from greenlight.desk.lines import tide
from greenlight.desk.saved.opening import Opened, opened
from greenlight.desk.table import narrowing, sums
from greenlight.desk.table.sheet import LEDGER, projects
from greenlight.desk.table.sums import Known, Sums
from greenlight.people.models import User
from greenlight.projects.models import reads_zones_only

KEPT_SECONDS = 24 * 3600
# Conditions whose answer may change without a line changing: what they leave is counted every time.
RESTLESS = frozenset({"q", "mine"})
Kept = TypeVar("Kept")


class Seen:
    """The ledger as one person asks for it. `group` is the word of one group of the grouping, or empty."""

    def __init__(self, user: User, look: Look, group: str = "", sheet: Sheet | None = None) -> None:
        self.user, self.look, self.group = user, look, group
        self.sheet = sheet or projects()
        self.opened = Opened(look)
        self.told: list[str] = []

    @classmethod
    def of(cls, user: User, words: Any) -> Seen:
        """Read an address: a look, perhaps of a saved view, and `in` for one group of it.

        Raises Http404 for a view this person may not open.
        """
        found = opened(user, projects(), words)
        seen = cls(user, found.look, str(words.get("in", ""))[:200])
        seen.opened, seen.told = found, list(found.told)
        return seen

    # ---- columns ----
    @cached_property
    def columns(self) -> list[Shown]:
        """Return the columns shown; the name always is one of them."""
        names = self.look.columns or self.sheet.usual
        found, missing = known(self.sheet, names)
        for name in missing:
            self.told.append(f"没有“{name}”这一列了，已略过；存过的视图请另存一次。")
        key = self.sheet.by_name[self.sheet.ledger.key]
        return found if key in found else [key, *found]

    @cached_property
    def grouped(self) -> Shown | None:
        """Return the column lines are grouped by."""
        if not self.look.group:
            return None
        column = self.sheet.by_name.get(self.look.group)
        if column is None or not column.grouped_by:
            name = column.header if column else self.look.group
            self.told.append(f"不能按“{name}”分组，已照平常的样子列出。")
            return None
        return column

    @cached_property
    def sorts(self) -> list[Sort]:
        """Return the orders in force."""
        for one in self.look.sorts:
            if one.removeprefix("-") not in self.sheet.by_name:
                self.told.append(f"没有“{one.removeprefix('-')}”这一列了，没有按它排序。")
        return orders.sorts_of(self.sheet, self.look.sorts)

    # ---- lines ----
    @cached_property
    def visible(self) -> QuerySet[Any]:
        """Return every line the person sees."""
        lines = keeping.binding(LEDGER).lines
        if lines is None:
            raise RuntimeError("the desk binds the lines of the ledger when it starts")
        return lines(self.user)

    @cached_property
    def rows(self) -> QuerySet[Any]:
        """Return the lines under all conditions, in no order."""
        timed = not narrowing.TIMED.keys().isdisjoint(self.look.named)
        known = self.known if timed else None
        rows = narrowing.narrow(self.visible, self.look.named, self.user, known)
        for name, text in self.look.by_column.items():
            rows = rows.filter(self._condition(name, text))
        if self.group and self.grouped:
            rows = rows.filter(grouping.within(self.grouped, self.group))
        return rows

    def _condition(self, name: str, text: str) -> Q:
        column = self.sheet.by_name.get(name)
        if column is None:
            self.told.append(f"没有“{name}”这一列了，按它的条件没有用上。")
            return Q()
        try:
            return conditions.asked(column, text, self.user.scope.day)
        except Unreadable as unreadable:
            self.told.append(str(unreadable))
            return Q()

    def ids(self) -> QuerySet[Any]:
        """Return the primary keys in exactly the seen order, all pages and groups; for exports."""
        first = grouping.order_of(self.grouped) if self.grouped and not self.group else []
        return orders.ordered(self.rows, self.sheet, self.sorts, *first).values_list("pk", flat=True)

    def page(self, start: int, size: int) -> list[int]:
        """Return the primary keys of one page, counted from `start`."""
        return orders.page_of(self.rows, self.sheet, self.sorts, self.sums.count, (start, start + size))

    # ---- sums ----
    @cached_property
    def known(self) -> Known:
        """Return the period of the data."""
        return self._kept("period", lambda: sums.period_of(self.visible.order_by(), self.user), calm=True)

    @cached_property
    def sums(self) -> Sums:
        """Return what the lines under all conditions add up to, in the columns shown."""
        summed = [one for one in self.columns if one.summed]
        what = "sums-" + ",".join(sorted(one.name for one in summed))
        return self._kept(what, lambda: sums.add_up(self.rows, summed, self.known))

    @cached_property
    def anything(self) -> bool:
        """Tell whether the person sees any line at all."""
        return bool(self.sums.count) or self.visible.exists()

    def groups(self, start: int = 0, most: int = grouping.MOST) -> list[tuple[Group, Sums]]:
        """Return groups with their sums, in order; one query."""
        column = self.grouped
        if column is None:
            return []
        summed = [one for one in self.columns if one.summed]
        what = f"groups-{column.name}-{start}-{most}-" + ",".join(sorted(one.name for one in summed))
        return self._kept(what, lambda: self._groups(column, summed, start, most))

    def _groups(self, column: Shown, summed: list[Shown], start: int, most: int) -> list[tuple[Group, Sums]]:
        asked = sums.expressions(summed, self.known) | sums.by_light()
        rows = sums.prepared(self.rows, self.known)
        made = grouping.groups_of(rows, column, asked, start, most)
        return [(one, sums.read(one.sums, one.count, self.known)) for one in made]

    @cached_property
    def group_count(self) -> int:
        """Return how many groups there are."""
        column = self.grouped
        if column is None:
            return 0
        return self._kept(f"n-{column.name}", lambda: grouping.count_groups(self.rows, column))

    @cached_property
    def count(self) -> int:
        """Return how many lines there are under all conditions, without adding anything up."""
        return self._kept("count", lambda: self.rows.order_by().count())

    def count_of(self, named: dict[str, str]) -> int:
        """Return how many lines other named conditions beside the present ones would leave."""
        both = Look(named={**self.look.named, **named}, by_column=self.look.by_column)
        other = Seen(self.user, both, sheet=self.sheet)
        other._tide = self._tide
        return other.count

    # ---- kept ----
    @cached_property
    def _tide(self) -> tide.Tide:
        return tide.of(self.user.scope.zones)

    def _kept(self, what: str, compute: Callable[[], Kept], *, calm: bool = False) -> Kept:
        """Compute, or take what was computed at the same tide for the same zones, day and conditions."""
        restless = not calm and not RESTLESS.isdisjoint(self.look.named)
        if restless or not reads_zones_only(self.user):
            return compute()
        scope = self.user.scope
        asked = self.look.conditions().words() if not calm else {}
        group = (self.look.group, self.group) if self.group and not calm else ()
        token = (what, self._tide, scope.day, scope.zones, tuple(sorted(asked.items())), group)
        key = f"lines-{what}-{hash(token)}"
        found = cache.get(key)
        if found is not None and found[0] == token:
            kept: Kept = found[1]
            return kept
        made = compute()
        cache.set(key, (token, made), KEPT_SECONDS)
        return made
