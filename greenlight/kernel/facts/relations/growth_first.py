"""A growth told before its numbers: 税收增长8%，达到30.24亿元，去年为28亿元.

Tolerance: 0.3 points, more when the printed digits explain more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from greenlight.kernel.facts.fact import Comparator, Conflict, Kind
from greenlight.kernel.facts.relations.amounts import is_percent, is_quantity, plain, printed
from greenlight.kernel.facts.relations.fitting import points_tolerance, rise
from greenlight.kernel.facts.relations.grown import ADJUSTED, REAL_TERMS, question
from greenlight.kernel.facts.relations.page import Page, Told
from greenlight.kernel.facts.relations.steps import is_past, is_step
from greenlight.kernel.facts.relations.wholes import BREAKS

REACHED = re.compile("^[，,\\s]*(?:总量|规模|总额)?(?:达到?|为|完成|实现|增至|增加到)(?:了)?$")


def growth_first(page: Page) -> Iterator[Conflict]:
    """Ask where the two numbers told after the growth do not give it."""
    for told in page.told:
        if told.at + 2 >= len(page.told) or not _is_growth(told):
            continue
        value, base = page.told[told.at + 1], page.told[told.at + 2]
        if _go_together(told, value, base):
            computed, spread = rise(value, base)
            tolerance = points_tolerance(told, spread)
            if abs(computed - told.amount.value) > tolerance:
                worked = f"{printed(value.fact)} ÷ {printed(base.fact)} - 1 = {plain(computed, 1)}%"
                yield question(told, (value, base), computed, tolerance, worked)


def _is_growth(told: Told) -> bool:
    exact = is_percent(told.fact) and told.fact.comparator is Comparator.EQUAL
    plain_terms = not ADJUSTED.search(told.clause) and not REAL_TERMS.search(told.fact.indicator)
    return exact and told.fact.kind is Kind.YOY_GROWTH and plain_terms


def _go_together(told: Told, value: Told, base: Told) -> bool:
    """The value reached, then last year's, both of the sentence and of one unit, no ； between."""
    quantities = is_quantity(value.fact) and is_quantity(base.fact) and base.amount.value > 0
    here = told.sentence == value.sentence == base.sentence and value.amount.unit == base.amount.unit
    apart = BREAKS.search(value.before) or BREAKS.search(base.before)
    said = REACHED.match(value.before) and is_past(base) and not is_step(base) and not is_past(value)
    return quantities and here and bool(said) and not apart
