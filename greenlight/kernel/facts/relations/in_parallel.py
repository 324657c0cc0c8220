"""Numbers told in rows side by side: 办结112件、立案9件，去年同期为98件、12件，分别增长14.3%和下降25.0%.

The first of one row belongs to the first of the other. Bases are a row of plans (年度任务分别为10000人、
3000人) or of the year before (去年同期是14起、9人); rates may be told by their acts (注册率、开工率分别为).
Asked only where the rows are as long as each other and their units go together. Tolerance: 0.3 points.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from greenlight.kernel.facts.fact import Conflict
from greenlight.kernel.facts.relations.amounts import is_percent, is_quantity, plain, printed
from greenlight.kernel.facts.relations.fitting import points_tolerance, rise
from greenlight.kernel.facts.relations.grown import question
from greenlight.kernel.facts.relations.page import Page, Told
from greenlight.kernel.facts.relations.share_words import ShareWords
from greenlight.kernel.facts.relations.shares import ask_about, fits_pair
from greenlight.kernel.facts.relations.stems import of_stem
from greenlight.kernel.facts.relations.steps import is_step

EACH = re.compile("分别|依次")
JOINED = re.compile(r"^\s*(?:、|，|和|及|与|以及)\s*(?:增长|下降|提高|降低)?$")
RATES = re.compile(
    "(?P<names>[\u4e00-\u9fff]{2,8}(?:率|面)(?:[、和及与][\u4e00-\u9fff]{2,8}(?:率|面))+)(?:分别|依次)"
)
RATE = re.compile("(?P<subject>.*?)(?P<stem>..)(?:率|面)$")
PLANS = re.compile("(?:任务|目标|计划)[数值额]?(?:分别|依次)?(?:为|是)?$")
YEAR_BEFORE = re.compile("(?:上年|去年|同期)(?:同期)?(?:分别|依次)?(?:为|是)?$")


def in_parallel(page: Page) -> Iterator[Conflict]:
    """Ask where one of a row of percentages does not follow from what stands at its place in the others."""
    for sentence in page.sentences:
        for at, first in enumerate(sentence):
            of_bases = first.before.strip() == "的"  # 分别为年任务2000人、600人的107.3%和123%
            if is_percent(first.fact) and (EACH.search(first.clause) or of_bases):
                row = _row(sentence, at, percent=True)
                if len(row) >= 2:
                    yield from _by_acts(page, row)
                    yield from _by_bases(sentence, row)


def _row(sentence: tuple[Told, ...], at: int, *, percent: bool) -> list[Told]:
    """The numbers that go on from the one at `at` with nothing but 、 or 和 between."""
    row = [sentence[at]]
    for one in sentence[at + 1 :]:
        alike = is_percent(one.fact) if percent else is_quantity(one.fact)
        if not alike or not JOINED.match(one.before):
            break
        row.append(one)
    return row


def _by_acts(page: Page, row: list[Told]) -> Iterator[Conflict]:
    """已注册112个、开工89个，注册率、开工率分别为76.2%、60.5%."""
    found = RATES.search(row[0].clause)
    names = re.split("[、和及与]", found["names"]) if found else []
    if len(names) != len(row):
        return
    for told, name in zip(row, names, strict=True):
        read = RATE.match(name)
        if read is None:
            continue
        sure, possible = of_stem(page, told, ShareWords("", "", read["stem"]))
        if sure and not any(fits_pair(told, pair) for pair in [*sure, *possible]):
            yield ask_about(told, sure[0])


def _by_bases(sentence: tuple[Told, ...], row: list[Told]) -> Iterator[Conflict]:
    """As many values, bases and percentages, one below the other."""
    for at, first in enumerate(sentence):
        kind = YEAR_BEFORE.search(first.clause) or PLANS.search(first.clause.strip("（("))
        if not kind or not is_quantity(first.fact):
            continue
        bases = _row(sentence, at, percent=False)
        values = _values(sentence, min(at, row[0].at - sentence[0].at), len(row))
        if len(bases) == len(row) == len(values) and _go_together(values, bases):
            yield from _ask(row, values, bases, grows=bool(YEAR_BEFORE.search(first.clause)))
            return


def _values(sentence: tuple[Told, ...], end: int, many: int) -> list[Told]:
    """The last numbers before the first of the other rows, none of them a step or an average."""
    values = [one for one in sentence[:end] if is_quantity(one.fact)][-many:]
    return [] if any(is_step(one) for one in values) else values


def _go_together(values: list[Told], bases: list[Told]) -> bool:
    return all(
        one.amount.unit == base.amount.unit and base.amount.value > 0
        for one, base in zip(values, bases, strict=True)
    )


def _ask(row: list[Told], values: list[Told], bases: list[Told], *, grows: bool) -> Iterator[Conflict]:
    for told, value, base in zip(row, values, bases, strict=True):
        if not grows:
            if not fits_pair(told, (value, base)):
                yield ask_about(told, (value, base))
            continue
        computed, spread = rise(value, base)
        tolerance = points_tolerance(told, spread)
        fits = {abs(computed - told.amount.value), abs(abs(computed) - abs(told.amount.value))}
        if min(fits) > tolerance:
            worked = f"{printed(value.fact)} ÷ {printed(base.fact)} - 1 = {plain(computed, 1)}%"
            yield question(told, (value, base), computed, tolerance, worked)
