"""The head of the chart on a sheet: years, months and today, in letters one reads from afar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from greenlight.desk.wallchart.poster.layout import AXIS, LEAST
from greenlight.desk.wallchart.poster.letters import width
from greenlight.kernel.months import add_months
from greenlight.plans.gantt import Scale

STEPS = (1, 3, 6)
YEAR = 28.0
FLAG = 150.0
PAD = 6.0


def step(scale: Scale) -> int:
    """Return every how many months a word has room."""
    month = scale.width / max(scale.months, 1)
    return next((one for one in STEPS if month * one > width("12月", LEAST) + 2 * PAD), 12)


def head(scale: Scale, today: date) -> str:
    """Draw years, months and the flag of today; the upper left corner is 0, 0."""
    return "".join((*_months(scale, today), *_years(scale), _flag(scale, today)))


def _firsts(scale: Scale) -> list[date]:
    return [add_months(scale.first, n) for n in range(scale.months)]


def _months(scale: Scale, today: date) -> Iterator[str]:
    every = step(scale)
    if every == 12:
        return
    now = scale.x(today)
    for day in _firsts(scale):
        x = scale.x(day)
        away = x + width(f"{day.month}月", LEAST) < now - FLAG / 2 or x > now + FLAG / 2
        if (day.month - 1) % every == 0 and away and scale.width - x > 70:
            yield f'<text x="{x + PAD:g}" y="{AXIS - 14}" font-size="{LEAST}">{day.month}月</text>'


def _years(scale: Scale) -> Iterator[str]:
    firsts = [day for day in _firsts(scale) if day.month == 1]
    begin = [scale.first] if not firsts or scale.x(firsts[0]) > width("2026年", YEAR) + 2 * PAD else []
    for day in [*begin, *firsts]:
        x = scale.x(day)
        if scale.width - x > width("2026年", YEAR) + PAD:
            yield f'<text class="strong" x="{x + PAD:g}" y="32" font-size="{YEAR}">{day.year}年</text>'


def _flag(scale: Scale, today: date) -> str:
    at = min(max(scale.x(today), FLAG / 2), scale.width - FLAG / 2)
    return (
        f'<rect class="gantt-today-flag" x="{at - FLAG / 2:g}" y="{AXIS - 40:g}" width="{FLAG:g}" '
        'height="34" rx="5"/>'
        f'<text class="flag" x="{at:g}" y="{AXIS - 14:g}" font-size="{LEAST}" text-anchor="middle">'
        f"今天 {today:%m-%d}</text>"
    )


def grid(scale: Scale, tall: float) -> str:
    """Draw the rules of months and years down the chart."""
    every = step(scale)
    firsts = _firsts(scale)
    months = "".join(
        f"M{scale.x(one):g} 0V{tall:g}" for one in firsts if (one.month - 1) % every == 0 and one.month > 1
    )
    years = "".join(f"M{scale.x(one):g} 0V{tall:g}" for one in firsts if one.month == 1)
    return f'<path class="gantt-month" d="{months}"/><path class="gantt-yearline" d="{years}"/>'
