"""What lies in reach of a number, and what a relation of three numbers must show before anything is asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from functools import partial
from itertools import islice

from greenlight.kernel.facts.fact import Comparator
from greenlight.kernel.facts.relations.amounts import is_quantity
from greenlight.kernel.facts.relations.fitting import GROUND, HUNDRED
from greenlight.kernel.facts.relations.nearly.readings import one_slip
from greenlight.kernel.facts.relations.page import CLAUSE_ENDS, Page, Told
from greenlight.kernel.facts.relations.slips import digits
from greenlight.kernel.facts.relations.wholes import MEAN

BACK, AHEAD = 24, 3
BEHIND = 8  # letters after a number that may still name it
SAYS_NOTHING = frozenset("的率占比重例度为达到完成总数量额约进年全市县区业项目企其中已")
IN_A_ROW = re.compile("分别|^\\s*(?:和|、|与|及)\\s*$")  # one of several, each of its own
LAST_YEAR = re.compile("上年|去年|上周|上月|上季|上期|同期|此前|年初(?!预算|计划|目标|任务)|原来|期初|上一")
Pair = tuple[Told, Told]
Triple = tuple[Told, Told, Told]
Values = Sequence[Decimal]
Holds = Callable[[Triple, Values], bool]


def is_exact(told: Told) -> bool:
    """Is a number above nought told without 约, 超 or 以上?"""
    return told.fact.comparator is Comparator.EQUAL and told.amount.value > 0


def in_reach(page: Page, told: Told) -> list[Told]:
    """Numbers before, and a few behind in the sentence, the nearest first."""
    around = page.told[max(0, told.at - BACK) : told.at + AHEAD + 1]
    near = [one for one in around if one is not told and (one.at < told.at or one.sentence == told.sentence)]
    near = [one for one in near if one.at != told.at and one.amount.value > 0]
    return sorted(near, key=lambda one: abs(one.at - told.at))


def quantities(page: Page, told: Told) -> list[Told]:
    """Amounts and counts in reach."""
    return [one for one in in_reach(page, told) if is_quantity(one.fact)]


def shared_letters(words: str, one: Told) -> float:
    """The part of the words' telling letters that stand beside a number or in its name, 0 to 1."""
    telling = [letter for letter in words if letter not in SAYS_NOTHING and "\u4e00" <= letter <= "\u9fff"]
    around = f"{one.fact.indicator}{one.clause}{CLAUSE_ENDS.split(one.after)[0][:BEHIND]}"
    return sum(letter in around for letter in telling) / max(1, len(telling))


def both_means(one: Told, other: Told) -> bool:
    """Are both averages, or neither?"""
    return bool(MEAN.search(one.clause)) == bool(MEAN.search(other.clause))


def is_set_back(told: Told) -> bool:
    """Does the number tell of an earlier time: 上周为1.89亿元, 35个（去年同期）?"""
    return bool(LAST_YEAR.search(told.clause) or LAST_YEAR.search(CLAUSE_ENDS.split(told.after)[0]))


def is_slip(numbers: Triple, holds: Holds, sharp: int) -> bool:
    """Are enough digits printed, and does one slip put right make the relation hold?"""
    return sum(map(digits, numbers)) >= sharp and one_slip(numbers, partial(holds, numbers))


def fits(numbers: Triple, holds: Holds) -> bool:
    """Does the relation hold as printed?"""
    return holds(numbers, [one.amount.value for one in numbers])


def first_slip(told: Told, pairs: Iterable[Pair], holds: Holds, sharp: int, most: int) -> Pair | None:
    """The first of the likeliest pairs that one slip makes give the number."""
    for pair in islice(pairs, most):
        if is_slip((told, *pair), holds, sharp):
            return pair
    return None


def makes_share(numbers: Triple, values: Values) -> bool:
    """share % = part ÷ whole, within what the printed digits explain."""
    share, part, whole = values
    return _is(numbers, part / whole * HUNDRED, share, HUNDRED)


def makes_growth(numbers: Triple, values: Values) -> bool:
    """growth % = value ÷ base - 1."""
    growth, value, base = values
    return _is(numbers, value / base * HUNDRED, growth + HUNDRED, HUNDRED)


def makes_step(numbers: Triple, values: Values) -> bool:
    """growth % = step ÷ (value - step), or (value + step) where it falls."""
    growth, value, step = values
    base = value + step if numbers[0].amount.value < 0 else value - step
    if base <= 0:
        return False
    rate = step / base * HUNDRED
    slack = rate * (numbers[2].amount.half / step + (numbers[1].amount.half + numbers[2].amount.half) / base)
    return abs(rate - abs(growth)) <= numbers[0].amount.half + slack + GROUND


def makes_times(numbers: Triple, values: Values, slack: Decimal = GROUND) -> bool:
    """times = value ÷ base; an average is such a multiple too, with three in a thousand left alone."""
    times, value, base = values
    return _is(numbers, value / base, times, Decimal(1), slack)


def makes_gap(numbers: Triple, values: Values) -> bool:
    """gap = one - other, whichever is the greater."""
    gap, one, other = values
    return abs(abs(one - other) - gap) <= sum((told.amount.half for told in numbers), GROUND)


def makes_total(numbers: Triple, values: Values) -> bool:
    """total = one + other."""
    total, one, other = values
    return abs(one + other - total) <= sum((told.amount.half for told in numbers), GROUND)


def _is(numbers: Triple, computed: Decimal, stated: Decimal, scale: Decimal, slack: Decimal = GROUND) -> bool:
    """Within half a step of the stated one and what the halves of the two others may move."""
    told, top, bottom = numbers
    relative = top.amount.half / top.amount.value + bottom.amount.half / bottom.amount.value + slack / scale
    return abs(computed - stated) <= told.amount.half + computed * relative + GROUND
