"""Places move by their difference: 由第10位升至第7位，前移3位; and no place lies beyond the number ranked.

No tolerance: places are counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from greenlight.kernel.facts.fact import Conflict, Kind
from greenlight.kernel.facts.relations import asking
from greenlight.kernel.facts.relations.amounts import COUNTERS, plain, printed
from greenlight.kernel.facts.relations.page import Page, Told

MOVED = re.compile("(?:前移|上升|提升|进位|跃升|跃进|前进|进步|后移|下降|下滑|后退|退后|退)(?:了)?$")
LAST = re.compile("上年|去年|上月|上季|同期")
RANKED = re.compile("全国|全省|全市|全区|全县|同类|参评|参加考核|以上开发区|县[（(]?市|区县|设区市")
RANKS = re.compile(r"^[^，,；;。]{2,12}中(?:排名?|列|居|位居|位列|名列)第?$")  # 11个县（市、区）中排第3位
FIRST = 1
BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
NO_BREAK = re.compile("^[^，,；;。：:（(]{0,16}$")
IN_ALL = re.compile("全[国省市区县][^，,；;。]{0,6}$")
AMONG = re.compile(
    "^[^，,；;。]{0,20}(?:中|里|当中)[，,]"
)  # 在全省15个国家高新区的评价中，我区由第6位进到第4位


def ranks(page: Page) -> Iterator[Conflict]:
    """Ask where a move is not the difference of two places, or a place is beyond the last."""
    for sentence in page.sentences:
        places = [one for one in sentence if one.fact.kind is Kind.RANK and "第" in _around(page, one)]
        for told in sentence:
            clause = told.clause
            before = [one for one in places if one.at < told.at]
            if (
                MOVED.search(clause)
                and "分别" not in clause
                and len(before) >= 2
                and told.amount.unit in ("位", "名", "个位次", "位次")
            ):
                yield from _moved(told, before[-2], before[-1])
        for place in places:
            yield from _beyond(place, sentence)


def _around(page: Page, told: Told) -> str:
    return page.body[max(0, told.fact.start - 1) : told.fact.end]


def _moved(told: Told, old: Told, new: Told) -> Iterator[Conflict]:
    if LAST.search(new.before) and not LAST.search(old.before):
        old, new = new, old
    gap = abs(old.amount.value - new.amount.value)
    if gap == abs(told.amount.value):
        return
    yield asking.asked(
        asking.Finding(
            rule="rank",
            relation="位次的变化",
            facts=(told, old, new),
            computed=gap,
            tolerance=gap * 0,
            worked=f"第{plain(old.fact.value)}位到第{plain(new.fact.value)}位，变化{plain(gap)}位",
            question=f"由第{plain(old.fact.value)}位到第{plain(new.fact.value)}位是{plain(gap)}位，"
            f"文中写{printed(told.fact)}，以哪个为准？",
            answers=(asking.PERIOD, "参加排名的范围变了"),
        )
    )


def _beyond(place: Told, sentence: tuple[Told, ...]) -> Iterator[Conflict]:
    """列全省126家开发区第133名."""
    for ranked in sentence:
        counted = ranked.amount.unit in COUNTERS and ranked.fact.kind is Kind.COUNT
        if counted and _among(ranked, place) and place.amount.value > ranked.amount.value > FIRST:
            yield asking.asked(
                asking.Finding(
                    rule="rank",
                    relation="位次不超过参加排名的个数",
                    facts=(place, ranked),
                    computed=ranked.fact.value,
                    tolerance=ranked.amount.half * 0,
                    worked=f"第{plain(place.fact.value)}位 > {printed(ranked.fact)}",
                    question=f"参加排名的有{printed(ranked.fact)}，文中写第{plain(place.fact.value)}位，以哪个为准？",
                    answers=(asking.SCOPE, asking.PERIOD),
                )
            )


def _among(ranked: Told, place: Told) -> bool:
    """Is the place one among so many: told just before it, or at the head of a sentence about them?"""
    if ranked.at == place.at - 1 and (RANKS.match(place.before) or RANKED.search(ranked.before[-8:])):
        return True
    between = BRACKETS.sub("", place.before)
    if ranked.at == place.at - 1 and NO_BREAK.match(between):
        return True  # 居11个县（市、区）第2位; 在12个参评单位里排第2名
    heads = ranked.at < place.at and IN_ALL.search(ranked.clause) and AMONG.match(ranked.after)
    return bool(heads)
