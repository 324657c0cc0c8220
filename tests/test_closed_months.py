"""封账 binds every door: the report's page, the API, a cell, a paste, many rows, a whole table, undo."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from greenlight.base import undoing
from greenlight.base.models import ImportBatch, ImportRow, JournalRow
from greenlight.base.refusals import Refused
from greenlight.desk import previewing
from greenlight.desk.actions import edit_cells
from greenlight.desk.editing import CellEdit
from greenlight.desk.lines import rebuild_all
from greenlight.investment import actions
from greenlight.investment.models import InvestmentReport
from greenlight.kernel.composition import Parts
from greenlight.kernel.reporting import Report
from greenlight.people import tokens
from greenlight.projects.models import Project
from tests import cases, make

pytestmark = pytest.mark.django_db
CLOSED = "2022 年 6 月已经封账"
WAY_OUT = "请科室或领导在“投资”页重新打开封账"
HEAD = "项目名称,总投资（万元）,1-6月累计完成投资（万元）,1-7月累计完成投资（万元）,目前形象进度\n"


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GREENLIGHT_TODAY", make.TODAY.isoformat())


@pytest.fixture
def browser() -> Client:
    made = Client()
    made.force_login(make.lin(), backend="django.contrib.auth.backends.ModelBackend")
    return made


def close(month: int = 6, reason: str = "") -> None:
    actions.close_months(by=make.by(), zone=make.zone(), year=2022, month=month, reason=reason)


def reported(name: str, june: int = 500) -> Project:
    project = make.project(name, total_wan=Decimal(90000))
    cases.reported(project, 6, june)
    return project


def amounts(project: Project) -> dict[int, int]:
    rows = InvestmentReport.objects.filter(project=project, in_force=True)
    return {month: int(amount) for month, amount in rows.values_list("month", "ytd_wan")}


def dropped(browser: Client, *rows: str) -> ImportBatch:
    data = (HEAD + "".join(f"{row}\n" for row in rows)).encode("gb18030")
    browser.post("/imports/", {"file": SimpleUploadedFile("7月.csv", data)})
    return ImportBatch.objects.latest("pk")


def page(browser: Client, batch: ImportBatch, query: str = "") -> str:
    return browser.get(f"/imports/{batch.pk}/{query}").content.decode()


def test_the_page_of_the_report_says_it_is_closed_and_keeps_what_was_typed(browser: Client) -> None:
    project = reported("甲项目")
    close()
    form = {"year": 2022, "month": 6, "ytd_wan": "777", "method": "work", "reason": "补报", "version": 1}
    answer = browser.post(f"/projects/{project.pk}/investment/", form)
    assert answer.status_code == 422
    told = answer.content.decode()
    assert CLOSED in told
    assert WAY_OUT in told
    assert 'value="777"' in told
    assert amounts(project) == {6: 500}


def test_the_api_refuses_a_closed_month_whole() -> None:
    project = reported("甲项目")
    close()
    who = make.lin()
    scopes = ("projects:write", "investment:write")
    secret = tokens.make(by=make.by(who), name="程序", days=30, scopes=scopes)[1]
    machine = Client(headers={"Authorization": f"Bearer {secret}"}, raise_request_exception=False)
    path = f"/api/v1/projects/{project.pk}"

    def send(method: str, where: str, body: Any) -> Any:
        tag = machine.get(path).headers["ETag"]
        headers = {"If-Match": tag, "Idempotency-Key": where + method}
        return getattr(machine, method)(where, body, content_type="application/json", headers=headers)

    month = send("put", f"{path}/investment/2022/6", {"ytd_wan": 800, "reason": "补报"})
    assert month.status_code == 400
    assert CLOSED in str(month.json())
    cell = send("patch", path, {"ytd_investment": "800", "remark": "新", "reason": "补报"})
    assert cell.status_code == 422  # months have an address of their own, the row does not take them
    project.refresh_from_db()
    assert (amounts(project), project.remark) == ({6: 500}, "")


def test_of_edited_pasted_and_bulk_cells_the_closed_one_stays_and_the_others_are_written() -> None:
    project, other = reported("甲项目"), reported("乙项目", 400)
    close()
    wanted = [
        CellEdit(project.pk, "ytd_investment@2022-06", "700"),
        CellEdit(project.pk, "ytd_investment@2022-07", "900"),
        CellEdit(other.pk, "issue", "缺地"),
    ]
    for verb in ("ledger.edit", "ledger.paste", "ledger.bulk"):
        told = edit_cells(by=make.by(), ledger="projects", edits=wanted, verb=verb)
        (refused,) = told.refused
        assert (refused.name, CLOSED in refused.why, WAY_OUT in refused.why) == ("甲项目", True, True)
    other.refresh_from_db()
    assert (amounts(project), amounts(other), other.issue) == ({6: 500, 7: 900}, {6: 400}, "缺地")


def test_the_doors_of_cell_paste_and_many_rows_name_the_closed_month(browser: Client) -> None:
    project, other = reported("甲项目"), reported("乙项目", 400)
    rebuild_all(project.zone_id)
    close()
    cell = browser.post(
        f"/ledger/projects/cell/{project.pk}/ytd_investment/", {"text": "700", "base": '"500"'}
    )
    assert cell.json()["outcome"] == "refused"
    assert CLOSED in cell.json()["title"]
    text = "项目名称\t1-6月累计完成投资（万元）\t存在问题\n甲项目\t700\t缺地\n乙项目\t400\t缺电"
    columns = "project_name,issue"
    pasted = browser.post("/ledger/projects/paste/", {"text": text, "columns": columns}).content.decode()
    assert CLOSED in pasted
    seen = pasted.split('data-gl-preview="', 1)[1].split('"', 1)[0]
    sent = {"text": text, "columns": columns, "apply": "1", "seen": seen}
    browser.post("/ledger/projects/paste/", sent)
    bulk = {"rows": f"{project.pk},{other.pk}", "field": "ytd_investment", "text": "950"}
    assert browser.post("/ledger/projects/bulk/", bulk).content.decode().count(CLOSED) == 2
    issues = set(Project.objects.values_list("issue", flat=True))
    assert (amounts(project), amounts(other), issues) == ({6: 500}, {6: 400}, {"缺地", "缺电"})


def test_a_whole_table_goes_in_without_the_cells_of_closed_months(browser: Client) -> None:
    project, other = reported("甲项目"), reported("乙项目", 400)
    close()
    batch = dropped(
        browser, "甲项目,90000,650,900,主体施工", "乙项目,90000,400,800,装修", "丙项目,5000,100,300,基础"
    )
    refused = page(browser, batch, "?tab=refused")
    for words in ("甲项目", "650", CLOSED, WAY_OUT, "lin封到 2022 年 6 月"):
        assert words in refused, words
    (card,) = previewing.cards(batch)  # which kind a new project is
    given = {f"k{card['n']}": card["key"], f"a{card['n']}": card["options"][0]["value"]}
    browser.post(f"/imports/{batch.pk}/answers/", given)
    browser.post(f"/imports/{batch.pk}/apply/")
    batch.refresh_from_db()
    assert batch.state == ImportBatch.State.APPLIED, (batch.state, batch.message, batch.summary["questions"])
    fresh = Project.objects.get(name="丙项目")
    assert [amounts(one) for one in (project, other, fresh)] == [
        {6: 500, 7: 900}, {6: 400, 7: 800}, {7: 300}
    ]  # fmt: skip
    named = [(row.name, one["cell"]) for row in batch.rows.order_by("pk") for one in row.refused]
    assert named == [("甲项目", "C2"), ("丙项目", "C4")]
    marked = browser.get(f"/imports/{batch.pk}/annotated/")
    assert marked.status_code == 200


def test_the_sum_since_the_start_does_not_slip_into_a_closed_month(browser: Client) -> None:
    project = reported("甲项目")
    close()
    head = "项目名称,总投资（万元）,1-6月累计完成投资（万元）,开工以来累计完成投资（万元）,目前形象进度\n"
    data = (head + "甲项目,90000,500,620,主体施工\n").encode("gb18030")
    browser.post("/imports/", {"file": SimpleUploadedFile("6月.csv", data)})
    batch = ImportBatch.objects.latest("pk")
    browser.post(f"/imports/{batch.pk}/apply/")
    batch.refresh_from_db()
    project.refresh_from_db()
    assert batch.state == ImportBatch.State.APPLIED, batch.message
    assert (amounts(project), project.site_progress) == ({6: 500}, "主体施工")


def test_a_month_closed_after_the_preview_is_planned_again_before_anything_is_written(
    browser: Client,
) -> None:
    project = reported("甲项目")
    batch = dropped(browser, "甲项目,90000,650,900,主体施工")
    close()
    browser.post(f"/imports/{batch.pk}/apply/")
    batch.refresh_from_db()
    assert (batch.state, amounts(project)) == ("preview", {6: 500})
    assert "封了账" in page(browser, batch)
    browser.post(f"/imports/{batch.pk}/apply/")
    assert amounts(project) == {6: 500, 7: 900}


def test_an_import_that_wrote_a_month_closed_since_is_not_taken_back(browser: Client) -> None:
    project = reported("甲项目")
    batch = dropped(browser, "甲项目,90000,650,900,主体施工")
    browser.post(f"/imports/{batch.pk}/apply/")
    close()
    answer = browser.post(f"/imports/{batch.pk}/undo/")
    assert CLOSED in answer.content.decode()
    assert amounts(project) == {6: 650, 7: 900}
    close(0, "更正 6 月")
    browser.post(f"/imports/{batch.pk}/undo/")
    assert amounts(project) == {6: 500}
    assert ImportRow.objects.filter(batch=batch).exists()


def test_no_deed_on_a_month_closed_since_is_taken_back_and_its_composition_stands() -> None:
    project = make.project()
    report = actions.report(by=make.by(), project=project, report=Report(2022, 6, Decimal(500)))
    row = JournalRow.objects.latest("seq")
    edit = edit_cells(
        by=make.by(), ledger="projects", edits=[CellEdit(project.pk, "ytd_investment@2022-06", "600")],
        reasons={"*": {"text": "更正"}},
    )  # fmt: skip
    close()
    with pytest.raises(Refused, match=CLOSED):
        undoing.take_back(make.by(), row)
    with pytest.raises(Refused, match=CLOSED):
        undoing.take_back(make.by(), JournalRow.objects.get(pk=edit.seq or 0))
    now = InvestmentReport.objects.get(project=project, in_force=True)
    parts = Parts(Decimal(600), Decimal(0), Decimal(0), Decimal(0))
    with pytest.raises(Refused, match=CLOSED):
        actions.compose(by=make.by(), report=now, parts=parts)
    assert (report.month, amounts(project)) == (6, {6: 600})
