"""Things listed are as many as is said: 安吉纳、锦鑫泰……伟创力9个项目; 抓好三项工作：一是……二是…….

A list of names is asked about only when it nearly has the number (a 、 may stand inside a name); one that
ends in 等 only when it is longer. No tolerance: things are counted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from itertools import takewhile

from greenlight.kernel.facts.fact import Comparator, Conflict
from greenlight.kernel.facts.relations import asking
from greenlight.kernel.facts.relations.amounts import COUNTERS, is_quantity, plain, printed
from greenlight.kernel.facts.relations.page import Page, Told
from greenlight.kernel.facts.relations.wholes import ROW

ITEMS = re.compile("(?P<items>[^，,；;。：:（(]*、[^，,；;。：:（(]*)$")
LED_BY = re.compile(
    "^[^、]*(?:调整为|整合为|合并为|划分为|分为|形成|组建|保留|推出|涉及|涵盖)(?=[^、]{2,}、)"
)
SORTS = re.compile("(?:领域|方面|板块|阶段|类)")
OPEN = re.compile("(?P<open>等)[^、]{0,4}$")
AFTER = re.compile("^[\u4e00-\u9fff]{1,14}(?:[（(](?P<items>[^（）()\\d，,；;。]{5,})[）)])")
THAT_IS = re.compile(
    "^[\u4e00-\u9fff]{0,14}(?:(?:，|,)?(?:即|分别是|分别为)[:：]?|(?P<colon>[:：]))(?P<items>[^，,；;。：:（）()\\d]{5,}?)(?=[。；;\n]|$)"
)
EACH_OF = re.compile(
    "^[\u4e00-\u9fff]{0,8}(?:看|中|里)[，,：:](?P<items>[^，,；;。：:\\d]{2,}、[^，,；;。：:\\d]{2,}?)(?:分别|依次)"
)
JOINS = re.compile("和|及|与|以及")
UNSURE = re.compile(
    "分别|共|各|其中|约|近|余|多|新增|完成|达到?|为|有|每|上述|以上|总投资|计划|\\d|其他|合计"
)
DIGITS = {word: at for at, word in enumerate("一二三四五六七八九十", 1)} | {"两": 2}
SET_IN = re.compile(
    "^[\u4e00-\u9fff]{0,8}[，,]分别(?:设在|位于|建在|落在|落户|布局在|来自)(?P<items>[^，,；;。：:（）()\\d]{5,}?)(?=[，,。；;\n]|$)"
)
ORDINAL = re.compile("(?<![\u4e00-\u9fff])(?P<first>一是|（一）|\\(一\\))")
SAID = re.compile(
    "(?P<number>[一二三四五六七八九十两]|十[一二]|(?<![\\d.])[2-9](?=[个项条点件]))(?P<counter>个|项|大|条|点|件)(?P<rest>[^。：:，,；;\n]{0,16})[：:。”]\\s*$"
)
AMONG = re.compile("^(?P<noun>[\u4e00-\u9fff]{2,6})(?:中|里)[，,]")
SURE, LONG, GAP, FEWEST, MOST = 4, 6, 2, 3, 30


def enumerated(page: Page) -> Iterator[Conflict]:
    """Ask where a list of names, or of 一是二是, has another number of things than is said."""
    for told in page.told:
        if (
            told.amount.unit in COUNTERS
            and is_quantity(told.fact)
            and told.fact.comparator is Comparator.EQUAL
        ):
            yield from _names(told)
            yield from _named_after(told)
            yield from _that_is(told)
            yield from _with_numbers(page, told)
            yield from _more_of_them(page, told)


def _names(told: Told) -> Iterator[Conflict]:
    found = ITEMS.search(told.before)
    if not found or UNSURE.search(LED_BY.sub("", found["items"])):
        return
    if not (LED_BY.match(found["items"]) or re.match("[\u4e00-\u9fff]", told.after)):
        return
    items = LED_BY.sub("", found["items"])
    least = items.count("、") + 1
    most = least + len(JOINS.findall(items))
    said = int(told.amount.value)
    if OPEN.search(items):
        if least > said >= 2:
            yield question(told, least)
        return
    if least <= said <= most:
        return
    sorts = least == FEWEST == most and SORTS.match(told.after) and abs(said - least) == 1
    nearly = sorts or (least >= SURE and (abs(least - said) <= GAP or least >= LONG))
    if nearly or (least >= FEWEST and said in (1, least * 10)):  # 胸痛、卒中、创伤30个中心: a nought too many
        yield question(told, least)


def _named_after(told: Told) -> Iterator[Conflict]:
    """3家产业研究院（智能装备研究院、生物医药研究院、先进材料研究院）."""
    found = AFTER.match(told.after)
    items = found["items"] if found else ""
    names = items.split("、")
    if len(names) < FEWEST or any(len(name.strip()) < 2 for name in names):
        return
    said, most = int(told.amount.value), len(names) + len(JOINS.findall(items))
    if not len(names) <= said <= most and not (OPEN.search(items) and said > most):
        yield question(told, len(names))


def _that_is(told: Told) -> Iterator[Conflict]:
    """寄宿制学校2所，即城东小学、临溪中学: as many names as are counted."""
    found = SET_IN.match(told.after) or THAT_IS.match(told.after)
    items = found["items"] if found else ""
    names = items.split("、")
    if len(names) < 2 or any(len(name.strip()) < 2 for name in names) or OPEN.search(items):
        return
    said, least = int(told.amount.value), len(names) + _joined(names)
    if (
        found
        and found.groupdict().get("colon")
        and (said > MOST or len(names) < FEWEST or not _one_kind(names))
    ):
        return  # 服务企业42家：上门走访、座谈交流、线上答疑
    if not least <= said <= max(least, len(names) + len(JOINS.findall(items))):
        yield question(told, least)


def _with_numbers(page: Page, told: Told) -> Iterator[Conflict]:
    """从4家子公司看，甲、乙、丙、丁营业收入分别为9.83、6.41、4.96和2.56亿元: a number for each name."""
    found = EACH_OF.match(told.after)
    names = len(re.split("、|和|及|与", found["items"])) if found else 0
    row = [page.told[at] for at in range(told.at + 1, min(told.at + 1 + MOST, len(page.told)))]
    row = list(takewhile(lambda one: one.at == told.at + 1 or ROW.match(one.before), row))
    if names >= FEWEST and names == len(row) and names != int(told.amount.value):
        yield question(told, names)


def _more_of_them(page: Page, told: Told) -> Iterator[Conflict]:
    """2个作业区中，东礁作业区1893万吨，澜口作业区1467万吨，外岛作业区766万吨: more than there are."""
    found = AMONG.match(told.after)
    behind = [one for one in page.in_sentence(told) if one.at > told.at] if found else []
    named = [one for one in behind if found and one.clause.endswith(found["noun"])]
    if found and FEWEST <= len(named) > told.amount.value > 1 and named[0].at == told.at + 1:
        yield question(told, len(named))


def _joined(names: list[str]) -> bool:
    """恒信化纤、华瑞铸造、金水纸业和东岭水泥: are the last two surely two, each as long as the others?"""
    others = [len(name.strip()) for name in names[:-1]]
    sides = [len(side) for side in re.split("和|及|与|以及", names[-1].strip())]
    alike = len(sides) == 2 and all(min(others) <= side <= max(others) + 1 for side in sides)
    return alike and len(names[-1].strip()) > max(others) + 1


def _one_kind(names: list[str]) -> bool:
    """Do three of the names, or all but one, end alike: 工业展、建材展、机械展和电子展?"""
    last = [side for name in names for side in re.split("和|及|与|以及", name.strip())]
    tails = Counter(name[-1:] for name in last)
    return tails.most_common(1)[0][1] >= max(2, len(last) - 1)


def question(told: Told, counted: int) -> Conflict:
    return asking.asked(
        asking.Finding(
            rule="list",
            relation="列举的个数",
            facts=(told,),
            computed=Decimal(counted),
            tolerance=Decimal(0),
            worked=f"列举{counted}个，文中写{printed(told.fact)}",
            question=f"文中列了{counted}个，文中写{printed(told.fact)}，是没有列全，还是数错了？",
            answers=("没有列全", "有一项名称里带顿号", "几项并作一项"),
        )
    )


def ordinals(page: Page) -> Iterator[Conflict]:
    """三项工作：一是…二是…四是: as many as said."""
    for first in ORDINAL.finditer(page.body):
        lead = page.body[max(0, first.start() - 60) : first.start()]
        said = SAID.search(lead)
        if not said:
            continue
        counted, end = _count(page.body, first)
        written = said["number"]
        number = int(written) if written.isdigit() else DIGITS[written[-1]] + 10 * (len(written) == 2)
        if counted >= 2 and counted != number:
            place = (
                first.start() - len(lead) + said.start("number"),
                first.start() - len(lead) + said.end("counter"),
            )
            yield _ordinal_question(place, (first.start(), end), number, counted)


def _count(body: str, first: re.Match[str]) -> tuple[int, int]:
    """How many of 一是、二是… or （一）、（二）… follow one another, and where the last one stands."""
    counted, at = 1, first.end()
    shape = first["first"].replace("一", "{}")
    while counted < len(DIGITS) - 1:
        following = body.find(shape.format("一二三四五六七八九十"[counted]), at)
        again = body.find(first["first"], at)
        if following < 0 or 0 <= again < following:
            break
        counted, at = counted + 1, following + len(first["first"])
    return counted, at


def _ordinal_question(place: tuple[int, int], last: tuple[int, int], number: int, counted: int) -> Conflict:
    return Conflict(
        rule="list",
        relation="分条叙述的条数",
        computed=Decimal(counted),
        stated=Decimal(number),
        unit="项",
        tolerance=Decimal(0),
        worked=f"下面分了{counted}条，文中说{number}",
        question=f"这里说{plain(Decimal(number))}项，下面只数到{counted}条，是少写了，还是数错了？"
        if counted < number
        else f"这里说{plain(Decimal(number))}项，下面有{counted}条，以哪个为准？",
        facts=(),
        start=place[0],
        end=place[1],
        answers=("几条并作一条", "没有分条写全", asking.WRONG),
        places=(place, (last[1] - 2, last[1])),
    )
