"""A rate of the good told by the bad: 抽检3420批次，不合格48批次，合格率98.6%.

Tolerance: 0.3 points, more when the printed digits explain more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from greenlight.kernel.facts.fact import Conflict
from greenlight.kernel.facts.relations import asking
from greenlight.kernel.facts.relations.amounts import is_percent, plain, printed
from greenlight.kernel.facts.relations.fitting import HUNDRED, apart, points_tolerance, quotient
from greenlight.kernel.facts.relations.page import Page, Told
from greenlight.kernel.facts.relations.share_words import share_words
from greenlight.kernel.facts.relations.shares import ask_about, fits_pair
from greenlight.kernel.facts.relations.wholes import in_sentence_before


def complements(page: Page) -> Iterator[Conflict]:
    """Ask where what is left of a whole after 不合格、未整改 is not the rate."""
    for told in page.told:
        words = share_words(told.before) if is_percent(told.fact) else None
        pairs = _pairs(page, told, words.stem) if words and words.stem else []
        if words and pairs and words.subject.endswith(("不", "未")):  # 不合格率 is of the bad
            if not any(fits_pair(told, pair) for pair in pairs):
                yield ask_about(told, pairs[0])
        elif pairs and not any(_fits(told, *pair) for pair in pairs):
            yield _question(told, *pairs[0])


def _fits(told: Told, bad: Told, whole: Told) -> bool:
    value, spread = quotient(bad.amount, whole.amount)
    return not apart(HUNDRED - value, told, points_tolerance(told, spread))


def _pairs(page: Page, told: Told, stem: str) -> list[tuple[Told, Told]]:
    """(bad, whole) as the words allow; what is good (其中合格451家) is no whole."""
    near = list(in_sentence_before(page, told))[:4]
    for at, bad in enumerate(near):
        wholes = [one for one in near[at + 1 :] if one.amount.unit == bad.amount.unit and one.amount.value]
        if wholes and re.search(f"[不未]{stem}", bad.clause):
            good = re.compile(f"(?<![不未]){stem}")
            return [(bad, one) for one in wholes if not good.search(one.clause)] or [(bad, wholes[0])]
    return []


def _question(told: Told, bad: Told, whole: Told) -> Conflict:
    value, spread = quotient(bad.amount, whole.amount)
    shown = f"{plain(HUNDRED - value, 1)}%"
    return asking.asked(
        asking.Finding(
            rule="share",
            relation="比率与不合格（未完成）数",
            facts=(told, bad, whole),
            computed=HUNDRED - value,
            tolerance=points_tolerance(told, spread),
            worked=f"1 - {printed(bad.fact)} ÷ {printed(whole.fact)} = {shown}",
            question=f"按{printed(whole.fact)}中有{printed(bad.fact)}算应为{shown}，"
            f"文中写{printed(told.fact)}，以哪个为准？",
            answers=(asking.SCOPE, asking.PERIOD, asking.ROUNDED),
        )
    )
