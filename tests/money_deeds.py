"""The deeds of money, played for the journal: vouchers, funds, registration, closings, cross-checks."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from greenlight.investment import actions as investment
from greenlight.investment.actions import Paper, Proves
from greenlight.kernel.composition import Parts
from greenlight.warnings import actions as warnings
from greenlight.warnings.checks.models import CheckHit
from tests import cases, make


def paper(amount: int = 90) -> Paper:
    return Paper("invoice", make.TODAY, Decimal(amount), "001", "示例建设公司")


def voucher(s: Any) -> Any:
    shares = [Proves(2022, 6, Decimal(90))]
    return investment.add_voucher(by=s.by, project=s.project, paper=paper(), shares=shares)


def fund(s: Any) -> Any:
    return investment.add_fund(
        by=s.by, project=s.project, source="own", name="自筹", planned_wan=Decimal(900)
    )


def composed(s: Any) -> Any:
    parts = Parts(Decimal(200), Decimal(100), Decimal(150), Decimal(50))
    report = cases.reported(s.project, 6, 500)
    return lambda: investment.compose(by=s.by, report=report, parts=parts)


def hit(s: Any) -> Any:
    inputs = {"ytd": "500", "paid": "50", "rate": "10.0", "low": "30", "high": "120"}
    return CheckHit.objects.create(
        project=s.project, zone=s.project.zone, code="payment_ratio", period="2022-06", inputs=inputs,
        first_on=make.TODAY, at=make.NOW,
    )  # fmt: skip


def explained(s: Any) -> Any:
    return warnings.explain_hit(by=s.by, hit=hit(s), reason="设备已付款，在途")


def plays(then: Callable[..., Any], at_once: Callable[..., Any]) -> dict[str, Any]:
    """Return the plays by the name of the deed."""
    return {
        "investment.actions.compose": composed,
        "investment.actions.add_voucher": at_once(voucher),
        "investment.actions.prove": then(
            voucher, lambda s, one: investment.prove(
                by=s.by, voucher=one, shares=[Proves(2022, 5, Decimal(30), "equipment")])),
        "investment.actions.withdraw_voucher": then(
            voucher, lambda s, one: investment.withdraw_voucher(by=s.by, voucher=one, reason="作废重开")),
        "investment.actions.add_fund": at_once(fund),
        "investment.actions.book": then(
            fund, lambda s, one: investment.book(
                by=s.by, fund=one, kind="paid_in", day=make.TODAY, amount_wan=Decimal(100))),
        "investment.actions.end_fund": then(
            fund, lambda s, one: investment.end_fund(by=s.by, fund=one, reason="额度调整")),
        "investment.actions.register": at_once(lambda s: investment.register(
            by=s.by, project=s.project, on=make.TODAY, code="330881001")),
        "investment.actions.close_months": at_once(lambda s: investment.close_months(
            by=s.by, zone=s.project.zone, year=2022, month=5)),
        "investment.actions.switch_rule": at_once(lambda s: investment.switch_rule(
            by=s.by, zone=s.project.zone, code="s_curve", is_on=True, valid_from=make.TODAY,
            reason="会议纪要")),
        "investment.actions.set_limits": at_once(lambda s: investment.set_limits(
            by=s.by, zone=s.project.zone, code="idle_money", params={"days": Decimal(60)},
            valid_from=make.TODAY, reason="会议纪要")),
        "warnings.actions.explain_hit": then(hit, lambda s, one: warnings.explain_hit(
            by=s.by, hit=one, reason="设备在途")),
        "warnings.actions.confirm_hit": then(hit, lambda s, one: warnings.confirm_hit(
            by=s.by, hit=one, reason="已请企业重报")),
        "warnings.actions.reopen_hit": then(explained, lambda s, one: warnings.reopen_hit(
            by=s.by, hit=one, reason="与凭证不符")),
    }  # fmt: skip
