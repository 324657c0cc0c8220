"""What is new in a stock and its growth since: 装机42.6万千瓦，年内新增11.3万千瓦，较上年末增长36.1%.

Something may have gone out of the stock: asked of only where one slip of the pen makes the three fit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial

from greenlight.kernel.facts.fact import Comparator, Conflict, Kind
from greenlight.kernel.facts.relations.amounts import is_percent, is_quantity, plain, printed
from greenlight.kernel.facts.relations.fitting import HUNDRED
from greenlight.kernel.facts.relations.grown import REAL_TERMS, question
from greenlight.kernel.facts.relations.nearly.readings import one_slip
from greenlight.kernel.facts.relations.page import Page, Told
from greenlight.kernel.facts.relations.steps import is_aside

SINCE = re.compile(
    "(?:比|较)(?:年初|上年末|上年底|去年底|去年末|上年|去年|期初)[^，,；;。]{0,4}(?:增长|增加|提高)$"
)
NEW = re.compile("(?:新增|净增|新投放|新建成?|新开通|新认定|新培育)[^，,；;。]{0,6}$")


def nearly_growths(page: Page) -> Iterator[Conflict]:
    """Ask about the growth of a stock that its new part does not give, where one slip makes it."""
    for growth in page.told:
        new, stock = page.told[max(0, growth.at - 1)], page.told[max(0, growth.at - 2)]
        if not _tells(growth) or growth.at < 2 or stock.sentence != growth.sentence:
            continue
        if new.amount.unit != stock.amount.unit or not _stock(stock) or not NEW.search(new.clause):
            continue
        numbers = (growth, stock, new)
        fits = partial(_holds, numbers)
        if not fits([one.amount.value for one in numbers]) and one_slip(numbers, fits):
            yield _question(growth, stock, new)


def _tells(growth: Told) -> bool:
    grows = is_percent(growth.fact) and growth.fact.kind in (Kind.YOY_GROWTH, Kind.RATE)
    return grows and growth.fact.comparator is Comparator.EQUAL and bool(SINCE.search(growth.clause))


def _stock(told: Told) -> bool:
    odd = is_aside(told) or REAL_TERMS.search(told.fact.indicator)
    return is_quantity(told.fact) and not odd


def _holds(numbers: Sequence[Told], values: Sequence[Decimal]) -> bool:
    growth, stock, new = values
    base = stock - new
    if base <= 0:
        return False
    halves = (numbers[1].amount.half + numbers[2].amount.half) * stock / base
    return abs(new / base * HUNDRED - growth) <= numbers[0].amount.half + halves / base * HUNDRED


def _question(growth: Told, stock: Told, new: Told) -> Conflict:
    base = stock.amount.value - new.amount.value
    computed = new.amount.value / base * HUNDRED if base > 0 else HUNDRED
    worked = f"{printed(new.fact)} ÷ ({printed(stock.fact)} - {printed(new.fact)}) = {plain(computed, 1)}%"
    return question(growth, (stock, new), computed, growth.amount.half, worked)
