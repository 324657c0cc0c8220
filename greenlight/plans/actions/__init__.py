"""Deeds on plans: make one or many, report what was done, move a date, decide."""

from greenlight.plans.actions.arranging import arrange
from greenlight.plans.actions.dates import edit
from greenlight.plans.actions.drafts import approve, discard, save_draft
from greenlight.plans.actions.levels import set_levels
from greenlight.plans.actions.making import Made, make, make_many
from greenlight.plans.actions.progress import report, withdraw
from greenlight.plans.actions.slips import ask, decide, take_back
from greenlight.plans.actions.updating import leave_library, take_library

__all__ = [
    "Made", "approve", "arrange", "ask", "decide", "discard", "edit", "leave_library", "make", "make_many",
    "report", "save_draft", "set_levels", "take_back", "take_library", "withdraw",
]  # fmt: skip
