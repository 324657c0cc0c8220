"""Items between ； that tell the same things: 产业92个，完成投资204.8亿元；基建31个，完成投资61.3亿元；….

Where the first numbers of the items make a number told before (148个), the items are all there are: then
the others make what was told of the same name in that sentence (完成投资302.6亿元). Tolerance: that of sums.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from greenlight.kernel.facts.relations.amounts import is_quantity
from greenlight.kernel.facts.relations.fitting import sum_tolerance
from greenlight.kernel.facts.relations.page import Page, Told
from greenlight.kernel.facts.relations.steps import is_aside
from greenlight.kernel.facts.relations.stretches import BREAK

FEWEST, FAR, SHORTEST = 2, 30, 2
Row = tuple[Told, ...]


def columns(page: Page) -> Iterator[tuple[Told, Row]]:
    """Wholes with the columns of the items of one sentence, one of which makes a number told before."""
    for sentence in page.sentences:
        items = _items(sentence)
        if len(items) < FEWEST or not all(item and _plain(item[0]) for item in items):
            continue
        many = min(len(item) for item in items)
        rows = [tuple(item[at] for item in items) for at in range(many)]
        made = next((one for row in rows if (one := _made(page, row))), None)
        if made is not None:
            for at, row in enumerate(rows):
                yield from _column(page, made, row) if at else _counts(page, made, row)


def _items(sentence: Row) -> list[Row]:
    cuts = [at for at, one in enumerate(sentence) if at and BREAK.search(one.before)]
    ends = [*cuts, len(sentence)]
    return [sentence[start:end] for start, end in zip([0, *cuts], ends, strict=True)] if cuts else []


def _plain(one: Told) -> bool:
    return is_quantity(one.fact) and not is_aside(one)


def _made(page: Page, parts: Row) -> Told | None:
    """The number before that the first of the items make, to the last digit."""
    total = sum((one.amount.value for one in parts), Decimal(0))
    if len({one.amount.unit for one in parts}) != 1:
        return None
    for one in page.back(parts[0], FAR):
        same = is_quantity(one.fact) and one.amount.unit == parts[0].amount.unit
        if same and abs(one.amount.value - total) <= sum_tolerance(list(parts), one):
            return one
    return None


def _column(page: Page, beside: Told, parts: Row) -> Iterator[tuple[Told, Row]]:
    """What the sentence of the first whole tells under the words that all the parts have."""
    name = _words(parts[0])
    alike = len({one.amount.unit for one in parts}) == 1 and all(_words(one) == name for one in parts)
    if not alike or len(name) < SHORTEST or not all(_plain(one) for one in parts):
        return
    for one in page.in_sentence(beside):
        named = _words(one).endswith(name) or name.endswith(_words(one))
        if one.at < parts[0].at and one.amount.unit == parts[0].amount.unit and named and _plain(one):
            yield one, parts
            return


def _counts(page: Page, beside: Told, parts: Row) -> Iterator[tuple[Told, Row]]:
    """产业项目39个、…；民生项目7个、…: the one count of their unit that is told beside the whole."""
    same = [
        one for one in page.in_sentence(beside) if one.amount.unit == parts[0].amount.unit and _plain(one)
    ]
    same = [one for one in same if one.at < parts[0].at]
    alike = len({one.amount.unit for one in parts}) == 1 and all(_plain(one) for one in parts)
    if alike and len(same) == 1 and same[0] is not beside:
        yield same[0], parts


def _words(one: Told) -> str:
    return re.sub("[\\s、和及与]|累计|共|已|约|近", "", one.clause)
