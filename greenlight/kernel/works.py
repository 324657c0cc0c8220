"""Physical progress: parts of the works with weights roll up to the whole; which day may be told when.

The share of a part counts by its weight; a part nobody has told of counts as 0 (SUM of weight × per cent,
as 工程形象进度 is summed up in monthly forms). Both day rules are Greenlight's own, see docs/rooms/sites.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

WHOLE = Decimal(100)
WEIGHT_STEP, PERCENT_STEP = Decimal("0.0001"), Decimal("0.01")
OLDEST_DAYS = 31  # a log is told at most so many days later
CLOSES_ON = 10  # and of a month gone by only up to this day of the next one


@dataclass(frozen=True)
class Told:
    """What a log tells of one part; of two of a day the later `order` counts."""

    part: int
    day: date
    order: int
    percent: Decimal


def scaled(weights: Sequence[Decimal]) -> list[Decimal]:
    """Return weights scaled to a sum of exactly 100, four decimals; the largest takes what rounding leaves.

    Raises ValueError when one is not positive or finite, or there is none.
    """
    if not weights or any(not one.is_finite() or one <= 0 for one in weights):
        raise ValueError("weights must be positive")
    total = sum(weights, Decimal(0))
    found = [(one * WHOLE / total).quantize(WEIGHT_STEP, ROUND_HALF_UP) for one in weights]
    largest = max(range(len(found)), key=found.__getitem__)
    found[largest] += WHOLE - sum(found, Decimal(0))
    if min(found) <= 0:
        raise ValueError("a weight vanishes beside the others")
    return found


def state(told: Iterable[Told], until: date | None = None) -> dict[int, Told]:
    """Return the newest that was told of each part, up to and with a day."""
    found: dict[int, Told] = {}
    for one in told:
        held = found.get(one.part)
        late = until is not None and one.day > until
        if not late and (held is None or (one.day, one.order) > (held.day, held.order)):
            found[one.part] = one
    return found


def whole(weights: Mapping[int, Decimal], percents: Mapping[int, Decimal]) -> Decimal | None:
    """Return the per cent of the whole, two decimals half up; None when no part of it was told."""
    known = {part: percents[part] for part in weights if part in percents}
    if not known:
        return None
    total = sum(weights.values(), Decimal(0))
    done = sum((weights[part] * percent for part, percent in known.items()), Decimal(0))
    return (done / total).quantize(PERCENT_STEP, ROUND_HALF_UP)


def course(weights: Mapping[int, Decimal], told: Iterable[Told]) -> list[tuple[date, Decimal]]:
    """Return (day, per cent of the whole) of every day something was told, in order."""
    rows = sorted((one for one in told if one.part in weights), key=lambda one: (one.day, one.order))
    percents: dict[int, Decimal] = {}
    found: dict[date, Decimal] = {}
    for one in rows:
        percents[one.part] = one.percent
        found[one.day] = whole(weights, percents) or Decimal(0)
    return list(found.items())


def day_objection(day: date, today: date) -> str:
    """Tell why a log of `day` comes at a wrong time: "future", "too_old", "closed"; else ""."""
    if day > today:
        return "future"
    if day < today - timedelta(days=OLDEST_DAYS):
        return "too_old"
    gone_by = (day.year, day.month) < (today.year, today.month)
    return "closed" if gone_by and today.day > CLOSES_ON else ""


Span = tuple[date, date]  # first and last day of a node of the plan


def planned(spans: Sequence[Span]) -> list[tuple[date, Decimal]]:
    """Return the per cent the works should have reached by the plan, at every day a node begins or ends.

    Each node counts by its days and is taken to go evenly (planned value by duration); a plan of two dates
    is a straight line. Empty without a node of at least a day.
    """
    own = [(first, last) for first, last in spans if last >= first]
    total = sum((last - first).days + 1 for first, last in own)
    edges = sorted({first - timedelta(days=1) for first, _ in own} | {last for _, last in own})
    return [(day, (WHOLE * _gone(own, day) / total).quantize(PERCENT_STEP, ROUND_HALF_UP)) for day in edges]


def _gone(spans: Iterable[Span], day: date) -> int:
    return sum(max(0, (min(day, last) - first).days + 1) for first, last in spans)
