"""Deeds on a project: every write of the room goes through here, with its journal row."""

from greenlight.projects.actions.evidence import accept, hand_in, send_back
from greenlight.projects.actions.life import (
    advance,
    conditions_off,
    halt,
    missing_for,
    record_stage,
    resume,
)
from greenlight.projects.actions.record import (
    add_code,
    assign,
    changed,
    create,
    edit,
    end_assignment,
    list_on,
    locked,
    report_site,
    set_amount,
    touch,
)

__all__ = [
    "accept", "add_code", "advance", "assign", "changed", "conditions_off", "create", "edit", "end_assignment", "halt", "hand_in",
    "list_on", "locked", "missing_for", "record_stage", "report_site", "resume", "send_back",
    "set_amount", "touch",
]  # fmt: skip
