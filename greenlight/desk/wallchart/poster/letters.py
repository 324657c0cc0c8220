"""How wide words are on a sheet, and where they are cut. Pure."""

from __future__ import annotations

import unicodedata

NARROW, ROUND = 0.56, 1.0  # of the size of the letters
SLIM = 0.74  # how slim letters may be drawn before words are cut


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


def fitted(text: str, size: float, least: float, room: float) -> tuple[str, float, float]:
    """Return a text with its size and its slimness: smaller first, then slimmer, cut at last."""
    whole = width(text, size)
    if whole <= room:
        return text, size, 1.0
    size = max(least, size * room / whole)
    slim = min(room / width(text, size), 1.0)
    return (text, size, slim) if slim >= SLIM else (cut(text, size, room / SLIM), size, SLIM)
