"""A count taken up again by a pointing word: 共惠及企业642家。…对642家受惠企业逐户回访.

Asked about only where no number before it is the same, and the nearest of its unit and noun becomes it
by one slip of the pen; three digits at least, so that a slip's pattern is no accident. No tolerance:
things are counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from greenlight.kernel.facts.fact import Comparator, Conflict, Kind
from greenlight.kernel.facts.relations.amounts import is_quantity
from greenlight.kernel.facts.relations.page import Page, Told
from greenlight.kernel.facts.relations.repeats import question
from greenlight.kernel.facts.relations.slips import digits, slipped

POINTS = re.compile(
    "(?:对|向|给|将|把|这|那|该|上述|以上|前述|全部|所有|上面|前面)(?:这|那|上述|全部|已|其)*$"
)
NOUN = re.compile("^(?:名|家|个)?(?P<noun>[\u4e00-\u9fff]{2,8})")
AMONG = re.compile("^(?P<noun>[\u4e00-\u9fff]{2,6})中[，,]")
THIS = re.compile("(?:这|这笔|上述|该笔)$")
FAR, NEAR, SHARP, WORD = 60, 12, 3, 4
LONGEST = 16  # letters behind a number that may name it


def recalled(page: Page) -> Iterator[Conflict]:
    """Ask where the number pointed back at is told otherwise before."""
    for told in page.told:
        if (one := _of_pair(page, told)) is not None:
            yield question(told, one)
        if (one := _of_which(page, told) or _this_sum(page, told) or _named_behind(page, told)) is not None:
            yield question(told, one)
        if (one := _out_of(page, told)) is not None:
            yield question(told, one)
        if not _counted(told) or not POINTS.search(told.before):
            continue
        earlier = [one for one in page.back(told, FAR) if one.amount.unit == told.amount.unit]
        if any(one.amount.value == told.amount.value for one in earlier):
            continue
        one = next((one for one in earlier if _counted(one) and _same_noun(told, one)), None)
        if one is not None and slipped(told, one.amount.value):
            yield question(told, one)


def _of_pair(page: Page, told: Told) -> Told | None:
    """签约5个，协议投资18.6亿元。…已签约的5个项目、16.8亿元协议投资: beside the same number as before."""
    noun = NOUN.match(told.after)
    if not told.at or noun is None or not told.before.rstrip().endswith("、") or digits(told) < SHARP:
        return None
    beside = page.told[told.at - 1]
    for one in page.back(told, FAR)[1:]:
        before = page.told[one.at - 1] if one.at else one
        pair = _alike(one, told) and _alike(before, beside) and before.fact.value == beside.fact.value
        if pair and one.clause.endswith((noun["noun"][:WORD], noun["noun"][: WORD - 1])):
            same = one.amount.value == told.amount.value
            return None if same or not slipped(told, one.amount.value) else one
    return None


def _of_which(page: Page, told: Told) -> Told | None:
    """涉及项目41个。…31个项目中，已开工24个，未开工7个: one slip makes the earlier what its parts make."""
    found = AMONG.match(told.after)
    parts = page.told[told.at + 1 : told.at + 3]
    opens = told.at == 0 or page.told[told.at - 1].sentence != told.sentence
    if not found or not opens or len(parts) < 2 or any(not _alike(told, one) for one in parts):
        return None
    if parts[0].amount.value + parts[1].amount.value != told.amount.value:
        return None
    earlier = [one for one in page.back(told, FAR) if _alike(one, told)]
    if any(one.amount.value == told.amount.value for one in earlier):
        return None
    near = [one for one in earlier if one.clause.endswith(found["noun"])]
    return near[0] if near and slipped(told, near[0].amount.value) else None


def _out_of(page: Page, told: Told) -> Told | None:
    """全省86家省级以上开发区实现…；86家开发区中，61家正增长: those that some are of, told before."""
    found = AMONG.match(told.after)
    opens = (
        found and told.before.strip("，,；;、 \n") == "" and told.fact.kind is Kind.COUNT and digits(told) > 1
    )
    if not found or not opens:
        return None
    earlier = [one for one in page.back(told, NEAR) if _alike(one, told)]
    if any(one.amount.value == told.amount.value for one in earlier):
        return None
    named = [one for one in earlier if found["noun"] in one.clause + one.after[:LONGEST]]
    return next((one for one in named if slipped(told, one.amount.value)), None)


def _named_behind(page: Page, told: Told) -> Told | None:
    """高新技术企业达436家。…436家高新技术企业成为主力; 在268.3亿元进出口总额的基础上: its name follows it."""
    behind = re.split("[，,；;。]", told.after[:LONGEST])[0]
    exact = is_quantity(told.fact) and told.fact.comparator is Comparator.EQUAL
    if len(behind) < WORD or not exact or digits(told) < SHARP:
        return None
    earlier = [one for one in page.back(told, FAR) if _alike(one, told) and digits(one) >= SHARP]
    if any(one.amount.value == told.amount.value for one in earlier):
        return None
    named = [
        one for one in earlier if len(one.fact.indicator) >= WORD and one.fact.indicator[-WORD:] in behind
    ]
    return next((one for one in named if slipped(told, one.amount.value)), None)


def _this_sum(page: Page, told: Told) -> Told | None:
    """累计投入18.74亿元。…这18.47亿元花在了刀刃上: the money pointed at, two digits exchanged."""
    if told.amount.unit != "元" or not THIS.search(told.before) or digits(told) < SHARP:
        return None
    earlier = [one for one in page.back(told, FAR) if one.fact.unit == told.fact.unit]
    if any(one.amount.value == told.amount.value for one in earlier):
        return None
    return next((one for one in earlier if is_quantity(one.fact) and slipped(told, one.amount.value)), None)


def _alike(one: Told, other: Told) -> bool:
    return is_quantity(one.fact) and is_quantity(other.fact) and one.fact.unit == other.fact.unit


def _counted(told: Told) -> bool:
    exact = told.fact.kind is Kind.COUNT and told.fact.comparator is Comparator.EQUAL
    return exact and digits(told) >= SHARP


def _same_noun(told: Told, one: Told) -> bool:
    """受惠企业 after the number and 惠及企业 before it: the last two letters of the noun."""
    found = NOUN.match(told.after)
    words = f"{one.clause}{re.split('[，,；;。]', one.after)[0]}"
    return found is not None and any(
        found["noun"][at : at + 2] in words for at in range(len(found["noun"]) - 1)
    )
