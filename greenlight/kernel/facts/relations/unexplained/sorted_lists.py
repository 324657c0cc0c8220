"""A list told by its sorts, growths between, its whole before: 分行业看，加工业24.6亿元，增长14.2%；…."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial

from greenlight.kernel.facts.fact import Conflict
from greenlight.kernel.facts.relations.amounts import is_quantity
from greenlight.kernel.facts.relations.fitting import makes, sum_tolerance
from greenlight.kernel.facts.relations.nearly.readings import one_slip
from greenlight.kernel.facts.relations.page import Page, Told
from greenlight.kernel.facts.relations.slips import digits
from greenlight.kernel.facts.relations.steps import is_past, is_step
from greenlight.kernel.facts.relations.sums import ask_about
from greenlight.kernel.facts.relations.unexplained.reach import is_exact
from greenlight.kernel.facts.relations.wholes import MEAN

SORTED = re.compile(
    "^[^。，,]{0,3}(?:按[^，,。]{1,8}|分[^，,。]{1,6}|从[^，,。]{1,8}|[^，,。]{1,6})"
    "(?:分|看|划分|来源|构成|结构|投向|用途|去向|类型)(?:方面)?(?:[，,：:]|为)|^其中[，,：:]?"
)
BACK, LATELY, FAR, FEWEST = 14, 2, 3, 2
SHARP, OF_WHICH = 6, 9  # digits; 其中 need not name everything
Row = tuple[Told, ...]


def unexplained_lists(page: Page) -> Iterator[Conflict]:
    """Ask where such a list makes no number before it, but would the nearest with one slip put right."""
    for sentence in page.sentences:
        for row in _rows(sentence):
            lead = page.body[page.spans[row[0].sentence][0] : row[0].fact.start].strip()
            if len(row) < FEWEST or not SORTED.search(lead) or _settled(page, row):
                continue
            whole = _whole(page, row)
            if whole is not None and _is_slip(whole, row, OF_WHICH if lead.startswith("其中") else SHARP):
                yield ask_about(whole, row)


def _rows(sentence: Row) -> Iterator[Row]:
    """Amounts of one unit; between them only percentages and other units' numbers of the same items."""
    for unit in dict.fromkeys(one.amount.unit for one in sentence):
        row: list[Told] = []
        for one in sentence:
            if not _plain(one) or one.amount.unit != unit:
                continue
            if row and one.at - row[-1].at > FAR:
                yield tuple(row)
                row = []
            row.append(one)
        if row:
            yield tuple(row)


def _plain(one: Told) -> bool:
    return (
        is_quantity(one.fact)
        and is_exact(one)
        and not is_step(one)
        and not is_past(one)
        and not MEAN.search(one.clause)
    )


def _settled(page: Page, row: Row) -> bool:
    """Does the list, or the beginning of it, make any number before it?"""
    before = [one for one in page.back(row[0], BACK + FAR * FEWEST) if one.amount.unit == row[0].amount.unit]
    return any(True in makes(row, whole)[FEWEST - 1 :] for whole in before)


def _whole(page: Page, row: Row) -> Told | None:
    """The nearest number of the two sentences before that can hold the parts and is itself none of a list."""
    least = max(one.amount.value for one in row) / 2
    for one in page.back(row[0], BACK):
        if row[0].sentence - one.sentence > LATELY:
            return None
        same = one.amount.unit == row[0].amount.unit and one.fact.is_target == row[0].fact.is_target
        if same and _plain(one) and one.amount.value > least and not _listed(page, one):
            return one
    return None


def _listed(page: Page, one: Told) -> bool:
    rows = (row for row in _rows(page.in_sentence(one)) if len(row) > FEWEST)
    return any(one in row for row in rows)


def _is_slip(whole: Told, row: Row, sharp: int) -> bool:
    numbers = (whole, *row)
    return sum(map(digits, numbers)) >= sharp and one_slip(numbers, partial(_holds, row, whole))


def _holds(row: Row, whole: Told, values: Sequence[Decimal]) -> bool:
    return abs(sum(values[1:], Decimal(0)) - values[0]) <= sum_tolerance(list(row), whole)
