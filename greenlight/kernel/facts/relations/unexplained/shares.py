"""A share or rate without its two numbers: 按来源看，省外项目38个，占70.4% of 54个 a sentence before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from greenlight.kernel.facts.fact import Comparator, Conflict, Kind
from greenlight.kernel.facts.relations.amounts import is_percent
from greenlight.kernel.facts.relations.page import Page, Told
from greenlight.kernel.facts.relations.shares import ask_about
from greenlight.kernel.facts.relations.slips import digits
from greenlight.kernel.facts.relations.stems import same_counter
from greenlight.kernel.facts.relations.steps import is_past, is_plan, is_step
from greenlight.kernel.facts.relations.unexplained import reach

MOVES = re.compile("增长|增幅|增速|下降|降幅|上升|提高|回落|收窄|压缩|压减")
INTO = re.compile("(?:到|至|为)$")
TELLS = re.compile("占|率|面|比重|比例|进度|完成|的$|达|相当")
IN_ALL = re.compile("总|应|共|全")
SHARE = re.compile("占比|比重|比例")
OF_ITS_OWN = re.compile(  # rates of people, land and money that are not told
    "利率|税率|失业|高于|低于|快于|慢于|较|毛利|利润率|百分点|满意|知晓|贡献|拉动|不良|覆盖率|死亡|自给|机械化|渗透|入园|普及"
    "|参保|利用率|负债率|存贷|费率|赔付|就业率|管理率|达标率|合格率|公示率|成活|出生率|债务率|上座|出勤|准确|杠杆|收益|周转|合计"
)
BASE = re.compile("占(?P<base>.*?)的?(?:比重|比例)?(?:为|约|达到?)?$")
ALL_OF_IT = re.compile("^(?:总|全部|其)")
ELSEWHERE = re.compile("全[市省国]")
PLAN = re.compile("计划|任务|目标|预算")
TASK_BEHIND = re.compile("^[^，,；;。]{0,4}(?:任务|目标|计划)")
DONE = re.compile("完成率?[为达到]*$")
SHARP, MOST, NEXT, WHOLE = 6, 4, 2, 100
CLOSE = 6  # numbers that may explain the share, whatever the words
NAMED, HALF = 0.75, 0.5
LONG = 4  # letters of a subject that names a number of another sentence


def unexplained_shares(page: Page) -> Iterator[Conflict]:
    """Ask about a share no two numbers give, where one slip makes its own part and a near whole give it."""
    for told in page.told:
        if not _is_share(page, told):
            continue
        near = reach.quantities(page, told)
        if _explained(told, near):
            continue
        for part in _parts(page, told, near):
            wholes = _wholes(page, told, part, near)
            found = reach.first_slip(
                told, ((part, one) for one in wholes), reach.makes_share, SHARP, MOST + NEXT
            )
            if found:
                yield ask_about(told, found)
                break


def _is_share(page: Page, told: Told) -> bool:
    exact = told.fact.comparator is Comparator.EQUAL and not told.fact.is_target
    printed = page.body[told.fact.end - 1] in "%％" and 0 < told.amount.value != WHOLE
    share = is_percent(told.fact) and told.fact.kind in (Kind.SHARE, Kind.RATE)
    if not (exact and printed and share) or OF_ITS_OWN.search(told.clause):
        return False
    if _moved_to(page, told):
        return True
    return bool(TELLS.search(told.clause)) and not MOVES.search(told.clause) and not _of_another(page, told)


def _of_another(page: Page, told: Told) -> bool:
    """占食品行业的42.0%；纺织企业4.2亿元，占31.6%: the share before names a whole of its own."""
    if BASE.search(told.clause) is None or _base(told):
        return False
    near = [one for one in page.back(told, reach.BACK) if one.sentence == told.sentence]
    before = [one for one in near if one.fact.kind is Kind.SHARE]
    return any(_base(one) and not ALL_OF_IT.match(_base(one)) for one in before)


def _base(told: Told) -> str:
    words = BASE.search(told.clause)
    return words["base"] if words else ""


def _moved_to(page: Page, told: Told) -> bool:
    """占比由上年同期的18.7%回落到14.8%: the second is a share as it stands."""
    before = page.told[told.at - 1].before if told.at else ""
    return bool(INTO.search(told.clause) and SHARE.search(before + told.before))


def _explained(told: Told, near: Sequence[Told]) -> bool:
    pairs = ((part, whole) for part in near[:CLOSE] for whole in near if part is not whole)
    return any(
        same_counter(part, whole)
        and digits(part) + digits(whole) > 2
        and reach.fits((told, part, whole), reach.makes_share)
        for part, whole in pairs
    )


def _parts(page: Page, told: Told, near: Sequence[Told]) -> list[Told]:
    """The numbers just before in the sentence; else one before that the share's own words name."""
    own = told.clause
    inside = [one for one in near if one.sentence == told.sentence and one.at < told.at]
    if DONE.search(own):  # 年初预算22.5亿元的74.8%；预算调整为21.9亿元，按此计算完成76.9%
        return [one for one in inside if not is_plan(one) and not is_past(one) and not is_step(one)][:1]
    inside = [one for one in inside if not _claimed(page, one, told)]
    rate = "率" in own or "面" in own
    found = inside[:NEXT]
    if rate and len(re.sub("[^\u4e00-\u9fff]", "", own)) >= LONG:
        found = [one for one in found if reach.shared_letters(own, one) > 0]
    subject = re.split("占|为|的", own)[0] or own
    if not inside and not rate and len(subject) >= LONG:
        found = [one for one in near if reach.shared_letters(subject, one) >= NAMED][:NEXT]
    return [one for one in found if digits(one) > 1 and not is_step(one) and not is_past(one)]


def _claimed(page: Page, one: Told, told: Told) -> bool:
    """Has the number a share of its own before this one, or does a ； stand between?"""
    between = page.told[one.at + 1 : told.at]
    shares = any(is_percent(other.fact) and other.fact.kind in (Kind.SHARE, Kind.RATE) for other in between)
    moved = len(between) == 1 and _moved_to(page, told)
    return (shares and not moved) or "；" in page.body[one.fact.end : told.fact.start]


def _wholes(page: Page, told: Told, part: Told, near: Sequence[Told]) -> list[Told]:
    """Larger numbers the words allow, the nearest first; then two smaller, whose slip it may be."""
    base = _base(told)
    found = [one for one in near if one is not part and same_counter(one, part)]
    found = [one for one in found if one.at < told.at or IN_ALL.search(one.clause) or one.depth > told.depth]
    if DONE.search(told.clause):
        found = [one for one in found if is_plan(one) and one.sentence == told.sentence]
    else:
        found = [one for one in found if _allowed(base, told, part, one) and not _has_share(page, told, one)]
    if PLAN.search(base) or DONE.search(told.clause):
        found = [one for one in found if not _taken(page, told, one)]
    found.sort(key=lambda one: abs(one.at - part.at))
    larger = [one for one in found if one.amount.value > part.amount.value]
    return larger[:MOST] + [one for one in found if one not in larger][:NEXT]


def _allowed(base: str, told: Told, part: Told, one: Told) -> bool:
    """No step, no other time, of the zone's own, a plan for a plan, and of the base's name."""
    odd = is_step(one) or is_past(one) or digits(one) < 2 or not reach.both_means(one, part)
    if odd or ELSEWHERE.search(base) or one.fact.comparator is not Comparator.EQUAL:
        return False
    planned = bool(PLAN.search(told.clause.split("占")[-1]))
    if planned:
        return one.sentence == told.sentence and (is_plan(one) or bool(TASK_BEHIND.match(one.after)))
    named = not base or ALL_OF_IT.match(base) or reach.shared_letters(base, one) > HALF
    return not is_plan(one) and bool(named)


def _has_share(page: Page, told: Told, one: Told) -> bool:
    """18.2亿元，占全部投资的31.4%: a part itself, no whole."""
    after = page.told[one.at + 1 : one.at + 2]
    return any(each is not told and each.at != told.at and each.fact.kind is Kind.SHARE for each in after)


def _taken(page: Page, told: Told, one: Told) -> bool:
    """任务数6亿元的145.3%: the plan has a rate of its own."""
    behind = page.told[one.at + 1 : one.at + 3]
    return any(other.at != told.at and is_percent(other.fact) for other in behind)
