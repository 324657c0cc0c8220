"""Every deed of the site that can be taken back is, and only while what it left still stands."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from greenlight.base import undoing
from greenlight.base.models import File, JournalRow
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.projects import actions as projects
from greenlight.projects.models import Project
from greenlight.sites import actions, facts
from greenlight.sites.models import Fence, PartProgress, Photo, SiteLog
from greenlight.sites.tests import drawn
from greenlight.sites.told import FenceTold, LogTold, PartTold, PhotoTold
from tests import make

pytestmark = pytest.mark.django_db
LAT, LON = drawn.CITY


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def told(**more: Any) -> LogTold:
    known: dict[str, Any] = {"client_uuid": uuid4(), "day": make.TODAY, "words": "主体"}
    return LogTold(**known | more)


def sent(project: Project, **more: Any) -> SiteLog:
    return actions.send_log(by=make.by(), project=project, log=told(**more))


def photographed(log: SiteLog, **more: Any) -> Photo:
    data = drawn.jpeg(drawn.scene(3, (400, 300)), **more)
    return actions.add_photo(by=make.by(), log=log, data=data, name="a.jpg", told=PhotoTold(uuid4()))


def undone(verb: str) -> JournalRow:
    return undoing.take_back(make.by(), JournalRow.objects.filter(verb=verb).latest("seq"))


def percent(project: Project) -> Any:
    project.refresh_from_db()
    return project.site_percent


def test_a_correction_taken_back_says_again_what_was_said() -> None:
    project = make.project()
    wanted = [PartTold("主体结构", Decimal(3)), PartTold("设备安装", Decimal(1))]
    one, two = actions.define_parts(by=make.by(), project=project, parts=wanted)
    log = sent(project, parts={one.pk: Decimal(80)}, workers=46)
    right = LogTold(log.client_uuid, make.TODAY, "封顶", {two.pk: Decimal(20)}, workers=4)
    actions.correct_log(by=make.by(), log=log, told=right, why="看错了")
    assert percent(project) == 5
    undone("site.correct")
    log.refresh_from_db()
    assert (log.words, log.workers, log.percent) == ("主体", 46, Decimal(60))
    assert list(PartProgress.objects.values_list("part__name", "percent")) == [("主体结构", Decimal(80))]
    assert percent(project) == 60
    assert log.corrected_why.startswith("撤销")


def test_a_correction_that_was_corrected_again_is_not_taken_back() -> None:
    log = sent(make.project())
    for words in ("封顶", "装修"):
        actions.correct_log(by=make.by(), log=log, told=replace(told(), words=words), why="写错")
    with pytest.raises(Refused, match="后来又改过"):
        undoing.take_back(make.by(), JournalRow.objects.filter(verb="site.correct").earliest("seq"))


def test_a_log_that_was_taken_back_stands_again_with_its_photos() -> None:
    project = make.project()
    log = sent(project, percent=Decimal(40))
    photographed(log)
    actions.retract_log(by=make.by(), log=log, why="记错了项目")
    assert (percent(project), facts.activity([project.pk], make.TODAY)[project.pk].photos_30d) == (None, 0)
    undone("site.retract")
    assert (percent(project), facts.activity([project.pk], make.TODAY)[project.pk].photos_30d) == (40, 1)
    log.refresh_from_db()
    assert (log.retracted_at, log.retracted_why) == (None, "")


def test_after_a_correction_was_taken_back_a_retracted_log_gives_back_what_was_there() -> None:
    project = make.project(site_progress="基础", site_percent=Decimal(10), site_updated_on=make.TODAY)
    log = sent(project, percent=Decimal(40))
    actions.correct_log(by=make.by(), log=log, told=replace(told(), percent=Decimal(50)), why="看错了")
    undone("site.correct")
    actions.retract_log(by=make.by(), log=SiteLog.objects.get(), why="记错了项目")
    assert (percent(project), project.site_progress) == (10, "基础")


def test_parts_taken_back_give_the_weights_of_before() -> None:
    project = make.project()
    actions.define_parts(by=make.by(), project=project, parts=[PartTold("主体结构", Decimal(1))])
    more = [PartTold("主体结构", Decimal(1)), PartTold("设备安装", Decimal(1))]
    actions.define_parts(by=make.by(), project=project, parts=more)
    undone("site.parts")
    assert actions.weights_by_name(project) == [{"name": "主体结构", "weight": "100"}]


def test_a_fence_taken_back_judges_the_photos_by_the_one_before() -> None:
    project = make.project()
    actions.set_fence(by=make.by(), project=project, fence=FenceTold(LAT, LON, 300))
    photo = photographed(sent(project))
    actions.set_fence(by=make.by(), project=project, fence=FenceTold(LAT + 0.1, LON, 300))
    photo.refresh_from_db()
    assert [one["kind"] for one in photo.flags] == ["outside_fence"]
    undone("site.fence")
    photo.refresh_from_db()
    assert (photo.flags, Fence.objects.get().lat) == ([], pytest.approx(LAT))
    actions.set_fence(by=make.by(), project=project, fence=None)
    first = JournalRow.objects.filter(verb="site.fence").earliest("seq")
    with pytest.raises(Refused, match="后来又改过"):
        undoing.take_back(make.by(), first)


def test_a_photo_taken_back_keeps_its_bytes_and_can_come_again() -> None:
    photo = photographed(sent(make.project()))
    undone("site.photo")
    assert not Photo.objects.standing().exists()
    assert File.objects.count() == 3
    photo.refresh_from_db()
    assert photo.retracted_why.startswith("撤销")
    other = photographed(SiteLog.objects.get())
    actions.retract_photo(by=make.by(), photo=other, why="拍成别的工地了")
    undone("site.photo_retract")
    assert list(Photo.objects.standing()) == [other]


def test_an_original_is_no_photo_to_take_back() -> None:
    log, one = sent(make.project()), uuid4()
    image = drawn.scene(3, (400, 300))
    for data, is_original in ((drawn.jpeg(image, quality=60), False), (drawn.jpeg(image), True)):
        made = PhotoTold(one, is_original=is_original)
        actions.add_photo(by=make.by(), log=log, data=data, name="a.jpg", told=made)
    with pytest.raises(Refused, match="这一步不能撤销"):
        undone("site.photo_original")


def test_an_explanation_taken_back_gives_the_one_before() -> None:
    photo = photographed(sent(make.project()), place=None)
    for words in ("马路对面", "围挡外"):
        actions.explain_photo(by=make.by(), photo=photo, words=words)
    first = JournalRow.objects.filter(verb="site.explain").earliest("seq")
    with pytest.raises(Refused, match="后来又说明过"):
        undoing.take_back(make.by(), first)
    undone("site.explain")
    photo.refresh_from_db()
    assert photo.explained["words"] == "马路对面"
    undoing.take_back(make.by(), first)
    photo.refresh_from_db()
    assert photo.explained == {}


def test_another_units_person_takes_nothing_back() -> None:
    project = make.project()
    projects.assign(by=make.by(), project=project, role="lead", unit=make.unit())
    photographed(sent(project))
    for verb in ("site.log", "site.photo"):
        with pytest.raises(NotAllowed):
            undoing.take_back(make.by(make.sun()), JournalRow.objects.get(verb=verb))
