"""Money has its sources: planned, come in, spent; bonds have their time; 入统 has its day."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from greenlight.base import undoing
from greenlight.base.models import JournalRow
from greenlight.base.refusals import Refused
from greenlight.investment import actions, facts, funds
from greenlight.investment.models import Fund, FundEntry, StatRegistration
from greenlight.projects.models import Project
from tests import make

pytestmark = pytest.mark.django_db


def wan(amount: int) -> Decimal:
    return Decimal(amount)


def bond(project: Project, name: str = "2022 年第一批") -> Fund:
    return actions.add_fund(
        by=make.by(), project=project, source="bond", name=name, planned_wan=wan(6000),
        issued_on=date(2022, 3, 18),
    )  # fmt: skip


def book(fund: Fund, kind: str, amount: int, day: date = make.TODAY, note: str = "") -> FundEntry:
    return actions.book(by=make.by(), fund=fund, kind=kind, day=day, amount_wan=wan(amount), note=note)


def line(fund: Fund) -> funds.FundLine:
    return funds.lines([fund], make.TODAY)[0]


def test_a_source_shows_what_is_left_and_since_when() -> None:
    own = bond(make.project())
    book(own, "paid_in", 6000, date(2022, 3, 20))
    book(own, "spent", 1500, date(2022, 4, 2))
    told = line(own)
    assert [told.paid, told.spent, told.left] == [6000, 1500, 4500]
    assert told.idle_days == (make.TODAY - date(2022, 4, 2)).days == 120
    assert told.idle


def test_money_that_came_in_lately_does_not_hide_what_lies_idle() -> None:
    own = bond(make.project())
    book(own, "paid_in", 3000, date(2022, 3, 20))
    book(own, "spent", 1500, date(2022, 4, 2))
    book(own, "paid_in", 1000, date(2022, 7, 20))
    assert [one.fund for one in funds.idle(make.lin(), make.TODAY)] == [own]
    book(own, "spent", 10, date(2022, 7, 21))
    assert funds.idle(make.lin(), make.TODAY) == []


def test_money_in_the_wrong_unit_is_asked_about() -> None:
    project = make.project(total_wan=wan(30000))
    given: Any = {"by": make.by(), "project": project, "source": "own", "name": "自筹"}
    with pytest.raises(Refused, match="比项目总投资 30,000 万元还多，请核对单位是不是万元"):
        actions.add_fund(planned_wan=wan(60_000_000), **given)
    own = actions.add_fund(planned_wan=wan(40_000), note="含流动资金", **given)
    with pytest.raises(Refused, match="到位合计 50,000 万元，比计划的 40,000 万元多"):
        book(own, "paid_in", 50_000)
    book(own, "paid_in", 50_000, note="追加拨款")
    assert line(own).paid == 50_000


def test_a_bond_is_held_against_its_six_months() -> None:
    own = bond(make.project())
    book(own, "paid_in", 6000, date(2022, 3, 20))
    book(own, "spent", 3000, date(2022, 7, 1))
    told = line(own)
    assert [told.expected, told.below] == [4000, 25]
    assert told.last_day == date(2022, 9, 30)
    (fact,) = facts.bonds([own.project_id], make.TODAY)[own.project_id]
    assert fact.name == "2022 年第一批"
    assert fact.spent_wan == 3000
    assert facts.bonds([own.project_id], date(2022, 3, 1)) == {}


def test_more_spent_than_came_in_and_a_negative_amount_say_why() -> None:
    own = bond(make.project())
    with pytest.raises(Refused, match="支出合计 100 万元，比到位的 0 万元多"):
        book(own, "spent", 100)
    book(own, "spent", 100, note="施工单位垫付")
    with pytest.raises(Refused, match="冲减要在“说明”里写原因"):
        book(own, "spent", -50)
    book(own, "spent", -50, note="退回多付的工程款")
    assert line(own).spent == 50


def test_a_bond_without_its_day_and_a_second_row_of_one_name_are_refused() -> None:
    project = make.project()
    with pytest.raises(Refused, match="发行日期"):
        actions.add_fund(by=make.by(), project=project, source="bond", name="一批", planned_wan=wan(1))
    bond(project)
    with pytest.raises(Refused, match="已经有"):
        bond(project)


def test_an_ended_source_takes_nothing_more_and_leaves_the_list() -> None:
    own = bond(make.project())
    book(own, "paid_in", 6000, date(2022, 3, 20))
    assert [one.fund.pk for one in funds.idle(make.lin(), make.TODAY)] == [own.pk]
    actions.end_fund(by=make.by(), fund=own, reason="额度调整到其他项目")
    with pytest.raises(Refused, match="已经停用"):
        book(own, "paid_in", 1)
    assert funds.idle(make.lin(), make.TODAY) == []
    assert funds.idle(make.wu(), make.TODAY) == []


def test_money_that_moved_lately_is_not_idle() -> None:
    own = bond(make.project())
    book(own, "paid_in", 6000, date(2022, 3, 20))
    book(own, "spent", 10, make.TODAY - timedelta(days=90))
    assert funds.idle(make.lin(), make.TODAY) == []


def test_an_entry_and_a_fund_can_be_taken_back() -> None:
    own = bond(make.project())
    book(own, "paid_in", 6000)
    with pytest.raises(Refused, match="已经记过"):
        undoing.take_back(make.by(), JournalRow.objects.get(verb="fund.add"))
    undoing.take_back(make.by(), JournalRow.objects.get(verb="fund.book"))
    undoing.take_back(make.by(), JournalRow.objects.get(verb="fund.add"))
    assert not Fund.objects.exists()


def test_registration_keeps_its_day_and_says_why_it_changes() -> None:
    project, by = make.project(), make.by()
    actions.register(by=by, project=project, on=None)
    assert facts.registered([project.pk]) == {project.pk: None}
    actions.register(by=by, project=project, on=date(2022, 6, 10), code="330881001")
    with pytest.raises(Refused, match="没有要改的"):
        actions.register(by=by, project=project, on=date(2022, 6, 10), code="330881001")
    with pytest.raises(Refused, match="要在“说明”里写原因"):
        actions.register(by=by, project=project, on=date(2022, 6, 12), code="330881001")
    actions.register(by=by, project=project, on=date(2022, 6, 12), code="330881001", note="统计局更正")
    assert StatRegistration.objects.get().on == date(2022, 6, 12)
