"""Shares told one by one and together: 分别占27.4%、19.8%和16.3%，加起来占63.5%; 三者合计占62.2%.

Tolerance: half a step of every share, 0.1 points at least.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from greenlight.kernel.facts.fact import Conflict, Kind
from greenlight.kernel.facts.relations import asking
from greenlight.kernel.facts.relations.amounts import is_percent, plain, printed
from greenlight.kernel.facts.relations.page import Page, Told

TOGETHER = re.compile("(?:合计|共|加起来|加在一起|相加|之和|合起来|总共|三者|两者|累计)[^，,；;。\\d]{0,8}$")
LEAST = Decimal("0.1")


def added_shares(page: Page) -> Iterator[Conflict]:
    """Ask where the shares just before do not add up to the one told together."""
    for told in page.told:
        if not (is_percent(told.fact) and told.fact.kind is Kind.SHARE and TOGETHER.search(told.clause)):
            continue
        row = _row(page, told)
        if len(row) < 2 or any(_fits(told, row[at:]) for at in range(len(row) - 1)):
            continue
        yield _question(told, row)


def _row(page: Page, told: Told) -> list[Told]:
    """Shares of the sentence with nothing but shares between."""
    row: list[Told] = []
    for one in reversed(page.in_sentence(told)):
        if one.at < told.at and (one.at != told.at - 1 - len(row) or one.fact.kind is not Kind.SHARE):
            break
        if one.at < told.at:
            row.insert(0, one)
    return row


def _fits(told: Told, row: list[Told]) -> bool:
    total = sum((one.amount.value for one in row), Decimal(0))
    return abs(total - told.amount.value) <= _slack(told, row)


def _slack(told: Told, row: list[Told]) -> Decimal:
    return max(LEAST, sum((one.amount.half for one in row), told.amount.half))


def _question(told: Told, row: list[Told]) -> Conflict:
    total = sum((one.amount.value for one in row), Decimal(0))
    return asking.asked(
        asking.Finding(
            rule="sum",
            relation="各项占比之和",
            facts=(told, *row),
            computed=total,
            tolerance=_slack(told, row),
            worked=f"{' + '.join(plain(one.fact.value) for one in row)} = {plain(total)}%",
            question=f"前面{len(row)}项占比相加为{plain(total)}%，文中写{printed(told.fact)}，以哪个为准？",
            answers=(asking.OVERLAP, asking.NOT_ALL, asking.ROUNDED),
        )
    )
