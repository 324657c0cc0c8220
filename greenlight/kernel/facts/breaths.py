"""Where one may stop in a sentence that never ends: nobody holds a thousand letters without a full stop."""

from __future__ import annotations

BREATHS = ("。！？!?", "；;", "，,", "、", " \t")  # marks after which one may stop, the best first
_OF_NUMBER = frozenset("0123456789０１２３４５６７８９.．,，%％")


def breath(body: str, start: int, end: int) -> int:
    """Return the last place in a stretch to stop at: after a mark, else between two letters, else its end."""
    for marks in BREATHS:
        at = max(body.rfind(mark, start, end) for mark in marks)
        if at >= 0 and not _in_number(body, at + 1):
            return at + 1
    return next((at for at in range(end, start, -1) if not _in_number(body, at)), end)


def _in_number(body: str, at: int) -> bool:
    """Does a number go on over this place: 3,|500?"""
    return body[at - 1 : at] in _OF_NUMBER and body[at : at + 1] in _OF_NUMBER
