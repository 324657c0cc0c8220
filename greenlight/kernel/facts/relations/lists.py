"""Lists of parts beside their whole: 其中A、B；按领域分，A、B；W（A、B）；W：A、B；A、B，合计W."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import chain, takewhile

from greenlight.kernel.facts.relations.amounts import alike, is_quantity
from greenlight.kernel.facts.relations.columns import columns
from greenlight.kernel.facts.relations.counted_lists import counted_lists
from greenlight.kernel.facts.relations.fitting import makes, sum_tolerance
from greenlight.kernel.facts.relations.names import same_name
from greenlight.kernel.facts.relations.page import Page, Told, behind
from greenlight.kernel.facts.relations.slips import one_slip_explains
from greenlight.kernel.facts.relations.spread import spread
from greenlight.kernel.facts.relations.steps import BY_SO_MUCH, is_past, is_plan, is_step
from greenlight.kernel.facts.relations.stretches import (
    AGAINST,
    BREAK,
    is_rest,
    of_one_stretch,
    unbroken,
    up_to_inner,
    with_other_counters,
)
from greenlight.kernel.facts.relations.wholes import MEAN, is_part, kin, may_hold, totals_of

BREAKDOWN = re.compile(
    "[两二三四五六七八九十]类[^，,；;。]{0,6}[：:]|分[两二三四五六七八九十](?:批|期|步|档|级|片)[^，,；;。]{0,4}[：:]"
    "|按[^，,。]{1,8}(?:分|看)|分[^，,。]{1,6}看|从[^，,。]{2,8}看|由[^，,。]{0,30}(?:组成|构成)"
)
OF_WHICH = re.compile(
    "其中|[两二三四五六七八九十]大[\u4e00-\u9fff]{2,4}中|包括|包含|具体为|即|评[为定出]|划[为分]|分为|分成|[鉴认确]定为|评定为|依次为|\\d年(?:至|到|—|-)\\d{4}年分别"
)
OPENS = re.compile(r"^\s*[:：(（]")
CLOSED_AGAIN = re.compile(r"^\s*[(（][^)）]*[)）]")  # 藏品326件（套），总量达1.28万件
AFTER_GROWTH = re.compile(r"^[，,][^，,；;。:：]{0,12}[%％点][:：][^，,；;。:：]{0,14}$")  # 下降2.4%：农业…
EVENTS = frozenset({"次", "起", "件", "宗", "例", "场次", "场", "批次"})
TOGETHER = re.compile(
    "(?P<many>[两二三四五六七八九十]|\\d+)?(?:项|类|者|个|家|条|种|大|块|部分)?[^，,；;。]{0,6}"
    "(?:合计|共计|总计|相加|之和|总和|[加合]起来|加在一起|合在一起|加总)[^，,；;。]*$|(?:^|[，,])\\s*(?:总|一)?共(?:有|计)?$"
    "|(?P<sorts>[两二三四五六七八九十])(?:批|税|镇|区|县|园|类|项|者|家)共[^，,；;。]{0,4}$|(?:^|[，,])[参纳列][\u4e00-\u9fff]{2,6}共(?:有|计)?$"
)
VIEW = re.compile("^从")  # 从商品看 names what stands out; 分产业看 names all
MANY = {word: at for at, word in enumerate("一二三四五六七八九十", 1)} | {"两": 2}
NESTED = re.compile("(?<!资质)(?<!限额)(?<!规模)(?<!定额)(?:以上|以下|以内)")
LAST_STEP = re.compile("及以[上下][^，,；;。]{0,4}$")  # 一级23家、二级68家、三级及以下51家
AVERAGE = re.compile("[人户亩村次件家企场日月宗台笔]均|均价|单价|平均|每|标准|工资|利率|指数|浓度|得分")
NEW_AND = re.compile("新增(?:和|及|与|、)")
JOINED = re.compile(r"^\s*(?:、|和|及|与|以及)")
RESPECTIVELY = re.compile(
    "(?P<names>[^，,；;。]+、[^，,；;。]+?)(?:企业|项目)?(?:分别|依次)[^，,；;。]{0,6}$"
)
PER_YEAR = re.compile("比|较|增长|增加|提高|下降|减少")
ROW = re.compile(r"^\s*(?:、|和|及|与|以及|，|,)\s*$")
WITHIN = re.compile("^[\u4e00-\u9fff]{0,8}(?:中|当中|里)[，,]")
PERIOD = re.compile("上半年|前三季度|全年")
QUARTER = re.compile("([一二三四])季度")
QUARTERS = {"上半年": 2, "前三季度": 3, "全年": 4}
FOLLOWING = 3  # sentences that break one number down
SIDES, BACK = 3, 5  # as many parts; sentences back to their whole
AMONG = re.compile("^(?P<name>[\u4e00-\u9fff]{2,14})中[，,]")
LONGEST = 40
ADDED = re.compile("加上|再加|连同|加之")
INDUSTRIES = re.compile("(?:其中|分产业看)?[，,：:]?(?:第一产业|一产|第一、二、三产业|三次产业)")


@dataclass(frozen=True, slots=True)
class Parts:
    """A list with its whole; `complete` when the words leave nothing out."""

    whole: Told
    parts: tuple[Told, ...]
    complete: bool
    stretches: tuple[int, ...] = ()

    @property
    def adds(self) -> bool:
        """Averages (居民人均可支配收入) have parts between which they lie, and are no sum of them."""
        return not _is_average(self.whole)


def lists(page: Page) -> tuple[Parts, ...]:
    """Every list of two or more parts whose whole the words point at, as far as it makes the whole."""
    if page.told.parts is None:
        page.told.parts = tuple(_as_far_as_it_makes(one) for one in _lists(page))
    return page.told.parts


def _as_far_as_it_makes(one: Parts) -> Parts:
    """11家，其中3家、8家；民宿216家: a list ends where it makes its whole."""
    made = makes(one.parts, one.whole)
    for count in one.stretches:
        if made[min(count, len(made)) - 1]:
            return replace(one, parts=one.parts[:count], stretches=(count,))
    return one


def _lists(page: Page) -> Iterator[Parts]:
    for told in page.told:
        if is_quantity(told.fact) and told.amount.value > 0:
            yield from _after(page, told)
            yield from _before(page, told)
    yield from _among(page)
    yield from _side_by_side(page)
    complete = chain(columns(page), counted_lists(page))
    yield from (Parts(whole, parts, True, (len(parts),)) for whole, parts in complete)
    yield from _respectively(page)
    yield from _within(page)


def _is_average(told: Told) -> bool:
    """居民人均可支配收入51268元，其中城镇居民58943元: averages are not added up."""
    return bool(AVERAGE.search(told.clause) or AVERAGE.search(told.fact.indicator))


def _after(page: Page, whole: Told) -> Iterator[Parts]:
    """Parts that follow: in the sentence, or opening the next one with 其中 or 分产业看."""
    rest = list(behind(page.in_sentence(whole), whole))
    cue = _cue(page.body, page.spans[whole.sentence][0], whole, rest)
    if cue is not None:
        yield from _list(whole, rest, *cue)
    elif parts := spread(rest, whole, _may_be_part):
        yield Parts(whole, parts, False, (len(parts),))
    elif not _is_broken_down(page, whole):
        yield from _sentences_after(page, whole)


def _sentences_after(page: Page, whole: Told) -> Iterator[Parts]:
    """其中… opens the next sentence; 按行业分，…。按性质分，… open the next two."""
    if NESTED.search(whole.clause) and is_part(page, whole):
        return  # 其中亿元以上71个。按产业划分，…: of all of them
    for number in range(whole.sentence + 1, whole.sentence + 1 + FOLLOWING):
        rest = _sentence(page, whole, number)
        cue = _opening(page, whole, rest)
        if cue is None or (number > whole.sentence + 1 and not _breaks_down(page, number)):
            return
        yield from _list(whole, rest, *cue)
        if not _breaks_down(page, number):
            return


def _list(whole: Told, rest: list[Told], place: int, complete: bool) -> Iterator[Parts]:
    stretch = [one for one in unbroken(rest, place) if one.fact.start >= place and _may_add(one, whole)]
    parts = with_other_counters(rest, [one for one in stretch if _may_be_part(one, whole)])
    parts = up_to_inner(parts) if complete else of_one_stretch(parts)
    if parts and parts[0].depth > whole.depth and parts[0].at == whole.at + 1:
        parts = list(takewhile(lambda one: one.depth > whole.depth, parts))  # 1247件（…，其他127件）；办结
    if len(parts) >= 2 and parts[0] is stretch[0] and may_hold(whole, parts[0]):
        yield Parts(whole, tuple(parts[:LONGEST]), complete, _ends(parts))


def _cue(body: str, start: int, whole: Told, rest: list[Told]) -> tuple[int, bool] | None:
    """Where the parts begin, and whether the words say that they are all."""
    may_be = (one for one in rest if _may_be_part(one, whole))
    first = next(may_be, None)
    if first is not None and MEAN.search(first.clause) and not MEAN.search(whole.clause):
        first = next((one for one in may_be if not MEAN.search(one.clause)), first)
    if first is None or not may_hold(whole, first):
        return None
    gap = body[whole.fact.end : first.fact.start]
    if OPENS.match(gap) and "其中" not in gap and not CLOSED_AGAIN.match(gap):
        return whole.fact.end, True
    found = BREAKDOWN.search(gap)
    if found and BREAKDOWN.search(body, start, whole.fact.start):
        return None  # a part itself: 按产业分，…现代农业7个；按来源分，省内22个
    if found:
        return whole.fact.end + found.start(), not VIEW.match(found.group())
    if AFTER_GROWTH.match(gap):
        return whole.fact.end + max(gap.find(":"), gap.find("：")), False
    found = OF_WHICH.search(gap)
    return (whole.fact.end + found.start(), False) if found else None


def _among(page: Page) -> Iterator[Parts]:
    """一般公共预算收入中，税收收入…；非税收入…: the whole is named, and told before."""
    for sentence in page.sentences:
        whole = among(page, sentence[0]) if sentence else None
        parts = [one for one in sentence if whole and _may_be_part(one, whole)]
        if whole and len(parts) >= 2:
            yield Parts(whole, tuple(parts[:LONGEST]), False, _ends(parts))


def _respectively(page: Page) -> Iterator[Parts]:
    """新增学位9360个，学前、小学、高中分别新增1800个、6480个和1080个: what stands before is their whole."""
    for sentence in page.sentences:
        for first in sentence:
            names = RESPECTIVELY.search(first.clause) if is_quantity(first.fact) else None
            many = len(names["names"].split("、")) if names else 0
            parts = _row(sentence, first) if many >= 2 else []
            whole = next((one for one in page.earlier(first, 3) if _may_add(one, first)), None)
            if whole is None or len(parts) < 2 or len(parts) not in (many, many + 1):
                continue
            near = whole.sentence == first.sentence and not is_step(whole) and not is_past(whole)
            if (
                near
                and whole.amount.value > 0
                and not _is_average(first)
                and not PER_YEAR.search(first.clause)
            ):
                yield Parts(whole, tuple(parts), False, (len(parts),))


def _row(sentence: tuple[Told, ...], first: Told) -> list[Told]:
    """The numbers that go on from the first with nothing but 、 or 和 between."""
    return [
        first,
        *takewhile(lambda one: ROW.match(one.before) and _may_add(one, first), behind(sentence, first)),
    ]


def _within(page: Page) -> Iterator[Parts]:
    """6起事故中，道路运输3起，工贸2起，建筑施工1起: the whole opens the sentence."""
    for sentence in page.sentences:
        for whole in sentence:
            if not is_quantity(whole.fact) or not WITHIN.match(whole.after):
                continue
            rest = list(takewhile(lambda one: not BREAK.search(one.before), behind(sentence, whole)))
            parts = [one for one in rest if _may_be_part(one, whole)]
            if len(parts) >= 2 and parts[0] is rest[0]:
                yield Parts(whole, tuple(parts[:LONGEST]), False, _ends(parts))


def _side_by_side(page: Page) -> Iterator[Parts]:
    """甲产业产值268.5亿元，…；乙产业产值…；丙产业产值…: their sum is the 产值 told a little before."""
    for sentence in page.sentences:
        parts = [one for one in sentence if is_quantity(one.fact) and _opens_item(page, one)]
        if not SIDES <= len(parts) <= LONGEST or any(not _may_be_part(one, parts[0]) for one in parts):
            continue
        total = sum((part.amount.value for part in parts), Decimal(0))
        for whole in totals_of(page, parts[0]):
            near = whole.sentence >= parts[0].sentence - BACK
            makes = abs(total - whole.amount.value) <= sum_tolerance(parts, whole)
            if near and (makes or one_slip_explains(parts, whole)):
                yield Parts(whole, tuple(parts), False, (len(parts),))
                break


def _opens_item(page: Page, told: Told) -> bool:
    """Is it the first number of its stretch between ；?"""
    at = told.at - 1
    alone = at < 0 or page.told[at].sentence != told.sentence
    return alone or bool(BREAK.search(told.before))


def among(page: Page, told: Told) -> Told | None:
    """The number told before for what the sentence opens with: 税收收入中，…."""
    first = page.in_sentence(told)[0]
    found = AMONG.match(first.before.lstrip())
    name = same_name(found["name"]) if found else ""
    for one in page.earlier(first) if found else ():
        if is_quantity(one.fact) and name in (same_name(one.fact.indicator), same_name(one.clause)):
            return one
    return _short_of(page, first, name) if found else None


def _short_of(page: Page, first: Told, name: str) -> Told | None:
    """新设企业中，…: told before as 其中企业1094户."""
    for one in page.earlier(first, 8):
        short = one.clause.replace("其中", "").strip()
        if is_quantity(one.fact) and len(short) >= 2 and name.endswith(short):
            return one
    return None


def _sentence(page: Page, whole: Told, number: int) -> list[Told]:
    if number >= len(page.sentences) or not page.sentences[number]:
        return []
    first = page.sentences[number][0]
    return list(page.sentences[number]) if first.paragraph == whole.paragraph else []


def _is_broken_down(page: Page, told: Told) -> bool:
    """Does the number's own sentence open with 从主体看: is it a part itself?"""
    return _breaks_down(page, told.sentence)


def _breaks_down(page: Page, number: int) -> bool:
    return bool(BREAKDOWN.match(page.sentence_text(number).lstrip()))


def _opening(page: Page, whole: Told, rest: list[Told]) -> tuple[int, bool] | None:
    if not rest:
        return None
    start = page.spans[rest[0].sentence][0]
    lead = page.body[start : rest[0].fact.start]
    if found := BREAKDOWN.match(lead.lstrip()):
        return start, not VIEW.match(found.group())
    if OF_WHICH.match(lead.lstrip()) or INDUSTRIES.match(lead.lstrip()):
        return start, False
    same = kin(same_name(whole.fact.indicator), same_name(rest[0].fact.indicator))
    return (start, False) if "分别" in lead and same and may_hold(whole, rest[0]) else None


def _before(page: Page, whole: Told) -> Iterator[Parts]:
    """Parts that come first: A 10亿元、B 20亿元，合计30亿元."""
    found = (
        None
        if is_rest(whole, page.told[whole.at - 1] if whole.at else whole)
        else TOGETHER.search(whole.before)
    )
    if not found:
        yield from _of_quarters(page, whole)
        return
    many = found["many"] or found["sorts"]
    count = (MANY.get(many) or (int(many) if many.isdigit() else 0)) if many else 0
    parts = _listed_before(page, whole, page.in_sentence(whole))
    parts = [*_added_to(page, parts), *parts]
    if len(parts) < 2 and whole.sentence:
        parts = _items_before(page, whole)
        if count != len(parts):
            return  # 三项产值之和 of three items, no more and no less
    if count:
        parts = parts[-count:] if count <= len(parts) else []
    else:
        parts = _just_before(parts, whole)
    if len(parts) >= 2:
        yield Parts(whole, tuple(parts), True, tuple(range(2, len(parts) + 1)))


def _added_to(page: Page, parts: list[Told]) -> list[Told]:
    """收入63.87亿元，比上年增长5.1%。加上上级补助71.36亿元、…，总计153.4亿元: what it is added to."""
    if not parts or not ADDED.match(parts[0].before.lstrip()):
        return []
    earlier = [one for one in page.earlier(parts[0], 8) if one.sentence == parts[0].sentence - 1]
    found = [one for one in earlier if is_quantity(one.fact) and one.amount.unit == parts[0].amount.unit]
    return [one for one in found if not is_past(one) and not is_plan(one)][-1:]


def _just_before(parts: list[Told], whole: Told) -> list[Told]:
    """总支出62.4亿元；三项支出分别为14.2亿元、10.6亿元、7.3亿元，合计32.1亿元: the last."""
    made = makes(reversed(parts), whole)
    if True in made[1:]:
        return parts[-made.index(True, 1) - 1 :]
    breaks = [at for at, one in enumerate(parts) if BREAK.search(one.before)]
    return parts[breaks[-1] :] if breaks and len(parts) - breaks[-1] >= 2 else parts


def _of_quarters(page: Page, whole: Told) -> Iterator[Parts]:
    """一季度18.6亿元，二季度26.3亿元，上半年累计44.9亿元."""
    found = PERIOD.search(whole.clause)
    parts = _listed_before(page, whole, page.in_sentence(whole))[-QUARTERS[found[0]] :] if found else []
    named = [QUARTER.findall(part.clause) for part in parts]
    words = list("一二三四"[: QUARTERS[found[0]]]) if found else []
    if found and (([one[-1:] for one in named] == [[word] for word in words]) or named[:1] == [words]):
        yield Parts(whole, tuple(parts), True, (len(parts),))


def _listed_before(page: Page, whole: Told, sentence: tuple[Told, ...]) -> list[Told]:
    return [
        one
        for one in sentence
        if one.at < whole.at
        and is_quantity(one.fact)
        and one.amount.unit == whole.amount.unit
        and bool(MEAN.search(one.clause)) <= bool(MEAN.search(whole.clause))
    ]


def _items_before(page: Page, whole: Told) -> list[Told]:
    """茶叶产值6.8亿元、增长9.2%；蓝莓产值3.4亿元、增长15.6%。: the first number of each item, of one unit."""
    if not page.in_sentence(whole) or page.in_sentence(whole)[0] is not whole:
        return []
    before = page.sentences[whole.sentence - 1]
    same = bool(before) and before[0].paragraph == whole.paragraph
    return _listed_before(page, whole, before) if same else []


def _may_be_part(one: Told, whole: Told) -> bool:
    return _may_add(one, whole) and not _set_against(one, whole)


def _set_against(one: Told, whole: Told) -> bool:
    """新增1.2万亩 is a step and no part, unless the whole names it: 新增和改善灌溉面积4.9万亩."""
    found = AGAINST.search(one.clause) or BY_SO_MUCH.match(one.clause)
    return found is not None and not (found.group() == "新增" and NEW_AND.search(whole.clause))


def _may_add(one: Told, whole: Told) -> bool:
    units = {one.amount.unit, whole.amount.unit}
    same = one.fact.unit == whole.fact.unit or len(units) == 1 or units <= EVENTS
    return is_quantity(one.fact) and alike(one.fact, whole.fact) and same


def _ends(parts: list[Told]) -> tuple[int, ...]:
    """How many parts each stretch holds that may be the whole list: no stretch ends before a 、 or 和."""
    joined = [bool(JOINED.match(part.before)) for part in parts]
    return tuple(at for at in range(2, len(parts) + 1) if at == len(parts) or not joined[at])


def nested(parts: tuple[Told, ...]) -> bool:
    """亿元以上23个、10亿元以上5个 lie within each other and cannot be added."""
    steps = [part for part in parts if NESTED.search(part.before) or NESTED.search(part.fact.indicator)]
    ends = bool(parts) and "以上" in parts[0].clause and "以下" in parts[-1].clause
    return bool(steps) and not ends and not (len(steps) == 1 and LAST_STEP.search(steps[0].clause))
