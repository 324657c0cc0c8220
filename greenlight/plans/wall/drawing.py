"""A block of lines of the wall chart as SVG. Pure: lines in, text out.

What many lines have in common is one path, so that 5,000 bars stay a small page; what a line says
stands in words beside it, the drawing only repeats it. Scale and sizes are those of one plan's chart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from greenlight.kernel.months import add_months
from greenlight.plans.gantt import DAY_WORDS, HEAD, ROW, Scale, axis, now, path

BLOCK = 10  # lines of one drawing: it is not cut in two on paper
SHEET = 1150  # pixels of a chart that fills a sheet of A3 beside the names
# zoom → word, pixels a month, months before today, months after; 0 pixels: the whole on one sheet
ZOOMS = {
    "month": ("月", 88, 14, 18),
    "quarter": ("季", 32, 36, 54),
    "year": ("年", 12, 120, 180),
    "sheet": ("整张", 0, 120, 180),
}


class Segment(NamedTuple):
    """A bar: a phase of a project, or one node. `share`: 0-1 of an open one that is done."""

    start: date
    finish: date
    colour: str
    share: float = 0.0
    done: bool = False


class Mark(NamedTuple):
    """开工, 竣工 or 投产: its day as planned or as done."""

    day: date
    colour: str
    done: bool = False


@dataclass
class Line:
    """What is drawn of one project; days may be missing, then nothing is drawn."""

    bars: list[Segment] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    base: tuple[date, date] | None = None
    promises: list[date] = field(default_factory=list)
    slips: list[tuple[date, date]] = field(default_factory=list)
    critical: list[date] = field(default_factory=list)

    def days(self) -> Iterable[date]:
        """Return the days the line reaches over."""
        for one in self.bars:
            yield one.start
            yield one.finish
        for mark in self.marks:
            yield mark.day
        for slip in self.slips:
            yield slip[1]
        yield from self.base or ()


def scale_of(lines: Iterable[Line], today: date, zoom: str) -> Scale:
    """Return the scale of a zoom: as far as the lines reach, within what the zoom shows."""
    _, pixels, before, after = ZOOMS[zoom]
    days = [today, *(day for one in lines for day in one.days())]
    here = today.replace(day=1)
    first = max(add_months(min(days).replace(day=1), -1), add_months(here, -before))
    last = min(add_months(max(days).replace(day=1), 2), add_months(here, after))
    months = (last.year - first.year) * 12 + last.month - first.month
    return Scale(first, last, months * pixels if pixels else SHEET)


def head(scale: Scale, today: date) -> str:
    """Draw the months and years that stand over all lines."""
    size = f'viewBox="0 0 {scale.width} {HEAD}" width="{scale.width}" height="{HEAD}"'
    parts = "".join(axis(scale, HEAD, today, steps=(1, 3, 6))) + now(scale, HEAD, today)
    return (
        f'<svg class="gantt" {size} aria-hidden="true">'
        f'<rect class="gantt-head" width="{scale.width}" height="{HEAD}"/>{parts}</svg>'
    )


def common(scale: Scale, today: date) -> str:
    """Return what every block shows alike, drawn once: rules of rows, months and years; today."""
    tall, months = ROW * BLOCK, [add_months(scale.first, n) for n in range(scale.months + 1)]
    step = 1 if scale.width / max(scale.months, 1) > 40 else 3
    rules = "".join(f"M0 {ROW * n - 0.5:g}h{scale.width}" for n in range(1, BLOCK + 1))
    ticks = (f"M{scale.x(day):g} 0v{tall}" for day in months if (day.month - 1) % step == 0 and day.month > 1)
    years = (f"M{scale.x(day):g} 0v{tall}" for day in months if day.month == 1)
    return (
        '<svg class="wall-defs" width="0" height="0" aria-hidden="true"><defs>'
        f'<g id="wall-grid"><path class="gantt-row" d="{rules}"/>{path("gantt-month", ticks)}'
        f"{path('gantt-yearline', years)}</g>"
        f'<path id="wall-now" class="gantt-today" d="M{scale.x(today):g} 0v{tall}"/></defs></svg>'
    )


def shapes(lines: Iterable[tuple[Line, int]], scale: Scale) -> str:
    """Draw lines, each with its upper edge: what they have in common is one path."""
    found = _Shapes(scale)
    for line, top in lines:
        found.add(line, top)
    return found.drawn()


def block(lines: Sequence[Line], scale: Scale) -> str:
    """Draw up to BLOCK lines under one another."""
    drawn = shapes(((line, at * ROW) for at, line in enumerate(lines)), scale)
    width, height = scale.width, len(lines) * ROW  # in rem: the names beside it grow with 大字
    return (
        f'<svg class="gantt wall-svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height / 16:g}rem" preserveAspectRatio="none" aria-hidden="true">'
        f'<use href="#wall-grid"/>{drawn}'
        '<use href="#wall-now"/></svg>'
    )


ORDER = (
    "gantt-base", *(f"gantt-left-{one}" for one in DAY_WORDS), *(f"gantt-{one}" for one in DAY_WORDS),
    "gantt-promise", "wall-slip", "wall-critical", "gantt-diamond-base",
    *(f"gantt-{one} gantt-diamond" for one in DAY_WORDS), "wall-out",
)  # fmt: skip


class _Shapes:
    """The paths of a block, by class."""

    def __init__(self, scale: Scale) -> None:
        self.scale, self.found = scale, defaultdict[str, list[str]](list)
        self.edge = scale.last - timedelta(days=1)

    def drawn(self) -> str:
        """Return the paths, what lies on top last."""
        return "".join(path(kind, self.found[kind]) for kind in ORDER if kind in self.found)

    def add(self, line: Line, top: int) -> None:
        """Draw a line whose upper edge is at `top`."""
        for bar in line.bars:
            self._bar(bar, top)
        for mark in line.marks:
            kind = f"gantt-{mark.colour} gantt-diamond" if mark.done or mark.colour != "grey" else ""
            if self._shown(mark.day):
                x = self._end(mark.day)
                self.found[kind or "gantt-diamond-base"].append(f"M{x - 6} {top + 11}l6-6 6 6-6 6z")
        if line.base and (box := self._box(*line.base)):
            self.found["gantt-base"].append(f"M{box[0]} {top + 19}h{box[1]}v4h-{box[1]}z")
        self._days(line, top)
        if outside := self._outside(line, top):
            self.found["wall-out"].append(outside)

    def _days(self, line: Line, top: int) -> None:
        for day in filter(self._shown, line.promises):
            self.found["gantt-promise"].append(f"M{self._end(day)} {top + 2}v22")
        for day in filter(self._shown, line.critical):
            self.found["wall-critical"].append(f"M{self._end(day) - 1} {top + 3}h2v4h-2z")
        for old, new in line.slips:
            if self._shown(old) or self._shown(new):
                x, to = self._end(old), max(self._end(new), self._end(old) + 5)
                self.found["wall-slip"].append(f"M{x} {top + 11}H{to}m-4-4 4 4-4 4")

    def _bar(self, bar: Segment, top: int) -> None:
        box = self._box(bar.start, bar.finish)
        if box is None:
            return
        x, width = box
        if bar.done:
            self.found[f"gantt-{bar.colour}"].append(f"M{x} {top + 6}h{width}v10h-{width}z")
            return
        self.found[f"gantt-left-{bar.colour}"].append(f"M{x} {top + 6}h{width}v10h-{width}z")
        if part := round(width * min(bar.share, 1)):
            self.found[f"gantt-{bar.colour}"].append(f"M{x} {top + 6}h{part}v10h-{part}z")

    def _box(self, start: date, finish: date) -> tuple[int, int] | None:
        """Return left edge and width of what is within the scale, at least 3 pixels wide."""
        start = min(start, finish)
        if finish < self.scale.first or start > self.edge:
            return None
        x = round(self.scale.x(max(start, self.scale.first)))
        return x, max(self._end(min(finish, self.edge)) - x, 3)

    def _end(self, day: date) -> int:
        return round(self.scale.end(day))

    def _shown(self, day: date) -> bool:
        return self.scale.first <= day <= self.edge

    def _outside(self, line: Line, top: int) -> str:
        """Point to where a line is of which nothing is within the scale."""
        days = list(line.days())
        if not days or any(map(self._shown, days)) or min(days) < self.scale.first < max(days):
            return ""
        if days[0] < self.scale.first:
            return f"M8 {top + 6}v10l-6-5z"
        return f"M{self.scale.width - 8} {top + 6}v10l6-5z"
