"""The import pages: what a clerk sees and does from dropping the file to taking it back."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from greenlight.base.models import ImportBatch
from greenlight.desk import previewing
from greenlight.projects.models import Project, ProjectAlias
from tests import make

pytestmark = pytest.mark.django_db
LEDGERS = Path(__file__).resolve().parents[3] / "tests/fixtures/ledgers"
JULY = (LEDGERS / "a_project_progress.xlsx").read_bytes()
TABS = ("changed", "added", "asked", "same", "missing", "refused", "left_out", "no-such")
PAGES = ("", "job/", "columns/", "annotated/")
DEEDS = ("cancel/", "answers/", "again/", "apply/", "undo/", "discard/", "columns/")
CSV = "项目名称,总投资（万元）,年度计划投资（万元）,1-7月累计完成投资（万元）,是否开工,目前形象进度\n"


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GREENLIGHT_TODAY", make.TODAY.isoformat())


def signed_in(user: object) -> Client:
    client = Client()
    client.force_login(user)  # type: ignore[arg-type]
    return client


def dropped(client: Client, data: bytes, name: str = "7月.xlsx") -> ImportBatch:
    answer = client.post("/imports/", {"file": SimpleUploadedFile(name, data)})
    assert answer.status_code == 302
    return ImportBatch.objects.latest("pk")


def answers(batch: ImportBatch) -> dict[str, str]:
    found: dict[str, str] = {}
    for card in previewing.cards(batch):
        found |= {
            f"k{card['n']}": card["key"], f"a{card['n']}": card["options"][0]["value"],
            f"t{card['n']}": "审计核减",
        }  # fmt: skip
    return found


def applied(client: Client, data: bytes, name: str = "7月.xlsx") -> ImportBatch:
    batch = dropped(client, data, name)
    client.post(f"/imports/{batch.pk}/answers/", answers(batch))
    client.post(f"/imports/{batch.pk}/apply/")
    batch.refresh_from_db()
    return batch


def csv(*rows: str) -> bytes:
    return (CSV + "".join(f"{row}\n" for row in rows)).encode("gb18030")


def test_a_clerk_drops_july_answers_applies_and_takes_it_back() -> None:
    client = signed_in(make.lin())
    assert "还没有导入过" in client.get("/imports/").content.decode()
    batch = dropped(client, JULY)
    page = client.get(f"/imports/{batch.pk}/").content.decode()
    assert "答完 5 问再生效" in page
    assert "与表内合计一致" in page
    client.post(f"/imports/{batch.pk}/answers/", answers(batch))
    page = client.get(f"/imports/{batch.pk}/").content.decode()
    assert "新增 91 项，生效" in page
    client.post(f"/imports/{batch.pk}/apply/")
    page = client.get(f"/imports/{batch.pk}/").content.decode()
    assert "已生效：新增 91 项" in page
    assert "撤销这一批" in page
    client.post(f"/imports/{batch.pk}/undo/")
    assert Project.objects.count() == 0
    assert "已撤销" in client.get(f"/imports/{batch.pk}/").content.decode()


def test_the_same_file_again_says_that_nothing_changes() -> None:
    client = signed_in(make.lin())
    applied(client, JULY)
    batch = dropped(client, JULY, "再发一遍.xlsx")
    assert "无变化" in client.get(f"/imports/{batch.pk}/").content.decode()
    assert client.post(f"/imports/{batch.pk}/apply/").status_code == 409


def test_every_tab_of_the_preview_opens() -> None:
    client = signed_in(make.lin())
    batch = dropped(client, JULY)
    for tab in TABS:
        assert client.get(f"/imports/{batch.pk}/?tab={tab}&only=later&page=x").status_code == 200, tab


def test_the_marked_workbook_is_the_clerks_own_and_is_saved_not_opened() -> None:
    client = signed_in(make.lin())
    batch = dropped(client, JULY)
    answer = client.get(f"/imports/{batch.pk}/annotated/")
    assert answer.content[:2] == b"PK"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_to_a_stranger_the_batch_is_not_there() -> None:
    batch = dropped(signed_in(make.lin()), JULY)
    stranger = signed_in(make.wu())
    for page in PAGES:
        assert stranger.get(f"/imports/{batch.pk}/{page}").status_code == 404, page
    for deed in DEEDS:
        assert stranger.post(f"/imports/{batch.pk}/{deed}").status_code == 404, deed
    assert stranger.get(f"/files/{batch.file_id}/").status_code == 404


def test_a_unit_handler_is_told_who_imports() -> None:
    answer = signed_in(make.sun()).get("/imports/")
    assert answer.status_code == 403
    assert "科室和领导" in answer.content.decode()


@pytest.mark.parametrize(
    "name",
    ["x4_empty.xlsx", "x4b_header_only.xlsx", "x5_pdf_renamed.xlsx", "x6_password.xlsx", "x8_entities.xlsx"],
)
def test_a_hostile_file_gets_a_sentence_and_writes_nothing(name: str) -> None:
    client = signed_in(make.lin())
    batch = dropped(client, (LEDGERS / name).read_bytes(), name)
    page = client.get(f"/imports/{batch.pk}/", follow=True)
    assert page.status_code == 200
    assert batch.state in ("rejected", "preview", "mapping")
    assert Project.objects.count() == 0
    if batch.state == "rejected":
        assert batch.message
        assert "没有读成" in page.content.decode()


def test_formulas_as_text_stay_text() -> None:
    client = signed_in(make.lin())
    batch = dropped(client, (LEDGERS / "x1_formula_cells.xlsx").read_bytes(), "x1.xlsx")
    assert client.get(f"/imports/{batch.pk}/", follow=True).status_code == 200


def test_no_file_and_a_file_too_large_are_refused(settings: object) -> None:
    client = signed_in(make.lin())
    assert client.post("/imports/").status_code == 400
    settings.MAX_UPLOAD_BYTES = 10  # type: ignore[attr-defined]
    answer = client.post("/imports/", {"file": SimpleUploadedFile("大.xlsx", b"PK" * 20)})
    assert answer.status_code == 413


def test_a_csv_in_gb18030_becomes_projects() -> None:
    client = signed_in(make.lin())
    data = csv("甲产业园项目,5000,1000,400,是,桩基施工", "乙产业园项目,6000,1200,0,否,方案设计")
    batch = applied(client, data, "7月重点项目.csv")
    assert batch.state == "applied", (batch.message, batch.summary.get("questions"))
    assert {one.name: str(one.total_wan) for one in Project.objects.all()} == {
        "甲产业园项目": "5000.0000", "乙产业园项目": "6000.0000",
    }  # fmt: skip


def test_a_new_spelling_is_asked_and_remembered() -> None:
    client = signed_in(make.lin())
    applied(client, csv("贺村智能装备产业园项目,5000,1000,400,是,桩基施工"), "7月.csv")
    batch = dropped(client, csv("贺村智能装备产业园,5000,1000,450,是,桩基施工"), "8月.csv")
    (card,) = [one for one in batch.summary["questions"] if one["family"] == "same"]
    assert "贺村智能装备产业园项目" in card["text"]
    client.post(f"/imports/{batch.pk}/answers/", answers(batch))
    client.post(f"/imports/{batch.pk}/apply/")
    assert ProjectAlias.objects.get().name == "贺村智能装备产业园"
    batch = dropped(client, csv("贺村智能装备产业园,5000,1000,450,是,桩基施工"), "9月.csv")
    assert batch.summary["questions"] == []
    assert batch.summary["counts"]["same"] == 1


def test_two_candidates_are_asked_about() -> None:
    for _ in range(2):
        make.project("同名项目")
    client = signed_in(make.lin())
    batch = dropped(client, csv("同名项目,5000,1000,400,否,方案设计"), "7月.csv")
    (card,) = [one for one in batch.summary["questions"] if one["family"] == "same"]
    assert card["title"] == "是哪一个？"
    assert len(card["options"]) == 3


def test_phases_are_never_taken_for_one_another() -> None:
    make.project("金石资源一期")
    client = signed_in(make.lin())
    batch = dropped(client, csv("金石资源二期,5000,1000,400,否,方案设计"), "7月.csv")
    assert [one for one in batch.summary["questions"] if one["family"] == "same"] == []
    assert batch.summary["counts"]["added"] == 1


def test_a_batch_given_up_leaves_nothing() -> None:
    client = signed_in(make.lin())
    batch = dropped(client, JULY)
    assert client.post(f"/imports/{batch.pk}/discard/").status_code == 302
    batch.refresh_from_db()
    assert (batch.state, batch.rows.count()) == ("discarded", 0)
    assert client.post(f"/imports/{batch.pk}/apply/").status_code == 409
