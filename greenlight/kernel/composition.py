"""What a reported investment consists of (构成), and the sums that must come out.

固定资产投资 = 建筑安装工程 + 设备工器具购置 + 其他费用 (standards §6, S24); 其他费用 holds the land and
the old buildings bought (mission_peers B 48, weak: asked only where a zone switches it on).
"""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

CONSTRUCTION, INSTALLATION, EQUIPMENT, OTHER = "construction", "installation", "equipment", "other"
PARTS = (CONSTRUCTION, INSTALLATION, EQUIPMENT, OTHER)
PART_WORDS = {
    CONSTRUCTION: "建筑工程", INSTALLATION: "安装工程", EQUIPMENT: "设备工器具购置", OTHER: "其他费用",
}  # fmt: skip
SUM, WITHIN = "composition_sum", "other_within"


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a cumulative amount, in 万元; `land` and `old_buildings` are inside `other`."""

    construction: Decimal
    installation: Decimal
    equipment: Decimal
    other: Decimal
    land: Decimal = Decimal(0)
    old_buildings: Decimal = Decimal(0)

    @property
    def building(self) -> Decimal:
        """建筑安装工程."""
        return self.construction + self.installation

    @property
    def total(self) -> Decimal:
        """All four parts."""
        return self.building + self.equipment + self.other


@dataclass(frozen=True, slots=True)
class Broken:
    """An identity that does not come out: its rule, and the two sides of it in 万元."""

    rule: str
    left: Decimal
    right: Decimal


def broken(parts: Parts, ytd: Decimal, rules: Collection[str]) -> tuple[Broken, ...]:
    """Return the identities among `rules` that a composition breaks; to be asked about, never refused."""
    found = []
    if SUM in rules and parts.total != ytd:
        found.append(Broken(SUM, parts.total, ytd))
    if WITHIN in rules and parts.land + parts.old_buildings > parts.other:
        found.append(Broken(WITHIN, parts.land + parts.old_buildings, parts.other))
    return tuple(found)
