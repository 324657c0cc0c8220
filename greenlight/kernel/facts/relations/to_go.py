"""What is left to reach an aim: 累计完成893.7亿元 …… 要实现全年980亿元的目标，12月还需完成86.3亿元.

The aim stands just before in the sentence; what was reached is told earlier under the name of the aim or of
what is left (产值目标 and 总产值). Where several results were told, one that fits is enough.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from greenlight.kernel.facts.fact import Comparator, Conflict
from greenlight.kernel.facts.relations import asking
from greenlight.kernel.facts.relations.amounts import is_quantity, plain, printed, scale
from greenlight.kernel.facts.relations.fitting import GROUND, sum_tolerance
from greenlight.kernel.facts.relations.names import same_name
from greenlight.kernel.facts.relations.page import Page, Told
from greenlight.kernel.facts.relations.steps import PLAN, is_past, is_plan, is_step

LEFT = re.compile("(?:还|尚|仍)(?:需要?|须|要|差|缺|有)(?:再?[\u4e00-\u9fff]{0,4})$")
FARTHEST, SHORTEST, MOST = 40, 2, 4


def to_go(page: Page) -> Iterator[Conflict]:
    """Ask where aim less result is not what is said to be left."""
    for left in page.told:
        if is_quantity(left.fact) and LEFT.search(left.clause) and left.at:
            aim = page.told[left.at - 1]
            if aim.sentence == left.sentence and _is_aim(aim, left):
                yield from _ask(left, aim, _results(page, aim))


def _is_aim(aim: Told, left: Told) -> bool:
    named = PLAN.search(aim.fact.indicator + aim.clause + left.before)
    plainly = all(one.fact.comparator is Comparator.EQUAL for one in (aim, left))
    return bool(named) and plainly and aim.amount.unit == left.amount.unit and is_quantity(aim.fact)


def _results(page: Page, aim: Told) -> list[Told]:
    """What was told to be reached, of the aim's unit and noun, and less than the aim."""
    noun = PLAN.sub("", same_name(aim.fact.indicator))
    found = [
        one
        for one in page.told[max(0, aim.at - FARTHEST) : aim.at]
        if len(noun) >= SHORTEST
        and same_name(one.fact.indicator).endswith(noun)
        and one.amount.unit == aim.amount.unit
        and is_quantity(one.fact)
        and not (is_plan(one) or is_past(one) or is_step(one))
        and "其中" not in one.before
    ]
    return found[:MOST]


def _ask(left: Told, aim: Told, results: list[Told]) -> Iterator[Conflict]:
    if not results or any(_fits(left, aim, one) for one in results):
        return
    reached = results[0]
    factor, _ = scale(left.fact.unit)
    computed = (aim.amount.value - reached.amount.value) / factor
    shown = f"{plain(computed, 4)}{left.fact.unit}"
    yield asking.asked(
        asking.Finding(
            rule="difference",
            relation="目标减已完成与尚需完成",
            facts=(left, aim, reached),
            computed=computed,
            tolerance=sum_tolerance([aim, reached], left) / factor,
            worked=f"{printed(aim.fact)} - {printed(reached.fact)} = {shown}",
            question=f"目标{printed(aim.fact)}，已完成{printed(reached.fact)}，还差{shown}，"
            f"文中写{printed(left.fact)}，以哪个为准？",
            answers=(asking.SCOPE, asking.PERIOD, asking.ESTIMATED),
        )
    )


def _fits(left: Told, aim: Told, reached: Told) -> bool:
    gap = aim.amount.value - reached.amount.value - left.amount.value
    return abs(gap) <= sum_tolerance([aim, reached], left) + GROUND
