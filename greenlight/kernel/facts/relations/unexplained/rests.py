"""A rate told between what is done and what is left: 已动工28个，开工率90.3%，未动工的3个.

Of the two together. Asked of only where no other two numbers near give the rate and one slip makes these do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import permutations

from greenlight.kernel.facts.fact import Conflict
from greenlight.kernel.facts.relations import asking
from greenlight.kernel.facts.relations.amounts import is_percent, is_quantity, plain, printed
from greenlight.kernel.facts.relations.fitting import HUNDRED
from greenlight.kernel.facts.relations.page import Page, Told
from greenlight.kernel.facts.relations.unexplained import reach

RATE = re.compile("[\u4e00-\u9fff]率(?:为|达|达到)?$")
LEFT = re.compile("未|没|剩|其余|余下|还有|尚有|仍有|在途|待")
SHARP, MOST = 6, 8


def unexplained_rests(page: Page) -> Iterator[Conflict]:
    """Ask about a rate that what is done and what is left do not give, but would with one slip put right."""
    for told in page.told:
        numbers = _three(page, told)
        if numbers is None or reach.fits(numbers, makes_rate) or _explained(page, told):
            continue
        if reach.is_slip(numbers, makes_rate, SHARP):
            yield _question(*numbers)


def makes_rate(numbers: reach.Triple, values: reach.Values) -> bool:
    """rate % = done ÷ (done + left), within half a step."""
    rate, done, left = values
    whole = done + left
    slack = numbers[0].amount.half + HUNDRED * (numbers[1].amount.half + numbers[2].amount.half) / whole
    return abs(done / whole * HUNDRED - rate) <= slack


def _three(page: Page, told: Told) -> reach.Triple | None:
    """The rate, the count just before it and the rest just after, all of one sentence."""
    around = [one for one in page.told[max(0, told.at - 1) : told.at + 2] if one.sentence == told.sentence]
    if len(around) < 3 or not (is_percent(told.fact) and RATE.search(told.clause) and reach.is_exact(told)):
        return None
    done, left = around[0], around[2]
    alike = is_quantity(done.fact) and is_quantity(left.fact) and done.amount.unit == left.amount.unit
    exact = reach.is_exact(done) and reach.is_exact(left)
    rest = LEFT.search(left.clause) and not LEFT.search(done.clause)
    return (told, done, left) if alike and exact and rest else None


def _explained(page: Page, told: Told) -> bool:
    near = reach.quantities(page, told)[:MOST]
    return any(
        one.amount.unit == other.amount.unit and reach.fits((told, one, other), reach.makes_share)
        for one, other in permutations(near, 2)
    )


def _question(told: Told, done: Told, left: Told) -> Conflict:
    whole = done.amount.value + left.amount.value
    computed = done.amount.value / whole * HUNDRED
    shown = f"{plain(computed, 1)}%"
    return asking.asked(
        asking.Finding(
            rule="share",
            relation="比率与已完成、未完成数",
            facts=(told, done, left),
            computed=computed,
            tolerance=told.amount.half,
            worked=f"{printed(done.fact)} ÷ ({printed(done.fact)} + {printed(left.fact)}) = {shown}",
            question=f"已有{printed(done.fact)}、还有{printed(left.fact)}，算下来是{shown}，"
            f"文中写{printed(told.fact)}，以哪个为准？",
            answers=(asking.SCOPE, asking.PERIOD, asking.ROUNDED),
        )
    )
