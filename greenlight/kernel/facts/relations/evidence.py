"""What a careful reader sees before asking: does another pair of the same sentence give the number?

A relation read wrongly (another base, another whole) leaves the right one standing beside it. Where the
stated number follows, to its last digit, from another pair of numbers of its sentence, nothing is asked.
Tolerance: half a printed step of the stated number and what the digits of the pair explain, at most 0.3.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import combinations, pairwise, permutations

from greenlight.kernel.facts.fact import Comparator, Conflict
from greenlight.kernel.facts.relations.amounts import is_percent, is_quantity
from greenlight.kernel.facts.relations.fitting import GROUND, HUNDRED, POINTS_LEFT_ALONE, quotient
from greenlight.kernel.facts.relations.page import Page, Told
from greenlight.kernel.facts.relations.slips import digits
from greenlight.kernel.facts.relations.stems import same_counter
from greenlight.kernel.facts.relations.steps import is_step

OF_TWO = re.compile("(?:优良|满意|合格|达标|好评)率")
SHARP = 3  # digits of a total that others seldom make by chance
SUMMED = 6
MOST = 12  # numbers of one sentence looked at
FAR = 2  # a share between two parts
BEHIND = 2  # numbers after the stated one that may still belong to it: 占22.5%（全市80家）
Pair = tuple[Told, Told]


def explained(page: Page, finding: Conflict) -> bool:
    """Does the stated number follow from other numbers beside it than those asked about?"""
    if finding.rule == "sum":
        return summed(page, finding) or _of_another_whole(page, finding) or _in_a_list(page, finding)
    if finding.rule == "difference" and (_closes_a_list(page, finding) or _in_a_list(page, finding)):
        return True
    gives = GIVES.get(finding.rule)
    asked = [one for place in finding.places for one in _at(page, *place)] if gives else []
    stated = next((one for one in asked if one.fact.start == finding.start), None)
    if gives is None or stated is None:
        return False
    asked_at = {one.at for one in asked}
    beside = asked_at == {stated.at - 2, stated.at - 1, stated.at}
    if beside and (finding.rule == "points" or (finding.rule == "share" and stated.before.strip() == "的")):
        return False  # 增长4.2%，比8%的目标高1.2个百分点；完成计划30亿元的105%: no other is meant
    if _of_share(page, finding, stated):
        return True
    pairs = _pairs(page, stated, asked_at)
    if beside and finding.rule == "multiple":  # 为上年同期32.4万的1.5倍: of that number, whatever else
        pairs = (pair for pair in pairs if any(one.at == stated.at - 1 for one in pair))
    return any(gives(stated, pair) for pair in pairs)


def _of_share(page: Page, finding: Conflict, stated: Told) -> bool:
    """Is a share one of two, of both just before it, or of a row?"""
    if finding.rule == "share" and OF_TWO.search(stated.clause) and _of_two(page, stated):
        return True
    if finding.rule == "share" and _of_both(page, stated):
        return True
    of_row = finding.rule in ("share", "known_ratio") and "占" in stated.clause
    return of_row and _of_row(page, stated)


def _of_two(page: Page, stated: Told) -> bool:
    """18项指标，自评为优的11项，良好5项，优良率88.9%: two that follow one another make the part."""
    near = [one for one in page.in_sentence(stated) if one.at < stated.at and is_quantity(one.fact)]
    wholes = [one for one in page.earlier(stated, MOST) if is_quantity(one.fact)]
    for one, other in pairwise(near):
        total = one.amount.value + other.amount.value
        for whole in wholes:
            fits = same_counter(one, other) and same_counter(one, whole) and whole.amount.value >= total > 0
            if (
                fits
                and whole not in (one, other)
                and abs(total / whole.amount.value * HUNDRED - stated.amount.value)
                <= stated.amount.half + GROUND
            ):
                return True
    return False


def summed(page: Page, finding: Conflict) -> bool:
    """Do other numbers of the sentence make the total, or what is told of each of several (各1所)?"""
    asked = [one for place in finding.places for one in _at(page, *place)]
    total = next((one for one in asked if one.fact.start == finding.start), None)
    if total is None or digits(total) < 2:
        return False
    parts = [one for one in asked if one is not total]
    near = [one for one in page.in_sentence(total) if one.at < total.at and same_counter(one, total)]
    near = [one for one in near if is_quantity(one.fact) and one.amount.value > 0][-SUMMED:]
    few = digits(total) < SHARP  # 37个、31个、18个、10个，前三类共86个: of such only one after another
    rows = (row for count in ((3,) if few else (2, 3, 4)) for row in combinations(near, count))
    rows = (row for row in rows if set(row) != set(parts) and not (few and _scattered(row)))
    return any(_adds_up(row, total) for row in rows) or _of_each(parts, total)


def _scattered(row: Sequence[Told]) -> bool:
    return any(other.at - one.at != 1 for one, other in pairwise(row))


def _of_another_whole(page: Page, finding: Conflict) -> bool:
    """省级94家。优秀22家，良好58家，合格29家，不合格3家: with the next they make the 112家 before."""
    asked = sorted((one for place in finding.places for one in _at(page, *place)), key=lambda one: one.at)
    parts = [one for one in asked if one.fact.start != finding.start]
    if len(parts) < 2:
        return False
    after = [one for one in page.in_sentence(parts[-1]) if one.at > parts[-1].at][:BEHIND]
    rows = [[*parts, *after[:count]] for count in range(1, len(after) + 1)]
    if _of_two_wholes(page, parts):
        return True
    return any(_makes_one_before(page, row) for row in rows)


def _of_two_wholes(page: Page, parts: Sequence[Told]) -> bool:
    """出口218.6亿元，进口149.3亿元。加工贸易201.7亿元，保税物流166.2亿元: of the two together."""
    back = [one for one in page.earlier(parts[0], MOST) if one.amount.unit == parts[0].amount.unit]
    total = sum((one.amount.value for one in parts), Decimal(0))
    slack = sum((one.amount.half for one in parts), GROUND)
    two = [
        pair for pair in pairwise(back) if pair[0].sentence == pair[1].sentence and all(map(_is_exact, pair))
    ]
    return any(abs(one.amount.value + other.amount.value - total) <= slack for one, other in two)


def _closes_a_list(page: Page, finding: Conflict) -> bool:
    """…合格29家，不合格3家: the last of all, no rest of two of them."""
    asked = [one for place in finding.places for one in _at(page, *place)]
    stated = next((one for one in asked if one.fact.start == finding.start), None)
    if stated is None:
        return False
    near = [one for one in page.in_sentence(stated) if one.at <= stated.at][-SUMMED:]
    return any(_makes_one_before(page, near[start:]) for start in range(len(near) - 2))


def _in_a_list(page: Page, finding: Conflict) -> bool:
    """督办事项186项…上级交办57项，占30.6%，会议定84项，领导批示45项: parts of the 186, of no other.

    The last number asked about stands among three or more of its unit, percentages between them at most, that
    make a number told before.
    """
    asked = sorted((one for place in finding.places for one in _at(page, *place)), key=lambda one: one.at)
    if not asked:
        return False
    last, unit = asked[-1], asked[-1].amount.unit
    row = [one for one in page.in_sentence(last) if one.amount.unit == unit and is_quantity(one.fact)]
    lengths = range(3, SUMMED + 1)
    rows = (row[start : start + count] for start in range(len(row) - 2) for count in lengths)
    rows = (one for one in rows if last in one and len(one) > 2 and _close(one))
    if finding.rule == "difference":  # 64个项目中，已开工37个，办理手续19个，选址8个: the 64 is theirs
        return any(_adds_up(one, asked[0]) and asked[0] not in one for one in rows)
    first, second = asked[0], asked[min(1, len(asked) - 1)]
    beside = second.at == first.at + 1 and second.sentence == first.sentence
    if first.fact.start == finding.start and beside:
        return False  # 88个项目中，产业项目41个、基础设施18个、民生9个: of no other than the 88
    return any(_makes(page, one, {each.at for each in asked}) for one in rows)


def _close(row: Sequence[Told]) -> bool:
    return all(other.at - one.at <= FAR for one, other in pairwise(row))


def _makes(page: Page, row: Sequence[Told], asked: set[int]) -> bool:
    """Does the row make a number before it, another than the finding's total?"""
    before = [one for one in page.earlier(row[0], MOST) if one.amount.unit == row[0].amount.unit]
    return any(
        digits(one) > 1
        and _is_exact(one)
        and _adds_up(row, one)
        and asked != {one.at, *(each.at for each in row)}
        for one in before
    )


def _makes_one_before(page: Page, row: Sequence[Told]) -> bool:
    """Three and more of one unit told one after another that make a number before them."""
    alike = all(is_quantity(one.fact) and one.amount.unit == row[0].amount.unit for one in row)
    if len(row) < 3 or not alike or _scattered(row):
        return False
    before = [one for one in page.back(row[0], MOST) if one.amount.unit == row[0].amount.unit]
    return any(digits(one) > 1 and _is_exact(one) and _adds_up(row, one) for one in before)


def _is_exact(one: Told) -> bool:
    """突破400亿元 is no sum of anything."""
    return one.fact.comparator is Comparator.EQUAL


def _of_each(parts: list[Told], total: Told) -> bool:
    rest = total.amount.value - sum((one.amount.value for one in parts), Decimal(0))
    each = [one for one in parts if one.clause.endswith("各") and one.amount.value > 0]
    return bool(each) and 0 < rest <= SHARP * each[0].amount.value and rest % each[0].amount.value == 0


def _adds_up(row: Sequence[Told], total: Told) -> bool:
    gap = sum((one.amount.value for one in row), Decimal(0)) - total.amount.value
    return abs(gap) <= sum((one.amount.half for one in row), total.amount.half)


def _at(page: Page, start: int, end: int) -> list[Told]:
    return [one for one in page.told.between(start, start + 1) if one.fact.end == end]


def _pairs(page: Page, stated: Told, asked: set[int]) -> Iterator[Pair]:
    """Pairs of the sentence, nearest first, but those of the finding's own numbers."""
    near = [one for one in page.in_sentence(stated) if one is not stated and one.at <= stated.at + BEHIND]
    near = sorted(near, key=lambda one: abs(one.at - stated.at))[:MOST]
    for one, other in permutations(near, 2):
        if not {one.at, other.at} <= asked:
            yield one, other


def _share(stated: Told, pair: Pair) -> bool:
    part, whole = pair
    if not _of_one_kind(part, whole) or not whole.amount.value:
        return False
    value, spread = quotient(part.amount, whole.amount)
    return _is(stated, value, spread)


def _of_both(page: Page, stated: Told) -> bool:
    """盈利企业41家，亏损企业17家，亏损面29.3%: of the two just before it together."""
    two = [one for one in page.in_sentence(stated) if stated.at - 2 <= one.at < stated.at]
    if len(two) < 2 or not _of_one_kind(*two):
        return False
    siblings = two[0].clause[-2:] == two[1].clause[-2:] or re.search("未|其余|剩", two[1].clause)
    if not siblings or re.search("其中|已|中$", two[1].clause.replace("未", "")):
        return False
    both = two[0].amount.value + two[1].amount.value
    return both > 0 and any(_is(stated, one.amount.value / both * HUNDRED, Decimal(0)) for one in two)


def _of_row(page: Page, stated: Told) -> bool:
    """税收29.87亿元，非税6.55亿元。税收占比82%; 强村89个、中等村97个、弱村27个，弱村占12.7%: of all."""
    for sentence in {one.sentence for one in page.earlier(stated, MOST)} | {stated.sentence}:
        quantities = [one for one in page.told.rows[sentence] if one.at < stated.at and is_quantity(one.fact)]
        for unit in {one.amount.unit for one in quantities}:
            row = [one for one in quantities if one.amount.unit == unit][-MOST:]
            rows = [
                row[start : start + count] for count in range(2, len(row) + 1) for start in range(len(row))
            ]
            alike = (
                one for one in rows if len(one) > 1 and not any("其中" in each.before for each in one[1:])
            )
            if any(_is_of_all(stated, one) for one in alike):
                return True
    return False


def _is_of_all(stated: Told, row: Sequence[Told]) -> bool:
    total = sum((one.amount.value for one in row), Decimal(0))
    close = all(other.at - one.at <= 2 for one, other in pairwise(row)) and total > 0
    named = [one for one in row if _named_by(stated, one)]
    return close and any(_is(stated, one.amount.value / total * HUNDRED, GROUND) for one in named)


def _named_by(stated: Told, one: Told) -> bool:
    """税收 of 税收占比, 弱村 of 弱村占: the words of the part stand before the share."""
    subject = re.split("占|比重|比例|只|仅", stated.clause)[0]
    return len(subject) > 1 and subject in one.fact.indicator + one.clause


def _growth(stated: Told, pair: Pair) -> bool:
    value, base = pair
    if not _of_one_kind(value, base) or not base.amount.value:
        return False
    ratio, spread = quotient(value.amount, base.amount)
    return _is(stated, ratio - HUNDRED, spread) or _by_step(stated, value, base)


def _by_step(stated: Told, value: Told, step: Told) -> bool:
    """总数比上年多14家，增长28%: of the 64家 before its parts."""
    base = value.amount.value - step.amount.value
    if not is_step(step) or base <= 0:
        return False
    rate = step.amount.value / base * HUNDRED
    spread = (value.amount.half + step.amount.half) / base * HUNDRED
    return _is(stated, rate, spread)


def _points(stated: Told, pair: Pair) -> bool:
    one, other = pair
    if not (is_percent(one.fact) and is_percent(other.fact)):
        return False
    gap = one.amount.value - other.amount.value
    return _is(stated, gap, Decimal(0)) and stated.at in (one.at - 1, other.at - 1, one.at + 1, other.at + 1)


def _times(stated: Told, pair: Pair) -> bool:
    """光伏2071万千瓦，…合计3557万千瓦；光伏是上年末1581万千瓦的1.31倍: of the first, not the last."""
    value, base = pair
    if not _of_one_kind(value, base) or not base.amount.value or stated.fact.step >= 1:
        return False
    ratio, spread = quotient(value.amount, base.amount)
    return abs(ratio / HUNDRED - stated.amount.value) <= stated.amount.half + spread / HUNDRED


def _difference(stated: Told, pair: Pair) -> bool:
    """没有开工的5个里，用地未批的3个，环评未过的2个: of the 5, not of all that was planned."""
    one, other = pair
    if not _of_one_kind(one, other) or not same_counter(one, stated):
        return False
    slack = one.amount.half + other.amount.half + stated.amount.half
    return abs(abs(one.amount.value - other.amount.value) - stated.amount.value) <= slack


def _mean(stated: Told, pair: Pair) -> bool:
    """Of any two of the sentence, to the last digit printed."""
    top, bottom = pair
    quantities = is_quantity(top.fact) and is_quantity(bottom.fact) and bottom.amount.value > 0
    if not quantities or top.amount.unit != stated.amount.unit.split("/")[0]:
        return False
    mean = top.amount.value / bottom.amount.value
    slack = stated.amount.half + top.amount.half / bottom.amount.value
    return abs(mean - stated.amount.value) <= slack


def _of_one_kind(one: Told, other: Told) -> bool:
    return is_quantity(one.fact) and is_quantity(other.fact) and same_counter(one, other)


def _is(stated: Told, value: Decimal, spread: Decimal) -> bool:
    sharp = spread <= POINTS_LEFT_ALONE  # 3.2万 and 3.6万 give 9% to 16%: no evidence
    return sharp and abs(value - stated.amount.value) <= stated.amount.half + spread + GROUND


GIVES: dict[str, Callable[[Told, Pair], bool]] = {
    "share": _share,
    "growth": _growth,
    "points": _points,
    "known_ratio": _share,
    "multiple": _times,
    "difference": _difference,
    "mean": _mean,
}
