"""A later date is asked for with a reason and decided by a leader; the promise stays for ever."""

from __future__ import annotations

from datetime import date

import pytest

from greenlight.base.models import JournalRow
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.plans import actions
from greenlight.plans.models import Baseline, Milestone, PlanVersion, Slip
from greenlight.plans.tests import cast
from tests import make

pytestmark = pytest.mark.django_db
DUE, LATER = date(2022, 12, 31), date(2023, 3, 31)


def stone() -> Milestone:
    project = cast.project(stage="signed")
    cast.skeleton(project, groundbreaking=DUE, completed=date(2024, 12, 31))
    return cast.stone(project, "groundbreaking")


def asked(of: Milestone) -> Slip:
    return actions.ask(
        by=make.by(make.sun()), milestone=of, to_due=LATER, reason_class="land", reason="净地还没有交付"
    )


def test_asking_moves_nothing() -> None:
    one = stone()
    slip = asked(one)
    one.refresh_from_db()
    assert (one.due, slip.state, slip.from_due, slip.to_due) == (DUE, "waiting", DUE, LATER)
    assert JournalRow.objects.get(verb="plan.slip").why == "净地还没有交付"
    one.project.refresh_from_db()
    assert one.project.version == 2


def test_an_approved_slip_is_a_new_version_and_the_promise_stays() -> None:
    one = stone()
    version = actions.decide(by=make.by(make.zhao()), project=one.project, slips=[asked(one)], approve=True)
    one.refresh_from_db()
    assert version is not None
    assert (one.due, version.n, version.origin) == (LATER, 2, "slip")
    assert PlanVersion.objects.get(n=1).state == "superseded"
    assert version.dates.count() == 2
    assert Baseline.objects.get().dates["groundbreaking"] == "2022-12-31"
    assert Slip.objects.get().decided_by_name == "zhao"
    assert JournalRow.objects.get(verb="plan.decide").after == {"groundbreaking": "2023-03-31"}


def test_a_refused_slip_leaves_the_date_and_says_why() -> None:
    one = stone()
    slip = asked(one)
    by = make.by(make.zhao())
    with pytest.raises(Refused, match="不同意要写一句理由"):
        actions.decide(by=by, project=one.project, slips=[slip], approve=False)
    actions.decide(by=by, project=one.project, slips=[slip], approve=False, note="年内必须开工")
    one.refresh_from_db()
    assert (one.due, Slip.objects.get().state) == (DUE, "refused")
    assert PlanVersion.objects.count() == 1
    with pytest.raises(Refused, match="已经有人批过或撤回"):
        actions.decide(by=by, project=one.project, slips=[slip], approve=True)


def test_only_a_leader_of_the_zone_decides() -> None:
    one = stone()
    slip = asked(one)
    for actor in (make.lin(), make.sun(), make.wu()):
        with pytest.raises(NotAllowed, match="由本开发区的领导批准"):
            actions.decide(by=make.by(actor), project=one.project, slips=[slip], approve=True)


def test_a_slip_of_another_project_is_not_decided_here() -> None:
    slip = asked(stone())
    other = cast.project(name="另一个项目")
    with pytest.raises(Refused, match="已经有人批过或撤回"):
        actions.decide(by=make.by(make.zhao()), project=other, slips=[slip], approve=True)


def test_who_neither_owns_nor_answers_may_not_ask() -> None:
    one = stone()
    stranger = make.user("qian", "unit_handler", of_unit=make.unit("财政局"))
    with pytest.raises(NotAllowed, match="不能申请改期"):
        actions.ask(by=make.by(stranger), milestone=one, to_due=LATER, reason_class="land", reason="x")


@pytest.mark.parametrize(
    ("to", "cls", "reason", "words"),
    [
        (date(2022, 12, 1), "land", "x", "不晚于现在的 2022-12-31"),
        (LATER, "unstated", "x", "请选推后的原因类别"),
        (LATER, "land", " ", "推后要写原因"),
        (LATER, "land", "长" * 501, "最多 500 个字"),
        (date(2150, 1, 1), "land", "x", "核对年份"),
    ],
)
def test_a_request_without_sense_is_refused(to: date, cls: str, reason: str, words: str) -> None:
    one = stone()
    with pytest.raises(Refused, match=words):
        actions.ask(by=make.by(), milestone=one, to_due=to, reason_class=cls, reason=reason)
    assert not Slip.objects.exists()


def test_one_request_waits_at_a_time_and_can_be_taken_back() -> None:
    one = stone()
    asked(one)
    with pytest.raises(Refused, match="还在等批"):
        asked(one)
    actions.take_back(by=make.by(make.sun()), milestone=one)
    assert Slip.objects.get().state == "withdrawn"
    assert JournalRow.objects.filter(verb="plan.slip_withdraw").exists()
    with pytest.raises(Refused, match="没有等批的改期申请"):
        actions.take_back(by=make.by(make.sun()), milestone=one)
    asked(one)


def test_what_was_done_late_is_not_made_timely_by_an_approval() -> None:
    one = stone()
    slip = asked(one)
    Milestone.objects.filter(pk=one.pk).update(due=date(2022, 5, 1))
    actions.report(by=make.by(), milestone=one, done_on=date(2022, 7, 20))
    by = make.by(make.zhao())
    with pytest.raises(Refused, match="已在 2022-07-20 完成，比批准的 2022-05-01 晚，这要留着"):
        actions.decide(by=by, project=one.project, slips=[slip], approve=True)
    one.refresh_from_db()
    assert (one.due, Slip.objects.get().state) == (date(2022, 5, 1), "waiting")
    actions.decide(by=by, project=one.project, slips=[slip], approve=False, note="已完成，按原日期算")
    assert Slip.objects.get().state == "refused"


def test_a_report_withdrawn_lets_the_request_be_decided_again() -> None:
    one = stone()
    slip = asked(one)
    actions.report(by=make.by(), milestone=one, done_on=date(2022, 7, 20))
    actions.withdraw(by=make.by(), milestone=one, why="报错了节点")
    actions.decide(by=make.by(make.zhao()), project=one.project, slips=[slip], approve=True)
    one.refresh_from_db()
    assert one.due == LATER
