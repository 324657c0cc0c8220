"""Characters of a report made comparable one by one, so that every offset stays."""

import re

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_SAME = {
    "﹪": "%", "％": "%", "\u3000": " ", "\xa0": " ", "•": "·", "．": ".", "〇": "零", "○": "零", "\"": "”",
    "–": "—", "―": "—", "−": "-", "－": "-", "﹣": "-", "～": "~", "〜": "~", "∼": "~", "﹐": ",", "﹑": "、",
    "﹔": ";", "﹕": ":", "〔": "[", "〕": "]", "【": "[", "】": "]", "「": "“", "」": "”", "\r": "\n",
    "\x0b": "\n", "\x0c": "\n", "\u2028": "\n", "\u2029": "\n", "壹": "一", "贰": "二", "叁": "三",
}  # fmt: skip
_TABLE: dict[int, int | str] = {**_WIDE, **{ord(char): same for char, same in _SAME.items()}}


def fold(text: str) -> str:
    """Return the text with full-width letters, digits and signs as ASCII, the same length.

    １—１１月，增长１２．５％ is read as 1—11月,增长12.5%.
    """
    return text.translate(_TABLE)


_TO = r"[—–\-~～至到]{1,2}"
_MONTH = r"(?:1[0-2]|0?[1-9])"
_MONTHS = rf"{_MONTH} ?(?:月 ?)?(?:{_TO} ?{_MONTH} ?)?月(?: ?\d{{1,2}} ?日)?"
_DATE = re.compile(
    rf"(?<![\d.])(?:(?:19|20)\d\d ?(?:年? ?{_TO} ?(?:19|20)\d\d ?)?年(?: ?{_MONTHS})?|{_MONTHS})(?=[^\d]|$)"
)


def dates_joined(text: str) -> str:
    """Return the text with the blanks inside dates set behind them, the same length.

    Word sets 2023 年 1 — 11 月; it is read as 2023年1—11月 with the blanks after it.
    """
    return _DATE.sub(_joined, text)


def _joined(found: re.Match[str]) -> str:
    return found.group().replace(" ", "").ljust(len(found.group()))
