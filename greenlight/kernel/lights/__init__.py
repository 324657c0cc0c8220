"""Lights: a pure function of facts, dated rules and a day, explained and replayable."""

from greenlight.kernel.lights.colours import COUNTING_ORDER, Colour, worst_of
from greenlight.kernel.lights.facts import (
    ACTIVE,
    PAUSED,
    TERMINATED,
    AreaFact,
    Facts,
    InvestmentFact,
    MilestoneFact,
    RegistrationFact,
    SiteFact,
    StartFact,
    WaiverFact,
)
from greenlight.kernel.lights.judge import SILENT, judge
from greenlight.kernel.lights.kinds import KINDS, packs_from_json
from greenlight.kernel.lights.memory import memory_after
from greenlight.kernel.lights.reasons import (
    INVESTMENT,
    JUDGED_SCENES,
    MILESTONES,
    SCENE_WORDS,
    SCENES,
    SITE,
    WARNINGS,
    Reason,
    Verdict,
    must_act,
    since,
)
from greenlight.kernel.lights.rules import BadRulePack, Rule, RulePack, in_force
from greenlight.kernel.lights.stored import facts_from_plain, facts_plain
from greenlight.kernel.lights.turning import next_turn
from greenlight.kernel.lights.words import headline, sentence, working

__all__ = [
    "ACTIVE",
    "COUNTING_ORDER",
    "INVESTMENT",
    "JUDGED_SCENES",
    "KINDS",
    "MILESTONES",
    "PAUSED",
    "SCENES",
    "SCENE_WORDS",
    "SILENT",
    "SITE",
    "TERMINATED",
    "WARNINGS",
    "AreaFact",
    "BadRulePack",
    "Colour",
    "Facts",
    "InvestmentFact",
    "MilestoneFact",
    "Reason",
    "RegistrationFact",
    "Rule",
    "RulePack",
    "SiteFact",
    "StartFact",
    "Verdict",
    "WaiverFact",
    "facts_from_plain",
    "facts_plain",
    "headline",
    "in_force",
    "judge",
    "memory_after",
    "must_act",
    "next_turn",
    "packs_from_json",
    "sentence",
    "since",
    "working",
    "worst_of",
]
