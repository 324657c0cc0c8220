"""Growths told in a row for numbers told in rows: each goes with the number of its own place.

事故11起，死亡7人，与上年同期的14起、10人相比，分别下降21.4%和30.0%; 17起、死亡9人，分别减少6起、3人，
分别下降26.1%和25.0%.
Tolerance: 0.3 points, more when the printed digits explain more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import takewhile

from greenlight.kernel.facts.fact import Conflict
from greenlight.kernel.facts.relations.amounts import is_percent, is_quantity, plain, printed
from greenlight.kernel.facts.relations.fitting import HUNDRED, points_tolerance
from greenlight.kernel.facts.relations.grown import REAL_TERMS, question
from greenlight.kernel.facts.relations.page import Page, Told, behind
from greenlight.kernel.facts.relations.shares import ask_about, fits_pair
from greenlight.kernel.facts.relations.stems import same_counter
from greenlight.kernel.facts.relations.steps import LESS, MORE, PAST
from greenlight.kernel.facts.relations.wholes import fits_beside

EACH = re.compile("分别|依次|各")
GROWS = re.compile("增长|下降|增|降|减|升|上涨|压缩")
SHARED = re.compile("占")
FAR = 40
JOINED = re.compile(r"^\s*(?:、|和|及|与|以及|，|,)\s*$")
Row = tuple[Told, ...]


def growths_in_rows(page: Page) -> Iterator[Conflict]:
    """Ask where a growth of a row does not follow from the two numbers of its place."""
    for sentence in page.sentences:
        for first in sentence:
            row = _row(sentence, first) or _row_of_two(sentence, first)
            if len(row) < 2:
                continue
            before = [one for one in sentence if one.at < first.at and is_quantity(one.fact)][-2 * len(row) :]
            if len(before) != 2 * len(row):
                continue
            values, others = before[: len(row)], before[len(row) :]
            if PAST.search(values[0].clause) and not PAST.search(others[0].clause):
                values, others = others, values  # 与上年同期的1240件、86人相比，案件1116件，伤亡74人
            if all(same_counter(one, other) for one, other in zip(values, others, strict=True)):
                yield from _of_rows(tuple(values), tuple(others), row)


def _row(sentence: Row, first: Told, what: re.Pattern[str] = GROWS) -> Row:
    """The percentages from one said to go each with its own on."""
    if not is_percent(first.fact) or not EACH.search(first.clause) or not what.search(first.clause):
        return ()
    after = behind(sentence, first)
    return first, *takewhile(lambda one: is_percent(one.fact) and JOINED.match(one.before), after)


def _row_of_two(sentence: Row, first: Told) -> Row:
    """分别减少5起和3人，下降17.9%和13.6%: the 分别 before the steps is said of the growths as well."""
    if not is_percent(first.fact) or not GROWS.search(first.clause):
        return ()
    at = first.at - sentence[0].at
    steps, after = sentence[max(0, at - 2) : at], sentence[at + 1 : at + 2]
    each = len(steps) == 2 and is_quantity(steps[0].fact) and EACH.search(steps[0].clause)
    goes_on = after and is_percent(after[0].fact) and JOINED.match(after[0].before)
    return (first, *after) if each and goes_on else ()


def _of_rows(values: Row, others: Row, growths: Row) -> Iterator[Conflict]:
    lead = others[0].clause
    past = bool(PAST.search(lead)) and not _sign(lead)
    sign = 0 if past else _sign(lead)
    if not past and not sign:
        return
    for value, other, growth in zip(values, others, growths, strict=True):
        base = other.amount.value if past else value.amount.value - sign * other.amount.value
        if REAL_TERMS.search(value.fact.indicator) or value.amount.value <= 0:
            continue
        yield from _ask(growth, value, other, base)


def shares_in_rows(page: Page) -> Iterator[Conflict]:
    """对甲134.7亿元，对乙98.2亿元，分别占41.0%和29.9%: of a number near, one is its share, the other not."""
    for sentence in page.sentences:
        for first in sentence:
            row = _row(sentence, first, SHARED)
            if len(row) < 2:
                continue
            parts = [one for one in sentence if one.at < first.at and is_quantity(one.fact)][-len(row) :]
            if len(parts) == len(row) and len({one.amount.unit for one in parts}) == 1:
                yield from _of_one_whole(page, parts, row)


def _of_one_whole(page: Page, parts: list[Told], row: Row) -> Iterator[Conflict]:
    """Ask about the one of the row that does not fit the whole the others fit."""
    pairs = list(zip(row, parts, strict=True))
    earlier = page.back(parts[0], FAR)
    around = [*earlier, *page.told[row[-1].at + 1 : row[-1].at + 3]]
    wholes = [one for one in around if fits_beside(one, parts[0]) and one.amount.value > 0]
    wrong = [[(share, part) for share, part in pairs if not fits_pair(share, (part, one))] for one in wholes]
    best = min(range(len(wholes)), key=lambda at: len(wrong[at]), default=None)
    if best is not None and len(wrong[best]) == 1:
        share, part = wrong[best][0]
        yield ask_about(share, (part, wholes[best]))


def _sign(lead: str) -> int:
    words = re.sub("分别|各", "", lead)
    return 1 if MORE.search(words) else -1 if LESS.search(words) else 0


def _ask(growth: Told, value: Told, other: Told, base: Decimal) -> Iterator[Conflict]:
    if base <= 0:
        computed, spread = HUNDRED, Decimal(0)
    else:
        computed = (value.amount.value / base - 1) * HUNDRED
        spread = (value.amount.half + other.amount.half) / base * HUNDRED * 2
    if abs(abs(computed) - abs(growth.amount.value)) <= points_tolerance(growth, spread):
        return
    worked = f"{printed(value.fact)}与{printed(other.fact)}：{plain(computed, 1)}%"
    yield question(growth, (value, other), computed, points_tolerance(growth, spread), worked)
