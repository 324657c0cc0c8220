"""Deeds of the room: judge lights, nudge a unit, choose packs and thresholds, waive, say who was told."""

from greenlight.warnings.actions.checking import confirm_hit, explain_hit, reopen_hit
from greenlight.warnings.actions.judging import judge_projects
from greenlight.warnings.actions.nightly import ensure_judged, run_night
from greenlight.warnings.actions.nudging import answer_nudge, nudge
from greenlight.warnings.actions.ruling import choose_packs, set_rule
from greenlight.warnings.actions.telling import Telling, tell
from greenlight.warnings.actions.waiving import end_waiver, waive

__all__ = [
    "Telling",
    "answer_nudge",
    "choose_packs",
    "confirm_hit",
    "end_waiver",
    "ensure_judged",
    "explain_hit",
    "judge_projects",
    "nudge",
    "reopen_hit",
    "run_night",
    "set_rule",
    "tell",
    "waive",
]
