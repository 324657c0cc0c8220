"""Shares and rates of completion follow from their parts: 12.17亿元，占零售额13.53亿元的89.9%.

Tolerance: 0.3 points (README of the annotated reports), more when the printed digits explain more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from greenlight.kernel.facts.fact import Conflict, Kind
from greenlight.kernel.facts.relations import asking
from greenlight.kernel.facts.relations.amounts import Amount, alike, is_percent, is_quantity, plain, printed
from greenlight.kernel.facts.relations.base_names import loosely_named
from greenlight.kernel.facts.relations.fitting import HUNDRED, apart, points_tolerance, quotient
from greenlight.kernel.facts.relations.lists import among
from greenlight.kernel.facts.relations.names import elsewhere, named, same_name
from greenlight.kernel.facts.relations.nearly.readings import one_slip
from greenlight.kernel.facts.relations.only_two import only_two
from greenlight.kernel.facts.relations.page import Page, Told
from greenlight.kernel.facts.relations.periods import near_time
from greenlight.kernel.facts.relations.share_words import CLAUSE, ShareWords, share_words
from greenlight.kernel.facts.relations.slips import one_slip_makes_share
from greenlight.kernel.facts.relations.stems import (
    Pair,
    about,
    in_brackets_after,
    is_plan_for,
    of_stem,
    of_those,
)
from greenlight.kernel.facts.relations.steps import LAST_YEAR, is_past, is_plan, is_step
from greenlight.kernel.facts.relations.wholes import (
    FARTHEST,
    MEAN,
    before_which,
    in_sentence_before,
    is_part,
    kin,
    totals_of,
)

IN_ROW = re.compile(r"^\s*(?:、|和|及|与|以及)\s*$")
INNER = re.compile(
    r"^\s*[)）]?\s*(?:[\u4e00-\u9fff]{2,10}(?<![中达到为超增降比较由占])的|的)?(?:比重|比例|份额)?(?:为|达到?|约|近)?\s*$"
)
OF_INNER = re.compile("(?:占|为|相当于|是|完成|达到?)[^，,；;。]*$")
BEYOND = re.compile("超额|超出|超过|多于|高于|低于|少于")
BARE_SHARE = re.compile("^(?:约|各)?占(?:比|比重)?(?:为|达)?$")
MUCH, SAID = 12, 3
QUALITY = re.compile(
    "(?:成活|存活|保存|合格|优良|优秀|满意|完好|好转|治愈|知晓)率"
)  # of what was done, no plan
PLACE = re.compile("^全(?:区|县|市|省|国|州|旗|盟|镇|园)(?:总量)?$")


def shares(page: Page) -> Iterator[Conflict]:
    """Ask about every share that none of the pairs its words allow can give."""
    for told in page.told:
        if is_percent(told.fact) and told.amount.value > 0:
            sure, possible = pairs(page, told)
            if sure and not any(fits_pair(told, pair) for pair in [*sure, *possible]):
                yield from _ask_if_plausible(page, told, sure[0])
            elif not sure and (pair := only_two(page, told)):
                yield ask_about(told, pair)


def _ask_if_plausible(page: Page, told: Told, pair: Pair) -> Iterator[Conflict]:
    """Not of an average and a sum, nor of a share twelve times another, or of what is more than its whole.

    Unless one slip explains it.
    """
    part, whole = pair
    if QUALITY.search(told.clause) and is_plan(whole):
        return
    same = bool(MEAN.search(whole.clause)) <= bool(MEAN.search(part.clause))
    value = quotient(part.amount, whole.amount)[0]
    near = told.amount.value / MUCH <= value <= told.amount.value * MUCH
    near = near and not (told.fact.kind is Kind.SHARE and told.amount.value <= HUNDRED < value)
    if same and (near or one_slip_makes_share(told, part, whole) or _slip(page, told, part, whole)):
        yield ask_about(told, pair)


def _slip(page: Page, told: Told, part: Told, whole: Told) -> bool:
    """Does one reading of the three fit, the whole being no part with a share of its own?"""
    after = page.told[min(whole.at + 1, part.at)]
    if after.fact.kind is Kind.SHARE:
        return False
    numbers = (told, part, whole)

    def holds(values: Sequence[Decimal]) -> bool:
        value = values[1] / values[2] * HUNDRED
        relative = part.amount.half / values[1] + whole.amount.half / values[2]
        return abs(value - values[0]) <= told.amount.half + value * relative

    return one_slip(numbers, holds)


def pairs(page: Page, told: Told) -> tuple[list[Pair], list[Pair]]:
    """(part, whole) as the words say, and further pairs they do not rule out."""
    if INNER.match(told.before):
        found = _inner(page, told)
        return found[:1], found[1:]
    words = share_words(told.before)
    if words is None:
        return [], []
    if (words.stem or words.of_whole) and (pair := of_those(page, told, words)):
        return [pair], []
    if words.stem and not words.base:
        return of_stem(page, told, words)
    if words.of_plan:
        return _of_plan(page, told, words)
    if beside := _whole_behind(page, told, words):
        return [beside], []
    if words.of_whole:
        return _of_whole(page, told, words)
    return _of_named(page, told, words)


def _whole_behind(page: Page, told: Told, words: ShareWords) -> Pair | None:
    """18家，占全市的22.5%（全市80家）: the whole stands in brackets behind, under the name of the base."""
    part = page.told[told.at - 1] if told.at else told
    after = in_brackets_after(page, told) if part.sentence == told.sentence and words.base else []
    same = [one for one in after if one.amount.unit == part.amount.unit and words.base[:2] in one.clause]
    return (part, same[0]) if same else None


def _inner(page: Page, told: Told) -> list[Pair]:
    """为年任务75亿元的23.7%: the whole stands just before, the part before that."""
    before = list(page.earlier(told, 2))
    if not before or before[0].sentence != told.sentence:
        return []
    if page.told[told.at + 1 : told.at + 2] and IN_ROW.match(page.told[told.at + 1].before):
        return []  # 占170.8亿元的50.6%、30.9%和18.5%
    whole = before[0]
    beyond = BEYOND.search(whole.clause)  # 超额完成年度任务360户的7.2%
    if not is_quantity(whole.fact) or not OF_INNER.search(whole.before) or beyond:
        return []
    parts = [one for one in in_sentence_before(page, whole) if alike(one.fact, whole.fact)]
    if not MEAN.search(whole.clause):  # 平均每亩472万元，完成年度目标40亿元的62.3%
        parts = [one for one in parts if not MEAN.search(one.clause)]
    return [(part, whole) for part in sorted(parts, key=is_step)]  # 减收3500万元 is not what was reached


def _of_plan(page: Page, told: Told, words: ShareWords) -> tuple[list[Pair], list[Pair]]:
    """占年计划的18.5%: a plan told before in the sentence, or the target of the same indicator."""
    parts = [one for one in in_sentence_before(page, told) if not is_plan_for(one)]
    if not parts:
        return [], []
    part = parts[0]
    wholes = [
        one for one in in_sentence_before(page, told) if is_plan_for(one) and alike(one.fact, part.fact)
    ]
    wholes += [one for one in in_brackets_after(page, told) if alike(one.fact, part.fact)]
    alone = part is list(in_sentence_before(page, told))[-1] or "；" in part.before
    if not wholes and alone and not any(alike(one.fact, part.fact) for one in in_sentence_before(page, part)):
        before = [one for one in page.earlier(part) if one.sentence == part.sentence - 1]
        plans = [one for one in before if is_plan_for(one) and alike(one.fact, part.fact)]
        wholes = plans if len(plans) == 1 else []
    if not wholes:
        name = same_name(part.fact.indicator)
        wholes = [
            one
            for one in page.by_name.get(name, part.at)
            if one.fact.is_target
            and alike(one.fact, part.fact)
            and one is not part
            and (one.at < told.at or one.paragraph == told.paragraph)  # the next year's aim comes later
        ]
    return [(part, whole) for whole in wholes[:1]], [(part, whole) for whole in wholes[1:]]


def _of_whole(page: Page, told: Told, words: ShareWords) -> tuple[list[Pair], list[Pair]]:
    """占比83.8%: of the whole that 其中 goes back to, or of the total told for the same kind of thing."""
    near = list(in_sentence_before(page, told))
    part = _subject(page, told, words.subject, near)
    if part is None:
        return [], []
    near = [one for one in near if one.at <= part.at] or [part]
    sure: list[Told] = []
    if whole := before_which(page, part) or among(page, part):
        sure = [whole]
    elif words.base:
        sure = list(totals_of(page, part))[:1]
    elif len(near) > 1 and alike(near[1].fact, part.fact) and near[1].amount.value >= part.amount.value:
        sure = near[1:2] if "；" not in part.before else []
    elif len(near) == 1:
        totals = list(totals_of(page, part))
        sure = [one for one in totals if one.paragraph == part.paragraph][:1]
        sure = sure or [one for one in totals if _of_its_row(page, told, one)][:1]
        sure = sure or [one for one in totals[:1] if words.subject and _narrows(part, one)]
    sure = sure or _whole_of_row(page, told, part) or _whole_alone(page, told, part, words)
    others = [
        one for one in near[1:] if alike(one.fact, part.fact) and not (words.base and is_part(page, one))
    ]
    others += list(totals_of(page, part))
    return [(part, whole) for whole in sure], [(part, whole) for whole in others]


def _whole_alone(page: Page, told: Told, part: Told, words: ShareWords) -> list[Told]:
    """142个行政村收入4.26亿元，…村126个，占88.7%: the one number of the sentence that can be the whole."""
    if part.at != told.at - 1 or words.stem or not BARE_SHARE.search(told.clause):
        return []
    near = [one for one in in_sentence_before(page, part) if one.amount.unit == part.amount.unit]
    noun = part.clause[-1:] if near else ""
    if len(near) != 1 or "；" in page.body[near[0].fact.end : part.fact.start] or is_past(near[0]):
        return []
    return near if noun and noun in CLAUSE.split(near[0].after)[0][:8] else []


def _whole_of_row(page: Page, told: Told, part: Told) -> list[Told]:
    """A number before, of whatever name, of which two others of the row are shares as well."""
    if not BARE_SHARE.search(told.clause) or part.at != told.at - 1:
        return []
    for one in page.earlier(part, 16):
        larger = (
            is_quantity(one.fact) and alike(one.fact, part.fact) and one.amount.value >= part.amount.value
        )
        if larger and _row_of(page, told, one) >= 2:
            return [one]
    return []


def _of_its_row(page: Page, told: Told, whole: Told) -> bool:
    """Is another share of the sentence one of that whole: …121.7亿元，占65.3%；…52.9亿元，占28.4%?"""
    return _row_of(page, told, whole) > 0


def _narrows(part: Told, whole: Told) -> bool:
    """制造业贷款余额 narrows 本外币贷款余额: the whole's name ends the part's, a word before it."""
    name = re.sub("^(?:本外币|人民币|各项|全部)+", "", same_name(whole.fact.indicator))
    mine = same_name(part.fact.indicator)
    return len(name) >= 3 and mine.endswith(name) and len(mine) >= len(name) + 2


def _row_of(page: Page, told: Told, whole: Told) -> int:
    count = 0
    for one, other in pairwise(page.in_sentence(told)):
        beside = is_quantity(one.fact) and alike(one.fact, whole.fact) and is_percent(other.fact)
        if (
            beside
            and other is not told
            and BARE_SHARE.search(other.clause)
            and fits_pair(other, (one, whole))
        ):
            count += 1
    return count


def _subject(page: Page, told: Told, subject: str, near: list[Told]) -> Told | None:
    """What the share is of: the number before, or the one its subject names in sentence or paragraph."""
    if not subject:
        spoken = [one for one in near[1:] if len(one.clause) >= SAID and one.clause in told.before]
        return next(iter(spoken or near), None)  # 道路运输27起、…10起，道路运输仍是重点，占56.3%
    if near and about(subject, near[0]) and same_name(subject) == same_name(near[0].fact.indicator):
        return near[0]
    name = same_name(subject)
    for one in [*near, *page.earlier(told, 12)]:
        if is_quantity(one.fact) and (same_name(one.fact.indicator) == name or one.clause.strip() == subject):
            return one
    for one in [*near, *page.earlier(told, 12)]:
        if is_quantity(one.fact) and len(name) >= 3 and same_name(one.fact.indicator).endswith(name):
            return one
    begun = [one for one in near if len(name) >= 3 and same_name(one.fact.indicator).startswith(name)]
    if len(begun) == 1:
        return begun[0]
    spoken_of = near and about(subject, near[0]) and not _is_its_whole(page, told, near[0], name)
    return near[0] if spoken_of else None


def _is_its_whole(page: Page, told: Told, one: Told, name: str) -> bool:
    """手术8640台，三四级手术占62.4%: what stands before is the whole, not the part."""
    mine = same_name(one.fact.indicator)
    narrowed = name != mine and name.endswith(mine)
    return narrowed and one.sentence == told.sentence and not is_part(page, one)


def _of_named(page: Page, told: Told, words: ShareWords) -> tuple[list[Pair], list[Pair]]:
    """占限额以上零售额的89.9%: of the number told under that name."""
    near = list(in_sentence_before(page, told))
    if words.subject:
        near = [one for one in near if about(words.subject, one)][:1] or _by_name(page, told, words.subject)
    else:
        near = [one for one in near if not is_past(one)] or near  # 6.4亿元，上年同期仅2.8亿元，占…的
    if not near:
        return [], []
    part = near[0]
    wholes = [
        one
        for one in [
            *page.earlier(part),
            *_far(page, part, words.base),
            *page.by_name.get(same_name(words.base), part.at),
        ]
        if one is not part
        and alike(one.fact, part.fact)
        and is_quantity(one.fact)
        and (loosely_named(words.base, one) or _of_place(words.base, part, one))
        and one.fact.is_target == part.fact.is_target
        and elsewhere(words.base) - page.own <= elsewhere(one.words)
        and (near_time(one.fact.period, part.fact.period) or _just_named(words.base, part, one))
    ]
    wholes.sort(key=lambda one: one.amount.value < part.amount.value)  # a whole is the larger, if any is
    return [(part, whole) for whole in wholes[:1]], [(part, whole) for whole in wholes[1:]]


def _just_named(base: str, part: Told, one: Told) -> bool:
    """The very name, in the same paragraph, and not last year's: whatever months were read."""
    same = same_name(base) in (same_name(one.fact.indicator), same_name(one.clause))
    return same and one.paragraph == part.paragraph and not LAST_YEAR.search(one.before)


def _far(page: Page, part: Told, base: str) -> list[Told]:
    """Numbers of earlier paragraphs whose name begins or ends with the base: 各项贷款(余额)."""
    earlier = page.told[max(0, part.at - FARTHEST) : part.at]
    return [one for one in reversed(earlier) if named(base, one.fact.indicator) or named(base, one.clause)]


def _of_place(base: str, part: Told, one: Told) -> bool:
    """占全区的58.0%: of what is told for 全区 of the same kind."""
    if not PLACE.match(base) or base.rstrip("的总量") not in one.before:
        return False
    return kin(same_name(one.fact.indicator), same_name(part.fact.indicator))


def _by_name(page: Page, told: Told, words: str) -> list[Told]:
    found = page.by_name.get(same_name(words), told.at)
    return [
        one
        for one in found
        if is_quantity(one.fact) and one is not told and near_time(one.fact.period, told.fact.period)
    ]


def fits_pair(told: Told, pair: Pair) -> bool:
    part, whole = pair
    if not whole.amount.value:
        return True
    value, spread = quotient(part.amount, exact_plan(whole))
    return not apart(value, told, points_tolerance(told, spread))


def exact_plan(told: Told) -> Amount:
    """为任务4万亩的106.5%: a plan is set, not measured, and its digits are all it has."""
    return replace(told.amount, half=Decimal(0)) if is_plan_for(told) else told.amount


def ask_about(told: Told, pair: Pair) -> Conflict:
    part, whole = pair
    value, spread = quotient(part.amount, exact_plan(whole))
    tolerance = points_tolerance(told, spread)
    shown = f"{plain(value, 1)}%"
    worked = f"{_bare(part, whole)} ÷ {_bare(whole, part)} = {shown}"
    what = clause_name(told)
    return asking.asked(
        asking.Finding(
            rule="share",
            relation="占比或完成率与两数之比",
            facts=(told, part, whole),
            computed=value,
            tolerance=tolerance,
            worked=worked,
            question=f"按{printed(part.fact)}与{printed(whole.fact)}算，{what}应为{shown}，"
            f"文中写{printed(told.fact)}，以哪个为准？",
            answers=(asking.SCOPE, asking.BASE, asking.PERIOD, asking.ROUNDED),
        )
    )


def clause_name(told: Told) -> str:
    """What the percentage is called in its own clause: 占年计划的, 增长面."""
    clause = CLAUSE.split(told.before)[-1].strip("的为是达到约近 ")
    return f"“{clause}”" if 2 <= len(clause) <= 24 else "这个比例"


def _bare(one: Told, other: Told) -> str:
    return plain(one.fact.value) if one.fact.unit == other.fact.unit else printed(one.fact)
