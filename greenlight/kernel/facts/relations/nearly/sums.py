"""A list whose whole the words leave open: asked about where one slip makes it one of the wholes before.

处置方式上，依法收回21宗，协商收储34宗，… of 已处置103宗; 分类情况。产业类82个、… of 145个 a paragraph before;
办件41.37万件，线上28.96万件，线下12.41万件. Where the list makes any number before it, nothing is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial

from greenlight.kernel.facts.fact import Conflict
from greenlight.kernel.facts.relations.amounts import is_quantity
from greenlight.kernel.facts.relations.fitting import GROUND, makes, sum_tolerance
from greenlight.kernel.facts.relations.lists import MANY, nested
from greenlight.kernel.facts.relations.nearly.readings import one_slip
from greenlight.kernel.facts.relations.nearly.shares import listed
from greenlight.kernel.facts.relations.page import Page, Told
from greenlight.kernel.facts.relations.partitions import closed
from greenlight.kernel.facts.relations.slips import digits
from greenlight.kernel.facts.relations.steps import is_aim, is_aside, is_past, is_step
from greenlight.kernel.facts.relations.stretches import AGAINST
from greenlight.kernel.facts.relations.sums import ON_THE_WAY, ask_about
from greenlight.kernel.facts.relations.wholes import BREAKS, GAP, MEAN

FAR = 30  # numbers looked back at
SENTENCES = 12
MOST = 6  # wholes looked at
TITLE = 14
SORTED = re.compile(
    "(?:按[^，,。]{1,8}|分[^，,。]{1,6}|从[^，,。]{1,8}|[^，,。]{1,6})(?:分|看|上|方式|来源|构成|结构|投向|用途|去向|类型|类别|分类|情况)"
    "(?:方面)?(?:[，,：:。]|为)"
)
OF_WHICH = re.compile("其中|包括|分别|来源为|构成为|由")
HEAD = re.compile(r"^[\s、，,和及与]*(?:其中|包括|来源为|有)?[：:，,]?")
IN_GENERAL = re.compile("全年|全[县市区省]|今年|上半年|办理|完成|实现|发放|安排|共|累计|达到?|各项|各类|总")
ROW = re.compile(r"^\s*(?:[、，,和及与]|以及)")
SORTS = re.compile("([两二三四五六七八九十])(?:类|项|种|级|个|大)")
IN_TOTAL = re.compile("累计|(?<!公)共|总(?!馆|部|站|店)|现有|合计|全[县区市]|纳入|拥有")
EFFECT = re.compile("[带拉推撬]动|惠及|引来")  # 发放补贴2870万元，带动消费2.15亿元
STEPS = re.compile(f"{ON_THE_WAY.pattern}|已|发行|支出|拨付|到位")
IN_ALL = re.compile(
    "^[，,]?(?:[两二三四五六七八九十](?:者|项|类|个|家|种|地|条))?(?:全[年县区市])?(?:累计|总共|共计?|合计|总计)|(?<!公)共(?:有|计)?$"
)
Row = tuple[Told, ...]


def nearly_sums(page: Page) -> Iterator[Conflict]:
    """Ask where a list makes no number before it, but would with one slip put right."""
    for sentence in page.sentences:
        for row in _rows(page, sentence):
            yield from _of_row(page, row)


def _rows(page: Page, sentence: tuple[Told, ...]) -> Iterator[tuple[Told, ...]]:
    """Numbers of one unit that follow one another, nothing between but the words of the next."""
    row: list[Told] = []
    for one in sentence:
        goes_on = row and one.at == row[-1].at + 1 and one.amount.unit == row[-1].amount.unit
        goes_on = goes_on and not (len(row) > 2 and BREAKS.search(one.before) and not _broken(row))
        if row and not (goes_on and ROW.match(one.before) and _plain(one)):
            yield tuple(row)
            row = []
        if _plain(one) or not row:
            row.append(one)
    if row:
        yield tuple(row)


def _broken(row: Sequence[Told]) -> bool:
    """Is a ； between its numbers already?"""
    return any(BREAKS.search(one.before) for one in row[1:])


def _plain(one: Told) -> bool:
    odd = is_aside(one) or "相差" in one.clause or MEAN.search(one.clause) or EFFECT.search(one.clause)
    return is_quantity(one.fact) and not odd and not AGAINST.search(one.clause)


def _of_row(page: Page, row: Row) -> Iterator[Conflict]:
    if len(row) < 2 or not is_quantity(row[0].fact):
        return
    is_sorted = bool(SORTED.search(_lead(page, row[0])))
    parts, wholes = _split(page, row, is_sorted)
    if len(parts) < 2 or nested(parts):
        return
    likely = _likely(parts, is_sorted) or _counted(row, parts) or (wholes[:1] == row[:1] and _all_told(row))
    if likely and not _settled(page, row, parts, wholes):
        yield from _slips(parts, wholes)


def _counted(row: Row, parts: Row) -> bool:
    """工作站3家、博士后站5家、服务基地8家，三类平台共16家: as many sorts as were told."""
    many = SORTS.search(row[-1].clause) if row[-1] is not parts[-1] else None
    return many is not None and MANY[many[1]] == len(parts)


def _all_told(row: Row) -> bool:
    """累计落户项目53个，央企投资18个，民营配套项目35个: the whole says that it is one, no part is a step."""
    words = "，".join(one.clause for one in row[1:])
    many = SORTS.search(row[0].clause)
    total = IN_TOTAL.search(row[0].clause) or (many and MANY[many[1]] == len(row) - 1)
    return bool(total) and not (OF_WHICH.search(words) or STEPS.search(words))


def _split(page: Page, row: Row, is_sorted: bool) -> tuple[Row, Row]:
    """Parts, and the wholes they may have: the first of the row, its last (累计), or numbers told before."""
    if len(row) > 2 and IN_ALL.search(row[-1].clause):
        return row[1 if len(row) > 3 and OF_WHICH.search(row[1].before) else 0 : -1], row[-1:]
    told_of = OF_WHICH.search(row[1].before)
    if closed(row) or not (told_of or not (is_sorted or OF_WHICH.search(row[0].before))):
        return row, tuple(one for one in _before(page, row[0]) if not listed(page, one))
    aside = told_of and row[0].depth > row[1].depth  # 流转32.4万亩（承包地61.4万亩），其中…
    return row[1:], (row[0], *(_before(page, row[0]) if aside else ()))


def _settled(page: Page, row: Row, parts: Row, wholes: Row) -> bool:
    """Does the list, or the beginning of it, make any number before it?"""
    before = _before(page, row[0])
    return any(True in makes(parts, one, GROUND)[1:] or _makes(row, one) for one in [*wholes, *before])


def _slips(parts: Row, wholes: Row) -> Iterator[Conflict]:
    for whole in wholes[:MOST]:
        numbers = (whole, *parts)
        telling = _telling(whole, parts) and not _sibling(whole, parts)
        if telling and one_slip(numbers, partial(_holds, numbers)):
            yield ask_about(whole, parts)
            return


def _sibling(whole: Told, parts: Row) -> bool:
    """教育支出17.8亿元，社会保障和就业支出12.3亿元，卫生健康支出8.6亿元: the first is one of them."""
    heads = {one.clause[-2:] for one in (whole, *parts)}
    beside = whole.at == parts[0].at - 1 and whole.sentence == parts[0].sentence
    own = IN_GENERAL.sub("", whole.clause)
    return beside and len(heads) == 1 and len(own) >= len(min(heads)) + 2  # 办理贷款42.16亿元 is of both


def _lead(page: Page, first: Told) -> str:
    """The words before the list, with a short heading before the sentence."""
    start = page.spans[first.sentence][0]
    lead = page.body[start : first.fact.start].lstrip()
    heading = page.sentence_text(first.sentence - 1).strip() if first.sentence else ""
    return (heading if len(heading) <= TITLE else "") + lead


def _before(page: Page, first: Told) -> list[Told]:
    """Numbers of the unit before the list, the nearest first."""
    found = []
    for at in range(first.at - 1, max(-1, first.at - 1 - FAR), -1):
        one = page.told[at]
        if one.sentence < first.sentence - SENTENCES:
            break
        if one.amount.unit == first.amount.unit and one.amount.value > 0 and _whole(one):
            found.append(one)
    return found


def _whole(one: Told) -> bool:
    gap = GAP.search(one.clause)  # 贸易顺差155.4亿元 has no parts
    return is_quantity(one.fact) and not (
        is_past(one) or is_step(one) or is_aim(one) or gap or MEAN.search(one.clause)
    )


def _likely(parts: Sequence[Told], is_sorted: bool) -> bool:
    """Kinds of one thing: a family, heads that end alike, or a list that the words say is one."""
    heads = [HEAD.sub("", one.clause) for one in parts]
    tails = {head[-1:] for head in heads}
    alike = len(tails) == 1 and tails != {"业"} and all(2 <= len(head) <= 12 for head in heads)
    steps = "以上" in parts[0].clause and "以下" in parts[-1].clause
    return closed(parts) or steps or is_sorted or (alike and len(parts) >= 2) or _levels(heads)


def _levels(heads: Sequence[str]) -> bool:
    return len(heads) >= 2 and all(
        re.search("[级类型产线内外](?:合同|项目|企业|案件|问题|事项)?$|^[省市县国区]", head) for head in heads
    )


def _telling(whole: Told, parts: Sequence[Told]) -> bool:
    if digits(whole) >= 3 or len(parts) >= 3 or closed(parts):
        return True
    return digits(whole) == 2 and len({len(HEAD.sub("", one.clause)) for one in parts}) == 1


def _makes(parts: Sequence[Told], whole: Told) -> bool:
    total = sum((one.amount.value for one in parts), Decimal(0))
    return abs(total - whole.amount.value) <= sum_tolerance(list(parts), whole) + GROUND


def _holds(numbers: Sequence[Told], values: Sequence[Decimal]) -> bool:
    gap = sum(values[1:], Decimal(0)) - values[0]
    return abs(gap) <= sum_tolerance(list(numbers[1:]), numbers[0]) + GROUND
