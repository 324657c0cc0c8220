"""Parts make their whole: 第一、二、三产业增加值 and 地区生产总值, five kinds of projects and 246.5亿元.

Tolerance: half a step of every part and half a step of the whole (29.7 + 8.7 against 38.5 is rounding).
A complete list is asked about whenever it does not add up; one introduced by 其中 only when a single slip
of the pen explains the gap, for 其中 need not name everything.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from greenlight.kernel.facts.fact import Comparator, Conflict, Kind
from greenlight.kernel.facts.relations import asking
from greenlight.kernel.facts.relations.amounts import is_percent, plain, printed, scale
from greenlight.kernel.facts.relations.fitting import GROUND, makes, sum_tolerance
from greenlight.kernel.facts.relations.lists import Parts, lists, nested
from greenlight.kernel.facts.relations.page import Page, Told
from greenlight.kernel.facts.relations.partitions import closed, named_by
from greenlight.kernel.facts.relations.slips import digits, one_slip_explains
from greenlight.kernel.facts.relations.steps import is_aim
from greenlight.kernel.facts.relations.stretches import BREAK
from greenlight.kernel.facts.relations.wholes import BREAKS

LEAST, MOST = Decimal("0.5"), Decimal(2)
ON_THE_WAY = re.compile(
    "签约|注册|落地|开工|竣工|完工|投产|达产|投用|验收|入库|纳统|入统|办结|整改|销号|立案|起诉|结案"
)
BESIDE = 2
A_LITTLE_MORE = Decimal("1.25")
# 规上企业30家、高新技术企业25家 may be the same ones, and one person may be paid twice: such sorts are
# counted twice and make more than all.
CROSSING = re.compile(
    "规上|规模|高新|高技术|战略|新兴|国家|[省市县]级|重点|民间|民营|国有|外资|[亿万]元|以上|以下|女|党员"
    "|(?<![\u4e00-\u9fff])(?:工业|制造业)|实体|累计|新增|同时|均|率|[上去]年|计划|目标"
)
HEAD = re.compile(r"^[\s、和及与]*(?:其中)?")


def sums(page: Page) -> Iterator[Conflict]:
    """Ask about every list whose parts do not make the whole it belongs to."""
    found = [one for one in lists(page) if one.adds and not _unlike(one)]
    exact: dict[tuple[int, int, int], list[Parts]] = defaultdict(list)
    for one in found:
        if _adds_up(one):
            exact[_place(one)].append(one)
    exact_whole = (one for one in found if one.whole.fact.comparator is Comparator.EQUAL)
    settled = {one.parts[0].at for one in exact_whole if _settles(one)}  # not by 突破400亿元，达到407.3亿元
    for one in found:
        if one.parts[0].at in settled or _settles(one) or nested(one.parts) or _goes_on(page, one):
            continue
        parts = _asked_parts(one, any(_woven(one, other) for other in exact.get(_place(one), ())))
        if parts and not _one_in_another(page, parts):
            settled.add(one.parts[0].at)
            yield ask_about(one.whole, parts)


def _one_in_another(page: Page, parts: tuple[Told, ...]) -> bool:
    """其中重点人群10.6万人，签约8.45万人，签约率79.7%: the last is of the one before it."""
    behind = page.told[parts[-1].at + 1 : parts[-1].at + 2]
    if len(parts) != 2 or not behind or not is_percent(behind[0].fact) or "率" not in behind[0].clause:
        return False
    rate = parts[1].amount.value / parts[0].amount.value * 100
    return (
        behind[0].sentence == parts[1].sentence
        and abs(rate - behind[0].amount.value) <= behind[0].amount.half
    )


def _goes_on(page: Page, one: Parts) -> bool:
    """电子产值862.3亿元；装备产值517.6亿元；纺织业产值下降3.2%: of one member only the growth is told."""
    last = one.parts[-1]
    rest = [told for told in page.in_sentence(last) if told.at > last.at]
    apart = next((told for told in rest if BREAKS.search(told.before)), None)
    goes_on = apart is not None and apart.fact.kind is Kind.YOY_GROWTH
    return goes_on and apart is not None and "其中" not in apart.clause


def _place(one: Parts) -> tuple[int, int, int]:
    """Where whole and parts stand: 29个、总投资246.5亿元，其中…: one list of each, as long as the other."""
    return one.whole.sentence, one.parts[0].sentence, len(one.parts)


def _woven(one: Parts, other: Parts) -> bool:
    """9个40.2亿元、6个35.1亿元: each part of the one stands beside a part of the other."""
    return all(abs(a.at - b.at) <= BESIDE for a, b in zip(one.parts, other.parts, strict=True))


def _settles(one: Parts) -> bool:
    """Some stretch of the list makes the whole."""
    made = makes(one.parts, one.whole, GROUND)
    return any(made[min(count, len(made)) - 1] for count in one.stretches)


def _unlike(one: Parts) -> bool:
    """为年初预算47.23亿元 is a plan: what came in is no part of it."""
    return is_aim(one.whole) and not one.parts[0].fact.is_target


def _adds_up(one: Parts) -> bool:
    return not nested(one.parts) and _sums(one.parts, one.whole)


def _sums(parts: tuple[Told, ...], whole: Told) -> bool:
    return abs(total(parts) - whole.amount.value) <= sum_tolerance(list(parts), whole) + GROUND


def total(parts: tuple[Told, ...]) -> Decimal:
    return sum((part.amount.value for part in parts), Decimal(0))


def _plausible(parts: tuple[Told, ...], whole: Told) -> bool:
    """Twice the whole or half of it is no sum gone wrong, unless one slip explains it."""
    near = LEAST <= total(parts) / whole.amount.value <= MOST
    return near or one_slip_explains(list(parts), whole)


def _overlap(parts: tuple[Told, ...]) -> bool:
    """开工38个，竣工29个 are steps on one way; 重大隐患217处，整改214处，其余3处 hold their own parts."""
    ways = {word for part in parts for word in ON_THE_WAY.findall(part.clause)}
    done = any("已" in part.clause for part in parts[1:]) and "已" not in parts[0].clause
    inner = len(parts) == 3 and ways and digits(parts[0]) >= 3 and _sums(parts[1:], parts[0])
    return ((len(ways) >= 2 or done) and not closed(parts)) or bool(inner)


def _asked_parts(one: Parts, beside_a_complete_list: bool) -> tuple[Told, ...]:
    """The stretch of the list to ask about, empty when the list may well be incomplete."""
    if one.complete or beside_a_complete_list:
        return one.parts if _plausible(one.parts, one.whole) and not _overlap(one.parts) else ()
    for count in reversed(one.stretches):
        parts = one.parts[:count]
        if not _plausible(parts, one.whole) or _overlap(parts):
            continue
        if closed(parts) or named_by(one.whole, parts):
            return parts
        if len(parts) == 2 and BREAK.search(parts[1].before):
            continue  # 其中电动自行车34起；用火不慎87起 goes on with other things
        if _telling(parts, one.whole) and one_slip_explains(list(parts), one.whole):
            return parts
        if _too_much(parts, one.whole):
            return parts
    return ()


def _too_much(parts: tuple[Told, ...], whole: Told) -> bool:
    """其中电子128.4亿元、装备79.6亿元、材料39.9亿元 of 246.5亿元: sorts cannot make more than all."""
    if not Decimal(1) < total(parts) / whole.amount.value <= A_LITTLE_MORE:
        return False
    listed = all(one.before.startswith("、") for one in parts[1:])
    crossing = any(CROSSING.search(one.clause) or "人" in one.fact.unit for one in (whole, *parts))
    return listed and not crossing


def _telling(parts: tuple[Told, ...], whole: Told) -> bool:
    """Enough digits that a slip's pattern is no accident: three; two in a list of three, or of like heads."""
    return digits(whole) >= 3 or (digits(whole) == 2 and (len(parts) >= 3 or _like_heads(parts)))


def _like_heads(parts: tuple[Told, ...]) -> bool:
    """公共充电桩、专用充电桩; 省级、市级: short heads that end alike are kinds of one thing."""
    heads = [HEAD.sub("", part.clause) for part in parts]
    tails = {head[-1:] for head in heads}
    return len(tails) == 1 and tails != {"业"} and all(2 <= len(head) <= 5 for head in heads)


def ask_about(whole: Told, parts: tuple[Told, ...]) -> Conflict:
    factor, _ = scale(whole.fact.unit)
    computed = total(parts) / factor
    tolerance = sum_tolerance(list(parts), whole) / factor
    same = all(part.fact.unit == whole.fact.unit for part in parts)
    shown = " + ".join(plain(part.fact.value) if same else printed(part.fact) for part in parts)
    result = f"{plain(computed, 4)}{whole.fact.unit}"
    return asking.asked(
        asking.Finding(
            rule="sum",
            relation="分项之和与合计",
            facts=(whole, *parts),
            computed=computed,
            tolerance=tolerance,
            worked=f"{shown} = {result}",
            question=f"{len(parts)}项相加为{result}，文中合计写{printed(whole.fact)}，"
            f"相差{plain(abs(computed - whole.fact.value), 4)}{whole.fact.unit}，以哪个为准？",
            answers=(asking.NOT_ALL, asking.OVERLAP, asking.SCOPE, asking.PERIOD),
        )
    )
