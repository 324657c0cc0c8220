"""A multiple or average without its two numbers: 3.12亿元，平均每所1300万元 of 24所; 全市（3.25%）的2.1倍."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial

from greenlight.kernel.facts.fact import Conflict, Kind
from greenlight.kernel.facts.relations.amounts import COUNTERS, is_percent, is_quantity
from greenlight.kernel.facts.relations.means import ask_about
from greenlight.kernel.facts.relations.multiples import TIMES, question
from greenlight.kernel.facts.relations.page import Page, Told
from greenlight.kernel.facts.relations.steps import is_step
from greenlight.kernel.facts.relations.unexplained import reach

GROWS = re.compile("增长|增加")
BASE_OF_YEARS = re.compile("上年|去年|同期|[上去]周|年的?$")
MEAN = re.compile(
    "平均(?:每[\u4e00-\u9fff]{1,2})?|[人户亩村次件家企场日月栋宗台套辆例笔校单园县镇所班项]均|每[\u4e00-\u9fff]"
)
NO_MEAN = re.compile(
    "增长|增幅|增速|下降|降幅|上升|提高|回落|收窄|压缩|压减|比|较|高于|低于|可支配|人均(?:地区|GDP|公园|绿地)|每[千万百]"
)
TIMES_SHARP, MEAN_SHARP, CLOSE, BESIDE, FAR = 5, 6, 6, 2, 5
NAMED = 0.4
LEFT_ALONE = Decimal("0.003")
AVERAGE = partial(reach.makes_times, slack=LEFT_ALONE)


def unexplained_multiples(page: Page) -> Iterator[Conflict]:
    """Ask about a multiple no two numbers give, where one slip makes near ones of one unit give it."""
    for told in page.told:
        if told.fact.unit != TIMES or not reach.is_exact(told) or not _has_base(page, told):
            continue
        near = [one for one in reach.in_reach(page, told) if _comparable(one)]
        found = None if _explained(told, near) else _pair(told, near)
        if found:
            yield question(told, *found)


def _has_base(page: Page, told: Told) -> bool:
    """是2019年的2.3倍 has none to be seen, unless the number of that year stands before."""
    if GROWS.search(told.clause):
        return False
    before = page.told[max(0, told.at - 2) : told.at]
    return not BASE_OF_YEARS.search(told.clause) or any("年" in one.clause for one in before)


def _comparable(one: Told) -> bool:
    return is_quantity(one.fact) or (is_percent(one.fact) and one.fact.kind in (Kind.SHARE, Kind.RATE))


def _explained(told: Told, near: Sequence[Told]) -> bool:
    pairs = ((one, other) for one in near[:CLOSE] for other in near if one is not other)
    return any(
        one.amount.unit == other.amount.unit
        and (
            reach.fits((told, one, other), reach.makes_times)
            or reach.fits((told, other, one), reach.makes_times)
        )
        for one, other in pairs
    )


def _pair(told: Told, near: Sequence[Told]) -> tuple[Told, Told] | None:
    here = [one for one in near if one.sentence == told.sentence and not is_step(one)]
    here = here or [
        one for one in near if told.at - one.at <= FAR and reach.shared_letters(told.clause, one) >= NAMED
    ]
    for one in here[:BESIDE]:
        others = [other for other in near if other is not one and other.amount.unit == one.amount.unit][:3]
        pairs = [pair for other in others for pair in ((one, other), (other, one))]
        if found := reach.first_slip(told, pairs, reach.makes_times, TIMES_SHARP, len(pairs)):
            return found
    return None


def unexplained_means(page: Page) -> Iterator[Conflict]:
    """Ask about an average no two numbers give, where one slip makes two of its sentence give it."""
    for told in page.told:
        word = MEAN.search(told.clause) if _is_mean(told) else None
        if word is None:
            continue
        near = reach.quantities(page, told)
        pairs = [(top, bottom) for top in near[:8] for bottom in near if top is not bottom]
        if any(reach.fits((told, *pair), AVERAGE) for pair in pairs):
            continue
        if found := reach.first_slip(told, list(_divided(told, near)), AVERAGE, MEAN_SHARP, 16):
            yield ask_about(told, *found, word[0])


def _is_mean(told: Told) -> bool:
    return reach.is_exact(told) and is_quantity(told.fact) and not NO_MEAN.search(told.clause)


def _divided(told: Told, near: Sequence[Told]) -> Iterator[tuple[Told, Told]]:
    here = [one for one in near if one.sentence == told.sentence]
    unit = told.amount.unit.split("/")[0]
    for top in here:
        for bottom in here[:4]:
            counted = bottom.amount.unit in COUNTERS and not is_step(bottom)
            before = min(top.at, bottom.at) < told.at
            if before and top is not bottom and top.amount.unit == unit and counted:
                yield top, bottom
