"""The words around each figure: its lead (before), its tail (after), what it follows."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from greenlight.kernel.facts.figure import Figure
from greenlight.kernel.facts.words.heads import BARE_SET

_STOP = "。!?\n"
_BACK = 16_000  # letters looked back over for the beginning of a sentence
_SOFT = ",;:()[]|\t"
_BREAK = re.compile(rf"[{re.escape(_STOP + _SOFT)}]|—(?=—)|(?<=—)—")
_INSIDE_RATIO = re.compile(r"(?<=\d)[:∶](?=\d)")
_NEXT = re.compile(
    "[一-龥](?:、|以及|及|和)$"
)  # 1人死亡、19人受伤: what stands before 、 is of the number before
_ASIDE = re.compile(r"(?<=[一-龥])\([一-龥、]{1,4}\)(?=[一-龥、,。;])")


@dataclass(frozen=True, slots=True)
class Place:
    """A figure among its words.

    `lead` is the text between the last break or figure and the figure, `tail` from its end to the next;
    `joined` says that another figure stands before it in the same clause, `open` that a bracket does;
    `clause` and `sentence` are where they begin; `before` is the clause without figures just before.
    """

    figure: Figure
    lead: str
    tail: str
    lead_start: int
    joined: bool
    bracketed: bool
    hard: bool
    sentence: int
    before: str
    aside: str = ""


def places(folded: str, figures: list[Figure], start: int, end: int) -> list[Place]:
    """Return the places of the figures of one line (`start` to `end` of the text)."""
    breaks = _breaks(folded, figures, start, end)
    stops = [at for at, place in enumerate(breaks) if at and folded[place] in _STOP]
    line = Line(folded, figures, breaks, stops, _begun(folded, start), end)
    return [_place(line, at) for at in range(len(figures))]


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its text, figures, the places where clauses break and which of those end a sentence.

    `begun` is where the sentence begins with which it opens.
    """

    folded: str
    figures: list[Figure]
    breaks: list[int]
    stops: list[int]
    begun: int
    end: int

    def earlier(self, position: int) -> int:
        """Return the index of the last break before a position (0 is the line's beginning)."""
        return max(0, bisect_left(self.breaks, position) - 1)

    def end_before(self, position: int) -> int:
        """Return the end of the last figure that ends at or before a position, -1 without one."""
        at = bisect_left(self.figures, position, key=lambda figure: figure.end + 1) - 1
        return self.figures[at].end + self.figures[at].after if at >= 0 else -1

    def sign(self, index: int) -> str:
        """Return the character of a break, a line feed for the line's beginning."""
        return self.folded[self.breaks[index]] if index else "\n"


def _breaks(folded: str, figures: list[Figure], start: int, end: int) -> list[int]:
    inside = {at for figure in figures for at in range(figure.start, figure.end)}
    inside |= {at for hit in _ASIDE.finditer(folded, start, end) for at in (hit.start(), hit.end() - 1)}
    inside |= {hit.start() for hit in _INSIDE_RATIO.finditer(folded, start, end)}
    found = [hit.start() for hit in _BREAK.finditer(folded, start, end) if hit.start() not in inside]
    return [start - 1, *found]


def _place(line: Line, at: int) -> Place:
    figure = line.figures[at]
    index = line.earlier(figure.start)
    last, sign = line.breaks[index], line.sign(index)
    previous = line.figures[at - 1].end + line.figures[at - 1].after if at else -1
    joined = previous > last
    lead_start = previous if joined else last + 1
    lead = line.folded[lead_start : figure.start]
    bracketed = not joined and sign in "(["
    aside = ""
    if not joined and sign in ")]":
        aside = _aside(line, index)
        lead, lead_start, joined = _over_bracket(line, index, figure)
    elif bracketed and not lead.strip():
        lead = _own(line, index)
    lead = _last_bare(lead) if joined else lead
    sentence = _sentence(line, index)
    return Place(
        figure, lead, _tail(line, at), lead_start, joined, bracketed, sign in _STOP + ";", sentence,
        "" if joined else _before(line, index), aside,
    )  # fmt: skip


def _tail(line: Line, at: int) -> str:
    figure = line.figures[at]
    begin = figure.end + figure.after
    index = bisect_left(line.breaks, figure.end)
    stops = [*line.breaks[index : index + 1], line.end]
    stops += [other.start for other in line.figures[at + 1 : at + 2]]
    return line.folded[begin : min(stops)]


def _last_bare(lead: str) -> str:
    """Return the bare measure after the thing before it: 的汽车产业园、投资 → 投资."""
    if _NEXT.search(lead):
        return lead[-1]
    _, mark, last = lead.rpartition("、")
    return last if mark and last in BARE_SET else lead


def _over_bracket(line: Line, index: int, figure: Figure) -> tuple[str, int, bool]:
    """Return the lead of a figure after a closed bracket: 比全市(7.1%)高2.4个百分点 reads 比全市高."""
    close = line.breaks[index]
    opened = next((one for one in range(index - 1, max(0, index - 12), -1) if line.sign(one) in "(["), 0)
    if not opened:
        return line.folded[close + 1 : figure.start], close + 1, False
    left, mark = line.breaks[opened - 1], line.breaks[opened]
    outside = line.end_before(mark)
    begin = max(left + 1, outside)
    return line.folded[begin:mark] + line.folded[close + 1 : figure.start], begin, outside > left


def _aside(line: Line, index: int) -> str:
    """Return the words of the bracket just closed, if it holds no figure: 三家景区(甲、乙、丙)分别."""
    opened, closed = line.breaks[max(0, index - 1)], line.breaks[index]
    inside = line.sign(index - 1) in "([" and line.end_before(closed) <= opened
    return line.folded[opened + 1 : closed] if inside else ""


def _own(line: Line, index: int) -> str:
    """Return what a bracket holding only a figure is about: the words before the bracket."""
    left, opened = line.breaks[max(0, index - 1)], line.breaks[index]
    return line.folded[max(left + 1, line.end_before(opened)) : opened]


def _sentence(line: Line, index: int) -> int:
    """Return where the sentence begins (looking back over at most 400 clauses)."""
    at = bisect_right(line.stops, index) - 1
    near = at >= 0 and line.stops[at] > index - 400
    return line.breaks[line.stops[at]] + 1 if near else line.begun


def _begun(folded: str, start: int) -> int:
    """Return where the sentence begins with which a line opens: before it, when it is the rest of one."""
    if folded[start - 1 : start] in _STOP:
        return start
    back = max(0, start - _BACK)
    return max(back, 1 + max(folded.rfind(mark, back, start) for mark in _STOP))


def _before(line: Line, index: int) -> str:
    """Return the clause just before, if it holds no figure: 在年度考核中, the topic of a rank."""
    if index < 1 or line.sign(index) not in ",:":
        return ""
    left, right = line.breaks[index - 1] + 1, line.breaks[index]
    return "" if line.end_before(right) > left else line.folded[left:right]
