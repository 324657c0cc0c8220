"""The columns of a file: where their lines begin and end, and which lines are rows of a table instead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

FEW = 8  # lines below which a column is none
SIDES = 0.2  # share of the lines that stand on each side of two columns
CROSSING = 0.3  # share of the lines that may run over the gap between them: titles, summaries
STRETCHED = 1.3  # a line so much wider than its letters has gaps: it is a row of a table
WIDE = 0x2E80  # from here on letters are as wide as high


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it is printed; measures in points, zero when unknown."""

    text: str
    left: float
    right: float
    height: float
    page: int


@dataclass(frozen=True, slots=True)
class Measure:
    """A column of the text: its edges and the height of its letters."""

    left: float
    right: float
    letter: float
    longest: int


@dataclass(frozen=True, slots=True)
class Columns:
    """One column, or two with what runs over both; `gap` is where they part, 0 when there is one."""

    whole: Measure
    first: Measure
    second: Measure
    gap: float
    em: float  # width of a Chinese letter in running text

    @classmethod
    def of_lines(cls, lines: Sequence[Line]) -> Columns:
        """Measure the lines of a file."""
        known = [line for line in lines if line.right > line.left]
        gap = _gap(known)
        across = measure([line for line in known if line.left < gap < line.right], lines) if gap else None
        whole = across or measure(known, lines)
        left, right = [one for one in known if one.right <= gap], [one for one in known if one.left >= gap]
        widths = [(one.right - one.left) / units(one.text) for one in known if units(one.text) > 10]
        em = median(widths) if widths else 0.0
        return cls(
            whole, measure(left, lines) if gap else whole, measure(right, lines) if gap else whole, gap, em
        )

    def of(self, line: Line) -> Measure:
        """Return the column a line stands in."""
        if not self.gap or line.left < self.gap < line.right:
            return self.whole
        return self.first if line.right <= self.gap else self.second

    def is_row(self, line: Line) -> bool:
        """Tell whether a line has gaps between its words, as the rows of a table have."""
        wide = units(line.text)
        return bool(self.em) and " " in line.text and line.right - line.left > STRETCHED * self.em * wide


def measure(known: Sequence[Line], lines: Sequence[Line]) -> Measure:
    """Return the edges of a column; of lines without a place only the length of the longest."""
    longest = max((len(line.text) for line in lines), default=0)
    if not known:
        return Measure(0, 0, 0, longest)
    lefts = Counter(round(line.left) for line in known)
    rights = sorted(line.right for line in known)
    height = median(line.height for line in known) or 12.0
    return Measure(float(_common(lefts)), rights[int(len(rights) * 0.9)], height, longest)


def _common(lefts: Counter[int]) -> int:
    """The leftmost edge that many lines share: first lines are indented."""
    many = max(lefts.values())
    return min(left for left, times in lefts.items() if times * 4 >= many)


def _gap(known: Sequence[Line]) -> float:
    """Return where two columns part: near the middle, with many lines on each side and few across."""
    if len(known) < 2 * FEW:
        return 0.0
    first, last = min(one.left for one in known), max(one.right for one in known)
    for share in (0.5, 0.48, 0.52, 0.46, 0.54):
        at = first + (last - first) * share
        before = sum(one.right <= at for one in known)
        behind = sum(one.left >= at for one in known)
        enough = max(FEW, SIDES * len(known))
        if min(before, behind) >= enough and len(known) - before - behind <= CROSSING * len(known):
            return at
    return 0.0


def units(text: str) -> float:
    """Return how wide a text is set, in Chinese letters."""
    return sum(1.0 if ord(letter) >= WIDE else 0.5 for letter in text)
