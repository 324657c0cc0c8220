"""Vouchers prove what was reported; the same money never counts twice; the share opens into rows."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from greenlight.base import undoing
from greenlight.base.figures import Scope
from greenlight.base.models import File, JournalRow
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.investment import actions, facts, panels, proofs
from greenlight.investment.actions import Paper, Proves
from greenlight.investment.models import Composition, Voucher
from greenlight.kernel.composition import Parts
from greenlight.projects.models import Project
from tests import cases, make

pytestmark = pytest.mark.django_db


def wan(amount: int) -> Decimal:
    return Decimal(amount)


def voucher(project: Project, kind: str, amount: int, *shares: Proves, **more: Any) -> Voucher:
    paper = Paper(kind, make.TODAY, wan(amount), seals=more.pop("seals", (False, False, False)))
    told = shares or (Proves(2022, 6, wan(amount)),)
    return actions.add_voucher(by=make.by(), project=project, paper=paper, shares=told, **more)


def proven(project: Project) -> Decimal:
    return facts.money([project.pk], make.TODAY)[project.pk].proven


def test_one_kind_of_voucher_counts_where_several_prove_the_same_money() -> None:
    project = make.project()
    cases.reported(project, 6, 5000)
    voucher(project, "invoice", 1000)
    voucher(project, "bank", 800)
    assert proven(project) == 1000
    voucher(project, "bank", 700)
    assert proven(project) == 1500


def test_a_contract_proves_nothing_and_a_confirmation_needs_three_seals() -> None:
    project = make.project()
    cases.reported(project, 6, 5000)
    voucher(project, "contract", 4000)
    voucher(project, "progress", 900, seals=(True, True, False))
    assert proven(project) == 0
    voucher(project, "progress", 900, seals=(True, True, True))
    assert proven(project) == 900


def test_parts_add_up_and_the_whole_counts_where_it_is_more() -> None:
    project = make.project()
    cases.reported(project, 6, 5000)
    voucher(project, "invoice", 600, Proves(2022, 6, wan(600), "equipment"))
    voucher(project, "bank", 300, Proves(2022, 6, wan(300), "construction"))
    assert proven(project) == 900
    voucher(project, "bank", 1200)
    assert proven(project) == 1200


def test_the_share_counts_no_project_beyond_its_own_report() -> None:
    one, other = make.project("甲"), make.project("乙")
    cases.reported(one, 6, 1000)
    cases.reported(other, 6, 3000)
    voucher(one, "invoice", 2500)
    scope = Scope(make.lin(), make.TODAY)
    answer = proofs.proven_share(scope)
    assert (answer.part, answer.base, answer.value) == (1000, 4000, 25)
    assert proofs.again(scope) == 25
    assert "有凭证佐证" in answer.base_text


def test_a_withdrawn_voucher_proves_nothing_any_more() -> None:
    project = make.project()
    cases.reported(project, 6, 5000)
    one = voucher(project, "invoice", 1000)
    with pytest.raises(Refused, match="要写原因"):
        actions.withdraw_voucher(by=make.by(), voucher=one, reason=" ")
    actions.withdraw_voucher(by=make.by(), voucher=one, reason="发票作废重开")
    assert proven(project) == 0
    with pytest.raises(Refused, match="已经撤下"):
        actions.prove(by=make.by(), voucher=one, shares=[])


def test_shares_beyond_the_voucher_are_asked_about_and_kept() -> None:
    project = make.project()
    shares = (Proves(2022, 5, wan(60)), Proves(2022, 6, wan(60), "equipment"))
    with pytest.raises(Refused, match="分摊合计 120 万元，比凭证金额 100 万元多"):
        voucher(project, "invoice", 100, *shares)
    assert voucher(project, "invoice", 100, *shares, reason="含税口径不同").shares.count() == 2


@pytest.mark.parametrize(
    "wrong",
    [
        Proves(2022, 13, wan(1)),
        Proves(2029, 6, wan(1)),
        Proves(2022, 6, wan(1), "x"),
        Proves(2022, 6, wan(0)),
    ],
)
def test_what_cannot_be_proven_is_refused_in_words(wrong: Proves) -> None:
    with pytest.raises(Refused):
        voucher(make.project(), "invoice", 100, wrong)


def test_a_voucher_of_tomorrow_or_of_yuan_is_refused() -> None:
    project = make.project()
    paper = Paper("invoice", make.TODAY + timedelta(days=1), wan(5))
    with pytest.raises(Refused, match="还没有到"):
        actions.add_voucher(by=make.by(), project=project, paper=paper)
    with pytest.raises(Refused, match="单位是不是万元"):
        voucher(project, "invoice", 5_000_000_000)


def test_the_same_paper_twice_is_asked_about_and_proves_once() -> None:
    project, other = make.project(), make.project("示例门窗项目")
    cases.reported(project, 6, 5000)
    paper = Paper("invoice", make.TODAY, wan(1000), "示例-001")

    def give(to: Project, reason: str = "") -> Voucher:
        shares = [Proves(2022, 6, wan(1000))]
        return actions.add_voucher(by=make.by(), project=to, paper=paper, shares=shares, reason=reason)

    first = give(project)
    with pytest.raises(Refused, match="已经登记过发票 示例-001（2022-07-31，1,000 万元）"):
        give(project)
    with pytest.raises(Refused, match="另一个项目已经登记过") as told:
        give(other)
    assert project.name not in str(told.value)
    assert proven(project) == 1000
    give(project, reason="同号的第二联，另一笔")
    assert proven(project) == 2000
    for one in Voucher.objects.all():
        actions.withdraw_voucher(by=make.by(), voucher=one, reason="作废重开")
    assert give(project).pk != first.pk  # what was withdrawn stands in nobody's way


def test_the_same_file_under_another_number_is_asked_about() -> None:
    project = make.project()
    files = [
        File.objects.create(
            name=f"{n}.pdf", sha256="a" * 64, size=9, media_type="application/pdf", at=make.NOW
        )
        for n in (1, 2)
    ]
    voucher(project, "invoice", 1000, file=files[0])
    with pytest.raises(Refused, match="同一张凭证不能佐证两次"):
        voucher(project, "bank", 1000, file=files[1])


def test_a_voucher_worth_more_than_its_project_is_asked_about() -> None:
    project = make.project(total_wan=wan(30000))
    with pytest.raises(Refused, match="比项目总投资 30,000 万元还多，请核对单位是不是万元"):
        voucher(project, "invoice", 47_500_000)
    assert voucher(project, "invoice", 30_001, reason="总投资还没有调").pk


def test_a_stranger_to_the_project_proves_nothing() -> None:
    other = make.user("qian", "unit_handler", of_unit=make.unit("住建局"))
    with pytest.raises(NotAllowed):
        actions.add_voucher(
            by=make.by(other), project=make.project(), paper=Paper("bank", make.TODAY, wan(1))
        )


def test_a_registered_voucher_can_be_taken_back() -> None:
    project = make.project()
    cases.reported(project, 6, 5000)
    voucher(project, "invoice", 1000)
    undoing.take_back(make.by(), JournalRow.objects.get(verb="voucher.add"))
    assert proven(project) == 0


# ---- composition ----
def parts(*amounts: int) -> Parts:
    return Parts(*(wan(one) for one in amounts))


def test_a_composition_that_does_not_add_up_asks_and_is_kept_as_given() -> None:
    report = cases.reported(make.project(), 6, 1000)
    with pytest.raises(Refused, match="构成合计 900 万元，累计完成是 1,000 万元，差 -100 万元"):
        actions.compose(by=make.by(), report=report, parts=parts(300, 100, 400, 100))
    made = actions.compose(by=make.by(), report=report, parts=parts(300, 100, 400, 100), reason="设备款暂估")
    assert made.parts.building == 400
    assert made.parts.total == 900


def test_a_rule_nobody_has_verified_asks_only_where_it_is_switched_on() -> None:
    project = make.project()
    report = cases.reported(project, 6, 1000)
    own = parts(300, 100, 500, 100, 90, 20)
    actions.compose(by=make.by(), report=report, parts=own)
    actions.switch_rule(
        by=make.by(), zone=project.zone, code="other_within", is_on=True, valid_from=make.TODAY, reason="纪要"
    )
    with pytest.raises(Refused, match="土地和旧建筑物合计 110 万元，比其他费用 100 万元多"):
        actions.compose(by=make.by(), report=report, parts=own)


def test_a_composition_of_a_corrected_report_is_asked_for_anew() -> None:
    project = make.project()
    report = cases.reported(project, 6, 1000, in_force=False)
    with pytest.raises(Refused, match="刚更正过"):
        actions.compose(by=make.by(), report=report, parts=parts(1000, 0, 0, 0))


def test_a_composition_goes_back_to_what_it_was() -> None:
    report = cases.reported(make.project(), 6, 1000)
    actions.compose(by=make.by(), report=report, parts=parts(1000, 0, 0, 0))
    undoing.take_back(make.by(), JournalRow.objects.get(verb="investment.composition"))
    assert not Composition.objects.exists()


def test_every_voucher_of_a_project_is_on_some_page_newest_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(panels, "VOUCHERS_SHOWN", 2)
    project = make.project()
    made = [voucher(project, "invoice", amount).pk for amount in (100, 200, 300)]
    shown = [panels._vouchers(project, number) for number in (None, "2", "9")]
    pages = [[one.pk for part in told["voucher_parts"] for one in part] for told in shown]
    assert pages == [[made[2], made[1]], [made[0]], [made[0]]]
    assert shown[0]["voucher_page"].paginator.count == 3
