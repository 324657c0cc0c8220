"""The plan drawn as SVG, row by row beside its table. Pure: rows in, text out.

Upper bar: solid what is done up to today, pale with an outline what is to come, in the colour of the
node's light; lower bar: the original plan. A row's state is also told by its `title`, so colour
never stands alone. ▼ latest hand-in, ink line the critical chain, dashes the promise.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate
from xml.sax.saxutils import escape

from greenlight.kernel.months import add_months

HEAD, ROW, BAND = 40, 26, 28  # table.css: the heads, rows and phases of the table beside it
WIDTH, WIDEST = 590, 6000
WORD, FLAG = 44, 31  # pixels: a word of the axis, half a flag
DAY_WORDS = {"red": "红灯", "yellow": "黄灯", "green": "绿灯", "blue": "蓝灯", "grey": "灰灯"}


@dataclass(frozen=True)
class Bar:
    """One row: a node, or a heading when `key` is empty. Days may be missing; nothing is drawn then.

    `start`, `finish`: as now planned or as done; `share`: 0-1 of an open one that is done.
    """

    key: str
    name: str
    colour: str = "grey"
    start: date | None = None
    finish: date | None = None
    base_start: date | None = None
    base_finish: date | None = None
    latest: date | None = None
    share: float = 0.0
    done: bool = False
    critical: bool = False


@dataclass(frozen=True)
class Chart:
    """What is drawn: rows top down, critical links by key, the promise if there is one.

    `name` begins the ids of a drawing: two on one page need two names.
    """

    rows: Sequence[Bar]
    today: date
    promise: date | None = None
    links: Sequence[tuple[str, str]] = field(default_factory=tuple)
    title: str = "横道图"
    name: str = "gantt"


def svg(chart: Chart) -> str:
    """Draw a chart; a plan of 60 nodes stays below 20 KB."""
    scale = Scale.over(chart)
    tops = list(accumulate((ROW if one.key else BAND for one in chart.rows), initial=HEAD))
    height = tops[-1]
    places = {one.key: (one, top) for one, top in zip(chart.rows, tops, strict=False) if one.key}
    parts = [
        f'<svg class="gantt" viewBox="0 0 {scale.width} {height}" width="{scale.width}" height="{height}" '
        f'role="img" aria-labelledby="{chart.name}-title {chart.name}-desc">'
        f'<title id="{chart.name}-title">{escape(chart.title)}</title>'
        f'<desc id="{chart.name}-desc">{escape(_described(chart))}</desc>'
        f'<rect class="gantt-head" width="{scale.width}" height="{HEAD}"/>',
        *_bands(chart.rows, tops, scale),
        *axis(scale, height, chart.today, chart.promise),
        f'<path class="gantt-row" d="{_rules(tops, scale)}"/>',
        *_bars(list(zip(chart.rows, tops, strict=False)), scale),
        *_chain(chart.links, places, scale),
        *_lines(chart, scale, height),
        "</svg>",
    ]
    return "".join(parts)


@dataclass(frozen=True)
class Scale:
    """Days to pixels."""

    first: date
    last: date
    width: int

    @classmethod
    def over(cls, chart: Chart) -> Scale:
        """Return a scale over every day drawn, a month free at both ends."""
        days = [day for one in chart.rows for day in (
            one.start, one.finish, one.base_start, one.base_finish, one.latest) if day]  # fmt: skip
        days += [chart.today, chart.promise or chart.today]
        first = add_months(min(days).replace(day=1), -1)
        last = add_months(max(days).replace(day=1), 2)
        months = (last.year - first.year) * 12 + last.month - first.month
        return cls(first, last, min(max(WIDTH, months * 16), WIDEST))

    @property
    def months(self) -> int:
        """Return how many months it spans."""
        return (self.last.year - self.first.year) * 12 + self.last.month - self.first.month

    def x(self, day: date) -> float:
        """Return the left edge of a day."""
        return round((day - self.first).days * self.width / max((self.last - self.first).days, 1), 1)

    def end(self, day: date) -> float:
        """Return the right edge of a day."""
        return self.x(day + timedelta(days=1))


def _described(chart: Chart) -> str:
    nodes = [one for one in chart.rows if one.key]
    counts: dict[str, int] = {}
    for one in nodes:
        counts[one.colour] = counts.get(one.colour, 0) + 1
    told = "，".join(f"{word} {counts[colour]}" for colour, word in DAY_WORDS.items() if colour in counts)
    promise = f"，承诺 {chart.promise}" if chart.promise else ""
    return f"{len(nodes)} 个节点，{told}；今天 {chart.today}{promise}。与旁边的表逐行对应。"


def _bands(rows: Sequence[Bar], tops: Sequence[int], scale: Scale) -> Iterable[str]:
    for one, top in zip(rows, tops, strict=False):
        if not one.key:
            yield f'<rect class="gantt-band" y="{top}" width="{scale.width}" height="{BAND}"/>'


def _rules(tops: Sequence[int], scale: Scale) -> str:
    return "".join(f"M0 {top - 0.5:g}h{scale.width}" for top in tops)


def axis(
    scale: Scale, height: int, today: date, promise: date | None = None, steps: Sequence[int] = (3, 6)
) -> Iterable[str]:
    """Draw months and years; words stand every so many months (of `steps`) as there is room for one."""
    month = scale.width / scale.months
    step = next((some for some in steps if month * some >= WORD), 12)
    firsts = [add_months(scale.first, n) for n in range(scale.months + 1)]
    years = [day for day in firsts if day.month == 1]
    quarters = [day for day in firsts if (day.month - 1) % step == 0]
    lines = [f"M{scale.x(day):g} 22V{height}" for day in quarters if day.month > 1]
    yield path("gantt-month", lines)
    yield path("gantt-yearline", (f"M{scale.x(day):g} 0V{height}" for day in years))
    for day in quarters:
        if _free(scale.x(day), scale, today):
            yield f'<text x="{scale.x(day) + 5:g}" y="34">{day.month} 月</text>'
    begin = [scale.first] if not years or scale.x(years[0]) >= WORD else []
    for day in begin + years:
        if _free(scale.x(day), scale, promise):
            yield f'<text class="gantt-year" x="{scale.x(day) + 5:g}" y="15">{day.year}</text>'


def _free(x: float, scale: Scale, taken: date | None) -> bool:
    """Say whether a word fits at x, away from the flag of a day and from the edge."""
    flag = taken is not None and -WORD - FLAG < x - scale.x(taken) < FLAG
    return not flag and scale.width - x > 30


def _bars(rows: Sequence[tuple[Bar, int]], scale: Scale) -> Iterable[str]:
    """Draw what the rows have in common as one path each, then each row's own bar and words."""
    nodes = [(one, top) for one, top in rows if one.key]
    yield path("gantt-base", (_base(one, top, scale) for one, top in nodes))
    for one, top in nodes:
        if one.finish:
            yield _own(one, min(one.start or one.finish, one.finish), one.finish, top, scale)
    for colour in DAY_WORDS:
        yield path(f"gantt-{colour}", (_share(one, top, scale) for one, top in nodes if one.colour == colour))
    yield path("gantt-handin", (
        f"M{scale.end(one.latest) - 4:g} {top + 2}h8l-4 6z"
        for one, top in nodes if one.latest and not one.done
    ))  # fmt: skip


def path(kind: str, pieces: Iterable[str]) -> str:
    """Draw what many rows have in common as one path; nothing when there is nothing."""
    shape = "".join(pieces)
    return f'<path class="{kind}" d="{shape}"/>' if shape else ""


def _base(one: Bar, top: int, scale: Scale) -> str:
    if one.base_finish is None:
        return ""
    x = scale.x(min(one.base_start or one.base_finish, one.base_finish))
    width = max(round(scale.end(one.base_finish) - x, 1), 3)
    return f"M{x:g} {top + 19}h{width:g}v4h-{width:g}z"


def _is_day(one: Bar) -> bool:
    return one.start is None or one.finish is None or one.start >= one.finish


def _share(one: Bar, top: int, scale: Scale) -> str:
    """Draw the part of an open bar that is done."""
    if one.done or not one.share or _is_day(one) or one.start is None or one.finish is None:
        return ""
    x = scale.x(one.start)
    part = round((scale.end(one.finish) - x) * min(one.share, 1), 1)
    return f"M{x:g} {top + 6}h{part:g}v10h-{part:g}z"


def _own(one: Bar, start: date, finish: date, top: int, scale: Scale) -> str:
    x, end = scale.x(start), scale.end(finish)
    words = f"<title>{escape(_told(one))}</title>"
    if _is_day(one):
        kind = f"gantt-{one.colour}" if one.done or one.colour != "grey" else "gantt-diamond-base"
        place = f"M{end - 6:g} {top + 11}l6-6 6 6-6 6z"
        return f'<path class="{kind} gantt-diamond" d="{place}">{words}</path>'
    width = max(round(end - x, 1), 3)
    if one.done:
        box = f'x="{x:g}" y="{top + 6}" width="{width:g}" height="10" rx="2"'
        return f'<rect class="gantt-blue" {box}>{words}</rect>'
    box = f'x="{x + 0.5:g}" y="{top + 6.5}" width="{max(width - 1, 2):g}" height="9" rx="1.5"'
    made = f'<rect class="gantt-left-{one.colour}" {box}>{words}</rect>'
    if one.share:
        made += f'<text x="{x - 5:g}" y="{top + 15}" text-anchor="end">{round(one.share * 100)}%</text>'
    return made


def _told(one: Bar) -> str:
    if one.done:
        return f"{one.name}：{one.finish} 完成"
    told = f"{one.name}：{DAY_WORDS[one.colour]}，计划 {one.finish}"
    return f"{told}，关键线路" if one.critical else told


def _chain(
    links: Sequence[tuple[str, str]], places: Mapping[str, tuple[Bar, int]], scale: Scale
) -> Iterable[str]:
    known = [(places[pred], places[succ]) for pred, succ in links if pred in places and succ in places]
    drawn = [
        _link(before.finish, start, top, below, scale)
        for (before, top), (after, below) in known
        if before.finish and (start := after.start or after.finish)
    ]
    if drawn:
        yield f'<path class="gantt-link" d="{"".join(line for line, _ in drawn)}"/>'
        yield f'<path class="gantt-arrow" d="{"".join(tip for _, tip in drawn)}"/>'


def _link(finish: date, start: date, top: int, below: int, scale: Scale) -> tuple[str, str]:
    """Return the line from the end of one bar to the begin of another, and its tip."""
    x = scale.end(finish)
    to = round(max(scale.x(start) + 3, x + 5), 1)
    down = below > top
    end = below + (2 if down else 20)
    tip = f"M{to - 3:g} {end - 4}h6l-3 5z" if down else f"M{to - 3:g} {end + 4}h6l-3-5z"
    return f"M{x:g} {top + 11}H{to:g}V{end}", tip


def _lines(chart: Chart, scale: Scale, height: int) -> Iterable[str]:
    if chart.promise:
        x = scale.end(chart.promise)
        yield f'<path class="gantt-promise" d="M{x:g} 22V{height}"/>'
        at = min(max(x, 34), scale.width - 34)
        yield (
            f'<text class="gantt-promise-text" x="{at:g}" y="15" text-anchor="middle">'
            f"承诺 {chart.promise:%m-%d}</text>"
        )
    yield now(scale, height, chart.today)


def now(scale: Scale, height: int, today: date) -> str:
    """Draw today's line with its flag."""
    x = scale.x(today)
    at = min(max(x, 32), scale.width - 32)
    return (
        f'<path class="gantt-today" d="M{x:g} 22V{height}"/>'
        f'<rect class="gantt-today-flag" x="{at - 31:g}" y="21" width="62" height="16" rx="3"/>'
        f'<text class="gantt-today-text" x="{at:g}" y="33" text-anchor="middle">'
        f"今天 {today:%m-%d}</text>"
    )
