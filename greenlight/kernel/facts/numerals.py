"""Numerals of reports as Decimals: 1,051 · 15.43 · 三百余 · 一千二百."""

from decimal import Decimal

DIGITS = {"零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
SCALES = {"十": 10, "百": 100, "千": 1000}
LARGE = {"万": 10_000, "亿": 100_000_000}


def arabic(text: str) -> Decimal:
    """Return the number of digits with thousands commas and a point."""
    return Decimal(text.replace(",", ""))


def chinese(text: str) -> Decimal | None:
    """Return the number a Chinese numeral names (一千二百 is 1200), None for words that name none (千万)."""
    if all(char in DIGITS for char in text):
        return Decimal("".join(str(DIGITS[char]) for char in text)) if len(text) == 1 else None
    if not (text[0] in DIGITS or text[0] == "十"):
        return None
    return Decimal(_total(text))


def _total(text: str) -> int:
    total = section = digit = 0
    for char in text:
        if char in DIGITS:
            digit = DIGITS[char]
        elif char in SCALES:
            section += (digit or 1) * SCALES[char]
            digit = 0
        else:
            total = (total + section + digit) * LARGE[char]
            section = digit = 0
    return total + section + digit


def step_of(text: str) -> Decimal:
    """Return one unit of the last printed digit: 711 → 1, 15.43 → 0.01."""
    _, point, after = text.partition(".")
    return Decimal(1).scaleb(-len(after)) if point else Decimal(1)
