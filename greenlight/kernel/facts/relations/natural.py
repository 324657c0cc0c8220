"""Births less deaths are the natural growth: 出生率6.27‰，死亡率7.65‰，自然增长率-1.38‰; 净减少850人.

Source: 国家统计局《人口变动情况抽样调查》 (自然增长率 = 出生率 - 死亡率).
Tolerance: half a step of each number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from greenlight.kernel.facts.fact import Conflict
from greenlight.kernel.facts.relations import asking
from greenlight.kernel.facts.relations.amounts import plain, printed
from greenlight.kernel.facts.relations.fitting import GROUND
from greenlight.kernel.facts.relations.page import Page, Told
from greenlight.kernel.facts.relations.steps import is_past

BORN, DIED = re.compile("出生(?:人口|率|人数)?"), re.compile("死亡(?:人口|率|人数)?")
NATURAL = re.compile(
    "自然(?:增长|增加|减少)(?:率|人口|数)?|人口净(?:增长?|增加|减少?)|净(?:增加?|减少?)(?:人口)?$"
)
NEAR = 10


def natural(page: Page) -> Iterator[Conflict]:
    """Ask where births and deaths of a paragraph do not give the natural growth."""
    for told in page.told:
        if not NATURAL.search(told.clause) or is_past(told):
            continue
        born, died = (_nearest(page, told, word) for word in (BORN, DIED))
        if born and died and born.sentence == died.sentence:
            computed = born.amount.value - died.amount.value
            slack = told.amount.half + born.amount.half + died.amount.half + GROUND
            if abs(abs(computed) - abs(told.amount.value)) > slack:
                yield _question(told, born, died, computed, slack)


def _nearest(page: Page, told: Told, word: re.Pattern[str]) -> Told | None:
    for one in page.earlier(told, NEAR):
        if one.amount.unit == told.amount.unit and word.search(one.clause) and not is_past(one):
            return one
    return None


def _question(told: Told, born: Told, died: Told, computed: Decimal, slack: Decimal) -> Conflict:
    factor = told.amount.step / told.fact.step if told.fact.step else Decimal(1)
    result = f"{plain(computed / factor, 4)}{told.fact.unit}"
    return asking.asked(
        asking.Finding(
            rule="difference",
            relation="自然增长为出生减死亡",
            facts=(told, born, died),
            computed=computed / factor,
            tolerance=slack / factor,
            worked=f"{printed(born.fact)} - {printed(died.fact)} = {result}",
            question=f"出生{printed(born.fact)}，死亡{printed(died.fact)}，相差{result}，"
            f"文中写{printed(told.fact)}，以哪个为准？",
            answers=(asking.SCOPE, asking.PERIOD, asking.ROUNDED),
        )
    )
