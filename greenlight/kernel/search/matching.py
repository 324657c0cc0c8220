"""Whether a word stands in a text, where, and how well: characters, readings, one slip in a code."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from greenlight.kernel.search.letters import is_code
from greenlight.kernel.search.sounds import DOUBLE, Sounds


class Fit(IntEnum):
    """How well a word fits, the best first."""

    WHOLE = 0
    HEAD = 1
    HEAD_READ = 2
    INSIDE = 3
    INSIDE_READ = 4
    SLIP = 5
    OTHER_LINE = 6


@dataclass(frozen=True, order=True)
class Match:
    """A word in a text: how well, in which line, from where to where in the squashed line."""

    fit: int
    line: int
    start: int
    end: int


def match(word: str, text: str, sounds: Sounds) -> Match | None:
    """Return the best place of a squashed word in a text of squashed lines, None without one."""
    best: Match | None = None
    if not word:
        return None
    for n, line in enumerate(text.split("\n")):
        if (span := in_line(word, line, sounds)) is None:
            continue
        fit, start, end = span
        found = Match(fit if n == 0 else Fit.OTHER_LINE + fit, n, start, end)
        best = found if best is None or found < best else best
        if n == 0:
            break
    return best


def in_line(word: str, line: str, sounds: Sounds) -> tuple[Fit, int, int] | None:
    """Return how well a word fits a line, and from where to where."""
    if (at := line.find(word)) >= 0:
        fit = Fit.WHOLE if word == line else Fit.HEAD if at == 0 else Fit.INSIDE
        return fit, at, at + len(word)
    if is_code(word):
        return (Fit.SLIP, 0, len(line)) if is_code(line) and one_slip(word, line) else None
    if word.isdecimal() or not any("a" <= one <= "z" for one in word):
        return None
    first, begins = word[0], sounds.begins
    for start, char in enumerate(line):
        if char != first and first not in begins.get(char, ""):
            continue
        if (end := _read(word, 0, line, start, sounds)) is not None:
            return (Fit.HEAD_READ if start == 0 else Fit.INSIDE_READ), start, end
    return None


def _read(word: str, at: int, line: str, place: int, sounds: Sounds) -> int | None:
    """Return where a word ends in a line when each character is typed whole, by syllable or by letter."""
    if at == len(word):
        return place
    if place == len(line):
        return None
    char = line[place]
    if word[at] == char and (end := _read(word, at + 1, line, place + 1, sounds)) is not None:
        return end
    for reading in sounds.of(char):
        for piece in _pieces(reading, word, at):
            end = _read(word, at + piece, line, place + 1, sounds)
            if end is not None:
                return end
    return None


def _pieces(reading: str, word: str, at: int) -> tuple[int, ...]:
    """Return how many letters of a word, from a place on, may stand for a reading; the most first."""
    if word[at] != reading[0]:
        return ()
    whole = len(reading)
    left = len(word) - at
    if left < whole and reading.startswith(word[at:]):
        return (left, 1) if left > 1 else (1,)
    double = (2,) if reading[:2] in DOUBLE and word.startswith(reading[:2], at) else ()
    if word.startswith(reading, at):
        return (whole, *double, 1) if whole > 1 else (1,)
    return (*double, 1)


def one_slip(one: str, other: str) -> bool:
    """Tell whether two codes are the same but for one character.

    Put in, left out, changed, or swapped with its neighbour (Damerau's four).
    """
    if abs(len(one) - len(other)) > 1:
        return False
    n = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if n is None:
        return True
    if len(one) > len(other):
        return one[n + 1 :] == other[n:]
    if len(one) < len(other):
        return one[n:] == other[n + 1 :]
    swapped = one[n : n + 2] == other[n : n + 2][::-1] and one[n + 2 :] == other[n + 2 :]
    return swapped or one[n + 1 :] == other[n + 1 :]
