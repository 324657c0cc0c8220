"""暂停, 终止, 恢复: beside the stage, always with a reason."""

from __future__ import annotations

import pytest

from greenlight.base.refusals import NotAllowed, Refused
from greenlight.projects import actions
from greenlight.projects.tests.looking import fresh, last
from tests import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", ["paused", "terminated"])
def test_a_project_is_halted_and_taken_up_again_at_the_stage_it_had(state: str) -> None:
    project = make.project()
    event = actions.halt(by=make.by(), project=project, state=state, reason="企业调整方案")
    assert (fresh(project).halt, fresh(project).stage, fresh(project).version) == (state, "signed", 2)
    assert (event.from_stage, event.to_stage, event.halt, event.on) == ("signed", "signed", state, make.TODAY)
    assert (last(project).verb, last(project).why) == ("project.halt", "企业调整方案")
    actions.resume(by=make.by(), project=project, reason="方案已定")
    assert (fresh(project).halt, fresh(project).stage, fresh(project).version) == ("", "signed", 3)
    assert last(project).verb == "project.resume"


@pytest.mark.parametrize(
    ("held", "state", "reason", "told"),
    [
        ("", "paused", " ", "都要写原因"),
        ("", "odd", "x", "请选暂停或终止"),
        ("", "", "x", "请选暂停或终止"),
        ("paused", "paused", "x", "已经暂停了"),
        ("", "paused", "长" * 501, "最多 500 个字"),
    ],
)
def test_a_halt_that_cannot_be_is_refused(held: str, state: str, reason: str, told: str) -> None:
    project = make.project(halt=held)
    with pytest.raises(Refused, match=told):
        actions.halt(by=make.by(), project=project, state=state, reason=reason)
    assert (fresh(project).halt, fresh(project).version) == (held, 1)


def test_a_paused_project_may_be_terminated() -> None:
    project = make.project(halt="paused")
    actions.halt(by=make.by(), project=project, state="terminated", reason="企业退出")
    assert fresh(project).halt == "terminated"


def test_what_is_not_halted_is_not_resumed_and_what_is_needs_a_reason() -> None:
    with pytest.raises(Refused, match="没有暂停"):
        actions.resume(by=make.by(), project=make.project("甲"), reason="x")
    with pytest.raises(Refused, match="写原因"):
        actions.resume(by=make.by(), project=make.project("乙", halt="paused"), reason="")


def test_only_editors_halt_and_resume() -> None:
    project, sun = make.project(halt="paused"), make.by(make.sun())
    with pytest.raises(NotAllowed):
        actions.halt(by=sun, project=project, state="terminated", reason="x")
    with pytest.raises(NotAllowed):
        actions.resume(by=sun, project=project, reason="x")
