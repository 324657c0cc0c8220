"""Under which numbers a text is filed, and which ones a typed word asks for.

A gram is a family and two values in one integer of 46 bits, so that no two grams share a number (the
hashed families aside). A text is lines; the first is its title. Grams never cross a line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from greenlight.kernel.search.letters import is_code, is_han
from greenlight.kernel.search.sounds import MOST, PLANE, Cut, Sounds

Keys = NDArray[np.uint64]
Codes = NDArray[np.uint32]
OFFSET_BITS = 14  # a key is a gram and the place of its text in a block of 16,384
HASHES = 1 << 18
NEWLINE = 10


class Family(IntEnum):
    """What a gram says of a text."""

    CHAR = 0  # holds the character
    PAIR = 1  # holds the two characters side by side
    LETTER = 2  # holds a character whose reading begins with the letter, or the letter itself
    LETTERS = 3  # two of these side by side
    SYLLABLE = 4  # holds a character read so
    SYLLABLES = 5  # two of these side by side
    HEAD = 6  # the title begins with the character, or with the two
    HEAD_LETTERS = 7  # the title's readings begin with the letter, or the two
    WHOLE = 8  # the hash of the whole title
    SLIP = 9  # the hash of a code with one character left out


def gram(family: Family, first: int, second: int = 0) -> int:
    """Return the number of a gram; the values are below 2^21."""
    return (family << 42) | (first << 21) | second


def hashed(family: Family, text: str) -> int:
    """Return the number of a hashed gram: different texts may share one, the reader checks."""
    return gram(family, crc32(text.encode()) % HASHES)


def slips(code: str) -> set[str]:
    """Return a code as it is and with each one character left out.

    Two codes that differ by one character put in, left out, changed or swapped with its neighbour share
    at least one of these.
    """
    return {code, *(code[:n] + code[n + 1 :] for n in range(len(code)))}


# ---- filing


def keys(texts: Sequence[str], sounds: Sounds) -> Keys:
    """Return the sorted keys `gram << 14 | place` of texts, at most 16,384 of them, each key once."""
    if not texts:
        return np.zeros(0, np.uint64)
    page = _Page(texts, sounds)
    families = (page.chars, page.letters, page.syllables, page.heads)
    found = [part for make in families for part in make()]
    found.append(np.fromiter(_hashed_keys(texts), np.uint64))
    told = np.sort(np.concatenate(found))
    once: Keys = told[np.concatenate([[True], told[1:] != told[:-1]])]
    return once


class _Page:
    """Texts side by side as code points, each with the place of its text."""

    def __init__(self, texts: Sequence[str], sounds: Sounds) -> None:
        joined = "".join(f"{one}\n" for one in texts)
        self.codes: Codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), "<u4")
        lengths = np.fromiter((len(one) + 1 for one in texts), np.int64, len(texts))
        self.owner = np.repeat(np.arange(len(texts), dtype=np.uint64), lengths)
        self.is_letter = self.codes != NEWLINE
        self.starts = np.cumsum(lengths) - lengths  # where each text begins
        table = sounds.codes[:, np.where(self.codes < PLANE, self.codes, 0)]
        self.readings = table
        # what a character is typed with: the first letters of its readings, or itself
        letters = np.where(table >= 0, sounds.initial[table], 0).astype(np.uint32)
        itself = (self.codes < 128) & self.is_letter
        letters[0] = np.where(itself, self.codes, letters[0])
        for n in range(1, MOST):  # the same letter twice is one
            same = (letters[n] == letters[:n]).any(axis=0)
            letters[n] = np.where(same, 0, letters[n])
        self.typed: NDArray[np.uint32] = letters
        self.digit = (self.codes >= ord("0")) & (self.codes <= ord("9"))

    def _keys(self, family: Family, first: Codes, second: Codes | int, at: NDArray[np.intp]) -> Keys:
        told = np.uint64(family << 42) | (first.astype(np.uint64) << np.uint64(21))
        told |= np.asarray(second, np.uint64)
        return (told << np.uint64(OFFSET_BITS)) | self.owner[at]

    def chars(self) -> Iterator[Keys]:
        at = np.flatnonzero(self.is_letter)
        yield self._keys(Family.CHAR, self.codes[at], 0, at)
        pairs = np.flatnonzero(self.is_letter[:-1] & self.is_letter[1:])
        yield self._keys(Family.PAIR, self.codes[pairs], self.codes[pairs + 1], pairs)

    def letters(self) -> Iterator[Keys]:
        for row in self.typed:
            at = np.flatnonzero((row != 0) & ~self.digit)
            yield self._keys(Family.LETTER, row[at], 0, at)
        plain = ~(self.digit[:-1] & self.digit[1:])
        for one in self.typed:
            for other in self.typed:
                at = np.flatnonzero((one[:-1] != 0) & (other[1:] != 0) & plain)
                yield self._keys(Family.LETTERS, one[at], other[at + 1], at)

    def syllables(self) -> Iterator[Keys]:
        for row in self.readings:
            at = np.flatnonzero(row >= 0)
            yield self._keys(Family.SYLLABLE, row[at].astype(np.uint32), 0, at)
        for one in self.readings:
            for other in self.readings:
                at = np.flatnonzero((one[:-1] >= 0) & (other[1:] >= 0))
                first, second = one[at].astype(np.uint32), other[at + 1].astype(np.uint32)
                yield self._keys(Family.SYLLABLES, first, second, at)

    def heads(self) -> Iterator[Keys]:
        at = self.starts[self.is_letter[self.starts]]  # a text may be empty
        yield self._keys(Family.HEAD, self.codes[at], 0, at)
        two = at[self.is_letter[at + 1]]
        yield self._keys(Family.HEAD, self.codes[two], self.codes[two + 1], two)
        for one in self.typed:
            first = at[one[at] != 0]
            yield self._keys(Family.HEAD_LETTERS, one[first], 0, first)
            for other in self.typed:
                both = two[(one[two] != 0) & (other[two + 1] != 0)]
                yield self._keys(Family.HEAD_LETTERS, one[both], other[both + 1], both)


def _hashed_keys(texts: Sequence[str]) -> Iterator[int]:
    for place, text in enumerate(texts):
        title, *lines = text.split("\n")
        if title:
            yield hashed(Family.WHOLE, title) << OFFSET_BITS | place
        for line in (title, *lines):
            if is_code(line):
                for one in slips(line):
                    yield hashed(Family.SLIP, one) << OFFSET_BITS | place


# ---- asking


@dataclass(frozen=True)
class Ask:
    """One way a word may stand in a text: it holds all of `grams`; `heads` that the title begins so.

    `exact`: whoever holds the grams holds the word, nothing is left to look at.
    """

    grams: tuple[int, ...]
    heads: tuple[int, ...] = ()
    exact: bool = False


def asks(word: str, sounds: Sounds) -> list[Ask]:
    """Return the ways a squashed word may be meant: as it is written, then as it may be read."""
    ways = [way for cut in cuts(word, sounds) for way in _open_end(cut, sounds)]
    found = [_as_written(word), *(_as_read(way, len(word), sounds) for way in ways)]
    if is_code(word):
        found += [Ask((hashed(Family.SLIP, one),)) for one in slips(word)]
    return list(dict.fromkeys(one for one in found if one.grams))


def _open_end(cut: Cut, sounds: Sounds) -> list[Cut]:
    """Return a cut, and once more with only the first letter of its last piece.

    Whoever typed tianji may be on the way to 天际 or to 天健.
    """
    last = cut[-1]
    longer = len(last) > 1 and any(one != last and one.startswith(last) for one in sounds.syllables)
    return [cut, (*cut[:-1], last[0])] if longer else [cut]


def _as_written(word: str) -> Ask:
    heads = (gram(Family.HEAD, *(ord(one) for one in word[:2])), hashed(Family.WHOLE, word))
    if len(word) == 1:
        return Ask((gram(Family.CHAR, ord(word)),), heads, exact=True)
    pairs = {gram(Family.PAIR, ord(a), ord(b)): None for a, b in pairwise(word)}
    return Ask(tuple(pairs), heads, exact=len(word) == 2)


def cuts(word: str, sounds: Sounds) -> list[Cut]:
    """Return the ways to read a word that has letters: its other characters stand for themselves."""
    found: list[Cut] = [()]
    for run in _runs(word):
        ways = sounds.cuts(run) if run.isascii() and run.isalpha() else (tuple(run),)
        found = [(*begun, *way) for begun in found for way in ways][:MOST_WAYS]
    return found if any(one.isascii() and one.isalpha() for one in word) else []


MOST_WAYS = 12


def _runs(word: str) -> Iterator[str]:
    """Part a word where letters a–z meet anything else."""
    begun = ""
    for one in word:
        if begun and (_latin(one) != _latin(begun[-1])):
            yield begun
            begun = ""
        begun += one
    yield begun


def _latin(char: str) -> bool:
    return char.isascii() and char.isalpha()


def _as_read(cut: Cut, typed: int, sounds: Sounds) -> Ask:
    """Return the grams of a way to read: syllable pairs where both are whole, else the first letters."""
    found: dict[int, None] = {}
    for one, other in pairwise(cut):
        found.update(dict.fromkeys(_pair(one, other, sounds)))
    for piece in cut:
        if len(piece) > 1 and piece in sounds.number:
            found[gram(Family.SYLLABLE, sounds.number[piece])] = None
        elif is_han(piece):
            found[gram(Family.CHAR, ord(piece))] = None
    if len(cut) == 1 and not found:
        found[gram(Family.LETTER, ord(cut[0][0]))] = None
    plain = len(cut) == typed <= 2 and not any(is_han(one) for one in cut)
    return Ask(tuple(found), _heads(cut, sounds), exact=plain and len(found) == 1)


def _pair(one: str, other: str, sounds: Sounds) -> Iterator[int]:
    if is_han(one) and is_han(other) and len(one) == len(other) == 1:
        yield gram(Family.PAIR, ord(one), ord(other))
    elif one in sounds.number and other in sounds.number and len(one) > 1 and len(other) > 1:
        yield gram(Family.SYLLABLES, sounds.number[one], sounds.number[other])
    elif (first := _typed(one, sounds)) and (second := _typed(other, sounds)):
        both_digits = one.isdigit() and other.isdigit()
        family = Family.PAIR if both_digits else Family.LETTERS
        yield gram(family, ord(first), ord(second))


def _typed(piece: str, sounds: Sounds) -> str:
    """Return the one letter a piece is typed with, "" when there are several."""
    if not is_han(piece[0]):
        return piece[0] if piece.isascii() else ""
    letters = {one[0] for one in sounds.of(piece)}
    return letters.pop() if len(letters) == 1 else ""


def _heads(cut: Cut, sounds: Sounds) -> tuple[int, ...]:
    letters = [_typed(one, sounds) for one in cut[:2]]
    return (gram(Family.HEAD_LETTERS, *(ord(one) for one in letters)),) if all(letters) else ()
