"""Squarified treemap: rectangles whose areas are the amounts, as near to squares as they go.

The layout of Bruls, Huizing and van Wijk (2000): rows are filled along the shorter side as long as
the worst proportion in the row gets better.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle in the units of the drawing."""

    x: float
    y: float
    width: float
    height: float


def squarified(amounts: Sequence[float], within: Rect) -> list[Rect]:
    """One rectangle for each amount, in their order; they fill `within` without a gap.

    Amounts should fall; those of 0 and less get no area. Raises ValueError when none is above 0
    and there is something to draw.
    """
    total = sum(amount for amount in amounts if amount > 0)
    if not amounts:
        return []
    if total <= 0:
        raise ValueError("没有大于 0 的数，画不出面积")
    scale = within.width * within.height / total
    areas = [max(amount, 0.0) * scale for amount in amounts]
    placed: list[Rect] = []
    left, start = within, 0
    while start < len(areas):
        end = _row_end(areas, start, min(left.width, left.height))
        rects, left = _laid(areas[start:end], left)
        placed += rects
        start = end
    return placed


def _row_end(areas: Sequence[float], start: int, side: float) -> int:
    end = start + 1
    worst = _worst(areas[start:end], side)
    while end < len(areas):
        more = _worst(areas[start : end + 1], side)
        if more > worst:
            break
        worst, end = more, end + 1
    return end


def _worst(areas: Sequence[float], side: float) -> float:
    """The worst proportion (longer ÷ shorter side) in a row laid along `side`."""
    total, least, most = sum(areas), min(areas), max(areas)
    if total <= 0 or least <= 0 or side <= 0:
        return float("inf") if most > 0 else 0.0
    return max(side * side * most / (total * total), total * total / (side * side * least))


def _laid(areas: Sequence[float], left: Rect) -> tuple[list[Rect], Rect]:
    """The row's rectangles along the shorter side, and what is left beside them."""
    upright = left.width >= left.height  # a column at the left edge, else a row at the top
    side = left.height if upright else left.width
    depth = sum(areas) / side if side else 0.0
    rects, at = [], left.y if upright else left.x
    for area in areas:
        length = area / depth if depth else 0.0
        rects.append(Rect(left.x, at, depth, length) if upright else Rect(at, left.y, length, depth))
        at += length
    if upright:
        return rects, Rect(left.x + depth, left.y, max(left.width - depth, 0.0), left.height)
    return rects, Rect(left.x, left.y + depth, left.width, max(left.height - depth, 0.0))
