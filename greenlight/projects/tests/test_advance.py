"""Stages: the gate refuses and lists; what has happened is recorded; what was wrong is corrected."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from greenlight.base.refusals import Collided, NotAllowed, Refused
from greenlight.projects import actions, library
from greenlight.projects.models import Project, StageEvent
from greenlight.projects.signals import stage_changed
from greenlight.projects.tests.looking import complete, fresh, last, nodes, sentence
from tests import make

pytestmark = pytest.mark.django_db
DAY = make.TODAY


@pytest.fixture(autouse=True)
def _library() -> None:
    library.seed()


def forward(project: Project, to: str = "registration", on: date = DAY, **more: object) -> StageEvent:
    return actions.advance(by=make.by(), project=project, to=to, on=on, **more)  # type: ignore[arg-type]


def test_a_project_short_of_papers_stays_where_it_is_and_is_told_which() -> None:
    project = make.project()
    with pytest.raises(Refused) as refused:
        forward(project)
    assert fresh(project).stage == "signed"
    for paper in nodes(project, "registration")[0].evidence:
        assert paper in sentence(refused)
    assert "还不能进入“立项”" in sentence(refused)


def test_a_project_with_all_its_papers_moves_on() -> None:
    project = make.project()
    complete(project, "registration")
    event = forward(project)
    assert (event.from_stage, event.to_stage, event.on, event.recorded) == (
        "signed",
        "registration",
        DAY,
        False,
    )
    assert (fresh(project).stage, fresh(project).version) == ("registration", 2)
    row = last(project)
    assert (row.verb, row.before, row.after) == (
        "project.advance", {"stage": "signed"}, {"stage": "registration", "on": "2022-07-31"},
    )  # fmt: skip


def test_papers_that_wait_to_be_accepted_do_not_count_and_that_is_said() -> None:
    project = make.project()
    given = complete(project, "registration", state="handed_in")
    with pytest.raises(Refused, match=f"其中 {given} 份已交，审过才算"):
        forward(project)


def test_papers_sent_back_do_not_count() -> None:
    project = make.project()
    complete(project, "registration", state="sent_back")
    with pytest.raises(Refused, match="缺"):
        forward(project)


def test_stages_passed_over_ask_for_their_papers_too() -> None:
    project = make.project()
    complete(project, "land_secured")
    with pytest.raises(Refused, match=nodes(project, "registration")[0].name):
        forward(project, "land_secured")
    complete(project, "registration")
    assert forward(project, "land_secured").to_stage == "land_secured"


def test_circumstances_a_project_does_not_name_ask_for_nothing() -> None:
    plain, on_new_land = make.project("甲"), make.project("乙", conditions=["new_land"])
    assert len(nodes(on_new_land, "land_secured")) > len(nodes(plain, "land_secured"))
    for project in (plain, on_new_land):
        complete(plain if project is plain else on_new_land, "registration")
        complete(project, "land_secured")
        assert forward(project, "land_secured").to_stage == "land_secured"
    third = make.project("丙", conditions=["new_land"])
    for node in nodes(plain, "land_secured") + nodes(plain, "registration"):
        for name in node.evidence:
            third.evidence.create(
                zone=third.zone, node_code=node.code, name=name, state="accepted", at=make.NOW
            )
    with pytest.raises(Refused, match="缺"):
        forward(third, "land_secured")


def test_a_long_list_of_what_is_missing_is_cut() -> None:
    with pytest.raises(Refused, match=r"另有 \d+ 个关口"):
        forward(make.project(), "in_production")


@pytest.mark.parametrize(
    ("to", "on", "told"),
    [
        ("signed", DAY, "项目已在“签约”"),
        ("lead", DAY, "请选后面的阶段"),
        ("land", DAY, "没有“land”这个阶段"),
        ("registration", DAY + timedelta(days=1), "2022-08-01 还没有到"),
        ("registration", date(202, 7, 1), "太早"),
    ],
)
def test_a_step_that_is_none_is_refused(to: str, on: date, told: str) -> None:
    with pytest.raises(Refused, match=told):
        forward(make.project(), to, on)


def test_a_paused_project_does_not_move() -> None:
    with pytest.raises(Refused, match="项目已暂停，先恢复推进"):
        forward(make.project(halt="paused"))


def test_a_group_has_no_stage_of_its_own() -> None:
    with pytest.raises(Refused, match=r"是项目群.*请到各期里改阶段"):
        forward(make.project(is_group=True))


def test_a_step_on_a_stale_page_collides() -> None:
    project = make.project(version=4)
    with pytest.raises(Collided):
        forward(project, version=3)


@pytest.mark.parametrize("who", ["sun", "he", "wu"])
def test_only_editors_move_a_project(who: str) -> None:
    with pytest.raises(NotAllowed):
        actions.advance(by=make.by(getattr(make, who)()), project=make.project(), to="registration", on=DAY)


# ---- recorded ----
def test_a_stage_reached_in_fact_is_recorded_and_its_papers_stay_missing() -> None:
    project = make.project()
    event = actions.record_stage(
        by=make.by(), project=project, to="groundbreaking", on=date(2022, 6, 1), reason=" 7 月台账 "
    )
    assert (event.recorded, event.reason, event.on) == (True, "7 月台账", date(2022, 6, 1))
    assert (last(project).verb, last(project).why) == ("project.record_stage", "7 月台账")
    assert actions.missing_for(make.project("另一个"), "groundbreaking")


@pytest.mark.parametrize("reason", ["", "  ", "长" * 501])
def test_a_record_without_a_ground_is_refused(reason: str) -> None:
    project = make.project()
    with pytest.raises(Refused):
        actions.record_stage(by=make.by(), project=project, to="registration", on=None, reason=reason)
    assert fresh(project).stage == "signed"


# ---- corrected ----
def test_a_stage_entered_by_mistake_is_taken_back_and_both_stay_in_the_history() -> None:
    project = make.project(stage="completed")
    actions.correct_stage(by=make.by(), project=project, to="signed", reason="录错了项目")
    assert fresh(project).stage == "signed"
    assert (last(project).verb, last(project).why) == ("project.correct_stage", "录错了项目")
    assert project.stage_events.get().from_stage == "completed"


@pytest.mark.parametrize(("to", "reason"), [("completed", "x"), ("signed", "x"), ("lead", "")])
def test_a_correction_goes_back_and_says_why(to: str, reason: str) -> None:
    project = make.project()
    with pytest.raises(Refused):
        actions.correct_stage(by=make.by(), project=project, to=to, reason=reason)
    assert fresh(project).version == 1


def test_the_rooms_above_hear_of_every_step() -> None:
    heard: list[str] = []

    def hear(event: StageEvent, **_: object) -> None:
        heard.append(event.to_stage)

    stage_changed.connect(hear)
    try:
        project = make.project()
        actions.record_stage(by=make.by(), project=project, to="completed", on=None, reason="台账")
        actions.correct_stage(by=make.by(), project=project, to="signed", reason="错")
    finally:
        stage_changed.disconnect(hear)
    assert heard == ["completed", "signed"]
