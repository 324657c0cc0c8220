"""Gates: what a stage asks for before a project may enter it.

One table does both: `missing` of an empty list lets the project through, and the same answer
tells the user what is lacking.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

ALWAYS = "always"


@dataclass(frozen=True, slots=True)
class Gate:
    """One milestone of the node library that gates a stage, and the evidence it asks for.

    `condition` is always, or the code of a circumstance (new_land, chemical, bond …) without
    which the gate is not asked.
    """

    stage: str
    node_code: str
    name: str
    evidence: tuple[str, ...]
    condition: str = ALWAYS


@dataclass(frozen=True, slots=True)
class Missing:
    """What one gate still lacks: papers, or the milestone itself when it asks for none."""

    gate: Gate
    evidence: tuple[str, ...]

    @property
    def told(self) -> str:
        """施工许可证核发：缺施工许可证、质安监登记表."""
        lacking = "、".join(self.evidence)
        return f"{self.gate.name}：缺{lacking}" if lacking else f"{self.gate.name}：尚未完成"


def missing(
    asked: Iterable[Gate],
    have: Mapping[str, Collection[str]],
    off: Collection[str] = (),
) -> tuple[Missing, ...]:
    """The gates not yet met, in the order asked, each with the papers it lacks.

    `have` maps a node code to the evidence accepted for it; a gate without evidence of its own
    is met by being a key. `off` holds the conditions that do not apply: their gates are not
    asked.
    """
    applying = (gate for gate in asked if gate.condition not in off)
    lacking = (
        Missing(gate, tuple(paper for paper in gate.evidence if paper not in have.get(gate.node_code, ())))
        for gate in applying
    )
    return tuple(lack for lack in lacking if lack.evidence or _undone(lack.gate, have))


def _undone(gate: Gate, have: Mapping[str, Collection[str]]) -> bool:
    return not gate.evidence and gate.node_code not in have
