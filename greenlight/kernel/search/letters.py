"""What of a text counts when one searches: letters and digits, in one width and one case."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 200  # characters of what is typed that are read
MOST_WORDS = 8
_CODE = re.compile(r"[0-9a-z]{15,24}")
_SEPARATORS = re.compile(r"[\s,，、;；]+")


def squash(text: str) -> str:
    """Return the letters and digits of a text, width and case evened out: Ａ-1（甲） → a1甲."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return plain if plain.isalnum() else "".join(one for one in plain if one.isalnum())


def squashed(text: str) -> tuple[str, list[int]]:
    """Return `squash(text)` and, for each of its characters, where in the text it stands."""
    kept: list[str] = []
    places: list[int] = []
    for at, one in enumerate(text):
        for part in squash(one):
            kept.append(part)
            places.append(at)
    return "".join(kept), places


def words(typed: str) -> list[str]:
    """Return what is asked for: words of letters and digits, each once, at most MOST_WORDS.

    ü is written v, as one types it. What holds no letter and no digit asks for nothing.
    """
    # A composition key may come before the letter it changes: normalise first, then cut.
    line = unicodedata.normalize("NFKC", typed[:LONGEST]).replace("ü", "v").replace("Ü", "v")
    found = (squash(one) for one in _SEPARATORS.split(line))
    return list(dict.fromkeys(one for one in found if one))[:MOST_WORDS]


def is_code(word: str) -> bool:
    """Tell whether a squashed word is a whole code.

    统一社会信用代码 has 18 characters, 投资项目统一代码 20 without its dashes; with a slip, one more or less.
    """
    return bool(_CODE.fullmatch(word)) and sum(one.isdigit() for one in word) >= 8


def is_han(char: str) -> bool:
    """Tell whether a character is a Chinese one."""
    return "\u3400" <= char <= "\u9fff" or char == "〇" or char >= "\U00020000"
