"""A plan is arranged by hand: what follows is told before anything is saved, and saved as one deed."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from greenlight.base import undoing
from greenlight.base.models import JournalRow
from greenlight.base.refusals import Collided, NotAllowed, Refused
from greenlight.plans import actions, told
from greenlight.plans.actions import arranging as deed
from greenlight.plans.arranging import Outcome
from greenlight.plans.drafting import Wish
from greenlight.plans.models import Actual, Link, Milestone, MilestoneDates, PlanVersion, Slip
from greenlight.plans.tests import cast
from greenlight.plans.wishes import Stuck
from greenlight.projects.models import Project
from greenlight.warnings import packs
from tests import make

pytestmark = pytest.mark.django_db
LATE: dict[str, Any] = {"reason_class": "land", "reason": "净地晚一个月"}


@pytest.fixture
def project() -> Project:
    """A project planned forward from today by the node library."""
    found = cast.project()
    cast.planned(found, Wish("forward", off=()))
    packs.seed()
    packs.open_zone(found.zone_id)
    return found


def look(project: Project, **nodes: dict[str, str]) -> Outcome:
    return deed.look(project, {"nodes": nodes})


def save(
    project: Project, seen: Any = None, reason_class: str = "", reason: str = "", **nodes: Any
) -> Outcome:
    return actions.arrange(
        by=make.by(),
        project=project,
        told={"nodes": nodes},
        seen=seen,
        reason_class=reason_class,
        reason=reason,
    )


def stone(project: Project, key: str) -> Milestone:
    return Milestone.objects.get(project=project, key=key)


def row(project: Project, key: str) -> MilestoneDates:
    return MilestoneDates.objects.get(
        version__plan__project=project, version__state="approved", milestone__key=key
    )


def after(project: Project, key: str, days: int) -> str:
    start = stone(project, key).start
    assert start
    return (start + timedelta(days=days)).isoformat()


def moved(outcome: Outcome) -> dict[str, int]:
    return {one.node.key: one.days for one in outcome.moves}


# ---- what follows ----
def test_a_bar_dragged_later_pushes_what_waits_for_it_and_nothing_before_it(project: Project) -> None:
    found = look(project, IND002={"start": after(project, "IND002", 14)})
    days = moved(found)
    assert days["IND002"] == 14
    assert days["in_production"] > 7
    assert "IND001" not in days
    assert all(one.asks for one in found.moves)


def test_a_promise_that_cannot_be_kept_says_by_how_many_days_and_working_days(project: Project) -> None:
    found = look(project, IND002={"start": after(project, "IND002", 14)})
    promise = next(one for one in found.promises if one.node.key == "in_production")
    assert promise.was == stone(project, "in_production").due
    assert promise.was
    assert promise.now > promise.was
    assert 0 < promise.workdays < promise.days


def test_a_bar_dragged_within_its_slack_moves_nothing_else(project: Project) -> None:
    assert (row(project, "IND011").total_float or 0) > 60
    assert moved(look(project, IND011={"start": after(project, "IND011", 7)})) == {"IND011": 7}


def test_a_longer_bar_counts_its_own_working_days(project: Project) -> None:
    held = row(project, "IND003")
    found = look(project, IND003={"days": str(held.duration + 5)})
    (change,) = found.stretched
    assert change.now == f"{held.duration + 5} 工作日"
    later = found.rows[str(held.milestone_id)].due
    assert held.due
    assert later == held.due + timedelta(days=7)


def test_a_last_day_on_a_weekend_is_taken_as_the_friday_before_and_told(project: Project) -> None:
    due = row(project, "IND003").due
    assert due
    saturday = due + timedelta(days=(5 - due.weekday()) % 7 + 7)
    found = look(project, IND003={"due": saturday.isoformat()})
    assert found.rows[str(stone(project, "IND003").pk)].due == saturday - timedelta(days=1)
    assert "不上班" in found.notes[0]


def test_slack_that_is_used_up_and_a_new_critical_path_are_told(project: Project) -> None:
    held = row(project, "IND058")
    assert held.total_float
    found = look(project, IND058={"days": str(held.duration + held.total_float)})
    assert "升规入统" in {one.node.name for one in found.used_up}
    assert found.turns
    assert "升规入统" in found.critical


def test_lights_are_foreseen_for_saving_and_for_a_leaders_yes(project: Project) -> None:
    Milestone.objects.filter(project=project, key="IND001").update(started_on=make.TODAY, percent=10)
    yesterday = make.TODAY - timedelta(days=2)
    Milestone.objects.filter(project=project, key="IND001").update(started_on=yesterday)
    found = told.consequences(look(project, IND001={"due": yesterday.isoformat()}), make.TODAY)
    turn = next(one for one in found.turns if "线索" in one.name)
    assert (turn.was, turn.saved) == ("green", "yellow")
    assert "绿灯 → 黄灯" in found.said


# ---- refusals ----
@pytest.mark.parametrize(
    ("key", "wish", "words"),
    [
        ("IND003", {"preds": "60"}, "成了环"),
        ("IND003", {"preds": "第二个"}, "读不懂"),
        ("IND003", {"preds": "99"}, "只有 60 行"),
        ("IND003", {"preds": "3"}, "不能等它自己"),
        ("IND003", {"preds": "2；2FS+3"}, "写了两次"),
        ("IND003", {"percent": "101"}, "0 到 100 之间"),
        ("IND003", {"percent": "一半"}, "0 到 100 之间"),
        ("IND003", {"start": "2222-01-01"}, "1990 到 2100 年"),
        ("IND003", {"start": "明天"}, "读不懂"),
        ("IND003", {"days": "-4"}, "整数天"),
        ("IND003", {"due": "2022-01-04"}, "早于开始日"),
        ("IND003", {"start": "2022-08-01"}, "要等“首次对接洽谈”"),
    ],
)
def test_what_cannot_be_is_refused_in_words_that_name_the_node(
    project: Project, key: str, wish: dict[str, str], words: str
) -> None:
    with pytest.raises(Stuck) as refused:
        look(project, **{key: wish})
    assert words in str(refused.value)
    assert refused.value.key == key


def test_a_row_put_before_its_predecessor_is_told_the_earliest_day(project: Project) -> None:
    with pytest.raises(Stuck) as refused:
        look(project, IND003={"start": "2022-08-01"})
    fix = refused.value.fix
    assert moved(look(project, IND003=fix)) == {}
    assert fix["start"] == str(row(project, "IND003").start)


def test_a_ring_names_its_nodes(project: Project) -> None:
    with pytest.raises(Stuck, match=r"首次对接洽谈 → .*企业尽职调查|企业尽职调查 → .*首次对接洽谈"):
        look(project, IND002={"preds": "1；3"})


def test_what_is_done_stays(project: Project) -> None:
    actions.report(by=make.by(), milestone=stone(project, "IND001"), done_on=make.TODAY)
    with pytest.raises(Stuck, match="已在 2022-07-31 完成，不能再动"):
        look(project, IND001={"due": "2022-09-30"})


def test_a_group_and_a_project_without_a_plan_say_where_to_go(project: Project) -> None:
    with pytest.raises(Refused, match="请先“排计划”"):
        look(make.project("没有计划的项目"))
    with pytest.raises(Refused, match="请到各期里"):
        look(make.project("总项", is_group=True))


def test_more_than_five_hundred_nodes_are_not_arranged_by_hand(project: Project) -> None:
    plan = stone(project, "IND001").plan
    Milestone.objects.bulk_create(
        Milestone(plan=plan, project=project, zone=project.zone, key=f"X{n}", name=f"节点{n}")
        for n in range(441)
    )
    with pytest.raises(Refused, match="501 个节点"):
        look(project)


# ---- saved ----
def test_an_earlier_day_is_written_at_once_as_a_new_version(project: Project) -> None:
    held = row(project, "IND059")
    save(project, IND059={"days": str(held.duration - 20)})
    version = PlanVersion.objects.get(plan__project=project, state="approved")
    assert (version.n, version.origin) == (2, "edited")
    now = row(project, "IND059")
    assert now.due
    assert held.due
    assert now.due < held.due
    assert stone(project, "IND059").due == now.due
    assert now.duration == held.duration - 20
    assert not Slip.objects.exists()


def test_a_later_day_waits_for_a_leader_and_the_old_one_stays(project: Project) -> None:
    held = row(project, "IND059")
    assert held.due
    outcome = save(project, **LATE, IND059={"days": str(held.duration + 20)})
    slip = Slip.objects.get(milestone__key="IND059")
    assert (slip.state, slip.reason_class, slip.from_due) == ("waiting", "land", held.due)
    assert stone(project, "IND059").due == held.due
    assert row(project, "IND059").duration == held.duration + 20
    assert {one.node.key for one in outcome.asks} == {"IND059", "IND060"}


def test_a_later_day_without_a_reason_is_refused_and_nothing_is_saved(project: Project) -> None:
    with pytest.raises(Refused, match="请选推后的原因类别"):
        save(project, IND059={"days": "999"})
    assert PlanVersion.objects.filter(plan__project=project).count() == 1
    assert not Slip.objects.exists()


def test_a_link_made_and_a_link_cut_stand_in_the_new_version(project: Project) -> None:
    save(project, IND060={"preds": "59FS+3自然日；58"}, **LATE)
    links = Link.objects.filter(version__state="approved", succ__key="IND060").order_by("pred__key")
    assert [(one.pred.key, one.kind, one.lag, one.clock) for one in links] == [
        ("IND058", "FS", 0, "workday"), ("IND059", "FS", 3, "calendar"),
    ]  # fmt: skip
    save(project, IND060={"preds": "59FS+3自然日"})
    assert Link.objects.filter(version__state="approved", succ__key="IND060").count() == 1


def test_how_far_a_node_is_becomes_a_report_of_its_own(project: Project) -> None:
    save(project, IND001={"percent": "40"})
    assert stone(project, "IND001").percent == Decimal(40)
    assert Actual.objects.get().percent == Decimal(40)
    assert PlanVersion.objects.filter(plan__project=project).count() == 1


def test_one_deed_is_one_row_of_the_journal_and_moves_the_project_once(project: Project) -> None:
    before, rows = Project.objects.get(pk=project.pk).version, JournalRow.objects.count()
    save(project, **LATE, IND059={"days": "500"}, IND001={"percent": "20"}, IND060={"preds": "59；58"})
    assert JournalRow.objects.count() == rows + 1
    assert JournalRow.objects.latest("seq").why == "净地晚一个月"
    assert Project.objects.get(pk=project.pk).version == before + 1


def test_what_was_saved_can_be_taken_back_as_one(project: Project) -> None:
    was = [(one.milestone.key, one.start, one.due, one.duration) for one in rows_of(project)]
    save(project, **LATE, IND059={"days": "500"}, IND001={"percent": "20"}, IND011={"days": "5"})
    undoing.take_back(make.by(), JournalRow.objects.get(verb="plan.arrange"))
    assert [(one.milestone.key, one.start, one.due, one.duration) for one in rows_of(project)] == was
    assert not Slip.objects.exists()
    assert stone(project, "IND001").percent is None
    assert PlanVersion.objects.get(plan__project=project).state == "approved"


def rows_of(project: Project) -> list[MilestoneDates]:
    rows = MilestoneDates.objects.filter(version__plan__project=project, version__state="approved")
    return list(rows.select_related("milestone").order_by("milestone__seq"))


def test_it_cannot_be_taken_back_once_the_plan_moved_on(project: Project) -> None:
    save(project, IND059={"days": "400"})
    save(project, IND059={"days": "300"})
    with pytest.raises(Refused, match="又改过"):
        undoing.take_back(make.by(), JournalRow.objects.filter(verb="plan.arrange").earliest("seq"))


def test_a_plan_that_changed_meanwhile_is_told_and_nothing_is_saved(project: Project) -> None:
    seen = deed.laid_out(project).facts()
    save(project, IND059={"days": "400"})
    with pytest.raises(Collided, match=r"“达产”.*工期 480 → 400"):
        save(project, seen, IND003={"percent": "5"})
    assert stone(project, "IND003").percent is None


def test_what_happened_to_other_facts_of_the_project_is_no_collision(project: Project) -> None:
    seen = deed.laid_out(project).facts()
    Project.objects.filter(pk=project.pk).update(version=99, issue="缺电")
    save(project, seen, IND003={"percent": "5"})
    assert stone(project, "IND003").percent == 5


def test_a_unit_does_not_drag_and_a_paused_project_stands_still(project: Project) -> None:
    with pytest.raises(NotAllowed):
        actions.arrange(by=make.by(make.sun()), project=project, told={"nodes": {}})
    Project.objects.filter(pk=project.pk).update(halt="paused")
    with pytest.raises(Refused, match="先恢复推进"):
        save(project, IND003={"percent": "5"})


# ---- a draft ----
def test_changes_of_a_plan_not_yet_approved_go_into_its_draft(project: Project) -> None:
    actions.save_draft(by=make.by(), project=project, wish=Wish("forward"))
    before = row(project, "IND059")
    outcome = save(project, IND059={"days": "400"})
    assert outcome.sheet.drafted
    assert row(project, "IND059").due == before.due
    actions.approve(by=make.by(), project=project)
    assert row(project, "IND059").duration == 400
    assert row(project, "IND059").due < before.due  # type: ignore[operator]


def test_a_draft_of_a_project_without_a_plan_can_be_arranged(project: Project) -> None:
    other = make.project("另一个", stage="lead")
    actions.save_draft(by=make.by(), project=other, wish=Wish("forward", off=()))
    save(other, IND002={"days": "30"}, IND060={"preds": "59；58"})
    actions.approve(by=make.by(), project=other)
    assert row(other, "IND002").duration == 30
    assert Link.objects.filter(version__plan__project=other, succ__key="IND060").count() == 2


# ---- a ledger's skeleton ----
def test_dates_of_a_ledger_can_be_tied_and_then_push_each_other() -> None:
    found = cast.project("成套设备项目")
    cast.skeleton(found, groundbreaking=date(2022, 9, 30), completed=date(2023, 6, 30))
    save(found, completed={"preds": "1FS+180工作日"})
    outcome = look(found, groundbreaking={"due": "2022-12-30"})
    promise = next(one for one in outcome.promises if one.node.key == "completed")
    assert promise.now > date(2023, 8, 1)
