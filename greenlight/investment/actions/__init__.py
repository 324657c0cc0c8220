"""Deeds of the room: plan a year, report a month, prove it, fund it, close it. Nothing is overwritten."""

from greenlight.investment.actions.composing import compose
from greenlight.investment.actions.core import LONGEST_REASON
from greenlight.investment.actions.funding import add_fund, book, end_fund, register
from greenlight.investment.actions.months import (
    plan_objection,
    report,
    report_objection,
    set_year_plan,
    standing,
)
from greenlight.investment.actions.proving import Paper, Proves, add_voucher, prove, withdraw_voucher
from greenlight.investment.actions.settling import close_months, set_limits, switch_rule

__all__ = [
    "LONGEST_REASON", "Paper", "Proves", "add_fund", "add_voucher", "book", "close_months", "compose",
    "end_fund", "plan_objection", "prove", "register", "report", "report_objection", "set_limits",
    "set_year_plan", "standing", "switch_rule", "withdraw_voucher",
]  # fmt: skip
