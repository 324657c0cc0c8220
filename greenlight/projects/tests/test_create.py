"""Entering a project, and its phases under a group."""

from __future__ import annotations

from decimal import Decimal

import pytest

from greenlight.base.refusals import NotAllowed, Refused
from greenlight.projects import actions
from greenlight.projects.models import Amount, Project, ProjectAlias
from greenlight.projects.tests.looking import fresh, last, rows, sentence
from tests import make

pytestmark = pytest.mark.django_db
NAME = "年产5万吨锂盐项目"


def made(name: str = NAME, **more: object) -> Project:
    values = {"by": make.by(), "zone_id": make.zone().pk, "kind": "attraction", "name": name} | more
    return actions.create(**values)  # type: ignore[arg-type]


def test_a_project_begins_at_the_first_stage_of_its_kind() -> None:
    first = {"attraction": "lead", "government": "pipeline_reserve", "technical_upgrade": "pipeline_reserve"}
    for kind, stage in first.items():
        project = made(f"示例{kind}项目", kind=kind)
        assert project.stage == stage
        event = project.stage_events.get()
        assert (event.from_stage, event.to_stage, event.on) == ("", stage, make.TODAY)
        assert event.actor_name == "lin"


def test_what_was_entered_stands_on_the_record_and_in_the_journal() -> None:
    facts = {"location": " 清湖片区 ", "scale": "一号厂房\r\n二号厂房", "conditions": ["bond", "new_land"]}
    project = fresh(made(facts=facts, total_wan=Decimal("12000.5")))
    assert (project.location, project.scale) == ("清湖片区", "一号厂房\n二号厂房")
    assert project.conditions == ["new_land", "bond"]
    assert project.version == 2
    row = last(project)
    assert (row.verb, row.actor_name, row.after["total_wan"]) == ("project.create", "lin", "12000.5")


@pytest.mark.parametrize(
    ("kind", "leading"),
    [("attraction", "agreed"), ("government", "estimate"), ("technical_upgrade", "registered")],
)
def test_the_total_is_the_amount_that_leads_for_its_kind(kind: str, leading: str) -> None:
    project = made(kind=kind, total_wan=Decimal(8000))
    amount = Amount.objects.get(project=project)
    assert [amount.amount_wan, fresh(project).total_wan] == [8000, 8000]
    assert amount.kind == leading


@pytest.mark.parametrize("name", [NAME, "年产５万吨　锂盐项目", "年产5万吨(锂盐)项目"])
def test_a_name_is_taken_however_it_is_spelled(name: str) -> None:
    made()
    with pytest.raises(Refused, match=r"已有同名项目.*一期、二期"):
        made(name)


def test_the_former_name_of_another_project_is_taken_too() -> None:
    other = made()
    ProjectAlias.objects.create(project=other, zone=other.zone, name="锂盐老名", name_norm="锂盐老名")
    with pytest.raises(Refused, match=f"是项目“{NAME}”的另一个叫法"):
        made("锂盐老名")


def test_another_zone_may_have_a_project_of_the_same_name() -> None:
    made()
    wu = make.wu()
    assert made(by=make.by(wu), zone_id=wu.scope.home).zone_id == wu.scope.home


@pytest.mark.parametrize("name", ["", "  ", "（）", "长" * 201])
def test_a_name_that_is_none_is_refused_in_words(name: str) -> None:
    with pytest.raises(Refused) as refused:
        made(name)
    assert "项目名称" in sentence(refused)
    assert refused.value.status == 400


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"kind": "nothing"}, "请先选项目类别"),
        ({"stage": "land"}, "没有“land”这个阶段"),
        ({"total_wan": Decimal(-1)}, "不能为负"),
        ({"total_wan": Decimal("NaN")}, "不对"),
        ({"total_wan": Decimal(10) ** 12}, "不会有这么大"),
        ({"facts": {"nature": "odd"}}, "建设性质请从"),
        ({"facts": {"location": "远" * 201}}, "建设地点最多 200 个字"),
        ({"facts": {"scale": "大" * 2001}}, "建设内容及规模最多 2000 个字"),
        ({"facts": {"land_area_mu": Decimal(-3)}}, "用地面积"),
        ({"facts": {"land_area_mu": Decimal(10) ** 8}}, "用地面积"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(more: dict[str, object], told: str) -> None:
    with pytest.raises(Refused, match=told):
        made(NAME, **more)
    assert Project.objects.count() == 0


@pytest.mark.parametrize("who", ["sun", "he", "chen", "wu"])
def test_only_clerks_and_leaders_of_the_zone_enter_projects(who: str) -> None:
    with pytest.raises(NotAllowed):
        made(by=make.by(getattr(make, who)()))


def test_a_leader_may() -> None:
    assert made(by=make.by(make.zhao())).pk


# ---- phases ----
def test_a_second_phase_puts_both_under_a_group_that_has_nothing_of_its_own() -> None:
    first = made(f"{NAME}一期", total_wan=Decimal(3000))
    second = made(f"{NAME}二期", total_wan=Decimal(4000), parent=first)
    first, second = fresh(first), fresh(second)
    group = first.parent
    assert group is not None
    assert second.parent == group
    assert (group.name, group.is_group, group.total_wan) == (NAME, True, None)
    assert (first.phase_no, second.phase_no) == (1, 2)
    assert (first.is_group, first.total_wan, first.stage) == (False, Decimal(3000), "lead")
    assert [one.total_wan for one in Project.objects.counted().order_by("pk")] == [3000, 4000]


def test_the_group_of_a_project_without_a_phase_in_its_name_is_marked_as_one() -> None:
    first = made()
    made(f"{NAME}二期", parent=first)
    group = fresh(first).parent
    assert group is not None
    assert group.name == f"{NAME}（项目群）"
    assert fresh(first).phase_no == 1


def test_the_third_phase_joins_the_group_by_any_phase_or_the_group_itself() -> None:
    first = made(f"{NAME}一期")
    second = made(f"{NAME}二期", parent=first)
    third = made(f"{NAME}三期", parent=fresh(second))
    group = fresh(first).parent
    assert group is not None
    fourth = made("锂盐配套码头", parent=group)
    assert fresh(third).parent == fresh(fourth).parent == group
    assert fresh(fourth).phase_no == 4
    assert Project.objects.filter(is_group=True).count() == 1


def test_making_a_group_is_told_on_every_record_it_touches() -> None:
    first = made(f"{NAME}一期")
    version = fresh(first).version
    second = made(f"{NAME}二期", parent=first)
    group = fresh(first).parent
    assert group is not None
    assert last(group).verb == "project.group"
    assert (last(first).verb, last(first).after) == ("project.phase", {"group": NAME})
    assert last(second).verb == "project.phase"
    assert fresh(first).version == version + 1


def test_a_phase_may_leave_its_group() -> None:
    first = made(f"{NAME}一期")
    second = made(f"{NAME}二期", parent=first)
    actions.put_under(by=make.by(), project=second, parent=None)
    assert fresh(second).parent is None
    assert last(second).before == {"group": NAME}


def test_putting_a_phase_where_it_is_changes_nothing() -> None:
    first = made(f"{NAME}一期")
    second = made(f"{NAME}二期", parent=first)
    before = rows()
    actions.put_under(by=make.by(), project=second, parent=fresh(first))
    assert rows() == before


def test_groups_do_not_nest_and_nothing_is_its_own_phase() -> None:
    first = made(f"{NAME}一期")
    made(f"{NAME}二期", parent=first)
    group = fresh(first).parent
    assert group is not None
    other = made("别的项目")
    with pytest.raises(Refused, match="已经是项目群"):
        actions.put_under(by=make.by(), project=group, parent=other)
    with pytest.raises(Refused, match="它自己的一期"):
        actions.put_under(by=make.by(), project=other, parent=other)


def test_a_project_of_another_zone_is_no_parent() -> None:
    stranger = make.project("邻县项目", zone=make.zone("邻县工业园区", "330822"))
    with pytest.raises(Refused, match="不在本区"):
        made(parent=stranger)
    assert not fresh(stranger).is_group


def test_only_editors_put_projects_together() -> None:
    first, second = made(f"{NAME}一期"), made(f"{NAME}二期")
    with pytest.raises(NotAllowed):
        actions.put_under(by=make.by(make.sun()), project=second, parent=first)
