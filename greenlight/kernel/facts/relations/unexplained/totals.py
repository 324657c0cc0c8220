"""A total without its two parts: 在现有18.5万平方米基础上再建6万平方米，总量达到24.5万平方米."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial

from greenlight.kernel.facts.fact import Conflict
from greenlight.kernel.facts.relations.amounts import is_quantity
from greenlight.kernel.facts.relations.nearly.readings import one_slip
from greenlight.kernel.facts.relations.page import Page, Told
from greenlight.kernel.facts.relations.partitions import closed
from greenlight.kernel.facts.relations.steps import is_aside
from greenlight.kernel.facts.relations.sums import ask_about
from greenlight.kernel.facts.relations.unexplained import reach
from greenlight.kernel.facts.relations.wholes import GAP as BALANCE
from greenlight.kernel.facts.relations.wholes import MEAN

TOTAL = re.compile("(?:合计|总量|总数|总额|总计|共计?|累计|总规模|总面积|达到)[^，,；;。]{0,4}$")
SURE_TOTAL = re.compile("合计|共计|总计|总量|总数|总规模")
ADDED = re.compile("再|新|还|另|加|扩")
ALL_OF_IT = re.compile("^[，,]?(?:全[年区县市])?(?:总|全部)[\u4e00-\u9fff]{1,5}(?:为|达)?$")
FEWEST = 3
SHARP = 6
PARTS = 10  # digits that a slip's pattern seldom meets by chance
BEFORE = 6


def unexplained_totals(page: Page) -> Iterator[Conflict]:
    """在现有18.5万平方米基础上再建6万平方米，总量达到24.5万平方米: three in a row, the last the sum."""
    for sentence in page.sentences:
        for one, other, total in zip(sentence, sentence[1:], sentence[2:], strict=False):
            numbers = (total, one, other)
            if not _is_total(numbers) or reach.fits(numbers, reach.makes_gap):
                continue
            if not reach.fits(numbers, reach.makes_total) and reach.is_slip(
                numbers, reach.makes_total, SHARP
            ):
                yield ask_about(total, (one, other))


def unexplained_sums(page: Page) -> Iterator[Conflict]:
    """工业用水1260万吨，生活用水860万吨，生态用水180万吨，总用水量2300万吨: three and more, then all."""
    for sentence in page.sentences:
        for at, total in enumerate(sentence):
            row = _row_before(sentence[:at], total) if ALL_OF_IT.search(total.clause) else ()
            if len(row) < (len(row) if closed(row) else FEWEST) or len(row) < 2 or not _is_plain(total):
                continue
            numbers = (total, *row)
            if not _adds(numbers, [one.amount.value for one in numbers]) and one_slip(
                numbers, partial(_adds, numbers)
            ):
                yield ask_about(total, row)


def _row_before(before: Sequence[Told], total: Told) -> tuple[Told, ...]:
    """The numbers of its unit that follow one another up to the total."""
    row: list[Told] = []
    for one in reversed(before):
        if one.amount.unit != total.amount.unit or not _is_plain(one):
            break
        row.insert(0, one)
    return tuple(row)


def _adds(numbers: Sequence[Told], values: Sequence[Decimal]) -> bool:
    slack = sum((one.amount.half for one in numbers), Decimal(0))
    return abs(sum(values[1:], Decimal(0)) - values[0]) <= slack


def _is_total(numbers: reach.Triple) -> bool:
    total, one, other = numbers
    exact = all(is_quantity(each.fact) and reach.is_exact(each) for each in numbers)
    alike = len({each.amount.unit for each in numbers}) == 1
    means = any(MEAN.search(each.clause) for each in numbers)
    told = TOTAL.search(total.clause) and (ADDED.search(other.clause) or SURE_TOTAL.search(total.clause))
    return exact and alike and not means and bool(told) and one.sentence == total.sentence


def unexplained_pairs(page: Page) -> Iterator[Conflict]:
    """城镇零售额6731.8亿元，增长5%；乡村1094.7亿元: the only two of a sentence, of the whole before."""
    for sentence in page.sentences:
        plain = [one for one in sentence if _is_plain(one)]
        for unit in dict.fromkeys(one.amount.unit for one in plain):
            pair = [one for one in plain if one.amount.unit == unit]
            whole = _whole_before(page, pair) if len(pair) == 2 else None
            sharp = SHARP if closed(pair) else PARTS  # 限额以上、限额以下: there is no third
            if whole and reach.is_slip((whole, pair[0], pair[1]), reach.makes_total, sharp):
                yield ask_about(whole, (pair[0], pair[1]))


def _whole_before(page: Page, pair: Sequence[Told]) -> Told | None:
    """The last number of their unit before, in the sentence before, when the two do not make it."""
    one, other = pair
    before = [each for each in page.back(one, BEFORE) if each.amount.unit == one.amount.unit]
    whole = before[0] if before else None
    if (
        whole is None
        or BALANCE.search(whole.clause)
        or not _is_plain(whole)
        or whole.sentence != one.sentence - 1
    ):
        return None
    larger = whole.amount.value > max(one.amount.value, other.amount.value)
    return whole if larger and not reach.fits((whole, one, other), reach.makes_total) else None


def _is_plain(one: Told) -> bool:
    return is_quantity(one.fact) and reach.is_exact(one) and not is_aside(one) and not MEAN.search(one.clause)
