"""An aim told after what was reached: 前三季度收入28.6亿元。全年目标36亿元，已完成79.4%.

Asked of where neither the numbers of the sentence nor those told before give it and one slip makes the last
of the aim's unit give it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import permutations

from greenlight.kernel.facts.fact import Comparator, Conflict
from greenlight.kernel.facts.relations.amounts import is_percent, is_quantity
from greenlight.kernel.facts.relations.page import Page, Told
from greenlight.kernel.facts.relations.shares import ask_about, fits_pair
from greenlight.kernel.facts.relations.steps import is_aside, is_plan
from greenlight.kernel.facts.relations.unexplained import reach
from greenlight.kernel.facts.relations.wholes import MEAN

DONE = re.compile(
    "^[，,\\s]*(?:目前|截至目前|至今|已经?|累计|实际|前[一-龥\\d]{1,2}个月|\\d月底?)*完成(?:了|目标的?|率为?)?$"
)
SHARP, BACK, MOST = 6, 8, 2


def aim_after(page: Page) -> Iterator[Conflict]:
    """Ask where the percentage of the aim is not that of the number told before."""
    for told in page.told:
        plan = _plan(page, told)
        if plan is None:
            continue
        here = [one for one in page.in_sentence(told) if is_quantity(one.fact)]
        parts = [one for one in page.back(plan, BACK) if _may_be_part(one, plan)]
        pairs = [*((part, plan) for part in parts), *permutations(here, 2)]
        if any(
            one.amount.unit == other.amount.unit and fits_pair(told, (one, other)) for one, other in pairs
        ):
            continue
        for part in parts[:MOST]:
            if reach.is_slip((told, part, plan), reach.makes_share, SHARP):
                yield ask_about(told, (part, plan))
                break


def _plan(page: Page, told: Told) -> Told | None:
    """The aim just before the percentage, in its sentence."""
    exact = is_percent(told.fact) and told.fact.comparator is Comparator.EQUAL and told.amount.value > 0
    one = page.told[told.at - 1] if told.at and exact and DONE.match(told.before) else None
    plain = one is not None and one.sentence == told.sentence and is_quantity(one.fact) and is_plan(one)
    return one if plain and one is not None and one.amount.value > 0 else None


def _may_be_part(one: Told, plan: Told) -> bool:
    plain = is_quantity(one.fact) and one.amount.value > 0 and not is_aside(one)
    return plain and one.amount.unit == plan.amount.unit and not MEAN.search(one.clause)
