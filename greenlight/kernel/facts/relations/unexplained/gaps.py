"""A gap, rest or total without its two numbers: 开工项目多7个（去年同期为35个）, 42个 a paragraph before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from greenlight.kernel.facts.fact import Comparator, Conflict
from greenlight.kernel.facts.relations.amounts import is_percent, is_points, is_quantity
from greenlight.kernel.facts.relations.differences import question
from greenlight.kernel.facts.relations.page import Page, Told
from greenlight.kernel.facts.relations.partitions import closed
from greenlight.kernel.facts.relations.points import question as points_question
from greenlight.kernel.facts.relations.slips import digits
from greenlight.kernel.facts.relations.steps import is_aside, is_past, is_plan, is_step
from greenlight.kernel.facts.relations.sums import ask_about
from greenlight.kernel.facts.relations.unexplained import reach
from greenlight.kernel.facts.relations.wholes import GAP as BALANCE
from greenlight.kernel.facts.relations.wholes import MEAN

GAP = re.compile(
    "(?:净(?!流)[\u4e00-\u9fff]{1,2}|差额?|相差|缺口|剩余|结余|剩下|还剩|还差|尚差|超出?|超过|净减少?|净增加?)[^，,；;。]{0,3}$"
)
ELSE = re.compile("新增|余额|超额|差价|累计|预计|可超")
IN_A_ROW = re.compile("分别|^\\s*(?:和|、|与|及)\\s*$")
MOVED = re.compile(
    "(?:比|较)[^，,；;。]*?(?=多|少|高|低|增|减|下|提|超)|同比|环比|净|增加|减少|多|少|增|减|下降|提高|超出?|剩余?|结余|相差|差额?|还|尚|仍|需|缺口|其余|[，,（）()]"
)
STEP = re.compile("[多少]")
AGAINST = re.compile(
    "拉动|贡献|比上年|比去年|同比|较上年|较去年|环比|上月|上季|一季度|上半年|全[省市国县区州]|平均"
)
BRACKET = re.compile("[（(]")
WHOM = re.compile("(?:比|较|于)(?P<whom>[\u4e00-\u9fff]{3,12}?)(?:增速|增幅)?(?:快|慢|高|低)(?:了|出)?$")
BY_TIME = re.compile("时间进度|序时")
TOTAL = re.compile("(?:合计|总量|总数|总额|总计|共计?|累计|总规模|总面积|达到)[^，,；;。]{0,4}$")
SURE_TOTAL = re.compile("合计|共计|总计|总量|总数|总规模")
ADDED = re.compile("再|新|还|另|加|扩")
SHARP, NEAR, NEAREST, POINTS_BACK, POINTS_AHEAD = 6, 5, 3, 14, 2
TELLING = 10  # digits that a slip's pattern seldom meets by chance, whatever the words
PARTS = 10
BEFORE = 6
NAMED, LONG = 0.6, 4


def unexplained_gaps(page: Page) -> Iterator[Conflict]:
    """Ask about a gap or rest no two numbers give, where one slip makes near ones of its unit give it."""
    for told in page.told:
        if not _is_gap(told):
            continue
        near = [one for one in reach.quantities(page, told) if one.amount.unit == told.amount.unit]
        if any(reach.fits((told, *pair), reach.makes_gap) for pair in combinations(near, 2)):
            continue
        namesakes = [one for one in near[NEAR:] if _named_like(told, one)][:1]
        pairs = [pair for pair in combinations([*near[:NEAR], *namesakes], 2) if _likely(told, *pair)]
        if found := reach.first_slip(told, pairs, reach.makes_gap, SHARP, len(pairs)):
            yield question(told, *sorted(found, key=lambda one: -one.amount.value))


def _is_gap(told: Told) -> bool:
    exact = told.fact.comparator is Comparator.EQUAL and told.amount.value > 0 and is_quantity(told.fact)
    return exact and bool(is_step(told) or GAP.search(told.clause)) and not ELSE.search(told.clause)


def _named_like(told: Told, one: Told) -> bool:
    """开工项目多7个: 本次集中开工项目42个, however far before."""
    own = STEP.sub("", told.clause)
    return len(own) >= LONG and one.fact.indicator.endswith(own)


def _likely(told: Told, one: Told, other: Told) -> bool:
    """One of them beside it; an earlier time's, a plan, or both just before; of the same things."""
    if one.amount.value == other.amount.value or is_step(one) or is_step(other):
        return False
    past = any(is_past(each) or reach.LAST_YEAR.search(each.clause) for each in (one, other))
    if reach.LAST_YEAR.search(told.clause) and not past:
        return False
    beside = {one.at, other.at} == {told.at - 1, told.at - 2}
    telling = sum(map(digits, (told, one, other))) >= TELLING and one.sentence == other.sentence
    if not telling and _of_its_own(told, one, other):
        return False
    if not (past or beside or telling or is_plan(one) or is_plan(other)):
        return False
    here = [each for each in (one, other) if each.sentence == told.sentence]
    if not any(each.at in (told.at - 2, told.at - 1, told.at + 1) for each in here):
        return False
    return len(here) > 1 or _of_same(told, *((other, one) if one is here[0] else (one, other)))


def _of_its_own(told: Told, one: Told, other: Told) -> bool:
    """存栏生猪12.6万头，上年末11.8万头，能繁母猪增加0.2万头: the gap is of something else."""
    own = MOVED.sub("", told.clause)
    return len(own) >= LONG and max(reach.shared_letters(own, each) for each in (one, other)) < NAMED


def _of_same(told: Told, far: Told, near: Told) -> bool:
    """Is the number of another sentence of the things the gap, or the number beside it, speaks of?"""
    own = STEP.sub("", told.clause)
    return reach.shared_letters(own if len(own) >= LONG else near.fact.indicator, far) >= NAMED


def unexplained_points(page: Page) -> Iterator[Conflict]:
    """Ask about 百分点 no two percentages give, where one slip makes two of the sentence give it."""
    for told in page.told:
        if not _are_points(told):
            continue
        around = page.told[max(0, told.at - POINTS_BACK) : told.at + POINTS_AHEAD + 1]
        percents = [one for one in around if is_percent(one.fact)]
        if any(
            _as_fine(told, pair) and reach.fits((told, *pair), reach.makes_gap)
            for pair in combinations(percents, 2)
        ):
            continue
        here = [one for one in percents if one.sentence == told.sentence]
        here.sort(key=lambda one: abs(one.at - told.at))
        pairs = [*combinations(here[:NEAREST], 2), *_with_named(page, told, here)]
        if found := reach.first_slip(told, pairs, reach.makes_gap, SHARP, len(pairs)):
            yield points_question(told, *found)


def _with_named(page: Page, told: Told, here: Sequence[Told]) -> Iterator[reach.Pair]:
    """普惠贷款增长23.4%，比各项贷款快8.4个百分点: with the percentage before that the words name."""
    found = WHOM.search(told.clause)
    if found is None or not here or here[0].at != told.at - 1:
        return
    for one in page.back(here[0], POINTS_BACK):
        named = is_percent(one.fact) and one.fact.kind is here[0].fact.kind
        if named and found["whom"][-2:] in one.fact.indicator:
            yield here[0], one
            return


def _are_points(told: Told) -> bool:
    exact = is_points(told.fact) and told.amount.value > 0 and told.fact.comparator is Comparator.EQUAL
    if not exact or BY_TIME.search(told.clause) or IN_A_ROW.search(told.before):
        return False
    remarked = re.search("[（(][^）)]*$", told.before) or BRACKET.match(told.after)
    return bool(remarked) or not AGAINST.search(told.clause)


def _as_fine(told: Told, pair: Sequence[Told]) -> bool:
    """Beside it, or printed to the same digit: 14% less 6% explains no 0.21 by chance."""
    beside = all(one.sentence == told.sentence for one in pair)
    return beside or max(one.fact.step for one in pair) <= told.fact.step


def unexplained_totals(page: Page) -> Iterator[Conflict]:
    """在现有18.5万平方米基础上再建6万平方米，总量达到24.5万平方米: three in a row, the last the sum."""
    for sentence in page.sentences:
        for one, other, total in zip(sentence, sentence[1:], sentence[2:], strict=False):
            numbers = (total, one, other)
            if not _is_total(numbers) or reach.fits(numbers, reach.makes_gap):
                continue
            if not reach.fits(numbers, reach.makes_total) and reach.is_slip(
                numbers, reach.makes_total, SHARP
            ):
                yield ask_about(total, (one, other))


def _is_total(numbers: reach.Triple) -> bool:
    total, one, other = numbers
    exact = all(is_quantity(each.fact) and each.fact.comparator is Comparator.EQUAL for each in numbers)
    alike = len({each.amount.unit for each in numbers}) == 1 and all(
        each.amount.value > 0 for each in numbers
    )
    means = any(MEAN.search(each.clause) for each in numbers)
    told = TOTAL.search(total.clause) and (ADDED.search(other.clause) or SURE_TOTAL.search(total.clause))
    return exact and alike and not means and bool(told) and one.sentence == total.sentence


def unexplained_pairs(page: Page) -> Iterator[Conflict]:
    """城镇零售额6731.8亿元，增长5%；乡村1094.7亿元: the only two of a sentence, of the whole before."""
    for sentence in page.sentences:
        plain = [one for one in sentence if _is_plain(one)]
        for unit in dict.fromkeys(one.amount.unit for one in plain):
            pair = [one for one in plain if one.amount.unit == unit]
            whole = _whole_before(page, pair) if len(pair) == 2 else None
            sharp = SHARP if closed(pair) else PARTS  # 限额以上、限额以下: there is no third
            if whole and reach.is_slip((whole, pair[0], pair[1]), reach.makes_total, sharp):
                yield ask_about(whole, (pair[0], pair[1]))


def _whole_before(page: Page, pair: Sequence[Told]) -> Told | None:
    """The last number of their unit before, in the sentence before, when the two do not make it."""
    one, other = pair
    before = [each for each in page.back(one, BEFORE) if each.amount.unit == one.amount.unit]
    whole = before[0] if before else None
    if (
        whole is None
        or BALANCE.search(whole.clause)
        or not _is_plain(whole)
        or whole.sentence != one.sentence - 1
    ):
        return None
    larger = whole.amount.value > max(one.amount.value, other.amount.value)
    return whole if larger and not reach.fits((whole, one, other), reach.makes_total) else None


def _is_plain(one: Told) -> bool:
    exact = is_quantity(one.fact) and one.fact.comparator is Comparator.EQUAL and one.amount.value > 0
    return exact and not is_aside(one) and not MEAN.search(one.clause)
