"""The page of the wall chart as markup: names that stay, blocks of ten lines, one header of months.

Written as text, not by templates: 500 lines are a page. Every name is escaped here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from greenlight.base.templatetags.gl import DOTS
from greenlight.base.writing import days_left, lamp, md
from greenlight.desk.wallchart.rows import Asked, Group, Item
from greenlight.plans.gantt import Scale
from greenlight.plans.wall import drawing
from greenlight.plans.wall.drawing import BLOCK, Line

HALTED = {"paused": "暂停", "terminated": "终止"}


def chart(groups: Sequence[Group], lines: Mapping[int, Line], asked: Asked, today: date) -> SafeString:
    """Draw all groups on one scale."""
    scale = drawing.scale_of(lines.values(), today, asked.zoom)
    whole = sum(len(group.items) for group in groups)
    head = (
        f'<table class="wall" role="presentation" data-first="{scale.first}" data-last="{scale.last}" '
        f'data-width="{scale.width}" data-now="{scale.x(today):g}"><thead><tr>'
        f'<td class="wall-corner">本页 {whole} 个项目</td>'
        f'<td class="wall-axis">{drawing.head(scale, today)}{_paper_head(scale, today)}</td></tr></thead>'
    )
    body = "".join(_group(group, lines, scale, asked, today) for group in groups)
    defs = f'<svg class="wall-defs" width="0" height="0" aria-hidden="true"><defs>{_dots()}</defs></svg>'
    return mark_safe(f"{defs}{drawing.common(scale, today)}{head}{body}</table>")  # noqa: S308  escaped here


def _paper_head(scale: Scale, today: date) -> str:
    """Draw the header once more at the width of a sheet: its words are not squeezed on paper."""
    if scale.width == drawing.SHEET:
        return ""
    paper = drawing.head(Scale(scale.first, scale.last, drawing.SHEET), today)
    return paper.replace('class="gantt"', 'class="gantt wall-paper"', 1)


def _dots() -> str:
    return "".join(f'<g id="dot-{name}">{shape}</g>' for name, shape in DOTS.items())


def _group(group: Group, lines: Mapping[int, Line], scale: Scale, asked: Asked, today: date) -> str:
    shut = group.key in asked.folded
    blocks = (group.items[at : at + BLOCK] for at in range(0, len(group.items), BLOCK))
    rows = "" if shut else "".join(_block(some, lines, scale, asked, today) for some in blocks)
    here = len(group.items)
    part = f"，本页 {here} 个" if here < group.count else ""
    counts = "".join(
        f'<span class="say-{one.colour} light-{one.colour}">{_dot(one.colour)}{one.short}'
        f"{group.lights[name]}</span>"
        for name in ("red", "yellow", "green", "blue", "grey")
        if group.lights.get(name) and (one := lamp(name))
    )
    return (
        f'<tbody class="wall-group"><tr class="wall-band"><td><a href="{_fold(asked, group.key, shut)}" '
        f'aria-expanded="{"false" if shut else "true"}" data-fold="{escape(group.key)}">'
        f'<span class="wall-turn" aria-hidden="true"></span><b>{escape(group.word)}</b></a> '
        f'<span class="t3">{group.count} 个{part}</span> <span class="lights">{counts}</span></td>'
        f"<td></td></tr>{rows}</tbody>"
    )


def _fold(asked: Asked, key: str, shut: bool) -> str:
    """Return the address with a group folded, or unfolded."""
    folded = [one for one in asked.folded if one != key] + ([] if shut else [key])
    pairs = [*asked.words().items(), *(("fold", one) for one in folded)]
    return escape(f"?{urlencode(pairs)}")


def _block(items: Sequence[Item], lines: Mapping[int, Line], scale: Scale, asked: Asked, today: date) -> str:
    own = [lines.get(one.pk) or Line() for one in items]
    names = "".join(_name(one, line, asked, today) for one, line in zip(items, own, strict=True))
    found = drawing.block(own, scale)
    return f'<tr><td><ul class="wall-names">{names}</ul></td><td class="wall-lines">{found}</td></tr>'


def _name(one: Item, line: Line, asked: Asked, today: date) -> str:
    name = escape(one.name)
    halted = HALTED.get(one.halt, "")
    told = [halted] if halted else []
    if asked.group != "stage":
        told.append(one.stage_word)
    if one.next_due:
        due = one.next_due
        told.append(f"{escape(one.next_name or '')} {md(due, today)} {days_left(due, today)}")
    elif not line.marks and not line.bars:
        told.append("没有日期")
    late = " late" if one.next_due and one.next_due < today else ""
    return (
        f'<li data-pk="{one.pk}"><a href="{_address(one.pk)}" title="{name}">{_dot(one.colour)}'
        f'<span class="visually-hidden">{lamp(one.colour).word}，</span>{name}</a>'
        f'<small class="t3{late}">{"，".join(told)}</small></li>'
    )


def _address(pk: int) -> str:
    return ROOT.format(pk)


def _dot(colour: str) -> str:
    return f'<svg class="dot" viewBox="0 0 12 12" aria-hidden="true"><use href="#dot-{colour}"/></svg>'


ROOT = "/projects/{}/"  # desk:project; reversed once a line it would cost a fifth of the page


def check_root() -> bool:
    """Tell whether the address of a project still is what is written above."""
    return reverse("desk:project", args=[7]) == ROOT.format(7)
