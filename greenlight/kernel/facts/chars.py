"""Characters of a report made comparable one by one, so that every offset stays."""

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
