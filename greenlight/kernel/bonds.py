"""Special bonds: how much of a batch should be spent by a day, and how far below it stands.

天津 2022 (mission_peers B 5): each batch is to be spent within 6 months from the month after its issue.
Read here as: one sixth more at the end of each of those months (the paper prints no curve).
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from greenlight.kernel.months import add_months, month_end, months_apart
from greenlight.kernel.series import percent


@dataclass(frozen=True, slots=True)
class BondFact:
    """One issue: its name, day, amount, and what is spent of it, in 万元."""

    name: str
    issued: date
    amount_wan: Decimal
    spent_wan: Decimal


def months_gone(issued: date, today: date, months: int) -> int:
    """Whole months gone of the time to spend, 0 to `months`; a month counts on its last day."""
    gone = months_apart(issued, today) - 1
    gone += today == month_end(today.year, today.month)
    return max(0, min(gone, months))


def expected_wan(batch: BondFact, today: date, months: int) -> Decimal:
    """What should be spent by a day."""
    return batch.amount_wan * months_gone(batch.issued, today, months) / months


def percent_below(batch: BondFact, today: date, months: int) -> Decimal | None:
    """How far below the expected amount, in per cent of it; 0 or less: not below. None: none yet."""
    due = expected_wan(batch, today, months)
    return percent(due - batch.spent_wan, due)


def last_day(issued: date, months: int) -> date:
    """The last day of the time to spend."""
    end = add_months(issued.replace(day=1), months)
    return month_end(end.year, end.month)
