"""Facts kept by columns: a thousand pages hold some fifty thousand of them, each but a few bytes.

A fact is made anew each time it is asked for; names, units and periods are kept once each.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import overload

from greenlight.kernel.facts.fact import Comparator, Fact, Kind

_KINDS, _COMPARATORS = tuple(Kind), tuple(Comparator)
_KIND_AT = {kind: at for at, kind in enumerate(_KINDS)}
_COMPARATOR_AT = {comparator: at for at, comparator in enumerate(_COMPARATORS)}
_MOST = 1 << 62


class Words:
    """Texts kept once each, by number."""

    def __init__(self) -> None:
        """Begin without any."""
        self._numbers: dict[str, int] = {}
        self._texts: list[str] = []

    def number(self, text: str) -> int:
        """Return the number of a text."""
        found = self._numbers.setdefault(text, len(self._texts))
        if found == len(self._texts):
            self._texts.append(text)
        return found

    def __getitem__(self, number: int) -> str:
        """Return the text of a number."""
        return self._texts[number]


class Numbers:
    """Decimals as whole numbers and powers of ten, just as they were written; what is too long apart."""

    def __init__(self) -> None:
        """Begin without any."""
        self._whole = array("q")
        self._power = array("h")
        self._long: dict[int, Decimal] = {}

    def append(self, value: Decimal) -> None:
        """Keep one more."""
        sign, digits, power = value.as_tuple()
        whole = int("".join(map(str, digits)))
        if not isinstance(power, int) or whole > _MOST or abs(power) > 9_000 or (sign and not whole):
            self._long[len(self._whole)] = value
            whole = power = 0
        self._whole.append(-whole if sign else whole)
        self._power.append(power)

    def __getitem__(self, at: int) -> Decimal:
        """Return a number with the digits it came with."""
        if self._long and at in self._long:
            return self._long[at]
        power = self._power[at]
        return Decimal(self._whole[at]).scaleb(power) if power else Decimal(self._whole[at])


class Held(Sequence[Fact]):
    """Facts in their order, as a sequence that takes little room."""

    def __init__(self) -> None:
        """Begin without any."""
        self.starts, self.ends = array("i"), array("i")
        self._places = array("i")  # sentence, clause, table
        self._words = array("i")  # indicator, unit, period, scope
        self._sorts = array("B")  # kind, comparator, whether aimed at
        self._values, self._steps, self._texts = Numbers(), Numbers(), Words()

    @classmethod
    def of(cls, facts: Sequence[Fact]) -> Held:
        """Return facts as they are if they are held, else held."""
        if isinstance(facts, Held):
            return facts
        held = cls()
        held.extend(facts)
        return held

    def extend(self, facts: Iterable[Fact]) -> None:
        """Keep more facts, after those there are."""
        for fact in facts:
            self._append(fact)

    def _append(self, fact: Fact) -> None:
        number = self._texts.number
        self.starts.append(fact.start)
        self.ends.append(fact.end)
        self._places.extend((fact.sentence, fact.clause, fact.table))
        self._words.extend(
            (number(fact.indicator), number(fact.unit), number(fact.period), number(fact.scope))
        )
        self._sorts.extend((_KIND_AT[fact.kind], _COMPARATOR_AT[fact.comparator], fact.is_target))
        self._values.append(fact.value)
        self._steps.append(fact.step)

    def in_order(self) -> Iterator[Fact]:
        """Make one fact after another in the order of the text."""
        return map(self._fact, sorted(range(len(self.starts)), key=self.starts.__getitem__))

    def indicator(self, at: int) -> str:
        """Return the indicator of a fact."""
        return self._texts[self._words[4 * at]]

    def tables(self) -> array[int]:
        """Return the table each fact stands in, -1 for running text."""
        return self._places[2::3]

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.starts)

    def __iter__(self) -> Iterator[Fact]:
        """Make one fact after another."""
        return map(self._fact, range(len(self.starts)))

    @overload
    def __getitem__(self, at: int) -> Fact: ...
    @overload
    def __getitem__(self, at: slice) -> list[Fact]: ...
    def __getitem__(self, at: int | slice) -> Fact | list[Fact]:
        """Return one fact, or a list of some."""
        chosen = range(len(self.starts))[at]
        return self._fact(chosen) if isinstance(chosen, int) else [self._fact(one) for one in chosen]

    def _fact(self, at: int) -> Fact:
        texts, words, places, sorts = self._texts, 4 * at, 3 * at, 3 * at
        return Fact(
            texts[self._words[words]],
            self._values[at],
            texts[self._words[words + 1]],
            _KINDS[self._sorts[sorts]],
            _COMPARATORS[self._sorts[sorts + 1]],
            bool(self._sorts[sorts + 2]),
            texts[self._words[words + 2]],
            self.starts[at],
            self.ends[at],
            self._steps[at],
            texts[self._words[words + 3]],
            *self._places[places : places + 3],
        )
