"""A growth without its two numbers: 财政总收入达到5500万元，增长7.4%, and 5120万元 some paragraphs before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import permutations

from greenlight.kernel.facts.fact import Comparator, Conflict, Kind
from greenlight.kernel.facts.relations.amounts import is_percent, plain, printed
from greenlight.kernel.facts.relations.fitting import HUNDRED
from greenlight.kernel.facts.relations.grown import question
from greenlight.kernel.facts.relations.page import Page, Told
from greenlight.kernel.facts.relations.stems import same_counter
from greenlight.kernel.facts.relations.steps import is_past, is_plan, is_step
from greenlight.kernel.facts.relations.unexplained import reach

RATE = re.compile("增|降|翻")
OTHERWISE = re.compile("可比|扣除|不变价|同口径|年均")
GROWS = re.compile(
    "(?:同比|环比|比|较)?(?:上年|去年|上周|上月|同期|年初)?(?:末|底)?"
    "(?:增长|下降|增|降|上升|增加|减少|增幅|降幅|翻)(?:达|为)?|正好|刚好|恰好|其中|[，,）)]"
)
OF_ANOTHER = re.compile("比|较")
NAMED = 0.6
SHARP, MOST, CLOSE, BESIDE = 6, 4, 4, 2


def unexplained_growths(page: Page) -> Iterator[Conflict]:
    """Ask about a growth no two numbers give, where one slip makes its value and a likely base give it."""
    for told in page.told:
        if not _is_growth(page, told):
            continue
        near = reach.quantities(page, told)
        value = _value(told, near)
        if value is not None and not _explained(told, value, near):
            yield from _ask(told, value, near)


def _is_growth(page: Page, told: Told) -> bool:
    words = told.clause + page.body[told.fact.start : told.fact.end]  # 正好翻一番
    grows = told.fact.kind is Kind.YOY_GROWTH or (told.fact.kind is Kind.RATE and bool(RATE.search(words)))
    exact = told.fact.comparator in (Comparator.EQUAL, Comparator.APPROX) and is_percent(told.fact)
    exact = exact and told.amount.value != 0
    return grows and exact and not OTHERWISE.search(told.clause) and not reach.IN_A_ROW.search(told.before)


def _explained(told: Told, value: Told, near: Sequence[Told]) -> bool:
    """Does the value with any other number, or any two just beside it, give the growth?"""
    pairs = [(value, other) for other in near] + [*permutations(near[:CLOSE], 2)]
    return any(
        one is not other
        and same_counter(one, other)
        and (
            reach.fits((told, one, other), reach.makes_growth)
            or reach.fits((told, one, other), reach.makes_step)
        )
        for one, other in pairs
    )


def _value(told: Told, near: Sequence[Told]) -> Told | None:
    """What grew: the last number before it in the sentence, past the base that stands between."""
    before = [one for one in near if one.sentence == told.sentence and one.at < told.at and not is_step(one)]
    if not before:
        return None
    value = before[1] if is_past(before[0]) and len(before) > 1 else before[0]
    if is_past(value):
        return None
    subject = GROWS.sub("", told.clause)
    return value if len(subject) < 2 or reach.shared_letters(subject, value) >= NAMED else None


def _ask(told: Told, value: Told, near: Sequence[Told]) -> Iterator[Conflict]:
    alike = [one for one in near if one is not value and one.amount.unit == value.amount.unit]
    alike = [one for one in alike if reach.both_means(one, value) and one.amount.value != value.amount.value]
    for other in alike[:MOST]:
        numbers = (told, value, other)
        if is_step(other):
            if OF_ANOTHER.search(other.clause) and not reach.LAST_YEAR.search(other.clause):
                continue  # 比上年下降6.7%，比省定指标低1.8立方米
            beside = max(abs(other.at - told.at), abs(other.at - value.at)) <= BESIDE
            if beside and other.sentence == told.sentence and reach.is_slip(numbers, reach.makes_step, SHARP):
                yield _of_step(told, value, other)
                return
        elif _is_base(told, value, other) and reach.is_slip(numbers, reach.makes_growth, SHARP):
            yield _of_base(told, value, other)
            return


def _is_base(told: Told, value: Told, other: Told) -> bool:
    """An earlier time's number, or the value's namesake; an aim grows from what was reached."""
    same = other.fact.indicator == value.fact.indicator
    if is_plan(other) or (is_plan(value) and not (value.fact.is_target and told.fact.is_target and same)):
        return False
    return (same and other.sentence != value.sentence) or is_past(other) or reach.is_set_back(other)


def _of_base(told: Told, value: Told, base: Told) -> Conflict:
    computed = (value.amount.value / base.amount.value - 1) * HUNDRED
    worked = f"{printed(value.fact)} ÷ {printed(base.fact)} - 1 = {plain(computed, 1)}%"
    return question(told, (value, base), computed, told.amount.half, worked)


def _of_step(told: Told, value: Told, step: Told) -> Conflict:
    falls = told.amount.value < 0
    base = value.amount.value + step.amount.value * (1 if falls else -1)
    computed = step.amount.value / base * (-HUNDRED if falls else HUNDRED) if base > 0 else HUNDRED
    worked = f"{printed(step.fact)} ÷ ({printed(value.fact)} {'+' if falls else '-'} {printed(step.fact)})"
    return question(told, (value, step), computed, told.amount.half, f"{worked} = {plain(computed, 1)}%")
