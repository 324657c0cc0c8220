"""The pages as people open them: forms that work, sentences instead of errors, nothing for strangers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from greenlight.base.models import File
from greenlight.projects import actions, library
from greenlight.projects.models import Assignment, Evidence, Project, TemplateNode
from greenlight.projects.tests.looking import client, fresh, last, page, rows
from tests import make

pytestmark = pytest.mark.django_db
ON = "2022-07-20"


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GREENLIGHT_TODAY", make.TODAY.isoformat())


@pytest.fixture
def project() -> Project:
    library.seed()
    made = make.project()
    Assignment.objects.create(project=made, zone=made.zone, role="lead", unit=make.unit())
    return made


def post(who: Client, path: str, status: int = 302, **data: Any) -> str:
    return send(who, path, data, status)


def send(who: Client, path: str, data: dict[str, Any], status: int = 302) -> str:
    answer = who.post(path, data)
    assert answer.status_code == status, (path, answer.status_code, answer.content.decode()[-2000:])
    return str(answer.content.decode()) if status != 302 else str(answer.headers["Location"])


# ---- entering and editing ----
def test_a_clerk_enters_a_project_and_lands_on_its_facts() -> None:
    lin = client(make.lin())
    assert "项目类别" in page(make.lin(), "/projects/new/")
    where = post(
        lin, "/projects/new/", kind="attraction", name="锂盐项目", total_wan="1.2亿", conditions=["bond"]
    )
    project = Project.objects.get()
    assert where == f"/projects/{project.pk}/?tab=facts"
    assert (project.total_wan, project.conditions) == (Decimal(12000), ["bond"])
    text = page(make.lin(), where)
    assert "用专项债" in text
    assert "12,000" in text


def test_a_phase_is_entered_under_the_project_it_belongs_to() -> None:
    lin = client(make.lin())
    post(lin, "/projects/new/", kind="attraction", name="锂盐项目一期")
    post(lin, "/projects/new/", kind="attraction", name="锂盐项目二期", parent="锂盐项目一期", total_wan="5")
    second = Project.objects.get(name="锂盐项目二期")
    assert second.parent is not None
    group = page(make.lin(), f"/projects/{second.parent.pk}/?tab=facts")
    for name in ("锂盐项目一期", "锂盐项目二期", "项目群"):
        assert name in group
    for tab in ("milestones", "investment", "site", "warnings", "papers", "log"):
        page(make.lin(), f"/projects/{second.parent.pk}/?tab={tab}")
    assert 'value="锂盐项目"' in page(make.lin(), f"/projects/{second.pk}/edit/")


def test_a_taken_name_comes_back_with_everything_that_was_typed(project: Project) -> None:
    lin = client(make.lin())
    text = post(lin, "/projects/new/", 409, kind="attraction", name=project.name, location="清湖片区")
    assert "已有同名项目" in text
    assert "清湖片区" in text
    assert Project.objects.count() == 1


def test_an_empty_form_says_what_is_lacking() -> None:
    text = post(client(make.lin()), "/projects/new/", 422)
    assert "有 2 处要改" in text


def test_facts_are_edited_and_the_project_may_join_a_group(project: Project) -> None:
    make.project("锂盐一期", name_norm="锂盐一期")
    lin = client(make.lin())
    assert f'value="{project.name}"' in page(make.lin(), f"/projects/{project.pk}/edit/")
    where = post(
        lin, f"/projects/{project.pk}/edit/", kind="attraction", name=project.name, total_wan="30000",
        location="贺村", parent="锂盐一期", version="1",
    )  # fmt: skip
    assert where.endswith("?tab=facts")
    assert (fresh(project).location, fresh(project).total_wan) == ("贺村", Decimal(30000))
    assert fresh(project).parent is not None


def test_a_collision_shows_what_the_other_left_and_keeps_what_was_typed(project: Project) -> None:
    lin, path = client(make.lin()), f"/projects/{project.pk}/edit/"
    typed = {"kind": "attraction", "name": project.name, "total_wan": "30000", "version": "1"}
    actions.edit(by=make.by(make.zhao()), project=project, facts={"location": "贺村", "issue": "缺地"})
    text = send(lin, path, typed | {"location": "上余", "issue": "缺地"}, 409)
    assert "刚被别人改过" in text
    assert "贺村" in text.split("<form")[0] + text.split("现在存的是")[1].split("</dl>")[0]
    assert "存在问题" not in text.split("现在存的是")[1].split("</dl>")[0]
    assert 'value="上余"' in text
    assert 'name="version" value="2"' in text
    send(lin, path, typed | {"location": "上余", "issue": "缺地", "version": "2"})
    assert fresh(project).location == "上余"


def test_somebody_elses_deed_that_touches_nothing_typed_is_said_to_be_harmless(project: Project) -> None:
    actions.report_site(by=make.by(), project=project, words="打桩", percent=None, on=date(2022, 7, 1))
    text = post(
        client(make.lin()), f"/projects/{project.pk}/edit/", 409,
        kind="attraction", name=project.name, total_wan="30000", version="1",
    )  # fmt: skip
    assert "没有冲突" in text


def test_the_amount_is_spelled_in_yi_beside_the_field(project: Project) -> None:
    text = page(make.lin(), f"/projects/{project.pk}/edit/")
    assert "= 3 亿元" in text
    assert "总投资（万元）" in text


# ---- basic facts ----
def test_amounts_codes_and_lists_are_kept_on_the_facts_page(project: Project) -> None:
    lin, at = client(make.lin()), f"/projects/{project.pk}/"
    post(lin, f"{at}amounts/", kind="contract", amount_wan="2,500.5", on=ON)
    post(lin, f"{at}codes/", code="2206-330881-04-01-123456")
    old = project.codes.get()
    post(lin, f"{at}codes/", code="2207-330881-04-01-123456", replaces=str(old.pk), on="")
    post(lin, f"{at}listings/", name="省重点", year="2022", nature="new", planned_new="on")
    text = page(make.lin(), f"{at}?tab=facts")
    for told in ("合同价", "2,501", "换成 2207-330881-04-01-123456", "2022 年省重点", "计划新开工"):
        assert told in text, told
    post(lin, f"{at}listings/{project.listings.get().pk}/off/")
    assert not project.listings.exists()


def test_people_are_assigned_and_taken_off(project: Project) -> None:
    lin, at = client(make.lin()), f"/projects/{project.pk}/"
    post(lin, f"{at}assign/", role="liaison", user=str(make.he().pk))
    assert page(make.he(), at)
    held = project.assignments.get(role="liaison")
    post(lin, f"{at}assign/{held.pk}/end/")
    assert client(make.he()).get(at).status_code == 404


def test_an_assignment_of_another_project_is_not_found_under_this_one(project: Project) -> None:
    other = make.project("另一个")
    held = Assignment.objects.create(project=other, zone=other.zone, role="lead", unit=make.unit())
    post(client(make.lin()), f"/projects/{project.pk}/assign/{held.pk}/end/", 404)


# ---- stages and papers ----
def test_a_project_goes_through_a_gate_by_its_papers(project: Project) -> None:
    lin, sun, at = client(make.lin()), client(make.sun()), f"/projects/{project.pk}/"
    refused = post(lin, f"{at}stage/", 409, to="registration", on=ON)
    assert "还不能进入“立项”" in refused
    node = TemplateNode.objects.get(code="IND012")
    for name in node.evidence:
        post(
            sun, f"{at}papers/", node="IND012", name=name, file=SimpleUploadedFile("备案.pdf", b"%PDF-1.7 x")
        )
    text = page(make.lin(), f"{at}?tab=papers")
    assert text.count("已交待审") == len(node.evidence)
    for paper in Evidence.objects.all():
        post(lin, f"{at}papers/{paper.pk}/", accept="1")
    post(lin, f"{at}stage/", to="registration", on=ON)
    assert fresh(project).stage == "registration"
    assert "2 份都齐了" in page(make.lin(), f"{at}?tab=papers")


def test_a_stage_is_recorded_with_its_ground_and_taken_back(project: Project) -> None:
    lin, at = client(make.lin()), f"/projects/{project.pk}/"
    post(lin, f"{at}stage/", to="groundbreaking", on=ON, reason="7 月台账")
    assert project.stage_events.latest("pk").recorded
    post(lin, f"{at}stage/", to="signed", reason="录错了")
    assert fresh(project).stage == "signed"
    assert "退回“签约”" in page(make.lin(), f"{at}?tab=log")
    assert "阶段填错了" in page(make.lin(), f"{at}?tab=papers")


def test_a_paper_is_sent_back_with_a_note(project: Project) -> None:
    sun, at = client(make.sun()), f"/projects/{project.pk}/"
    post(sun, f"{at}papers/", node="IND012", name="24位项目代码", file=SimpleUploadedFile("a.pdf", b"%PDF-1"))
    paper = Evidence.objects.get()
    assert "退回要写原因" in post(client(make.lin()), f"{at}papers/{paper.pk}/", 400)
    post(client(make.lin()), f"{at}papers/{paper.pk}/", note="缺章")
    assert "退回原因：缺章" in page(make.sun(), f"{at}?tab=papers")


def test_a_paper_nobody_asked_for_leaves_no_file_behind(project: Project) -> None:
    lin, at = client(make.lin()), f"/projects/{project.pk}/papers/"
    file = SimpleUploadedFile("a.pdf", b"%PDF-1")
    assert "没有要这份资料" in post(lin, at, 409, node="IND012", name="菜单", file=file)
    assert "没有收到文件" in post(lin, at, 400, node="IND012", name="24位项目代码")
    empty = SimpleUploadedFile("a.pdf", b"")
    assert "是空的" in post(lin, at, 400, node="IND012", name="24位项目代码", file=empty)
    assert not File.objects.exists()


def test_a_project_is_paused_and_resumed(project: Project) -> None:
    lin, at = client(make.lin()), f"/projects/{project.pk}/"
    post(lin, f"{at}halt/", state="paused", reason="等批复")
    text = page(make.lin(), f"{at}?tab=papers")
    assert "项目已暂停，先在下面恢复推进" in text
    post(lin, f"{at}halt/", state="resume", reason="批了")
    assert fresh(project).halt == ""


def test_a_unit_reports_the_site_but_is_not_offered_what_it_may_not_do(project: Project) -> None:
    sun, at = client(make.sun()), f"/projects/{project.pk}/"
    post(sun, f"{at}site/", words="主体三层", percent="42.5", on=ON)
    text = page(make.sun(), f"{at}?tab=site")
    assert "主体三层" in text
    assert "报形象进度" in text
    facts, papers = page(make.sun(), f"{at}?tab=facts"), page(make.sun(), f"{at}?tab=papers")
    for button in ("/amounts/", "/codes/", "/listings/", "/edit/", "/assign/"):
        assert button not in facts, button
    for button in ("推进阶段", "暂停", "退回"):
        assert button not in papers, button
    assert "交资料" in papers
    for path in ("edit/", "amounts/", "codes/", "listings/", "assign/", "halt/", "stage/"):
        data = {
            "to": "registration", "on": ON, "reason": "x", "state": "paused", "role": "contact",
            "person": "x", "kind": "agreed", "amount_wan": "1", "code": "2206-330881-04-01-123456",
            "name": "x", "year": "2022",
        }  # fmt: skip
        send(sun, f"{at}{path}", data, 403)


def test_every_form_of_the_project_page_has_its_own_ids(project: Project) -> None:
    import re

    for tab in ("facts", "papers", "site"):
        ids = re.findall(r'\bid="([^"]+)"', page(make.lin(), f"/projects/{project.pk}/?tab={tab}"))
        assert len(ids) == len(set(ids)), tab


# ---- the library ----
def test_the_library_is_read_by_all_and_edited_by_clerks(project: Project) -> None:
    node = TemplateNode.objects.get(code="IND012")
    text = page(make.sun(), "/library/?kind=attraction")
    assert "进入“立项”之前" in text
    assert f"/library/nodes/{node.pk}/" not in text
    assert "保存" not in page(make.sun(), f"/library/nodes/{node.pk}/")
    values = {
        "name": "备案赋码", "department": node.department, "duration": "2", "clock": "workday",
        "condition": "always", "evidence": "备案表\n代码", "gates_stage": "registration",
    }  # fmt: skip
    send(client(make.sun()), f"/library/nodes/{node.pk}/", values, 403)
    where = send(client(make.lin()), f"/library/nodes/{node.pk}/", values)
    assert "备案赋码" in page(make.lin(), where)
    assert "备案赋码" not in page(make.lin(), "/library/?kind=attraction")
    assert "没有改动" in send(client(make.lin()), f"/library/nodes/{node.pk}/", values, 409)
    for kind in ("government", "technical_upgrade", "odd", "\u3000"):
        page(make.lin(), f"/library/?kind={kind}")


def test_departments_are_mapped_on_one_page(project: Project) -> None:
    office = make.unit("财政金融科")
    assert "财政局" in page(make.lin(), "/library/units/")
    send(client(make.lin()), "/library/units/", {"d:财政局": str(office.pk)})
    assert f'value="{office.pk}" selected' in page(make.lin(), "/library/units/")
    assert "不在本区" in send(client(make.lin()), "/library/units/", {"d:财政局": "987654"}, 400)


def test_an_empty_library_says_what_to_do() -> None:
    assert "节点库是空的" in page(make.lin(), "/library/")


# ---- strangers and nonsense ----
PATHS = [
    "", "edit/", "amounts/", "codes/", "listings/", "listings/1/off/", "stage/", "halt/", "assign/",
    "assign/1/end/", "site/", "papers/", "papers/1/",
]  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_to_a_stranger_no_door_of_the_project_is_there(project: Project, path: str) -> None:
    wu, before = client(make.wu()), rows()
    method = wu.get if path in ("", "edit/") else wu.post
    assert method(f"/projects/{project.pk}/{path}").status_code == 404
    assert (
        client(make.lin())
        .post(f"/projects/{2**62}/{path}" if path else f"/projects/{2**70}/edit/")
        .status_code
        == 404
    )
    assert rows() == before


JUNK = [
    "\x00",
    "长" * 3000,
    "-1",
    "9" * 50,
    "NaN",
    "1e999",
    "2022-02-30",
    "0001-01-01",
    "9999-12-31",
    "１２",
    "",
    "²",
]
FIELDS: dict[str, dict[str, str]] = {
    "edit/": {
        "kind": "attraction", "name": "锂盐", "parent": "", "nature": "new", "total_wan": "1", "scale": "x",
        "land_area_mu": "1", "industry": "x", "conditions": "bond", "version": "1",
    },
    "amounts/": {"kind": "contract", "amount_wan": "1", "on": ON},
    "codes/": {"code": "2206-330881-04-01-123456", "on": ON, "replaces": ""},
    "listings/": {"name": "省重点", "year": "2022", "nature": "new", "planned_new": "on"},
    "stage/": {"to": "registration", "on": ON, "reason": "台账"},
    "halt/": {"state": "paused", "reason": "等批复"},
    "assign/": {"role": "contact", "unit": "", "user": "", "person": "老何", "phone": "1"},
    "site/": {"words": "打桩", "percent": "5", "on": ON},
    "papers/": {"node": "IND012", "name": "24位项目代码", "file": "x"},
    "papers/1/": {"accept": "", "note": "缺章"},
}  # fmt: skip


@pytest.mark.parametrize("path", list(FIELDS))
def test_nonsense_in_any_field_is_answered_in_words(project: Project, path: str) -> None:
    lin, good = client(make.lin()), FIELDS[path]
    paper = Evidence.objects.create(
        project=project, zone=project.zone, node_code="IND012", name="24位项目代码", at=make.NOW
    )
    at = f"/projects/{project.pk}/{path}".replace("/papers/1/", f"/papers/{paper.pk}/")
    for junk in JUNK:
        for data in (dict.fromkeys(good, junk), *(good | {name: junk} for name in good)):
            status = lin.post(at, data).status_code
            assert status < 500, (junk, data)


@pytest.mark.parametrize("path", ["/projects/new/", "/library/units/", "node"])
def test_nonsense_on_a_large_form_is_answered_in_words(project: Project, path: str) -> None:
    lin, node = client(make.lin()), TemplateNode.objects.get(code="IND012")
    at = f"/library/nodes/{node.pk}/" if path == "node" else path
    fields = [
        "kind", "name", "total_wan", "parent", "d:财政局", "d:\x00", "department", "duration", "clock",
        "condition", "evidence", "gates_stage",
    ]  # fmt: skip
    for junk in JUNK:
        assert lin.post(at, dict.fromkeys(fields, junk)).status_code < 500, junk


def test_a_deed_by_page_is_in_the_journal_under_its_person(project: Project) -> None:
    post(client(make.zhao()), f"/projects/{project.pk}/site/", words="打桩", on=ON)
    row = last(project)
    assert (row.actor_name, row.zone_id, fresh(project).version) == ("zhao", project.zone_id, 2)
