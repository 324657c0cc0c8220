"""A list as long as its whole says, in the sentence after: 四大主导产业产值589.2亿元。白酒231.6亿元；…四项.

Also the three industries, 税收 and 非税 and other families that are complete by themselves, told after their
whole in the next sentence without a word between: 收入38.62亿元。税收33.18亿元，…；非税5.44亿元.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from greenlight.kernel.facts.relations.amounts import is_quantity
from greenlight.kernel.facts.relations.page import Page, Told
from greenlight.kernel.facts.relations.partitions import whole_family
from greenlight.kernel.facts.relations.steps import is_aside
from greenlight.kernel.facts.relations.wholes import MEAN

MANY = {word: at for at, word in enumerate("一二三四五六七八九十", 1)} | {"两": 2}
SORTS = re.compile("(?P<many>[三四五六七八九])(?:大|个|项|类|家|种|条)[\u4e00-\u9fff]{2,10}$")
BACK, FAR = 8, 3
Row = tuple[Told, ...]


def counted_lists(page: Page) -> Iterator[tuple[Told, Row]]:
    """Whole and parts: as many of its unit in the next sentence as the words of the whole count."""
    for sentence in page.sentences:
        for unit in dict.fromkeys(one.amount.unit for one in sentence):
            row = tuple(one for one in sentence if one.amount.unit == unit and _plain(one))
            whole = _whole(page, row) if len(row) > 1 and _close(row) else None
            many = SORTS.search(whole.clause) if whole else None
            if whole and many and MANY[many["many"]] == len(row):
                yield whole, row


def families(page: Page) -> Iterator[tuple[Told, Row]]:
    """Whole and parts: every member of a family in the sentence after the whole, of its unit."""
    for sentence in page.sentences:
        for unit in dict.fromkeys(one.amount.unit for one in sentence):
            row = tuple(one for one in sentence if one.amount.unit == unit and _plain(one))
            for count in (3, 2):
                complete = len(row) >= count and (whole_family(row[:count]) or _of_a_zone(row[:count]))
                if complete and (whole := _whole(page, row)):
                    yield whole, row[:count]
                    break


def _of_a_zone(row: Row) -> bool:
    """第二产业104.9亿元；第三产业81.4亿元: where nothing is farmed the two are all."""
    names = [f"{one.fact.indicator}{one.clause}" for one in row]
    return len(row) == 2 and "第二产业" in names[0] and "第三产业" in names[1]


def _plain(one: Told) -> bool:
    return is_quantity(one.fact) and not is_aside(one) and not MEAN.search(one.clause)


def _close(row: Sequence[Told]) -> bool:
    return all(other.at - one.at <= FAR for one, other in pairwise(row))


def _whole(page: Page, row: Row) -> Told | None:
    """The last number of their unit before them, told by the sentence before and larger than each."""
    before = page.back(row[0], BACK)
    for one in before:
        if one.sentence != before[0].sentence:
            return None
        if one.amount.unit == row[0].amount.unit and _plain(one):
            larger = one.amount.value > max(part.amount.value for part in row)
            return one if larger and one.sentence < row[0].sentence else None
    return None
