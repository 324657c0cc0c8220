"""A year plan over its months: evenly, by the spans of the plan's nodes, or as somebody typed it.

A plan is not linear unless that is chosen (standards §6: 阶段计划完成率 has the plan *to this month* as
its base). Every way gives twelve cumulative amounts with four places; December is the year plan.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from greenlight.kernel.months import month_end

EVEN, NODES, HAND = "even", "nodes", "hand"
PLACES = Decimal("0.0001")

Span = tuple[date, date]


def evenly(amount: Decimal) -> tuple[Decimal, ...]:
    """按月平均: month n carries n ÷ 12 of the amount (万元)."""
    return _cumulative(amount, [Decimal(1)] * 12)


def by_spans(amount: Decimal, spans: Sequence[Span], year: int) -> tuple[Decimal, ...] | None:
    """按计划节点: each month weighs as many days as the nodes' spans have in it.

    A span is (first day, last day) of the work that ends in a node; spans may overlap, then the days
    count for each. None when no span touches the year: there is nothing to spread by.
    """
    weights = [Decimal(sum(_days(span, year, month) for span in spans)) for month in range(1, 13)]
    return _cumulative(amount, weights) if any(weights) else None


def spans_of(dues: Sequence[date], first: date | None = None) -> tuple[Span, ...]:
    """Spans between the dues of a plan's nodes: each runs from the day after the one before it.

    The first node begins on `first`, or has no span of its own when nobody knows.
    """
    ordered = sorted(set(dues))
    starts = [first, *(day + timedelta(days=1) for day in ordered)]
    pairs = zip(starts, ordered, strict=False)
    return tuple((start, due) for start, due in pairs if start is not None and start <= due)


def fault(months: Sequence[Decimal], amount: Decimal) -> str:
    """Name what is wrong with twelve typed cumulative amounts: "count", "falls", "end" or ""."""
    if len(months) != 12 or any(one < 0 for one in months):
        return "count"
    if any(later < earlier for earlier, later in pairwise(months)):
        return "falls"
    return "" if months[-1] == amount else "end"


def _days(span: Span, year: int, month: int) -> int:
    first, last = max(span[0], date(year, month, 1)), min(span[1], month_end(year, month))
    return max((last - first).days + 1, 0)


def _cumulative(amount: Decimal, weights: Sequence[Decimal]) -> tuple[Decimal, ...]:
    whole, told, found = sum(weights, Decimal(0)), Decimal(0), []
    for weight in weights:
        told += weight
        found.append((amount * told / whole).quantize(PLACES, ROUND_HALF_UP))
    return (*found[:-1], amount)
