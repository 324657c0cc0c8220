"""A draft waits: no date moves and no baseline is kept until a leader or a clerk approves it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from greenlight.base.models import JournalRow
from greenlight.base.refusals import Collided, NotAllowed, Refused
from greenlight.people.models import User
from greenlight.plans import actions
from greenlight.plans.drafting import Wish
from greenlight.plans.keeping import PlanKeeper
from greenlight.plans.models import Baseline, Milestone, MilestoneDates, PlanVersion, Slip
from greenlight.plans.tests import cast
from greenlight.projects.models import Project
from tests import make

pytestmark = pytest.mark.django_db
FAR, SOON = date(2029, 12, 31), date(2022, 12, 31)


def drafted(wish: Wish | None = None, **due: date) -> Project:
    project = cast.project()
    if due:
        cast.skeleton(project, **due)
    actions.save_draft(
        by=make.by(), project=project, wish=wish or Wish("forward"), reason_class="land", reason="净地晚"
    )
    project.refresh_from_db()
    return project


def approved(project: Project, by: User | None = None) -> PlanVersion:
    return actions.approve(by=make.by(by), project=project)


def test_a_draft_moves_no_date_and_keeps_no_baseline() -> None:
    project = drafted(groundbreaking=SOON, in_production=FAR)
    assert list(Milestone.objects.order_by("seq").values_list("key", "due")) == [
        ("groundbreaking", SOON), ("in_production", FAR),
    ]  # fmt: skip
    assert (Baseline.objects.count(), Slip.objects.count()) == (1, 0)
    assert PlanVersion.objects.get(state="approved").n == 1
    assert PlanVersion.objects.get(state="draft").n == 0
    assert (JournalRow.objects.get(verb="plan.draft").after["nodes"], project.version) == (51, 2)


@pytest.mark.parametrize("who", [make.lin, make.zhao])
def test_an_approved_draft_is_the_plan_that_was_looked_at(who: object) -> None:
    straight = cast.project(name="直接批准的")
    cast.skeleton(straight, in_production=FAR)
    cast.planned(straight, Wish("backward"))
    project = drafted(Wish("backward"), in_production=FAR)
    later = make.by(who(), at=datetime(2022, 9, 1, 2, tzinfo=UTC))  # type: ignore[operator]
    version = actions.approve(by=later, project=project)
    assert (version.n, version.state, version.origin, version.anchor) == (2, "approved", "backward", FAR)

    def rows(of: Project) -> list[object]:
        found = MilestoneDates.objects.filter(version__plan__project=of, version__state="approved")
        names = ("milestone__key", "start", "due", "latest", "total_float", "critical", "duration", "clock")
        return list(found.order_by("milestone__seq").values_list(*names))

    assert rows(project) == rows(straight)
    assert version.links.count() == PlanVersion.objects.get(plan__project=straight, n=2).links.count()
    assert version.baseline.name == "第 2 版计划"
    assert not PlanVersion.objects.filter(state="draft").exists()
    assert JournalRow.objects.get(verb="plan.approve").actor_name == later.actor_name


def test_the_first_plan_approved_from_a_draft_is_the_promise() -> None:
    version = approved(drafted())
    assert (version.n, version.baseline.name) == (1, "承诺")


def test_later_dates_of_an_approved_draft_wait_as_slips() -> None:
    project = drafted(groundbreaking=SOON, in_production=FAR)
    approved(project)
    assert cast.stone(project, "groundbreaking").due == SOON
    slip = Slip.objects.get(milestone__key="groundbreaking")
    assert (slip.state, slip.from_due, slip.reason) == ("waiting", SOON, "净地晚")


def test_a_new_draft_takes_the_place_of_the_old_and_a_plan_made_at_once_of_both() -> None:
    project = drafted()
    actions.save_draft(by=make.by(), project=project, wish=Wish("backward", FAR))
    assert PlanVersion.objects.get().origin == "backward"
    cast.planned(project)
    assert (PlanVersion.objects.get().state, PlanVersion.objects.get().n) == ("approved", 1)


def test_a_draft_put_aside_leaves_nothing() -> None:
    project = drafted(in_production=FAR)
    actions.discard(by=make.by(), project=project)
    assert not PlanVersion.objects.filter(state="draft").exists()
    with pytest.raises(Refused, match="没有等批准的草稿"):
        approved(project)


def test_a_draft_older_than_the_approved_plan_is_not_put_in_force() -> None:
    project = drafted(Wish("backward"), groundbreaking=date(2026, 3, 31), in_production=FAR)
    actions.edit(by=make.by(), milestone=cast.stone(project, "groundbreaking"), due=date(2026, 1, 31))
    with pytest.raises(Refused, match="第 2 版已经批准，草稿里的日期旧了"):
        approved(project)


def test_a_ledger_reads_past_a_draft() -> None:
    project = drafted()
    assert PlanKeeper().current([project.pk]) == {project.pk: {}}
    assert not Milestone.objects.exists()


def test_only_clerks_and_leaders_draft_and_approve() -> None:
    project = drafted()
    for actor in (make.sun(), make.wu()):
        with pytest.raises(NotAllowed, match="由本开发区的科室和领导批准"):
            approved(project, actor)
        with pytest.raises(NotAllowed):
            actions.save_draft(by=make.by(actor), project=project, wish=Wish("forward"))
    with pytest.raises(Collided):
        actions.approve(by=make.by(), project=project, version=9)


def test_projects_with_a_draft_are_passed_over_when_many_are_planned() -> None:
    project = drafted()
    made = actions.make_many(by=make.by(), ids=[project.pk], wish=Wish("forward"))
    assert made.skipped == {project.pk: "有草稿等批准，请单独排"}
    assert PlanVersion.objects.get().state == "draft"


def test_the_pages_save_show_and_approve_a_draft(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GREENLIGHT_TODAY", make.TODAY.isoformat())
    project = cast.project()
    clerk, leader = Client(), Client()
    clerk.force_login(make.lin())
    leader.force_login(make.zhao())
    page, tab = f"/projects/{project.pk}/plan/draft/", f"/projects/{project.pk}/?tab=milestones"
    assert clerk.get(page).status_code == 404
    saved = clerk.post(f"/projects/{project.pk}/plan/", {"mode": "forward", "save_as": "draft"})
    assert (saved.status_code, saved["Location"]) == (302, tab)
    assert "计划草稿等批准" in leader.get(tab).content.decode()
    shown = leader.get(page).content.decode()
    for words in ("批准计划", "撤掉草稿", "正式投产", '<svg class="gantt"', "lin"):
        assert words in shown, words
    project.refresh_from_db()
    stale = leader.post(page, {"decide": "approve", "version": project.version - 1})
    assert (stale.status_code, "刚被别人改过" in stale.content.decode()) == (409, True)
    done = leader.post(page, {"decide": "approve", "version": project.version})
    assert (done.status_code, done["Location"]) == (302, tab)
    assert "计划草稿等批准" not in leader.get(tab).content.decode()
    again = leader.post(page, {"decide": "discard"}, follow=True)
    assert "没有等批准的草稿" in again.content.decode()
