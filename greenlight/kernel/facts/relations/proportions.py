"""A proportion of the three industries makes a hundred: 三次产业结构为2.6∶49.6∶47.8.

Read from the words, for figures that make no hundred may not be read as shares at all. Tolerance: 0.3.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from greenlight.kernel.facts.fact import Conflict
from greenlight.kernel.facts.relations import asking
from greenlight.kernel.facts.relations.amounts import plain
from greenlight.kernel.facts.relations.fitting import HUNDRED, POINTS_LEFT_ALONE
from greenlight.kernel.facts.relations.page import Page

FIGURE = r"\d{1,2}(?:\.\d{1,2})?"
PROPORTION = re.compile(rf"(?<![\d.:：∶])({FIGURE})\s*[:：∶]\s*({FIGURE})\s*[:：∶]\s*({FIGURE})(?![\d.:：∶])")
NAMED = re.compile("(?:产业|经济)[^。；\n]{0,8}(?:结构|比例|比重|构成)[^。；\n]{0,40}$")
REACH = 64


def proportions(page: Page) -> Iterator[Conflict]:
    """Ask where three figures of one proportion do not make a hundred."""
    for found in PROPORTION.finditer(page.body):
        figures = [Decimal(figure) for figure in found.groups()]
        total = sum(figures, Decimal(0))
        named = NAMED.search(page.body, max(0, found.start() - REACH), found.start())
        if named and abs(total - HUNDRED) > POINTS_LEFT_ALONE:
            shown = " + ".join(found.groups())
            yield Conflict(
                rule="hundred",
                relation="结构比之和为100",
                computed=total,
                stated=HUNDRED,
                unit="%",
                tolerance=POINTS_LEFT_ALONE,
                worked=f"{shown} = {plain(total, 2)}",
                question=f"结构比三个数相加为{plain(total, 2)}，不是100，哪一个要改？",
                facts=tuple(told.fact for told in page.told.between(*found.span())),
                start=found.start(),
                end=found.end(),
                answers=(asking.ROUNDED, asking.NOT_ALL, asking.WRONG),
                places=(found.span(),),
            )
