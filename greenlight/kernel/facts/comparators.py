"""How a number bounds what it tells, from the words before and after it."""

from __future__ import annotations

import re

from greenlight.kernel.facts.fact import Comparator
from greenlight.kernel.facts.figure import Figure

_BEFORE: tuple[tuple[Comparator, re.Pattern[str]], ...] = (
    (Comparator.AT_LEAST, re.compile(r"(?:不低于|不少于|不小于|至少|最低|≥|保底|不下|不少)(?:为|达|达到)?$")),
    (Comparator.AT_MOST, re.compile(r"(?:不超过|不高于|不多于|不大于|最多|至多|≤|控制在|上限|封顶)(?:为)?$")),
    (
        Comparator.APPROX,
        re.compile(r"(?:大约|约为|约达|约占|(?<![签预节集])约|将近|接近|近|大致|逼近|大概|上下)$"),
    ),
    (Comparator.LESS, re.compile(r"(?:不足|不到|低于|少于|小于|未超过|<)$")),
    (Comparator.MORE, re.compile(
        r"(?<!不)(?<!未)(?:超过|超出|超|突破了|突破|逾|大于|多于|高于|不止|过(?<!不过)|破|>"
        r"|迈上|迈过|跨越|跨过)(?:了|达)?$")),
)  # fmt: skip


def of(figure: Figure, lead: str) -> Comparator:
    """Return the comparator: the number's own sign (余, 以上) first, then the word before it (超, 约)."""
    before = next((sign for sign, words in _BEFORE if words.search(lead)), None)
    if figure.bound == Comparator.AT_MOST and before == Comparator.AT_MOST:
        return Comparator.AT_MOST
    return figure.bound or before or Comparator.EQUAL
