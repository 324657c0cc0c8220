"""Plans of many projects at once: each part in one transaction, what cannot be planned is counted."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from greenlight.base.models import Job, JournalRow
from greenlight.plans import actions, many
from greenlight.plans.drafting import Wish
from greenlight.plans.models import Milestone, PlanVersion
from greenlight.plans.signals import plans_made
from greenlight.plans.tests import cast
from greenlight.projects.models import Project, Template
from tests import make

pytestmark = pytest.mark.django_db
FAR = date(2029, 12, 31)


def some(count: int) -> list[Project]:
    made = [cast.project(name=f"第{n}个项目") for n in range(count)]
    for one in made:
        cast.skeleton(one, in_production=FAR)
    return made


def test_many_plans_are_one_journal_row_with_its_items() -> None:
    heard: list[list[int]] = []
    plans_made.connect(lambda ids, **_: heard.append(ids), weak=False, dispatch_uid="test")
    projects = some(3)
    made = actions.make_many(by=make.by(), ids=[one.pk for one in projects], wish=Wish("backward"))
    plans_made.disconnect(dispatch_uid="test")
    assert (made.count, made.skipped) == (3, {})
    row = JournalRow.objects.get(verb="plan.make_many")
    assert row.items.count() == 3
    assert heard == [[one.pk for one in projects]]
    assert PlanVersion.objects.filter(state="approved", n=2).count() == 3
    assert set(Project.objects.values_list("version", flat=True)) == {2}


def test_projects_that_cannot_be_planned_are_passed_over_with_the_reason() -> None:
    good = some(1)[0]
    undated = cast.project(name="没有日期的")
    hasty = cast.project(name="太急的")
    cast.skeleton(hasty, in_production=date(2022, 12, 31))
    foreign = make.project("别区的", zone=make.zone("邻县工业园区", "330822"))
    ids = [one.pk for one in (good, undated, hasty, foreign)]
    made = actions.make_many(by=make.by(), ids=ids, wish=Wish("backward"))
    assert made.count == 1
    assert made.skipped[hasty.pk] == "承诺日排不下，请单独排"
    assert "没有批准过的竣工或投产日期" in made.skipped[undated.pk]
    assert foreign.pk not in made.skipped
    assert not Milestone.objects.filter(project=foreign).exists()


def test_the_number_of_queries_does_not_grow_with_the_projects() -> None:
    few, lots = (
        [one.pk for one in some(2)],
        [one.pk for one in (cast.project(name=f"又{n}") for n in range(6))],
    )
    with CaptureQueriesContext(
        connection,
    ) as first:
        actions.make_many(by=make.by(), ids=few, wish=Wish("forward"))
    with CaptureQueriesContext(connection) as second:
        actions.make_many(by=make.by(), ids=lots, wish=Wish("forward"))
    assert len(second) <= len(first) + 6  # bulk rows go in parts of 500


def test_counting_before_writes_nothing() -> None:
    projects = some(2)
    made = many.preview(make.lin(), [one.pk for one in projects], Wish("backward"), make.TODAY)
    assert made.count == 2
    assert not JournalRow.objects.exists()
    assert PlanVersion.objects.count() == 2


def test_many_go_to_a_job_that_tells_how_it_ended() -> None:
    projects = some(2)
    job = many.start(make.by(), [one.pk for one in projects], Wish("forward", make.TODAY), "/projects/")
    job.refresh_from_db()
    assert (job.state, job.kind, job.done, job.total) == (Job.State.DONE, "plans.make", 2, 2)
    assert Milestone.objects.filter(project__in=projects, in_plan=True).count() == 102


def test_the_projects_chosen_are_the_visible_ones_that_were_ticked_or_filtered() -> None:
    one = cast.project(name="开工的", stage="groundbreaking")
    other = cast.project(name="签约的", stage="signed")
    foreign = make.project("别区的", zone=make.zone("邻县工业园区", "330822"))
    lin = make.lin()
    assert many.chosen(lin, {}, [str(other.pk), str(foreign.pk), "x"]) == [other.pk]
    assert many.chosen(lin, {"stage": "groundbreaking"}, []) == [one.pk]


def test_a_kind_without_a_library_does_not_stop_the_others() -> None:
    good, bare = some(1)[0], make.project("没有节点库的", kind="government", stage="pipeline_reserve")
    Template.objects.filter(kind="government").delete()
    made = actions.make_many(by=make.by(), ids=[good.pk, bare.pk], wish=Wish("forward"))
    assert made.count == 1
    assert made.skipped == {bare.pk: "节点库里还没有这类项目的节点"}


def test_progress_reaches_the_end_whoever_may_not_be_seen() -> None:
    foreign = make.project("别区的", zone=make.zone("邻县工业园区", "330822"))
    heard: list[tuple[int, int]] = []
    ids = [some(1)[0].pk, foreign.pk]
    actions.make_many(by=make.by(), ids=ids, wish=Wish("backward"), told=lambda *at: heard.append(at))
    assert heard[-1] == (2, 2)
