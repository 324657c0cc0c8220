"""The words around each figure: its lead (before), its tail (after), what it follows."""

from __future__ import annotations

import re
from dataclasses import dataclass

from greenlight.kernel.facts.figure import Figure
from greenlight.kernel.facts.words.heads import BARE_SET

_STOP = "。!?\n"
_SOFT = ",;:()[]|\t"
_BREAK = re.compile(rf"[{re.escape(_STOP + _SOFT)}]|—(?=—)|(?<=—)—")
_INSIDE_RATIO = re.compile(r"(?<=\d)[:∶](?=\d)")
_ASIDE = re.compile(r"(?<=[一-龥])\([一-龥、]{1,4}\)(?=[一-龥])")


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


def places(folded: str, figures: list[Figure], start: int, end: int) -> list[Place]:
    """Return the places of the figures of one line (`start` to `end` of the text)."""
    breaks = _breaks(folded, figures, start, end)
    return [_place(folded, figures, breaks, at, end) for at in range(len(figures))]


def _breaks(folded: str, figures: list[Figure], start: int, end: int) -> list[int]:
    inside = {at for figure in figures for at in range(figure.start, figure.end)}
    inside |= {at for hit in _ASIDE.finditer(folded, start, end) for at in (hit.start(), hit.end() - 1)}
    inside |= {hit.start() for hit in _INSIDE_RATIO.finditer(folded, start, end)}
    found = [hit.start() for hit in _BREAK.finditer(folded, start, end) if hit.start() not in inside]
    return [start - 1, *found]


def _place(folded: str, figures: list[Figure], breaks: list[int], at: int, end: int) -> Place:
    figure = figures[at]
    earlier = [mark for mark in breaks if mark < figure.start]
    last = earlier[-1]
    previous = figures[at - 1].end + figures[at - 1].after if at else -1
    joined = previous > last
    lead_start = previous if joined else last + 1
    lead = folded[lead_start : figure.start]
    bracketed = not joined and last >= 0 and folded[last : last + 1] in "(["
    if not joined and last >= 0 and folded[last] in ")]":
        lead, lead_start, joined = _over_bracket(folded, figures, earlier, at)
    elif bracketed and not lead.strip():
        lead = _own(folded, figures, earlier[:-1], last)
    if joined:
        lead = _last_bare(lead)
    later = [mark for mark in breaks if mark >= figure.end]
    stop = min([*later[:1], *(following.start for following in figures[at + 1 : at + 2]), end])
    return Place(
        figure, lead, folded[figure.end + figure.after : stop], lead_start, joined, bracketed,
        last < 0 or folded[last] in _STOP + ";" or last == breaks[0], _sentence(folded, earlier),
        _before(folded, figures, earlier, joined),
    )  # fmt: skip


def _last_bare(lead: str) -> str:
    """Return the bare measure after the thing before it: 的汽车产业园、投资 → 投资."""
    _, mark, last = lead.rpartition("、")
    return last if mark and last in BARE_SET else lead


def _over_bracket(folded: str, figures: list[Figure], earlier: list[int], at: int) -> tuple[str, int, bool]:
    """Return the lead of a figure after a closed bracket: 比全市(7.1%)高2.4个百分点 reads 比全市高."""
    close = earlier[-1]
    opens = [mark for mark in earlier[:-1] if folded[mark] in "(["]
    figure = figures[at]
    if not opens:
        return folded[close + 1 : figure.start], close + 1, False
    opened = opens[-1]
    left = max([mark for mark in earlier if mark < opened], default=-1)
    outside = [other.end + other.after for other in figures[:at] if other.end <= opened]
    begin = max(left + 1, max(outside, default=0))
    joined = bool(outside) and outside[-1] > left
    return folded[begin:opened] + folded[close + 1 : figure.start], begin, joined


def _own(folded: str, figures: list[Figure], earlier: list[int], opened: int) -> str:
    """Return what a bracket holding only a figure is about: the words before the bracket."""
    left = earlier[-1] if earlier else -1
    ends = [figure.end + figure.after for figure in figures if figure.end <= opened]
    return folded[max([left + 1, *ends]) : opened]


def _sentence(folded: str, earlier: list[int]) -> int:
    return next((mark + 1 for mark in reversed(earlier) if mark < 0 or folded[mark] in _STOP), earlier[0] + 1)


def _before(folded: str, figures: list[Figure], earlier: list[int], joined: bool) -> str:
    """Return the clause just before, if it holds no figure: 在年度考核中, the topic of a rank."""
    if joined or len(earlier) < 2 or folded[earlier[-1]] not in ",:":
        return ""
    left, right = earlier[-2] + 1, earlier[-1]
    if any(figure.start < right and figure.end > left for figure in figures):
        return ""
    return folded[left:right]
