"""The growth of a sum lies between the growths of its parts, an average between the averages of its groups.

地区生产总值增长6.4%，三次产业增长2.7%、7.5%、5.2%. Only complete lists (partitions.py, or parts that add up).
Tolerance: 0.3 points beyond the least and the greatest part; for averages one in a hundred.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from greenlight.kernel.facts.fact import Conflict, Kind
from greenlight.kernel.facts.relations import asking
from greenlight.kernel.facts.relations.amounts import is_percent, is_points, plain, printed
from greenlight.kernel.facts.relations.counted_lists import families
from greenlight.kernel.facts.relations.fitting import POINTS_LEFT_ALONE, sum_tolerance
from greenlight.kernel.facts.relations.lists import lists
from greenlight.kernel.facts.relations.names import elsewhere, same_name, sorts
from greenlight.kernel.facts.relations.page import Page, Told
from greenlight.kernel.facts.relations.partitions import closed
from greenlight.kernel.facts.relations.wholes import BREAKS, is_part

INCOME = re.compile("人均可支配收入|^(?:城镇|农村|乡村)(?:常住)?居民$")
BY_KIND = re.compile("(?:分|按|[三各]大)(?:门类|行业|产业|领域|类别)[看中分]")
FEWEST, LOOK = 2, 6
WEIGHED = Decimal("0.5")  # weights are current prices, growths often constant ones


def between(page: Page) -> Iterator[Conflict]:
    """Ask where a whole grows faster, or slower, than every one of its parts."""
    for one in lists(page):
        total = sum((part.amount.value for part in one.parts), Decimal(0))
        makes = abs(total - one.whole.amount.value) <= sum_tolerance(list(one.parts), one.whole)
        if makes or closed(one.parts):
            yield from _growths(page, one.whole, one.parts)
    for whole, parts in families(page):
        if abs(sum((part.amount.value for part in parts), -whole.amount.value)) <= sum_tolerance(
            list(parts), whole
        ):
            yield from _growths(page, whole, parts)
    yield from _averages(page)
    for sentence in page.sentences:
        yield from _growths_alone(page, sentence)


def _growths(page: Page, whole: Told, parts: Sequence[Told]) -> Iterator[Conflict]:
    mine = growth_of(page, whole)
    theirs = [growth for part in parts if (growth := growth_of(page, part))]
    if mine and len(theirs) == len(parts) and mine not in theirs:
        asked = list(ask_about(mine, theirs, POINTS_LEFT_ALONE))
        yield from asked or _weighed(whole, mine, parts, theirs)


def _growths_alone(page: Page, sentence: tuple[Told, ...]) -> Iterator[Conflict]:
    """工业投资增长8.6%，其中采矿业下降2.1%，制造业增长12.8%，电力增长6.3%: no values, only growths."""
    opens = bool(sentence) and BY_KIND.match(sentence[0].before.lstrip())
    parts = _up_to_a_break([one for one in sentence if opens or is_part(page, one)])
    if len(parts) < FEWEST or not all(_grows(one) for one in parts) or not closed(parts):
        return
    whole = _grown_before(page, parts[0])
    if whole is not None and not is_part(page, whole):
        yield from ask_about(whole, parts, POINTS_LEFT_ALONE)


def _up_to_a_break(parts: list[Told]) -> list[Told]:
    """其中，项目投资增长2.9%，房地产开发投资下降18.6%；商品房销售…: up to the ；."""
    breaks = [at for at, one in enumerate(parts) if at and BREAKS.search(one.before)]
    return parts[: breaks[0]] if breaks else parts


def _grown_before(page: Page, first: Told) -> Told | None:
    """The growth told just before 其中, past 降幅收窄1.7个百分点."""
    for one in page.earlier(first, LOOK):
        beside = one.depth or one.fact.kind in (Kind.RANK, Kind.COUNT)  # （6.4%），列全市10个园区第4位
        if not is_points(one.fact) and not beside:
            near = one.sentence >= first.sentence - 1
            return one if near and _grows(one) else None
    return None


def _weighed(whole: Told, mine: Told, parts: Sequence[Told], theirs: Sequence[Told]) -> Iterator[Conflict]:
    """The parts' growths weighed by last year's values give the growth of the whole, when they make it."""
    total = sum((part.amount.value for part in parts), Decimal(0))
    if abs(total - whole.amount.value) > sum_tolerance(list(parts), whole):
        return
    base = sum(
        (
            part.amount.value / (1 + growth.amount.value / 100)
            for part, growth in zip(parts, theirs, strict=True)
        ),
        Decimal(0),
    )
    computed = (total / base - 1) * 100 if base > 0 else mine.amount.value
    if abs(computed - mine.amount.value) <= WEIGHED:
        return
    shown = "、".join(
        f"{printed(part.fact)}{_words(growth)}" for part, growth in zip(parts, theirs, strict=True)
    )
    yield asking.asked(
        asking.Finding(
            rule="weighed",
            relation="总体增速与各部分增速加权",
            facts=(mine, whole, *parts, *theirs),
            computed=computed,
            tolerance=WEIGHED,
            worked=f"{plain(total, 4)} ÷ 各部分上年数之和 - 1 = {plain(computed, 1)}%",
            question=f"各部分为{shown}，合起来{asking.moved(computed)}，"
            f"总体写{printed(mine.fact)}，哪一个要改？",
            answers=(asking.COMPARABLE, asking.NOT_ALL, asking.SCOPE, asking.PERIOD),
        )
    )


def _words(growth: Told) -> str:
    return f"（{printed(growth.fact)}）"


def growth_of(page: Page, told: Told) -> Told | None:
    """The growth told for a number: of its name, in its sentence, after it (A、B分别为…，分别增长…)."""
    name = same_name(told.fact.indicator)
    after = [one for one in page.in_sentence(told) if one.at > told.at and _grows(one)]
    for one in after:
        if same_name(one.fact.indicator) == name:
            return one
    return after[0] if after and after[0].at == told.at + 1 else None


def _grows(told: Told) -> bool:
    return told.fact.kind is Kind.YOY_GROWTH and is_percent(told.fact)


def _averages(page: Page) -> Iterator[Conflict]:
    """居民人均可支配收入46872元: between 城镇 and 农村, and so is its growth."""
    for sentence in page.sentences:
        said = any("人均可支配收入" in one.fact.indicator for one in sentence)
        incomes = [one for one in sentence if said and INCOME.search(one.fact.indicator)]
        incomes = [one for one in incomes if not one.fact.is_target]
        for fits in (_grows, lambda one: one.fact.kind is Kind.LEVEL):
            rows = [one for one in incomes if fits(one) and not elsewhere(one.words)]
            groups = [one for one in rows if _group(one)]
            wholes = [one for one in rows if not _group(one) and not sorts(one.fact.indicator) - {"人均"}]
            alike = len({one.amount.unit for one in [*groups, *wholes]}) == 1
            if len(groups) == FEWEST and len(wholes) == 1 and alike and closed(groups):
                slack = POINTS_LEFT_ALONE if _grows(groups[0]) else wholes[0].amount.value / 100
                yield from ask_about(wholes[0], groups, slack)


def _group(told: Told) -> bool:
    return any(word in told.fact.indicator for word in ("城镇", "农村", "乡村"))


def ask_about(whole: Told, parts: Sequence[Told], slack: Decimal) -> Iterator[Conflict]:
    """Ask of a whole that lies outside its parts, with so much left alone (in the parts' own unit)."""
    low = min(part.amount.low for part in parts) - slack
    high = max(part.amount.high for part in parts) + slack
    if low <= whole.amount.value <= high:
        return
    least = min(parts, key=lambda part: part.amount.value)
    most = max(parts, key=lambda part: part.amount.value)
    bound = least if whole.amount.value < low else most
    shown = "、".join(printed(part.fact) for part in parts)
    yield asking.asked(
        asking.Finding(
            rule="between",
            relation="总体的增速在各部分增速之间",
            facts=(whole, *parts),
            computed=bound.fact.value,
            tolerance=slack,
            worked=f"{printed(least.fact)} ≤ 总体 ≤ {printed(most.fact)}",
            question=f"各部分分别为{shown}，总体写{printed(whole.fact)}，不在它们之间，以哪个为准？",
            answers=(asking.NOT_ALL, asking.SCOPE, asking.COMPARABLE, asking.PERIOD),
        )
    )
