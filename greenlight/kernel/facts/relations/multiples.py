"""Multiples: 由100亿元增加到160亿元，是上年的1.6倍; 增长0.6倍; 翻一番 is twice.

Tolerance: half a printed step and what the digits of both numbers explain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from greenlight.kernel.facts.fact import Conflict
from greenlight.kernel.facts.relations import asking
from greenlight.kernel.facts.relations.amounts import is_quantity, plain, printed
from greenlight.kernel.facts.relations.names import named
from greenlight.kernel.facts.relations.page import Page, Told, around
from greenlight.kernel.facts.relations.steps import FROM, INTO, LAST_YEAR
from greenlight.kernel.facts.relations.wholes import ROW, fits_beside

TIMES = "倍"
MORE_BY = re.compile("(?:增长|增加|提高|扩大|增)(?:了|近|约|超)*$")
IS_OF = re.compile("^(?:是|为|相当于|达到)")
OF_NAME = re.compile("^(?:约|大致|已)?(?:是|为|相当于|达到?)(?P<whom>[^，,；;。]{3,12}?)的(?:约|近)?$")
ELSE = re.compile("上年|去年|同期|全[市省国区县]|平均|\\d")
EACH = re.compile("[人户亩]均[\u4e00-\u9fff]{2,6}$|平均[\u4e00-\u9fff]{2,6}$")
AMPLIFIED = re.compile("^(?:资金)?放大(?:了|近|约)?$")  # 投资18.5亿元，带动社会资本74亿元，放大4倍
FORMER = re.compile("前者(?:是|为|相当于|达到?)后者的")
SUBJECT = re.compile(
    "(?P<who>[\u4e00-\u9fff]{4,14}?)(?:是|为|相当于|达到?)(?!上年|去年)[\u4e00-\u9fff]{2,12}[（(]$"
)
NEAR, BACK = 4, 14
BRACKET_ENDS = re.compile(r"^\s*[)）]?\s*的(?:约|近)?\s*$")
IS = re.compile("(?:是|为|达|相当于)[^，,；;。]{0,12}的?$|扩大到|增长到|增加到")


def multiples(page: Page) -> Iterator[Conflict]:
    """Ask where two numbers of the sentence do not give the multiple."""
    for told in page.told:
        if told.fact.unit != TIMES or told.amount.value <= 0:
            continue
        pair = _pair(page, told)
        if pair:
            yield from ask_about(told, *pair)


def _pair(page: Page, told: Told) -> tuple[Told, Told] | None:
    """Value and base: 由B增加到A, 是上年（B）的; both within the sentence, next to each other."""
    near = [one for one in around(page.in_sentence(told), told, NEAR) if one.at < told.at]
    if AMPLIFIED.search(told.clause) and len(near) > 1 and fits_beside(near[-2], near[-1]):
        return near[-1], near[-2]
    near = [one for one in near if is_quantity(one.fact)]
    inside = near and near[-1].at == told.at - 1 and BRACKET_ENDS.match(told.before)
    if inside and (subject := _subject(page, near[-1])):
        return subject, near[-1]
    for base, value in pairwise(near):
        if not fits_beside(base, value) or not base.amount.value:
            continue
        if FROM.search(base.before) and INTO.search(value.before):
            return value, base
        if value.at == told.at - 1 and told.before.strip() == "的" and IS_OF.search(value.clause):
            return base, value
        beside = told.at == value.at + 1 and BRACKET_ENDS.match(told.before)
        if beside and (LAST_YEAR.search(value.before) or _in_brackets(value, told)):
            return base, value
    return _former(near) if FORMER.search(told.clause) else _named(page, told, near)


def _former(near: list[Told]) -> tuple[Told, Told] | None:
    """城镇、农村分别达到41230元和21860元，前者是后者的1.89倍: the last two told in a row."""
    rows = [
        (one, other)
        for one, other in pairwise(near)
        if fits_beside(one, other) and ROW.match(other.before) and other.amount.value
    ]
    beside = near[-2:] if len(near) > 1 and fits_beside(near[-2], near[-1]) and near[-1].amount.value else []
    return rows[-1] if rows else (beside[0], beside[1]) if beside else None


def _subject(page: Page, base: Told) -> Told | None:
    """农产品加工业产值是农业总产值（46亿元）的2.8倍: the number told before under the clause's subject."""
    found = SUBJECT.match(base.clause) if base.depth else None
    if found is None:
        return None
    named_so = [one for one in page.back(base, BACK) if one.clause.endswith(found["who"])]
    alike = [one for one in named_so if fits_beside(one, base)]
    return alike[0] if alike and base.amount.value else None


def _in_brackets(base: Told, told: Told) -> bool:
    """加工产值38.2亿元，是农业总产值（20.1亿元）的1.9倍: the base stands in brackets under its name."""
    return base.depth > told.depth and bool(
        IS_OF.search(base.clause) or IS_OF.search(base.before.lstrip("，,"))
    )


def _named(page: Page, told: Told, near: list[Told]) -> tuple[Told, Told] | None:
    """撬动社会资本63.9亿元，约为投放资金的3倍: of the number told under that name."""
    found = OF_NAME.search(told.clause)
    if found and found["whom"].endswith(("平均水平", "平均")) and near and near[-1].at == told.at - 1:
        return _of_mean(page, near[-1])
    if not found or ELSE.search(found["whom"]) or not near or near[-1].at != told.at - 1:
        return None
    value = near[-1]
    for base in page.earlier(value, 12):
        if (
            fits_beside(base, value)
            and base.amount.value
            and (named(found["whom"], base.fact.indicator) or named(found["whom"], base.clause))
        ):
            return value, base
    return None


def _of_mean(page: Page, value: Told) -> tuple[Told, Told] | None:
    """A类企业亩均税收61.8万元，是规上企业平均水平的2.3倍: of the mean of that name told before."""
    name = EACH.search(value.clause)
    for base in page.earlier(value, 12) if name else ():
        same = fits_beside(base, value) and base.amount.value and base.amount.value < value.amount.value
        if same and name and base.clause.endswith(name[0]):
            return value, base
    return None


def ask_about(told: Told, value: Told, base: Told) -> Iterator[Conflict]:
    ratio = value.amount.value / base.amount.value
    more = bool(MORE_BY.search(told.before))
    if (
        not (more or AMPLIFIED.search(told.clause))
        and not IS.search(told.before)
        and told.before.strip() not in ("的", "）的", ")的")
    ):
        return
    computed = ratio - 1 if more else ratio
    if abs(computed - told.amount.value) <= _tolerance(told, value, base):
        return
    yield question(told, value, base, more=more)


def question(told: Told, value: Told, base: Told, *, more: bool = False) -> Conflict:
    """Ask which of the multiple and its two numbers is right; `more` for 增长几倍."""
    ratio = value.amount.value / base.amount.value
    computed, shown = (ratio - 1, " - 1") if more else (ratio, "")
    return asking.asked(
        asking.Finding(
            rule="multiple",
            relation="倍数与两数之比",
            facts=(told, value, base),
            computed=computed,
            tolerance=_tolerance(told, value, base),
            worked=f"{printed(value.fact)} ÷ {printed(base.fact)}{shown} = {plain(computed, 2)}倍",
            question=f"按两数推算{'增长' if more else '是'}{plain(computed, 2)}倍，"
            f"文中写{printed(told.fact)}，以哪个为准？",
            answers=("“增长几倍”与“是几倍”的说法不同", asking.SCOPE, asking.PERIOD, asking.ROUNDED),
        )
    )


def _tolerance(told: Told, value: Told, base: Told) -> Decimal:
    """Half a step of the multiple, what both numbers' digits explain, and a little."""
    low = max(base.amount.low, base.amount.value / 2)
    spread = abs(value.amount.high / low - value.amount.value / base.amount.value)
    return told.amount.half + spread + Decimal("0.05")
