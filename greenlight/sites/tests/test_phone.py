"""一日一现场 through its doors: sent once however often, refused at the field, nobody's for another."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from greenlight.base.models import JournalRow
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.people.models import Role, User
from greenlight.projects.models import Assignment, Project, StageEvent
from greenlight.sites import actions
from greenlight.sites.models import Photo, SiteLog
from greenlight.sites.phone import mine
from greenlight.sites.phone.phrases import phrases
from greenlight.sites.tests import drawn
from greenlight.sites.told import FenceTold, LogTold, PartTold, PhotoTold
from tests import make

pytestmark = pytest.mark.django_db
TODAY = make.TODAY
JSON = {"accept": "application/json"}


@pytest.fixture(autouse=True)
def _rehearsal(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Any) -> None:
    monkeypatch.setenv("GREENLIGHT_TODAY", TODAY.isoformat())
    settings.MEDIA_ROOT = tmp_path


def phone(user: User | None = None) -> Client:
    """Return a phone on which somebody has signed in; the liaison he unless said."""
    made = Client()
    made.force_login(user or make.he(), backend="django.contrib.auth.backends.ModelBackend")
    return made


def site(name: str = "示例锂盐生产线项目", **values: Any) -> Project:
    """Make a project under construction that is he's."""
    project = make.project(name, **{"stage": "groundbreaking"} | values)
    Assignment.objects.create(project=project, zone=project.zone, role="liaison", user=make.he())
    return project


def started(project: Project, on: date) -> None:
    at = datetime.combine(on, datetime.min.time(), make.NOW.tzinfo)
    StageEvent.objects.create(
        project=project, zone=project.zone, from_stage="signed", to_stage="groundbreaking", on=on, at=at
    )


def words(**more: Any) -> dict[str, Any]:
    return {"uuid": str(uuid4()), "day": TODAY.isoformat(), "words": "主体施工至三层"} | more


def post(to: Client, path: str, data: dict[str, Any]) -> Any:
    return to.post(path, data, headers=JSON)


def sent(project: Project, **more: Any) -> SiteLog:
    facts: dict[str, Any] = {"client_uuid": uuid4(), "day": TODAY, "words": "主体施工"}
    told = LogTold(**facts | more)
    return actions.send_log(by=make.by(make.he()), project=project, log=told)


def picture(seed: int = 1, name: str = "a.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, drawn.jpeg(drawn.scene(seed)))


# ---- one log ----
def test_a_log_arrives_and_the_ledger_shows_it() -> None:
    project, told = site(), words(workers="46", machines="7", percent="40")
    answer = post(phone(), f"/site/{project.pk}/", told)
    log = SiteLog.objects.get()
    assert answer.json() == {"log": log.pk, "uuid": told["uuid"], "url": f"/site/sent/{log.pk}/"}
    assert (log.words, log.workers, log.machines, log.actor_name) == ("主体施工至三层", 46, 7, "he")
    project.refresh_from_db()
    assert (project.site_progress, project.site_percent) == ("主体施工至三层", Decimal(40))


def test_a_log_sent_five_times_is_one_log_and_one_row_of_the_journal() -> None:
    project, told = site(), words()
    answers = [post(phone(), f"/site/{project.pk}/", told).json() for _ in range(5)]
    assert len({one["log"] for one in answers}) == 1
    assert SiteLog.objects.count() == JournalRow.objects.filter(verb="site.log").count() == 1


def test_a_photo_sent_five_times_is_one_photo_and_its_hash_comes_back() -> None:
    log, data = sent(site()), drawn.jpeg(drawn.scene(3))
    uuid, hashes = str(uuid4()), set()
    for _ in range(5):
        told = {"uuid": uuid, "file": SimpleUploadedFile("a.jpg", data), "lat": "28.7", "lon": "118.6"}
        hashes.add(post(phone(), f"/site/sent/{log.pk}/photo/", told).json()["sha256"])
    photo = Photo.objects.get()
    assert hashes == {photo.sha256}
    assert (photo.upload_lat, photo.point_source) == (28.7, "exif")


def test_the_original_that_follows_joins_the_photo_that_is_there() -> None:
    log, big = sent(site()), drawn.scene(4, (3000, 2000))
    small, uuid = big.resize((1600, 1067)), str(uuid4())
    for image, more in ((small, {}), (big, {"is_original": "1"})):
        file = SimpleUploadedFile("a.jpg", drawn.jpeg(image))
        assert (
            post(phone(), f"/site/sent/{log.pk}/photo/", {"uuid": uuid, "file": file} | more).status_code
            == 200
        )
    photo = Photo.objects.get()
    assert photo.original_id not in (None, photo.sent_id)
    assert (photo.width, photo.height) == (3000, 2000)


def test_nonsense_of_a_phone_beside_a_photo_is_as_good_as_nothing() -> None:
    log = sent(site())
    told = {"uuid": str(uuid4()), "file": picture(), "lat": "north", "taken_at": "once", "accuracy_m": "NaN"}
    assert post(phone(), f"/site/sent/{log.pk}/photo/", told).status_code == 200
    assert Photo.objects.get().upload_lat is None


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"file": picture()}, "没有编号"),
        ({"uuid": str(uuid4())}, "没有收到照片"),
        ({"uuid": str(uuid4()), "file": SimpleUploadedFile("a.jpg", b"words " * 99)}, "a.jpg"),
    ],
)
def test_what_is_no_photo_is_refused_in_words(more: dict[str, Any], sentence: str) -> None:
    answer = post(phone(), f"/site/sent/{sent(site()).pk}/photo/", more)
    assert answer.status_code == 400
    assert sentence in answer.json()["title"]
    assert not Photo.objects.exists()


@pytest.mark.parametrize(
    ("more", "field", "sentence"),
    [
        ({"workers": "99999"}, "workers", "最多 20000"),
        ({"machines": "两台"}, "machines", "整数"),
        ({"percent": "140"}, "percent", "0 到 100"),
        ({"percent": "40.123"}, "percent", "最多两位小数"),
        ({"words": "长" * 501}, "words", "500"),
        ({"day": "2022-02-30"}, "day", "日期不对"),
        ({"problem_kind": "material", "problem": "缺" * 480, "stuck_with": "某" * 50}, "problem", "太长"),
        ({"day": (TODAY + timedelta(days=1)).isoformat()}, "all", "还没有到"),
        ({"phrase": ["主" * 400, "体" * 400]}, "words", "太长"),
    ],
)
def test_a_refusal_stands_at_its_field(more: dict[str, Any], field: str, sentence: str) -> None:
    answer = post(phone(), f"/site/{site().pk}/", words(**more))
    assert answer.status_code == 400
    assert sentence in answer.json()["errors"][field]
    assert not SiteLog.objects.exists()


def test_a_lower_percent_asks_for_its_reason_at_the_reason() -> None:
    project = site()
    sent(project, percent=Decimal(60))
    answer = post(phone(), f"/site/{project.pk}/", words(percent="50"))
    assert "比上次（60%）低了" in answer.json()["errors"]["reason"]
    assert post(phone(), f"/site/{project.pk}/", words(percent="50", reason="返工")).status_code == 200


def test_only_the_chosen_parts_are_told_and_make_the_words() -> None:
    project = site()
    parts = actions.define_parts(
        by=make.by(), project=project, parts=[PartTold("主体", Decimal(3)), PartTold("安装", Decimal(1))]
    )
    first, second = (one.pk for one in parts)
    told = words(words="", part=[first], **{f"percent-{first}": "60", f"percent-{second}": "5"})
    assert post(phone(), f"/site/{project.pk}/", told).status_code == 200
    log = SiteLog.objects.get()
    assert log.words == "主体完成 60%"
    assert list(log.parts.values_list("part_id", "percent")) == [(first, Decimal(60))]


def test_a_problem_says_with_whom_it_is_stuck() -> None:
    told = words(problem_kind="material", problem="彩钢板没到", stuck_with="供货方", phrase=["屋面", "外墙"])
    post(phone(), f"/site/{site().pk}/", told)
    log = SiteLog.objects.get()
    assert (log.problem_kind, log.problem) == ("material", "彩钢板没到；卡在供货方")
    assert log.words == "屋面，外墙，主体施工至三层"


def test_a_plain_form_without_scripts_brings_its_photos_along() -> None:
    project = site()
    answer = phone().post(f"/site/{project.pk}/", words(photos=[picture(1), picture(2)]), follow=True)
    assert answer.redirect_chain[-1][0] == f"/site/sent/{SiteLog.objects.get().pk}/"
    assert Photo.objects.count() == 2
    assert "现场记录已送达" in answer.content.decode()


def test_a_plain_form_that_is_refused_comes_back_filled() -> None:
    answer = phone().post(f"/site/{site().pk}/", words(workers="多", stuck_with="供货方"))
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "请填整数" in page
    assert 'value="主体施工至三层"' in page


# ---- whose phone ----
def test_what_another_person_wrote_on_this_phone_is_not_taken_under_this_name() -> None:
    project, he = site(), make.he()
    answer = post(phone(make.lin()), f"/site/{project.pk}/", words(by=he.pk))
    assert (answer.status_code, answer.json()["other"]) == (409, True)
    assert not SiteLog.objects.exists()
    log = sent(project)
    told = {"by": he.pk, "uuid": str(uuid4()), "file": picture()}
    assert post(phone(make.lin()), f"/site/sent/{log.pk}/photo/", told).json()["other"]


def test_hello_says_who_is_signed_in_and_gives_a_token() -> None:
    found = phone().get("/site/hello/").json()
    assert (found["user"], found["day"]) == (make.he().pk, TODAY.isoformat())
    assert len(found["token"]) > 30


def test_who_has_nothing_to_do_with_a_project_sends_nothing() -> None:
    project = site()
    assert post(phone(make.chen()), f"/site/{project.pk}/", words()).status_code == 404
    assert post(phone(make.wu()), f"/site/{project.pk}/", words()).status_code == 404
    inspector = make.user("hu", Role.INSPECTOR)
    assert post(phone(inspector), f"/site/{project.pk}/", words()).status_code == 403
    assert not SiteLog.objects.exists()


# ---- my projects ----
def names(user: User, search: str = "") -> list[str]:
    rows = mine.found(user, search) if search else mine.asked(user)
    return [one.project.name for one in mine.rows(user, rows, TODAY)]


def test_a_liaison_is_asked_of_their_own_projects_under_construction() -> None:
    site("我的"), site("停了", halt="paused"), site("签约的", stage="signed")
    make.project("别人的", stage="groundbreaking")
    assert names(make.he()) == ["我的"]
    assert names(make.he(), "签约") == ["签约的"]
    assert set(names(make.lin())) == {"我的", "别人的"}
    assert mine.unsent(make.he()) == (1, 1)


def test_a_project_that_sent_today_is_no_longer_missing() -> None:
    project = site()
    sent(project)
    (row,) = mine.rows(make.he(), mine.asked(make.he()), TODAY)
    assert row.mine
    assert mine.unsent(make.he()) == (0, 1)
    assert "今天都发了" in phone().get("/site/").content.decode()


def test_the_list_costs_the_same_for_one_and_for_many(django_assert_max_num_queries: Any) -> None:
    for n in range(30):
        site(f"项目{n}")
    to = phone()
    to.get("/site/")  # the first page of a day judges the zone
    with django_assert_max_num_queries(20):
        assert to.get("/site/").status_code == 200


def test_the_phrases_follow_the_stage() -> None:
    assert "清表" in phrases("attraction", "signed")
    assert "主体施工" in phrases("attraction", "groundbreaking")
    assert "试生产" in phrases("attraction", "completed")
    assert "主体施工" in phrases("attraction", "nonsense")


# ---- what was sent ----
def test_the_confirmation_says_what_is_odd_and_takes_an_explanation() -> None:
    project = site()
    actions.set_fence(by=make.by(), project=project, fence=FenceTold(lat=28.7, lon=118.6, radius_m=100))
    log = sent(project)
    photo = actions.add_photo(
        by=make.by(make.he()), log=log, data=drawn.jpeg(), name="a.jpg", told=PhotoTold(uuid4())
    )
    page = phone().get(f"/site/sent/{log.pk}/").content.decode()
    assert "在工地范围外" in page
    assert photo.verify_code in page
    address = f"/site/sent/{log.pk}/explain/{photo.pk}/"
    page = phone().post(address, {"words": "在马路对面拍的"}, follow=True).content.decode()
    assert "he说明：在马路对面拍的" in page
    assert "在工地范围外" in page


def test_an_explanation_needs_words_a_flag_and_the_one_who_took_it() -> None:
    log = sent(site())
    photo = actions.add_photo(
        by=make.by(make.he()), log=log, data=drawn.jpeg(taken=None, place=None), name="a.jpg",
        told=PhotoTold(uuid4()),
    )  # fmt: skip
    with pytest.raises(Refused, match="请写一句说明"):
        actions.explain_photo(by=make.by(make.he()), photo=photo, words=" ")
    with pytest.raises(NotAllowed):
        actions.explain_photo(by=make.by(make.sun()), photo=photo, words="不是我")
    Photo.objects.update(flags=[])
    with pytest.raises(Refused, match="没有要说明的"):
        actions.explain_photo(by=make.by(make.he()), photo=photo, words="说明")


def test_a_log_is_corrected_on_the_phone_within_its_day_only() -> None:
    project, user = site(), make.he()
    log, old = sent(project), sent(project, day=TODAY - timedelta(days=1))
    address = f"/site/sent/{log.pk}/correct/"
    assert "主体施工" in phone(user).get(address).content.decode()
    answer = post(phone(user), address, words(words="二层", by=user.pk, why=""))
    assert "请写为什么更正" in answer.json()["errors"]["all"]
    assert post(phone(user), address, words(words="二层", why="写错了")).json()["log"] == log.pk
    log.refresh_from_db()
    assert (log.words, log.corrected_why) == ("二层", "写错了")
    assert phone(user).get(f"/site/sent/{old.pk}/correct/").status_code == 409
    assert phone(make.sun()).get(address).status_code in (403, 404)


def test_what_i_sent_today_is_mine_and_of_today() -> None:
    project = site()
    sent(project, words="今天的"), sent(project, words="昨天的", day=TODAY - timedelta(days=1))
    page = phone().get("/site/sent/").content.decode()
    assert "今天的" in page
    assert "昨天的" not in page
    assert "今天还没有送达的" in phone(make.lin()).get("/site/sent/").content.decode()


def test_a_photo_is_shown_to_who_sees_the_project_and_runs_nothing() -> None:
    log = sent(site())
    photo = actions.add_photo(
        by=make.by(make.he()), log=log, data=drawn.jpeg(), name="a.jpg", told=PhotoTold(uuid4())
    )
    for address in (f"/site/photo/{photo.pk}/", f"/site/photo/{photo.pk}/thumb/"):
        answer = phone().get(address)
        assert answer.headers["Content-Type"] == "image/jpeg"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert phone(make.wu()).get(address).status_code == 404
        assert answer.content.startswith(b"\xff\xd8")
