"""Editing the library of a zone: its draft in steps, its versions, and the units its departments are."""

from __future__ import annotations

from typing import Any

import pytest

from greenlight.base.models import JournalRow
from greenlight.base.refusals import Collided, NotAllowed, Refused
from greenlight.projects import editing, library
from greenlight.projects.editing.checks import Wait
from greenlight.projects.editing.publishing import changes
from greenlight.projects.models import DepartmentUnit, Template, TemplateNode
from greenlight.projects.tests.looking import rows
from tests import make

pytestmark = pytest.mark.django_db
KIND = "attraction"
NEW = {
    "name": "安全预评价", "department": "应急管理局", "duration": 15, "clock": "workday",
    "condition": "chemical", "evidence": ["评价报告"], "gates_stage": "", "basis": "",
}  # fmt: skip


@pytest.fixture
def node() -> TemplateNode:
    library.seed()
    return TemplateNode.objects.get(code="IND012")


def deed(name: str, who: Any = None, **more: Any) -> Any:
    by = make.by(who)
    return getattr(editing, name)(by=by, zone_id=make.zone().pk, kind=KIND, **more)


def edit(who: Any = None, code: str = "IND012", base: Any = None, **values: Any) -> Template:
    made: Template = deed("change_node", who, code=code, values=values, base=base)
    return made


def publish(reason: str = "环评改为告知承诺制", **more: Any) -> Template:
    made: Template = deed("publish", reason=reason, **more)
    return made


def in_force() -> Template:
    found = library.template_for(make.zone().pk, KIND)
    assert found
    return found


# ---- the draft and its versions ----
def test_an_edit_goes_into_a_draft_and_nothing_else_moves(node: TemplateNode) -> None:
    made = edit(duration=9, name="备案赋码")
    assert (made.zone, made.version, made.based_on, made.edits) == (make.zone(), 0, node.template, 1)
    assert in_force() == node.template
    old = node.template
    assert (made.nodes.count(), made.links.count()) == (old.nodes.count(), old.links.count())
    fresh = made.nodes.get(code="IND012")
    assert (fresh.duration, fresh.name, fresh.evidence) == (9, "备案赋码", node.evidence)
    node.refresh_from_db()
    assert node.name != "备案赋码"
    assert {one.pred.template_id for one in made.links.all()} == {made.pk}


def test_several_steps_are_published_as_one_version_with_its_reason(node: TemplateNode) -> None:
    edit(duration=9)
    edit(code="IND010", duration=4)
    made = publish()
    assert (made.version, made.valid_from, made.reason) == (2, make.TODAY, "环评改为告知承诺制")
    assert in_force() == made
    assert library.draft_of(make.zone().pk, KIND) is None
    row = JournalRow.objects.latest("seq")
    assert (row.verb, row.why, row.before, row.after["改动"]) == (
        "library.publish", made.reason, {"version": 1}, 2
    )  # fmt: skip
    edit(duration=2)
    assert publish("再缩短").version == 3


def test_the_journal_tells_every_step(node: TemplateNode) -> None:
    made = edit(duration=9)
    row = JournalRow.objects.latest("seq")
    assert (row.verb, row.subject_kind, row.subject_id) == ("library.edit", "template", made.pk)
    assert row.before == {"duration": node.duration}
    assert row.after == {"duration": 9, "node": node.name}


def test_a_draft_is_compared_with_the_version_in_force(node: TemplateNode) -> None:
    edit(duration=9)
    deed("move_node", code="IND020", up=True)
    made = deed("add_node", values=NEW, after="IND012")
    deed("retire_node", code="IND004")
    draft = library.draft_of(make.zone().pk, KIND)
    assert draft
    found = {one.code: one for one in changes(draft)}
    kinds = {code: found[code].kind for code in ("IND012", made.code, "IND004")}
    assert kinds == {"IND012": "changed", made.code: "added", "IND004": "retired"}
    [field] = found["IND012"].fields
    assert (field.label, field.old, field.new) == ("工期", f"{node.duration} 天", "9 天")
    assert "moved" in {found[code].kind for code in ("IND019", "IND020") if code in found}


def test_nothing_changed_makes_no_step_and_no_version(node: TemplateNode) -> None:
    before = rows()
    with pytest.raises(Refused, match="没有改动"):
        edit(duration=node.duration)
    assert rows() == before
    edit(duration=9)
    edit(duration=node.duration)
    with pytest.raises(Refused, match="和现在的版本一样"):
        publish()


@pytest.mark.parametrize("reason", ["", "  ", "长" * 501])
def test_a_version_without_a_reason_is_not_published(node: TemplateNode, reason: str) -> None:
    edit(duration=9)
    with pytest.raises(Refused, match="为什么改"):
        publish(reason)


def test_a_draft_put_aside_leaves_the_library_as_it_was(node: TemplateNode) -> None:
    edit(duration=9)
    deed("discard")
    assert Template.objects.count() == 3
    with pytest.raises(Refused, match="没有草稿"):
        deed("discard")


# ---- two editors ----
def seen(*names: str) -> dict[str, Any]:
    draft = library.draft_of(make.zone().pk, KIND) or in_force()
    one = draft.nodes.get(code="IND012")
    return {name: getattr(one, name) for name in names}


def test_two_who_change_different_things_of_one_node_both_win(node: TemplateNode) -> None:
    base = seen("name", "duration")
    edit(name="备案赋码", duration=node.duration, base=base)
    made = edit(make.zhao(), name=node.name, duration=9, base=base)
    fresh = made.nodes.get(code="IND012")
    assert (fresh.name, fresh.duration) == ("备案赋码", 9)


def test_two_who_change_the_same_thing_are_shown_both_values(node: TemplateNode) -> None:
    base = seen("duration")
    edit(duration=7, base=base)
    with pytest.raises(Collided, match="工期：7 天") as told:
        edit(make.zhao(), duration=9, base=base)
    assert told.value.theirs == {"工期": "7 天"}
    made = edit(make.zhao(), duration=9, base=seen("duration"))
    assert made.nodes.get(code="IND012").duration == 9


def test_who_publishes_publishes_what_was_looked_at(node: TemplateNode) -> None:
    looked = edit(duration=9).edits
    edit(make.zhao(), name="备案赋码")
    with pytest.raises(Collided, match="再看一遍"):
        publish(edits=looked)
    assert publish(edits=looked + 1).version == 2


def test_a_node_another_has_retired_is_told(node: TemplateNode) -> None:
    deed("retire_node", code="IND004")
    with pytest.raises(Refused, match="刚被别人取消"):
        edit(code="IND004", duration=9)


# ---- nodes and links ----
def test_a_new_node_waits_for_the_one_before_it_and_never_takes_an_old_code(node: TemplateNode) -> None:
    made = deed("add_node", values=NEW, after="IND012")
    assert (made.code, made.phase, made.condition) == ("INDZ001", node.phase, "chemical")
    codes = list(made.template.nodes.values_list("code", flat=True))
    assert codes[codes.index("IND012") + 1] == made.code
    assert [one.pred.code for one in made.template.links.filter(succ=made)] == ["IND012"]
    deed("retire_node", code=made.code)
    assert deed("add_node", values=NEW, after="IND012").code == "INDZ002"


def test_what_waited_for_a_retired_node_waits_for_what_it_waited_for(node: TemplateNode) -> None:
    old = node.template.nodes.get(code="IND004")
    preds = set(node.template.links.filter(succ=old).values_list("pred__code", flat=True))
    succs = set(node.template.links.filter(pred=old).values_list("succ__code", flat=True))
    draft = deed("retire_node", code="IND004")
    held = set(draft.links.values_list("pred__code", "succ__code"))
    assert {(a, b) for a in preds for b in succs} <= held
    assert preds
    assert succs


@pytest.mark.parametrize("code", ["IND040", "IND051", "IND057"])
def test_a_node_that_is_a_stage_stays(node: TemplateNode, code: str) -> None:
    with pytest.raises(Refused, match="就是"):
        deed("retire_node", code=code)


def test_links_with_kind_and_lag_are_kept(node: TemplateNode) -> None:
    waits = [Wait("IND010", "SS", 5, "calendar"), Wait("IND011", "FS", -2)]
    draft = deed("set_links", code="IND012", waits=waits)
    found = set(draft.links.filter(succ__code="IND012").values_list("pred__code", "kind", "lag", "clock"))
    assert found == {("IND010", "SS", 5, "calendar"), ("IND011", "FS", -2, "workday")}
    with pytest.raises(Refused, match="没有变"):
        deed("set_links", code="IND012", waits=waits)


def test_links_another_has_changed_are_shown(node: TemplateNode) -> None:
    deed("set_links", code="IND012", waits=[Wait("IND008")])
    with pytest.raises(Collided, match="刚被别人改过"):
        deed("set_links", code="IND012", waits=[Wait("IND009")], base=[Wait("IND011")])


def test_a_circle_is_refused_naming_its_nodes(node: TemplateNode) -> None:
    behind = TemplateNode.objects.get(template=node.template, code="IND040")
    before = rows()
    with pytest.raises(Refused) as told:
        deed("set_links", code="IND012", waits=[Wait("IND040")])
    assert "绕成了圈" in str(told.value)
    assert node.name in str(told.value)
    assert behind.name in str(told.value)
    assert rows() == before


@pytest.mark.parametrize(
    ("waits", "told"),
    [
        ([Wait("IND012")], "不能等自己"),
        ([Wait("GOV001")], "不在节点库里"),
        ([Wait("IND010"), Wait("IND010", "SS")], "写了两次"),
        ([Wait("IND010", lag=99999)], "间隔最多"),
        ([Wait("IND010", "XX")], "关系不对"),
    ],
)
def test_a_broken_link_is_refused_in_words(node: TemplateNode, waits: list[Wait], told: str) -> None:
    with pytest.raises(Refused, match=told):
        deed("set_links", code="IND012", waits=waits)


def test_a_node_is_put_back_as_it_was(node: TemplateNode) -> None:
    edit(duration=9)
    deed("set_links", code="IND012", waits=[Wait("IND001", "SS", 3)])
    added = deed("add_node", values=NEW, after="IND012")
    deed("retire_node", code="IND004")
    for code in ("IND012", added.code, "IND004"):
        deed("put_back", code=code)
    draft = library.draft_of(make.zone().pk, KIND)
    assert draft
    assert changes(draft) == []
    assert draft.nodes.get(code="IND012").duration == node.duration
    with pytest.raises(Refused, match="没有要放回的"):
        deed("put_back", code="IND012")


def test_the_first_cannot_go_up(node: TemplateNode) -> None:
    first = node.template.nodes.all()[0].code
    with pytest.raises(Refused, match="最上面"):
        deed("move_node", code=first, up=True)


def test_a_gate_is_a_gate_of_a_stage(node: TemplateNode) -> None:
    edit(gates_stage="land_secured")
    made = publish()
    fresh = made.nodes.get(code="IND012")
    assert (fresh.is_gate, fresh.gates_stage) == (True, "land_secured")
    assert [one.stage for one in library.gates(made) if one.node_code == "IND012"] == ["land_secured"]
    edit(gates_stage="")
    off = publish("不再把关")
    assert off.nodes.get(code="IND012").is_gate is False
    assert "IND012" not in [one.node_code for one in library.gates(off)]


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"gates_stage": "land", "evidence": ["甲"]}, "不属于这类项目"),
        ({"gates_stage": "registration", "evidence": []}, "至少要一份印证资料"),
        ({"evidence": ["长" * 121]}, "每份名称最多 120 字"),
        ({"evidence": [str(n) for n in range(21)]}, "最多 20 份"),
    ],
)
def test_a_node_that_cannot_work_is_refused(node: TemplateNode, values: dict[str, Any], told: str) -> None:
    with pytest.raises(Refused, match=told):
        edit(**values)
    assert Template.objects.count() == 3


@pytest.mark.parametrize("who", [make.sun, make.he, make.wu])
def test_only_editors_of_the_zone_change_its_library(node: TemplateNode, who: Any) -> None:
    with pytest.raises(NotAllowed):
        edit(who(), duration=9)
    with pytest.raises(NotAllowed):
        editing.map_departments(by=make.by(who()), zone_id=make.zone().pk, chosen={})


def test_a_shipped_version_of_another_zone_stays(node: TemplateNode) -> None:
    edit(duration=9)
    publish()
    there = make.zone("邻县工业园区", "330822")
    shipped = library.template_for(there.pk, KIND)
    assert shipped == node.template
    assert library.draft_of(there.pk, KIND) is None


# ---- departments and units ----
def map_to(**chosen: str) -> None:
    editing.map_departments(by=make.by(), zone_id=make.zone().pk, chosen=chosen)


def test_a_department_is_mapped_unmapped_and_told(node: TemplateNode) -> None:
    office = make.unit("财政金融科")
    map_to(财政局=str(office.pk), 没有这个部门=str(office.pk))
    assert library.mapped(make.zone().pk) == {"财政局": office.pk}
    row = JournalRow.objects.latest("seq")
    assert (row.verb, row.before, row.after) == ("library.units", {"财政局": ""}, {"财政局": "财政金融科"})
    map_to(财政局="")
    assert library.mapped(make.zone().pk) == {}
    assert DepartmentUnit.objects.count() == 1


def test_saving_the_same_mapping_is_no_deed(node: TemplateNode) -> None:
    office = make.unit("财政局")
    before = rows()
    map_to(财政局=str(office.pk), 管委会="")
    assert (rows(), DepartmentUnit.objects.count()) == (before, 0)


@pytest.mark.parametrize("value", ["999999", "-1", "abc", "9" * 40, "１", "\x00"])
def test_what_is_no_unit_of_the_zone_is_refused(node: TemplateNode, value: str) -> None:
    with pytest.raises(Refused, match="“财政局”选的单位不在本区"):
        map_to(财政局=value)


def test_a_unit_of_another_zone_is_refused(node: TemplateNode) -> None:
    other = make.unit("邻县财政局", make.zone("邻县工业园区", "330822"))
    with pytest.raises(Refused, match="不在本区"):
        map_to(财政局=str(other.pk))
    assert not DepartmentUnit.objects.exists()


def test_mapping_a_whole_page_costs_as_many_queries_as_one_department(
    node: TemplateNode, django_assert_max_num_queries: Any
) -> None:
    office = make.unit("综合科")
    chosen = dict.fromkeys(library.all_departments(make.zone().pk), str(office.pk))
    assert len(chosen) > 20
    with django_assert_max_num_queries(40):
        map_to(**chosen)
    assert library.unmapped(make.zone().pk) == []


def test_the_page_shows_unmapped_departments_first(node: TemplateNode) -> None:
    make.unit("财政局")
    found = editing.mapping(make.zone().pk)
    assert found[-1]["name"] == "财政局"
    assert found[0]["unit"] is None
