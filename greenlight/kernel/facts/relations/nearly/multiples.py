"""A multiple of the only two numbers of one thing before it: 投放600万元，拉动消费4320万元，是投放额的7.2倍.

Asked of where one slip makes the two give it; where any two of the sentence do, nothing is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from greenlight.kernel.facts.fact import Conflict
from greenlight.kernel.facts.relations.amounts import is_quantity
from greenlight.kernel.facts.relations.multiples import TIMES, ask_about
from greenlight.kernel.facts.relations.page import Page
from greenlight.kernel.facts.relations.unexplained import reach

IS_OF = re.compile("(?:是|为|相当于|达到?)[^，,；;。]{2,}的(?:约|近)?$")
SHARP = 6


def nearly_multiples(page: Page) -> Iterator[Conflict]:
    """Ask about a multiple no two numbers give, where one slip makes the two before it give it."""
    for told in page.told:
        if told.fact.unit != TIMES or told.amount.value <= 0 or not IS_OF.search(told.clause):
            continue
        near = [one for one in page.in_sentence(told) if one.at < told.at and is_quantity(one.fact)]
        near = [one for one in near if one.amount.unit == near[-1].amount.unit and one.amount.value > 0]
        pairs = [(near[0], near[1]), (near[1], near[0])] if len(near) == 2 else []
        if not pairs or any(reach.fits((told, *pair), reach.makes_times) for pair in pairs):
            continue
        value, base = pairs[1]
        if reach.is_slip((told, value, base), reach.makes_times, SHARP):
            yield from ask_about(told, value, base)
