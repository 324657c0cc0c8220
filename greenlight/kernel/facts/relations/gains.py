"""A gain is what came in less what went out, or the step from one number to the next told after it.

新设3268户，注销1456户，净增1812户; 新增12.6万千瓦，总规模由45.7万千瓦增至58.3万千瓦. Tolerance: half a step
of each number. What is new need not be the whole of a step (others close): asked about only where one slip of
the pen explains the gap.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from greenlight.kernel.facts.fact import Conflict
from greenlight.kernel.facts.relations.amounts import is_percent, is_quantity
from greenlight.kernel.facts.relations.differences import fits, question
from greenlight.kernel.facts.relations.page import Page, Told
from greenlight.kernel.facts.relations.slips import slipped
from greenlight.kernel.facts.relations.stems import same_counter
from greenlight.kernel.facts.relations.steps import FROM, INTO, is_plan
from greenlight.kernel.facts.relations.wholes import MEAN, fits_beside, in_sentence_before

NET = re.compile("净(?:增加?|流入|迁入|投放|吸纳|回笼|增长)[^，,；;。]{0,6}$")
CAME = (
    "新(?:设立?|登记|注册|增|发展|开|办|引进|签约|建)|净?流入|迁入|出生|投放|招收|招录|设立|引进|吸收|入库|升规"
    "|纳统|入统|转入|调入|录用|入园|入列"
)
WENT = (
    "注销|吊销|退出|退会|退社|迁出|流出|死亡|减少|回笼|核减|关闭|关停|离职|销户|流失|清退|退库|退规|退园|出库"
    "|转出|调出|摘牌|撤销|停业|倒闭|出列"
)
IN, OUT = re.compile(CAME), re.compile(WENT)
VERBS = re.compile(f"{CAME}|{WENT}|全年|累计|共|人口|了|其中")
NEW = re.compile("(?:新[增建辟开投设添购]|新投放|新开通|增加|净增)[^，,；;。]{0,6}$|(?:新增|新建|净增)$")
TOTAL = re.compile(
    r"^[\u4e00-\u9fff]{0,3}[，,；;、]?\s*(?:[\u4e00-\u9fff]{0,6})?"
    r"(?:总数|总量|总规模|总容量|累计数|累计|存量|保有量|规模)[^，,；;。\d]{0,4}(?:由|从)"
)
BRACKETED = re.compile(r"^[^（(，,；;。]{0,12}[（(]\s*(?:由|从)[^）)]{0,10}$")
MOVES = re.compile("压减|精简|减少|撤并|压缩|核减|取消|增加|新增|净增|提高|缩短")
CUT = re.compile(
    "(?:清理|精简|压减|撤并|注销|关闭|退出|化解|整合|取消)[\u4e00-\u9fff]{0,12}$"
)  # 清理空壳企业31户
BACK = 16


def gains(page: Page) -> Iterator[Conflict]:
    """Ask where a net gain, or a gain told before its two ends, is not their difference."""
    for told in page.told:
        if is_quantity(told.fact) and not is_plan(told):
            yield from _net(page, told)
            yield from _before_its_ends(page, told)
            yield from _after_its_ends(page, told)
            yield from _ends_in_brackets(page, told)


def _net(page: Page, told: Told) -> Iterator[Conflict]:
    """注销1456户，净增1812户: what came in stands earlier in the paragraph, of the same things."""
    out = next(in_sentence_before(page, told), None) if NET.search(told.clause) else None
    natural = out is not None and "自然" in out.clause  # 自然减少10.5万人，省外净流入4.2万人
    if out is None or natural or not OUT.search(out.clause) or out.amount.unit != told.amount.unit:
        return
    came = next((one for one in page.earlier(out, BACK) if _came(one, out)), None)
    if came and not fits(told, came, out):
        yield question(told, came, out)


def _came(one: Told, out: Told) -> bool:
    mine, its = _noun(one), _noun(out)
    alike = not its or not mine or mine.endswith(its) or its.endswith(mine)
    same = one.amount.unit == out.amount.unit and is_quantity(one.fact) and not is_plan(one)
    return bool(IN.search(one.clause)) and not MEAN.search(one.clause) and same and alike


def _noun(told: Told) -> str:
    return VERBS.sub("", told.clause).strip()


def _before_its_ends(page: Page, told: Told) -> Iterator[Conflict]:
    """新增12.6万千瓦，总规模由年初的45.7万千瓦增至58.3万千瓦."""
    after = page.told[told.at + 1 : told.at + 3]
    moved = NEW.search(told.clause) or CUT.search(told.clause)
    if len(after) < 2 or not moved or after[1].sentence != told.sentence:
        return
    base, value = after
    if CUT.search(told.clause) and FROM.search(base.before) and INTO.search(value.before):
        if same_counter(base, told) and same_counter(value, told):
            yield from _slip(told, base, value)
        return
    if not TOTAL.match(base.before) or not FROM.search(base.before) or not INTO.search(value.before):
        return
    if fits_beside(base, told) and fits_beside(value, told):
        yield from _slip(told, value, base)


def _after_its_ends(page: Page, told: Told) -> Iterator[Conflict]:
    """由86.2万册增加到92.4万册，新增6.2万册: asked about only where one slip explains the gap."""
    before = page.told[max(0, told.at - 2) : told.at]
    if len(before) < 2 or told.clause.strip() != "新增" or before[0].sentence != told.sentence:
        return
    base, value = before
    ends = FROM.search(base.clause) and INTO.search(value.before)
    if ends and fits_beside(base, told) and fits_beside(value, told):
        yield from _slip(told, value, base)


def _slip(told: Told, value: Told, base: Told) -> Iterator[Conflict]:
    if fits(told, value, base):
        return
    needs = ((told, value.amount.value - base.amount.value), (value, base.amount.value + told.amount.value))
    lost = slipped(base, value.amount.value - told.amount.value, lone=True)
    if lost or any(slipped(one, need, lone=True) for one, need in needs):
        yield question(told, value, base)


def _ends_in_brackets(page: Page, told: Told) -> Iterator[Conflict]:
    """撤并31个，压减35.2%（由88个减至57个）: the step is the two ends apart."""
    after = page.told[told.at + 1 : told.at + 4]
    for base, value in pairwise(after):
        between = after[: after.index(base)]
        if value.sentence != told.sentence or not all(is_percent(one.fact) for one in between):
            return
        ends = BRACKETED.match(base.before) and INTO.search(value.before) and MOVES.search(told.clause)
        if ends and fits_beside(base, told) and fits_beside(value, told):
            first, second = (base, value) if base.amount.value >= value.amount.value else (value, base)
            if not fits(told, first, second):
                yield question(told, first, second)
            return
