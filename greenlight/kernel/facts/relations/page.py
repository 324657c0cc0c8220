"""A text laid out for the rules: facts in their order, with the words around them, by sentence."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from greenlight.kernel.facts.fact import Fact, Text
from greenlight.kernel.facts.relations.amounts import Amount, amount
from greenlight.kernel.facts.relations.grids import grids
from greenlight.kernel.facts.relations.names import elsewhere, same_name

SENTENCE_ENDS = re.compile(r"[。！？!?]|\n+")
OTHERS = re.compile("(?:比|较|占|列|居|排|在|于|为|向|面向|助力|领先|引领|覆盖)全[市省]")
CLAUSE_ENDS = re.compile(r"[，,；;。：:！？\n]")
PARAGRAPH_ENDS = re.compile(r"\n+")


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """A fact where it stands: the words since the number before, and up to the next, in its sentence."""

    fact: Fact
    at: int
    sentence: int
    paragraph: int
    before: str
    after: str
    amount: Amount
    depth: int = 0  # brackets open around it in its sentence

    @property
    def words(self) -> str:
        """What names the number: its indicator, its scope, the words just before."""
        return f"{self.fact.scope}{self.fact.indicator}{self.before}"

    @property
    def clause(self) -> str:
        """The words before the number back to the last mark."""
        return CLAUSE_ENDS.split(self.before)[-1]


@dataclass(frozen=True, slots=True)
class Page:
    """The facts of running text (those of tables apart), by sentence and by name."""

    body: str
    told: tuple[Told, ...]
    sentences: tuple[tuple[Told, ...], ...]
    by_name: dict[str, list[Told]]
    by_words: dict[str, list[Told]]
    spans: tuple[tuple[int, int], ...]
    own: frozenset[str] = frozenset()

    def away(self, told: Told) -> frozenset[str]:
        """The places a number is given for that are not the reporter's own."""
        return elsewhere(told.words) - self.own

    def sentence_text(self, number: int) -> str:
        start, end = self.spans[number]
        return self.body[start:end]

    def earlier(self, told: Told, most: int = 24) -> Iterable[Told]:
        """Facts before this one in its paragraph, the nearest first, `most` at the utmost."""
        for at in range(told.at - 1, max(-1, told.at - 1 - most), -1):
            if self.told[at].paragraph != told.paragraph:
                return
            yield self.told[at]

    def in_sentence(self, told: Told) -> tuple[Told, ...]:
        return self.sentences[told.sentence]


def lay_out(facts: Sequence[Fact], text: Text) -> Page:
    """Put the facts of running text in order, with sentence, paragraph and surrounding words."""
    spans = spans_between(text.body, SENTENCE_ENDS)
    cells = sorted(cell.span for grid in grids(text) for row in grid.rows for cell in row)
    ends = [start for start, _ in spans]
    paragraphs = [start for start, _ in spans_between(text.body, PARAGRAPH_ENDS)]
    running = sorted((fact for fact in facts if _runs(fact, cells)), key=lambda f: (f.start, f.end))
    where = [max(0, bisect_right(ends, fact.start) - 1) for fact in running]
    told = []
    for at, fact in enumerate(running):
        start, end = spans[where[at]]
        if at and where[at - 1] == where[at]:
            start = min(running[at - 1].end, fact.start)
        if at + 1 < len(running) and where[at + 1] == where[at]:
            end = max(running[at + 1].start, fact.end)
        paragraph = bisect_right(paragraphs, fact.start) - 1
        before, after = text.body[start : fact.start], text.body[fact.end : end]
        depth = _depth(text.body, spans[where[at]][0], fact.start)
        told.append(Told(fact, at, where[at], paragraph, before, after, amount(fact), depth))
    return _gather(text.body, told, spans)


def _depth(body: str, start: int, end: int) -> int:
    """Brackets opened and not yet closed."""
    opened = body.count("（", start, end) + body.count("(", start, end)
    return max(0, opened - body.count("）", start, end) - body.count(")", start, end))


def _runs(fact: Fact, cells: list[tuple[int, int]]) -> bool:
    """Is the fact one of running text: of no table, nor in a cell set with tabs?"""
    at = bisect_right(cells, (fact.start, len(cells) + fact.end)) - 1
    return fact.table < 0 and not (at >= 0 and cells[at][0] <= fact.start < cells[at][1])


def _gather(body: str, told: list[Told], spans: list[tuple[int, int]]) -> Page:
    sentences: list[list[Told]] = [[] for _ in spans]
    by_name: dict[str, list[Told]] = defaultdict(list)
    by_words: dict[str, list[Told]] = defaultdict(list)
    for one in told:
        sentences[one.sentence].append(one)
        by_name[same_name(one.fact.indicator)].append(one)
        by_words[same_name(one.clause)].append(one)
    rows = tuple(map(tuple, sentences))
    return Page(body, tuple(told), rows, dict(by_name), dict(by_words), tuple(spans), _own(body, told))


def _own(body: str, told: list[Told]) -> frozenset[str]:
    """A city's own report says 全市 of itself: before its first number, and not 比全市 or 列全市."""
    if not told:
        return frozenset()
    lead = body[: told[0].fact.start]
    return elsewhere(OTHERS.sub("", lead)) & {"全市", "全省"}


def spans_between(body: str, ends: re.Pattern[str]) -> list[tuple[int, int]]:
    """Stretches of the text up to and with each end mark."""
    spans, start = [], 0
    for mark in ends.finditer(body):
        spans.append((start, mark.end()))
        start = mark.end()
    if start < len(body) or not spans:
        spans.append((start, len(body)))
    return spans
