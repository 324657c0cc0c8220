"""How wide words stand in a paper, where a title is broken, how wide columns must be. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

PT_MM = 25.4 / 72
LATIN_WIDE = 0.54  # of the size of the letters: digits and signs of the Latin font
TIGHT = re.compile(r"[\x21-\x7e−–—]+")  # what no line may cut: dates, amounts, numbers of papers
STAND_IN = 0.6  # the same where another font stands in for the one that is named
PIECES = re.compile(r"(?=[（(])")
HEAD_MOST = 5  # letters of a head that keep their line
AFTER, BEFORE = re.compile(r"[区市县局委会司·、，的]$"), re.compile(r"[0-9“《（]")  # where a title may turn
BAD_TURN = 4.0  # letters of difference that a turn inside a word is worth
GLUED = re.compile(r"[\x21-\x7e]+[年月日年度个项亿万]?|.", re.DOTALL)


def letters(text: str, latin: float = LATIN_WIDE) -> float:
    """Return how many Chinese letters wide a text is."""
    return sum(1.0 if unicodedata.east_asian_width(one) in "WFA" else latin for one in text)


def broken(title: str, room: float) -> list[str]:
    """Break a title into lines of about the same length, at most `room` letters; no number is cut.

    Between words where it can: after a place or an office, before a year or a quotation.
    """
    lines: list[str] = []
    while letters(title) > room:
        left = -(-letters(title) // room)
        at = _turn(GLUED.findall(title), letters(title) / left, room)
        lines.append(title[:at])
        title = title[at:]
    return [*lines, *filter(None, [title])]


def _turn(pieces: Sequence[str], wanted: float, room: float) -> int:
    """Return where a line ends: near the wanted length, rather between words."""
    found, cost, line = len(pieces[0]), float("inf"), ""
    for piece, after in pairwise(pieces):
        line += piece
        if letters(line) > room:
            break
        between = AFTER.search(line) or BEFORE.match(after)
        own = abs(letters(line) - wanted) + (0 if between else BAD_TURN)
        if own < cost:
            found, cost = len(line), own
    return found


def columns(
    heads: Sequence[str], rows: Sequence[Sequence[str]], wanted: Sequence[float], size: float, edge: float
) -> list[float]:
    """Return millimetres a column: as wanted, but wide enough for its dates, amounts and short heads.

    `wanted` fills the line; `wanted` and `edge` (what a cell keeps free) in mm, `size` of letters in points.
    """
    letter, most = size * PT_MM, sum(wanted) / 3
    least = [
        min(_least(head, [row[n] for row in rows]) * letter + edge, most) for n, head in enumerate(heads)
    ]
    if sum(least) >= sum(wanted):
        return [one * sum(wanted) / sum(least) for one in least]
    return _shared(least, wanted)


def _least(head: str, cells: Sequence[str]) -> float:
    """Return how many letters must stand on one line of a column."""
    heads = (letters(one[:HEAD_MOST]) for one in PIECES.split(head))
    tight = max((found for one in cells for found in TIGHT.findall(one)), key=len, default="")
    return max(*heads, letters(tight, STAND_IN), 1.0)


def _shared(least: Sequence[float], wanted: Sequence[float]) -> list[float]:
    """Give the narrow columns what they need and take it from the others by their shares."""
    narrow = {n for n, one in enumerate(wanted) if one < least[n]}
    while True:
        room = sum(wanted) - sum(least[n] for n in narrow)
        open_ = sum(one for n, one in enumerate(wanted) if n not in narrow) or 1.0
        found = [least[n] if n in narrow else one * room / open_ for n, one in enumerate(wanted)]
        more = {n for n, one in enumerate(found) if one < least[n] - 0.01}
        if not more:
            return found
        narrow |= more
