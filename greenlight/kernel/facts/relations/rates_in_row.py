"""One rate of all and the same rate of its branches: 开工率85.8%；四个专班的开工率依次为89.7%、92.3%、73.3%.

The rate of all lies between those of its branches. Tolerance: 0.3 points.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from greenlight.kernel.facts.fact import Conflict, Kind
from greenlight.kernel.facts.relations.amounts import is_percent
from greenlight.kernel.facts.relations.between import ask_about
from greenlight.kernel.facts.relations.fitting import POINTS_LEFT_ALONE
from greenlight.kernel.facts.relations.page import Page, Told, behind
from greenlight.kernel.facts.relations.wholes import ROW

OF_EACH = re.compile(
    "[两二三四五六七八九十\\d]个?[^，,；;。]{1,8}的?(?P<rate>[\u4e00-\u9fff]{2,4}率)(?:依次|分别)(?:为|是|达到?)?$"
)
FEWEST, FAR = 2, 6


def rates_in_row(page: Page) -> Iterator[Conflict]:
    """Ask where the rate of all lies outside the rates of its branches."""
    for sentence in page.sentences:
        for first in sentence:
            found = OF_EACH.search(first.clause) if is_percent(first.fact) else None
            row = _row(sentence, first) if found else []
            whole = _whole(page, first, found["rate"]) if found else None
            if whole is not None and len(row) >= FEWEST:
                yield from ask_about(whole, row, POINTS_LEFT_ALONE)


def _row(sentence: tuple[Told, ...], first: Told) -> list[Told]:
    after = behind(sentence, first)
    return [first, *takewhile(lambda one: is_percent(one.fact) and ROW.match(one.before), after)]


def _whole(page: Page, first: Told, rate: str) -> Told | None:
    """The rate told just before under the same word and nothing else."""
    for one in page.earlier(first, FAR):
        if is_percent(one.fact) and one.fact.kind is not Kind.YOY_GROWTH and one.clause.strip() == rate:
            return one
    return None
