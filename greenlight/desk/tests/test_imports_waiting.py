"""Workbooks of rooms not built yet: read, checked, shown, marked and given up; never written."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from greenlight.base.imports import waiting
from greenlight.base.models import ImportBatch, JournalRow
from greenlight.desk.tests.test_imports_pages import signed_in
from greenlight.enterprises.models import Enterprise
from greenlight.projects.models import Project
from tests import make

pytestmark = pytest.mark.django_db
FOLDER = Path(__file__).resolve().parents[3] / "tests/fixtures/ledgers"
BOOKS = {
    "b_investment_attraction.xlsx": ("招商引资项目台账", 60, 1),
    "c_enterprise_issues.xlsx": ("企业问题清单", 80, 5),
    "d1_signing_summary.xlsx": ("征迁签约进度表", 8, 0),
    "d2_signing_daily.xlsx": ("签约日报表", 288, 0),
    "e_underused_land.xls": ("低效用地处置台账", 13, 2),
    "f_monthly_indicators.xlsx": ("规上企业月度指标表", 340, 1),
    "g_growth_ladder.xlsx": ("小升规培育库", 26, 1),
    "h_hazards.csv": ("隐患排查整改台账", 64, 2),
}


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GREENLIGHT_TODAY", make.TODAY.isoformat())


def dropped(client: Client, data: bytes, name: str) -> ImportBatch:
    assert client.post("/imports/", {"file": SimpleUploadedFile(name, data)}).status_code == 302
    return ImportBatch.objects.latest("pk")


def dropped_file(client: Client, name: str) -> ImportBatch:
    return dropped(client, (FOLDER / name).read_bytes(), name)


def page(client: Client, batch: ImportBatch, query: str = "") -> str:
    answer = client.get(f"/imports/{batch.pk}/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("name", BOOKS)
def test_each_book_is_recognised_shown_and_kept_out_of_the_records(name: str) -> None:
    client = signed_in(make.lin())
    title, records, refused = BOOKS[name]
    batch = dropped_file(client, name)
    assert batch.state == ImportBatch.State.WAITING
    assert batch.summary["counts"]["waiting"] == records
    assert batch.summary["refused"] == refused
    shown = page(client, batch)
    assert f"读作《{title}》" in shown
    assert "先留在预览里，暂不入库" in shown
    assert "生效" not in shown.split('id="actbar"')[1]
    assert (Project.objects.count(), Enterprise.objects.count()) == (0, 0)
    assert not JournalRow.objects.filter(verb__contains="import").exists()
    for tab in ("refused", "left_out", "no-such"):
        page(client, batch, f"?tab={tab}")
    listed = client.get("/imports/").content.decode()
    assert title in listed
    assert "暂不入库" in listed


def test_the_sums_stand_beside_the_total_of_the_file() -> None:
    client = signed_in(make.lin())
    shown = page(client, dropped_file(client, "e_underused_land.xls"))
    assert "合计核对" in shown
    assert shown.count("<td>占地面积") == 1
    assert "536" in shown


def test_the_annotated_copy_marks_what_is_not_taken() -> None:
    client = signed_in(make.lin())
    for name in ("c_enterprise_issues.xlsx", "e_underused_land.xls", "h_hazards.csv"):
        answer = client.get(f"/imports/{dropped_file(client, name).pk}/annotated/")
        assert answer.status_code == 200
        assert "（标注）.xlsx" in unquote(answer["Content-Disposition"])
        assert bytes(answer.content).startswith(b"PK")


def test_a_waiting_book_has_nothing_to_apply_and_can_be_given_up() -> None:
    client = signed_in(make.lin())
    batch = dropped_file(client, "h_hazards.csv")
    answer = client.post(f"/imports/{batch.pk}/apply/")
    assert answer.status_code in (302, 400, 409, 422)
    batch.refresh_from_db()
    assert batch.state == ImportBatch.State.WAITING
    client.post(f"/imports/{batch.pk}/discard/")
    batch.refresh_from_db()
    assert batch.state == ImportBatch.State.DISCARDED
    assert not batch.rows.exists()
    assert "已放弃" in page(client, batch)


def test_columns_are_corrected_and_the_choice_holds_next_month() -> None:
    client = signed_in(make.lin())
    text = "隐患编号,受检单位,检查日期,隐患描述,整改期限,是否销号,跟班人\n"
    text += "H1,甲厂,2024-07-01,堵塞,7日内,否,王一\n"
    batch = dropped(client, text.encode("gb18030"), "隐患.csv")
    assert "王一" not in page(client, batch)
    columns = client.get(f"/imports/{batch.pk}/columns/").content.decode()
    assert "整改责任人" in columns
    place = next(n for n, one in enumerate(batch.summary["columns"]) if one["header"] == "跟班人")
    client.post(f"/imports/{batch.pk}/columns/", {f"f{place}": "responsible"})
    assert "王一" in page(client, batch)
    again = dropped(client, text.replace("王一", "王二").encode("gb18030"), "8月隐患.csv")
    assert "王二" in page(client, again)


def test_a_table_taken_for_the_wrong_one_is_read_as_the_clerk_says() -> None:
    client = signed_in(make.lin())
    text = "企业名称,联系人,联系电话,备注\n甲厂,张三,13800001111,\n"
    batch = dropped(client, text.encode("gb18030"), "名单.csv")
    assert batch.state == ImportBatch.State.MAPPING
    columns = client.get(f"/imports/{batch.pk}/columns/").content.decode()
    assert "请确认是哪一种" in columns
    client.post(f"/imports/{batch.pk}/ledger/", {"ledger": "growth_ladder"})
    batch.refresh_from_db()
    assert (batch.ledger, batch.state) == ("growth_ladder", ImportBatch.State.WAITING)
    assert "读作《小升规培育库》" in page(client, batch)
    assert client.post(f"/imports/{batch.pk}/ledger/", {"ledger": "no-such"}).status_code == 400


def test_projects_are_still_taken_for_projects() -> None:
    client = signed_in(make.lin())
    batch = dropped_file(client, "a_project_progress.xlsx")
    assert (batch.ledger, batch.state) == ("projects", ImportBatch.State.PREVIEW)


def test_only_the_first_records_of_a_large_book_are_kept_for_the_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(waiting, "MOST", 10)
    monkeypatch.setattr("greenlight.desk.waiting.MOST", 10)
    client = signed_in(make.lin())
    batch = dropped_file(client, "h_hazards.csv")
    assert batch.rows.filter(outcome="waiting").count() == 10
    assert "表里共 64 条" in page(client, batch)


def test_nobody_but_clerks_and_leaders_hands_in_or_sees_a_book() -> None:
    client = signed_in(make.lin())
    batch = dropped_file(client, "h_hazards.csv")
    stranger = signed_in(make.wu())
    assert stranger.get(f"/imports/{batch.pk}/").status_code in (403, 404)
    assert stranger.post(f"/imports/{batch.pk}/ledger/", {"ledger": "issues"}).status_code in (403, 404)
