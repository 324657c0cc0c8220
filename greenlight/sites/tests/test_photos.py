"""Photos of a log: taken in once, flagged with what is odd, originals for inspectors alone."""

from __future__ import annotations

import hashlib
import io
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from PIL import Image

from greenlight.base import files
from greenlight.base.models import File, JournalRow
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.people.models import Role
from greenlight.projects import actions as projects
from greenlight.projects.models import Project
from greenlight.sites import actions, facts, flags
from greenlight.sites.models import Photo, SiteLog
from greenlight.sites.tests import drawn
from greenlight.sites.told import FenceTold, LogTold, PhotoTold
from tests import make

pytestmark = pytest.mark.django_db
TODAY = make.TODAY
LAT, LON = drawn.CITY


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def log_of(project: Project | None = None, days: int = 0) -> SiteLog:
    told = LogTold(uuid4(), TODAY - timedelta(days=days), "主体")
    return actions.send_log(by=make.by(), project=project or make.project(location="城南"), log=told)


def added(log: SiteLog, data: bytes | None = None, **more: Any) -> Photo:
    told = PhotoTold(**{"client_uuid": uuid4()} | more)
    return actions.add_photo(by=make.by(), log=log, data=data or drawn.jpeg(), name="IMG_1.jpg", told=told)


def kinds(photo: Photo) -> list[str]:
    return [one["kind"] for one in photo.flags]


def fenced(project: Project, **more: Any) -> None:
    told = FenceTold(**{"lat": LAT, "lon": LON, "radius_m": 300} | more)
    actions.set_fence(by=make.by(), project=project, fence=told)


def test_the_bytes_are_kept_as_they_came_and_another_copy_is_shown() -> None:
    data = drawn.jpeg()
    photo = added(log_of(), data)
    assert files.content(photo.sent) == data
    assert photo.sent.sha256 == photo.sha256 == hashlib.sha256(data).hexdigest()
    assert files.content(photo.served) != data
    assert photo.exif_lat == pytest.approx(LAT)
    assert (photo.point_source, photo.taken_source) == ("exif", "exif")
    assert photo.flags == []


def test_a_photo_that_is_sent_again_is_the_same_photo() -> None:
    log, one = log_of(), uuid4()
    first = added(log, client_uuid=one)
    again = added(log, drawn.jpeg(drawn.scene(9)), client_uuid=one)
    assert again == first
    assert Photo.objects.count() == 1
    assert File.objects.count() == 3
    assert JournalRow.objects.filter(verb="site.photo").count() == 1


def test_an_id_of_another_log_is_refused() -> None:
    one = uuid4()
    added(log_of(), client_uuid=one)
    with pytest.raises(Refused, match="重新选这张照片"):
        added(log_of(make.project("另一个")), client_uuid=one)


def test_the_original_comes_later_and_brings_its_time_and_place() -> None:
    log, one, image = log_of(), uuid4(), drawn.scene(size=(2400, 1800))
    small = drawn.jpeg(image.resize((1600, 1200)), taken=None, place=None)
    photo = added(log, small, client_uuid=one, lat=LAT, lon=LON, accuracy_m=12.0, taken_at=make.NOW)
    assert (photo.point_source, photo.taken_source, photo.original) == ("upload", "upload", None)
    assert "上传时位置" in photo.stamp["place"]
    served = photo.served_id
    full = drawn.jpeg(image)
    photo = added(log, full, client_uuid=one, is_original=True)
    assert files.content(photo.sent) == small
    assert photo.original is not None
    assert files.content(photo.original) == full
    assert (photo.point_source, photo.taken_source, photo.width) == ("exif", "exif", 2400)
    assert (photo.upload_lat, photo.accuracy_m) == (LAT, 12.0)
    assert photo.served_id != served
    assert not File.objects.filter(pk=served).exists()
    assert photo.flags == []
    assert added(log, full, client_uuid=one, is_original=True) == photo
    assert JournalRow.objects.filter(verb="site.photo_original").count() == 1


def test_another_picture_in_the_place_of_the_original_is_kept_and_flagged() -> None:
    log, one = log_of(), uuid4()
    photo = added(log, client_uuid=one)
    served = photo.served_id
    photo = added(log, drawn.jpeg(drawn.scene(7)), client_uuid=one, is_original=True)
    assert kinds(photo) == ["original_differs"]
    assert photo.served_id == served
    assert photo.original is not None


def test_a_photo_far_from_the_site_says_how_far() -> None:
    project = make.project()
    fenced(project, lat=LAT + 0.01)
    photo = added(log_of(project))
    assert kinds(photo) == ["outside_fence"]
    assert photo.flags[0]["distance_m"] == pytest.approx(1112 - 300, abs=3)
    assert flags.say(photo.flags, {}, project.pk) == [
        f"在工地范围外 {photo.flags[0]['distance_m']} 米（照片自带位置）"
    ]


def test_inside_a_polygon_nothing_is_odd() -> None:
    project = make.project()
    corners = ((LON - 0.01, LAT - 0.01), (LON + 0.01, LAT - 0.01), (LON, LAT + 0.02))
    actions.set_fence(by=make.by(), project=project, fence=FenceTold(polygon=corners))
    assert kinds(added(log_of(project))) == []
    away = drawn.jpeg(drawn.scene(3), place=(LAT + 0.05, LON))
    assert kinds(added(log_of(project), away)) == ["outside_fence"]


def test_the_position_at_upload_counts_where_the_picture_has_none() -> None:
    project = make.project()
    fenced(project)
    photo = added(log_of(project), drawn.jpeg(place=None), lat=LAT + 0.1, lon=LON)
    assert photo.point_source == "upload"
    assert photo.flags[0]["source"] == "upload"


def test_no_position_at_all_is_told() -> None:
    assert kinds(added(log_of(), drawn.jpeg(place=None), lat=float("nan"), lon=1.0)) == ["no_position"]


@pytest.mark.parametrize(
    ("taken", "hours"),
    [("2022:07:31 23:59:59", 0), ("2022:08:01 01:30:00", 0), ("2022:08:01 05:00:00", 5),
     ("2022:07:28 12:00:00", 60), ("2035:01:01 00:00:00", 108_864)],
)  # fmt: skip
def test_a_picture_of_another_day_says_by_how_much(taken: str, hours: int) -> None:
    found = added(log_of(), drawn.jpeg(taken=taken)).flags
    assert [one["hours"] for one in found] == ([hours] if hours else [])


def test_the_same_picture_used_before_in_the_zone_is_told() -> None:
    first = added(log_of(days=3), drawn.jpeg(taken=None))
    other = make.project("另一个")
    photo = added(log_of(other), drawn.jpeg(taken=None))
    assert photo.flags == [
        {"kind": "same_picture", "photo": first.pk, "project": first.project_id, "day": "2022-07-28"}
    ]
    assert flags.say(photo.flags, {}, other.pk) == ["和 2022-07-28 别的项目交过的是同一张"]


def test_nearly_the_same_picture_in_another_log_is_told_in_one_log_it_is_not() -> None:
    log = log_of(days=1)
    first = added(log, drawn.jpeg(taken=None))
    copy = drawn.jpeg(drawn.scene().resize((900, 675)), quality=50, taken=None)
    assert kinds(added(log, copy)) == []
    copy = drawn.jpeg(drawn.scene().resize((800, 600)), quality=50, taken=None)
    photo = added(log_of(first.project), copy)
    assert kinds(photo) == ["like_picture"]
    assert photo.flags[0]["bits"] <= 5


def test_a_picture_of_a_log_that_was_taken_back_may_be_used_again() -> None:
    log = log_of()
    added(log)
    actions.retract_log(by=make.by(), log=log, why="记错了项目")
    assert kinds(added(log_of(make.project("另一个")))) == []
    with pytest.raises(Refused, match="已经撤回"):
        added(SiteLog.objects.get(pk=log.pk), drawn.jpeg(drawn.scene(5)))


def test_the_pictures_of_another_zone_are_not_compared() -> None:
    added(log_of())
    zone = make.zone("邻县工业园区", "330822")
    told = LogTold(uuid4(), TODAY, "主体")
    by = make.by(make.wu())
    log = actions.send_log(by=by, project=make.project("邻县项目", zone=zone), log=told)
    photo = actions.add_photo(by=by, log=log, data=drawn.jpeg(), name="a", told=PhotoTold(uuid4()))
    assert photo.flags == []


def test_a_broken_picture_leaves_nothing_behind(tmp_path: Path) -> None:
    log = log_of()
    with pytest.raises(Refused, match="不完整"):
        added(log, drawn.jpeg()[:9000])
    assert not File.objects.exists()
    assert not [one for one in tmp_path.rglob("*") if one.is_file()]


def test_thirty_photos_are_enough_for_a_log(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("greenlight.sites.actions.photos.MOST_PHOTOS", 1)
    log = log_of()
    added(log)
    with pytest.raises(Refused, match="最多 1 张"):
        added(log, drawn.jpeg(drawn.scene(2)))


def test_another_person_adds_no_photo_to_a_log() -> None:
    project = make.project()
    projects.assign(by=make.by(), project=project, role="lead", unit=make.unit())
    with pytest.raises(NotAllowed):
        actions.add_photo(
            by=make.by(make.sun()), log=log_of(project), data=drawn.jpeg(), name="a", told=PhotoTold(uuid4())
        )


def test_an_inspector_opens_the_original_and_the_journal_knows() -> None:
    photo = added(log_of())
    hu = make.user("hu", Role.INSPECTOR)
    assert files.content(actions.open_original(by=make.by(hu), photo=photo)) == drawn.jpeg()
    row = JournalRow.objects.latest("seq")
    assert (row.verb, row.actor_name, row.after["photo"]) == ("site.original", "hu", photo.pk)
    with pytest.raises(NotAllowed, match="只给纪检看"):
        actions.open_original(by=make.by(make.zhao()), photo=photo)


def test_no_common_door_hands_the_bytes_out() -> None:
    photo = added(log_of())
    client = Client()
    client.force_login(make.zhao())
    for file in (photo.sent, photo.served, photo.thumb):
        assert client.get(f"/files/{file.pk}/").status_code == 404


def test_activity_knows_the_last_photo() -> None:
    project = make.project()
    added(log_of(project, days=2))
    log_of(project)
    found = facts.activity([project.pk], TODAY)[project.pk]
    assert (found.last_log, found.last_photo) == (TODAY, TODAY - timedelta(days=2))
    assert (found.logs_30d, found.photos_30d) == (2, 1)


def test_png_and_webp_are_photos_too() -> None:
    log = log_of()
    for n, kind in enumerate(("PNG", "WEBP")):
        photo = added(log, drawn.encoded(drawn.scene(n + 20), kind), taken_at=make.NOW)
        with Image.open(io.BytesIO(files.content(photo.served))) as image:
            assert image.format == "JPEG"
