"""The views over the table: the built-in ones first, then saved ones as their reader arranged them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from greenlight.base.tables.look import Look
from greenlight.desk import may
from greenlight.desk.actions.views import ORDERS
from greenlight.desk.models import SavedView
from greenlight.desk.saved.opening import Opened, look_of
from greenlight.desk.table.seen import Seen
from greenlight.people.models import User

BUILT_IN: tuple[tuple[str, dict[str, str]], ...] = (
    ("全部", {}),
    ("我负责的", {"mine": "1"}),
    ("本月到期", {"due": "this_month"}),
    ("红灯黄灯", {"light": "red,yellow"}),
    ("已超期", {"due": "overdue"}),
)
MOST_TABS = 8  # saved views that stand as tabs; the others are found on the page of all views


@dataclass(frozen=True)
class Tab:
    """One view: its words, where it leads, whether it is the one that is open, how many rows it has."""

    label: str
    href: str
    active: bool
    shared: bool = False
    title: str = ""
    count: int | None = None


@dataclass(frozen=True)
class Bar:
    """All there is to draw over the table."""

    tabs: list[Tab]
    opened: Opened
    may_change: bool
    may_share: bool
    hidden: int


def bar(user: User, seen: Seen, *, counted: bool = False) -> Bar:
    """Return the tabs of one reader; with `counted` each says how many rows it would show."""
    opened = seen.opened
    shown, hidden = arranged(user, seen.sheet.ledger.name)
    few = shown[:MOST_TABS]
    if opened.view and all(one.pk != opened.view.pk for one in few):
        few.append(opened.view)
    tabs = [built_in(seen, label, words, counted=counted) for label, words in BUILT_IN]
    tabs += [saved(seen, one, counted=counted) for one in few]
    return Bar(
        tabs,
        opened,
        may_change=opened.view is not None and may.change_view(user, opened.view),
        may_share=may.share_view(user, user.scope.home),
        hidden=len(shown) + len(hidden) - len(few),
    )


def built_in(seen: Seen, label: str, words: Mapping[str, str], *, counted: bool) -> Tab:
    """Return a built-in view: nothing but its conditions."""
    look = Look(named=words)
    now = seen.look
    active = seen.opened.view is None and dict(now.named) == words and not now.by_column and not now.group
    count = count_of(seen, look) if counted else None
    return Tab(label, f"?{look.address()}", active, count=count)


def saved(seen: Seen, view: SavedView, *, counted: bool) -> Tab:
    """Return a saved view; whose it is stands in its title."""
    own = view.owner_id == seen.user.pk
    title = "" if own else f"{view.owner.name}共享的"
    opened = seen.opened.view
    count = count_of(seen, look_of(view, seen.sheet)[0]) if counted and not view.shared else None
    return Tab(
        view.name, f"?view={view.pk}", opened is not None and opened.pk == view.pk, view.shared, title, count
    )


def count_of(seen: Seen, look: Look) -> int:
    """Return how many rows the reader would see under other conditions."""
    return Seen(seen.user, look.conditions(), sheet=seen.sheet).count


def arranged(user: User, ledger: str) -> tuple[list[SavedView], list[SavedView]]:
    """Return the views a reader has as tabs, in his order, and those he left out; new ones come last."""
    kept = user.preferences.get(ORDERS, {}).get(ledger, {})
    place = {pk: n for n, pk in enumerate(kept.get("order", ()))}
    found = SavedView.objects.visible_to(user).filter(ledger=ledger).select_related("owner")
    ordered = sorted(found, key=lambda one: (place.get(one.pk, len(place)), one.pk))
    out = frozenset(kept.get("hidden", ()))
    return [one for one in ordered if one.pk not in out], [one for one in ordered if one.pk in out]
