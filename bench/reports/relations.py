"""What must hold among the numbers of a passage: its relations worked out, with their tolerance.

A row of NN.relations.csv is `kind,facts,computed`: `facts` are rows of NN.facts.csv counted from 1, the
stated number first; `computed` is how many items a list has.
"""

from __future__ import annotations

import itertools
import math
import re
import unicodedata
from collections.abc import Callable, Sequence

FACTORS = (("万亿", 1e12), ("亿", 1e8), ("万", 1e4))
POINTS = 0.3
"""Shares and rates may be off by so many points before it is a conflict (README of the passages)."""

WORK: dict[str, tuple[str, Callable[..., float]]] = {
    "sum": ("各项之和≠合计", lambda *parts: sum(parts)),
    "share": ("占比≠部分除以全部", lambda part, whole: part / whole * 100),
    "rate": ("比率≠完成数除以总数", lambda done, of: done / of * 100),
    "growth": ("增速≠今年比基数", lambda value, base: (value / base - 1) * 100),
    "change": ("增速与增减量不符", lambda value, more: more / (value - more) * 100),
    "points": ("百分点差≠两数之差", lambda a, b: a - b),
    "diff": ("差额≠两数之差", lambda a, b: a - b),
    "mean": ("平均数≠总数除以个数", lambda total, count: total / count),
    "repeat": ("前后两处不一致", lambda value: value),
    "between": ("总增速不在各项增速之间", lambda *parts: min(parts)),
    "list": ("个数≠列出的项数", lambda: 0.0),
}
IN_POINTS = frozenset({"share", "rate", "growth", "change"})


def plain(value: str, unit: str) -> float:
    """The number with 万 and 亿 multiplied out."""
    for word, factor in FACTORS:
        if unit.startswith(word):
            return float(value) * factor
    return float(value)


def printed(evidence: str, value: str) -> tuple[str, int, int] | None:
    """The digits in `evidence` that say `value` (1.5 for 15000 户), with their place; None for 六成."""
    wanted = abs(float(value))
    for found in reversed(list(re.finditer(r"\d[\d,]*(?:\.\d+)?", unicodedata.normalize("NFKC", evidence)))):
        here = float(found[0].replace(",", ""))
        if any(math.isclose(here * factor, wanted) for factor in (1, 1e4, 1e8)):
            return found[0], found.start(), found.end()
    return None


def half_step(fact: dict[str, str]) -> float:
    """Half of one unit of the last printed digit, multiplied out like the value."""
    found = printed(fact["evidence"], fact["value"])
    if found is None:
        return 0.0
    digits = found[0].replace(",", "")
    places = len(digits.partition(".")[2])
    size = abs(plain(fact["value"], fact["unit"]))
    return 0.5 * 10.0**-places * (size / float(digits) if float(digits) else 1.0)


def gap(kind: str, facts: Sequence[dict[str, str]], computed: str = "") -> tuple[float, float]:
    """How far the stated number is from what the others make, and how far rounding could carry it.

    The items of a `list` are words, no facts: `computed` is how many there are.
    """
    if kind == "list":
        return abs(plain(facts[0]["value"], facts[0]["unit"]) - float(computed)), 0.0
    stated, *others = [plain(fact["value"], fact["unit"]) for fact in facts]
    own, *steps = [half_step(fact) for fact in facts]
    if kind == "between":
        return max(min(others) - stated, stated - max(others), 0.0), own + max(steps)
    if kind == "change" and stated < 0:
        others[1] = -others[1]
    work = WORK[kind][1]
    if kind == "sum":
        return abs(stated - sum(others)), own + sum(steps)
    reach = [
        work(*(x + sign * step for x, sign, step in zip(others, signs, steps, strict=True)))
        for signs in itertools.product((-1, 1), repeat=len(others))
    ]
    middle = work(*others)
    return abs(stated - middle), own + max(abs(x - middle) for x in reach)


def holds(kind: str, facts: Sequence[dict[str, str]], computed: str = "") -> bool:
    """Whether rounding explains the gap (a hair more for the sums of floats)."""
    off, allowed = gap(kind, facts, computed)
    return off <= allowed * 1.0000001 + 1e-9


def broken(kind: str, facts: Sequence[dict[str, str]], computed: str = "") -> bool:
    """Whether the gap is beyond doubt: several times the tolerance, a whole point in shares and rates."""
    off, allowed = gap(kind, facts, computed)
    least = max(4 * allowed, 1.0) if kind in IN_POINTS else 4 * allowed
    return off > max(least, 0.003 * abs(plain(facts[0]["value"], facts[0]["unit"])))
