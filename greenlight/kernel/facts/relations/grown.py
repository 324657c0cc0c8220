"""A growth follows from base and value: 由100亿元增加到120亿元，增长20%; 达到312家，增长20%，净增52家.

Not asked of 地区生产总值 and 增加值, whose growth is at constant prices (国家统计局《国民经济核算》), nor
where the words say 可比口径 or 扣除…因素. Tolerance: 0.3 points, more when the printed digits explain more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from greenlight.kernel.facts.fact import Conflict, Kind
from greenlight.kernel.facts.relations import asking
from greenlight.kernel.facts.relations.aims import aims
from greenlight.kernel.facts.relations.amounts import is_percent, plain, printed
from greenlight.kernel.facts.relations.fitting import HUNDRED, points_tolerance, rise
from greenlight.kernel.facts.relations.page import Page, Told, around
from greenlight.kernel.facts.relations.stems import same_counter
from greenlight.kernel.facts.relations.steps import (
    FROM,
    INTO,
    LAST_YEAR,
    LESS,
    MORE,
    is_past,
    is_plan,
    is_step,
)
from greenlight.kernel.facts.relations.wholes import MEAN, fits_beside

REAL_TERMS = re.compile("地区生产总值|生产总值|GDP|增加值|农林牧渔业总产值")
ADJUSTED = re.compile("可比|同口径|扣除|剔除|不变价|还原|两年平均|年均|拉动|名义|加权|目标|预期")
BY_HOW_MUCH = re.compile(
    "(?:压缩|压减|缩短|精简|提速|提升|增|降|减|涨|升)(?:幅度?|比例|比率?|率)(?:约?为|达到?|是)?$"
)
FALLS = re.compile(
    "[增降减涨升]幅|[同环]比(?:提高|上升|提升|多|少)|提速|增长|下降|增加|减少|压缩|缩短|压减|精简|缩减|下调|上调|上涨|偏多|偏少"
)
SET_AGAINST = re.compile("(?:比|较)[^，,；;。]{1,14}[（(]$")
NO_NOUN = re.compile(r"^\s*(?:比|较|同比|净|增|减|多|少|新|共|绝对)")  # 下降22.2%，死亡人数减少3人: another's
MUCH = re.compile(r"^\s*(?:同比|比上年|较上年)(?P<way>多|少)[\u4e00-\u9fff]$")  # 同比多发420万
ELSE = re.compile(
    "(?:(?<![同环])比|较|低于|高于)(?!上|去|同|年|前|\\d|基期|一|二|三|四)[^，,；;。]{2,}$"
)  # 比省定指标低1.8立方米
BEFORE = re.compile(  # 较9月的23.2亿元环比增长6.0%, 比2023年的3921件下降12.6%
    r"(?:比|较|与|同)(?:\d{1,2}月份?|上月|上季度?|[一二三四]季度|年初|上年末|上年底|去年底|去年末|(?:20)?\d\d年)(?:同期|末|底)?的?$"
)
LAST_WEEK = re.compile("^(?:常年同期|常年|多年平均|上周|上旬|上月|上季度?|前一周)(?:仅|只)?[为是有]?$")
SINCE = re.compile("(?:比|较)(?:年初|上月|上季|上年末|去年底|上年底|\\d+年)")


def grown(page: Page) -> Iterator[Conflict]:
    """Ask where base, value and growth do not fit: in one sentence, or an aim and the result before it."""
    for sentence in page.sentences:
        for growth in sentence:
            if len(sentence) < 2 or not _checkable(page, growth):
                continue
            yield from aims(page, growth)
            if len(sentence) > 2:
                yield from _by_base(growth, sentence)
                yield from _by_base_and_step(page, growth)
                yield from _by_step(growth, sentence)


def _checkable(page: Page, growth: Told) -> bool:
    kinds = (Kind.YOY_GROWTH, Kind.RATE, *((Kind.SHARE,) if BY_HOW_MUCH.search(growth.clause) else ()))
    if not is_percent(growth.fact) or growth.fact.kind not in kinds:
        return False
    clause = re.split(r"[；;。]", growth.before)[-1]
    return not ADJUSTED.search(clause) and not REAL_TERMS.search(growth.fact.indicator) and _is_growth(growth)


def _is_growth(growth: Told) -> bool:
    return growth.fact.kind is Kind.YOY_GROWTH or bool(FALLS.search(growth.clause[-8:]))


def _by_base(growth: Told, sentence: tuple[Told, ...]) -> Iterator[Conflict]:
    """The base is told: 由…增加到…, or 上年同期的19.05亿元."""
    near = [one for one in around(sentence, growth, 4) if one.fact.kind is not Kind.RANK]
    for base in near:
        values = [one for one in near if one is not base and _of_one_sort(one, base)]
        values = [one for one in values if growth.fact.is_target or not is_plan(one)]
        values = [one for one in values if _comparable(one, base) or FROM.search(base.clause)]
        if FROM.search(base.before):
            values = [one for one in values if one.at == base.at + 1 and INTO.search(one.before)]
            inside = growth.at == base.at - 1 and re.match(r"\s*[（(](?:由|从)", base.before)
            values = [one for one in values if inside or 1 <= growth.at - one.at <= 2]
        elif _is_base(base) and not _another_matter(sentence, base, growth):
            values = [one for one in values if one.at < base.at and not is_past(one)][-1:]
            values = [one for one in values if not is_step(one) and growth.at - 4 <= one.at < growth.at]
        else:
            continue
        for value in values:
            if base.amount.value > 0 and not REAL_TERMS.search(value.fact.indicator):
                yield from _ask(growth, value, base)


def _by_base_and_step(page: Page, growth: Told) -> Iterator[Conflict]:
    """由上年末的13820人减少910人，下降6.2%: of what there was."""
    base, step = page.told[max(0, growth.at - 2) : growth.at] if growth.at > 1 else (growth, growth)
    sign = 1 if MORE.search(step.clause) else -1 if LESS.search(step.clause) else 0
    told = (
        base.sentence == growth.sentence
        and FROM.search(base.before)
        and step.clause.strip() == step.before.strip()
    )
    if not (sign and told and base.amount.value and _of_one_sort(step, base)):
        return
    computed = sign * step.amount.value / base.amount.value * HUNDRED
    spread = abs(computed) * (step.amount.half / step.amount.value + base.amount.half / base.amount.value)
    tolerance = points_tolerance(growth, spread)
    if (growth.amount.value < 0) == (sign < 0) and abs(computed - growth.amount.value) > tolerance:
        worked = f"{printed(step.fact)} ÷ {printed(base.fact)} = {plain(abs(computed), 1)}%"
        yield question(growth, (base, step), computed, tolerance, worked)


def _is_base(told: Told) -> bool:
    past = LAST_YEAR.search(told.before) or BEFORE.search(told.clause) or LAST_WEEK.match(told.clause)
    return bool(past) and not is_step(told)


def _another_matter(sentence: tuple[Told, ...], base: Told, growth: Told) -> bool:
    """亩产536公斤，去年为527公斤；预计总产42.3万吨，增长2.2%: another thing begins after the ；."""
    between = [one for one in sentence if base.at < one.at <= growth.at]
    return any(re.search("[；;]", one.before) for one in between)


def _comparable(value: Told, base: Told) -> bool:
    """平均一家1.6亿元 is no value of 去年这时候31.5亿元."""
    mean = MEAN.search(value.clause) and not MEAN.search(base.clause)
    return not mean or base.amount.value / 3 <= value.amount.value <= base.amount.value * 3


def _ask(growth: Told, value: Told, base: Told) -> Iterator[Conflict]:
    computed, spread = rise(value, base)
    tolerance = points_tolerance(growth, spread)
    if abs(computed - growth.amount.value) <= tolerance or _falls_alike(growth, computed, tolerance):
        return
    worked = f"{printed(value.fact)} ÷ {printed(base.fact)} - 1 = {plain(computed, 1)}%"
    yield question(growth, (value, base), computed, tolerance, worked)


def _falls_alike(growth: Told, computed: Decimal, tolerance: Decimal) -> bool:
    """浓度由34降至31，改善8.8%: a fall told by a word that is neither 增长 nor 下降."""
    plainly = re.search("增长|上升|增加|提高", growth.clause)
    return not plainly and computed < 0 and abs(computed + growth.amount.value) <= tolerance


def _by_step(growth: Told, sentence: tuple[Told, ...]) -> Iterator[Conflict]:
    """The step is told: 达到312家，同比增长20%，净增52家."""
    for step in around(sentence, growth, 1):
        clause = step.clause
        much = MUCH.match(clause)
        more = MORE.search(clause) or (much and much["way"] == "多")
        sign = 1 if more else -1 if LESS.search(clause) or much else 0
        if (
            not sign
            or step is growth
            or step.fact.is_target > growth.fact.is_target
            or ELSE.search(clause)
            or (growth.at < step.at and not NO_NOUN.match(clause))
            or not _same_start(growth, step, clause)
        ):
            continue
        first = min(step.at, growth.at)
        bases = [one for one in sentence if one.at < first and is_past(one)]
        bases += [one for one in sentence if one.at < first and SET_AGAINST.search(one.clause)]
        aside = [one for one in sentence if one.at < first and one.depth > min(step.depth, growth.depth)]
        apart = [*bases, *aside]
        values = [one for one in sentence if one.at < first and _of_one_sort(one, step) and one not in apart]
        aim = growth.fact.is_target  # 预计总产42.3万吨，比上年增加0.9万吨，增长2.2%
        values = [one for one in values if not is_step(one) and is_plan(one) <= aim] or values[:1]
        values = [one for one in values if MEAN.search(step.clause) or not MEAN.search(one.clause)] or values
        values = [one for one in values if _speaks_of(step, one)] or values
        new = "新增" in clause and not re.search("(?:比|较)[^，,；;。]{1,8}新增", clause)
        near = bool(values) and (
            values[-1].at >= first - 1 - len(apart) - _steps_between(sentence, values[-1], first)
            or _speaks_of(step, values[-1])
        )
        if near and not new:
            yield from _ask_step(growth, values[-1], step, sign)


def _steps_between(sentence: tuple[Told, ...], value: Told, first: int) -> int:
    """比上月末增加21.3亿元，比年初增加163.5亿元: steps of the same value, with the rates beside them."""
    between = [one for one in sentence if value.at < one.at < first]
    aside = (
        is_step(one) or is_plan(one) or is_percent(one.fact) or MEAN.search(one.clause) for one in between
    )
    return len(between) if all(aside) else 0


def _of_one_sort(one: Told, step: Told) -> bool:
    return fits_beside(one, step) and same_counter(one, step)


def _speaks_of(step: Told, value: Told) -> bool:
    """死亡人数减少3人 goes back to 死亡9人, past the other things told between."""
    noun = step.clause.strip()[:2]
    return len(noun) == 2 and not NO_NOUN.match(noun) and noun in value.clause


def _same_start(growth: Told, step: Told, clause: str) -> bool:
    """比年初增加 beside 同比增长 count from different days."""
    mine, its = SINCE.search(growth.before), SINCE.search(clause)
    if growth.at > step.at and not mine:
        return "同比" not in growth.before or its is None
    return bool(mine) == bool(its) or bool(its is None and mine is None)


def _ask_step(growth: Told, value: Told, step: Told, sign: int) -> Iterator[Conflict]:
    base = value.amount.value - sign * step.amount.value
    if base <= 0 < growth.amount.value and sign > 0 and value.at == min(step.at, growth.at) - 1:
        yield _too_much(growth, value, step)
    if base <= 0 or (growth.amount.value < 0) != (sign < 0):
        return
    computed = sign * step.amount.value / base * HUNDRED
    spread = (
        (step.amount.half + abs(computed) / HUNDRED * (value.amount.half + step.amount.half)) / base * HUNDRED
    )
    tolerance = points_tolerance(growth, spread)
    if abs(computed - growth.amount.value) <= tolerance:
        return
    operator = "-" if sign > 0 else "+"
    shown = printed(step.fact)
    worked = f"{shown} ÷ ({printed(value.fact)} {operator} {shown}) = {plain(abs(computed), 1)}%"
    yield question(growth, (value, step), computed, tolerance, worked)


def _too_much(growth: Told, value: Told, step: Told) -> Conflict:
    """开行126列，比上年增加210列，增长20%: nothing can have been there before."""
    computed = growth.amount.value
    worked = f"{printed(step.fact)} > {printed(value.fact)}"
    return question(growth, (value, step), computed, points_tolerance(growth, computed * 0), worked)


def question(
    growth: Told, others: tuple[Told, ...], computed: Decimal, tolerance: Decimal, worked: str
) -> Conflict:
    """Ask which of value, base and growth is right."""
    shown = "和".join(printed(one.fact) for one in others)
    return asking.asked(
        asking.Finding(
            rule="growth",
            relation="增速与基数、现值",
            facts=(growth, *others),
            computed=computed,
            tolerance=tolerance,
            worked=worked,
            question=f"按{shown}推算，{asking.moved(computed)}，"
            f"文中写{asking.moved(growth.fact.value)}，以哪个为准？",
            answers=(asking.COMPARABLE, asking.REVISED, asking.SCOPE, asking.PERIOD),
        )
    )
