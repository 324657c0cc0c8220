"""Nobody passes who has not signed in, and a day's first visitor finds the lights judged."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from greenlight.people.middleware import is_open
from greenlight.warnings import middleware as judging
from greenlight.warnings.models import LightSnapshot, ZoneJudged
from tests import cases, make

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture(autouse=True)
def _rehearsal_day(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("GREENLIGHT_TODAY", make.TODAY.isoformat())
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def lin() -> Client:
    client = Client()
    client.force_login(make.lin(), backend=BACKEND)
    return client


@pytest.mark.parametrize(
    ("path", "open_"),
    [("/account/login/", True), ("/static/x.css", True), ("/healthz", True), ("/api/openapi.json", True),
     ("/healthz/", False), ("/healthzz", False), ("/accounts/", False), ("/", False), ("//account/", False),
     ("/api/openapi.json/", False), ("/projects/../account/", False), ("/Account/", False)],
)  # fmt: skip
def test_a_door_is_open_by_its_whole_name_only(path: str, open_: bool) -> None:
    assert is_open(path) is open_


def test_an_anonymous_deed_leads_to_the_sign_in_and_not_back_to_the_deed() -> None:
    answer = Client().post("/projects/1/halt/", {"state": "paused"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/account/login/?next=/")


def test_a_part_of_a_page_sends_the_whole_page_to_the_sign_in() -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "https://evil.example/projects/?light=red"}
    answer = Client().get("/projects/counts/", headers=headers)
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"] == "/account/login/?next=/projects/%3Flight%3Dred"
    assert answer.content == b""
    bare = Client().get("/projects/counts/", headers={"HX-Request": "true"})
    assert bare.headers["HX-Redirect"] == "/account/login/?next=/"


# ---- judging ----
def test_the_first_request_of_a_day_judges_once(lin: Client) -> None:
    project = make.project()
    cases.milestone(project, due=make.TODAY.replace(month=5))
    assert lin.get("/help/").status_code == 200
    assert cases.light(project).colour == "red"
    first = ZoneJudged.objects.get()
    assert first.day == make.TODAY
    LightSnapshot.objects.all().delete()
    lin.get("/help/")
    assert not LightSnapshot.objects.exists()
    assert ZoneJudged.objects.get().at == first.at


def test_the_next_day_judges_anew(lin: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    lin.get("/help/")
    monkeypatch.setenv("GREENLIGHT_TODAY", "2022-08-01")
    lin.get("/help/")
    assert ZoneJudged.objects.get().day.isoformat() == "2022-08-01"


def test_a_zone_that_cannot_be_judged_still_opens_and_is_not_tried_at_every_click(
    lin: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[int] = []

    def fails(zone_id: int, *_: Any) -> bool:
        tries.append(zone_id)
        raise ZeroDivisionError

    monkeypatch.setattr(judging, "ensure_judged", fails)
    assert lin.get("/").status_code == 200
    assert lin.get("/projects/").status_code == 200
    assert tries == [make.zone().pk]


def test_a_failing_judgement_leaves_nothing_half_written(
    lin: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from greenlight.warnings.actions import judging as deeds

    project = make.project()
    cases.milestone(project, due=make.TODAY)

    def fails(_self: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(deeds._Changes, "store", fails)
    assert lin.get("/").status_code == 200
    assert not ZoneJudged.objects.exists()
    assert not LightSnapshot.objects.exists()


def test_the_anonymous_judge_nothing() -> None:
    make.project()
    Client().get("/account/login/")
    Client().get("/projects/")
    assert not ZoneJudged.objects.exists()


def test_a_visitor_of_another_zone_judges_only_the_own_one() -> None:
    make.project()
    client = Client()
    client.force_login(make.wu(), backend=BACKEND)
    client.get("/help/")
    assert list(ZoneJudged.objects.values_list("zone_id", flat=True)) == [make.wu().scope.home]
