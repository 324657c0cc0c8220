"""Shares told in a row: 1.12亿元、0.97亿元、0.59亿元，占比分别为41.8%、36.2%和22.0%; 结构比为1.4∶54.0∶44.6.

Tolerance: 0.3 points for each; shares of a complete list make 100% within half a step each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from greenlight.kernel.facts.fact import Conflict, Kind
from greenlight.kernel.facts.relations import asking
from greenlight.kernel.facts.relations.amounts import is_percent, plain
from greenlight.kernel.facts.relations.fitting import HUNDRED, POINTS_LEFT_ALONE
from greenlight.kernel.facts.relations.page import Page, Told
from greenlight.kernel.facts.relations.partitions import closed
from greenlight.kernel.facts.relations.shares import ask_about, fits_pair
from greenlight.kernel.facts.relations.slips import slipped
from greenlight.kernel.facts.relations.stems import Pair
from greenlight.kernel.facts.relations.steps import FROM, LAST_YEAR
from greenlight.kernel.facts.relations.wholes import fits_beside, in_sentence_before

EACH = re.compile(
    "(?:(?:分别|依次)占|占比(?:分别|依次)|比重(?:分别|依次)|比例(?:分别|依次)|各占"
    "|占[^，,；;。%]*?(?:比重|比例)?(?:分别|依次))[^，,；;。%]*$"
)
NEXT = re.compile(r"^\s*(?:、|和|及|与|以及|，|,)\s*$")
RATIO = re.compile(r"^\s*[:：∶]\s*$")
OF_ONE = re.compile(r"^\s*[)）]?\s*的(?:比重|比例)?(?:分别|依次)?(?:为|达)?\s*$")  # 占170.8亿元的50.6%、30.9%
OF_A_WHOLE = re.compile("占(?!地)|比重|结构|构成|份额")
FEWEST = 2


def shared_out(page: Page) -> Iterator[Conflict]:
    """Ask about shares in a row that their parts do not give, or that do not make a hundred."""
    for sentence in page.sentences:
        at = 0
        while at < len(sentence):
            row = _row(sentence, at)
            if len(row) >= FEWEST:
                yield from list(_against_parts(page, row)) or _all_of_it(row)
            at += max(1, len(row))
        yield from _hundred(sentence)


def _row(sentence: tuple[Told, ...], at: int) -> list[Told]:
    first = sentence[at]
    following = sentence[at + 1].before if at + 1 < len(sentence) else ""
    ratio = bool(RATIO.match(following))
    of_one = OF_ONE.match(first.before) and NEXT.match(following)
    if first.fact.kind is not Kind.SHARE or not (EACH.search(first.before) or ratio or of_one):
        return []
    if RATIO.match(first.before) or LAST_YEAR.search(first.before) or FROM.search(first.before):
        return []  # 由上年的2.8:49.1:48.1调整为…
    row = [first]
    for one in sentence[at + 1 :]:
        if one.fact.kind is not Kind.SHARE or not (NEXT.match(one.before) or RATIO.match(one.before)):
            break
        row.append(one)
    return row


def _against_parts(page: Page, row: list[Told]) -> Iterator[Conflict]:
    """As many numbers before as there are shares are the parts; what stands before them is the whole."""
    near = list(in_sentence_before(page, row[0])) or _of_paragraph(page, row[0])
    if OF_ONE.match(row[0].before) and len(near) > len(row):  # the whole stands between parts and shares
        near = [*near[1 : len(row) + 1], near[0]]
    parts = near[: len(row)][::-1]
    if len(parts) < len(row) or not _named_in_row(row[0].clause, parts):
        return
    if any(not fits_beside(part, parts[0]) for part in parts):
        yield from _against_own(page, row, parts)
        return
    wholes = [one for one in near[len(row) :] if fits_beside(one, parts[0])] or [
        one for one in page.earlier(parts[0], 6) if fits_beside(one, parts[0])
    ]
    largest = max(part.amount.value for part in parts)
    wholes = [one for one in wholes if one.amount.value >= largest]
    for share, part in zip(row, parts, strict=True):
        pairs: list[Pair] = [(part, whole) for whole in wholes]
        if pairs and not any(fits_pair(share, pair) for pair in pairs):
            yield ask_about(share, pairs[0])


def _named_in_row(clause: str, parts: list[Told]) -> bool:
    """同城、异地业务量分别占: a row with names of its own is of numbers of those names."""
    names = clause.split("、")
    if len(names) < FEWEST:
        return True
    around = "，".join(f"{part.clause}，{part.fact.indicator}" for part in parts)
    return all(name.strip()[:2] in around for name in names)


def _against_own(page: Page, row: list[Told], parts: list[Told]) -> Iterator[Conflict]:
    """项目61个、资金305.4亿元，占比分别为70.1%和74.0%: each part has a whole of its own unit before."""
    for share, part in zip(row, parts, strict=True):
        wholes = [one for one in page.earlier(parts[0], 8) if one.amount.unit == part.amount.unit]
        pairs: list[Pair] = [(part, one) for one in wholes if one.amount.value >= part.amount.value]
        if pairs and not any(fits_pair(share, pair) for pair in pairs):
            yield ask_about(share, pairs[0])


def _of_paragraph(page: Page, told: Told) -> list[Told]:
    return [one for one in page.earlier(told, 12) if fits_beside(one, one)]


def _all_of_it(row: list[Told]) -> Iterator[Conflict]:
    """公路、铁路、水路分别占68.5%、14.2%和12.3%: asked about where one slip keeps them from a hundred."""
    total = sum((one.amount.value for one in row), Decimal(0))
    slack = sum((one.amount.half for one in row), Decimal(0))
    if len(row) <= FEWEST or abs(total - HUNDRED) <= max(slack, POINTS_LEFT_ALONE):
        return
    if any(slipped(one, HUNDRED - total + one.amount.value) for one in row):
        yield _not_a_hundred(row, total, slack)


def _hundred(sentence: tuple[Told, ...]) -> Iterator[Conflict]:
    """第一、二、三产业占比: together a hundred."""
    shares = [one for one in sentence if one.fact.kind is Kind.SHARE and is_percent(one.fact)]
    if len(shares) < FEWEST or not closed(shares) or not OF_A_WHOLE.search(shares[0].before):
        return  # 报销比例分别为72%和86% are of two wholes
    total = sum((one.amount.value for one in shares), Decimal(0))
    slack = max(POINTS_LEFT_ALONE, sum((one.amount.half for one in shares), Decimal(0)))
    if abs(total - HUNDRED) <= slack:
        return
    yield _not_a_hundred(shares, total, slack)


def _not_a_hundred(shares: list[Told], total: Decimal, slack: Decimal) -> Conflict:
    shown = " + ".join(plain(one.fact.value) for one in shares)
    return asking.asked(
        asking.Finding(
            rule="hundred",
            relation="各项占比之和为100%",
            facts=tuple(shares),
            computed=total,
            tolerance=slack,
            worked=f"{shown} = {plain(total, 2)}%",
            question=f"各项占比相加为{plain(total, 2)}%，不是100%，哪一项要改？",
            answers=(asking.NOT_ALL, asking.OVERLAP, asking.ROUNDED),
        )
    )
