"""Two that are all, told in two sentences: 收入32.6亿元，其中税收27.9亿元，占85.6%。非税收入4.7亿元.

Asked of where they do not make the whole of the first and one slip put right makes them.
"""

from __future__ import annotations

from collections.abc import Iterator

from greenlight.kernel.facts.fact import Conflict
from greenlight.kernel.facts.relations.amounts import is_quantity
from greenlight.kernel.facts.relations.page import Page, Told
from greenlight.kernel.facts.relations.partitions import whole_family
from greenlight.kernel.facts.relations.steps import is_aside
from greenlight.kernel.facts.relations.sums import ask_about
from greenlight.kernel.facts.relations.unexplained import reach
from greenlight.kernel.facts.relations.wholes import MEAN, before_which

SHARP, BACK = 7, 8  # digits; numbers


def unexplained_split_pairs(page: Page) -> Iterator[Conflict]:
    """Ask where the second of a pair opens the sentence after the first, and they do not make the whole."""
    for sentence in page.sentences:
        other = sentence[0]
        one = _partner(page, other) if _plain(other) else None
        whole = before_which(page, one) if one else None
        if one is None or whole is None or not _plain(whole):
            continue
        numbers = (whole, one, other)
        if not reach.fits(numbers, reach.makes_total) and reach.is_slip(numbers, reach.makes_total, SHARP):
            yield ask_about(whole, (one, other))


def _partner(page: Page, other: Told) -> Told | None:
    """The other of the two, of its unit, in the sentence before of the paragraph."""
    for one in page.back(other, BACK):
        if one.sentence < other.sentence - 1 or one.paragraph != other.paragraph:
            return None
        if one.amount.unit == other.amount.unit and _plain(one) and whole_family((one, other)):
            return one
    return None


def _plain(one: Told) -> bool:
    return is_quantity(one.fact) and reach.is_exact(one) and not is_aside(one) and not MEAN.search(one.clause)
