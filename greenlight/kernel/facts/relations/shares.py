"""Shares and rates of completion follow from their parts: 12.17亿元，占零售额13.53亿元的89.9%.

Tolerance: 0.3 points (README of the annotated reports), more when the printed digits explain more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from greenlight.kernel.facts.fact import Conflict
from greenlight.kernel.facts.relations import asking
from greenlight.kernel.facts.relations.amounts import alike, is_percent, is_quantity, plain, printed
from greenlight.kernel.facts.relations.fitting import apart, points_tolerance, quotient
from greenlight.kernel.facts.relations.lists import among
from greenlight.kernel.facts.relations.names import elsewhere, named, same_name
from greenlight.kernel.facts.relations.page import Page, Told
from greenlight.kernel.facts.relations.periods import near_time
from greenlight.kernel.facts.relations.share_words import CLAUSE, PLAN, ShareWords, share_words
from greenlight.kernel.facts.relations.steps import LAST_YEAR, is_past
from greenlight.kernel.facts.relations.wholes import (
    FARTHEST,
    OF_WHICH,
    before_which,
    in_sentence_before,
    is_part,
    kin,
    totals_of,
)

NO_ACTS = re.compile("不良|贷款|入住|知晓|失业|出勤|毛利|周转|负债|上座|渗透|普及|费用")
IN_ROW = re.compile(r"^\s*(?:、|和|及|与|以及)\s*$")
INNER = re.compile(r"^\s*[)）]?\s*的?(?:比重|比例|份额)?(?:为|达到?|约|近)?\s*$")
OF_INNER = re.compile("(?:占|为|相当于|是|完成|达到?)[^，,；;。]*$")
BEYOND = re.compile("超额|超出|超过|多于|高于|低于|少于")
GENERAL = frozenset({"完成", "使用", "到位"})
MEASURES = frozenset(
    {"面积", "供应面积", "供应", "投资", "规模", "户", "人口", "产值", "供地", "金额", "支出", "收入"}
)
COMMON = set("资金项目企业个数的")
DONE = re.compile("已|其中")
BARE_SHARE = re.compile("^(?:约|各)?占(?:比|比重)?(?:为|达)?$")
SAID = frozenset({"满意", "回复"})
ALL_OF = frozenset({"覆盖", "达标", "合格", "优良", "完成", "建成", "达成"})
AMONG_THEM = re.compile("^[^，,；;。]{0,12}(?:中|当中|里)[，,有]")
NESTED = re.compile("以上|以下")
PLACE = re.compile("^全(?:区|县|市|省|国|州|旗|盟|镇|园)(?:总量)?$")
Pair = tuple[Told, Told]


def shares(page: Page) -> Iterator[Conflict]:
    """Ask about every share that none of the pairs its words allow can give."""
    for told in page.told:
        if is_percent(told.fact) and told.amount.value > 0:
            sure, possible = pairs(page, told)
            if sure and not any(fits_pair(told, pair) for pair in [*sure, *possible]):
                yield ask_about(told, sure[0])


def pairs(page: Page, told: Told) -> tuple[list[Pair], list[Pair]]:
    """(part, whole) as the words say, and further pairs they do not rule out."""
    if INNER.match(told.before):
        return _inner(page, told), []
    words = share_words(told.before)
    if words is None:
        return [], []
    if (words.stem or words.of_whole) and (pair := _of_those(page, told, words)):
        return [pair], []
    if words.stem and not words.base:
        return _of_stem(page, told, words)
    if words.of_plan:
        return _of_plan(page, told, words)
    if words.of_whole:
        return _of_whole(page, told, words)
    return _of_named(page, told, words)


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
    return [(parts[0], whole)] if parts else []


def _of_those(page: Page, told: Told, words: ShareWords) -> Pair | None:
    """358家企业中，完成改造312家，覆盖面87.2%: the whole opens the sentence, the part stands just before."""
    part = page.told[told.at - 1] if told.at else told
    if part.sentence != told.sentence or not is_quantity(part.fact) or NO_ACTS.match(words.stem):
        return None
    face = told.before.rstrip("为达到约近是的 ").endswith("面")
    if words.stem and not face and words.stem not in ALL_OF and not set(words.stem) & _own_letters(part):
        return None
    for one in in_sentence_before(page, part):
        if one.amount.unit == part.amount.unit:
            inside = page.body[one.fact.end : part.fact.start]
            return (part, one) if AMONG_THEM.match(inside) else None
    return None


def _of_stem(page: Page, told: Told, words: ShareWords) -> tuple[list[Pair], list[Pair]]:
    """排查隐患1234处，整改1200处，整改率97.2%: the part's own words hold the stem of the rate."""
    if NO_ACTS.match(words.stem):
        return [], []
    near = list(in_sentence_before(page, told))[:6]
    doing = words.subject[-2:] if words.stem in GENERAL else ""
    letters = set(doing + words.stem + "已") - COMMON
    part = next((one for one in near if letters & _own_letters(one)), None)
    if words.stem in SAID and part and words.stem not in part.clause:
        return [], []  # 满意率 is of those asked, unless 满意4520件 is told
    if part is None or re.search(f"[不未]{words.stem}", part.clause):
        return [], []
    if base := _bracketed(page, told, part):
        return [(part, base)], []
    around = [one for one in page.earlier(part) if is_quantity(one.fact)]
    pairs = [(part, one) for one in around if same_counter(one, part)]
    pairs += [(one, other) for one in near for other in near if one is not other and same_counter(one, other)]
    whole = _stem_whole(page, part, words, [one for one in near if one.at < part.at]) or _topic(
        part, words, around
    )
    told_of = whole is not None and _told_of(words.subject, part, whole) and not _only_new(part, whole)
    return ([(part, whole)] if whole and told_of else []), pairs


def _bracketed(page: Page, told: Told, part: Told) -> Told | None:
    """上线2143人，上线率62.5%（报考3429人）: the whole stands in brackets after the rate."""
    after = [one for one in in_brackets_after(page, told) if same_counter(one, part)]
    return after[0] if after else None


def _only_new(part: Told, whole: Told) -> bool:
    """新发现126处，复查1840处，复查率100%: what is new is less than what there is."""
    new = "新" in whole.clause and "新" not in part.clause and not _is_plan(whole)
    return new and whole.amount.value < part.amount.value


def _told_of(subject: str, part: Told, whole: Told) -> bool:
    """Are the two numbers of whom the rate is: 毕业生就业率 is not of 失业人员再就业1485人?"""
    pairs = [subject[at : at + 2] for at in range(len(subject) - 1)]
    around = "".join(f"{one.words}，{CLAUSE.split(one.after)[0][:12]}，" for one in (part, whole))
    return sum(pair in around for pair in pairs) * 2 >= len(pairs)


def _own_letters(told: Told) -> set[str]:
    """Letters around the number up to the next mark: 270项完成, 已整改2047个."""
    return set(told.clause + CLAUSE.split(told.after)[0][:6])


def _stem_whole(page: Page, part: Told, words: ShareWords, near: list[Told]) -> Told | None:
    """The whole in the sentence: named by the rate (竣工项目投产率), or the nearest not itself done."""
    wholes = [one for one in near if one.amount.unit == part.amount.unit]
    for one in wholes:
        if words.subject and _about(words.subject, one):
            return one
    wholes = [one for one in wholes if one.at >= part.at - 3 or not _noun(part, words)]
    wholes = [one for one in wholes if not DONE.search(one.clause)] or wholes
    if words.stem == "完成" and not words.subject:  # 完成率 alone is of a plan
        wholes = [one for one in wholes if _is_plan(one) and "；" not in part.before]
    own = [one for one in wholes if not is_part(page, one) or is_part(page, part)]
    return next(iter(own or wholes), None)


def _topic(part: Told, words: ShareWords, around: list[Told]) -> Told | None:
    """The whole told a sentence before: 安排重点项目86个。…已开工79个; 规上工业企业412家。亏损企业62家."""
    noun = _noun(part, words)
    for one in around:
        if one.sentence < part.sentence - 1:
            return None
        same = one.amount.unit == part.amount.unit and one.sentence == part.sentence - 1
        named_so = not noun or (len(noun) >= 2 and one.clause.endswith(noun))
        if same and named_so and not OF_WHICH.search(one.before) and not NESTED.search(one.clause):
            return one
    return None


def _noun(part: Told, words: ShareWords) -> str:
    """What is left of the part's own words: 签约项目 of 签约项目中已注册, nothing of 已开工."""
    return re.sub(f"{words.stem}|其中|已|累计|共|目前|中|有|实现|完成", "", part.clause).strip()


def same_counter(one: Told, other: Told) -> bool:
    """893个 and 852个, 300项 and 270项; 个 stands for any counter of things."""
    units = {one.amount.unit, other.amount.unit}
    return len(units) == 1 or ("个" in units and alike(one.fact, other.fact))


def _of_plan(page: Page, told: Told, words: ShareWords) -> tuple[list[Pair], list[Pair]]:
    """占年计划的18.5%: a plan told before in the sentence, or the target of the same indicator."""
    parts = [one for one in in_sentence_before(page, told) if not _is_plan(one)]
    if not parts:
        return [], []
    part = parts[0]
    wholes = [one for one in in_sentence_before(page, told) if _is_plan(one) and alike(one.fact, part.fact)]
    wholes += [one for one in in_brackets_after(page, told) if alike(one.fact, part.fact)]
    if not wholes and part is list(in_sentence_before(page, told))[-1]:
        before = [one for one in page.earlier(part) if one.sentence == part.sentence - 1]
        plans = [one for one in before if _is_plan(one) and alike(one.fact, part.fact)]
        wholes = plans if len(plans) == 1 else []
    if not wholes:
        name = same_name(part.fact.indicator)
        wholes = [
            one
            for one in page.by_name.get(name, [])
            if one.fact.is_target and alike(one.fact, part.fact) and one is not part
        ]
    return [(part, whole) for whole in wholes[:1]], [(part, whole) for whole in wholes[1:]]


def in_brackets_after(page: Page, told: Told) -> list[Told]:
    """完成年初预算的52.8%（年初预算35.5亿元）."""
    after = page.told[told.at + 1 : told.at + 2]
    return [one for one in after if one.before.lstrip()[:1] in ("（", "(") and is_quantity(one.fact)]


def _is_plan(told: Told) -> bool:
    return told.fact.is_target or bool(PLAN.search(told.fact.indicator + told.before))


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
    return len(name) >= 4 and mine.endswith(name) and len(mine) >= len(name) + 2


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
        return near[0] if near else None
    if near and _about(subject, near[0]) and same_name(subject) == same_name(near[0].fact.indicator):
        return near[0]
    name = same_name(subject)
    for one in [*near, *page.earlier(told, 12)]:
        if is_quantity(one.fact) and (same_name(one.fact.indicator) == name or one.clause.strip() == subject):
            return one
    for one in [*near, *page.earlier(told, 12)]:
        if is_quantity(one.fact) and len(name) >= 3 and same_name(one.fact.indicator).endswith(name):
            return one
    return near[0] if near and _about(subject, near[0]) else None


def _of_named(page: Page, told: Told, words: ShareWords) -> tuple[list[Pair], list[Pair]]:
    """占限额以上零售额的89.9%: of the number told under that name."""
    near = list(in_sentence_before(page, told))
    if words.subject:
        near = [one for one in near if _about(words.subject, one)][:1] or _by_name(page, told, words.subject)
    if not near:
        return [], []
    part = near[0]
    wholes = [
        one
        for one in [
            *page.earlier(part),
            *_far(page, part, words.base),
            *page.by_name.get(same_name(words.base), []),
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
    found = page.by_name.get(same_name(words), [])
    return [
        one
        for one in found
        if is_quantity(one.fact) and one is not told and near_time(one.fact.period, told.fact.period)
    ]


def _about(subject: str, told: Told) -> bool:
    """Does the subject of 占 mean the number before it: 完成投资, 增长面, or its own name?"""
    name, mine = same_name(told.fact.indicator), same_name(subject)
    return bool(mine) and (mine in name or name in mine or mine in same_name(told.before))


def loosely_named(words: str, told: Told) -> bool:
    """Are all letters of the base, in their order, letters of the name (限上零售 of 限上企业零售)?"""
    base = same_name(words)
    return len(base) >= 2 and any(
        _in_order(base, same_name(name)) or _begins(base, same_name(name))
        for name in (told.fact.indicator, told.clause)
    )


def _begins(base: str, name: str) -> bool:
    """工业用地1932亩 for 占工业用地供应面积的: the measure is left out beside the unit."""
    return len(name) >= 3 and base.startswith(name) and base[len(name) :] in MEASURES


def _in_order(base: str, name: str) -> bool:
    letters = iter(name)
    return all(letter in letters for letter in base) or (len(name) > 2 and base.endswith(name))


def fits_pair(told: Told, pair: Pair) -> bool:
    part, whole = pair
    if not whole.amount.value:
        return True
    value, spread = quotient(part.amount, whole.amount)
    return not apart(value, told, points_tolerance(told, spread))


def ask_about(told: Told, pair: Pair) -> Conflict:
    part, whole = pair
    value, spread = quotient(part.amount, whole.amount)
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
