"""One cell of the ledger page, by column: plain functions from a line to escaped HTML.

A page of 50 rows is 600 cells: they are joined from pieces worked out once, and what is written the
same way again and again (an amount, a day, a light) is remembered.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from html import escape
from typing import Any

from greenlight.base.tables.shown import Shown
from greenlight.base.templatetags.gl import DOTS, within
from greenlight.base.writing import MISSING, days_left, days_since, lamp, md, moment, mu, rate, wan, yi
from greenlight.kernel import stages
from greenlight.kernel.lights import Colour
from greenlight.warnings import reasons

Line = Mapping[str, Any]
Cell = Callable[[Line], tuple[str, str]]  # classes, inner HTML
DATE_LENGTH = {"year": 4, "month": 7}
SHORT = 12  # characters that stand in a cell whole
CALLING = ("red", "yellow")
HALTS = {"paused": "暂停", "terminated": "终止"}


@dataclass(frozen=True)
class Page:
    """What all cells of a page are drawn under: the day, and 序时 in per cent."""

    day: date
    pace: Decimal | None


def needed(column: Shown) -> tuple[str, ...]:
    """Return the line columns a cell is drawn from."""
    return NEEDED.get(column.name) or (
        (column.column, f"{column.column}_precision") if column.name in DATED else (column.column,)
    )


def cell(column: Shown, page: Page) -> Cell:
    """Return the function that draws a column's cells."""
    if column.name in OWN:
        return OWN[column.name](column, page)
    return KINDS.get(column.kind, _text)(column, page)


# ---- by kind ----
def _text(column: Shown, _page: Page) -> Cell:
    name = column.column

    def draw(line: Line) -> tuple[str, str]:
        value = line[name]
        if not value:
            return "", MISSING
        shown = escape(str(value))
        return "", shown if len(shown) <= SHORT else f'<span class="cut" title="{shown}">{shown}</span>'

    return draw


def _amount(write: Callable[[Any], str]) -> Callable[[Shown, Page], Cell]:
    remembered = lru_cache(maxsize=20_000)(write)

    def of(column: Shown, _page: Page) -> Cell:
        name = column.column
        return lambda line: ("num", remembered(line[name]))

    return of


def _date(column: Shown, _page: Page) -> Cell:
    name, precision = column.column, f"{column.column}_precision"

    def draw(line: Line) -> tuple[str, str]:
        day = line[name]
        return "one", day.isoformat()[: DATE_LENGTH.get(line.get(precision, ""), 10)] if day else MISSING

    return draw


def _moment(column: Shown, page: Page) -> Cell:
    name = column.column
    return lambda line: ("one", moment(line[name], page.day))


def _bool(column: Shown, _page: Page) -> Cell:
    name, words = column.column, {True: "是", False: "否", None: MISSING}
    return lambda line: ("", words[line[name]])


def _choice(column: Shown, _page: Page) -> Cell:
    name, labels = column.column, {value: escape(label) for value, label in column.choices}
    return lambda line: ("", labels.get(line[name], MISSING))


# ---- columns drawn in their own way ----
def _stage(_column: Shown, _page: Page) -> Cell:
    def draw(line: Line) -> tuple[str, str]:
        halt = HALTS.get(line["halt"])
        word = stage_word(line["kind"], line["stage"])
        return "", f"{word} <small>{halt}</small>" if halt else word

    return draw


@lru_cache(maxsize=200)
def stage_word(kind: str, stage: str) -> str:
    """Return a stage in the words of its kind."""
    return escape(stages.word(kind, stage))


def _light(_column: Shown, page: Page) -> Cell:
    def draw(line: Line) -> tuple[str, str]:
        colour, since = line["light"], line["light_since"]
        days = days_since(since, page.day) if colour in CALLING else None
        why = why_of(line["light_told"], line["light_more"], page.day) if since else "还没有算过灯"
        return "wide light-cell", lit(colour, days) + told(why)

    return draw


@lru_cache(maxsize=2000)
def lit(colour: str, days: int | None) -> str:
    """Draw a light as components/light.html does: dot, word, days."""
    one = lamp(colour)
    dot = f'<svg class="dot" viewBox="0 0 12 12" aria-hidden="true">{DOTS[one.colour]}</svg>'
    number = "" if not days else (
        f'<span class="light-days"><span class="visually-hidden">，第 </span>{days} 天</span>'
    )  # fmt: skip
    return f'<span class="light light-{one.colour}">{dot}<b>{one.word}</b>{number}</span>'


def told(why: str) -> str:
    """Draw the reason beside a light."""
    return (
        f'<span class="visually-hidden">，</span><span class="light-why">{escape(why)}</span>' if why else ""
    )


@lru_cache(maxsize=20_000)
def why_of(main: str, more: int, day: date) -> str:
    """Tell a light's main reason as of a day, and how many more there are: 净地移交晚 52 天，另 1 条."""
    if not main:
        return ""
    (reason,) = reasons.read([json.loads(main)])
    return reasons.told((reason,) * (more + 1), Colour(reason.colour), day)


def _rate(column: Shown, page: Page) -> Cell:
    tick = within(page.pace)
    mark = (
        f'<rect class="bar-tick" x="{tick}%" width="2" height="8" transform="translate(-1)"/>' if tick else ""
    )

    @lru_cache(maxsize=5000)
    def drawn(value: Decimal | None) -> str:
        if value is None:
            return f'<span class="completion">{MISSING}</span>'
        fill = f'<rect class="bar-fill" y="2" width="{within(value)}%" height="4" rx="2"/>'
        track = '<rect class="bar-track" y="2" width="100%" height="4" rx="2"/>'
        bar = f'<svg class="bar" aria-hidden="true">{track}{fill}{mark}</svg>'
        return f'<span class="completion">{rate(value)}{bar}</span>'

    return lambda line: ("num", drawn(line["completion_rate_pct"]))


def _next(_column: Shown, page: Page) -> Cell:
    @lru_cache(maxsize=2000)
    def drawn(due: date) -> str:
        late = ' due-late"' if due < page.day else '"'
        return f'<small><span class="one{late}>{md(due, page.day)} {days_left(due, page.day)}</span></small>'

    def draw(line: Line) -> tuple[str, str]:
        due = line["next_due"]
        return "", escape(line["next_name"] or "") + drawn(due) if due else MISSING

    return draw


KINDS: dict[str, Callable[[Shown, Page], Cell]] = {
    "money": _amount(wan), "area": _amount(mu), "percent": _amount(rate), "date": _date, "moment": _moment,
    "bool": _bool, "choice": _choice,
}  # fmt: skip
OWN: dict[str, Callable[[Shown, Page], Cell]] = {
    "stage": _stage, "light": _light, "total_investment": _amount(yi), "completion_rate_pct": _rate,
    "next_due": _next,
}  # fmt: skip
DATED = frozenset({"planned_start", "actual_start", "planned_finish"})
NEEDED = {
    "stage": ("stage", "kind", "halt"),
    "light": ("light", "light_since", "light_told", "light_more"),
    "next_due": ("next_due", "next_name"),
}
UNITS = {"total_investment": "亿元"}


def unit_of(column: Shown) -> str:
    """Return the unit amounts are shown in."""
    return UNITS.get(column.name, column.unit)


def sum_of(column: Shown, value: Any) -> str:
    """Write what a column adds up to, in the unit of its cells."""
    return yi(value) if column.name in UNITS else wan(value)
