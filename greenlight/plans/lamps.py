"""How milestones are lit: room warnings, above, says it; a plan nobody judged is grey, done is blue."""

from collections.abc import Callable, Mapping

from greenlight.projects.models import Project

Lit = Callable[[Project], Mapping[str, str]]
_lit: list[Lit] = []


def add(lit: Lit) -> None:
    """Let a room above tell {milestone key: colour} of a project, as last judged."""
    if lit not in _lit:
        _lit.append(lit)


def colours(project: Project) -> dict[str, str]:
    """Return {milestone key: colour} of a project; empty when nobody judges."""
    found: dict[str, str] = {}
    for lit in _lit:
        found.update(lit(project))
    return found
