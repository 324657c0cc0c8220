"""A rate nothing else ties down, behind the only two numbers of one thing its sentence has told.

18个国考断面，达到Ⅲ类以上的16个，优良比例88.9%: the first is the whole, the one just before the rate the part.
Words that do not say so leave it open; so only one slip of the pen is asked about, in the rate or in either
number, and only where the rate has three digits.
"""

from __future__ import annotations

import re

from greenlight.kernel.facts.fact import Kind
from greenlight.kernel.facts.relations.amounts import is_quantity
from greenlight.kernel.facts.relations.fitting import HUNDRED
from greenlight.kernel.facts.relations.page import Page, Told
from greenlight.kernel.facts.relations.share_words import share_words
from greenlight.kernel.facts.relations.slips import digits, one_slip_makes_share
from greenlight.kernel.facts.relations.stems import NO_ACTS, Pair
from greenlight.kernel.facts.relations.steps import is_aside
from greenlight.kernel.facts.relations.wholes import MEAN

SHARP = 3
UNREAD = re.compile("[0-9]")  # 消火栓120具，完好率: a number nobody could read stands between


def only_two(page: Page, told: Told) -> Pair | None:
    """(part, whole) where one slip explains why they do not give the rate; else None."""
    words = share_words(told.before)
    part = page.told[told.at - 1] if told.at else told
    if words is None or words.base or NO_ACTS.match(words.stem) or not _plain(part) or digits(told) < SHARP:
        return None
    before = [one for one in page.in_sentence(told) if one.at < told.at and is_quantity(one.fact)]
    alike = [one for one in before if one.amount.unit == part.amount.unit]
    if len(alike) != 2 or alike[1] is not part or not _plain(alike[0]):
        return None
    whole = alike[0]
    if min(digits(part), digits(whole)) < 2 or UNREAD.search(told.before):
        return None
    between = page.told[whole.at + 1 : part.at]
    if any(one.fact.kind in (Kind.SHARE, Kind.RATE) for one in between):
        return None  # 税收6.39亿元，占72.9%；非税2.37亿元，占27.1%: the first is a part as well
    fits = abs(part.amount.value / whole.amount.value * HUNDRED - told.amount.value) <= 1
    return (part, whole) if not fits and one_slip_makes_share(told, part, whole) else None


def _plain(told: Told) -> bool:
    """A count as it stands: no step, no average, nothing past or planned."""
    odd = is_aside(told) or MEAN.search(told.clause)
    return is_quantity(told.fact) and told.amount.value > 0 and not odd
