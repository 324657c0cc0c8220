"""The table of a plan as HTML, row by row: written here, not by a template, for a plan has sixty rows.

Ends that HTML may leave out are left out; every word of a record is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from greenlight.base.templatetags.gl import DOTS
from greenlight.base.writing import MISSING, lamp
from greenlight.plans.table import Line

HEAD = (
    "<thead><tr><th scope=col>节点<th scope=col>责任单位<th scope=col class=num>原计划"
    '<th scope=col class=num>现计划或实际<th scope=col class=num>时差<span class="unit"> 天</span>'
    "<th scope=col>印证资料</thead>"
)


def written(groups: Iterable[tuple[str, tuple[Line, ...]]]) -> SafeString:
    """Write the groups of a table; a group without a name has no heading."""
    parts = ['<table class="table table-plan">', HEAD, "<tbody>"]
    for phase, lines in groups:
        if phase:
            parts.append(f"<tr class=group><th scope=colgroup colspan=6>{escape(phase)}")
        parts += map(_row, lines)
    return mark_safe("".join([*parts, "</table>"]))  # noqa: S308  every word was escaped


def _row(one: Line) -> str:
    colour, stone = lamp(one.colour), one.stone
    owner, title = escape(one.owner) or MISSING, stone.department or one.owner
    more = f' title="{escape(title)}"' if title != one.owner else ""
    return (
        f"<tr><td class=one><svg class=dot viewBox='0 0 12 12' role=img aria-label={colour.word}>"
        f"{DOTS[colour.colour]}</svg> "
        f"<a href='?tab=milestones&node={stone.pk}#node'>{_name(one)}</a><td class=cut{more}>{owner}"
        f"<td class='num t3'>{_day(one.base_due)}{_now(one)}{_gap(one)}<td class=t2>{escape(one.papers)}"
    )


def _name(one: Line) -> str:
    name = escape(one.stone.name)
    return f"<b>{name}</b><span class=visually-hidden>，关键线路</span>" if one.critical else name


def _now(one: Line) -> str:
    kind = "'num say-red'" if one.late else "num"
    asked = f" <span class=say-yellow>→ {_day(one.waiting.to_due)} 待批</span>" if one.waiting else ""
    return f"<td class={kind}>{_day(one.stone.done_on or one.stone.due)}{asked}"


def _gap(one: Line) -> str:
    if one.gap is None:
        return "<td>"
    return f"<td class='num say-red'>−{-one.gap}" if one.gap < 0 else f"<td class=num>{one.gap}"


def _day(day: date | None) -> str:
    return day.isoformat()[2:] if day else MISSING
