"""Differences stated in 百分点 are differences: 增长9.5%，比全市（7.1%）高2.4个百分点.

Tolerance: 0.3 points (README of the annotated reports).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from greenlight.kernel.facts.fact import Conflict, Kind
from greenlight.kernel.facts.relations import asking
from greenlight.kernel.facts.relations.amounts import is_percent, is_points, plain
from greenlight.kernel.facts.relations.fitting import POINTS_LEFT_ALONE
from greenlight.kernel.facts.relations.names import same_name
from greenlight.kernel.facts.relations.page import Page, Told
from greenlight.kernel.facts.relations.periods import near_time
from greenlight.kernel.facts.relations.slips import slipped
from greenlight.kernel.facts.relations.steps import in_brackets, is_plan
from greenlight.kernel.facts.relations.wholes import in_row

UP = re.compile("高|快|多|提高|提升|上升|加快|扩大|增加|超|领先|升|抬高|走高|攀升|拉高")
DOWN = re.compile("低|慢|少|下降|回落|降低|放缓|减少|落后|缩小|收窄|降|差|落后|不足|走低|压低")
AGAINST = re.compile(
    "(?P<who>[^，,；;。：:]*?)(?:比|较|相比|高于|快于|低于|慢于|超过|高出|高过|快过|领先|落后于?|优于)"
    "(?P<whom>[^，,；;。：:（(]*?)(?:水平|平均水平|增速|的)*"
    "(?:分别|同比)?(?:高出?|快|多|低|慢|少|提高|提升|上升|加快|扩大|下降|回落|降低|收窄|放缓|超|升|降)*(?:了|约)*$"
)
COMPARES = re.compile(
    "离|距|与|同|和|比|较|从|由|高出|快过|高于|快于|低于|慢于|超|上年|去年|同期|全市|全省|全国"
)
INNER = re.compile(
    r"^\s*[)）]?\s*(?:的|增速|水平|年度|全年|年初|预期|省定|市定|控制|考核|目标|任务|要求|计划|红线|线|值|数|平均|进度|相比|比较|而言|来说|还|仍|也|又|均|再)*"
    r"\s*[)）]?\s*[，,]?\s*(?:相比|还|仍|也|又|均)*"
)
ALL_OF = re.compile("^(?:全部|各项|所有|整体|总体)(?P<what>[\u4e00-\u9fff]{2,6}?)(?:余额|平均)?$")
ITS_OWN = re.compile("^(?:全[市县区省]|金融机构|本外币|人民币|各项|全部)+")
FAR, LONG = 30, 4
RATE_THAN = re.compile("(?P<rate>[\u4e00-\u9fff]{2,4}率)(?:比|较)[^，,；;。（(]{1,10}[（(]$")
SHORT_OF = re.compile("差(?!异|别)|相差|距离")
REACHED = re.compile("(?:到|至|为)$")


def points(page: Page) -> Iterator[Conflict]:
    """Ask where the two percentages stand beside the difference and do not give it."""
    for told in page.told:
        if is_points(told.fact) and told.amount.value != 0:
            pair = _moved(page, told) or _bracketed(page, told) or _remarked(page, told) or _named(page, told)
            pair = pair or _rate_before(page, told) or _far_named(page, told)
            if pair and not _fits(told, *pair):
                yield question(told, *pair)


def _percents_before(page: Page, told: Told) -> list[Told]:
    return [one for one in reversed(page.in_sentence(told)) if one.at < told.at and is_percent(one.fact)]


def _moved(page: Page, told: Told) -> tuple[Told, Told] | None:
    """由39.99%提高到40.7%，提高0.71个百分点."""
    near = _percents_before(page, told)[:2]
    if len(near) == 2 and REACHED.search(near[0].before) and re.search("由|从", near[1].before):
        return (near[0], near[1]) if near[1].at == near[0].at - 1 else None
    return None


def _bracketed(page: Page, told: Told) -> tuple[Told, Told] | None:
    """比全市（7.1%）高2.4个百分点; 比1—10月的7.8%加快0.6个百分点."""
    near = _percents_before(page, told)
    if len(near) < 2 or near[0].at != told.at - 1:
        return None
    theirs = near[0]
    lead = told.before[INNER.match(told.before).end() :]  # type: ignore[union-attr]
    clause = theirs.clause
    words = lead or clause
    if SHORT_OF.match(told.after.lstrip("的")):
        lead = lead or "差"
    if len(lead) > 6 or not COMPARES.search(clause) or not (UP.search(words) or DOWN.search(words)):
        return None
    ours = [one for one in near[1:] if not in_brackets(one)]
    ours = [one for one in ours if one.fact.kind is theirs.fact.kind or theirs.fact.kind is Kind.RATE]
    if ours and in_row(page, ours[0]) and ours[0].sentence == told.sentence:
        ours = [one for one in ours if _fits(told, one, theirs)] or [
            one for one in ours if _named_in(one, theirs)
        ]
    return (ours[0], theirs) if ours else None


def _rate_before(page: Page, told: Told) -> tuple[Told, Told] | None:
    """签约率92.8%。…签约率比6月末（81.3%）提高13.5个百分点: the rate told before under its word."""
    theirs = page.told[told.at - 1] if told.at else told
    found = RATE_THAN.search(theirs.before) if theirs.sentence == told.sentence else None
    if not found or not is_percent(theirs.fact) or not (UP.search(told.before) or DOWN.search(told.before)):
        return None
    for one in page.earlier(theirs):
        if is_percent(one.fact) and one.clause.strip() == found["rate"]:
            return one, theirs
    return None


def _far_named(page: Page, told: Told) -> tuple[Told, Told] | None:
    """增速低于工业用电量3.8个百分点, told a paragraph before: asked about only where one slip explains it."""
    found = AGAINST.search(told.before)
    whom = same_name(found["whom"]) if found else ""
    ours = next((one for one in _percents_before(page, told) if one.fact.kind is Kind.YOY_GROWTH), None)
    if len(whom) < LONG or ours is None:
        return None
    before = page.back(told, FAR)
    growths = [one for one in before if one.fact.kind is Kind.YOY_GROWTH and one is not ours]
    theirs = [one for one in growths if same_name(one.fact.indicator) == whom]
    if any(_fits(told, ours, one) for one in theirs):
        return None
    sign = 1 if expected(told, ours, ours) == 0 and DOWN.search(told.before) else -1
    needed = ours.amount.value + sign * told.amount.value
    return next(((ours, one) for one in theirs if slipped(one, needed)), None)


def _named_in(ours: Told, theirs: Told) -> bool:
    """化工新材料比重较上年（14.1%）: the one of a row that the words name."""
    name = same_name(ours.fact.indicator)
    return len(name) >= 2 and name in same_name(theirs.clause)


def _remarked(page: Page, told: Told) -> tuple[Told, Told] | None:
    """比全市平均高8.2个百分点（全市增长6.4%）: the other follows in brackets."""
    theirs = _after(page, told)
    ours = [one for one in _percents_before(page, told) if not in_brackets(one)]
    if not ours or not theirs:
        return None
    alike = [one for one in ours if one.fact.kind is theirs[0].fact.kind]
    return ((alike or ours)[0], theirs[0])


def _named(page: Page, told: Told) -> tuple[Told, Told] | None:
    """增速高于各项贷款5.2个百分点, 农村增速快于城镇1.7个百分点: the other is told under its name."""
    found = AGAINST.search(told.before)
    if not found:
        return None
    whom = re.sub("平均|水平", "", same_name(found["whom"]))
    if found_all := ALL_OF.match(found["whom"]):
        return _of_all(page, told, found_all["what"])
    nearby = [one for one in page.earlier(told) if is_percent(one.fact)]
    near = [one for one in _percents_before(page, told) if one.fact.kind is Kind.YOY_GROWTH]
    who = same_name(found["who"])
    subject = [one for one in near if len(who) >= 2 and _speaks_of(one, who)] or near
    if not subject or len(whom) < 2:
        return None
    theirs = [
        one
        for one in nearby
        if one.fact.kind is subject[0].fact.kind
        and one is not subject[0]
        and _is_about(one, whom, subject[0])
    ]
    return (subject[0], theirs[0]) if theirs else None


def _of_all(page: Page, told: Told, what: str) -> tuple[Told, Told] | None:
    """快于全部贷款5.5个百分点: 各项贷款余额…增长11.8% may stand a paragraph before."""
    before = page.back(told, FAR)
    growths = [one for one in before if one.fact.kind is Kind.YOY_GROWTH and is_percent(one.fact)]
    theirs = [one for one in growths if ITS_OWN.sub("", same_name(one.fact.indicator)).startswith(what)]
    if not growths or not theirs or growths[0].sentence != told.sentence or theirs[0] is growths[0]:
        return None
    return growths[0], theirs[0]


def _after(page: Page, told: Told) -> list[Told]:
    """快于全部投资4.6个百分点（全部投资增长6.7%）: the other follows in brackets."""
    if told.at + 1 < len(page.told):
        following = page.told[told.at + 1]
        opens = following.before.lstrip()[:1] in ("（", "(") and following.sentence == told.sentence
        return [following] if opens and is_percent(following.fact) else []
    return []


def _speaks_of(told: Told, words: str) -> bool:
    return words in same_name(told.fact.indicator) or words in same_name(told.before)


def _is_about(told: Told, whom: str, ours: Told) -> bool:
    """The number told for `whom`: its name is all of it, or the place of the same indicator."""
    if not near_time(told.fact.period, ours.fact.period):
        return False
    name, words = same_name(told.fact.indicator), same_name(told.before)
    if words.startswith(whom) or name == whom or _spelled_in(whom, name + told.fact.unit):
        return True
    return name.startswith(whom) and (len(whom) >= 4 or name[len(whom) :] in same_name(ours.fact.indicator))


def _spelled_in(whom: str, name: str) -> bool:
    """快于货物吞吐量, of 港口货物吞吐量; 快于游客人次, of 接待游客 in 人次: its letters, in their order."""
    letters = iter(name)
    return len(whom) >= 2 and all(letter in letters for letter in whom)


def expected(told: Told, ours: Told, theirs: Told) -> Decimal:
    """The difference the words speak of; of two falls, 降幅收窄 is a gain."""
    gap = ours.amount.value - theirs.amount.value
    words = told.before
    if not (UP.search(words) or DOWN.search(words)):
        words = theirs.clause
    if SHORT_OF.search(words):
        return abs(gap)
    if "降幅" in words:
        return gap if re.search("收窄|缩小|低|小", words) else -gap
    down, up = list(DOWN.finditer(words)), list(UP.finditer(words))
    return -gap if down and (not up or down[-1].start() > up[-1].start()) else gap


def _fits(told: Told, ours: Told, theirs: Told) -> bool:
    falls = ours.amount.value < 0 and theirs.amount.value < 0 and "降幅" in theirs.before
    if falls:  # 下降2.6%，降幅较上月（下降4.1%）收窄1.5个百分点
        return abs(abs(ours.amount.value - theirs.amount.value) - told.amount.value) <= _tolerance(
            told, ours, theirs
        )
    return abs(expected(told, ours, theirs) - told.amount.value) <= _tolerance(told, ours, theirs)


def apart(told: Told, ours: Told, theirs: Told) -> bool:
    """Is the difference told, whichever way, another than that of the two?"""
    gap = abs(ours.amount.value - theirs.amount.value)
    return abs(gap - told.amount.value) > _tolerance(told, ours, theirs)


def _tolerance(told: Told, ours: Told, theirs: Told) -> Decimal:
    """Half a step of each; an aim (离6%的目标) is exact."""
    halves = sum((one.amount.half for one in (ours, theirs) if not is_plan(one)), told.amount.half)
    return max(POINTS_LEFT_ALONE, halves)


def question(told: Told, ours: Told, theirs: Told) -> Conflict:
    """Ask which of the difference and the two percentages is right."""
    computed = expected(told, ours, theirs)
    first, second = (ours, theirs) if computed == ours.amount.value - theirs.amount.value else (theirs, ours)
    worked = f"{plain(first.fact.value)} - {_signed(second.fact.value)} = {plain(computed)}"
    return asking.asked(
        asking.Finding(
            rule="points",
            relation="相差的百分点与两个百分数",
            facts=(told, ours, theirs),
            computed=computed,
            tolerance=_tolerance(told, ours, theirs),
            worked=f"{worked}个百分点",
            question=f"{plain(ours.fact.value)}%与{plain(theirs.fact.value)}%相差{plain(abs(computed))}个百分点，"
            f"文中写{plain(told.fact.value)}个百分点，以哪个为准？",
            answers=(asking.SCOPE, asking.PERIOD, asking.ROUNDED),
        )
    )


def _signed(value: Decimal) -> str:
    return f"({plain(value)})" if value < 0 else plain(value)
