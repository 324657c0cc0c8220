"""Progress against the calendar: 1—6月完成年计划的45%，快于时间进度 cannot be, half the year being over.

时间进度（序时进度）= months gone ÷ 12 (县区经济运行调度的通行算法). Tolerance: 0.3 points; for a
difference told in points 1.5 (some count days).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from greenlight.kernel.facts.fact import Conflict, Kind
from greenlight.kernel.facts.relations import asking
from greenlight.kernel.facts.relations.amounts import is_percent, is_points, plain, printed
from greenlight.kernel.facts.relations.fitting import POINTS_LEFT_ALONE
from greenlight.kernel.facts.relations.page import Page, Told
from greenlight.kernel.facts.relations.periods import months

CALENDAR = "(?:时间进度|序时进度|时序进度)"
AHEAD = re.compile(f"(?:快于|超|超过|超出|高于|领先|好于|超前于?|高出){CALENDAR}")
BEHIND = re.compile(f"(?:慢于|落后于?|低于|滞后于?|未达到?){CALENDAR}")
YEAR = 12
DAYS = Decimal("1.5")
HALF_YEARS = {"H1": 6, "Q1": 3, "Q2": 6, "Q3": 9}


def timing(page: Page) -> Iterator[Conflict]:
    """Ask where progress is told ahead of the calendar and is not, or by other points."""
    for told in page.told:
        if not is_percent(told.fact) or told.fact.kind not in (Kind.RATE, Kind.SHARE):
            continue
        gone = time_gone(told.fact.period)
        clause = re.split(r"[；;。]", told.after)[0]
        ahead, behind = AHEAD.search(clause), BEHIND.search(clause)
        if gone is None or not (ahead or behind) or told.fact.is_target:
            continue
        points = _points(page, told)
        gap = told.amount.value - gone if ahead else gone - told.amount.value
        if points:
            if abs(gap - points.amount.value) > DAYS:
                yield _question(points, (told,), gone, gap, DAYS)
        elif gap < -POINTS_LEFT_ALONE - told.amount.half:
            yield _question(told, (), gone, gone, POINTS_LEFT_ALONE)


def time_gone(period: str) -> Decimal | None:
    """The share of the year that is over, when the period runs from January."""
    span = months(period)
    if span and span[0] % YEAR == 0 and span[0] // YEAR == span[1] // YEAR:
        gone = span[1] % YEAR + 1
    else:
        gone = HALF_YEARS.get(period[-2:], 0)
    return Decimal(gone * 100) / YEAR if 0 < gone < YEAR else None


def _points(page: Page, told: Told) -> Told | None:
    after = page.told[told.at + 1 : told.at + 2]
    return next((one for one in after if one.sentence == told.sentence and is_points(one.fact)), None)


def _question(
    told: Told, others: tuple[Told, ...], gone: Decimal, computed: Decimal, tolerance: Decimal
) -> Conflict:
    return asking.asked(
        asking.Finding(
            rule="timing",
            relation="完成进度与时间进度",
            facts=(told, *others),
            computed=computed,
            tolerance=tolerance,
            worked=f"时间进度 {plain(gone, 1)}%",
            question=f"这一时段的时间进度是{plain(gone, 1)}%，文中写{printed(told.fact)}，快慢的说法对吗？",
            answers=("时间进度按天数算", asking.PERIOD, asking.SCOPE),
        )
    )
