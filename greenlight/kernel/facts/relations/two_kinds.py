"""A whole and both its kinds in a row: 当年通过认定124家，首次认定53家，重新认定71家.

The two kinds are a family that leaves nothing out (partitions) and all three end in one word (认定), so
any gap is asked about. Tolerance: that of sums.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from greenlight.kernel.facts.fact import Conflict
from greenlight.kernel.facts.relations.amounts import is_quantity
from greenlight.kernel.facts.relations.fitting import GROUND, sum_tolerance
from greenlight.kernel.facts.relations.page import Page, Told, around
from greenlight.kernel.facts.relations.partitions import whole_family
from greenlight.kernel.facts.relations.slips import digits, one_slip_explains
from greenlight.kernel.facts.relations.steps import is_aside
from greenlight.kernel.facts.relations.sums import ask_about

WORD = 2
LEAST, MOST = Decimal("0.5"), Decimal(2)


def two_kinds(page: Page) -> Iterator[Conflict]:
    """Ask where two kinds that are all do not make the number just before them."""
    for sentence in page.sentences:
        for whole, one, other in zip(sentence, sentence[1:], sentence[2:], strict=False):
            parts = (one, other)
            told = _in_one_word(whole, parts) or _slipped(sentence, whole, parts)
            if told and whole_family(parts) and not _made(sentence, whole, parts):
                yield ask_about(whole, parts)


def _in_one_word(whole: Told, parts: tuple[Told, ...]) -> bool:
    word = whole.clause[-WORD:]
    alike = all(part.clause.endswith(word) and part.amount.unit == whole.amount.unit for part in parts)
    plain = all(is_quantity(one.fact) and not is_aside(one) for one in (whole, *parts))
    return len(word) == WORD and len(whole.clause) > WORD and alike and plain


def _slipped(sentence: tuple[Told, ...], whole: Told, parts: tuple[Told, ...]) -> bool:
    """信访件64件，已办结61件，阶段性办结3件: kinds in one word, of another; only a slip is asked about."""
    same = all(is_quantity(one.fact) and one.amount.unit == whole.amount.unit for one in (whole, *parts))
    word = parts[0].clause[-WORD:]
    plain = same and len(word) == WORD and parts[1].clause.endswith(word)
    if not plain or any(is_aside(one) for one in (whole, *parts)):
        return False
    goes_on = any(
        one.at > parts[1].at and one.amount.unit == whole.amount.unit for one in around(sentence, parts[1], 1)
    )
    return not goes_on and digits(whole) >= WORD and one_slip_explains(list(parts), whole)


def _made(sentence: tuple[Told, ...], whole: Told, parts: tuple[Told, ...]) -> bool:
    """Do they make this number, or another of the sentence, or one far from it?"""
    total = sum((part.amount.value for part in parts), Decimal(0))
    near = whole.amount.value and LEAST <= total / whole.amount.value <= MOST
    others = [one for one in sentence if one not in parts and one.amount.unit == whole.amount.unit]
    slack = sum_tolerance(list(parts), whole) + GROUND
    return not near or any(abs(total - one.amount.value) <= slack for one in others)
