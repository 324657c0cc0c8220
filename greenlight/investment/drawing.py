"""The year's curve as SVG: what was done against 序时, readable without a script and on paper."""

from __future__ import annotations

from decimal import Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from greenlight.investment.figures import Curve
from greenlight.kernel.series import round_half_up

LEFT, RIGHT, TOP, BOTTOM = 62, 76, 22, 24
STEPS = (1, 2, 5, 10)


def curve_chart(curve: Curve, *, width: int = 480, height: int = 220, in_yi: bool = True) -> SafeString:
    """Draw done (line) and 序时 (dashes) by month; in 亿元, or in 万元 for one project."""
    unit = Decimal(10_000) if in_yi else Decimal(1)
    frame = Frame(width, height, _top(curve) / unit, 2 if in_yi else 0)
    done = [(one.month, one.done_wan / unit) for one in curve.points if one.done_wan is not None]
    parts = [
        *grid(frame),
        *([_path("pace", [(0, Decimal(0)), (12, curve.plan_wan / unit)], frame)] if curve.plan_wan else []),
        *_plan_label(curve, unit, frame),
        *(_line(done, frame) if done else ()),
        *_gap(curve, unit, frame),
    ]
    return format_html(
        '<svg class="line-chart" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>',
        width, height, spoken(curve), format_html_join("", "{}", ((part,) for part in parts)),
    )  # fmt: skip


def spoken(curve: Curve) -> str:
    """Say the curve for those who do not see it."""
    now = next((one for one in curve.points if one.month == curve.period.month), None)
    if now is None or now.done_wan is None:
        return f"{curve.period.year} 年还没有投资月报"
    done, plan = now.done_wan.normalize(), curve.plan_wan.normalize()
    own = f"年度计划 {plan:,f} 万元" if plan else "没有年度计划"
    return f"{curve.period.words}累计完成 {done:,f} 万元，{own}"


class Frame:
    """Where month and amount lie in the drawing; the top of the scale is a round number."""

    def __init__(self, width: int, height: int, top: Decimal, places: int) -> None:
        self.width, self.height, self.places = width, height, places
        self.step = nice(top / 4) if top > 0 else Decimal(1)
        self.top = self.step * 4 if top > 0 else Decimal(4)
        while self.top < top:
            self.top += self.step

    def x(self, month: int) -> str:
        """Return the place of a month from left to right."""
        return f"{LEFT + (self.width - LEFT - RIGHT) * month / 12:.1f}"

    def y(self, amount: Decimal) -> str:
        """Return the place of an amount from top to bottom."""
        room = self.height - TOP - BOTTOM
        return f"{TOP + room * (1 - float(amount / self.top)):.1f}"

    def told(self, amount: Decimal) -> str:
        """Write an amount as its unit asks: 亿元 with two places, 万元 whole."""
        return f"{round_half_up(amount, self.places):,}"

    @property
    def steps(self) -> list[Decimal]:
        """Return the amounts that carry a line."""
        count = int(self.top / self.step)
        return [self.step * n for n in range(count + 1)]


def nice(value: Decimal) -> Decimal:
    """Return the smallest of 1, 2, 5, 10 × a power of ten that is not below the value."""
    power = Decimal(1).scaleb(value.adjusted())
    return next(power * step for step in STEPS if power * step >= value)


def _top(curve: Curve) -> Decimal:
    return max([curve.plan_wan, *(one.done_wan for one in curve.points if one.done_wan is not None)])


def grid(frame: Frame) -> list[SafeString]:
    """Draw the lines of the scale with their amounts, and the months."""
    right = frame.width - RIGHT
    parts = []
    for amount in frame.steps:
        y = frame.y(amount)
        parts.append(format_html('<path class="grid" d="M{} {}H{}"/>', LEFT, y, right))
        label = f"{amount.normalize():,f}"
        parts.append(
            format_html('<text x="{}" y="{}" dy="4" text-anchor="end">{}</text>', LEFT - 8, y, label)
        )
    foot = frame.height - 6
    parts += [
        format_html('<text x="{}" y="{}" text-anchor="middle">{}</text>', frame.x(month), foot, month)
        for month in range(2, 13, 2)
    ]
    return parts


def _path(kind: str, points: list[tuple[int, Decimal]], frame: Frame) -> SafeString:
    way = "L".join(f"{frame.x(month)} {frame.y(amount)}" for month, amount in points)
    return format_html('<path class="{}" d="M{}"/>', kind, way)


def _line(done: list[tuple[int, Decimal]], frame: Frame) -> list[SafeString]:
    # The year begins at nothing; before the first report nobody knows how it went.
    month, amount = done[-1]
    return [
        _path("done", [(0, Decimal(0)), *done], frame),
        format_html('<circle class="at" cx="{}" cy="{}" r="4"/>', frame.x(month), frame.y(amount)),
        format_html(
            '<text class="strong" x="{}" y="{}" dx="8" dy="5">{}</text>',
            frame.x(month), frame.y(amount), frame.told(amount),
        ),
    ]  # fmt: skip


def _plan_label(curve: Curve, unit: Decimal, frame: Frame) -> list[SafeString]:
    if not curve.plan_wan:
        return []
    plan = curve.plan_wan / unit
    text = f"年度计划 {frame.told(plan)}"
    return [
        format_html(
            '<text x="{}" y="{}" dy="-6" text-anchor="end">{}</text>', frame.width - 4, frame.y(plan), text
        )
    ]


def _gap(curve: Curve, unit: Decimal, frame: Frame) -> list[SafeString]:
    gap = curve.gap_wan
    if gap is None or not curve.plan_wan:
        return []
    word = "超" if gap >= 0 else "欠"
    now = next(one for one in curve.points if one.month == curve.period.month)
    text = f"{word} {frame.told(abs(gap) / unit)}"
    return [
        format_html(
            '<text x="{}" y="{}" dx="-6" dy="-8" text-anchor="end">{}</text>',
            frame.x(now.month), frame.y(max(now.pace_wan, now.done_wan or Decimal(0)) / unit), text,
        )
    ]  # fmt: skip
