"""A text laid out for the rules: facts in their order, with the words around them, by sentence.

Only places are kept; a number and its words are made when a rule looks at them, and forgotten once the
rules have gone on (`windows`), so that a long report takes little more room than its text.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeVar, overload

from greenlight.kernel.facts.fact import Fact, Text
from greenlight.kernel.facts.held import Held
from greenlight.kernel.facts.relations.alike import Alike
from greenlight.kernel.facts.relations.amounts import Amount, amount
from greenlight.kernel.facts.relations.grids import grids
from greenlight.kernel.facts.relations.names import elsewhere, same_name
from greenlight.kernel.facts.relations.spans import Spans, cut, cut_short

SENTENCE_ENDS = re.compile(r"[。！？!?]|\n+")
OTHERS = re.compile("(?:比|较|占|列|居|排|在|于|为|向|面向|助力|领先|引领|覆盖)全[市省]")
CLAUSE_ENDS = re.compile(r"[，,；;。：:！？\n]")
PARAGRAPH_ENDS = re.compile(r"\n+")
WINDOW = 1_000  # numbers the rules look at before they go on
MOST_MADE = 3_000  # numbers kept with their words
PLACE = 31  # bits of a place in a text


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """A fact where it stands: the words since the number before, and up to the next, in its sentence.

    `clause` is the words before the number back to the last mark.
    """

    fact: Fact
    at: int
    sentence: int
    paragraph: int
    before: str
    clause: str
    after: str
    amount: Amount
    depth: int = 0  # brackets open around it in its sentence

    @property
    def words(self) -> str:
        """What names the number: its indicator, its scope, the words just before."""
        return f"{self.fact.scope}{self.fact.indicator}{self.before}"


Thing = TypeVar("Thing")


class Made(dict[int, Thing]):
    """Things by number, each made when it is first asked for."""

    def __init__(self, make: Callable[[int], Thing]) -> None:
        """Take how one is made."""
        super().__init__()
        self._make = make

    def __missing__(self, at: int) -> Thing:
        """Make one and keep it."""
        made = self[at] = self._make(at)
        return made


class Running(Sequence[Told]):
    """The numbers of running text in their order. To go through them is to go through a window of them."""

    def __init__(self, body: str, facts: Held, chosen: Chosen, spans: Spans) -> None:
        """Take the facts chosen, in order, and the sentences they stand in."""
        self.body, self.spans = body, spans
        self.starts, self.ends = chosen.starts, chosen.ends
        self.sentences = array("i", map(spans.of, chosen.starts))
        self.window = range(len(chosen.starts))
        self._facts, self._chosen = facts, chosen.numbers
        self._paragraphs = cut(body, PARAGRAPH_ENDS)
        self.made = Made(self.make)
        self.parts: tuple[Any, ...] | None = None  # the lists of the window, once looked for
        self.rows = Made(self.row)

    def __len__(self) -> int:
        return len(self._chosen)

    def __iter__(self) -> Iterator[Told]:
        return map(self.made.__getitem__, self.window)

    @overload
    def __getitem__(self, at: int) -> Told: ...
    @overload
    def __getitem__(self, at: slice) -> list[Told]: ...
    def __getitem__(self, at: int | slice) -> Told | list[Told]:
        if isinstance(at, slice):
            return [self.made[one] for one in range(len(self._chosen))[at]]
        return self.made[at if at >= 0 else at + len(self._chosen)]

    def make(self, at: int) -> Told:
        """Lay out one number with the words around it."""
        fact, sentence = self._facts[self._chosen[at]], self.sentences[at]
        first, end = self.spans[sentence]
        if at + 1 < len(self.sentences) and self.sentences[at + 1] == sentence:
            end = max(self.starts[at + 1], fact.end)
        before, after = self.before(at), self.body[fact.end : end]
        depth, paragraph = _depth(self.body, first, fact.start), self._paragraphs.of(fact.start)
        return Told(fact, at, sentence, paragraph, before, _clause(before), after, amount(fact), depth)

    def before(self, at: int) -> str:
        """The words of the sentence before a number, since the number before it."""
        start, sentence = self.starts[at], self.sentences[at]
        if at and self.sentences[at - 1] == sentence:
            return self.body[min(self.ends[at - 1], start) : start]
        return self.body[self.spans[sentence][0] : start]

    def name(self, at: int) -> str:
        """The name of what a number tells, as names are compared."""
        return same_name(self._facts.indicator(self._chosen[at]))

    def clause(self, at: int) -> str:
        """The words before a number back to the last mark, as names are compared."""
        return same_name(_clause(self.before(at)))

    def row(self, sentence: int) -> tuple[Told, ...]:
        """The numbers of a sentence."""
        numbers = self.sentences
        return tuple(self[bisect_left(numbers, sentence) : bisect_right(numbers, sentence)])

    def look_at(self, window: range) -> None:
        """Go on to other numbers."""
        self.window, self.parts = window, None

    def forget(self) -> None:
        """Let go of what was made, once it is much; a rule that goes on afterwards gets new ones."""
        if len(self.made) > MOST_MADE:
            self.made.clear()
            self.rows.clear()

    def passing(self, group: Iterable[Told]) -> Iterator[Told]:
        """Go through numbers from all over the text, letting go of those gone past."""
        for told in group:
            self.forget()
            yield told

    def at_fact(self, fact: Fact) -> Told | None:
        """The number of a fact, if it is one of running text."""
        found = self.between(fact.start, fact.start + 1)
        return next((one for one in found if one.fact.end == fact.end), None)

    def between(self, start: int, end: int) -> list[Told]:
        """The numbers that begin in a stretch of the text."""
        return self[bisect_left(self.starts, start) : bisect_left(self.starts, end)]


class Sentences(Sequence[tuple[Told, ...]]):
    """The numbers of each sentence. To go through them is to go through those of the window."""

    def __init__(self, running: Running) -> None:
        """Take the numbers in their order."""
        self._running = running

    def __len__(self) -> int:
        return len(self._running.spans)

    def __iter__(self) -> Iterator[tuple[Told, ...]]:
        """Sentences with a number in them, of the window."""
        window, number = self._running.window, -1
        for at in window:
            if self._running.sentences[at] != number:
                number = self._running.sentences[at]
                yield self._running.rows[number]

    @overload
    def __getitem__(self, at: int) -> tuple[Told, ...]: ...
    @overload
    def __getitem__(self, at: slice) -> list[tuple[Told, ...]]: ...
    def __getitem__(self, at: int | slice) -> tuple[Told, ...] | list[tuple[Told, ...]]:
        if isinstance(at, slice):
            return [self[one] for one in range(len(self))[at]]
        return self._running.rows[at if at >= 0 else at + len(self)]


@dataclass(frozen=True, slots=True)
class Page:
    """The facts of running text (those of tables apart), by sentence and by name."""

    body: str
    told: Running
    sentences: Sentences
    by_name: Alike[Told]
    by_words: Alike[Told]
    spans: Spans
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
            one = self.told.made[at]
            if one.paragraph != told.paragraph:
                return
            yield one

    def back(self, told: Told, most: int) -> list[Told]:
        """Facts before this one whatever their paragraph, the nearest first, `most` at the utmost."""
        return [self.told[at] for at in range(told.at - 1, max(-1, told.at - 1 - most), -1)]

    def lead(self, told: Told) -> str:
        """The words before a number; of 其余15宗、530亩 the second has those of the first."""
        first = self.told[told.at - 1] if told.at and told.before.strip() == "、" else told
        pair = first.sentence == told.sentence and first.amount.unit != told.amount.unit
        return first.before if pair else told.before

    def in_sentence(self, told: Told) -> tuple[Told, ...]:
        """The numbers of its sentence."""
        return self.told.rows[told.sentence]

    def windows(self) -> Iterator[None]:
        """Go through the text by some thousand numbers at a time, whole sentences together."""
        sentences, begin = self.told.sentences, 0
        while begin < len(sentences):
            end = bisect_right(sentences, sentences[min(begin + WINDOW, len(sentences)) - 1])
            self.told.look_at(range(begin, end))
            yield
            self.told.forget()
            begin = end
        self.told.look_at(range(len(sentences)))


def lay_out(facts: Sequence[Fact], text: Text) -> Page:
    """Put the facts of running text in order, with sentence, paragraph and surrounding words."""
    held = Held.of(facts)
    chosen = _chosen(held, text)
    sentences = cut_short(text.body, SENTENCE_ENDS, chosen.starts, chosen.ends)
    running = Running(text.body, held, chosen, sentences)
    by_name, by_words = Alike(running, running.name), Alike(running, running.clause)
    return Page(
        text.body, running, Sentences(running), by_name, by_words, sentences, _own(text.body, running)
    )


@dataclass(frozen=True, slots=True)
class Chosen:
    """The numbers of the facts looked at, with where each begins and ends."""

    numbers: array[int]
    starts: array[int]
    ends: array[int]


def _chosen(facts: Held, text: Text) -> Chosen:
    """The facts of running text, by place: none of a table, nor in a cell set with tabs."""
    cells = sorted(cell.span for grid in grids(text) for row in grid.rows for cell in row)
    numbers, places = array("i"), array("q")
    for at, (start, end, table) in enumerate(zip(facts.starts, facts.ends, facts.tables(), strict=True)):
        if table < 0 and not (cells and _in_cell(start, end, cells)):
            numbers.append(at)
            places.append(start << PLACE | end)
    order: Sequence[int] = range(len(places))
    if any(later < one for one, later in pairwise(places)):
        order = sorted(order, key=places.__getitem__)
    mask = (1 << PLACE) - 1
    return Chosen(
        array("i", (numbers[at] for at in order)),
        array("i", (places[at] >> PLACE for at in order)),
        array("i", (places[at] & mask for at in order)),
    )


def around(sentence: Sequence[Told], told: Told, most: int) -> Sequence[Told]:
    """The numbers of a sentence that are `most` places away from one of them at the utmost, and it itself."""
    at = told.at - sentence[0].at
    return sentence[max(0, at - most) : at + most + 1]


def behind(sentence: Sequence[Told], told: Told) -> Sequence[Told]:
    """The numbers of a sentence after one of them."""
    return sentence[told.at - sentence[0].at + 1 :]


def _clause(words: str) -> str:
    """What stands behind the last mark."""
    return CLAUSE_ENDS.split(words)[-1]


def _depth(body: str, start: int, end: int) -> int:
    """Brackets opened and not yet closed."""
    opened = body.count("（", start, end) + body.count("(", start, end)
    return max(0, opened - body.count("）", start, end) - body.count(")", start, end))


def _in_cell(start: int, end: int, cells: list[tuple[int, int]]) -> bool:
    at = bisect_right(cells, (start, len(cells) + end)) - 1
    return at >= 0 and cells[at][0] <= start < cells[at][1]


def _own(body: str, running: Running) -> frozenset[str]:
    """A city's own report says 全市 of itself: before its first number, and not 比全市 or 列全市."""
    lead = body[: running.starts[0]] if running else ""
    return elsewhere(OTHERS.sub("", lead)) & {"全市", "全省"}
