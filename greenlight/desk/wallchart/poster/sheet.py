"""One sheet as one drawing: title, counts, legend, names, chart, foot. Pure: facts in, text out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from greenlight.base.templatetags.gl import DOTS
from greenlight.base.unsaid import said
from greenlight.base.writing import LAMPS, count, days_left, md
from greenlight.desk.wallchart.drawing import HALTED
from greenlight.desk.wallchart.poster import axis, layout, style
from greenlight.desk.wallchart.poster.ink import dot, key, text
from greenlight.desk.wallchart.poster.layout import LEAST, MARGIN, Rows
from greenlight.desk.wallchart.poster.letters import cut, fitted, width
from greenlight.desk.wallchart.poster.qr import square
from greenlight.desk.wallchart.rows import Group, Item
from greenlight.plans.gantt import ROW, Scale
from greenlight.plans.wall import drawing
from greenlight.plans.wall.drawing import Line

GAP = 14.0


@dataclass(frozen=True)
class Poster:
    """What all sheets of one wall have in common."""

    title: str
    told: str
    lights: Mapping[str, int]
    address: str
    today: date
    first: date
    last: date
    rows: Rows
    lines: Mapping[int, Line]
    by_stage: bool


Row = Group | Item


def drawn(poster: Poster, lines: Sequence[Row], first: int, n: int, of: int) -> str:
    """Draw sheet `n` of `of`; `first` is the number of its first project."""
    parts = (
        _head(poster, n, of),
        key(MARGIN, MARGIN + layout.TOP + 30),
        _body(poster, lines, first),
        _foot(poster, n, of),
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {layout.WIDTH:.2f} {layout.HEIGHT:.2f}" '
        f'width="{layout.WIDTH:.2f}" height="{layout.HEIGHT:.2f}" role="img" '
        f'aria-label="{escape(said(poster.title))}，第 {n} 张">'
        f"<style>text{{font-family:{style.letters()};fill:{style.colour('t1')}}}.strong{{font-weight:700}}"
        f".soft{{fill:{style.colour('t2')}}}.late{{fill:{style.colour('r-t')}}}.flag{{fill:{style.colour('on-acc')}}}{style.rules()}</style>"
        f'<defs>{"".join(f"""<g id="dot-{name}">{shape}</g>""" for name, shape in DOTS.items())}</defs>'
        f'<rect width="{layout.WIDTH:.2f}" height="{layout.HEIGHT:.2f}" fill="{style.colour("surface")}"/>'
        f'{"".join(parts)}</svg>'
    )  # fmt: skip


# ---- head ----
def _head(poster: Poster, n: int, of: int) -> str:
    room = layout.WIDTH - 2 * MARGIN - layout.QR - 2 * GAP - 160
    title = text(MARGIN, MARGIN + 76, cut(poster.title, layout.TITLE, room), layout.TITLE, "strong")
    told = text(MARGIN, MARGIN + 134, cut(poster.told, layout.SUB, room - 900), layout.SUB, "soft")
    return (
        title
        + told
        + _lights(poster, MARGIN + width(cut(poster.told, layout.SUB, room - 900), layout.SUB) + 60)
        + _qr(poster)
    )


def _lights(poster: Poster, x: float) -> str:
    found = []
    for name, one in LAMPS.items():
        if number := poster.lights.get(name, 0):
            words = f"{one.word} {count(number)}"
            found.append(dot(x + 15, MARGIN + 124, name, 30) + text(x + 40, MARGIN + 134, words, layout.SUB))
            x += 40 + width(words, layout.SUB) + 36
    return "".join(found)


def _qr(poster: Poster) -> str:
    x = layout.WIDTH - MARGIN - layout.QR
    code = f'<g transform="translate({x:.1f} {MARGIN - 20:.1f})">{square(poster.address, layout.QR)}</g>'
    lines = ("扫码看", "实时灯")
    words = "".join(
        text(x - GAP, MARGIN + 50 + at * 36, one, LEAST, "soft", "end") for at, one in enumerate(lines)
    )
    return code + words


# ---- body ----
def _body(poster: Poster, lines: Sequence[Row], first: int) -> str:
    top, high = MARGIN + layout.TOP + layout.KEY, poster.rows.high
    begin, edge = top + layout.AXIS, layout.WIDTH - MARGIN
    rules = "".join(f"M{MARGIN} {begin + high * n:.1f}H{edge:.1f}" for n in range(len(lines) + 1))
    return "".join((
        _ground("gantt-head", top, layout.AXIS), _heads(top), _names(poster, lines, begin, first),
        f'<path class="gantt-row" d="{rules}"/>', _chart(poster, lines, top, len(lines) * high),
    ))  # fmt: skip


def _ground(kind: str, top: float, high: float) -> str:
    wide = layout.WIDTH - 2 * MARGIN
    return f'<rect class="{kind}" x="{MARGIN}" y="{top:.1f}" width="{wide:.1f}" height="{high:.1f}"/>'


def _heads(top: float) -> str:
    found, x = [], MARGIN
    for word, wide in (
        ("序号", layout.NO),
        ("", layout.DOT),
        ("项目", layout.NAME),
        ("下一节点", layout.NEXT),
        ("责任单位", layout.UNIT),
    ):
        found.append(text(x + 4, top + layout.AXIS / 2 + 9, word, LEAST, "soft"))
        x += wide
    return "".join(found)


def _names(poster: Poster, lines: Sequence[Row], begin: float, first: int) -> str:
    found, number = [], first
    for at, one in enumerate(lines):
        y = begin + at * poster.rows.high
        if isinstance(one, Group):
            found.append(_band(poster, one, y))
        else:
            found.append(_name(poster, one, y, number))
            number += 1
    return "".join(found)


def _band(poster: Poster, group: Group, y: float) -> str:
    high, size = poster.rows.high, poster.rows.letters
    base, words = y + high / 2 + size * 0.36, cut(group.word, size, layout.NAME)
    shown = [one for name, one in LAMPS.items() if group.lights.get(name)]
    lights = "".join(f'<tspan dx="14">{one.short}{group.lights[one.colour]}</tspan>' for one in shown)
    x = MARGIN + 24 + width(words, size)
    return (
        _ground("gantt-band", y, high)
        + text(MARGIN + 4, base, words, size, "strong")
        + f'<text class="soft" x="{x:.1f}" y="{base:.1f}" font-size="{LEAST}">{group.count} 个{lights}</text>'
    )


def _name(poster: Poster, one: Item, y: float, number: int) -> str:
    size, middle = poster.rows.letters, y + poster.rows.high / 2
    base, x = middle + size * 0.36, MARGIN
    told, late = _next(poster, one)
    found = [
        text(x + layout.NO - 18, base, str(number), LEAST, "soft", "end"),
        dot(x + layout.NO + 16, middle, one.colour, size),
    ]
    x += layout.NO + layout.DOT
    found.append(_fitted(x, middle, one.name, size))
    found.append(
        text(x + layout.NAME, base, cut(told, LEAST, layout.NEXT - GAP), LEAST, "late" if late else "soft")
    )
    found.append(
        text(
            x + layout.NAME + layout.NEXT, base, cut(one.unit or "", LEAST, layout.UNIT - GAP), LEAST, "soft"
        )
    )
    return "".join(found)


def _fitted(x: float, middle: float, name: str, size: float) -> str:
    """Write a name whole: smaller where it must be, then slimmer."""
    words, size, slim = fitted(name, size, LEAST, layout.NAME - GAP)
    base = middle + size * 0.36
    if slim == 1:
        return text(x, base, words, size)
    return f'<g transform="translate({x:.1f} {base:.1f}) scale({slim:.3f} 1)">{text(0, 0, words, size)}</g>'


def _next(poster: Poster, one: Item) -> tuple[str, bool]:
    """Tell the next node with its day, and whether it is late."""
    said = [HALTED[one.halt]] if one.halt in HALTED else []
    if not poster.by_stage:
        said.append(one.stage_word)
    if one.next_due:
        said.append(
            f"{one.next_name or ''} {md(one.next_due, poster.today)} {days_left(one.next_due, poster.today)}"
        )
    elif not poster.lines.get(one.pk, Line()).bars:
        said.append("没有日期")
    return "，".join(said), bool(one.next_due and one.next_due < poster.today)


def _chart(poster: Poster, lines: Sequence[Row], top: float, tall: float) -> str:
    """Draw the lines of the wall, the same paths as on the screen, as high as this sheet's rows."""
    grow, day = poster.rows.high / ROW, poster.today
    wide = Scale(poster.first, poster.last, round(layout.CHART))
    own = Scale(poster.first, poster.last, round(layout.CHART / grow))
    rows = ((one, at * ROW) for at, one in enumerate(lines))
    placed = [(poster.lines.get(one.pk) or Line(), y) for one, y in rows if isinstance(one, Item)]
    now = f"M{wide.x(day):g} {layout.AXIS - 8:g}V{layout.AXIS + tall:.1f}"
    return (
        f'<g transform="translate({MARGIN + layout.LEFT:.1f} {top:.1f})">'
        f'<g transform="translate(0 {layout.AXIS:g})">{axis.grid(wide, tall)}'
        f'<g transform="scale({grow:.4f})">{drawing.shapes(placed, own)}</g></g>'
        f'<path class="gantt-today" stroke-width="3" d="{now}"/>{axis.head(wide, day)}</g>'
    )


def _foot(poster: Poster, n: int, of: int) -> str:
    y = layout.HEIGHT - MARGIN
    left = (
        f"绿灯 Greenlight　{poster.today.year}年{poster.today.month}月{poster.today.day}日　灯按批准的日期判"
    )
    return text(MARGIN, y, left, LEAST, "soft") + text(
        layout.WIDTH - MARGIN, y, f"第 {n} 张，共 {of} 张", LEAST, "soft", "end"
    )
