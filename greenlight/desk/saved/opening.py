"""Reading an address under what is kept: the words of a saved view, else the reader's own usual form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from django.http import Http404, QueryDict

from greenlight.base import keeping
from greenlight.base.tables.look import FORM, Look
from greenlight.base.tables.shown import Sheet
from greenlight.desk.models import SavedView
from greenlight.people.models import User

NUMBER = re.compile(r"[1-9][0-9]{0,17}")
OTHER = frozenset({*FORM, "sort", "group"})  # words of a look that are no conditions
LOOKS = "looks"  # of User.preferences: {ledger: the words of the outer form}


@dataclass(frozen=True)
class Opened:
    """A look as one address opens it; `gone` names what a view still asks for and nobody has any more."""

    look: Look
    view: SavedView | None = None
    gone: list[str] = field(default_factory=list)

    @cached_property
    def changed(self) -> bool:
        """Tell whether the look differs from the view it came from."""
        return self.view is not None and self.look.words() != self.look.given

    @cached_property
    def told(self) -> list[str]:
        """Say in words what is gone."""
        if self.view is None or not self.gone:
            return []
        names = "、".join(f"“{name}”" for name in self.gone)
        way = "保存一次，就把它从视图里去掉。" if len(self.gone) == 1 else "保存一次，就把它们从视图里去掉。"
        return [f"视图“{self.view.name}”里的{names}已经没有了，已略过，其余照旧。{way}"]


def opened(user: User, sheet: Sheet, words: Mapping[str, str]) -> Opened:
    """Read an address. Raises Http404 for a view that is not there or not for this reader."""
    named = frozenset(keeping.binding(sheet.ledger.name).filters)
    number = str(words.get("view", ""))
    if not NUMBER.fullmatch(number):
        given = kept_form(user, sheet)
        return Opened(replace(Look.of(given | said(words), named), given=given))
    view = SavedView.objects.visible_to(user).filter(ledger=sheet.ledger.name, pk=number).first()
    if view is None:
        raise Http404
    look, gone = look_of(view, sheet)
    given = look.words()
    asked = said(words)
    look = Look.of(asked if asked.get("own") == "1" else given | asked, named)
    return Opened(replace(look, view=number, given=given), view, gone)


def said(words: Mapping[str, str]) -> dict[str, str]:
    """Return the words as plain text; columns ticked one by one are joined."""
    found = {key: str(words[key]) for key in words}
    if isinstance(words, QueryDict) and "cols" in words:
        found["cols"] = ",".join(words.getlist("cols"))
    return found


def look_of(view: SavedView, sheet: Sheet) -> tuple[Look, list[str]]:
    """Return a view's look without what is gone, and the headers of what is gone."""
    named = frozenset(keeping.binding(sheet.ledger.name).filters)
    look = Look.of({key: str(value) for key, value in view.words.items()}, named)
    gone = [name for name in columns_of(look) if name not in sheet.by_name]
    asked = [f"?{key}" for key in view.words if key not in OTHER and "." not in key and key not in named]
    told = [str(view.titles.get(name) or name.removeprefix("?")) for name in (*gone, *asked)]
    return without(look, frozenset(gone)), list(dict.fromkeys(told))


def columns_of(look: Look) -> list[str]:
    """Return the columns a look names, each once."""
    sorts = (one.removeprefix("-") for one in look.sorts)
    return list(dict.fromkeys((*look.columns, *sorts, *filter(None, [look.group]), *look.by_column)))


def without(look: Look, gone: frozenset[str]) -> Look:
    """Return a look that does not name what is gone."""
    return replace(
        look,
        columns=tuple(one for one in look.columns if one not in gone),
        widths={name: width for name, width in look.widths.items() if name not in gone},
        sorts=tuple(one for one in look.sorts if one.removeprefix("-") not in gone),
        group="" if look.group in gone else look.group,
        by_column={name: text for name, text in look.by_column.items() if name not in gone},
    )


def titles_of(look: Look, sheet: Sheet) -> dict[str, str]:
    """Return the headers of what a look names, as they are now; conditions by `?name`."""
    named = keeping.binding(sheet.ledger.name).filters
    columns = {name: sheet.by_name[name].header for name in columns_of(look) if name in sheet.by_name}
    return columns | {f"?{name}": named[name].label for name in look.named if name in named}


def kept_form(user: User, sheet: Sheet) -> dict[str, str]:
    """Return the outer form a reader keeps for a ledger; a column that is gone is not missed."""
    kept = user.preferences.get(LOOKS, {}).get(sheet.ledger.name, {})
    look = Look.of({key: str(kept[key]) for key in FORM if key in kept}, frozenset())
    names = frozenset((*look.columns, *look.widths)) - frozenset(sheet.by_name)
    return without(look, names).words()
