"""The node library: shipped as data, its departments, its gates."""

from __future__ import annotations

from datetime import date

import pytest

from greenlight.kernel import stages
from greenlight.projects import library
from greenlight.projects.models import DepartmentUnit, Template, TemplateLink, TemplateNode
from tests import make

pytestmark = pytest.mark.django_db


def test_the_shipped_library_is_seeded_once() -> None:
    for _ in range(2):
        library.seed()
        assert Template.objects.count() == 3
        assert TemplateNode.objects.count() == 126
        assert TemplateLink.objects.count() == sum(
            len(library.predecessors(row)) for row in library.shipped()
        )
    counts = {one.kind: one.nodes.count() for one in Template.objects.all()}
    assert counts == {"attraction": 60, "government": 44, "technical_upgrade": 22}


def test_every_gate_opens_a_stage_of_its_kind_and_asks_for_papers() -> None:
    library.seed()
    gates = TemplateNode.objects.filter(is_gate=True).select_related("template")
    assert len(gates) == 65
    for node in gates:
        assert node.gates_stage in [one.code for one in stages.CHAINS[node.template.kind]], node.code
        assert node.evidence, node.code
    assert not TemplateNode.objects.filter(is_gate=False).exclude(gates_stage="").exists()


def test_the_gates_of_the_library_are_those_of_the_kernel() -> None:
    library.seed()
    shipped = stages.gates_of(library.shipped())
    for kind in stages.CHAINS:
        assert tuple(library.gates(library.template_for(make.zone().pk, kind))) == shipped[kind]


def test_a_statutory_period_in_natural_days_keeps_its_clock() -> None:
    library.seed()
    rows = {row["code"]: row for row in library.shipped()}
    for node in TemplateNode.objects.all():
        row = rows[node.code]
        assert node.clock == ("calendar" if row["natural_days"] else "workday")
        assert node.duration == int(row["natural_days"] or row["duration_workdays"])


def test_a_zone_without_a_library_has_no_gates() -> None:
    assert library.template_for(make.zone().pk, "attraction") is None
    assert library.gates(None) == []


def test_a_zone_uses_its_own_newest_version() -> None:
    library.seed()
    own = [
        Template.objects.create(zone=make.zone(), kind="attraction", version=n, source="本区") for n in (2, 3)
    ]
    assert library.template_for(make.zone().pk, "attraction") == own[1]
    there = make.zone("邻县工业园区", "330822")
    shipped = library.template_for(there.pk, "attraction")
    assert shipped is not None
    assert shipped.zone is None


# ---- departments ----
@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("财政局", ["财政局"]),
        ("自然资源和规划局、住房和城乡建设局", ["自然资源和规划局", "住房和城乡建设局"]),
        (
            "管委会经济发展科(会同经信、环保、应急、资规)",
            ["管委会经济发展科", "经信", "环保", "应急", "资规"],
        ),
        ("发展和改革局会同财政局", ["发展和改革局", "财政局"]),
        ("项目公司(自主验收)、应急管理局", ["项目公司", "应急管理局"]),
        ("发展和改革局(技改为经信局)", ["发展和改革局"]),
        ("资规、住建、档案等部门", ["资规", "住建", "档案"]),
        ("供电、供水、供电", ["供电", "供水"]),
        ("", []),
    ],
)
def test_departments_are_split_and_the_first_leads(cell: str, found: list[str]) -> None:
    assert library.departments(cell) == found


def test_no_department_of_the_shipped_library_keeps_a_bracket() -> None:
    for row in library.shipped():
        names = library.departments(row["responsible_dept"])
        assert names, row["code"]
        assert not any(mark in name for name in names for mark in "()（）、"), row["code"]


def test_departments_without_a_unit_are_listed_and_no_unit_is_invented() -> None:
    library.seed()
    zone = make.zone()
    assert library.mapped(zone.pk) == {}
    assert library.unmapped(zone.pk) == library.all_departments(zone.pk)
    assert "财政局" in library.unmapped(zone.pk)
    assert not zone.unit_set.exists()


def test_a_unit_of_the_same_name_or_an_other_name_of_it_is_found() -> None:
    library.seed()
    finance, planning = make.unit("财政局"), make.unit("发改局", also_called=["发展和改革局"])
    found = library.mapped(make.zone().pk)
    assert (found["财政局"], found["发展和改革局"]) == (finance.pk, planning.pk)


def test_what_was_chosen_goes_before_the_name_and_so_does_no_unit() -> None:
    library.seed()
    make.unit("财政局")
    office = make.unit("财政金融科")
    zone = make.zone()
    row = DepartmentUnit.objects.create(zone=zone, department="财政局", unit=office)
    assert library.mapped(zone.pk)["财政局"] == office.pk
    DepartmentUnit.objects.filter(pk=row.pk).update(unit=None)
    assert "财政局" in library.unmapped(zone.pk)


def test_a_dissolved_unit_stands_for_no_department() -> None:
    library.seed()
    gone = make.unit("财政局", dissolved_on=date(2022, 1, 1))
    DepartmentUnit.objects.create(zone=gone.zone, department="财政局", unit=gone)
    assert "财政局" in library.unmapped(gone.zone_id)
