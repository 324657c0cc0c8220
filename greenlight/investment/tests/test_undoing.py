"""Every deed of money is taken back as it was, unless somebody did something on it since."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from greenlight.base import undoing
from greenlight.base.journal import By
from greenlight.base.models import JournalRow
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.investment import actions, proofs, rules
from greenlight.investment.actions import Paper, Proves
from greenlight.investment.models import Fund, MonthClosing, Voucher, VoucherShare
from greenlight.projects import history
from greenlight.projects.models import Project
from tests import cases, make

pytestmark = pytest.mark.django_db
ROOM = ("investment.", "voucher.", "fund.", "stat.", "check.")
# Tests do one deed after another; a moment apart, as people do.
MOMENT = timedelta(minutes=1)


class Clock:
    """Deeds of one person, a minute apart."""

    def __init__(self) -> None:
        self.n = 0

    def by(self, who: Any = None) -> By:
        self.n += 1
        return make.by(who, at=make.NOW + self.n * MOMENT)

    def undo(self, verb: str, who: Any = None) -> JournalRow:
        return undoing.take_back(self.by(who), JournalRow.objects.filter(verb=verb).latest("seq"))


@pytest.fixture
def clock() -> Clock:
    return Clock()


def invoice(clock: Clock, project: Project, *shares: Proves) -> Voucher:
    paper = Paper("invoice", make.TODAY, Decimal(90), "001")
    return actions.add_voucher(by=clock.by(), project=project, paper=paper, shares=shares)


def shares(voucher: Voucher) -> set[tuple[int, int, str, Decimal]]:
    rows = VoucherShare.objects.filter(voucher=voucher)
    return set(rows.values_list("year", "month", "part", "amount_wan"))


def test_every_verb_of_money_can_be_taken_back() -> None:
    own = {verb for verb in history.VERBS if verb.startswith(ROOM)}
    assert own - set(undoing.verbs()) == set()


def test_what_a_voucher_proves_is_given_back_and_the_share_with_it(clock: Clock) -> None:
    project = make.project()
    cases.reported(project, 6, 300)
    voucher = invoice(clock, project, Proves(2022, 6, Decimal(90)))
    actions.prove(by=clock.by(), voucher=voucher, shares=[Proves(2022, 6, Decimal(30), "equipment")])
    assert proofs.proven({project.pk: (2022, 6)}) == {project.pk: 30}
    clock.undo("voucher.prove")
    assert shares(voucher) == {(2022, 6, "", Decimal(90))}
    assert proofs.proven({project.pk: (2022, 6)}) == {project.pk: 90}
    (told,) = history.merged(JournalRow.objects.filter(verb="undo"), [], [])
    assert [(what, new) for what, _, new in told.changes] == [
        ("佐证的数", "2022 年 1—6 月累计完成 90 万元")
    ]  # fmt: skip


def test_a_voucher_proven_anew_or_withdrawn_since_is_not_covered_over(clock: Clock) -> None:
    voucher = invoice(clock, make.project(), Proves(2022, 6, Decimal(90)))
    actions.prove(by=clock.by(), voucher=voucher, shares=[])
    first = JournalRow.objects.latest("seq")
    actions.prove(by=clock.by(), voucher=voucher, shares=[Proves(2022, 5, Decimal(10))])
    for row in (first, JournalRow.objects.get(verb="voucher.add")):
        with pytest.raises(Refused, match="后来又改过"):
            undoing.take_back(clock.by(), row)
    actions.withdraw_voucher(by=clock.by(), voucher=voucher, reason="作废")
    with pytest.raises(Refused, match="后来撤下了"):
        clock.undo("voucher.prove")
    assert shares(voucher) == {(2022, 5, "", Decimal(10))}


def test_a_withdrawn_voucher_proves_again(clock: Clock) -> None:
    voucher = invoice(clock, make.project(), Proves(2022, 6, Decimal(90)))
    actions.withdraw_voucher(by=clock.by(), voucher=voucher, reason="作废")
    clock.undo("voucher.withdraw")
    voucher.refresh_from_db()
    assert (voucher.withdrawn_at, voucher.withdrawn_why) == (None, "")
    with pytest.raises(Refused, match="已经撤销过"):
        clock.undo("voucher.withdraw")


def test_a_fund_is_used_again_unless_another_took_its_name(clock: Clock) -> None:
    project = make.project()
    given: dict[str, Any] = {"project": project, "source": "own", "planned_wan": Decimal(9)}
    fund = actions.add_fund(by=clock.by(), name="自筹", **given)
    actions.end_fund(by=clock.by(), fund=fund, reason="调整")
    clock.undo("fund.end")
    assert Fund.objects.get(pk=fund.pk).ended_at is None
    actions.end_fund(by=clock.by(), fund=fund, reason="调整")
    actions.add_fund(by=clock.by(), name="自筹", **given)
    with pytest.raises(Refused, match="停用以后又登记了一笔“自筹”"):
        clock.undo("fund.end")


def test_money_that_came_in_is_not_taken_back_from_under_what_was_spent_of_it(clock: Clock) -> None:
    project = make.project()
    fund = actions.add_fund(by=clock.by(), project=project, source="own", name="自筹", planned_wan=Decimal(9))
    actions.book(by=clock.by(), fund=fund, kind="paid_in", day=make.TODAY, amount_wan=Decimal(5))
    came = JournalRow.objects.latest("seq")
    actions.book(by=clock.by(), fund=fund, kind="spent", day=make.TODAY, amount_wan=Decimal(2))
    with pytest.raises(Refused, match="到位以后又记了支出"):
        undoing.take_back(clock.by(), came)
    clock.undo("fund.book")
    undoing.take_back(clock.by(), came)
    assert not fund.entries.exists()


def test_a_switch_and_a_limit_are_countered_by_another_row_and_the_history_stays(clock: Clock) -> None:
    zone, today = make.zone(), make.TODAY
    given: dict[str, Any] = {"zone": zone, "valid_from": today, "reason": "纪要"}
    actions.switch_rule(by=clock.by(), code="s_curve", is_on=True, **given)
    first = JournalRow.objects.latest("seq")
    actions.switch_rule(by=clock.by(), code="s_curve", is_on=False, **given)
    with pytest.raises(Refused, match="后来又改过"):
        undoing.take_back(clock.by(), first)
    clock.undo("investment.rule")
    assert rules.switched(zone.pk, today) == {"s_curve": True}
    actions.set_limits(by=clock.by(), code="idle_money", params={"days": Decimal(60)}, **given)
    assert rules.idle_days(zone.pk, today) == 60
    with pytest.raises(NotAllowed):
        clock.undo("investment.limits", make.sun())
    clock.undo("investment.limits")
    assert rules.idle_days(zone.pk, today) == 90


def test_a_closing_is_taken_back_unless_months_were_closed_or_opened_since(clock: Clock) -> None:
    zone = make.zone()
    actions.close_months(by=clock.by(), zone=zone, year=2022, month=5)
    first = JournalRow.objects.latest("seq")
    actions.close_months(by=clock.by(), zone=zone, year=2022, month=6)
    with pytest.raises(Refused, match="后来又封过账"):
        undoing.take_back(clock.by(), first)
    clock.undo("investment.close")
    assert rules.closed_to(zone.pk) == (2022, 5)
    assert MonthClosing.objects.count() == 3


def test_a_report_somebody_composed_since_is_not_taken_back(clock: Clock) -> None:
    from greenlight.kernel.composition import Parts
    from greenlight.kernel.reporting import Report

    project = make.project()
    report = actions.report(by=clock.by(), project=project, report=Report(2022, 6, Decimal(500)))
    parts = Parts(Decimal(500), Decimal(0), Decimal(0), Decimal(0))
    actions.compose(by=clock.by(), report=report, parts=parts)
    with pytest.raises(Refused, match="构成已按这个数填过"):
        clock.undo("investment.report")
    clock.undo("investment.composition")
    clock.undo("investment.report")
    assert not project.investment_reports.filter(in_force=True).exists()


def test_a_hit_opened_again_is_decided_again_as_it_was(clock: Clock) -> None:
    from greenlight.warnings import actions as warnings
    from greenlight.warnings.checks.models import CheckHit

    project = make.project()
    hit = CheckHit.objects.create(
        project=project, zone=project.zone, code="payment_ratio", period="2022-06", first_on=make.TODAY,
        inputs={"ytd": "500", "paid": "50", "rate": "10.0", "low": "30", "high": "120"}, at=make.NOW,
    )  # fmt: skip
    warnings.explain_hit(by=clock.by(), hit=hit, reason="设备在途")
    warnings.reopen_hit(by=clock.by(), hit=hit, reason="与凭证不符")
    clock.undo("check.open")
    hit.refresh_from_db()
    assert (hit.state, hit.reason, hit.decided_by_name) == ("explained", "设备在途", "lin")
    warnings.reopen_hit(by=clock.by(), hit=hit, reason="与凭证不符")
    with pytest.raises(Refused, match="后来又处理过"):
        clock.undo("check.explained")
