"""Which number a part belongs to, by the words: 其中, a list's head, the total of the paragraph before."""

from __future__ import annotations

import re
from collections.abc import Iterator

from greenlight.kernel.facts.relations.amounts import alike, is_quantity
from greenlight.kernel.facts.relations.names import same_name
from greenlight.kernel.facts.relations.page import Page, Told
from greenlight.kernel.facts.relations.periods import near_time
from greenlight.kernel.facts.relations.steps import is_aim, is_past, is_step

OF_WHICH = re.compile("其中|当中")
BREAKS = re.compile("[；;]")
MEAN = re.compile("[人户亩村次件家企场日月栋宗台套辆例笔]均|平均|均价|单价|一[天日]|每")
YEAR = re.compile(r"(?:\d{4}年|[上去]年|同期)(?:同期)?[（(]\s*$")
GAP = re.compile("缺口|[顺逆]差|结余|节余|差额|赤字|节约|压减")
COMPARED = re.compile("同比|环比|比|较|减|少|降")
ROW = re.compile(r"^\s*(?:、|和|及|与|以及)\s*$")
EACH = re.compile("分别|依次|各")
FARTHEST = 60  # facts looked back over for a total told in an earlier paragraph


def is_part(page: Page, told: Told) -> bool:
    """Is the number introduced by 其中, in its own clause or in the list it goes on?"""
    start = page.spans[told.sentence][0]
    lead = page.body[start : told.fact.start]
    cues = list(OF_WHICH.finditer(lead))
    return bool(cues) and not BREAKS.search(lead, cues[-1].end())


def before_which(page: Page, told: Told) -> Told | None:
    """The whole of a part after 其中: the nearest alike number before the word."""
    start = page.spans[told.sentence][0]
    cues = list(OF_WHICH.finditer(page.body, start, told.fact.start))
    if not cues:
        return None
    for one in page.earlier(told):
        if one.fact.end <= cues[-1].start() and fits_beside(one, told) and may_hold(one, told):
            near = one.sentence == told.sentence or (
                one.sentence == told.sentence - 1 and cues[-1].start() - start <= 2
            )
            return one if near else None
    return None


def may_hold(whole: Told, part: Told) -> bool:
    """May the number have parts: no average of a part that is none, no difference, no past, no plan?"""
    clause = whole.clause
    mean = MEAN.search(clause) and not MEAN.search(part.clause)
    step = is_step(whole) and (COMPARED.search(clause) or "新增" not in clause)
    another = YEAR.search(whole.before)  # 1830万吨，是2019年（1220万吨）的1.5倍，其中…
    return not (mean or step or another or GAP.search(clause) or is_past(whole) or is_aim(whole))


def in_row(page: Page, told: Told) -> bool:
    """Is it one of several told in a row: 四个季度分别接待156.8万、213.5万…? No such number is a whole."""
    if ROW.match(told.before):
        return True
    after = page.told[told.at + 1 : told.at + 2]
    return bool(after and ROW.match(after[0].before) and EACH.search(told.clause))


def fits_beside(one: Told, other: Told) -> bool:
    return is_quantity(one.fact) and alike(one.fact, other.fact)


def in_sentence_before(page: Page, told: Told) -> Iterator[Told]:
    """Amounts and counts before this number in its sentence, the nearest first."""
    for one in reversed(page.in_sentence(told)):
        if one.at < told.at and is_quantity(one.fact) and not listed_aside(page, one, told):
            yield one


def listed_aside(page: Page, one: Told, told: Told) -> bool:
    """（刑事428件、民事812件、行政44件），比上年多106件: what brackets list is not spoken of after them."""
    beside = page.told[max(0, one.at - 1) : one.at + 2]
    return one.depth > told.depth and sum(other.depth == one.depth for other in beside) > 1


def totals_of(page: Page, part: Told) -> Iterator[Told]:
    """Earlier totals of the part's own kind (产值 for 汽车产业产值), no parts themselves, nearest first."""
    name = same_name(part.fact.indicator)
    for at in range(part.at - 1, max(-1, part.at - 1 - FARTHEST), -1):
        one = page.told[at]
        if (
            fits_beside(one, part)
            and one.amount.value > part.amount.value
            and one.fact.is_target == part.fact.is_target
            and kin(same_name(one.fact.indicator), name)
            and page.away(one) == page.away(part)
            and near_time(one.fact.period, part.fact.period)
            and not is_part(page, one)
            and not is_past(one)
            and not in_row(page, one)
            and bool(MEAN.search(one.clause)) == bool(MEAN.search(part.clause))
        ):
            yield one


def kin(whole: str, part: str) -> bool:
    """Does the part's name end as the whole's does: 汽车产业产值 and 工业产值?"""
    return len(whole) >= 2 and len(part) >= 2 and (part.endswith(whole) or part[-2:] == whole[-2:])
