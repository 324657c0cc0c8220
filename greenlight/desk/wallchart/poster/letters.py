"""How wide words are on a sheet, and where they are cut. Pure."""

from __future__ import annotations

import unicodedata

NARROW, ROUND = 0.56, 1.0  # of the size of the letters


def width(text: str, size: float) -> float:
    """Return about how wide a text stands: a Chinese letter is as wide as it is high."""
    return sum(ROUND if unicodedata.east_asian_width(one) in "WF" else NARROW for one in text) * size


def cut(text: str, size: float, room: float) -> str:
    """Return the text, with … for what has no room."""
    if width(text, size) <= room:
        return text
    kept, left = [], room - size
    for one in text:
        left -= width(one, size)
        if left < 0:
            break
        kept.append(one)
    return "".join(kept).rstrip() + "…"
