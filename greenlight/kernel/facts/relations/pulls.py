"""A contribution is the pull over the growth: 拉动规上工业7.2个百分点，贡献率41%, 规上工业增长17.7%.

Tolerance: 0.3 points, more when the printed digits explain more (7.2 ÷ 17.7 lies between 40.3% and 41.1%).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from greenlight.kernel.facts.fact import Conflict, Kind
from greenlight.kernel.facts.relations import asking
from greenlight.kernel.facts.relations.amounts import is_percent, is_points, plain, printed
from greenlight.kernel.facts.relations.fitting import points_tolerance, quotient
from greenlight.kernel.facts.relations.names import named
from greenlight.kernel.facts.relations.page import Page, Told

PULLS = re.compile("(?:拉动|带动)(?P<whom>[^，,；;。]*?)(?:同比)?(?:增长|上升|提高)?(?:约|了)?$")
SHARE = re.compile("贡献率(?:为|达到?|约|高达)*$")


def pulls(page: Page) -> Iterator[Conflict]:
    """Ask where pull, contribution and the growth of the whole do not fit."""
    for pull in page.told:
        found = is_points(pull.fact) and PULLS.search(pull.before)
        if not found:
            continue
        share = _share_beside(page, pull)
        whole = share and _growth(page, pull, found["whom"])
        if share and whole and whole.amount.value > 0:
            computed, spread = quotient(pull.amount, whole.amount)
            tolerance = points_tolerance(share, spread)
            if abs(computed - share.amount.value) > tolerance:
                yield asking.asked(
                    asking.Finding(
                        rule="contribution",
                        relation="贡献率与拉动点数、总体增速",
                        facts=(share, pull, whole),
                        computed=computed,
                        tolerance=tolerance,
                        worked=f"{plain(pull.fact.value)} ÷ {plain(whole.fact.value)} = {plain(computed, 1)}%",
                        question=f"拉动{printed(pull.fact)}、总体增长{printed(whole.fact)}，贡献率应为"
                        f"{plain(computed, 1)}%，文中写{printed(share.fact)}，以哪个为准？",
                        answers=(asking.SCOPE, asking.PERIOD, asking.ROUNDED),
                    )
                )


def _share_beside(page: Page, pull: Told) -> Told | None:
    for one in page.in_sentence(pull):
        if abs(one.at - pull.at) == 1 and is_percent(one.fact) and SHARE.search(one.before):
            return one
    return None


def _growth(page: Page, pull: Told, whom: str) -> Told | None:
    """The growth of what is pulled, told before in the paragraph."""
    if len(whom) < 2:
        return None
    for one in page.earlier(pull):
        if one.fact.kind is Kind.YOY_GROWTH and is_percent(one.fact) and named(whom, one.fact.indicator):
            return one
    return None
