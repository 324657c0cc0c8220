"""Whatever comes in the place of a photo: a clear sentence, nothing half-written, through every door."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from greenlight.base import files
from greenlight.base.models import File, JournalRow
from greenlight.projects.models import Assignment, Project
from greenlight.sites import actions
from greenlight.sites.actions import photos
from greenlight.sites.models import Photo, SiteLog
from greenlight.sites.pictures import exif
from greenlight.sites.tests import drawn
from greenlight.sites.tests.test_pictures import jpeg_of, png_of
from greenlight.sites.told import LogTold, PhotoTold
from tests import make

pytestmark = pytest.mark.django_db
MOST = 50 * 1024 * 1024
SMALL = drawn.scene(size=(320, 240))
BAD: dict[str, tuple[Callable[[], bytes], int, str]] = {
    "nothing": (lambda: b"", 400, "是空的（0 字节）。请重新选这张照片"),
    "over 50 MB": (lambda: b"\xff\xd8\xff" + bytes(MOST), 413, "超过 50 MB。请在相册里压缩一下"),
    "HEIC": (lambda: b"\0\0\0\x18ftypheic" + bytes(400), 400, "是 HEIC 格式，这里打不开。请在手机"),
    "a bomb of points": (lambda: png_of(20_000, 20_000), 413, "太大，打不开。请用普通画质"),
    "a bomb in a JPEG": (lambda: jpeg_of(65_000, 65_000), 413, "太大，打不开"),
    "a line of points": (lambda: png_of(30_001, 2), 413, "30,001×2 个点"),
    "half": (lambda: drawn.jpeg(SMALL)[:4000] + b"\xff\xd9", 400, "下面一截是空的，可能没有传完"),
    "cut off": (lambda: drawn.jpeg(SMALL)[:3000], 400, "不完整，可能没有传完"),
    "a page": (lambda: b"<html><script>alert(1)</script>", 400, "不是照片"),
    "a program": (lambda: b"MZ" + bytes(900), 400, "不是照片"),
}


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setenv("GREENLIGHT_TODAY", make.TODAY.isoformat())


def site() -> Project:
    project = make.project(stage="groundbreaking")
    Assignment.objects.create(project=project, zone=project.zone, role="liaison", user=make.he())
    return project


def phone() -> Client:
    found = Client()
    found.force_login(make.he(), backend="django.contrib.auth.backends.ModelBackend")
    return found


def log_of(project: Project) -> SiteLog:
    return actions.send_log(by=make.by(make.he()), project=project, log=LogTold(uuid4(), make.TODAY, "主体"))


def left(folder: Path) -> tuple[int, int, int]:
    on_disk = [one for one in folder.rglob("*") if one.is_file()]
    return Photo.objects.count(), File.objects.count(), len(on_disk)


@pytest.mark.parametrize("name", BAD)
def test_a_phone_is_told_what_is_wrong_and_nothing_is_left(name: str, tmp_path: Path) -> None:
    made, status, words = BAD[name]
    log, rows = log_of(site()), JournalRow.objects.count()
    told = {"uuid": str(uuid4()), "file": SimpleUploadedFile("IMG_1.jpg", made())}
    answer = phone().post(f"/site/sent/{log.pk}/photo/", told, headers={"accept": "application/json"})
    assert answer.status_code == status
    assert f"“IMG_1.jpg”{words}" in answer.json()["title"] or words in answer.json()["title"]
    assert left(tmp_path) == (0, 0, 0)
    assert JournalRow.objects.count() == rows


def test_a_plain_form_keeps_the_good_photo_and_names_the_bad_ones(tmp_path: Path) -> None:
    project = site()
    sent = [
        SimpleUploadedFile(f"{n}.jpg", data) for n, data in enumerate((b"GIF89a" * 90, drawn.jpeg(SMALL)))
    ]
    told = {"uuid": str(uuid4()), "day": make.TODAY.isoformat(), "words": "主体", "photos": sent}
    page = phone().post(f"/site/{project.pk}/", told, follow=True).content.decode()
    assert "第 1 张照片没有收：“0.jpg”不是照片" in page
    assert "failure-warn" in page  # not in the toast of things done
    assert left(tmp_path) == (1, 3, 3)


@pytest.mark.parametrize("at", ["store", "create", "told"])
def test_a_failure_half_way_leaves_neither_row_nor_bytes(
    at: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk fills up after the first file; the row is refused; a room above stumbles."""
    log, stored = log_of(site()), files.store

    def full(*given: Any, **more: Any) -> File:
        if File.objects.count():
            raise OSError(28, "No space left on device")
        return stored(*given, **more)

    def stumbles(*_: Any, **__: Any) -> None:
        raise RuntimeError("stumbled")

    if at == "store":
        monkeypatch.setattr(files, "store", full)
    else:
        where = {"create": "_facts", "told": "_done"}[at]
        monkeypatch.setattr(photos, where, stumbles)
    with pytest.raises((OSError, RuntimeError)):
        actions.add_photo(
            by=make.by(make.he()), log=log, data=drawn.jpeg(SMALL), name="a.jpg", told=PhotoTold(uuid4())
        )
    assert left(tmp_path) == (0, 0, 0)


def test_an_original_that_fails_half_way_leaves_the_photo_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log, one, by = log_of(site()), uuid4(), make.by(make.he())
    photo = actions.add_photo(by=by, log=log, data=drawn.jpeg(SMALL), name="a.jpg", told=PhotoTold(one))
    before = left(tmp_path)
    monkeypatch.setattr(photos, "_done", lambda *_: 1 / 0)
    full = PhotoTold(one, is_original=True)
    with pytest.raises(ZeroDivisionError):
        actions.add_photo(by=by, log=log, data=drawn.jpeg(SMALL, quality=95), name="a.jpg", told=full)
    assert left(tmp_path) == before
    assert files.content(Photo.objects.get(pk=photo.pk).served)


@pytest.mark.parametrize(
    ("more", "known"),
    [({"taken": "0000:00:00 00:00:00"}, "no_time"), ({"place": (95.0, 181.0)}, "no_place"),
     ({"orientation": 6, "taken": "2022:07:31 09:15:00"}, "all")],
)  # fmt: skip
def test_wrong_words_of_the_camera_keep_no_photo_out(more: dict[str, Any], known: str) -> None:
    data = drawn.jpeg(SMALL, **more)
    told = {"uuid": str(uuid4()), "file": SimpleUploadedFile("a.jpg", data)}
    log = log_of(site())
    assert phone().post(f"/site/sent/{log.pk}/photo/", told).status_code == 200
    photo = Photo.objects.get()
    assert (photo.taken_source, photo.point_source) == {
        "no_time": ("", "exif"), "no_place": ("exif", ""), "all": ("exif", "exif"),
    }[known]  # fmt: skip
    assert files.content(photo.sent) == data


def test_every_way_exif_breaks_is_survived(monkeypatch: pytest.MonkeyPatch) -> None:
    from PIL import Image

    from greenlight.sites.pictures import reading

    for error in exif.BROKEN:
        monkeypatch.setattr(Image.Image, "getexif", lambda _, error=error: (_ for _ in ()).throw(error("x")))
        assert reading.read(drawn.encoded(SMALL, "PNG"), "a.png").exif == exif.Exif()


@pytest.mark.parametrize("percent", ["100.01", "140", "-1", "1e9", "NaN", "一半"])
def test_a_percent_that_cannot_be_is_refused_on_the_phone_and_at_the_desk(percent: str) -> None:
    project = site()
    told = {"uuid": str(uuid4()), "day": make.TODAY.isoformat(), "words": "主体", "percent": percent}
    answer = phone().post(f"/site/{project.pk}/", told, headers={"accept": "application/json"})
    assert answer.status_code == 400
    assert "0 到 100" in answer.json()["errors"]["percent"]
    assert not SiteLog.objects.exists()
    log, desk = log_of(project), Client()
    desk.force_login(make.lin())
    answer = desk.post(f"/site/log/{log.pk}/correct/", {"words": "主体", "percent": percent, "why": "看错"})
    assert answer.status_code == 422
    assert "“完成”应在 0 到 100 之间" in answer.content.decode()
    log.refresh_from_db()
    assert (log.percent, log.corrected_at) == (None, None)
