"""The rows of the ledger page, compiled: the columns are looked at once, then each row is joined text."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from greenlight.base import keeping
from greenlight.base.tables.shown import Shown
from greenlight.desk.editing.weighing import writable
from greenlight.desk.models import ProjectLine
from greenlight.desk.table import cells
from greenlight.desk.table.cells import Line, Page
from greenlight.desk.table.sheet import LEDGER
from greenlight.people.models import User

ALWAYS = ("pk", "version", "project_name")
EDITED = {"money": "money", "area": "area", "percent": "percent", "date": "date", "bool": "bool",
          "choice": "choice", "units": "units", "person": "person", "phone": "phone"}  # fmt: skip
Piece = tuple[Callable[[Line], tuple[str, str]], str, str, str, tuple[str, ...], bool]


def lines_of(ids: Sequence[int], columns: Sequence[Shown]) -> list[Line]:
    """Return the lines of a page in the order of their keys, with what its columns need; one query."""
    names = dict.fromkeys([*ALWAYS, *(name for one in columns for name in cells.needed(one))])
    found = {row["pk"]: row for row in ProjectLine.objects.filter(pk__in=ids).values(*names)}
    return [found[pk] for pk in ids if pk in found]


class Rows:
    """Draws rows of some columns for one person; `page` holds the day and 序时."""

    def __init__(self, columns: Sequence[Shown], page: Page, user: User) -> None:
        self.columns, self.page, self.user = columns, page, user
        self.pieces = [self._piece(one) for one in columns]

    def _piece(self, column: Shown) -> Piece:
        edit = EDITED.get(column.kind, "text") if writable(LEDGER, column.name) else ""
        label = f"{column.header} {cells.unit_of(column)}".strip()
        attributes = f' data-field="{column.name}" data-label="{escape(label)}"'
        named = column.name == "project_name"
        return (cells.cell(column, self.page), attributes, f' data-edit="{edit}"' if edit else "",
                column.name, column.editors, named)  # fmt: skip

    def draw(self, lines: Sequence[Line], first: int = 1) -> SafeString:
        """Draw lines as table rows, numbered from `first` on."""
        may = self._may([line["pk"] for line in lines])
        anything = set().union(*may.values()) if may else set()
        drawn = [self._row(line, n, may, line["pk"] in anything) for n, line in enumerate(lines, first)]
        return mark_safe("".join(drawn))  # noqa: S308  every cell escapes what it shows

    def _may(self, ids: list[int]) -> Mapping[str, set[int]]:
        """Return by a word of `Column.editors` the rows the person may edit as that; see Binding.editors."""
        editors = keeping.binding(LEDGER).editors
        words = {word for *_, edit, _, who, _ in self.pieces if edit for word in who}
        return {word: editors[word](self.user, ids) for word in words if word in editors}

    def _row(self, line: Line, number: int, may: Mapping[str, set[int]], editable: bool) -> str:
        pk = line["pk"]
        href = f"/projects/{pk}/"
        parts = [f'<tr data-pk="{pk}" data-version="{line["version"]}" data-href="{href}">']
        box = ""
        if editable:
            name = escape(line["project_name"])
            box = f'<input type="checkbox" name="pk" value="{pk}" aria-label="选中 {name}">'
        parts.append(f'<td class="no">{box}<span>{number}</span></td>')
        for draw, attributes, edit, _, who, named in self.pieces:
            open_to = edit if edit and any(pk in may.get(word, ()) for word in who) else ""
            if named:
                name = escape(line["project_name"])
                parts.append(
                    f'<th scope="row" class="name"{attributes}{open_to}><a href="{href}">{name}</a></th>'
                )
                continue
            classes, inner = draw(line)
            of_class = f' class="{classes}"' if classes else ""
            parts.append(f"<td{of_class}{attributes}{open_to}>{inner}</td>")
        parts.append("</tr>")
        return "".join(parts)


def pace_of(known: Any) -> Any:
    """Return 序时 in per cent for the tick of the bars; None before anybody reported."""
    return known.period.pace if known.period.month else None
