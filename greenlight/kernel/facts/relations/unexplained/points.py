"""百分点 without its two percentages: 提高0.31个百分点 of 6.82% and 6.51%; 比各项贷款快8.4个百分点."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from greenlight.kernel.facts.fact import Conflict, Kind
from greenlight.kernel.facts.relations.amounts import is_percent, is_points
from greenlight.kernel.facts.relations.page import Page, Told
from greenlight.kernel.facts.relations.points import question
from greenlight.kernel.facts.relations.unexplained import reach

AGAINST = re.compile(
    "拉动|贡献|比上年|比去年|同比|较上年|较去年|环比|上月|上季|一季度|上半年|全[省市国县区州]|平均"
)
BRACKET = re.compile("[（(]")
WHOM = re.compile("(?:比|较|于)(?P<whom>[\u4e00-\u9fff]{3,12}?)(?:增速|增幅)?(?:快|慢|高|低)(?:了|出)?$")
WEIGHT = re.compile("比重|占比|比例|份额")
BY_TIME = re.compile("时间进度|序时")
SHARP, NEAREST, BACK, AHEAD = 6, 3, 14, 2


def unexplained_points(page: Page) -> Iterator[Conflict]:
    """Ask about 百分点 no two percentages give, where one slip makes two of the sentence give it."""
    for told in page.told:
        if not _are_points(told):
            continue
        around = page.told[max(0, told.at - BACK) : told.at + AHEAD + 1]
        percents = [one for one in around if is_percent(one.fact)]
        if any(
            _as_fine(told, pair) and reach.fits((told, *pair), reach.makes_gap)
            for pair in combinations(percents, 2)
        ):
            continue
        here = [one for one in percents if one.sentence == told.sentence and _of_its_kind(told, one)]
        here.sort(key=lambda one: abs(one.at - told.at))
        pairs = [*combinations(here[:NEAREST], 2), *_with_named(page, told, here)]
        if found := reach.first_slip(told, pairs, reach.makes_gap, SHARP, len(pairs)):
            yield question(told, *found)


def _with_named(page: Page, told: Told, here: Sequence[Told]) -> Iterator[reach.Pair]:
    """普惠贷款增长23.4%，比各项贷款快8.4个百分点: with the percentage before that the words name."""
    found = WHOM.search(told.clause)
    if found is None or not here or here[0].at != told.at - 1:
        return
    for one in page.back(here[0], BACK):
        named = is_percent(one.fact) and one.fact.kind is here[0].fact.kind
        if named and found["whom"][-2:] in one.fact.indicator:
            yield here[0], one
            return


def _are_points(told: Told) -> bool:
    if (
        not is_points(told.fact)
        or not reach.is_exact(told)
        or BY_TIME.search(told.clause)
        or reach.IN_A_ROW.search(told.before)
    ):
        return False
    remarked = re.search("[（(][^）)]*$", told.before) or BRACKET.match(told.after)
    return bool(remarked) or not AGAINST.search(told.clause)


def _of_its_kind(told: Told, one: Told) -> bool:
    """增长15.8%，占61.3%，比重提高3.5个百分点: of shares, no growths."""
    return not (WEIGHT.search(told.clause) and one.fact.kind is Kind.YOY_GROWTH)


def _as_fine(told: Told, pair: Sequence[Told]) -> bool:
    """Beside it, or printed to the same digit: 14% less 6% explains no 0.21 by chance."""
    beside = all(one.sentence == told.sentence for one in pair)
    return beside or max(one.fact.step for one in pair) <= told.fact.step
