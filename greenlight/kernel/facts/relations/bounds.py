"""A part is no more than its whole: 其中 23个 of 29个; 13户 and 22户 of the branches against 34户 in all.

Tolerance: half a step of both; whole numbers of things have none.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise, takewhile

from greenlight.kernel.facts.fact import Conflict
from greenlight.kernel.facts.relations import asking
from greenlight.kernel.facts.relations.amounts import COUNTERS, is_quantity, plain, printed
from greenlight.kernel.facts.relations.lists import lists
from greenlight.kernel.facts.relations.page import Page, Told
from greenlight.kernel.facts.relations.periods import near_time
from greenlight.kernel.facts.relations.stretches import AGAINST
from greenlight.kernel.facts.relations.wholes import BREAKS, FARTHEST, before_which, may_hold

HEAD, SHORTEST = 10, 3
WITHIN = re.compile(
    "^[\u4e00-\u9fff]{2,8}已(?:完成|办结|开工|竣工|投产|整改|交付|建成)了?$|^[\u4e00-\u9fff]{0,8}(?:中|当中|里)[，,](?:已有|有|已)?$"
)
GOES_ON = re.compile(
    "累计|合计|总数|全年|全[区县市]|实现|达到?|完成|共|超|带动|涉及|惠及|覆盖|辐射|服务|吸纳|提供|新"
)
Pair = tuple[Told, Told]


def bounds(page: Page) -> Iterator[Conflict]:
    """Ask where a part is larger than the whole its words give it."""
    for one in lists(page):
        parts = one.parts if one.complete else _up_to_a_break(one.parts)
        larger = [part for part in parts if part.amount.low > one.whole.amount.high and _plain(part)]
        larger = [part for part in larger if not _held_by_another(page, one.whole, part)]
        larger = [part for part in larger if not _opens(page, one.whole, part)]
        if one.adds and len(larger) == 1 and may_hold(one.whole, larger[0]):
            yield _question(one.whole, larger, "part")
    for told in page.told:
        if is_quantity(told.fact) and "其中" in told.before and not _set_against(told):
            whole = before_which(page, told)
            if (
                whole
                and _larger(told, whole)
                and not (
                    _of_row(page, whole) or _opens(page, whole, told) or _held_by_another(page, whole, told)
                )
            ):
                yield _question(whole, [told], "part")
        elif whole := _within(page, told):
            yield _question(whole, [told], "part")
    yield from _branches(page)


def _of_row(page: Page, whole: Told) -> bool:
    """主板8家、科创板7家、北交所1家，其中今年新上市2家: of all that is listed, not of the last."""
    before = page.told[max(0, whole.at - 2) : whole.at]
    row = [one for one in before if one.amount.unit == whole.amount.unit and one.sentence == whole.sentence]
    return len(row) == len(before) == 2 and all(one.before.startswith("、") for one in (row[-1], whole))


def _opens(page: Page, whole: Told, told: Told) -> bool:
    """税收29.87亿元，非税6.55亿元；…。其中，增值税11.36亿元: of whichever number before can hold it."""
    holds = [one for one in page.in_sentence(whole) if one.amount.unit == told.amount.unit]
    return whole.sentence != told.sentence and any(one.amount.high >= told.amount.low for one in holds)


def _up_to_a_break(parts: tuple[Told, ...]) -> list[Told]:
    """其中税收收入6.81亿元；固定资产投资61.5亿元: what follows the ； is no part."""
    return list(takewhile(lambda one: one is parts[0] or not BREAKS.search(one.before), parts))


def _larger(part: Told, whole: Told) -> bool:
    return whole.amount.unit == part.amount.unit and part.amount.low > whole.amount.high


def _within(page: Page, told: Told) -> Told | None:
    """4家停产企业中，8家已经复产: the smaller number just before, of which the words take some."""
    whole = page.told[told.at - 1] if told.at else told
    counted = whole.sentence == told.sentence and whole.amount.unit in COUNTERS and is_quantity(told.fact)
    found = WITHIN.match(told.before) if counted and is_quantity(whole.fact) else None
    return whole if found and _larger(told, whole) else None


def _held_by_another(page: Page, whole: Told, part: Told) -> bool:
    """总投资326.4亿元，年度计划投资87.5亿元。其中，产业项目总投资241.7亿元: told of the former."""
    return any(
        one.amount.unit == part.amount.unit
        and one.clause.endswith(part.clause[-SHORTEST:])
        and one.amount.high >= part.amount.low
        for one in page.in_sentence(whole)
        if len(part.clause) >= SHORTEST and one.at < part.at and one is not whole
    )


def _plain(part: Told) -> bool:
    """A short head and no verb: 累计落地230个 goes on with another matter."""
    return len(part.clause) <= HEAD and not GOES_ON.search(part.clause)


def _set_against(told: Told) -> bool:
    return bool(AGAINST.search(told.clause.replace("占", "")))


def _branches(page: Page) -> Iterator[Conflict]:
    """纺织13户产值43.55亿元、食品22户产值33.23亿元 beside 规上企业34户，实现工业总产值124.2亿元."""
    for sentence in page.sentences:
        groups: dict[tuple[str, str, str], list[Pair]] = defaultdict(list)
        for count, sum_ in pairwise(sentence):
            if _is_pair(count, sum_):
                groups[(count.amount.unit, sum_.amount.unit, head(sum_))].append((count, sum_))
        for pairs in groups.values():
            if len(pairs) >= 2 and (whole := _whole_pair(page, pairs)):
                yield _question(whole, [count for count, _ in pairs], "branches")


def _is_pair(count: Told, sum_: Told) -> bool:
    return count.amount.unit in COUNTERS and sum_.amount.unit == "元" and is_quantity(sum_.fact)


def head(told: Told) -> str:
    """The last two letters before the number: 产值 of 实现工业总产值."""
    return re.sub("[为达到约近共计超过是]+$", "", told.before.rstrip())[-2:]


def _whole_pair(page: Page, pairs: list[Pair]) -> Told | None:
    """The count of all, told before with a sum of the same head that can hold the branches' sums."""
    first = pairs[0][0]
    counts = sum((count.amount.value for count, _ in pairs), Decimal(0))
    sums = sum((sum_.amount.value for _, sum_ in pairs), Decimal(0))
    for at in range(first.at - 1, max(-1, first.at - 1 - FARTHEST), -1):
        count, sum_ = page.told[at], page.told[min(at + 1, len(page.told) - 1)]
        if (
            count.sentence != first.sentence
            and _is_pair(count, sum_)
            and count.amount.unit == first.amount.unit
            and head(sum_) == head(pairs[0][1])
            and near_time(sum_.fact.period, pairs[0][1].fact.period)
            and sum_.amount.value >= sums
        ):
            return count if counts > count.amount.high else None
    return None


def _question(whole: Told, parts: list[Told], rule: str) -> Conflict:
    total = sum((part.amount.value for part in parts), Decimal(0))
    shown = " + ".join(printed(part.fact) for part in parts)
    scale = whole.amount.value / whole.fact.value if whole.fact.value else Decimal(1)
    computed = total / scale
    worked = f"{shown} = {plain(computed, 4)}{whole.fact.unit}" if len(parts) > 1 else shown
    return asking.asked(
        asking.Finding(
            rule=rule,
            relation="部分不大于总体",
            facts=(whole, *parts),
            computed=computed,
            tolerance=whole.amount.half / scale,
            worked=f"{worked} > {printed(whole.fact)}",
            question=f"部分{'合计' if len(parts) > 1 else ''}{plain(computed, 4)}{whole.fact.unit}，"
            f"大于总体{printed(whole.fact)}，是范围不同，还是写错了？",
            answers=(asking.SCOPE, asking.OTHERS, asking.PERIOD, asking.OVERLAP),
        )
    )
