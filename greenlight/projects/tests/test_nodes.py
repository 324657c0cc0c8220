"""Editing the library of a zone: new versions, and the units its departments are."""

from __future__ import annotations

from typing import Any

import pytest

from greenlight.base.models import JournalRow
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.projects import editing, library
from greenlight.projects.models import DepartmentUnit, Template, TemplateNode
from greenlight.projects.tests.looking import rows
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def node() -> TemplateNode:
    library.seed()
    return TemplateNode.objects.get(code="IND012")


def edit(node: TemplateNode, who: Any = None, **values: Any) -> Template:
    return editing.edit_node(by=make.by(who), zone_id=make.zone().pk, node=node, values=values)


def test_an_edit_is_a_new_version_of_the_zone_and_the_old_one_stays(node: TemplateNode) -> None:
    made = edit(node, duration=9, name="备案赋码")
    assert (made.zone, made.version, made.valid_from) == (make.zone(), 2, make.TODAY)
    old, new = node.template, made
    assert (old.nodes.count(), old.links.count()) == (new.nodes.count(), new.links.count())
    fresh = new.nodes.get(code="IND012")
    assert (fresh.duration, fresh.name, fresh.evidence) == (9, "备案赋码", node.evidence)
    node.refresh_from_db()
    assert node.name != "备案赋码"
    assert library.template_for(make.zone().pk, "attraction") == new
    assert {one.pred.template_id for one in new.links.all()} == {new.pk}


def test_the_journal_tells_what_was_changed(node: TemplateNode) -> None:
    made = edit(node, duration=9)
    row = JournalRow.objects.latest("seq")
    assert (row.verb, row.subject_kind, row.subject_id) == ("library.edit", "template", made.pk)
    assert row.before == {"duration": node.duration}
    assert row.after == {"duration": 9, "node": node.name}


def test_the_next_edit_counts_on(node: TemplateNode) -> None:
    made = edit(node, duration=9)
    again = edit(made.nodes.get(code="IND012"), duration=2)
    assert again.version == 3


def test_an_edit_on_an_old_version_is_refused(node: TemplateNode) -> None:
    edit(node, duration=9)
    with pytest.raises(Refused, match="已有更新的版本"):
        edit(node, duration=2)


def test_nothing_changed_makes_no_version(node: TemplateNode) -> None:
    before = rows()
    with pytest.raises(Refused, match="没有改动"):
        edit(node, duration=node.duration)
    assert (Template.objects.count(), rows()) == (3, before)


def test_a_gate_is_a_gate_of_a_stage(node: TemplateNode) -> None:
    made = edit(node, gates_stage="land_secured")
    fresh = made.nodes.get(code="IND012")
    assert (fresh.is_gate, fresh.gates_stage) == (True, "land_secured")
    assert [one.stage for one in library.gates(made) if one.node_code == "IND012"] == ["land_secured"]
    off = edit(fresh, gates_stage="").nodes.get(code="IND012")
    assert off.is_gate is False
    assert "IND012" not in [one.node_code for one in library.gates(off.template)]


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
        edit(node, **values)
    assert Template.objects.count() == 3


@pytest.mark.parametrize("who", [make.sun, make.he, make.wu])
def test_only_editors_of_the_zone_change_its_library(node: TemplateNode, who: Any) -> None:
    with pytest.raises(NotAllowed):
        edit(node, who(), duration=9)
    with pytest.raises(NotAllowed):
        editing.map_departments(by=make.by(who()), zone_id=make.zone().pk, chosen={})


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
