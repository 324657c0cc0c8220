"""What is far off is another matter, not a wrong number: 按两数算增长1266.7%，文中写7.9% was read amiss.

A number that was worked out is seldom twice what it should be; where it is, one slip of the pen explains it.
So a finding that is out by more than that is asked only where one such slip, put right, makes it hold.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial

from greenlight.kernel.facts.fact import Conflict
from greenlight.kernel.facts.relations.fitting import GROUND, HUNDRED
from greenlight.kernel.facts.relations.nearly.readings import one_slip
from greenlight.kernel.facts.relations.page import Page, Told
from greenlight.kernel.facts.relations.unexplained import reach

FAR = 2  # times
Holds = Callable[[Sequence[Told], Sequence[Decimal]], bool]


def plausible(page: Page, finding: Conflict) -> bool:
    """Is the stated number within twice and half of the computed one, or a slip away?"""
    relations = RELATIONS.get(finding.rule)
    if relations is None or _near(finding):
        return True
    numbers = [page.told.at_fact(one) for one in finding.facts]
    told = [one for one in numbers if one is not None]
    if len(told) != len(finding.facts) or any(one.amount.value == 0 for one in told):
        return True
    told = [_upright(one) for one in told]
    return any(one_slip(told, partial(holds, told)) for holds in relations)


def _upright(one: Told) -> Told:
    """下降61.2% is told without a sign."""
    return replace(one, amount=replace(one.amount, value=abs(one.amount.value)))


def _near(finding: Conflict) -> bool:
    computed, stated = abs(finding.computed), abs(finding.stated)
    if finding.rule == "growth" and max(computed, stated) <= HUNDRED / 2:
        return True
    return stated <= computed * FAR and computed <= stated * FAR


def _of_three(holds: reach.Holds) -> Holds:
    """The relation of three numbers, for a finding that has three."""

    def checked(numbers: Sequence[Told], values: Sequence[Decimal]) -> bool:
        return len(numbers) != 3 or holds((numbers[0], numbers[1], numbers[2]), values)

    return checked


def _grows(numbers: Sequence[Told], values: Sequence[Decimal]) -> bool:
    """Growth or fall, of value and base or of value and step, in whichever order."""
    if len(numbers) != 3:
        return True
    growth, one, other = values
    slack = numbers[0].amount.half + _relative(numbers) * HUNDRED
    bases = [one, other, abs(one - other), one + other]
    gaps = [abs(one - other), min(one, other)]
    rates = [gap / base * HUNDRED for gap in gaps for base in bases if base > 0]
    return any(abs(rate - growth) <= slack * max(Decimal(1), rate / HUNDRED) for rate in rates)


def _relative(numbers: Sequence[Told]) -> Decimal:
    return sum((one.amount.half / one.amount.value for one in numbers[1:]), GROUND)


def _sum(numbers: Sequence[Told], values: Sequence[Decimal]) -> bool:
    slack = sum((one.amount.half for one in numbers), GROUND)
    return abs(sum(values[1:], Decimal(0)) - values[0]) <= slack


RELATIONS: dict[str, tuple[Holds, ...]] = {
    "share": (_of_three(reach.makes_share),),
    "known_ratio": (_of_three(reach.makes_share),),
    "growth": (_grows,),
    "multiple": (_of_three(reach.makes_times),),
    "difference": (_of_three(reach.makes_gap),),
    "sum": (_sum,),
}
