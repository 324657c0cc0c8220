"""What is said of a photo's flags stays, whatever becomes of the flags: a later original, a moved fence."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.test import Client

from greenlight.base.models import File, Job, JournalRow
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.people.models import Role
from greenlight.projects import actions as projects
from greenlight.projects.models import Project
from greenlight.sites import actions
from greenlight.sites.actions import reflagging
from greenlight.sites.models import Photo, SiteLog
from greenlight.sites.tests import drawn
from greenlight.sites.told import FenceTold, LogTold, PhotoTold
from tests import make

pytestmark = pytest.mark.django_db
LAT, LON = drawn.CITY
SAID = "围挡外的马路对面拍的"
FULL = drawn.scene(size=(640, 480))


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setenv("GREENLIGHT_TODAY", make.TODAY.isoformat())


def log_of(project: Project) -> SiteLog:
    return actions.send_log(by=make.by(), project=project, log=LogTold(uuid4(), make.TODAY, "主体"))


def added(log: SiteLog, data: bytes, one: UUID | None = None, **more: Any) -> Photo:
    told = PhotoTold(one or uuid4(), **more)
    return actions.add_photo(by=make.by(), log=log, data=data, name="a.jpg", told=told)


def fenced(project: Project, lat: float = LAT, radius_m: int = 300) -> None:
    actions.set_fence(by=make.by(), project=project, fence=FenceTold(lat, LON, radius_m))


def kinds(photo: Photo) -> list[str]:
    photo.refresh_from_db()
    return [one["kind"] for one in photo.flags]


def test_an_explanation_stays_when_the_original_arrives() -> None:
    log, one = log_of(make.project()), uuid4()
    photo = added(log, drawn.jpeg(FULL.resize((320, 240)), taken=None, place=None), one)
    assert kinds(photo) == ["no_position"]
    actions.explain_photo(by=make.by(), photo=photo, words=SAID)
    photo = added(log, drawn.jpeg(FULL), one, is_original=True)
    assert kinds(photo) == []  # the original told where it was taken
    told = {"words": SAID, "by": make.by().actor_name, "at": make.NOW.isoformat(), "kinds": ["no_position"]}
    assert photo.explained == told
    page = Client()
    page.force_login(make.lin())
    assert SAID in page.get(f"/site/photo/{photo.pk}/about/").content.decode()


def test_a_flag_that_comes_later_asks_to_be_explained_too() -> None:
    project, one = make.project(), uuid4()
    fenced(project, LAT + 0.1)
    log = log_of(project)
    photo = added(log, drawn.jpeg(FULL.resize((320, 240)), taken=None, place=None), one)
    actions.explain_photo(by=make.by(), photo=photo, words=SAID)
    assert not Photo.objects.get().unexplained
    photo = added(log, drawn.jpeg(FULL), one, is_original=True)
    assert kinds(photo) == ["outside_fence"]
    assert (photo.unexplained, photo.explained["words"]) == (True, SAID)
    client = Client()
    client.force_login(make.lin())
    path = f"/site/photo/{photo.pk}/"
    assert "后来又标出的也说明一句" in client.get(f"{path}about/").content.decode()
    client.post(f"{path}explain/", {"words": "围栏画错了"})
    photo.refresh_from_db()
    assert (photo.unexplained, photo.explained["words"]) == (False, "围栏画错了")


def test_a_moved_fence_judges_the_photos_anew_and_leaves_the_rest_as_it_was() -> None:
    project = make.project()
    fenced(project)
    log = log_of(project)
    photo = added(log, drawn.jpeg(drawn.scene(1, (400, 300)), taken="2022:07:28 12:00:00"))
    nowhere = added(log, drawn.jpeg(drawn.scene(2, (400, 300)), place=None))
    assert (kinds(photo), kinds(nowhere)) == (["time_drift"], ["no_position"])
    actions.explain_photo(by=make.by(), photo=photo, words=SAID)
    fenced(project, LAT + 0.01)
    assert (kinds(photo), kinds(nowhere)) == (["outside_fence", "time_drift"], ["no_position"])
    assert photo.flags[0]["distance_m"] == pytest.approx(1112 - 300, abs=3)
    assert (photo.explained["words"], photo.unexplained) == (SAID, True)
    row = JournalRow.objects.filter(verb="site.reflag").latest("seq")
    assert (row.before, row.after) == ({"outside": 0}, {"outside": 1, "photos": 2})
    actions.set_fence(by=make.by(), project=project, fence=None)
    assert kinds(photo) == ["time_drift"]
    client = Client()
    client.force_login(make.lin())
    told = client.get(f"/projects/{project.pk}/?tab=log").content.decode()
    for words in ("按新范围重查照片", "范围外的照片（张）", "划工地范围", f"中心 {LAT}，{LON}，半径 300 米"):
        assert words in told, words


def test_a_fence_of_a_project_without_photos_writes_no_second_row() -> None:
    fenced(make.project())
    assert not JournalRow.objects.filter(verb="site.reflag").exists()


def test_many_photos_are_judged_in_the_background(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reflagging, "AT_ONCE", 1)
    monkeypatch.setattr(reflagging, "PIECE", 2)
    project = make.project()
    log = log_of(project)
    photos = [added(log, drawn.jpeg(drawn.scene(n, (400, 300)))) for n in range(3)]
    client = Client()
    client.force_login(make.lin())
    form = {"lat": str(LAT + 0.1), "lon": str(LON), "radius_m": "300"}
    answer = client.post(f"/projects/{project.pk}/fence/", form, follow=True)
    assert "照片已按新范围重查" in answer.content.decode() or "后台重查" in answer.content.decode()
    job = Job.objects.get(kind="site.reflag")
    assert (job.state, job.done, job.total) == (Job.State.DONE, 3, 3)
    assert [kinds(one) for one in photos] == [["outside_fence"]] * 3
    assert JournalRow.objects.get(verb="site.reflag").after == {"outside": 3, "photos": 3}


def test_only_who_took_it_a_clerk_or_a_leader_explains_a_photo_and_only_a_flagged_one() -> None:
    project = make.project()
    projects.assign(by=make.by(), project=project, role="lead", unit=make.unit())
    log = log_of(project)
    clean = added(log, drawn.jpeg(drawn.scene(1, (400, 300))))
    odd = added(log, drawn.jpeg(drawn.scene(2, (400, 300)), place=None))
    with pytest.raises(NotAllowed):
        actions.explain_photo(by=make.by(make.sun()), photo=odd, words=SAID)
    with pytest.raises(Refused, match="没有要说明的"):
        actions.explain_photo(by=make.by(), photo=clean, words=SAID)
    with pytest.raises(Refused, match="请写一句说明"):
        actions.explain_photo(by=make.by(), photo=odd, words=" ")


def test_a_photo_taken_back_is_shown_nowhere_its_bytes_and_its_code_stay() -> None:
    project = make.project()
    photo = added(log_of(project), drawn.jpeg(drawn.scene(1, (400, 300))))
    client = Client()
    client.force_login(make.lin())
    path, tab = f"/site/photo/{photo.pk}/retract/", f"/projects/{project.pk}/?tab=site"
    assert f"/site/photo/{photo.pk}/thumb/" in client.get(tab).content.decode()
    assert client.post(path, {"why": ""}).status_code == 400
    assert client.post(path, {"why": "拍成别的工地了"}).status_code == 302
    shown = client.get(tab).content.decode()
    assert f"/site/photo/{photo.pk}/thumb/" not in shown
    assert "另有 1 张照片已撤回" in shown
    assert File.objects.count() == 3
    assert "这张照片已经撤回" in client.get(f"/site/verify/{photo.verify_code}/").content.decode()
    assert "拍成别的工地了" in client.get(f"/site/photo/{photo.pk}/about/").content.decode()
    assert client.post(path, {"why": "再来"}).status_code == 409
    hu = Client()
    hu.force_login(make.user("hu", Role.INSPECTOR))
    answer = hu.post(f"/site/photo/{photo.pk}/original/")
    assert b"".join(answer.streaming_content).startswith(b"\xff\xd8")  # type: ignore[attr-defined]


def test_what_was_said_in_the_flags_is_moved_beside_them() -> None:
    photo = added(log_of(make.project()), drawn.jpeg(drawn.scene(1, (400, 300)), place=None))
    photo.flags = [{"kind": "no_position", "said": SAID, "said_by": "祝佳"}]
    photo.save()
    importlib.import_module("greenlight.sites.migrations.0002_photo_explained").move_out(apps, None)
    assert kinds(photo) == ["no_position"]
    assert photo.flags == [{"kind": "no_position"}]
    assert photo.explained == {"words": SAID, "by": "祝佳", "at": "", "kinds": ["no_position"]}
