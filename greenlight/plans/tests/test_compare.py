"""Two states of plans: what was known on a day, what moved by how many days, what is not yet known."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from greenlight.plans import actions
from greenlight.plans.compare import changes, facts, sheet
from greenlight.plans.compare.changes import NOW, PROMISE, Change, Side
from greenlight.plans.drafting import Wish
from greenlight.plans.models import PlanVersion
from greenlight.plans.tests import cast
from greenlight.projects.models import Project
from tests import make

pytestmark = pytest.mark.django_db
START, END = date(2022, 9, 30), date(2023, 6, 30)
LAST_WEEK = datetime(2022, 7, 20, 2, tzinfo=UTC)


@pytest.fixture
def project() -> Project:
    found = cast.project(stage="signed")
    cast.skeleton(found, groundbreaking=START, in_production=END)
    PlanVersion.objects.update(created_at=LAST_WEEK)
    return found


def on(day: str) -> Side:
    return Side("day", date.fromisoformat(day))


def compare(then: Side, now: Side = NOW, **more: Any) -> list[Change]:
    return changes.in_order(facts.compare(Project.objects.all(), then, now, **more))


def told(rows: list[Change]) -> list[tuple[str, str, int | None]]:
    return [(one.node.key, one.kind, one.shift) for one in rows]


def slip(project: Project, days: int, at: datetime = make.NOW) -> None:
    stone = cast.stone(project, "in_production")
    assert stone.due
    actions.ask(
        by=make.by(at=at), milestone=stone, to_due=stone.due + timedelta(days=days), reason_class="land",
        reason="净地未移交",
    )  # fmt: skip


def approve(project: Project, at: datetime = make.NOW) -> None:
    slips = [one for stone in project.milestones.all() for one in stone.slips.filter(state="waiting")]
    actions.decide(by=make.by(make.zhao(), at=at), project=project, slips=slips, approve=True)


def test_nothing_happened_is_an_empty_table(project: Project) -> None:
    assert compare(on("2022-07-24")) == []


def test_an_approved_slip_is_later_by_its_days_with_its_reason(project: Project) -> None:
    slip(project, 30)
    approve(project)
    [one] = compare(on("2022-07-24"))
    assert (one.kind, one.shift, one.then, one.now) == ("later", 30, END, END + timedelta(days=30))
    assert one.node.reason == "土地与征迁：净地未移交"
    assert changes.summed([one]).worst == one


def test_a_slip_that_waits_moves_nothing_and_is_told(project: Project) -> None:
    slip(project, 30)
    [one] = compare(on("2022-07-24"))
    assert (one.kind, one.then, one.now) == ("asked", END, END)
    assert one.node.asked == END + timedelta(days=30)
    assert compare(PROMISE) == []


def test_what_was_not_known_on_a_day_is_not_shown(project: Project) -> None:
    slip(project, 30)
    approve(project, make.NOW + timedelta(days=1))
    assert told(compare(on("2022-07-24"), on("2022-07-30"))) == []
    assert told(compare(on("2022-07-24"), on("2022-07-31"))) == [("in_production", "asked", 0)]
    assert told(compare(on("2022-07-24"), on("2022-08-01"))) == [("in_production", "later", 30)]
    assert told(compare(on("2022-08-01"))) == []


def test_the_end_of_a_day_is_the_zones_midnight(project: Project) -> None:
    slip(project, 30, datetime(2022, 7, 24, 15, 59, tzinfo=UTC))
    assert compare(on("2022-07-24")) == []
    assert len(compare(on("2022-07-23"))) == 1


def test_done_within_the_week_is_told_and_taken_back_is_not(project: Project) -> None:
    stone = cast.stone(project, "groundbreaking")
    actions.report(by=make.by(), milestone=stone, done_on=make.TODAY)
    [one] = compare(on("2022-07-24"))
    assert (one.kind, one.node.done, one.colour) == ("done", make.TODAY, "blue")
    actions.withdraw(by=make.by(), milestone=stone, why="填错")
    assert compare(on("2022-07-24")) == []


def test_an_earlier_date_and_two_versions_of_one_plan(project: Project) -> None:
    actions.edit(by=make.by(), milestone=cast.stone(project, "groundbreaking"), due=date(2022, 9, 1))
    assert told(compare(PROMISE)) == [("groundbreaking", "earlier", -29)]
    assert told(compare(Side("version", n=2), Side("version", n=1))) == [("groundbreaking", "later", 29)]
    whole = compare(PROMISE, NOW, whole=True)
    assert [one.kind for one in whole] == ["earlier", "same"]


def test_a_first_plan_is_one_line(project: Project) -> None:
    other = cast.project(name="新项目", stage="lead")
    made = cast.planned(other)
    [one] = compare(on("2022-07-24"))
    assert (one.kind, one.node.project) == ("planned", "新项目")
    assert str(made.dates.count()) in one.node.name


def test_nodes_that_joined_and_left_are_new_and_dropped(project: Project) -> None:
    actions.make(
        by=make.by(), project=project, wish=Wish("forward"), reason_class="land", reason="净地未移交"
    )
    rows = compare(PROMISE)
    assert {one.kind for one in rows} >= {"new"}
    back = compare(Side("version", n=2), Side("version", n=1))
    assert {one.kind for one in back} >= {"dropped"}
    assert all(one.now is None for one in back if one.kind == "dropped")


def test_the_week_ends_on_sunday() -> None:
    assert changes.last_week(date(2022, 8, 1)).day == date(2022, 7, 31)
    assert changes.last_week(date(2022, 7, 31)).day == date(2022, 7, 24)
    assert changes.last_week(date(2022, 7, 27)).day == date(2022, 7, 24)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("now", NOW), ("promise", PROMISE), ("v3", Side("version", n=3)), ("2022-07-24", on("2022-07-24")),
        ("v", NOW), ("2022-02-30", NOW), ("", NOW), ("v99999999", NOW),
    ],
)  # fmt: skip
def test_a_side_is_read_or_passed_over(text: str, found: Side) -> None:
    assert changes.side(text, NOW) == found


def test_the_workbook_says_what_the_page_says(project: Project) -> None:
    slip(project, 30)
    approve(project)
    rows = compare(on("2022-07-24"))
    found = sheet.spec("周变化表", "", rows, changes.summed(rows))
    assert list(found.rows) == [
        [project.name, "in_production", "经济发展科", END, END + timedelta(days=30), 30, "推后", "灰灯",
         "土地与征迁：净地未移交"]
    ]  # fmt: skip
    assert found.totals is not None
    assert found.totals[1] == "推后 1"


def test_more_projects_cost_no_more_queries(project: Project) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            compare(on("2022-07-24"))
        return len(seen)

    slip(project, 30)
    approve(project)
    one = asked()
    for n in range(5):
        other = cast.project(name=f"项目{n}", stage="signed")
        cast.skeleton(other, groundbreaking=START, in_production=END)
        PlanVersion.objects.filter(plan__project=other).update(created_at=LAST_WEEK)
        slip(other, n + 1)
        approve(other)
    assert asked() <= one + 1


def test_the_page_compares_and_sends_a_workbook(client: Any, project: Project) -> None:
    actions.edit(by=make.by(), milestone=cast.stone(project, "groundbreaking"), due=date(2022, 9, 1))
    client.force_login(make.lin())
    page = client.get(f"/projects/{project.pk}/plan/compare/").content.decode()
    assert "−29" in page or "-29" in page
    sent = client.get(f"/projects/{project.pk}/plan/compare/?as=xlsx&all=1")
    assert b"".join(sent.streaming_content)[:2] == b"PK"
    client.force_login(make.wu())
    assert client.get(f"/projects/{project.pk}/plan/compare/").status_code == 404
