"""Deeds on a project: every write of the room goes through here, with its journal row."""

from greenlight.projects.actions.amounts import set_amount
from greenlight.projects.actions.core import changed, in_words, locked, touch
from greenlight.projects.actions.evidence import accept, asked, hand_in, send_back
from greenlight.projects.actions.life import (
    advance,
    conditions_off,
    correct_stage,
    halt,
    missing_for,
    record_stage,
    resume,
)
from greenlight.projects.actions.lists import add_code, list_off, list_on
from greenlight.projects.actions.people import assign, end_assignment
from greenlight.projects.actions.phases import put_under
from greenlight.projects.actions.record import create, edit
from greenlight.projects.actions.site import renew_site, report_site

__all__ = [
    "accept", "add_code", "advance", "asked", "assign", "changed", "conditions_off", "correct_stage",
    "create", "edit", "end_assignment", "halt", "hand_in", "in_words", "list_off", "list_on", "locked",
    "missing_for", "put_under", "record_stage", "renew_site", "report_site", "resume", "send_back",
    "set_amount", "touch",
]  # fmt: skip
