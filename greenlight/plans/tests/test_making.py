"""Making a plan: from the node library, forward or back from the promise."""

from __future__ import annotations

from datetime import date

import pytest

from greenlight.base.models import JournalRow
from greenlight.base.refusals import Collided, NotAllowed, Refused
from greenlight.plans import actions
from greenlight.plans.actions.making import preview
from greenlight.plans.drafting import Wish
from greenlight.plans.models import Baseline, Link, Milestone, MilestoneDates, Plan, PlanVersion, Slip
from greenlight.plans.signals import plan_changed
from greenlight.plans.tests import cast
from greenlight.projects.models import StageEvent
from tests import make

pytestmark = pytest.mark.django_db
FAR = date(2029, 12, 31)


def test_a_plan_forward_from_today_has_every_node_and_its_links() -> None:
    project = cast.project()
    version = cast.planned(project, Wish("forward", off=()))
    stones = Milestone.objects.filter(project=project, in_plan=True)
    assert stones.count() == MilestoneDates.objects.filter(version=version).count() == 60
    assert Link.objects.filter(version=version).count() > 60
    assert stones.get(key="groundbreaking").name.startswith("正式开工")
    assert not stones.filter(due__lt=make.TODAY).exists()
    assert version.origin == "forward"
    assert version.anchor == make.TODAY


def test_the_preview_saves_nothing() -> None:
    project = cast.project()
    draft = preview(project, Wish("forward"), make.TODAY)
    assert len(draft.rows) == 51
    assert not Plan.objects.exists()
    assert not Milestone.objects.exists()
    assert not JournalRow.objects.exists()


def test_conditions_the_project_does_not_name_are_switched_off() -> None:
    project = cast.project(conditions=["new_land"])
    draft = preview(project, Wish("forward"), make.TODAY)
    conditions = {row.node.condition for row in draft.rows}
    assert conditions == {"always", "new_land"}
    assert draft.off


def test_a_plan_back_from_the_promise_ends_on_it_and_starts_late_enough() -> None:
    project = cast.project()
    cast.skeleton(project, in_production=FAR)
    version = cast.planned(project, Wish("backward"))
    promised = cast.stone(project, "in_production")
    assert promised.due == FAR
    assert version.anchor == FAR
    rows = MilestoneDates.objects.filter(version=version, milestone__seq__lte=promised.seq)
    assert all(row.due <= row.latest for row in rows if row.due and row.latest)
    first = Milestone.objects.get(project=project, key="IND001")
    assert first.start is not None
    assert first.start > make.TODAY
    assert rows.filter(critical=True).exists()


def test_an_impossible_promise_says_by_how_many_days_and_shows_the_chain() -> None:
    project = cast.project(conditions=["new_land", "chemical", "energy_ge_1000tce", "bond", "civil_works"])
    cast.skeleton(project, in_production=date(2023, 6, 30))
    draft = preview(project, Wish("backward"), make.TODAY)
    late = draft.broken
    assert len(draft.rows) == 60
    assert late is not None
    assert late.days == (late.earliest - date(2023, 6, 30)).days > 300
    assert late.chain[-1][0] == "正式投产"
    assert late.chain[0][1] >= make.TODAY
    with pytest.raises(Refused, match=rf"晚 {late.days} 天.*卡在这条线上.*正式投产"):
        cast.planned(project, Wish("backward"))
    assert PlanVersion.objects.count() == 1


def test_without_a_promise_there_is_nothing_to_plan_back_from() -> None:
    with pytest.raises(Refused, match="没有批准过的竣工或投产日期"):
        cast.planned(cast.project(), Wish("backward"))
    project = cast.project(name="另一个项目")
    cast.planned(project, Wish("backward", FAR, "in_production"))
    assert cast.stone(project, "in_production").due == FAR


def test_the_skeletons_milestone_lives_on_in_the_full_plan() -> None:
    project = cast.project()
    cast.skeleton(project, groundbreaking=date(2024, 3, 31), completed=date(2028, 12, 31))
    before = cast.stone(project, "groundbreaking").pk
    version = cast.planned(project)
    after = cast.stone(project, "groundbreaking")
    assert (after.pk, after.due, after.owner) == (before, date(2024, 3, 31), make.unit())
    assert after.seq == 40
    assert not Milestone.objects.filter(project=project, key__in=("IND040", "IND051")).exists()
    assert version.n == 2
    assert PlanVersion.objects.get(n=1).state == "superseded"


def test_the_promise_stays_the_first_baseline_and_a_new_plan_gets_its_own() -> None:
    project = cast.project()
    cast.skeleton(project, in_production=FAR)
    cast.planned(project)
    first, second = Baseline.objects.order_by("pk")
    assert (first.name, first.dates) == ("承诺", {"in_production": "2029-12-31"})
    assert second.name == "第 2 版计划"
    assert len(second.dates) == 51


def test_stages_already_reached_are_left_out_or_carry_their_day() -> None:
    project = cast.project(stage="registration")
    on = date(2022, 5, 10)
    StageEvent.objects.create(
        project=project, zone=project.zone, to_stage="registration", on=on, actor_name="林", at=make.NOW
    )
    cast.planned(project)
    assert cast.stone(project, "IND012").done_on == on
    assert not Milestone.objects.filter(project=project, key="IND001").exists()
    assert "线索登记与研判指派" in preview(project, Wish("forward"), make.TODAY).passed


def test_a_date_that_would_move_later_stays_and_waits_as_a_slip() -> None:
    project = cast.project()
    soon = date(2022, 12, 31)
    cast.skeleton(project, groundbreaking=soon, in_production=FAR)
    with pytest.raises(Refused, match=r"比批准的日期晚.*写明原因"):
        cast.planned(project)
    actions.make(
        by=make.by(), project=project, wish=Wish("forward"), reason_class="land", reason="净地还没有交付"
    )
    slip = Slip.objects.get(milestone=cast.stone(project, "groundbreaking"))
    assert (slip.state, slip.from_due, slip.reason_class) == ("waiting", soon, "land")
    assert slip.to_due > soon
    assert cast.stone(project, "groundbreaking").due == soon


def test_owners_are_the_mapped_departments_and_the_rest_keep_their_words() -> None:
    centre = make.unit("招商投资促进中心")
    project = cast.project()
    draft = preview(project, Wish("forward"), make.TODAY)
    cast.planned(project)
    assert cast.stone(project, "IND001").owner == centre
    other = cast.stone(project, "IND009")
    assert other.owner is None
    assert other.department
    assert "招商投资促进中心" not in draft.unmapped
    assert draft.unmapped


def test_making_is_journalled_counted_and_heard() -> None:
    heard = []
    plan_changed.connect(lambda project, by, **_: heard.append((project.pk, by.actor_name)), weak=False,
                         dispatch_uid="test")  # fmt: skip
    project = cast.project()
    cast.planned(project)
    plan_changed.disconnect(dispatch_uid="test")
    row = JournalRow.objects.get(verb="plan.make")
    assert (row.subject_id, row.after["n"], row.after["nodes"]) == (project.pk, 1, 51)
    project.refresh_from_db()
    assert project.version == 2
    assert heard == [(project.pk, "lin")]


def test_who_may_not_plan_is_told_and_nothing_is_written() -> None:
    project = cast.project()
    for actor in (make.sun(), make.wu()):
        with pytest.raises(NotAllowed, match="不能排它的计划"):
            actions.make(by=make.by(actor), project=project, wish=Wish("forward"))
    with pytest.raises(Collided):
        actions.make(by=make.by(), project=project, wish=Wish("forward"), version=9)
    assert not Plan.objects.exists()


def test_a_project_that_stands_still_or_a_group_is_not_planned() -> None:
    with pytest.raises(Refused, match="项目已暂停"):
        cast.planned(cast.project(halt="paused"))
    with pytest.raises(Refused, match="各期"):
        cast.planned(cast.project(name="总项", is_group=True))
    with pytest.raises(Refused, match="已经过去"):
        cast.planned(cast.project(name="第三个"), Wish("forward", date(2022, 7, 1)))


@pytest.mark.parametrize(
    ("kind", "stage"), [("government", "pipeline_reserve"), ("technical_upgrade", "pipeline_reserve")]
)
def test_every_kind_of_project_can_be_planned_both_ways(kind: str, stage: str) -> None:
    project = cast.project(kind=kind, stage=stage)
    cast.planned(project)
    back = Wish("backward", FAR, "completed")
    actions.make(by=make.by(), project=project, wish=back, reason_class="owner", reason="企业要求推后")
    assert PlanVersion.objects.filter(plan__project=project).count() == 2


def test_a_stage_the_plan_already_holds_is_planned_once() -> None:
    project = cast.project()
    cast.skeleton(project, signed=date(2027, 1, 31), in_production=FAR)
    cast.planned(project)
    assert cast.stone(project, "signed").seq == 9
    assert not Milestone.objects.filter(project=project, key="IND009").exists()
