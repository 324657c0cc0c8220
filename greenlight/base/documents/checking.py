"""A report checked: its facts and what is asked about them; several reports held against each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from greenlight.base.documents.document import Document
from greenlight.base.documents.limits import Unreadable
from greenlight.kernel import facts as kernel
from greenlight.kernel.facts import Conflict, Fact, Text

LONGEST = 1_000  # letters of a sentence; reading one takes the square of its length
ENDLESS = re.compile(rf"[^。！？!?\n]{{{LONGEST + 1},}}")
BREATHS = ("；;", "，,", "、", " \t")  # where one may stop, the best first


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
    text = breathing(document.text)
    found = kernel.hold(text)
    if most and len(found) > most:
        raise Unreadable("too_many_numbers", document.text.name, len(found))
    return Checked(document, found, tuple(kernel.conflicts(found, text)))


def compare(several: Sequence[Checked]) -> list[Conflict]:
    """Ask where reports do not fit each other: the first is the older one (its plan, the other's result)."""
    return kernel.compare([(breathing(one.document.text), one.facts) for one in several])


def breathing(text: Text) -> Text:
    """Return a text whose endless sentences are broken, letter for letter: every offset stays.

    A list of a thousand letters without a full stop is no sentence; a file may have one of a million.
    """
    pieces, at = list[str](), 0
    for stop in _stops(text.body):
        pieces += [text.body[at:stop], "\n"]
        at = stop + 1
    return replace(text, body="".join([*pieces, text.body[at:]])) if pieces else text


def _stops(body: str) -> Iterator[int]:
    for endless in ENDLESS.finditer(body):
        at, end = endless.span()
        while end - at > LONGEST:
            stop = _breath(body, at + LONGEST // 2, at + LONGEST)
            yield stop
            at = stop + 1


def _breath(body: str, start: int, end: int) -> int:
    """Return the last place to stop at; without any the end, whatever stands there."""
    for marks in BREATHS:
        at = max(body.rfind(mark, start, end) for mark in marks)
        if at >= 0:
            return at
    return end
