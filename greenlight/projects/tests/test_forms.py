"""What a clerk types: amounts with their unit, the project a phase belongs to."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from greenlight.projects import library
from greenlight.projects.forms import (
    AmountForm,
    AssignForm,
    CodeForm,
    HaltForm,
    ProjectForm,
    SiteForm,
    StageForm,
)
from greenlight.projects.forms_library import NodeForm
from greenlight.projects.models import Project, TemplateNode
from tests import make

pytestmark = pytest.mark.django_db


def form(project: Project | None = None, **typed: Any) -> ProjectForm:
    data = {"kind": "attraction", "name": "锂盐二期项目"} | typed
    return ProjectForm(data, user=make.lin(), zone_id=make.zone().pk, project=project)


@pytest.mark.parametrize(
    ("typed", "wan"),
    [
        ("12000", "12000"), ("12,000", "12000"), ("1.2亿", "12000"), ("1.2 亿元", "12000"),
        ("500万元", "500"), ("１２０００", "12000"), ("0", "0"), ("12000.1234", "12000.1234"),
        ("5.50000", "5.5"), ("", None), ("/", None), ("待定", None),
    ],
)  # fmt: skip
def test_an_amount_is_read_as_a_clerk_writes_it(typed: str, wan: str | None) -> None:
    found = form(total_wan=typed)
    assert found.is_valid(), found.errors
    assert found.cleaned_data["total_wan"] == (Decimal(wan) if wan else None)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("很多", "看不懂“很多”，请填数字，例如 12000 或 1.2亿"),
        ("3000万美元", "看不懂"),
        ("NaN", "看不懂"),
        ("-1", "不能为负"),
        ("1亿亿", "看不懂"),
        ("9" * 14, "看不懂"),
        ("200000000亿", "不会有这么大"),
        ("12000.12345", "太细：万元最多 4 位小数"),
        ("0.00001", "太细"),
        ("12345.67元", "太细"),
        ("1" * 41, "40"),
        ("\x00", "空字符"),
    ],
)
def test_an_amount_that_is_none_is_said_beside_the_field(typed: str, told: str) -> None:
    found = form(total_wan=typed)
    assert not found.is_valid()
    assert told in str(found.errors["total_wan"])


def test_an_edit_says_which_version_it_was_made_on() -> None:
    typed = form(make.project())
    assert not typed.is_valid()
    assert "请回到项目页重新打开再改" in str(typed.errors["version"])
    assert form(make.project("另一个"), version="1").is_valid()


def test_an_area_may_come_in_hectares() -> None:
    found = form(land_area_mu="2公顷")
    assert found.is_valid()
    assert found.cleaned_data["land_area_mu"] == 30


def test_an_amount_is_shown_without_its_zeros() -> None:
    shown = ProjectForm(user=make.lin(), zone_id=make.zone().pk, initial={"total_wan": Decimal("30000.0000")})
    assert 'value="30000"' in str(shown["total_wan"])


def test_an_amount_of_a_deed_is_asked_for() -> None:
    assert "amount_wan" in AmountForm({"kind": "agreed", "amount_wan": "待定"}).errors


# ---- phases ----
def test_the_project_a_phase_belongs_to_is_found_by_its_name_or_a_part_of_it() -> None:
    first = make.project("年产5万吨锂盐项目", name_norm="年产5万吨锂盐项目")
    make.project("道路工程", name_norm="道路工程")
    for typed in ("年产5万吨锂盐项目", "年产５万吨 锂盐项目", "锂盐"):
        found = form(parent=typed)
        assert found.is_valid(), typed
        assert found.cleaned_data["parent"] == first
    assert form(parent=" ").is_valid()


def test_two_that_could_be_meant_are_both_named() -> None:
    for name in ("锂盐甲项目", "锂盐乙项目"):
        make.project(name, name_norm=name)
    told = str(form(parent="锂盐").errors["parent"])
    assert "锂盐甲项目" in told
    assert "锂盐乙项目" in told
    assert "填全" in told


def test_a_whole_name_goes_before_longer_ones() -> None:
    one = make.project("锂盐项目", name_norm="锂盐项目")
    make.project("锂盐项目配套", name_norm="锂盐项目配套")
    found = form(parent="锂盐项目")
    assert found.is_valid()
    assert found.cleaned_data["parent"] == one


def test_a_project_of_another_zone_is_not_found_and_not_offered() -> None:
    make.project("邻县项目", zone=make.zone("邻县工业园区", "330822"), name_norm="邻县项目")
    found = form(parent="邻县项目")
    assert "本区没有" in str(found.errors["parent"])
    assert found.suggested() == []


def test_a_project_is_not_offered_to_itself_and_a_group_has_no_parent() -> None:
    project = make.project()
    assert form(project).suggested() == []
    group = make.project("集团", is_group=True)
    assert "parent" not in form(group).fields


# ---- others ----
def test_only_stages_ahead_are_offered() -> None:
    ahead = StageForm(make.project(stage="in_production")).fields["to"].choices  # type: ignore[attr-defined]
    assert [code for code, _ in ahead] == ["full_capacity", "commitment_review"]


def test_only_what_can_be_done_to_a_halted_project_is_offered() -> None:
    def codes(halt: str) -> list[str]:
        blank = HaltForm.blank(Project(halt=halt))
        return [code for code, _ in blank.fields["state"].choices]  # type: ignore[attr-defined]

    assert codes("") == ["paused", "terminated"]
    assert codes("paused") == ["resume", "terminated"]
    assert codes("terminated") == ["resume", "paused"]


def test_people_and_units_of_the_zone_are_offered_and_nobody_else() -> None:
    make.unit("邻县局", make.zone("邻县工业园区", "330822"))
    make.lin(), make.wu(), make.chen(), make.unit()
    shown = str(AssignForm(make.zone().pk))
    assert "经济发展科" in shown
    assert ">lin<" in shown
    for stranger in ("邻县局", ">wu<", ">chen<"):
        assert stranger not in shown


@pytest.mark.parametrize("unit", ["999999", "abc", "9" * 40, "-1"])
def test_a_unit_that_is_none_is_refused_beside_its_field(unit: str) -> None:
    assert "unit" in AssignForm(make.zone().pk, {"role": "lead", "unit": unit}).errors


def test_a_project_without_a_code_is_not_asked_which_to_replace() -> None:
    assert "replaces" not in CodeForm(make.project()).fields


@pytest.mark.parametrize("percent", ["-1", "100.01", "1e3", "NaN", "33.333", "abc"])
def test_a_per_cent_outside_its_bounds_is_refused_beside_its_field(percent: str) -> None:
    assert "percent" in SiteForm({"words": "打桩", "on": "2022-07-01", "percent": percent}).errors


def test_papers_of_a_node_are_one_a_line_and_stay_whole() -> None:
    library.seed()
    node = TemplateNode.objects.exclude(evidence=[]).select_related("template").first()
    assert node is not None
    values = {"name": "甲", "duration": "3", "clock": "workday", "condition": "always", "gates_stage": ""}
    found = NodeForm("attraction", node, values | {"evidence": "人防、档案验收意见\r\n\r\n 图纸 \n图纸"})
    assert found.is_valid(), found.errors
    assert found.values()["evidence"] == ["人防、档案验收意见", "图纸"]
    assert "\n".join(node.evidence).split("\n")[0] in str(NodeForm("attraction", node))
