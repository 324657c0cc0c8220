"""What an edit asks for, and what becomes of it: plain data for pages, the API and the deed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

UNKNOWN: Final = object()  # nobody said what was seen when the text was typed
Reasons = Mapping[Any, Mapping[str, str]]


@dataclass(frozen=True)
class CellEdit:
    """A text typed over one cell.

    `field` may name a month, `ytd_investment@2022-07`; without one the newest month on record is
    meant. `base_value` is the canonical value the text was typed over; with UNKNOWN, `base_version`
    (None: whatever stands) guards instead. `unit` is that of a pasted header, `place` where it stood.
    """

    pk: int
    field: str
    text: str
    base_version: int | None = None
    base_value: Any = UNKNOWN
    unit: str | None = None
    place: str = ""


@dataclass(frozen=True)
class RefusedCell:
    """A cell that is not written: row, column, what was typed, why, and an example that would pass."""

    pk: int
    name: str
    field: str
    header: str
    typed: str
    why: str
    example: str = ""
    place: str = ""

    @property
    def sentence(self) -> str:
        """Say it in one sentence with the place first."""
        where = f"{self.place}，" if self.place else ""
        tail = f" 例如：{self.example}。" if self.example and self.example not in self.why else ""
        return f"{where}“{self.name}”的{self.header}：{self.why}{tail}"


@dataclass(frozen=True)
class Collision:
    """A field somebody else changed meanwhile; both values in canonical form and in words."""

    pk: int
    name: str
    field: str
    header: str
    mine: Any
    theirs: Any
    mine_shown: str
    theirs_shown: str
    who: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class Asked:
    """A cell that wants a reason: a class out of `choices` (if any) and words."""

    pk: int
    name: str
    field: str
    header: str
    old: str
    new: str
    sentence: str
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Written:
    """A cell that changes: canonical values, and how the text was understood when that needs saying."""

    pk: int
    name: str
    field: str
    header: str
    before: Any
    after: Any
    before_shown: str
    after_shown: str
    told: str = ""


@dataclass
class Weighed:
    """What would become of edits; nothing is written yet. `versions` are those of the rows seen."""

    written: list[Written] = field(default_factory=list)
    same: int = 0
    refused: list[RefusedCell] = field(default_factory=list)
    collided: list[Collision] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    reasons: dict[tuple[int, str], dict[str, str]] = field(default_factory=dict)
    versions: dict[int, int] = field(default_factory=dict)
    seq: int | None = None

    @property
    def is_whole(self) -> bool:
        """Tell whether every cell asked for is written or stands already."""
        return not (self.refused or self.collided or self.asked)
