"""The three sectors' growths hold that of the whole, in whatever order: 一产增长3.6%，…，生产总值增长5.9%.

All four are told in one paragraph, each once, of one period. Tolerance: 0.3 points.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from greenlight.kernel.facts.fact import Comparator, Conflict, Kind
from greenlight.kernel.facts.relations import asking
from greenlight.kernel.facts.relations.amounts import plain, printed
from greenlight.kernel.facts.relations.fitting import POINTS_LEFT_ALONE
from greenlight.kernel.facts.relations.page import Page, Told

SECTORS = tuple(re.compile(f"^第?{one}(?:次?产业|产)(?:增加值)?$") for one in "一二三")
WHOLE = re.compile("^(?:地区)?生产总值(?:\\(GDP\\))?$|^GDP$", re.IGNORECASE)


def sectors(page: Page) -> Iterator[Conflict]:
    """Ask where the whole grows faster, or slower, than each of the three."""
    for sentence in page.sentences:
        grown = [one for one in sentence if one.fact.kind is Kind.YOY_GROWTH and not page.away(one)]
        found = [[one for one in grown if name.match(one.fact.indicator)] for name in (*SECTORS, WHOLE)]
        told = [one for alike in found for one in alike]
        if all(len(alike) == 1 for alike in found) and len({one.fact.period for one in told}) == 1:
            yield from _ask(told[3], told[:3])


def _ask(whole: Told, parts: list[Told]) -> Iterator[Conflict]:
    if any(one.fact.comparator is not Comparator.EQUAL for one in (whole, *parts)):
        return
    values = [one.amount.value for one in parts]
    nearest = min(max(whole.amount.value, min(values)), max(values))
    if abs(whole.amount.value - nearest) <= POINTS_LEFT_ALONE:
        return
    low, high = plain(min(values)), plain(max(values))
    yield asking.asked(
        asking.Finding(
            rule="between",
            relation="总体的增速在各部分增速之间",
            facts=(whole, *parts),
            computed=nearest,
            tolerance=POINTS_LEFT_ALONE,
            worked=f"{low}% ≤ 总体 ≤ {high}%",
            question=f"三次产业增速在{low}%与{high}%之间，总体写{printed(whole.fact)}，以哪个为准？",
            answers=(asking.COMPARABLE, asking.SCOPE, asking.PERIOD),
        )
    )
