"""Vouchers, funds, registration, closings, rules of money, cross-checks."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from greenlight.investment.models import Fund, InvestmentReport, Voucher
from greenlight.people.models import Unit, Zone
from greenlight.projects.models import Project
from greenlight.warnings.checks.models import CheckHit
from tests import make
from tests.doors.door import EDITORS, Door, World, day, deed, page, record

REPORTERS = frozenset({"lin", "zhao", "sun"})
WHOLE_ZONE = frozenset({"lin", "zhao", "hu"})
SOLID = {"ytd": "500", "paid": "50", "rate": "10.0", "low": "30", "high": "120"}
WHY: dict[str, Any] = {"reason": "示例原因"}


def made(zone: Zone, project: Project, _unit: Unit) -> dict[str, int]:
    """Make a reported month, a voucher, a fund and a hit."""
    own: dict[str, Any] = {"project": project, "zone": zone, "at": make.NOW}
    InvestmentReport.objects.create(year=2022, month=6, ytd_wan=Decimal(500), **own)
    voucher = Voucher.objects.create(kind="invoice", day=make.TODAY, amount_wan=Decimal(90), **own)
    fund = Fund.objects.create(source="own", name="自筹", planned_wan=Decimal(900), **own)
    hit = CheckHit.objects.create(
        code="payment_ratio", period="2022-06", inputs=SOLID, first_on=make.TODAY, **own
    )
    return {"voucher": voucher.pk, "fund": fund.pk, "hit": hit.pk}


def paper(_world: World) -> dict[str, Any]:
    return {
        "kind": "invoice", "number": "001", "day": day(-3), "amount": "80", "month_0": "2022-06",
        "share_0": "80",
    }  # fmt: skip


ROWS: dict[str, Door] = {
    "investment:compose": record(
        "project", "year", "month", methods="GET POST", readers=REPORTERS, doers=REPORTERS,
        data=lambda _: {"construction": "200", "installation": "100", "equipment": "150", "other": "50"},
    ),
    "investment:voucher_new": record(
        "project", methods="GET POST", readers=REPORTERS, doers=REPORTERS, data=paper
    ),
    "investment:voucher": record(
        "project", "voucher", methods="GET POST", doers=REPORTERS,
        data=lambda _: {"month_0": "2022-06", "share_0": "70"},
    ),
    "investment:voucher_withdraw": deed("project", "voucher", doers=REPORTERS, data=lambda _: WHY),
    "investment:fund_new": record(
        "project", methods="GET POST", readers=REPORTERS, doers=REPORTERS,
        data=lambda _: {"source": "loan", "name": "建行", "planned": "500"},
    ),
    "investment:fund": record(
        "project", "fund", methods="GET POST", doers=REPORTERS,
        data=lambda _: {"kind": "paid_in", "day": day(-2), "amount": "100"},
    ),
    "investment:fund_end": deed("project", "fund", doers=REPORTERS, data=lambda _: WHY),
    "investment:registered": record(
        "project", methods="GET POST", readers=REPORTERS, doers=REPORTERS,
        data=lambda _: {"on": day(-2), "code": "330881001"},
    ),
    "investment:zone": page(readers=WHOLE_ZONE),
    "investment:close": page("POST", readers=WHOLE_ZONE, doers=EDITORS, data=lambda _: {"month": "2022-05"}),
    "investment:switch": page(
        "POST", readers=WHOLE_ZONE, doers=EDITORS, data=lambda _: WHY | {"code": "s_curve", "is_on": "on"}
    ),
    "investment:limits": page(
        "GET POST", readers=WHOLE_ZONE, doers=EDITORS,
        data=lambda _: WHY | {
            "limit_times": "2000", "limit_plan_times": "200", "valid_from": day(),
        },
    ),
    "warnings:checks": page(),
    "warnings:check": record(
        "hit", methods="GET POST", doers=REPORTERS, data=lambda _: WHY | {"do": "explain"}
    ),
}  # fmt: skip
