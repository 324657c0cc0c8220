"""Deeds on orders: raised, answered by the unit, decided, withdrawn; and the ladder's steps on record."""

from greenlight.supervision.actions.answering import (
    ask_closing,
    ask_extension,
    hand_in_plan,
    receive,
    report_progress,
)
from greenlight.supervision.actions.climbing import climb
from greenlight.supervision.actions.deciding import (
    confirm,
    decide_extension,
    decide_plan,
    record_talk,
    send_back,
    withdraw,
)
from greenlight.supervision.actions.limiting import set_unit_limits
from greenlight.supervision.actions.raising import raise_order
from greenlight.supervision.actions.setting import set_step
from greenlight.supervision.actions.walking import draft_due, set_aside, tell_due

__all__ = [
    "ask_closing",
    "ask_extension",
    "climb",
    "confirm",
    "decide_extension",
    "decide_plan",
    "draft_due",
    "hand_in_plan",
    "raise_order",
    "receive",
    "record_talk",
    "report_progress",
    "send_back",
    "set_aside",
    "set_step",
    "set_unit_limits",
    "tell_due",
    "withdraw",
]
