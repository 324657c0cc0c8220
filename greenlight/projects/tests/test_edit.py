"""Changing plain facts, guarded by the version."""

from __future__ import annotations

from decimal import Decimal

import pytest

from greenlight.base.refusals import Collided, NotAllowed, Refused
from greenlight.projects import actions
from greenlight.projects.models import Project, ProjectAlias
from greenlight.projects.signals import project_changed
from greenlight.projects.tests.looking import fresh, last, rows
from tests import make

pytestmark = pytest.mark.django_db


def test_only_what_differs_is_written_and_told() -> None:
    project = make.project(location="清湖", remark="老")
    actions.edit(by=make.by(), project=project, facts={"location": "清湖", "remark": "新"}, why="更正")
    row = last(project)
    assert (row.verb, row.before, row.after, row.why) == (
        "project.edit", {"remark": "老"}, {"remark": "新"}, "更正",
    )  # fmt: skip
    assert (fresh(project).remark, fresh(project).version) == ("新", 2)
    assert fresh(project).updated_at == make.NOW


def test_what_nobody_sees_is_not_stored() -> None:
    project = make.project(remark="老")
    told = {"name": "示例\u202e门窗\ufffe\x0b项目", "remark": "一\x0b二\x07\r三\ufeff"}
    actions.edit(by=make.by(), project=project, facts=told)
    assert (fresh(project).name, fresh(project).remark) == ("示例门窗 项目", "一 二\n三")


def test_nothing_changed_is_no_deed() -> None:
    project = make.project(location="清湖", scale="一\n二", conditions=["new_land", "bond"])
    same = {"location": " 清湖", "scale": "一\r\n二", "conditions": ["bond", "new_land"], "nature": ""}
    before = rows()
    actions.edit(by=make.by(), project=project, facts=same | {"total_wan": Decimal("30000.0000")})
    assert (rows(), fresh(project).version) == (before, 1)


def test_two_clerks_at_once_the_second_sees_what_the_first_left() -> None:
    project = make.project(location="清湖")
    actions.edit(by=make.by(), project=project, facts={"location": "贺村", "nature": "new"}, version=1)
    with pytest.raises(Collided) as collided:
        actions.edit(by=make.by(make.zhao()), project=project, facts={"location": "上余"}, version=1)
    assert collided.value.theirs["建设地点"] == "贺村"
    assert collided.value.theirs["建设性质"] == "新建"
    assert collided.value.theirs["总投资"] == "30000"
    assert "刚被别人改过" in str(collided.value)
    assert fresh(project).location == "贺村"


def test_without_a_version_the_last_one_wins() -> None:
    project = make.project()
    actions.edit(by=make.by(), project=project, facts={"location": "贺村"})
    actions.edit(by=make.by(), project=project, facts={"location": "上余"})
    assert fresh(project).location == "上余"


def test_a_new_total_is_a_new_amount_the_old_one_stays() -> None:
    project = make.project()
    actions.edit(by=make.by(), project=project, facts={"total_wan": Decimal(31000)})
    assert fresh(project).total_wan == 31000
    assert project.amounts.get().kind == "agreed"
    assert (last(project).before, last(project).after) == ({"total_wan": "30000"}, {"total_wan": "31000"})


def test_a_total_once_given_is_not_emptied() -> None:
    project = make.project()
    with pytest.raises(Refused, match="不能清空"):
        actions.edit(by=make.by(), project=project, facts={"total_wan": None})
    assert fresh(project).total_wan == 30000


def test_a_new_name_is_known_by_the_old_one_next_month() -> None:
    project = make.project("锂盐项目")
    actions.edit(by=make.by(), project=project, facts={"name": "锂盐二期项目"})
    assert (fresh(project).name_norm, fresh(project).phase_no) == ("锂盐二期项目", 2)
    assert ProjectAlias.objects.get(project=project).name == "锂盐项目"


def test_a_project_may_go_back_to_its_old_name() -> None:
    project = make.project("锂盐项目")
    actions.edit(by=make.by(), project=project, facts={"name": "钠盐项目"})
    actions.edit(by=make.by(), project=project, facts={"name": "锂盐项目"})
    assert fresh(project).name == "锂盐项目"


def test_the_name_of_another_project_is_refused() -> None:
    make.project("钠盐项目")
    project = make.project("锂盐项目")
    with pytest.raises(Refused, match="已有同名项目“钠盐项目”"):
        actions.edit(by=make.by(), project=project, facts={"name": "钠盐 项目"})
    assert fresh(project).version == 1


def test_a_kind_changes_where_the_stage_exists_and_leads_another_amount() -> None:
    project = make.project(stage="registration")
    actions.edit(by=make.by(), project=project, facts={"kind": "technical_upgrade", "total_wan": Decimal(9)})
    assert fresh(project).kind == "technical_upgrade"
    assert project.amounts.get().kind == "registered"


@pytest.mark.parametrize(("kind", "told"), [("government", "没有这个阶段"), ("odd", "项目类别请从")])
def test_a_kind_without_the_stage_is_refused(kind: str, told: str) -> None:
    project = make.project(stage="signed")
    with pytest.raises(Refused, match=told):
        actions.edit(by=make.by(), project=project, facts={"kind": kind})


@pytest.mark.parametrize("who", ["sun", "he", "wu"])
def test_only_editors_edit(who: str) -> None:
    project = make.project()
    with pytest.raises(NotAllowed):
        actions.edit(by=make.by(getattr(make, who)()), project=project, facts={"remark": "x"})


def test_a_project_that_is_gone_is_said_to_be_gone() -> None:
    project = make.project()
    Project.objects.all().delete()
    with pytest.raises(Refused, match="已经不在了"):
        actions.edit(by=make.by(), project=project, facts={"remark": "x"})


def test_the_rooms_above_hear_of_it() -> None:
    heard: list[int] = []

    def hear(project: Project, **_: object) -> None:
        heard.append(project.pk)

    project_changed.connect(hear)
    try:
        project = make.project()
        actions.edit(by=make.by(), project=project, facts={"remark": "x"})
    finally:
        project_changed.disconnect(hear)
    assert heard == [project.pk]
