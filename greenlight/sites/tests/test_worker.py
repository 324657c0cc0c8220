"""What the server tells a phone that keeps its pages: whose, how long, and what they are drawn with."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from greenlight.projects.models import Assignment, Project
from greenlight.sites.phone.views_worker import KEEP, SOURCE
from tests import make

pytestmark = pytest.mark.django_db
HOURS_12 = 12 * 3600


@pytest.fixture(autouse=True)
def _rehearsal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GREENLIGHT_TODAY", make.TODAY.isoformat())


def phone() -> Client:
    found = Client()
    found.force_login(make.he(), backend="django.contrib.auth.backends.ModelBackend")
    return found


def site() -> Project:
    project = make.project(stage="groundbreaking")
    Assignment.objects.create(project=project, zone=project.zone, role="liaison", user=make.he())
    return project


def told(answer: Any) -> tuple[str, int]:
    user, seconds = answer[KEEP].split(" ")
    return user, int(seconds)


def test_a_page_says_whose_it_is_and_may_be_kept_as_long_as_one_stays_signed_in() -> None:
    project, client = site(), phone()
    for path in ("/site/", f"/site/{project.pk}/"):
        user, seconds = told(client.get(path))
        assert (user, HOURS_12 - 60 < seconds <= HOURS_12) == (str(make.he().pk), True)


def test_of_somebody_who_is_signed_out_with_the_browser_nothing_is_kept() -> None:
    client = phone()
    session = client.session
    session.set_expiry(0)
    session.save()
    assert told(client.get("/site/")) == (str(make.he().pk), 0)


@pytest.mark.parametrize("path", ["/site/sent/", "/site/hello/", "/", "/site/overview/"])
def test_no_other_page_may_be_kept(path: str) -> None:
    client = Client()
    client.force_login(make.lin())
    assert not client.get(path).has_header(KEEP)


def test_the_worker_has_its_version_in_front_and_is_nobodys() -> None:
    answer, again = phone().get("/site/worker.js"), phone().get("/site/worker.js")
    assert answer["Content-Type"].startswith("text/javascript")
    first, rest = answer.content.decode().split("\n", 1)
    assert first.startswith('self.VERSION = "')
    assert rest == SOURCE.read_text(encoding="utf-8")
    assert answer.content == again.content


def test_the_worker_is_a_classic_script_for_browsers_of_2021() -> None:
    source = SOURCE.read_text(encoding="utf-8")
    for young in ("import ", "cookieStore", "structuredClone", ".at(", "replaceAll", "??=", "Object.hasOwn"):
        assert young not in source, young
