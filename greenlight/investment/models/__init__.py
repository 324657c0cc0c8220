"""Money of a project: planned, reported, what it consists of, what proves it, where it comes from."""

from greenlight.investment.models.funds import Fund, FundEntry, StatRegistration
from greenlight.investment.models.reports import (
    InvestmentQuerySet,
    InvestmentReport,
    PriorInvestment,
    YearPlan,
    YearPlanQuerySet,
)
from greenlight.investment.models.settings import MonthClosing, RuleLimit, RuleSwitch
from greenlight.investment.models.vouchers import Composition, Voucher, VoucherShare

__all__ = [
    "Composition",
    "Fund",
    "FundEntry",
    "InvestmentQuerySet",
    "InvestmentReport",
    "MonthClosing",
    "PriorInvestment",
    "RuleLimit",
    "RuleSwitch",
    "StatRegistration",
    "Voucher",
    "VoucherShare",
    "YearPlan",
    "YearPlanQuerySet",
]
