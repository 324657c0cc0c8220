"""The light of an area by its investment growth: 天津 2022, mission_peers B 4.

It needs indicators of an area; a project has none, so the rule stays silent on projects.
"""

from datetime import date

from greenlight.kernel.lights.colours import Colour
from greenlight.kernel.lights.facts import AreaFact, Facts
from greenlight.kernel.lights.reasons import Plain, Reason
from greenlight.kernel.lights.rules import Rule


def area_growth(facts: Facts, rule: Rule, today: date) -> tuple[Reason, ...]:
    """Green: growth not below plan nor city mean; yellow: growing but below either; red: falling."""
    fact = facts.area
    if fact is None or fact.growth is None:
        return ()
    numbers: dict[str, Plain] = {
        "growth": str(fact.growth),
        "planned": None if fact.planned is None else str(fact.planned),
        "mean": None if fact.mean is None else str(fact.mean),
    }
    colour = _colour(fact)
    return (Reason(rule.scene, colour, "area_growth", rule.code, rule.version, rule.paper, numbers),)


def _colour(fact: AreaFact) -> Colour:
    growth = fact.growth or 0
    if growth < 0:
        return Colour.RED
    bars = [bar for bar in (fact.planned, fact.mean) if bar is not None]
    return Colour.YELLOW if any(growth < bar for bar in bars) else Colour.GREEN
