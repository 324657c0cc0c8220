"""Cells edited by hand: read as a workbook is read, weighed first, written as one deed, taken back."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from greenlight.base import keeping, undoing
from greenlight.base.models import DeedTrace, JournalItem, JournalRow
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.desk.actions import edit_cells
from greenlight.desk.editing import CellEdit, Weighed
from greenlight.investment.models import YearPlan
from greenlight.people.models import User
from greenlight.plans.models import PlanVersion, Slip
from greenlight.plans.tests import cast
from greenlight.projects import actions as projects
from greenlight.projects.models import Assignment, Project
from tests import make

pytestmark = pytest.mark.django_db
SLIP = {"*": {"class": "land", "text": "净地未移交"}}


def edit(*edits: CellEdit, who: User | None = None, **more: Any) -> Weighed:
    return edit_cells(by=make.by(who), ledger="projects", edits=edits, **more)


def current(project: Project, field: str) -> Any:
    return keeping.binding("projects").current([project.pk])[project.pk].get(field)


def undo(made: Weighed, who: User | None = None, **more: Any) -> JournalRow:
    return undoing.take_back(make.by(who, **more), JournalRow.objects.get(pk=made.seq or 0))


# ---- reading ----
@pytest.mark.parametrize(
    ("field", "text", "kept"),
    [
        ("total_investment", "1.2亿", "12000"),
        ("total_investment", "35,000", "35000"),
        ("land_area", "8公顷", "120"),
        ("planned_finish", "2023年6月", "2023-06"),
        ("planned_finish", "2023.6.30", "2023-06-30"),
        ("construction_nature", "续建类", "continuing"),
        ("project_kind", "产业项目", "industrial"),
        ("remark", "  第一行\n第二行 ", "第一行\n第二行"),
        ("contact_phone", "13800000000", "13800000000"),
    ],
)
def test_a_text_is_read_as_the_ledger_reads_it(field: str, text: str, kept: str) -> None:
    project = make.project(kind="technical_upgrade", stage="lead")
    made = edit(CellEdit(project.pk, field, text))
    assert not made.refused
    assert current(project, field) == kept or made.same


@pytest.mark.parametrize(
    ("field", "text", "says"),
    [
        ("total_investment", "很多", "5000"),
        ("total_investment", "-5", "不能小于 0"),
        ("total_investment", "", "不能清空"),
        ("total_investment", "5000万美元", "外币"),
        ("planned_finish", "2023-13-01", "不存在"),
        ("planned_finish", "下个月", "2023-06-30"),
        ("planned_finish", "1066-10-14", "1990"),
        ("construction_nature", "重建", "续建"),
        ("unit", "火星局", "没有单位"),
        ("project_name", "", "要填"),
        ("project_name", "长" * 250, "最多 200"),
        ("project_code", "1234", "24位"),
        ("actual_start", "2022-01-01", "节点计划"),
        ("completion_rate_pct", "50", "算出"),
        ("light", "绿灯", "规则"),
        ("stage", "开工", "系统得出"),
        ("no_such", "1", "系统得出"),
    ],
)
def test_what_cannot_be_is_refused_with_row_column_text_why_and_example(
    field: str, text: str, says: str
) -> None:
    project = make.project("甲项目")
    made = edit(CellEdit(project.pk, field, text))
    told = made.refused[0]
    assert (made.seq, made.written) == (None, [])
    assert (told.name, told.typed) == ("甲项目", text[:120])
    assert says in told.sentence
    assert not JournalRow.objects.exists()


def test_a_person_with_a_phone_fills_both_cells() -> None:
    project = make.project()
    edit(CellEdit(project.pk, "contact", "周敏 13800000000"))
    assert (current(project, "contact"), current(project, "contact_phone")) == ("周敏", "13800000000")
    edit(CellEdit(project.pk, "contact", ""))
    assert (current(project, "contact"), current(project, "contact_phone")) == (None, "13800000000")


def test_two_projects_cannot_get_one_name_or_one_code() -> None:
    one, two, code = make.project("甲项目"), make.project("乙项目"), "2206-330881-04-01-714870"
    made = edit(CellEdit(one.pk, "project_name", "乙项目"))
    assert "同名" in made.refused[0].why
    made = edit(CellEdit(one.pk, "project_code", code), CellEdit(two.pk, "project_code", code))
    assert [cell.name for cell in made.refused] == ["乙项目"]
    assert current(one, "project_code") == code


# ---- one deed ----
def test_an_edit_is_one_journal_row_and_counts_the_version() -> None:
    project = make.project()
    made = edit(CellEdit(project.pk, "issue", "缺一份环评"), CellEdit(project.pk, "remark", "加急"))
    row = JournalRow.objects.get()
    assert (row.verb, row.subject_kind, row.subject_id) == ("ledger.edit", "project", project.pk)
    assert (row.before, row.after) == (
        {"issue": None, "remark": None},
        {"issue": "缺一份环评", "remark": "加急"},
    )
    assert made.seq == row.seq
    assert made.versions[project.pk] == 2 == Project.objects.get(pk=project.pk).version


def test_many_rows_are_one_row_with_its_items() -> None:
    found = [make.project(f"项目{n}") for n in range(3)]
    make.unit("经济发展科")
    made = edit(*(CellEdit(one.pk, "unit", "经济发展科") for one in found), verb="ledger.bulk")
    row = JournalRow.objects.get(pk=made.seq or 0)
    assert (row.verb, row.after, JournalItem.objects.filter(row=row).count()) == (
        "ledger.bulk",
        {"count": 3},
        3,
    )
    assert row.items_hash
    assert {current(one, "unit") for one in found} == {"经济发展科"}


def test_with_whole_nothing_is_written_unless_all_can_be() -> None:
    project = make.project()
    good, bad = CellEdit(project.pk, "issue", "缺地"), CellEdit(project.pk, "total_investment", "很多")
    assert edit(good, bad, whole=True).seq is None
    assert current(project, "issue") is None
    assert edit(good, bad).seq is not None
    assert current(project, "issue") == "缺地"


def test_what_stands_already_is_no_deed() -> None:
    project = make.project(total_wan=Decimal(30000))
    made = edit(CellEdit(project.pk, "total_investment", "3亿"))
    assert (made.same, made.seq) == (1, None)


# ---- who may ----
def test_a_stranger_changes_nothing_and_learns_no_name() -> None:
    project = make.project("甲项目")
    made = edit(CellEdit(project.pk, "issue", "x"), who=make.wu())
    assert (made.refused[0].name, made.seq) == ("", None)


def test_a_handler_reports_site_and_investment_of_what_the_unit_leads_and_no_more() -> None:
    project, other = make.project("甲项目"), make.project("乙项目")
    for one, role in ((project, "lead"), (other, "co")):
        projects.assign(by=make.by(), project=one, role=role, unit=make.unit())
    made = edit(
        CellEdit(project.pk, "site_progress", "主体结构施工"),
        CellEdit(project.pk, "total_investment", "1"),
        CellEdit(project.pk, "ytd_investment@2022-06", "600"),
        CellEdit(other.pk, "ytd_investment@2022-06", "600"),
        CellEdit(other.pk, "site_progress", "基础施工"), who=make.sun(),
    )  # fmt: skip
    assert {(one.name, one.field) for one in made.written} == {
        ("甲项目", "site_progress"), ("甲项目", "ytd_investment@2022-06"), ("乙项目", "site_progress"),
    }  # fmt: skip
    assert all("科室" in one.why for one in made.refused)


def test_a_handler_does_not_move_the_stage_by_words() -> None:
    project = make.project(stage="groundbreaking")
    projects.assign(by=make.by(), project=project, role="lead", unit=make.unit())
    made = edit(CellEdit(project.pk, "site_progress", "已竣工"), who=make.sun())
    assert "科室补录" in made.refused[0].why


# ---- two people ----
def test_different_fields_of_one_row_both_win() -> None:
    project = make.project()
    edit(CellEdit(project.pk, "issue", "缺地", 1, None))
    made = edit(CellEdit(project.pk, "remark", "加急", 1, None), who=make.zhao())
    assert not made.collided
    assert (current(project, "issue"), current(project, "remark")) == ("缺地", "加急")


def test_the_same_field_shows_both_values_and_who_and_writes_neither_over_the_other() -> None:
    project = make.project()
    edit(CellEdit(project.pk, "issue", "缺地", 1, None))
    mine = CellEdit(project.pk, "issue", "缺钱", 1, None)
    made = edit(mine, CellEdit(project.pk, "remark", "加急", 1, None), who=make.zhao())
    told = made.collided[0]
    assert (told.mine, told.theirs, told.who, told.at) == ("缺钱", "缺地", "lin", make.NOW)
    assert (current(project, "issue"), current(project, "remark")) == ("缺地", "加急")
    assert edit(CellEdit(project.pk, "issue", "缺钱", None, told.theirs)).seq


def test_both_typing_the_same_is_no_collision() -> None:
    project = make.project()
    edit(CellEdit(project.pk, "issue", "缺地", 1, None))
    assert edit(CellEdit(project.pk, "issue", "缺地", 1, None), who=make.zhao()).same == 1


def test_without_the_value_seen_the_version_guards() -> None:
    project = make.project()
    edit(CellEdit(project.pk, "issue", "缺地"))
    assert edit(CellEdit(project.pk, "issue", "缺钱", 1)).collided
    assert edit(CellEdit(project.pk, "issue", "缺钱", 2)).seq


# ---- dates and amounts that want a reason ----
def test_a_later_date_asks_its_reason_and_waits_as_a_slip() -> None:
    project = cast.project()
    cast.skeleton(project, groundbreaking=date(2022, 9, 30))
    late = CellEdit(project.pk, "planned_start", "2022-12-31")
    asked = edit(late).asked[0]
    assert ("land", "土地与征迁") in asked.choices
    assert not Slip.objects.exists()
    assert edit(late, reasons={"*": {"class": "nonsense", "text": "x"}}).asked
    assert edit(late, reasons=SLIP).seq
    slip = Slip.objects.get(state="waiting")
    assert (slip.to_due, slip.reason_class, slip.reason) == (date(2022, 12, 31), "land", "净地未移交")
    assert cast.stone(project, "groundbreaking").due == date(2022, 9, 30)


def test_an_earlier_date_is_a_new_version_at_once_and_undoing_it_is_no_slip() -> None:
    project = cast.project()
    cast.skeleton(project, groundbreaking=date(2022, 9, 30))
    made = edit(CellEdit(project.pk, "planned_start", "2022-08-31"))
    assert cast.stone(project, "groundbreaking").due == date(2022, 8, 31)
    undo(made)
    assert cast.stone(project, "groundbreaking").due == date(2022, 9, 30)
    assert list(PlanVersion.objects.values_list("n", "state")) == [(1, "approved")]
    assert not Slip.objects.exists()


def test_a_date_of_a_halted_project_or_a_done_milestone_does_not_move() -> None:
    halted, done = cast.project(name="甲项目", halt="paused"), cast.project(name="乙项目")
    cast.skeleton(halted, groundbreaking=date(2022, 9, 30))
    cast.skeleton(done, groundbreaking=date(2022, 9, 30))
    stone = cast.stone(done, "groundbreaking")
    stone.done_on = date(2022, 5, 1)
    stone.save()
    told = edit(*(CellEdit(one.pk, "planned_start", "2022-08-31") for one in (halted, done))).refused
    assert ["恢复推进" in told[0].why, "已在 2022-05-01 完成" in told[1].why] == [True, True]


def test_an_amount_that_falls_and_a_plan_that_changes_want_words() -> None:
    project = make.project()
    edit(CellEdit(project.pk, "annual_plan", "1亿"), CellEdit(project.pk, "ytd_investment@2022-06", "5000"))
    fell, plan = CellEdit(project.pk, "ytd_investment", "4000"), CellEdit(project.pk, "annual_plan", "9000")
    made = edit(fell, plan)
    assert [("5,000" in one.sentence, one.choices) for one in made.asked if "ytd" in one.field] == [
        (True, ())
    ]
    assert edit(fell, plan, reasons={"*": {"text": "统计核减"}}).seq
    assert current(project, "ytd_investment") == {"2022-06": "4000"}
    held = YearPlan.objects.get(in_force=True)
    assert (held.amount_wan, held.version, held.reason) == (Decimal(9000), 2, "统计核减")


def test_a_month_to_come_is_refused() -> None:
    made = edit(CellEdit(make.project().pk, "ytd_investment@2022-09", "1"))
    assert "还没有到" in made.refused[0].why


# ---- taking back ----
def test_an_edit_is_taken_back_in_every_table() -> None:
    make.unit("住建局")
    project = make.project(kind="attraction", stage="signed", issue="旧")
    before = keeping.binding("projects").current([project.pk])
    made = edit(
        CellEdit(project.pk, "issue", "新"), CellEdit(project.pk, "total_investment", "5亿"),
        CellEdit(project.pk, "unit", "住建局"), CellEdit(project.pk, "started", "是"),
        CellEdit(project.pk, "annual_plan", "100"), CellEdit(project.pk, "ytd_investment@2022-06", "50"),
        CellEdit(project.pk, "owner", "示例机械有限公司"), CellEdit(project.pk, "project_name", "改名项目"),
        CellEdit(project.pk, "planned_finish", "2023-06"),
    )  # fmt: skip
    assert Project.objects.get().stage == "groundbreaking"
    row = undo(made)
    assert keeping.binding("projects").current([project.pk]) == before
    assert Project.objects.get().stage == "signed"
    assert (row.verb, row.subject_id, row.why) == ("undo", project.pk, "撤销lin的“改台账”")
    assert row.after["issue"] == "旧"
    assert not DeedTrace.objects.exists()
    assert Assignment.objects.count() == 0


def test_another_field_changed_since_does_not_hinder_and_is_kept() -> None:
    project = make.project()
    made = edit(CellEdit(project.pk, "issue", "缺地"))
    edit(CellEdit(project.pk, "remark", "加急"), who=make.zhao())
    undo(made)
    assert (current(project, "issue"), current(project, "remark")) == (None, "加急")


def test_a_field_changed_since_is_named_and_nothing_is_taken_back() -> None:
    project = make.project("甲项目")
    made = edit(CellEdit(project.pk, "issue", "缺地"), CellEdit(project.pk, "remark", "加急"))
    edit(CellEdit(project.pk, "issue", "缺钱"), who=make.zhao())
    with pytest.raises(Refused, match=r"“甲项目”的存在问题.*zhao"):
        undo(made)
    assert current(project, "remark") == "加急"


def test_only_the_doer_or_an_editor_takes_back_in_time_and_once() -> None:
    project = make.project()
    projects.assign(by=make.by(), project=project, role="lead", unit=make.unit())
    made = edit(CellEdit(project.pk, "issue", "缺地"))
    with pytest.raises(NotAllowed, match="本人"):
        undo(made, make.sun())
    with pytest.raises(Refused, match="24 小时"):
        undo(made, at=make.NOW + timedelta(hours=25))
    undo(made, make.zhao())
    with pytest.raises(Refused, match="已经撤销过"):
        undo(made)


# ---- size ----
def test_ten_thousand_edits_take_no_more_queries_than_ten() -> None:
    make.unit("住建局")

    def run(n: int) -> int:
        found = [make.project(f"项目{n}-{i}") for i in range(n)]
        texts = {"issue": "缺地", "unit": "住建局", "annual_plan": "100"}
        edits = [CellEdit(one.pk, field, text) for one in found for field, text in texts.items()]
        with CaptureQueriesContext(connection) as seen:
            made = edit(*edits)
        assert len(made.written) == 3 * n
        return len(seen)

    few, many = run(10), run(300)
    assert many <= few + 25  # a bulk insert of many rows is cut into statements
