"""How milestones are lit: room warnings, above, says it; a plan nobody judged is grey, done is blue."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from greenlight.plans.page import PlanPage
from greenlight.projects.models import Project


@dataclass(frozen=True)
class Told:
    """What a milestone would say: its day, and how far it is."""

    due: date | None
    percent: Decimal | None


@dataclass(frozen=True)
class Lights:
    """The light of a project and {milestone key: colour}."""

    project: str
    nodes: Mapping[str, str] = field(default_factory=dict)


Case = Mapping[str, Told]  # milestone key → what it would say
Lit = Callable[[PlanPage], Mapping[str, str]]
Foresee = Callable[[Project, date, Sequence[Case]], Sequence[Lights]]
_lit: list[Lit] = []
_foresee: list[Foresee] = []


def add(lit: Lit) -> None:
    """Let a room above tell {milestone key: colour} of a project, as last judged."""
    if lit not in _lit:
        _lit.append(lit)


def colours(project: Project, plan: PlanPage | None = None) -> dict[str, str]:
    """Return {milestone key: colour} of a project; empty when nobody judges. `plan`: read already."""
    found: dict[str, str] = {}
    for lit in _lit:
        found.update(lit(plan or PlanPage(project)))
    return found


def foretell(foresee: Foresee) -> None:
    """Let a room above tell how a project would be lit if its milestones said something else."""
    if foresee not in _foresee:
        _foresee.append(foresee)


def foreseen(project: Project, day: date, cases: Sequence[Case]) -> list[Lights]:
    """Return the lights on `day` for each case; grey when nobody judges."""
    for foresee in _foresee:
        return list(foresee(project, day, cases))
    return [Lights("grey") for _ in cases]
