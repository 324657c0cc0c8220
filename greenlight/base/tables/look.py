"""How somebody looks at a ledger: columns, widths, conditions, order, grouping; all of it in the address.

A look is plain data. The address, a saved view, an export, a print and the API say the same look:

    cols=project_name,stage,light      columns shown, in order; missing: the ledger's usual ones
    freeze=1                           how many of them stay when the table scrolls sideways
    w=project_name:240,unit:120        widths in CSS pixels
    sort=-total_investment,unit        several orders, `-` for descending
    group=unit                         one group a value, each with its sums
    dense=1                            compact rows
    light=red,yellow                   a named condition (base.keeping.Filter)
    c.total_investment=ge:10000        a condition on any column: operator and value
    page=3                             where one is; no part of a saved view
    view=12                            the saved view one came from: its words stand where nothing is said
    own=1                              …and are not asked any more: the address says all there is

A word may also be kept by the reader (`given`): then the address only says what differs from it, and
`-` where nothing of it shall stand.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

MOST_COLUMNS, MOST_SORTS, MOST_FROZEN = 60, 4, 6
NARROWEST, WIDEST = 48, 800
LONGEST_VALUE = 200
FORM = (
    "cols",
    "freeze",
    "w",
    "dense",
)  # the outer form: what is kept for the reader, not what rows are there
NOTHING = "-"
WORD = re.compile(r"[a-z][a-z0-9_]{0,59}")


@dataclass(frozen=True)
class Look:
    """What is asked of a list page; empty means the ledger's usual choice."""

    columns: tuple[str, ...] = ()
    frozen: int | None = None
    widths: Mapping[str, int] = field(default_factory=dict)
    sorts: tuple[str, ...] = ()
    group: str = ""
    dense: bool = False
    named: Mapping[str, str] = field(default_factory=dict)
    by_column: Mapping[str, str] = field(default_factory=dict)
    view: str = field(default="", compare=False)
    given: Mapping[str, str] = field(default_factory=dict, compare=False)

    @classmethod
    def of(cls, words: Mapping[str, str], named: frozenset[str] | set[str]) -> Look:
        """Read an address; what cannot be read is passed over, so that an old link still opens.

        `named` are the conditions of the ledger. A column that does not exist is the page's to tell.
        """
        return cls(
            columns=listed(words.get("cols", ""))[:MOST_COLUMNS],
            frozen=count(words.get("freeze", ""), MOST_FROZEN),
            widths=widths(words.get("w", "")),
            sorts=listed(words.get("sort", ""), signed=True)[:MOST_SORTS],
            group=next(iter(listed(words.get("group", ""))), ""),
            dense=words.get("dense") == "1",
            named={key: value[:LONGEST_VALUE] for key, value in words.items() if key in named and value},
            by_column={
                key[2:]: value[:LONGEST_VALUE]
                for key, value in words.items()
                if key.startswith("c.") and WORD.fullmatch(key[2:]) and value
            },
        )

    def words(self) -> dict[str, str]:
        """Return the look as the words of an address; reading them again gives the same look."""
        said = {
            "cols": ",".join(self.columns),
            "freeze": "" if self.frozen is None else str(self.frozen),
            "w": ",".join(f"{key}:{width}" for key, width in self.widths.items()),
            "sort": ",".join(self.sorts),
            "group": self.group,
            "dense": "1" if self.dense else "",
            **self.named,
            **{f"c.{key}": value for key, value in self.by_column.items()},
        }
        return {key: value for key, value in said.items() if value}

    def parts(self) -> dict[str, str]:
        """Return what an address must say so that it opens this look under what is given."""
        said = self.words()
        if self.view:
            view = {"view": self.view}
            return view if said == self.given else view | {"own": "1"} | said
        differing = {key: value for key, value in said.items() if self.given.get(key) != value}
        return differing | {key: NOTHING for key in self.given if key not in said}

    def address(self, **other: str) -> str:
        """Return the look as a query string, some words replaced; an empty one is left out."""
        said = self.parts() | other
        return urlencode({key: value for key, value in said.items() if value}, safe=",:-")

    def with_sort(self, key: str, *, more: bool = False) -> Look:
        """Return the look sorted by a column: a second time turns it, `more` keeps the other orders."""
        turned = f"-{key}" if key in self.sorts else key
        others = tuple(one for one in self.sorts if one.removeprefix("-") != key) if more else ()
        return replace(self, sorts=(*others, turned)[:MOST_SORTS])

    def conditions(self) -> Look:
        """Return the look without its outer form: what decides which rows are there."""
        return Look(named=self.named, by_column=self.by_column)


def listed(text: str, *, signed: bool = False) -> tuple[str, ...]:
    """Return the field names of a comma list, each once; with `signed` a `-` may stand before one."""
    parts = dict.fromkeys(part.strip() for part in text[:4000].split(","))
    return tuple(part for part in parts if WORD.fullmatch(part.removeprefix("-") if signed else part))


def count(text: str, most: int) -> int | None:
    """Return a small number, or None when the text is none."""
    return min(int(text), most) if re.fullmatch(r"[0-9]{1,2}", text) else None


def widths(text: str) -> dict[str, int]:
    """Return the widths asked for, each brought into its bounds."""
    found = {}
    for part in text[:4000].split(","):
        key, _, width = part.partition(":")
        if WORD.fullmatch(key) and re.fullmatch(r"[0-9]{1,4}", width):
            found[key] = max(NARROWEST, min(WIDEST, int(width)))
    return found
