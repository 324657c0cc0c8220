"""What the room that knows a ledger's records tells the import: who is who, and since when."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from greenlight.base.journal import By

Values = dict[str, Any]


@dataclass(frozen=True)
class Candidate:
    """A record that a row could mean: its id, name, and why it is offered."""

    id: int
    name: str
    why: str = ""


@dataclass(frozen=True)
class Match:
    """What a row was matched to: one id, several candidates to ask about, or nothing.

    `renamed` tells that the row bears another name than the record known by its code.
    """

    id: int | None = None
    candidates: tuple[Candidate, ...] = ()
    renamed: bool = False


@dataclass
class Prepared:
    """A row in the words of the zone: canonical values, and what does not exist there yet."""

    values: Values
    refused: dict[str, str] = field(default_factory=dict)
    new_units: tuple[str, ...] = ()


class Matcher(Protocol):
    """Knows every record of one zone and no other; built once for a file."""

    def find(self, values: Mapping[str, Any]) -> Match:
        """Match by code, then by normalised name, then by a confirmed other spelling."""
        ...

    def near(self, names: Sequence[str], seen: set[int]) -> dict[str, tuple[Candidate, ...]]:
        """Find records not yet `seen` in this file whose names are close to new names."""
        ...

    def prepare(self, values: Values) -> Prepared:
        """Write units and owners as the zone calls them."""
        ...

    def unseen(self, seen: set[int]) -> list[Candidate]:
        """List the records a file of this ledger should hold and does not."""
        ...


class ImportSubject(Protocol):
    """The records behind a ledger."""

    kind: str
    noun: str
    limits: Mapping[str, int]
    computed: frozenset[str]

    def may(self, user: Any, zone_id: int) -> bool:
        """Tell whether a person may write this ledger in a zone."""
        ...

    def matcher(self, zone_id: int) -> Matcher:
        """Build the index of a zone's records; a constant number of queries."""
        ...

    def versions(self, ids: Sequence[int], *, lock: bool = False) -> dict[int, int]:
        """Return the version of each record that exists; `lock` holds them to the transaction's end."""
        ...

    def fingerprint(self, zone_id: int) -> str:
        """Return a word that changes with every deed on the zone's records."""
        ...

    def reserve(self, n: int) -> list[int]:
        """Reserve ids for new records."""
        ...

    def learn(self, by: By, pairs: Sequence[tuple[int, str]], batch_id: int) -> None:
        """Remember confirmed spellings: (record, name)."""
        ...

    def make_units(self, by: By, names: Sequence[str], batch_id: int) -> None:
        """Make the units a clerk agreed to."""
        ...

    def touch(self, by: By, ids: Sequence[int]) -> None:
        """Count the version of records up by one, so that no one overwrites unseen changes."""
        ...


_subjects: dict[str, ImportSubject] = {}
_guards: list[Callable[[Any, int], bool]] = []


def guard(may: Callable[[Any, int], bool]) -> None:
    """Say who may hand in a ledger whose records no room keeps yet; called from `AppConfig.ready()`."""
    _guards[:] = [may]


def may(ledger: str, user: Any, zone_id: int) -> bool:
    """Tell whether a person may hand in a workbook of a ledger, or one not yet known ("")."""
    own = _subjects.get(ledger)
    return own.may(user, zone_id) if own else any(one(user, zone_id) for one in _guards)


def register(ledger: str, subject: ImportSubject) -> None:
    """Let a ledger be imported; called from `AppConfig.ready()`."""
    _subjects[ledger] = subject


def of(ledger: str) -> ImportSubject:
    """Return the records behind a ledger; KeyError names an unknown one."""
    return _subjects[ledger]


def known(ledger: str) -> bool:
    """Tell whether a ledger can be imported."""
    return ledger in _subjects
