"""A newer version of the node library: what it would change in a plan, taken or left."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from greenlight.base.models import JournalRow
from greenlight.base.refusals import Collided, NotAllowed, Refused
from greenlight.plans import actions, updating
from greenlight.plans.drafting import BACKWARD, Wish
from greenlight.plans.models import MilestoneDates, Slip
from greenlight.plans.tests import cast
from greenlight.projects import editing
from greenlight.projects.models import Project, Template
from tests import make

pytestmark = pytest.mark.django_db


def deed(name: str, **more: Any) -> Any:
    return getattr(editing, name)(by=make.by(), zone_id=make.zone().pk, kind="attraction", **more)


def publish() -> Template:
    made: Template = deed("publish", reason="缩短")
    return made


@pytest.fixture
def project() -> Project:
    found = cast.project(stage="lead")
    actions.make(by=make.by(), project=found, wish=Wish("forward"))
    return found


def test_a_plan_says_which_version_it_was_made_from(project: Project) -> None:
    found = updating.standing(project)
    assert found.made_from
    assert (found.made_from.version, found.newer, found.left) == (1, False, False)
    assert "没有要更新的" in updating.preview(project, make.TODAY).told
    assert updating.standing(cast.project(name="没有计划")).made_from is None


def test_a_draft_of_the_library_changes_no_plan(project: Project) -> None:
    deed("change_node", code="IND003", values={"duration": 1})
    assert not updating.standing(project).newer
    publish()
    assert updating.standing(project).newer


def test_the_preview_tells_nodes_added_and_removed_lengths_and_days(project: Project) -> None:
    old = cast.stone(project, "IND003")
    deed("change_node", code="IND003", values={"duration": 1})
    new = {
        "name": "安全预评价",
        "duration": 15,
        "evidence": [],
        "gates_stage": "",
        "department": "应急管理局",
    }
    deed("add_node", values=new, after="IND012")
    deed("retire_node", code="IND004")
    retired = cast.stone(project, "IND004")
    publish()
    before = list(MilestoneDates.objects.values_list())
    found = updating.preview(project, make.TODAY)
    assert found.draft
    named = {one.name: one for one in found.changes}
    assert named["安全预评价"].kind == "added"
    assert named[retired.name].kind == "removed"
    changed = named[old.name]
    assert (changed.kind, changed.new_length) == ("changed", "1 个工作日")
    assert changed.old_length != changed.new_length
    assert changed.shift is not None
    assert changed.shift < 0
    assert list(MilestoneDates.objects.values_list()) == before


def test_taking_it_is_a_new_version_without_the_retired_nodes(project: Project) -> None:
    deed("change_node", code="IND003", values={"duration": 1})
    deed("retire_node", code="IND004")
    newest = publish()
    made = actions.take_library(by=make.by(), project=project, template=newest.pk)
    assert (made.n, made.template) == (2, newest)
    assert not cast.stone(project, "IND004").in_plan
    assert not updating.standing(project).newer
    row = JournalRow.objects.latest("seq")
    assert (row.verb, row.before, row.after["library"]) == ("plan.take_library", {"library": 1}, 2)


def test_leaving_it_is_noted_and_a_still_newer_one_asks_again(project: Project) -> None:
    deed("change_node", code="IND003", values={"duration": 1})
    newest = publish()
    actions.leave_library(by=make.by(), project=project, template=newest.pk)
    assert updating.standing(project).left
    deed("change_node", code="IND003", values={"duration": 2})
    with_third = publish()
    assert not updating.standing(project).left
    with pytest.raises(Collided, match="第 3 版"):
        actions.take_library(by=make.by(), project=project, template=newest.pk)
    assert actions.take_library(by=make.by(), project=project, template=with_third.pk).n == 2


def test_a_promise_is_kept_and_later_days_become_slips(project: Project) -> None:
    deed("change_node", code="IND003", values={"duration": 200})
    newest = publish()
    found = updating.preview(project, make.TODAY)
    assert found.draft
    assert found.draft.later
    with pytest.raises(Refused, match="请选原因类别"):
        actions.take_library(by=make.by(), project=project, template=newest.pk)
    due = cast.stone(project, "IND020").due
    actions.take_library(
        by=make.by(), project=project, template=newest.pk, reason_class="approval", reason="新规定"
    )
    assert cast.stone(project, "IND020").due == due
    assert Slip.objects.filter(milestone__project=project, state="waiting").count() == len(found.draft.later)


def test_a_promise_that_could_not_be_kept_is_told_and_not_saved() -> None:
    project = cast.project(stage="lead")
    cast.skeleton(project, in_production=date(2026, 12, 31))
    made = actions.make(by=make.by(), project=project, wish=Wish(BACKWARD))
    assert made.anchor == date(2026, 12, 31)
    deed("change_node", code="IND042", values={"duration": 2000})
    newest = publish()
    found = updating.preview(project, make.TODAY)
    assert (found.mode, bool(found.told)) == (BACKWARD, True)
    with pytest.raises(Refused, match="卡在这条线上"):
        actions.take_library(by=make.by(), project=project, template=newest.pk)


@pytest.mark.parametrize("who", [make.sun, make.he])
def test_only_who_plans_updates(project: Project, who: Any) -> None:
    deed("change_node", code="IND003", values={"duration": 1})
    newest = publish()
    with pytest.raises(NotAllowed):
        actions.take_library(by=make.by(who()), project=project, template=newest.pk)
    with pytest.raises(NotAllowed):
        actions.leave_library(by=make.by(who()), project=project, template=newest.pk)


def test_the_page_shows_and_takes_it(client: Any, project: Project) -> None:
    deed("change_node", code="IND003", values={"duration": 1})
    newest = publish()
    client.force_login(make.lin())
    at = f"/projects/{project.pk}/plan/update/"
    assert "看更新会改什么" in client.get(f"/projects/{project.pk}/?tab=milestones").content.decode()
    assert "1 个计划按它排" in client.get("/library/versions/").content.decode()
    text = client.get(at).content.decode()
    assert "更新计划" in text
    assert "缩短" in text
    stale = {"decide": "take", "template": newest.pk + 99, "version": ""}
    assert client.post(at, stale).status_code == 409
    told = {"reason_class": "approval", "reason": "新规定"}
    assert client.post(at, stale | told | {"template": newest.pk}).status_code == 302
    assert client.post(at, {"decide": "take", "template": "x"}).status_code == 422
    client.force_login(make.wu())
    assert client.get(at).status_code == 404
