"""A report checked: its facts and what is asked about them; several reports held against each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from greenlight.base.documents.document import Document
from greenlight.base.documents.limits import Unreadable
from greenlight.kernel import facts as kernel
from greenlight.kernel.facts import Conflict, Fact


@dataclass(frozen=True, slots=True)
class Checked:
    """A document with what was found in it."""

    document: Document
    facts: Sequence[Fact]
    conflicts: tuple[Conflict, ...]


def check(document: Document, most: int = 0) -> Checked:
    """Find every number of a report and ask where they do not fit.

    Raises Unreadable before asking when there are more than `most` numbers, if a most is given.
    """
    found = kernel.hold(document.text)
    if most and len(found) > most:
        raise Unreadable("too_many_numbers", document.text.name, len(found))
    return Checked(document, found, tuple(kernel.conflicts(found, document.text)))


def compare(several: Sequence[Checked]) -> list[Conflict]:
    """Ask where reports do not fit each other: the first is the older one (its plan, the other's result)."""
    return kernel.compare([(one.document.text, one.facts) for one in several])
