"""Structures written as a ratio: 三次产业结构为4.2:51.3:44.5 is three shares."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from greenlight.kernel.facts.figure import Figure, Sort
from greenlight.kernel.facts.numerals import step_of

_RATIO = re.compile(
    r"(?<![\d:.])(\d{1,2}(?:\.\d{1,2})?)%?[:∶](\d{1,2}(?:\.\d{1,2})?)%?[:∶](\d{1,2}(?:\.\d{1,2})?)%?(?![\d:])"
)


def find(text: str) -> Iterator[Figure]:
    """Yield the parts of a ratio of three that make up a whole, each in %."""
    for found in _RATIO.finditer(text):
        parts = [Decimal(found.group(at)) for at in (1, 2, 3)]
        if abs(parts[0] + parts[1] + parts[2] - 100) <= 1:
            for at, part in enumerate(parts, 1):
                step = step_of(found.group(at))
                yield Figure(found.start(at), found.end(at), part, "%", Sort.PERCENT, step)
