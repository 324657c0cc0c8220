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
from greenlight.kernel.facts.relations.names import elsewhere, named
from greenlight.kernel.facts.relations.page import Page, Told, around

PULLS = re.compile("(?:拉动|带动)(?P<whom>[^，,；;。]*?)(?:同比)?(?:增长|上升|提高)?(?:约|了)?$")
SHARE = re.compile("贡献率(?:为|达到?|约|高达)*$")


def pulls(page: Page) -> Iterator[Conflict]:
    """Ask where pull, contribution and the growth of the whole do not fit."""
    for pull in page.told:
        found = is_points(pull.fact) and PULLS.search(pull.before)
        if not found:
            continue
        share = _share_beside(page, pull)
        wholes = _growths(page, pull, found["whom"]) if share else []
        if share and wholes and all(_differs(share, pull, whole) for whole in wholes):
            yield _question(share, pull, wholes[0])


def _differs(share: Told, pull: Told, whole: Told) -> bool:
    computed, spread = quotient(pull.amount, whole.amount)
    return abs(computed - share.amount.value) > points_tolerance(share, spread)


def _question(share: Told, pull: Told, whole: Told) -> Conflict:
    computed, spread = quotient(pull.amount, whole.amount)
    return asking.asked(
        asking.Finding(
            rule="contribution",
            relation="贡献率与拉动点数、总体增速",
            facts=(share, pull, whole),
            computed=computed,
            tolerance=points_tolerance(share, spread),
            worked=f"{plain(pull.fact.value)} ÷ {plain(whole.fact.value)} = {plain(computed, 1)}%",
            question=f"拉动{printed(pull.fact)}、总体增长{printed(whole.fact)}，贡献率应为"
            f"{plain(computed, 1)}%，文中写{printed(share.fact)}，以哪个为准？",
            answers=(asking.SCOPE, asking.PERIOD, asking.ROUNDED),
        )
    )


def _share_beside(page: Page, pull: Told) -> Told | None:
    for one in around(page.in_sentence(pull), pull, 1):
        if one is not pull and is_percent(one.fact) and SHARE.search(one.before):
            return one
    return None


def _growths(page: Page, pull: Told, whom: str) -> list[Told]:
    """The growths told before in the paragraph for what is pulled; those of other places only if named."""
    if len(whom) < 2:
        return []
    return [
        one
        for one in page.earlier(pull)
        if one.fact.kind is Kind.YOY_GROWTH
        and is_percent(one.fact)
        and one.amount.value > 0
        and elsewhere(one.words) <= elsewhere(whom)
        and (named(whom, one.fact.indicator) or named(whom, one.before))
    ]
