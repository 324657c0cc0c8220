"""So many for each ten thousand: 每万人拥有发明专利28.6件, 常住人口50万人, 有效发明专利1430件.

Tolerance: half a step of the stated number and what the digits of the two explain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from greenlight.kernel.facts.fact import Conflict
from greenlight.kernel.facts.relations import asking
from greenlight.kernel.facts.relations.amounts import is_quantity, plain, printed, scale
from greenlight.kernel.facts.relations.fitting import GROUND
from greenlight.kernel.facts.relations.page import Page, Told

PER_HEAD = re.compile("人均(?P<what>地区生产总值|GDP)(?:为|达|达到)?$")
PER = re.compile("每(?P<many>[百千万])(?:名)?(?:常住)?(?:人口|人)[^，,；;。]{0,12}$")
MANY = {"百": 100, "千": 1000, "万": 10_000}
PEOPLE = re.compile("人口")
NEAR, FAR = Decimal("0.5"), Decimal(2)


def per_many(page: Page) -> Iterator[Conflict]:
    """Ask where the people and the things of the sentence, one of each, do not give it."""
    for told in page.told:
        exact = is_quantity(told.fact) and told.amount.value > 0
        found, head = PER.search(told.clause), PER_HEAD.search(told.clause)
        if not exact or not (found or head):
            continue
        near = [one for one in page.in_sentence(told) if one is not told and is_quantity(one.fact)]
        people = [one for one in near if one.amount.unit == "人" and PEOPLE.search(one.words)]
        things = [one for one in near if one.amount.unit == told.amount.unit and one not in people]
        if head:
            things = [one for one in things if one.clause.endswith(head["what"])]
        if len(people) == 1 and len(things) == 1 and people[0].amount.value > 0:
            yield from _ask(told, things[0], people[0], MANY[found["many"]] if found else 1)


def _ask(told: Told, thing: Told, people: Told, many: int) -> Iterator[Conflict]:
    factor, _ = scale(told.fact.unit)
    value = thing.amount.value / people.amount.value * many
    relative = thing.amount.half / thing.amount.value + people.amount.half / people.amount.value
    slack = told.amount.half + value * relative + GROUND
    plausible = told.amount.value * NEAR <= value <= told.amount.value * FAR
    if abs(value - told.amount.value) <= slack or not plausible:
        return
    shown = f"{plain(value / factor, 2)}{told.fact.unit}"
    yield asking.asked(
        asking.Finding(
            rule="mean",
            relation="人均数",
            facts=(told, thing, people),
            computed=value / factor,
            tolerance=slack / factor,
            worked=f"{printed(thing.fact)} ÷ {printed(people.fact)} × {many} = {shown}",
            question=f"按{printed(thing.fact)}和{printed(people.fact)}算是{shown}，"
            f"文中写{printed(told.fact)}，以哪个为准？",
            answers=(asking.SCOPE, asking.PERIOD, asking.ROUNDED),
        )
    )
