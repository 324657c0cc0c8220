"""单位的灯: red and yellow by the number of what a unit has let pass (达州 效率通, mission_peers A1)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from greenlight.kernel.ladder import UNSURE


@dataclass(frozen=True, slots=True)
class Limits:
    """From how many overdue items on a unit is yellow, red; dated, with its paper and its grade."""

    code: str
    yellow: int
    red: int
    source: str
    grade: str
    valid_from: date
    valid_to: date | None = None
    on: bool = True
    version: int = 1

    @property
    def is_unsure(self) -> bool:
        """Tell whether their paper has to be checked first (待核)."""
        return self.grade in UNSURE

    @classmethod
    def of(cls, stored: dict[str, Any]) -> Limits:
        """Read them from plain values; raises TypeError or ValueError."""
        days = {
            name: date.fromisoformat(stored[name]) for name in ("valid_from", "valid_to") if stored.get(name)
        }
        return cls(**{**stored, **days})


@dataclass(frozen=True, slots=True)
class Tally:
    """What counts for a unit: items, not projects. `base` are orders whose reply is in or past its day."""

    open: int = 0
    overdue: int = 0
    milestones: int = 0
    answered: int = 0
    base: int = 0

    @property
    def late(self) -> int:
        """Return all that is overdue: orders and milestones."""
        return self.overdue + self.milestones

    @property
    def share(self) -> Decimal | None:
        """Return the per cent answered in time; None without a base."""
        return Decimal(100 * self.answered) / self.base if self.base else None


def in_force(limits: Iterable[Limits], day: date) -> Limits | None:
    """Return the limits of a day, the last that began; None where they are switched off."""
    held = [
        one for one in limits if one.valid_from <= day and (one.valid_to is None or day <= one.valid_to)
    ]  # fmt: skip
    last = max(held, key=lambda one: (one.valid_from, one.version), default=None)
    return last if last is not None and last.on else None


def light(tally: Tally, limits: Limits | None) -> str:
    """Return a unit's light: grey where nothing is asked of it or no limits hold."""
    if limits is None or not (tally.open or tally.late or tally.base):
        return "grey"
    if tally.late >= limits.red:
        return "red"
    return "yellow" if tally.late >= limits.yellow else "green"
