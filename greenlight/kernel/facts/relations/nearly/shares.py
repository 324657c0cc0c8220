"""A share whose part stands beside it, of a whole the words leave open: asked of where one slip explains it.

已开工132个，开工率91.0%, and 重点项目145个 two sentences before. Where any pair of the paragraph gives the
share to its last digit, nothing is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial
from itertools import pairwise

from greenlight.kernel.facts.fact import Comparator, Conflict, Kind
from greenlight.kernel.facts.relations.amounts import is_percent, is_quantity
from greenlight.kernel.facts.relations.base_names import loosely_named
from greenlight.kernel.facts.relations.fitting import GROUND, HUNDRED
from greenlight.kernel.facts.relations.names import same_name
from greenlight.kernel.facts.relations.nearly.readings import one_slip
from greenlight.kernel.facts.relations.page import Page, Told
from greenlight.kernel.facts.relations.share_words import CLAUSE, ShareWords, share_words
from greenlight.kernel.facts.relations.shares import PLACE, ask_about
from greenlight.kernel.facts.relations.slips import digits
from greenlight.kernel.facts.relations.stems import COMMON, NO_ACTS, about, is_plan_for, same_counter
from greenlight.kernel.facts.relations.steps import is_past, is_step
from greenlight.kernel.facts.relations.wholes import MEAN, in_row, is_part, kin

FAR = 40
MOST, AFTER = 2, 3
ALL_OF_IT = re.compile(
    "^[，,；;（(]?(?:应|总|全[部市县区省]|共有|台账)|总[额数量]"
)  # 建会率82.0%，应建会企业3000家
BEHIND = re.compile(r"^[，,、]\s*(?:金额|总额|数量|规模)?(?:为|达到?)$")
GOES_ON = re.compile(r"^\s*[、，,和及与][^，,；;。]{0,14}$")
TELLS = re.compile("占|率|比重|比例|比|面|进度|度|份额|完成|干了|达到|相当|为|是|的$")
NO_SHARE = re.compile(
    "增长|增幅|增速|下降|降幅|提高|提升|上升|降低|回落|高于|低于|快于|慢于|利率|税率|失业|满意|知晓|毛利|利润率|出勤|入住|上座"
    "|拉动|贡献|压缩|压减|缩短|减少|增加|周转|负债|渗透|参保|收益|杠杆|准确|费率|分别|平均|死亡率|出生率|成活|序时|时间进度|同比|环比|较|超"
)
Pair = tuple[Told, Told]


def nearly_shares(page: Page) -> Iterator[Conflict]:
    """Ask about a share no pair gives, where one slip makes its own part and the likely whole give it."""
    for told in page.told:
        words = share_words(told.before) if _is_share(told) else None
        part = _part(page, told, words) if words else None
        if part is None or words is None or digits(told) < 2:
            continue
        wholes = list(_wholes(page, part))
        if not wholes or any(_gives(told, part, one) for one in wholes) or _explained(page, told):
            continue
        for whole in _likely(page, part, words, wholes):
            if one_slip((told, part, whole), partial(_holds, (told, part, whole))):
                yield ask_about(told, (part, whole))
                break


def _is_share(told: Told) -> bool:
    if not is_percent(told.fact) or told.amount.value <= 0 or told.fact.kind not in (Kind.SHARE, Kind.RATE):
        return False
    if told.fact.comparator is not Comparator.EQUAL:
        return False  # 占全区三成以上
    return not told.fact.is_target and not NO_SHARE.search(CLAUSE.split(told.before)[-1])


def _part(page: Page, told: Told, words: ShareWords) -> Told | None:
    """The number just before the share, in its sentence, if the share's words speak of it."""
    part = _named_before(page, told, words) or _behind(page, told) or page.told[max(0, told.at - 1)]
    if part.sentence != told.sentence or not is_quantity(part.fact) or "；" in told.before:
        return None
    if is_past(part) or MEAN.search(part.clause) or is_step(part) or part.fact.is_target:
        return None
    if words.stem:
        own = set(words.stem) & (set(part.clause + CLAUSE.split(part.after)[0][:6]) - COMMON)
        return part if own and not NO_ACTS.match(words.stem) else None
    behind = part.at == told.at + 1
    return part if behind or not words.subject or about(words.subject, part) else None


def _named_before(page: Page, told: Told, words: ShareWords) -> Told | None:
    """道路运输9起、建筑施工4起、其他1起，道路运输占52.9%: the one of the sentence with its words."""
    if len(words.subject) < 2 or words.stem:
        return None
    near = [one for one in page.in_sentence(told) if one.at < told.at and is_quantity(one.fact)]
    named = [one for one in near if words.subject in (one.clause.strip("、和及与，, "), one.fact.indicator)]
    return named[-1] if named else None


def _behind(page: Page, told: Told) -> Told | None:
    """限上零售额占39.6%，为38.2亿元: the part follows."""
    after = page.told[told.at + 1 : told.at + 2]
    return after[0] if after and BEHIND.match(after[0].before) and is_quantity(after[0].fact) else None


def _wholes(page: Page, part: Told) -> Iterator[Told]:
    """Numbers of the same things told before, the nearest first."""
    for at in range(part.at - 1, max(-1, part.at - 1 - FAR), -1):
        one = page.told[at]
        if is_quantity(one.fact) and same_counter(one, part) and one.amount.value > 0:
            yield one
    for one in page.told[part.at + 2 : part.at + 2 + AFTER]:
        whole = one.sentence == part.sentence and is_quantity(one.fact) and same_counter(one, part)
        if whole and one.amount.value > 0 and ALL_OF_IT.search(one.clause):
            yield one


def _likely(page: Page, part: Told, words: ShareWords, wholes: Sequence[Told]) -> list[Told]:
    """Those the base names; else the nearest that is no part, no past and no share's own part."""
    found = [one for one in wholes if not (is_past(one) or is_step(one) or MEAN.search(one.clause))]
    if words.of_plan:
        return [one for one in found if is_plan_for(one) and one.sentence == part.sentence][:1]
    if not words.of_whole:
        named = [one for one in found if _of_base(words.base, part, one) and not is_plan_for(one)]
        return [one for one in named if not _has_share(page, one)][:MOST]
    if any(_of_another(one) for one in page.in_sentence(part)):
        return []  # 占食品行业的42.0%；纺织企业4.2亿元，占31.6%: of an industry not told
    found = [one for one in found if not is_plan_for(one) and not _has_share(page, one)]
    return [one for one in found if not is_part(page, one) and not listed(page, one)][:MOST]


def listed(page: Page, told: Told) -> bool:
    """Is it one of several of its unit told one after another: 新能源26个、智能装备15个、食品10个?"""
    if in_row(page, told):
        return True
    around = page.told[max(0, told.at - 2) : told.at + 3]
    joined = [_beside(one, other) for one, other in pairwise(around)]
    return any(one and other for one, other in pairwise(joined))


def _beside(one: Told, other: Told) -> bool:
    same = one.sentence == other.sentence and one.amount.unit == other.amount.unit
    return same and bool(GOES_ON.match(other.before))


def _of_base(base: str, part: Told, one: Told) -> bool:
    """进出口总值 for 占全市的; 总产量 for 占全年粮食产量的: the same measure, and no part."""
    if loosely_named(base, one):
        return True
    name = same_name(one.fact.indicator)
    told_of = same_name(part.fact.indicator) if PLACE.match(base) else same_name(base)
    return kin(name, told_of) and one.amount.value > part.amount.value


def _of_another(told: Told) -> bool:
    words = share_words(told.before) if told.fact.kind is Kind.SHARE else None
    return words is not None and bool(words.base) and not words.of_whole and not words.of_plan


def _has_share(page: Page, one: Told) -> bool:
    after = page.told[one.at + 1] if one.at + 1 < len(page.told) else one
    return after.sentence == one.sentence and after.fact.kind is Kind.SHARE


def _holds(numbers: Sequence[Told], values: Sequence[Decimal]) -> bool:
    told, part, whole = numbers
    share, mine, its = values
    if mine > its * 2:
        return False
    half = told.amount.half + GROUND
    relative = part.amount.half / mine + whole.amount.half / its
    value = mine / its * HUNDRED
    return abs(value - share) <= half + value * relative


def _gives(told: Told, part: Told, whole: Told) -> bool:
    return _holds((told, part, whole), (told.amount.value, part.amount.value, whole.amount.value))


def _explained(page: Page, told: Told) -> bool:
    near = [one for one in page.in_sentence(told) if is_quantity(one.fact) and one.amount.value > 0][:12]
    return any(_gives(told, a, b) for a in near for b in near if a is not b and same_counter(a, b))
