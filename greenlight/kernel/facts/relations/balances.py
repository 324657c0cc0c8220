"""What came in less what went out is the balance: 基金收入5.13亿元，支出4.78亿元，当期结余3500万元.

All three in one sentence, of one unit; 滚存结余、累计结余 are others. Tolerance: half a step
of each number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from greenlight.kernel.facts.fact import Comparator, Conflict
from greenlight.kernel.facts.relations.amounts import is_quantity
from greenlight.kernel.facts.relations.differences import fits, question
from greenlight.kernel.facts.relations.page import Page, Told
from greenlight.kernel.facts.relations.steps import is_aside

LEFT = re.compile(
    "(?:全年|当[期年月]|收支|本年|年度|基金){0,2}(?P<sign>结余|盈余|节余|缺口|赤字|亏空)(?:为|达|约)?"
)
CAME = re.compile("(?:收入|征收|筹集)(?:为|达|共)?$")
WENT = re.compile("支出(?:为|达|共)?$")
LACKING = frozenset({"缺口", "赤字", "亏空"})


def balances(page: Page) -> Iterator[Conflict]:
    """Ask where income less expenditure is not the balance told after them."""
    for told in page.told:
        left = LEFT.fullmatch(told.clause.strip())
        if left is None or not _plain(told):
            continue
        before = [one for one in page.in_sentence(told) if one.at < told.at and _of_it(one, told)]
        came = [one for one in before if CAME.search(one.clause)]
        went = [one for one in before if WENT.search(one.clause)]
        if len(came) == len(went) == 1:
            first, second = (went[0], came[0]) if left["sign"] in LACKING else (came[0], went[0])
            if not fits(told, first, second):
                yield question(told, first, second)


def _plain(told: Told) -> bool:
    return is_quantity(told.fact) and told.fact.comparator is Comparator.EQUAL and not told.fact.is_target


def _of_it(one: Told, told: Told) -> bool:
    same = _plain(one) and one.amount.unit == told.amount.unit
    return same and not is_aside(one)
