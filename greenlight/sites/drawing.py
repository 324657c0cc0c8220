"""The course of the works as SVG: what was done, what the plan asked for, and the share of the money."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH, HEIGHT = 520, 230
LEFT, RIGHT, TOP, BOTTOM = 34, 92, 14, 24
FULL = Decimal(100)
Points = Sequence[tuple[date, Decimal]]


@dataclass(frozen=True)
class Beside:
    """What rooms above lay beside the works, per cent by day: the plan, and the money of the total."""

    plan: Points = ()
    money: Points = ()


def course(done: Points, beside: Beside, today: date) -> SafeString:
    """Draw 形象进度 (line), the plan (dashes) and 投资 (dots) on one axis of per cent."""
    days = [day for points in (done, beside.plan, beside.money) for day, _ in points]
    if not days:
        return SafeString("")
    frame = Frame(min(*days, today), max(*days, today))
    shown = [("pace", "计划", _until(beside.plan, today)), ("ahead", "投资", _last(beside.money)),
             ("done", "形象", _last(done))]  # fmt: skip
    drawn = {"pace": beside.plan, "ahead": beside.money, "done": done}
    parts = [
        *_grid(frame),
        format_html('<path class="now" d="M{0} {1}V{2}"/>', frame.x(today), TOP, HEIGHT - BOTTOM),
        *(_path(kind, drawn[kind], frame) for kind, _, _ in shown if drawn[kind]),
        *_ends(shown, drawn, frame),
    ]
    label = spoken([(name, value) for _, name, value in shown]) or "形象进度曲线，到今天还没有可说的数"
    return format_html(
        '<svg class="line-chart works-chart" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>',
        WIDTH, HEIGHT, label, format_html_join("", "{}", ((part,) for part in parts)),
    )  # fmt: skip


def spoken(values: Sequence[tuple[str, Decimal | None]]) -> str:
    """Say the curves for those who do not see them."""
    words = {"计划": "按计划今天应到", "投资": "投资完成", "形象": "形象进度"}
    return "，".join(f"{words[name]} {_told(value)}" for name, value in values if value is not None)


def value_at(points: Points, day: date) -> Decimal | None:
    """Return where a line of points stands on a day, between them evenly; None before the first."""
    before = [one for one in points if one[0] <= day]
    after = [one for one in points if one[0] > day]
    if not before:
        return None
    if not after:
        return before[-1][1]
    (first, low), (last, high) = before[-1], after[0]
    return low + (high - low) * (day - first).days / (last - first).days


def _until(points: Points, today: date) -> Decimal | None:
    return value_at(points, today)


def _last(points: Points) -> Decimal | None:
    return points[-1][1] if points else None


def _told(value: Decimal) -> str:
    return f"{value:.1f}%"


class Frame:
    """Where a day and a per cent lie in the drawing."""

    def __init__(self, first: date, last: date) -> None:
        self.first = first.replace(day=1)
        self.last = last if last > self.first + timedelta(days=28) else self.first + timedelta(days=28)

    def x(self, day: date) -> str:
        """Return the place of a day from left to right."""
        room, whole = WIDTH - LEFT - RIGHT, (self.last - self.first).days
        return f"{LEFT + room * (day - self.first).days / whole:.1f}"

    def y(self, value: Decimal) -> str:
        """Return the place of a per cent from top to bottom; what is above 100 stays at the top."""
        return f"{TOP + (HEIGHT - TOP - BOTTOM) * (1 - float(min(value, FULL) / FULL)):.1f}"

    @property
    def months(self) -> list[date]:
        """Return the first days of about six months, evenly."""
        count = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
        step = next((one for one in (1, 2, 3, 6, 12) if count / one <= 6), 24)
        at = self.first.year * 12 + self.first.month - 1
        return [date((at + n) // 12, (at + n) % 12 + 1, 1) for n in range(0, count, step)]


def _grid(frame: Frame) -> list[SafeString]:
    parts = []
    for value in range(0, 101, 25):
        y = frame.y(Decimal(value))
        parts.append(format_html('<path class="grid" d="M{} {}H{}"/>', LEFT, y, WIDTH - RIGHT))
        text = '<text x="{}" y="{}" dy="4" text-anchor="end">{}</text>'
        parts.append(format_html(text, LEFT - 6, y, value))
    for day in frame.months:
        text = '<text x="{}" y="{}" text-anchor="middle">{}</text>'
        parts.append(format_html(text, frame.x(day), HEIGHT - 6, f"{day:%y-%m}"))
    return parts


def _path(kind: str, points: Points, frame: Frame) -> SafeString:
    way = "L".join(f"{frame.x(day)} {frame.y(value)}" for day, value in points)
    return format_html('<path class="{}" d="M{}"/>', kind, way)


def _ends(
    shown: Sequence[tuple[str, str, Decimal | None]], drawn: dict[str, Points], frame: Frame
) -> list[SafeString]:
    """Name each line at the right, not over one another; a ring where the works stand."""
    named = [(float(frame.y(value)), kind, f"{name} {_told(value)}") for kind, name, value in shown
             if value is not None and drawn[kind]]  # fmt: skip
    parts, lowest = [], 0.0
    for y, kind, words in sorted(named):
        lowest = max(y, lowest + 16, TOP + 4.0)
        strong = "strong" if kind == "done" else ""
        parts.append(
            format_html(
                '<text class="{}" x="{}" y="{}" dy="4">{}</text>',
                strong,
                WIDTH - RIGHT + 8,
                f"{lowest:.1f}",
                words,
            )
        )
    if drawn["done"]:
        day, value = drawn["done"][-1]
        ring = '<circle class="at" cx="{}" cy="{}" r="4"/>'
        parts.append(format_html(ring, frame.x(day), frame.y(value)))
    return parts
