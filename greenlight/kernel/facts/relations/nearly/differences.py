"""A rest or a gap whose two numbers the words leave open: asked of where one slip makes it their difference.

出生3860人，…死亡4710人，…净减少850人; 剩余61宗 of 164宗 less 103宗 in the paragraph before;
离780亿元的任务还得再做421.1亿元.
Where any two numbers before give the difference, nothing is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial
from itertools import combinations, pairwise

from greenlight.kernel.facts.fact import Comparator, Conflict
from greenlight.kernel.facts.relations.amounts import is_quantity
from greenlight.kernel.facts.relations.differences import DONE, INSIDE, question
from greenlight.kernel.facts.relations.fitting import GROUND
from greenlight.kernel.facts.relations.names import same_name
from greenlight.kernel.facts.relations.nearly.readings import one_slip
from greenlight.kernel.facts.relations.page import Page, Told
from greenlight.kernel.facts.relations.slips import digits
from greenlight.kernel.facts.relations.steps import is_plan
from greenlight.kernel.facts.relations.wholes import MEAN, is_part

LEFT = re.compile(
    "(?:剩余|余下|剩下|还有|尚有|仍有|还剩|尚余|仍剩|仍需|尚需|还得|还要|还需|还差|尚差|缺口|余量|结余|盈余|欠账?"
    "|尚未[\u4e00-\u9fff]{2}的?|(?<!而)未[\u4e00-\u9fff]{2}的?|在办|其余|另外)[^，,；;。]{0,8}$"
)
GAP = re.compile(
    "(?:净减少?|净增加?|净流[入出]|自然(?:增长|减少)|相差|差额|差距|缺口|高出|多出|超出|超过|少于|低于|节约|结余|顺差|逆差)[^，,；;。]{0,8}$"
)
BY = re.compile(r"^\s*[)）]?(?:[，,]?(?:还|同比|净)?)?(?:多|少|高|低|增|减|超)[\u4e00-\u9fff]{0,2}$")
SET_AGAINST = re.compile("(?:比|较)[^，,；;。]{1,8}(?:多|少|高|低)[\u4e00-\u9fff]?$")
BESIDE = re.compile("比|较|上年|去年|同期|计划|任务|目标")
BEHIND = re.compile("^[^，,；;。]{0,4}(?:未|没|尚|待|正在|在建|在办|余量)")
FLOW = re.compile("净流[入出]")
FLOWS = re.compile(
    "流[入出]|迁[入出]|转[入出]"
)  # 自然减少10.5万人，同期省外净流入4.2万人: no births less deaths
NEW = re.compile("新增|新建|新开|增收|增产|多收")
NOT_YET = re.compile("[未没](?:有)?([\u4e00-\u9fff]{2})")
FAR, MOST, SHARP, LATELY = 24, 5, 7, 4
Pair = tuple[Told, Told]


def nearly_differences(page: Page) -> Iterator[Conflict]:
    """Ask about a rest or gap that no two numbers give, where one slip makes the likely two give it."""
    for told in page.told:
        if not _tells(page, told):
            continue
        near = _near(page, told)
        if FLOW.search(told.clause):
            near = [one for one in near if FLOWS.search(one.clause)]
        if len(near) < 2 or any(_fits(told, *pair) for pair in combinations(near, 2)) or _several(told, near):
            continue
        for pair in _likely(page, told, near)[:MOST]:
            numbers = (told, *pair)
            if _sharp(numbers, len(near) == 2) and one_slip(numbers, partial(_holds, numbers)):
                first, second = sorted(pair, key=lambda one: -one.amount.value)
                yield question(told, first, second)
                break


def _tells(page: Page, told: Told) -> bool:
    exact = is_quantity(told.fact) and (
        told.fact.comparator is Comparator.EQUAL or told.clause.endswith(("超出", "多出", "高出"))
    )
    if not exact or told.amount.value <= 0 or NEW.search(told.clause):
        return False
    if "累计" in told.clause or INSIDE.search(told.before):
        return False
    left = LEFT.search(told.clause) or (re.search("[还尚仍]", told.clause) and BEHIND.match(told.after))
    return bool(left or GAP.search(told.clause) or _against(page, told))


def _against(page: Page, told: Told) -> bool:
    """比上年的787元多花30元, 比计划（50部）多13部: what it is set against stands just before."""
    base, behind = page.told[max(0, told.at - 1)], page.told[told.at + 1 : told.at + 2]
    if SET_AGAINST.search(told.clause) and behind and behind[0].depth > told.depth:
        return behind[0].amount.unit == told.amount.unit  # 比上年高1.8分（上年90.6分）
    return base.sentence == told.sentence and bool(BY.match(told.before)) and bool(BESIDE.search(base.clause))


def _near(page: Page, told: Told) -> list[Told]:
    """Numbers of its unit, the nearest first; a bracket behind counts as near."""
    after = page.told[told.at + 1 : told.at + 2]
    found = [one for one in after if one.before.lstrip()[:1] in ("（", "(") and one.depth > told.depth]
    found += page.back(told, FAR)
    return [
        one
        for one in found
        if one.amount.unit == told.amount.unit
        and is_quantity(one.fact)
        and one.amount.value > 0
        and bool(MEAN.search(one.clause)) <= bool(MEAN.search(told.clause) or one.sentence == told.sentence)
    ]


def _likely(page: Page, told: Told, near: Sequence[Told]) -> list[Pair]:
    """Two of its own sentence; else the last done and what is no part; else a plan beside its result."""
    here = [one for one in near if one.sentence == told.sentence]
    pairs: list[Pair] = list(pairwise(here))[:2]
    if len(here) > 2:
        pairs.append((here[0], here[-1]))
    for one in here[:1] if len(here) == 1 else [] if here else _done(told, near):
        wholes = [other for other in near if other.at < one.at and not is_part(page, other)]
        pairs += [(one, other) for other in wholes[:3]]
    planned = [(one, other) for one, other in pairwise(near) if is_plan(one) != is_plan(other)]
    return pairs + sorted(planned, key=lambda pair: not _of_one_name(*pair))[:1]


def _of_one_name(one: Told, other: Told) -> bool:
    return same_name(one.fact.indicator) == same_name(other.fact.indicator)


def _done(told: Told, near: Sequence[Told]) -> list[Told]:
    """已处置3376亩 for 剩余1908亩; 累计支出23.1亿元 for 尚未支出的3.7亿元."""
    act = NOT_YET.search(told.clause)
    lately = [one for one in near if one.sentence >= told.sentence - LATELY]
    return [one for one in lately if DONE.search(one.clause) or (act and act[1] in one.clause)][:1]


def _sharp(numbers: Sequence[Told], alone: bool) -> bool:
    """Enough digits that a slip's pattern is no accident; fewer where nothing else can be meant."""
    return sum(digits(one) for one in numbers) >= SHARP - alone


def _several(told: Told, near: Sequence[Told]) -> bool:
    """办结118件，阶段办结5件，未办结3件: what is left after several."""
    for count in (2, 3):
        for whole in near[count:]:
            rest = whole.amount.value - sum((one.amount.value for one in near[:count]), Decimal(0))
            if abs(rest - told.amount.value) <= whole.amount.half + told.amount.half + GROUND:
                return True
    return False


def _fits(told: Told, one: Told, other: Told) -> bool:
    return _holds((told, one, other), (told.amount.value, one.amount.value, other.amount.value))


def _holds(numbers: Sequence[Told], values: Sequence[Decimal]) -> bool:
    slack = sum((one.amount.half for one in numbers if not is_plan(one)), GROUND)
    return abs(abs(values[1] - values[2]) - values[0]) <= slack
