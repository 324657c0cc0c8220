"""Deeds of the room: judge lights, nudge a unit, choose packs and thresholds."""

from greenlight.warnings.actions.judging import ensure_judged, judge_projects
from greenlight.warnings.actions.nudging import answer_nudge, nudge
from greenlight.warnings.actions.ruling import choose_packs, set_rule

__all__ = ["answer_nudge", "choose_packs", "ensure_judged", "judge_projects", "nudge", "set_rule"]
