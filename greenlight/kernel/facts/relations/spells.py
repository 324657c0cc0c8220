"""What is added up from January only grows: 1—9月 cannot be more than the whole year.

Only for flows (产值、投资、收入…), of one name, one place, one year. Tolerance: half a step of each number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from greenlight.kernel.facts.fact import Comparator, Conflict, Kind
from greenlight.kernel.facts.relations import asking
from greenlight.kernel.facts.relations.amounts import plain, printed
from greenlight.kernel.facts.relations.fitting import GROUND
from greenlight.kernel.facts.relations.names import elsewhere, sorts
from greenlight.kernel.facts.relations.page import Page, Told
from greenlight.kernel.facts.relations.periods import Span, months

FLOW = re.compile("产值|投资|收入|税|进出口|出口|进口|零售|销售|支出|营业|外资|总值|增加值|产量|发电|用电")
STOCK = re.compile("余额|总投资|协议|人均|户均|亩均|平均|累计|存量|计划")
MOST = 12


def spells(page: Page) -> Iterator[Conflict]:
    """Ask where a part of the year holds more than the year."""
    for _, group in page.by_name.groups(FLOW.search):
        rows = list(islice(filter(_flows, page.told.passing(group)), MOST))
        for whole in rows:
            for part in rows:
                more = part.amount.low > whole.amount.high + GROUND
                if more and part is not whole and _comparable(part, whole) and _within(part, whole):
                    yield _question(whole, part)


def _flows(told: Told) -> bool:
    return (
        told.fact.kind is Kind.LEVEL
        and months(told.fact.period) is not None
        and not STOCK.search(told.fact.indicator + told.before[-12:])
        and told.fact.comparator is Comparator.EQUAL
        and not told.fact.is_target
    )


def _comparable(part: Told, whole: Told) -> bool:
    return (
        part.amount.unit == whole.amount.unit
        and elsewhere(part.words) == elsewhere(whole.words)
        and sorts(part.fact.indicator) == sorts(whole.fact.indicator)
        and sorts(part.before[-8:]) == sorts(whole.before[-8:])
    )


def _within(part: Told, whole: Told) -> bool:
    mine, its = months(part.fact.period), months(whole.fact.period)
    return bool(mine and its and mine != its and _inside(mine, its))


def _inside(inner: Span, outer: Span) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1] and outer[1] - outer[0] < MOST


def _question(whole: Told, part: Told) -> Conflict:
    return asking.asked(
        asking.Finding(
            rule="spell",
            relation="时段之间的大小",
            facts=(whole, part),
            computed=part.fact.value,
            tolerance=part.fact.value * 0,
            worked=f"{part.fact.period}：{printed(part.fact)} > {whole.fact.period}：{printed(whole.fact)}",
            question=f"“{whole.fact.indicator}”较短的时段是{plain(part.fact.value)}{part.fact.unit}，"
            f"较长的时段反而是{printed(whole.fact)}，时段或数字写错了吗？",
            answers=(asking.PERIOD, asking.SCOPE, asking.ESTIMATED),
        )
    )
