"""The head of the ledger page: what sorts, what filters, the 合计 row, and the head of every group."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe

from greenlight.base.tables.grouping import Group
from greenlight.base.tables.look import Look
from greenlight.base.tables.shown import Shown
from greenlight.base.templatetags.gl import DOTS, in_order, within
from greenlight.base.writing import count, rate
from greenlight.desk.table import cells
from greenlight.desk.table.seen import Seen
from greenlight.desk.table.sums import Sums

NUMBERS = ("money", "area", "percent", "integer")
ARROWS = {False: ("ascending", "↑"), True: ("descending", "↓")}


def head(seen: Seen) -> SafeString:
    """Draw the row of column names: a click sorts, with Shift further; ▾ opens the column's menu."""
    look = seen.look
    ranks = {one.column.name: (n, one.falling) for n, one in enumerate(seen.sorts, 1)}
    several = len(seen.sorts) > 1
    icons = static("greenlight/icons.svg")
    chevron = f'<svg class="icon" aria-hidden="true"><use href="{icons}#chevron-down"/></svg>'
    drawn = [_th(one, look, ranks.get(one.name), several=several, chevron=chevron) for one in seen.columns]
    row = f'<tr><th scope="col" class="no">序号</th>{"".join(drawn)}</tr>'
    return mark_safe(row)  # noqa: S308  names are declared, addresses escaped


def _th(column: Shown, look: Look, rank: tuple[int, bool] | None, *, several: bool, chevron: str) -> str:
    kind = "num" if column.kind in NUMBERS else "name" if column.name == "project_name" else ""
    sorted_by, arrow = ("", "") if rank is None else ARROWS[rank[1]]
    number = f"<sup>{rank[0]}</sup>" if rank and several else ""
    mark = f'<span class="arrow" aria-hidden="true">{arrow}{number}</span>' if rank else ""
    unit = cells.unit_of(column)
    words = f'{escape(column.header)}{mark}{f"""<span class="unit">{unit}</span>""" if unit else ""}'
    one = escape(look.with_sort(column.name).address())
    more = escape(look.with_sort(column.name, more=True).address())
    asked = column.name in look.by_column or any(name in look.named for name in column.named)
    href = f"/projects/column/{column.name}/?{escape(look.address())}"
    menu = (
        f'<a class="th-menu{" th-on" if asked else ""}" href="{href}" hx-boost="false"'
        f' aria-label="{escape(column.header)}：筛选、分组">{chevron}</a>'
    )
    return (
        f'<th scope="col" class="{kind}" data-field="{column.name}"'
        f'{f""" aria-sort="{sorted_by}" """ if sorted_by else ""}>'
        f'<a class="th-sort" id="by-{column.name}" href="/projects/?{one}" data-more="?{more}">{words}</a>'
        f"{menu}</th>"
    )


def total(seen: Seen) -> SafeString:
    """Draw the 合计 row over what the conditions leave."""
    sums = seen.sums
    name = f'<th scope="row" class="name">合计（{count(sums.count)} 项）</th>'
    pace = seen.known.period.pace if seen.known.period.month else None
    return mark_safe(f'<tr class="sum"><td class="no"></td>{_cells(seen, sums, name, pace)}</tr>')  # noqa: S308


def group_head(seen: Seen, group: Group, sums: Sums, address: str, *, is_open: bool) -> SafeString:
    """Draw a group's row: its value, how many lines, its sums; a click folds it or fetches its lines."""
    label, n = escape(group.label), count(group.count)
    href = escape(f"?{address}")
    fold = f'<a class="fold" href="{href}" aria-expanded="{"true" if is_open else "false"}">{label}</a>'
    name = f'<th scope="row" class="name">{fold} <small>{n} 项</small></th>'
    return mark_safe(f'<tr class="group"><td class="no"></td>{_cells(seen, sums, name, None)}</tr>')  # noqa: S308


def _cells(seen: Seen, sums: Sums, name: str, pace: object) -> str:
    parts = []
    for column in seen.columns:
        if column.name == "project_name":
            parts.append(name)
        elif column.name == "light":
            parts.append(f'<td class="lights-cell">{lights(sums.lights)}</td>')
        elif column.name == "completion_rate_pct":
            parts.append(f'<td class="num" title="{escape(sums.told)}">{_rate(sums, pace)}</td>')
        elif column.summed:
            label = escape(f"{column.header} {cells.unit_of(column)}")
            told = cells.sum_of(column, sums.of(column.name))
            parts.append(f'<td class="num" data-label="{label}">{told}</td>')
        else:
            parts.append("<td></td>")
    return "".join(parts)


def _rate(sums: Sums, pace: object) -> str:
    tick = within(pace)
    mark = (
        f'<rect class="bar-tick" x="{tick}%" width="2" height="8" transform="translate(-1)"/>' if tick else ""
    )
    if sums.rate is None:
        return '<span class="completion">—</span>'
    track = '<rect class="bar-track" y="2" width="100%" height="4" rx="2"/>'
    fill = f'<rect class="bar-fill" y="2" width="{within(sums.rate)}%" height="4" rx="2"/>'
    bar = f'<svg class="bar" aria-hidden="true">{track}{fill}{mark}</svg>'
    return f'<span class="completion">{rate(sums.rate)}{bar}</span>'


def lights(counts: Mapping[str, int]) -> str:
    """Draw 红7 黄13 绿57 as components/lights_count.html does."""
    drawn = [
        f'<span class="say-{one.colour} light-{one.colour}"><svg class="dot" viewBox="0 0 12 12"'
        f' aria-hidden="true">{DOTS[one.colour]}</svg>{one.short}{count(n)}</span>'
        for one, n in in_order(counts)
    ]
    return f'<span class="lights">{"".join(drawn) or "—"}</span>'
