"""Where things stand on a sheet. Pure: sizes in points of A0 landscape; smaller sheets are the same, reduced.

No letter is below 24 pt on A0 (17 on A1, 8.5 on A3), so that a wall is read from three metres.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

MM = 72 / 25.4
WIDTH, HEIGHT = 1189 * MM, 841 * MM
SIZES = {"A0": (1189, 841), "A1": (841, 594), "A3": (420, 297)}  # mm, landscape
MARGIN = 60.0
LEAST = 24.0  # pt: the smallest letters on A0
TITLE, SUB = 76.0, 30.0
TOP = 190.0  # title, counts and QR
KEY = 58.0  # legend
AXIS = 84.0  # years and months
FOOT = 48.0
NO, DOT, NAME, NEXT, UNIT = 62.0, 44.0, 640.0, 520.0, 300.0  # columns left of the chart
LEFT = NO + DOT + NAME + NEXT + UNIT
ROW_LEAST, ROW_MOST = 36.0, 84.0
ROOM = HEIGHT - 2 * MARGIN - TOP - KEY - AXIS - FOOT
CHART = WIDTH - 2 * MARGIN - LEFT
QR = 170.0
T = TypeVar("T")


@dataclass(frozen=True)
class Rows:
    """How high a line is and how large its letters, in points of A0."""

    high: float

    @property
    def letters(self) -> float:
        """Return the size of a line's letters."""
        return min(max(LEAST, self.high * 0.6), 36.0)

    @property
    def a_sheet(self) -> int:
        """Return how many lines a sheet holds."""
        return int(ROOM / self.high + 1e-6)


def sheets(lines: Sequence[tuple[T, Sequence[T]]], most: int) -> Iterator[list[T]]:
    """Cut groups (head, items) into sheets; a head stands again on the next one, never alone at the foot."""
    sheet: list[T] = []
    for head, items in lines:
        if sheet and len(sheet) + 2 > most:
            yield sheet
            sheet = []
        sheet.append(head)
        for one in items:
            if len(sheet) >= most:
                yield sheet
                sheet = [head]
            sheet.append(one)
    if sheet:
        yield sheet


def rows(lines: Sequence[tuple[T, Sequence[T]]]) -> Rows:
    """Return lines so high that they fill the fewest sheets evenly: no sheet stands nearly empty."""
    most = Rows(ROW_LEAST).a_sheet
    fewest = sum(1 for _ in sheets(lines, most))
    each = -(-sum(1 + len(items) for _, items in lines) // max(fewest, 1))
    while each < most and sum(1 for _ in sheets(lines, each)) > fewest:
        each += 1
    return Rows(min(max(ROOM / max(each, 1), ROW_LEAST), ROW_MOST))
