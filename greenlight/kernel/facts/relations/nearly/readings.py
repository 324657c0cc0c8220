"""How a number may have stood before a slip of the pen, and whether one such reading makes a relation hold.

Two neighbouring digits exchanged (23.7 for 32.7), one of the first two wrong (79.9 for 89.9), the point moved
or a nought too many (50 for 500).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from greenlight.kernel.facts.relations.page import Told

WRONG = 2  # digits from the left that are mistyped; a later one is seldom told from rounding
Holds = Callable[[Sequence[Decimal]], bool]


def readings(told: Told) -> Iterator[Decimal]:
    """Values, on the unit's own scale, that one slip may have turned into the printed one."""
    step = told.amount.step
    if step <= 0 or told.amount.value <= 0:
        return
    yield told.amount.value / 10
    yield told.amount.value * 10
    printed = str(int(told.amount.value / step))
    for word in _written(printed, told.fact.step < 1):
        yield int(word) * step


def _written(printed: str, may_begin_with_nought: bool) -> Iterator[str]:
    for at in range(len(printed) - 1):
        if printed[at] != printed[at + 1]:
            yield printed[:at] + printed[at + 1] + printed[at] + printed[at + 2 :]
    for at in range(min(WRONG, len(printed))):
        least = 0 if at or may_begin_with_nought else 1
        for digit in range(least, 10):
            if str(digit) != printed[at]:
                yield f"{printed[:at]}{digit}{printed[at + 1 :]}"


def one_slip(numbers: Sequence[Told], holds: Holds) -> bool:
    """Does the relation hold once one of the numbers is read with a slip put right?"""
    values = [one.amount.value for one in numbers]
    for at, one in enumerate(numbers):
        for value in readings(one):
            if value > 0 and holds([*values[:at], value, *values[at + 1 :]]):
                return True
    return False
