"""An average whose two numbers stand farther off, or behind it: asked of where one slip makes them give it.

惠及企业2147家次，平均每家次18.0万元; 财政人均补助2400元，惠及411人、共计98.64万元; 按250个工作日计算，
日均1655件. What is counted must be of the average's own word (户均 of 户, 每批 of 批). Where any two numbers
near give the average, nothing is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial

from greenlight.kernel.facts.fact import Comparator, Conflict, Kind
from greenlight.kernel.facts.relations.amounts import is_quantity
from greenlight.kernel.facts.relations.means import (
    GAIN,
    KILOS,
    PER,
    PER_TIME,
    YIELDS,
    ask_about,
    may_be_divided,
    of_a_face,
)
from greenlight.kernel.facts.relations.nearly.readings import one_slip
from greenlight.kernel.facts.relations.page import Page, Told
from greenlight.kernel.facts.relations.slips import digits
from greenlight.kernel.facts.relations.steps import FROM, is_past, is_step

WORD = re.compile(
    "(?:平均)?每(?:[个一名位](?!百分点))?(?P<each>[\u4e00-\u9fff]{1,3})|(?P<one>(?!平)[\u4e00-\u9fff])均"
    "|平均一(?P<a>[\u4e00-\u9fff])|(?P<yields>亩产|单产)|(?P<price>单价|均价)|(?P<day>一天)"
)
FOR = {  # words of an average and the units they may go with, besides their own letter
    "人": ("人", "名", "位"), "名": ("名", "人"), "户": ("户", "家"), "家": ("家", "户", "个", "家次"),
    "家次": ("家次",), "人次": ("人次",), "个": ("个", "项"), "项": ("项", "个"), "企": ("家", "户"),
    "次": ("次", "人次", "场次"), "村": ("个", "村"), "日": ("天", "日", "个工作日", "工作日"),
    "天": ("天", "日", "个工作日"), "工作日": ("天", "日", "个工作日"), "月": ("个月", "月"),
    "件": ("件", "单"), "案": ("件", "起", "宗", "案"), "场": ("场", "场次"), "项目": ("个", "项"),
    "亩": ("平方米",), "企业": ("家", "户", "个"), "教师": ("人", "名"), "单": ("单", "件", "宗", "个"),
    "批": ("批", "批次"), "班": ("个", "班"), "校": ("所",),
    "所": ("家", "所"), "镇": ("个",), "平方公里": ("平方米",),
    "法官": ("人", "名"),
}  # fmt: skip
OWN = re.compile("人均(?:地区|GDP|可支配|生活|公园|绿地|预期|住房|体育|纯收入|收入|寿命)|平均工资|平均利率")
NO_MEAN = re.compile("增长|下降|比|较|高于|低于|提高|缩短|压缩")
LEADS = re.compile("惠及|涉及|共|合计|覆盖|全年|带动|累计")  # 人均补助2400元，惠及411人、共计98.64万元
NOUN = re.compile("(?:平均)?每[家个户所](?P<what>[\u4e00-\u9fff]{2})")
BACK, AFTER, FAR = 14, 3, 40
WEEK = 5  # days: an average of fewer is seldom told
SLACK = Decimal("0.006")


def nearly_means(page: Page) -> Iterator[Conflict]:
    """Ask about an average that no two numbers near give, where one slip makes the likely two give it."""
    for told in page.told:
        found = _word(told)
        if found is None or OWN.search(told.before):
            continue
        units = _units(found)
        near = _near(page, told)
        plain = [one for one in near if _plain(one) and may_be_divided(one, told)]
        tops = [one for one in plain if _bare(one.amount.unit) in _units_of_top(told, found[0])]
        spent = told.amount.unit == "元" and "人" in units
        bottoms = [one for one in plain if one.amount.unit in units or (spent and one.amount.unit == "人次")]
        bottoms = [one for one in bottoms if one not in tops[:1] and not of_a_face(page, one)]
        bottoms = bottoms or _far_named(page, told, units)
        pairs = [(top, bottom) for top in tops for bottom in bottoms if top is not bottom]
        if not pairs or any(_fits(told, *pair, found[0]) for pair in pairs):
            continue
        yield from _ask(told, tops, bottoms, found[0])


def _far_named(page: Page, told: Told, units: Sequence[str]) -> list[Told]:
    """园区现有化工企业84家 some paragraphs before 检查企业756家次，平均每家企业被查9次: under one noun."""
    noun = NOUN.search(told.clause)
    before = page.back(told, FAR) if noun else []
    same = [one for one in before if one.amount.unit in units and _plain(one) and one.fact.step <= 1]
    return [one for one in same if noun and (noun["what"] in one.fact.indicator + one.clause)][-1:]


def _ask(told: Told, tops: Sequence[Told], bottoms: Sequence[Told], word: str) -> Iterator[Conflict]:
    for top in tops[:3]:
        for bottom in bottoms[:2]:
            numbers = (told, top, bottom)
            few = bottom.amount.unit in FOR["日"] and bottom.amount.value < WEEK
            if few or top is bottom or top.sentence != told.sentence or sum(map(digits, numbers)) < 6:
                continue
            if one_slip(numbers, partial(_holds, numbers, word=word)):
                yield ask_about(told, top, bottom, word)
                return


def _word(told: Told) -> re.Match[str] | None:
    clause = told.clause
    exact = told.fact.comparator is Comparator.EQUAL and told.fact.kind not in (Kind.YOY_GROWTH, Kind.RANK)
    if not exact or not is_quantity(told.fact) or told.amount.value <= 0:
        return None
    found = WORD.search(clause)
    if (
        found is None
        or NO_MEAN.search(clause)
        or GAIN.search(clause)
        or PER_TIME.match(clause[found.end() :])
    ):
        return None
    return found


def _bare(unit: str) -> str:
    """2468人次 over 837批 is told in 人."""
    return unit.removesuffix("次") if len(unit) > 1 else unit


def _units(found: re.Match[str]) -> tuple[str, ...]:
    word = found["each"] or found["one"] or found["a"] or ""
    if found["yields"]:
        return ("平方米",)
    if found["day"]:
        return FOR["日"]
    if found["price"]:
        return ("件", "平方米", "吨", "个", "台", "辆", "只")
    for length in range(len(word), 0, -1):
        if word[:length] in FOR:
            return (*FOR[word[:length]], *(word[:at] for at in range(length, len(word) + 1)))
    return (word, word[:2], word[:1])


def _units_of_top(told: Told, word: str) -> set[str]:
    """人 of 人次, and 斤 of 吨 where the average is a yield."""
    unit = told.amount.unit.split("/")[0].split("每")[0]
    if unit == "次":
        return {"次", "家", "户", "人", "场", "件"}  # 检查企业756家次，平均每家企业被查9次: bare of their 次
    return {_bare(unit), "吨"} if any(one in word for one in YIELDS) and unit in KILOS else {_bare(unit)}


def _near(page: Page, told: Told) -> list[Told]:
    """Numbers before it in its paragraph and behind it in its sentence, the nearest first."""
    around = page.told[max(0, told.at - BACK) : told.at + 1 + AFTER]
    behind = page.told[told.at + 1 : told.at + 2]
    leads = bool(behind) and bool(LEADS.search(behind[0].clause))
    near = [
        one
        for one in around
        if one is not told
        and (one.at < told.at or (one.sentence == told.sentence and leads))
        and told.sentence - 2 <= one.sentence
        and one.paragraph == told.paragraph
    ]
    return sorted(near, key=lambda one: abs(one.at - told.at))


def _plain(one: Told) -> bool:
    moves = FROM.search(one.clause) or re.search("[至到]$", one.clause)  # 由85个工作日压缩至42个
    odd = moves or is_past(one) or is_step(one) or WORD.search(one.clause)
    return is_quantity(one.fact) and one.amount.value > 0 and not odd


def _fits(told: Told, top: Told, bottom: Told, word: str) -> bool:
    return _holds(
        (told, top, bottom), (told.amount.value, top.amount.value, bottom.amount.value), word, loose=True
    )


def _holds(numbers: Sequence[Told], values: Sequence[Decimal], word: str, loose: bool = False) -> bool:
    told, top, bottom = numbers
    mean = values[1] / values[2] * _per(told, top, word)
    relative = top.amount.half / values[1] + bottom.amount.half / values[2]
    slack = told.amount.step / 2 + mean * (max(relative, SLACK) if loose else relative)
    return abs(mean - values[0]) <= slack


def _per(told: Told, top: Told, word: str) -> Decimal:
    """What the quotient is multiplied by: an 亩 is 666.7 平方米, a 吨 1000 公斤."""
    per = next((value for name, value in PER.items() if name in word or word in name), Decimal(1))
    kilos = KILOS.get(told.amount.unit.split("/")[0], 1) if top.amount.unit == "吨" else 1
    return per * kilos
