"""The column chooser: every column of the list page, the shown ones first and in their order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from greenlight.base.tables.look import FORM, MOST_FROZEN
from greenlight.desk.table.seen import Seen


@dataclass(frozen=True)
class Offered:
    """One column: shown or not, whether it must be."""

    name: str
    header: str
    shown: bool
    always: bool


def offered(seen: Seen) -> list[Offered]:
    """Return all columns, the shown ones in their order, then the others as declared."""
    key, shown = seen.sheet.ledger.key, [one.name for one in seen.columns]
    rest = [one.name for one in seen.sheet.columns if one.name not in shown]
    headers = seen.sheet.by_name
    return [Offered(name, headers[name].header, name in shown, name == key) for name in (*shown, *rest)]


def moved(names: list[str], move: str) -> list[str]:
    """Return an order in which one column changed place: `unit:up`, `unit:down`."""
    name, _, what = move.partition(":")
    if name not in names or what not in ("up", "down"):
        return names
    at = names.index(name)
    to = max(0, min(len(names) - 1, at + (1 if what == "down" else -1)))
    names = list(names)
    names[at], names[to] = names[to], names[at]
    return names


def rest(seen: Seen) -> list[tuple[str, str]]:
    """Return what stays as it is while the columns change; from a view on, all there is."""
    view = {"view": seen.look.view, "own": "1"} if seen.look.view else {}
    said = seen.look.words() if view else seen.look.parts()
    return [(key, value) for key, value in (view | said).items() if key not in FORM]


def chooser(seen: Seen) -> dict[str, Any]:
    """Return what the chooser is drawn from."""
    look = seen.look
    columns = offered(seen)
    said = {key: value for key, value in look.words().items() if key in FORM}
    kept = {key: value for key, value in look.given.items() if key in FORM}
    return {
        "columns": columns,
        "chosen": sum(one.shown for one in columns),
        "rest": rest(seen),
        "frozen": 1 if look.frozen is None else look.frozen,
        "most_frozen": range(MOST_FROZEN + 1),
        "widths": ",".join(f"{name}:{width}" for name, width in look.widths.items()),
        "usual": ",".join(seen.sheet.usual),
        "in_view": seen.opened.view,
        "only_here": seen.opened.view is None and bool(said) and said != kept,
        "keeps": bool(kept),
    }  # fmt: skip
