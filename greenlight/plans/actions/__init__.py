"""Deeds on plans: make one or many, report what was done, move a date, decide."""

from greenlight.plans.actions.dates import edit
from greenlight.plans.actions.making import Made, make, make_many
from greenlight.plans.actions.progress import report, withdraw
from greenlight.plans.actions.slips import ask, decide, take_back

__all__ = ["Made", "ask", "decide", "edit", "make", "make_many", "report", "take_back", "withdraw"]
