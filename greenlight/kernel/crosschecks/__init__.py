"""Cross-checks of reported investment: facts in, hits with their inputs out. Pure.

A hit is a question, not a verdict: somebody explains it with a reason or confirms it.
"""

from greenlight.kernel.crosschecks.checks import CHECKS, run
from greenlight.kernel.crosschecks.facts import Hit, MoneyFacts
from greenlight.kernel.crosschecks.rules import (
    BadMoneyRules,
    MoneyRule,
    in_force,
    limit_fault,
    limited,
    rules_from_json,
)
from greenlight.kernel.crosschecks.words import asked, inputs_told, limits_said, limits_told

__all__ = [
    "CHECKS", "BadMoneyRules", "Hit", "MoneyFacts", "MoneyRule", "asked", "in_force", "inputs_told",
    "limit_fault", "limited", "limits_said", "limits_told", "rules_from_json", "run",
]  # fmt: skip
