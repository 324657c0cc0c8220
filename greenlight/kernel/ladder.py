"""督办阶梯: which step a warning calls for. Steps are dated data with a paper; no order sends itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from greenlight.kernel.months import months_apart

ACTS = ("tell_liaison", "tell_sponsor", "order", "talk")
UNSURE = frozenset({"M", "weak"})


class BadLadder(ValueError):
    """A ladder that cannot be read: which step, and what is wrong."""

    def __init__(self, code: str, why: str) -> None:
        super().__init__(f"{code}: {why}")
        self.code, self.why = code, why


@dataclass(frozen=True, slots=True)
class Step:
    """One step: for warnings of a colour, from so many months running or so many beside each other.

    `late_order` asks besides for an order past its day. `grade` is that of the paper (G N M weak own).
    `auto`: the night tells or drafts; else the step is only listed. `version` counts a zone's own settings.
    """

    code: str
    name: str
    act: str
    colour: str
    source: str
    grade: str
    valid_from: date
    valid_to: date | None = None
    on: bool = True
    months: int = 0
    count: int = 0
    late_order: bool = False
    auto: bool = True
    version: int = 1

    @property
    def is_counted(self) -> bool:
        """Tell whether the step asks for months or for several warnings."""
        return bool(self.months or self.count)

    @property
    def is_unsure(self) -> bool:
        """Tell whether its paper has to be checked first (待核)."""
        return self.grade in UNSURE

    def holds_on(self, day: date) -> bool:
        """Tell whether the step is in force."""
        return self.on and self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a step looks at: an open warning, its neighbours of the same colour, what was done about it.

    `done` holds the acts on record; `ordered` tells of an open order, `order_late` of one past its day.
    """

    colour: str
    since: date
    alike: int = 1
    done: frozenset[str] = frozenset()
    ordered: bool = False
    order_late: bool = False


@dataclass(frozen=True, slots=True)
class Due:
    """A step that is due, with the numbers that make it so."""

    step: Step
    months: int
    alike: int


def steps_due(facts: Facts, steps: Sequence[Step], day: date) -> list[Due]:
    """Return the steps that hold for a warning on a day and were not done, the lowest first."""
    months = max(0, months_apart(facts.since, day))
    found = [one for one in steps if one.holds_on(day) and _holds(one, facts, months)]
    return [Due(one, months, facts.alike) for one in found if not _done(one, facts)]


def steps_above(facts: Facts, steps: Sequence[Step], day: date) -> list[Due]:
    """Return the steps that are due: who has climbed past a step does not go back to it."""
    reached = max((n for n, one in enumerate(steps) if _done(one, facts)), default=-1)
    return [one for one in steps_due(facts, steps, day) if steps.index(one.step) > reached]


def next_step(facts: Facts, steps: Sequence[Step], day: date) -> Due | None:
    """Return the highest step that is due."""
    above = steps_above(facts, steps, day)
    return above[-1] if above else None


def _holds(step: Step, facts: Facts, months: int) -> bool:
    if facts.colour != step.colour or (step.late_order and not facts.order_late):
        return False
    if not step.is_counted:
        return True
    return bool((step.months and months >= step.months) or (step.count and facts.alike >= step.count))


def _done(step: Step, facts: Facts) -> bool:
    return facts.ordered if step.act == "order" else step.act in facts.done


def read(stored: Iterable[Mapping[str, Any]]) -> tuple[Step, ...]:
    """Return the steps of a ladder in their order; raises BadLadder naming the step."""
    return tuple(_step(one) for one in stored)


def _step(one: Mapping[str, Any]) -> Step:
    code = str(one.get("code", ""))
    if one.get("act") not in ACTS:
        raise BadLadder(code, "act")
    if one.get("colour") not in ("yellow", "red"):
        raise BadLadder(code, "colour")
    if not one.get("source"):
        raise BadLadder(code, "source")
    try:
        days = {name: date.fromisoformat(one[name]) for name in ("valid_from", "valid_to") if one.get(name)}
        return Step(**{**one, **days})
    except (TypeError, ValueError) as fault:
        raise BadLadder(code, str(fault)) from fault
