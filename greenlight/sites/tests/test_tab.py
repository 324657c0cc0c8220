"""工程形象 on the project page, the pages behind it, and who gets what."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from greenlight.base.models import JournalRow
from greenlight.desk import site_curve
from greenlight.investment.models import InvestmentReport, PriorInvestment
from greenlight.kernel import works
from greenlight.people.models import Role, User
from greenlight.plans.tests import cast
from greenlight.projects.models import Project
from greenlight.sites import actions, drawing
from greenlight.sites.models import Fence, Part, Photo, SiteLog
from greenlight.sites.tests import drawn
from greenlight.sites.told import FenceTold, LogTold, PartTold, PhotoTold
from tests import make

pytestmark = pytest.mark.django_db
TODAY = make.TODAY


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setenv("GREENLIGHT_TODAY", TODAY.isoformat())


def entered(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def lived() -> Project:
    """A project with parts, two days on the site, and a photo of each."""
    project = make.project(location="城南")
    wanted = [PartTold("主体结构", Decimal(3)), PartTold("设备安装", Decimal(1))]
    parts = actions.define_parts(by=make.by(), project=project, parts=wanted)
    for n, percent in enumerate((40, 60)):
        day = TODAY - timedelta(days=5 - 5 * n)
        told = LogTold(uuid4(), day, f"第 {n} 天", {parts[0].pk: Decimal(percent)}, workers=46)
        log = actions.send_log(by=make.by(), project=project, log=told)
        data = drawn.jpeg(drawn.scene(n + 1), taken=f"{day:%Y:%m:%d} 09:00:00")
        actions.add_photo(by=make.by(), log=log, data=data, name="a.jpg", told=PhotoTold(uuid4()))
    return project


def page(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def test_the_tab_shows_parts_days_photos_and_the_two_to_compare() -> None:
    project = lived()
    told = page(entered(make.lin()), f"/projects/{project.pk}/?tab=site")
    for words in ("部位进度", "主体结构", "第 1 天", "工人 46 人", "前后对比", "形象 45.0%", "现为 45.0%"):
        assert words in told
    assert told.index("<p>第 1 天</p>") < told.index("<p>第 0 天</p>")
    assert told.count('class="shot') == 4


def test_the_tab_of_a_project_nobody_has_told_of_says_what_to_do() -> None:
    told = page(entered(make.lin()), f"/projects/{make.project().pk}/?tab=site")
    for words in ("还没有分部位", "还没有现场记录", "记今天的现场"):
        assert words in told


def test_who_only_looks_is_offered_no_deed() -> None:
    project = lived()
    told = page(entered(make.user("hu", Role.INSPECTOR)), f"/projects/{project.pk}/?tab=site")
    assert "记今天的现场" not in told
    assert "撤回这一条" not in told


def test_the_tab_costs_the_same_for_many_days(django_assert_max_num_queries: Any) -> None:
    project = lived()
    for n in range(8):
        actions.send_log(
            by=make.by(), project=project, log=LogTold(uuid4(), TODAY - timedelta(days=n), "主体")
        )
    client = entered(make.lin())
    page(client, f"/projects/{project.pk}/?tab=site")
    with django_assert_max_num_queries(75):
        page(client, f"/projects/{project.pk}/?tab=site")


def test_the_days_of_a_month_are_one_tap_away_and_the_first_photo_of_all_is_compared() -> None:
    project = lived()
    by, old = make.by(), TODAY - timedelta(days=29)
    for n in range(29):
        told = LogTold(uuid4(), old + timedelta(days=n), f"{n} 号楼")
        log = actions.send_log(by=by, project=project, log=told)
        if n == 0:
            data = drawn.jpeg(drawn.scene(9, (400, 300)))
            first = actions.add_photo(by=by, log=log, data=data, name="a.jpg", told=PhotoTold(uuid4()))
    SiteLog.objects.filter(pk=log.pk).update(day=date(2022, 6, 20))
    client = entered(make.lin())
    path = f"/projects/{project.pk}/?tab=site"
    shown = page(client, path)
    for words in ("全部", "2022-06", "2022-07", f'value="{first.pk}" selected'):
        assert words in shown, words
    shown = page(client, f"{path}&month=2022-06")
    assert "28 号楼" in shown
    assert "第 1 天</p>" not in shown
    assert "2022年1月没有现场记录" in page(client, f"{path}&month=2022-01")
    assert "第 1 天" in page(client, f"{path}&month=nonsense")


def test_photos_are_sent_to_those_who_see_the_project_and_kept_by_their_browser_alone() -> None:
    lived()
    photo = Photo.objects.latest("pk")
    for name in ("", "thumb/"):
        path = f"/site/photo/{photo.pk}/{name}"
        answer = entered(make.zhao()).get(path)
        assert answer["Content-Type"] == "image/jpeg"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Cache-Control"].startswith("private")
        assert answer.content.startswith(b"\xff\xd8\xff")
        assert entered(make.wu()).get(path).status_code == 404
        assert entered(make.he()).get(path).status_code == 404


def test_the_page_of_a_photo_tells_both_positions_and_whom_the_original_is_for() -> None:
    lived()
    photo = Photo.objects.latest("pk")
    told = page(entered(make.lin()), f"/site/photo/{photo.pk}/about/")
    assert "28.74100，118.62600" in told
    assert "只给纪检看" in told
    hu = entered(make.user("hu", Role.INSPECTOR))
    assert "下载原件" in page(hu, f"/site/photo/{photo.pk}/about/")
    answer = hu.post(f"/site/photo/{photo.pk}/original/")
    assert answer["Content-Disposition"].startswith("attachment")
    assert b"Exif" in b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert JournalRow.objects.filter(verb="site.original", actor_name="hu").count() == 1
    assert entered(make.lin()).post(f"/site/photo/{photo.pk}/original/").status_code == 403


def test_a_verify_code_says_what_its_watermark_claims_to_people_of_the_zone() -> None:
    lived()
    photo = Photo.objects.latest("pk")
    code = photo.verify_code
    told = page(entered(make.lin()), f"/site/verify/{code[:4].lower()}-{code[4:]}/")
    assert photo.stamp["time"] in told
    assert f"/site/photo/{photo.pk}/" in told
    outside = page(entered(make.he()), f"/site/verify/{code}/")
    assert photo.stamp["project"] in outside
    assert f"/site/photo/{photo.pk}/" not in outside
    assert entered(make.wu()).get(f"/site/verify/{code}/").status_code == 404
    assert "没有“22222222”" in page(entered(make.lin()), "/site/verify/?code=22222222", 404)
    assert "核验码" in page(entered(make.lin()), "/site/verify/")


def test_parts_are_set_on_their_page_and_a_refused_form_keeps_what_was_typed() -> None:
    project, client = make.project(), entered(make.lin())
    path = f"/projects/{project.pk}/parts/"
    answer = client.post(
        path, {"name": ["主体结构", "设备安装", ""], "weight": ["60", "x4", ""], "version": "1"}
    )
    assert answer.status_code == 422
    assert "权重“x4”不是数" in answer.content.decode()
    assert 'value="x4"' in answer.content.decode()
    answer = client.post(path, {"name": ["主体结构", "设备安装"], "weight": ["60", "20%"], "version": "1"})
    assert answer.status_code == 302
    assert list(Part.objects.values_list("name", "weight")) == [
        ("主体结构", Decimal(75)),
        ("设备安装", Decimal(25)),
    ]
    answer = client.post(path, {"name": ["主体结构"], "weight": ["60"], "version": "1"})
    assert answer.status_code == 409
    assert 'value="75"' in page(client, path)


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"lat": "28.74", "lon": "118.62"}, "半径"),
        ({"lat": "98", "lon": "118.62", "radius_m": "300"}, "90"),
        ({"lat": "28.74", "lon": "118.62", "radius_m": "5"}, "20"),
        ({"lat": "nan", "lon": "118.62", "radius_m": "300"}, "数"),
        ({"border": "118.6，28.7\n南门"}, "“南门”读不懂"),
        ({"border": "118.6，28.7\n118.7，28.7"}, "3 到 200 个点"),
        ({"border": "118.6，28.7\n118.7，28.7\n128.7，28.9"}, "太大"),
    ],
)
def test_a_fence_that_cannot_be_is_said_in_the_form(form: dict[str, str], words: str) -> None:
    answer = entered(make.lin()).post(f"/projects/{make.project().pk}/fence/", form)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Fence.objects.exists()


def test_a_fence_is_set_and_taken_away() -> None:
    project, client = make.project(), entered(make.lin())
    path = f"/projects/{project.pk}/fence/"
    assert client.post(path, {"lat": "28.74", "lon": "118.62", "radius_m": "300"}).status_code == 302
    assert 'value="300"' in page(client, path)
    assert client.post(path, {"border": "118.60,28.7\n118.61 28.7\n118.61，28.71"}).status_code == 302
    assert len(Fence.objects.get().polygon or ()) == 3
    assert "118.6，28.7" in page(client, path)
    assert client.post(path, {}).status_code == 302
    assert not Fence.objects.exists()


def test_a_log_is_taken_back_from_the_tab() -> None:
    project, client = lived(), entered(make.lin())
    log = SiteLog.objects.latest("day")
    assert client.post(f"/site/log/{log.pk}/retract/", {"why": ""}).status_code == 400
    assert client.post(f"/site/log/{log.pk}/retract/", {"why": "记错了项目"}).status_code == 302
    told = page(client, f"/projects/{project.pk}/?tab=site")
    assert "撤回：记错了项目" in told
    assert "前后对比" not in told


def test_a_log_is_put_right_on_any_later_day() -> None:
    project, client = lived(), entered(make.lin())
    log, part = SiteLog.objects.earliest("day"), Part.objects.get(name="主体结构")
    path = f"/site/log/{log.pk}/correct/"
    assert 'value="40.00"' in page(client, path)
    answer = client.post(path, {"words": "二层", f"part_{part.pk}": "30", "why": ""})
    assert answer.status_code == 422
    assert "二层</textarea>" in answer.content.decode()
    assert client.post(path, {"words": "二层", f"part_{part.pk}": "30", "why": "看错了"}).status_code == 302
    log.refresh_from_db()
    assert (log.words, log.percent, log.corrected_why) == ("二层", Decimal("22.50"), "看错了")
    project.refresh_from_db()
    assert project.site_percent == 45
    assert entered(make.user("hu", Role.INSPECTOR)).get(path).status_code == 403


def test_the_plan_beside_is_that_of_the_building_by_the_days_of_its_nodes() -> None:
    project = cast.project(stage="groundbreaking")
    cast.skeleton(project, groundbreaking=date(2022, 1, 10), in_production=date(2022, 4, 20))
    points = site_curve.plan(project)
    assert [value for _, value in points] == [0, 100]
    assert drawing.value_at(points, date(2022, 3, 1)) == pytest.approx(Decimal("50.5"), abs=Decimal(1))
    assert site_curve.plan(make.project("没有计划")) == []


def test_the_money_beside_is_added_up_over_the_years() -> None:
    project = make.project(total_wan=Decimal(10_000))
    common = {"project": project, "zone": project.zone, "at": make.NOW}
    for year, month, ytd in ((2021, 12, 2000), (2022, 2, 500), (2022, 6, 1000)):
        InvestmentReport.objects.create(year=year, month=month, ytd_wan=Decimal(ytd), **common)
    assert site_curve.money(project) == [
        (date(2021, 12, 31), Decimal(20)), (date(2022, 2, 28), Decimal(25)),
        (date(2022, 6, 30), Decimal(30)),
    ]  # fmt: skip
    PriorInvestment.objects.create(year=2022, amount_wan=Decimal(3000), **common)
    assert site_curve.money(project)[-1] == (date(2022, 6, 30), Decimal(40))


def test_a_plan_goes_evenly_within_its_nodes() -> None:
    spans = [(date(2022, 1, 1), date(2022, 1, 10)), (date(2022, 1, 6), date(2022, 1, 15))]
    assert works.planned(spans) == [
        (date(2021, 12, 31), Decimal("0.00")), (date(2022, 1, 5), Decimal("25.00")),
        (date(2022, 1, 10), Decimal("75.00")), (date(2022, 1, 15), Decimal("100.00")),
    ]  # fmt: skip
    assert works.planned([]) == []


def test_a_flag_of_a_project_one_does_not_see_names_none() -> None:
    project = lived()
    secret = make.project("机密项目")
    actions.set_fence(by=make.by(), project=secret, fence=FenceTold(28.7, 118.6, 300))
    Photo.objects.update(
        flags=[{"kind": "same_picture", "photo": 1, "project": secret.pk, "day": "2022-07-01"}]
    )
    sun = make.sun()
    from greenlight.projects import actions as projects

    projects.assign(by=make.by(), project=project, role="lead", unit=make.unit())
    told = page(entered(sun), f"/projects/{project.pk}/?tab=site")
    assert "别的项目" in told
    assert "机密项目" not in told
