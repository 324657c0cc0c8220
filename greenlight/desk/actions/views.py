"""Deeds on saved views: save, write over, rename, share, delete, arrange; and one's own usual form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from greenlight.base import journal
from greenlight.base.journal import By
from greenlight.base.models import JournalRow
from greenlight.base.refusals import Collided, NotAllowed, Refused
from greenlight.base.tables.look import FORM, Look
from greenlight.desk import may
from greenlight.desk.models import LONGEST_NAME, SavedView
from greenlight.desk.saved.opening import LOOKS
from greenlight.people.models import User

SAVE, OVERWRITE, RENAME, SHARE, DELETE, ARRANGE = (
    "view.save", "view.overwrite", "view.rename", "view.share", "view.delete", "view.arrange",
)  # fmt: skip
MOST_OWN = MOST_SHARED = 40
ORDERS = "views"  # of User.preferences: {ledger: {"order": [pk], "hidden": [pk]}}
FACTS = ("zone_id", "owner_id", "ledger", "name", "words", "titles", "shared")
NOBODY = "共享的视图由存它的人、科室或领导改；您可以另存一个自己的。"


@transaction.atomic
def save_view(
    *, by: By, ledger: str, name: str, look: Look, titles: Mapping[str, str], shared: bool = False
) -> SavedView:
    """Keep a look under a name; `titles` are the headers of what it names.

    Raises Refused for a name that is taken, too long or missing, or for one view too many.
    """
    user, zone = person(by), by.zone_id
    if zone is None:
        raise NotAllowed("视图存在园区里；您现在不属于任何园区。")
    own = SavedView.objects.filter(owner=user, zone_id=zone, ledger=ledger)
    if own.count() >= MOST_OWN:
        raise Refused(f"您已存了 {MOST_OWN} 个视图。请先删掉不用的，再存新的。")
    view = SavedView(
        zone_id=zone, owner=user, ledger=ledger, words=look.words(), titles=dict(titles), shared=shared
    )
    view.name = named(view, name)
    if shared:
        check_share(by, view)
    stamp(by, view)
    view.save()
    journal.write(by, SAVE, "view", view.pk, after=facts(view))
    return view


@transaction.atomic
def overwrite_view(
    *, by: By, view: SavedView, look: Look, titles: Mapping[str, str], version: int | None = None
) -> SavedView:
    """Let a view show what is seen now. Raises Collided when somebody else changed it since."""
    found = locked(by, view, version)
    before = facts(found)
    found.words, found.titles = look.words(), dict(titles)
    return changed(by, OVERWRITE, found, before)


@transaction.atomic
def rename_view(*, by: By, view: SavedView, name: str) -> SavedView:
    """Give a view another name; its link stays."""
    found = locked(by, view)
    before = facts(found)
    found.name = named(found, name)
    return changed(by, RENAME, found, before)


@transaction.atomic
def share_view(*, by: By, view: SavedView, shared: bool) -> SavedView:
    """Share a view with the zone, or keep it for its owner again."""
    found = locked(by, view)
    if shared and not found.shared:
        check_share(by, found)
    before = facts(found)
    found.shared = shared
    return changed(by, SHARE, found, before)


@transaction.atomic
def delete_view(*, by: By, view: SavedView) -> JournalRow:
    """Delete a view; its records stay as they are. The journal row can be taken back."""
    found = locked(by, view)
    row = journal.write(by, DELETE, "view", found.pk, before=facts(found))
    found.delete()
    return row


@transaction.atomic
def arrange_views(*, by: By, ledger: str, order: Sequence[int], hidden: Sequence[int] = ()) -> None:
    """Put the tabs of one reader into an order, and leave out those not wanted; others keep theirs."""
    user = person(by)
    before = user.preferences.get(ORDERS, {}).get(ledger, {})
    after = {"order": list(order)[: 2 * MOST_OWN], "hidden": list(hidden)[: 2 * MOST_OWN]}
    prefer(user, ORDERS, ledger, after)
    journal.write(by, ARRANGE, "user", user.pk, before=before, after=after)


@transaction.atomic
def keep_form(*, user: User, ledger: str, look: Look) -> None:
    """Open the ledger in this outer form from now on, for this reader; an empty one is the usual form.

    A habit, no deed: nothing is journalled.
    """
    found = User.objects.select_for_update().get(pk=user.pk)
    prefer(found, LOOKS, ledger, {key: value for key, value in look.words().items() if key in FORM})


def prefer(user: User, what: str, ledger: str, value: Mapping[str, Any]) -> None:
    """Keep one preference of a user about a ledger."""
    kept = {**user.preferences.get(what, {}), ledger: dict(value)}
    user.preferences = {**user.preferences, what: kept}
    user.save(update_fields=["preferences"])


def locked(by: By, view: SavedView, version: int | None = None) -> SavedView:
    """Return the view locked for a change; raises Refused when it is gone, NotAllowed, Collided."""
    found = SavedView.objects.select_for_update().filter(pk=view.pk).first()
    if found is None:
        raise Refused("这个视图刚刚被删掉了。看到的还在，可以另存一个。")
    if not may.change_view(by.user, found):
        raise NotAllowed(NOBODY)
    if version is not None and version != found.version:
        who = found.changed_by_name
        raise Collided(f"视图“{found.name}”刚刚由{who}改过。请另存一个，或还原以后再改。")
    return found


def person(by: By) -> User:
    """Return who acts, locked: what he keeps is counted and changed by one deed at a time."""
    return User.objects.select_for_update().get(pk=by.user.pk)


def named(view: SavedView, text: str) -> str:
    """Return a name that a view can have; raises Refused."""
    name = " ".join(text.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise Refused(f"请给视图起个名字，{LONGEST_NAME} 个字以内，例如“周一例会”。", status=400)
    same = SavedView.objects.filter(owner_id=view.owner_id, zone_id=view.zone_id, name=name)
    if same.filter(ledger=view.ledger).exclude(pk=view.pk or 0).exists():
        raise Refused(f"已经有视图叫“{name}”。请换个名字；要改它，就打开它再保存。")
    return name


def check_share(by: By, view: SavedView) -> None:
    """Raise NotAllowed or Refused when a view cannot be shared with its zone."""
    if not may.share_view(by.user, view.zone_id):
        raise NotAllowed("视图由本区的人共享；您可以只存给自己。")
    shared = SavedView.objects.filter(zone_id=view.zone_id, ledger=view.ledger, shared=True)
    if shared.count() >= MOST_SHARED:
        raise Refused(f"本区已共享了 {MOST_SHARED} 个视图。请先收回不用的，再共享新的。")


def facts(view: SavedView) -> dict[str, Any]:
    """Return a view as the journal keeps it."""
    return {name: getattr(view, name) for name in FACTS}


def stamp(by: By, view: SavedView) -> None:
    """Say who changed a view last."""
    view.changed_at, view.changed_by_name = by.at, by.actor_name[:60]


def changed(by: By, verb: str, view: SavedView, before: dict[str, Any]) -> SavedView:
    """Write a changed view and its journal row; nothing when nothing differs."""
    if facts(view) == before:
        return view
    view.version += 1
    stamp(by, view)
    view.save()
    journal.write(by, verb, "view", view.pk, before=before, after=facts(view))
    return view
