"""How characters are read, without tones, and how a run of letters can be cut into readings.

The table holds every reading phrases use (重 zhong, chong; 行 xing, hang): a text is found under all of
them, so no dictionary of phrases is needed to know which one is meant (docs/decisions/0008).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

MOST = 3  # readings of one character
PLANE = 0x10000
LONGEST_RUN = 40  # letters of a word that are cut into readings
MOST_CUTS = 10
INITIALS = frozenset("abcdefghjklmnopqrstwxyz")
DOUBLE = ("zh", "ch", "sh")

Cut = tuple[str, ...]


class Sounds:
    """The readings of characters.

    `codes` has shape (MOST, 65536): the number of each reading of a code point, -1 for none; `initial`
    gives the code point of the first letter of each syllable.
    """

    def __init__(self, table: str) -> None:
        """Read lines of "syllable place characters"; lines that begin with # are left out."""
        lines = [line.split() for line in table.splitlines() if line and not line.startswith("#")]
        self.syllables = sorted({one[0] for one in lines})
        self.number = {one: n for n, one in enumerate(self.syllables)}
        self.initial: NDArray[np.uint32] = np.array([ord(one[0]) for one in self.syllables], np.uint32)
        self.codes: NDArray[np.int16] = np.full((MOST, PLANE), -1, np.int16)
        self.starts = {one[:n] for one in self.syllables for n in range(1, len(one) + 1)}
        self._readings: dict[str, tuple[str, ...]] = {}
        self.begins: dict[str, str] = {}  # the letters a character's readings begin with: 重 → zc
        for syllable, place, chars in sorted(lines, key=lambda one: int(one[1])):
            self._add(syllable, int(place), chars)
        self.cuts = lru_cache(maxsize=512)(self._cuts)

    def _add(self, syllable: str, place: int, chars: str) -> None:
        points = np.frombuffer(chars.encode("utf-32-le"), "<u4")
        self.codes[place, points[points < PLANE]] = self.number[syllable]
        for one in chars:
            self._readings[one] = (*self._readings.get(one, ()), syllable)
            self.begins[one] = self.begins.get(one, "") + syllable[0]

    def of(self, char: str) -> tuple[str, ...]:
        """Return the readings of a character, the usual one first; () for what has none."""
        return self._readings.get(char, ())

    def _cuts(self, run: str) -> tuple[Cut, ...]:
        """Return ways to read a run of letters as syllables and initials; the fewest pieces first.

        tianjihgq → tian·ji·h·g·q, ti·an·ji·h·g·q …; the last piece may be the beginning of a syllable.
        At most MOST_CUTS; letter by letter is among them when every letter can begin a reading.
        """
        run = run[:LONGEST_RUN]
        found: list[Cut] = []
        for cut in self._walk(run, 0):
            found.append(cut)
            if len(found) == MOST_CUTS - 1:
                break
        letters = tuple(run)
        if set(run) <= INITIALS and letters not in found:
            found.append(letters)
        return tuple(sorted(found, key=len))

    def _walk(self, run: str, at: int) -> Iterator[Cut]:
        if at == len(run):
            yield ()
            return
        for end in range(min(len(run), at + 6), at, -1):
            piece = run[at:end]
            if self._piece(piece, last=end == len(run)):
                for rest in self._walk_on(run, end):
                    yield (piece, *rest)

    def _walk_on(self, run: str, at: int) -> Iterator[Cut]:
        """Walk on only where an end can be reached: a run is cut in linear time, not by trial."""
        return self._walk(run, at) if self._ends(run, at) else iter(())

    def _ends(self, run: str, at: int) -> bool:
        return at == len(run) or _reachable(self, run)[at]

    def _piece(self, piece: str, *, last: bool) -> bool:
        if len(piece) == 1:
            return piece in INITIALS
        return piece in self.number or piece in DOUBLE or (last and piece in self.starts)


@lru_cache(maxsize=64)
def _reachable(sounds: Sounds, run: str) -> tuple[bool, ...]:
    """Tell for each place of a run whether the rest of it can be cut."""
    found = [False] * len(run) + [True]
    for at in range(len(run) - 1, -1, -1):
        ends = range(at + 1, min(len(run), at + 6) + 1)
        found[at] = any(found[end] and sounds._piece(run[at:end], last=end == len(run)) for end in ends)
    return tuple(found)
