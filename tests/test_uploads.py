"""Files an intruder or a careless user sends: bounded, named by us, taken only for what they are."""

from __future__ import annotations

import io
import re
import stat
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import override_settings

from greenlight.base import files
from greenlight.base.models import File, ImportBatch, JournalRow
from greenlight.base.refusals import Refused
from greenlight.projects.models import Evidence, Project
from tests import make
from tests.doors import World
from tests.test_doors import build, client

pytestmark = pytest.mark.django_db
LEDGERS = Path(__file__).parent / "fixtures" / "ledgers"
PROBLEM = "application/problem+json"


@pytest.fixture(autouse=True)
def _rehearsal_day(monkeypatch: pytest.MonkeyPatch, settings: Any, shelf: Path) -> None:
    monkeypatch.setenv("GREENLIGHT_TODAY", make.TODAY.isoformat())
    settings.MEDIA_ROOT = shelf
    cache.clear()


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("files")


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any, shelf: Path) -> Iterator[World]:
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=shelf), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("xl/workbook.xml", "<workbook/>")
        with package.open("xl/worksheets/sheet1.xml", "w") as sheet:
            for _ in range(600):
                sheet.write(b"0" * 1024 * 1024)
    return out.getvalue()


WORKBOOKS: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "nothing": ("空.xlsx", lambda: b"", "0 字节"),
    "a pdf": ("表.xlsx", (LEDGERS / "x5_pdf_renamed.xlsx").read_bytes, "不是电子表格"),
    "locked": ("表.xlsx", (LEDGERS / "x6_password.xlsx").read_bytes, "打开密码"),
    "macros": ("表.xlsm", (LEDGERS / "x2_macro_extension.xlsm").read_bytes, "启用宏"),
    "entities": ("表.xlsx", (LEDGERS / "x8_entities.xlsx").read_bytes, "XML 实体"),
    "a bomb": ("表.xlsx", bomb, "解开后"),
    "noise": ("表.xls", lambda: bytes(range(256)) * 40, ""),
}


@pytest.mark.parametrize("name", WORKBOOKS)
def test_a_hostile_workbook_gets_a_sentence_and_writes_nothing(name: str, world: World) -> None:
    called, data, told = WORKBOOKS[name]
    before = Project.objects.count(), JournalRow.objects.count()
    answer = client("lin").post("/imports/", {"file": SimpleUploadedFile(called, data())}, follow=True)
    assert answer.status_code == 200
    assert told in answer.content.decode()
    assert ImportBatch.objects.latest("pk").state == "rejected"
    assert (Project.objects.count(), JournalRow.objects.count()) == before


def test_a_file_that_is_too_large_is_refused_in_words_and_not_kept(settings: Any, world: World) -> None:
    settings.MAX_UPLOAD_BYTES = 1024
    before = File.objects.count()
    answer = client("lin").post("/imports/", {"file": SimpleUploadedFile("大.csv", b"x" * 1500)})
    assert answer.status_code == 413
    assert "超过" in answer.content.decode()
    assert File.objects.count() == before


def test_a_body_far_too_large_is_turned_away_before_it_is_read(settings: Any, world: World) -> None:
    settings.MAX_UPLOAD_BYTES = 1024
    answer = client("lin").generic(
        "POST",
        "/imports/",
        b"",
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH="999999999999",
    )
    assert answer.status_code == 413
    assert "没有收" in answer.content.decode()
    lin = client("lin").generic("POST", "/api/v1/projects", b"", CONTENT_LENGTH="999999999999")
    assert (lin.status_code, lin.headers["Content-Type"]) == (413, PROBLEM)


NAMES = {
    "../../etc/passwd": "passwd", "C:\\windows\\a.pdf": "a.pdf", "": "未命名", "\x00.pdf": ".pdf",
    "a\r\nSet-Cookie: x=1.pdf": "aSet-Cookie: x=1.pdf", "a\u202efdp.exe": "afdp.exe",
    "长" * 400 + ".pdf": "长" * 251 + ".pdf",
}  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_what_a_file_is_called_never_reaches_disk_or_header(name: str) -> None:
    kept = files.store(make.by(), b"%PDF-1.7", name)
    assert kept.name == NAMES[name]
    assert re.fullmatch(r"[0-9a-f]{2}/[0-9a-f]{32}", str(kept.content.name))
    sent = files.sent(kept)
    sent.file_to_stream.close()  # type: ignore[attr-defined]
    assert sent.headers["Content-Disposition"].startswith("attachment")
    assert "\n" not in sent.headers["Content-Disposition"]
    assert stat.S_IMODE(Path(kept.content.path).stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("name", "data"),
    [("证.exe", b"MZ\x90"), ("证.pdf", b"MZ\x90"), ("证.pdf", b"<html>"), ("证.html", b"<p>"),
     ("证.svg", b"<svg onload=alert(1)>"), ("证.txt", b"\xef\xbb\xbf <script>"),
     ("证.pdf", b"\x89PNG\r\n\x1a\n"),
     ("证.jpg", b"%PDF-1.7"), ("证.sh", b"#!/bin/sh"), ("证", b"\x7fELF"), ("证.docm", b"PK\x03\x04"),
     ("证.pdf", b""), ("证.dat", b"\x00\x01\x02"), ("证.pdf .lnk", b"L\x00")],
)  # fmt: skip
def test_what_is_no_paper_is_not_taken_as_one(name: str, data: bytes, world: World) -> None:
    with pytest.raises(Refused, match="证"):
        files.check_paper(data, name)
    before = File.objects.count(), Evidence.objects.count()
    form = {"node": "IND012", "name": "备案证", "file": SimpleUploadedFile(name, data)}
    assert client("lin").post(f"/projects/{world.project}/papers/", form).status_code in (400, 409)
    assert (File.objects.count(), Evidence.objects.count()) == before


@pytest.mark.parametrize(
    ("name", "data"),
    [("证.pdf", b"%PDF-1.7"), ("证.PNG", b"\x89PNG\r\n\x1a\n"), ("证.jpeg", b"\xff\xd8\xff"),
     ("表.xlsx", b"PK\x03\x04"),
     ("文.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), ("图.dwg", b"AC1032\x00"), ("包.rar", b"Rar!\x1a\x07"),
     ("影.mp4", b"\x00\x00\x00\x18ftypmp42"), ("记.txt", "说明".encode())],
)  # fmt: skip
def test_the_papers_clerks_have_are_taken(name: str, data: bytes) -> None:
    files.check_paper(data, name)
