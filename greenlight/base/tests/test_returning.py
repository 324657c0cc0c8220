"""A page that says no leads back to where one came from: a page of ours, and never anywhere else."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.http import HttpRequest
from django.test import Client, RequestFactory
from hypothesis import example, given
from hypothesis import strategies as st

from greenlight.base.returning import came_from
from tests import make

HERE = "http://testserver"


def asked(
    referer: str | None, path: str = "/projects/1/plan/", method: str = "get", **more: Any
) -> HttpRequest:
    headers = {} if referer is None else {"HTTP_REFERER": referer}
    made: HttpRequest = getattr(RequestFactory(), method)(path, **headers, **more)
    return made


def test_the_page_one_came_from_is_given_without_its_host() -> None:
    assert (
        came_from(asked(f"{HERE}/projects/?light=red&q=%E9%94%82#row")) == "/projects/?light=red&q=%E9%94%82"
    )
    assert came_from(asked(HERE)) == "/"


@pytest.mark.parametrize(
    "referer",
    [
        None, "", "https://evil.example/projects/", "http://testserver.evil.example/", "//evil.example/",
        f"{HERE}//evil.example/x", f"{HERE}/\\evil.example", f"{HERE}///evil.example", "javascript:alert(1)",
        f"{HERE}@evil.example/", "http://evil.example@testserver.evil/", "/\t/evil.example", "data:text/html",
        f"{HERE}/account/login/?next=/", f"{HERE}/enter/abc/", f"{HERE}/api/v1/projects",
        f"{HERE}/" + "x" * 3000, "http://[", "file:///etc/passwd", "0", "/projects/", f"{HERE}//",
    ],
)  # fmt: skip
def test_anything_else_leads_nowhere(referer: str | None) -> None:
    assert came_from(asked(referer)) == ""


def test_a_page_does_not_lead_back_to_itself_but_a_form_does_to_its_page() -> None:
    itself = f"{HERE}/projects/1/plan/"
    assert came_from(asked(itself)) == ""
    assert came_from(asked(itself, method="post")) == "/projects/1/plan/"


def test_over_tls_a_plain_page_is_no_way_back() -> None:
    assert came_from(asked(f"{HERE}/projects/", secure=True)) == ""
    assert came_from(asked("https://testserver/projects/", secure=True)) == "/projects/"


def test_a_host_that_is_not_ours_has_no_pages(settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["ours.example"]
    assert came_from(asked("http://evil.example/", HTTP_HOST="evil.example")) == ""


PIECES = st.sampled_from(
    ["/", "\\", "//", "http:", "https:", HERE, "testserver", "evil.example", "@", ":", "?", "#", "\t", "\n",
     ".", "..", "%2f", "%5c", "javascript:", "a", ";", " ", "[", "]", "é", "：", "／"]
)  # fmt: skip


@given(st.one_of(st.lists(PIECES, max_size=9).map("".join), st.text(max_size=60)))
@example(f"{HERE}/\t/evil.example")
@example(f"{HERE}//")
@example("//testserver//")
@example(f"{HERE}/.//evil.example")
def test_whatever_is_told_the_way_back_stays_with_us(told: str) -> None:
    found = came_from(asked(told))
    if not found:
        return
    assert found.startswith("/")
    browsers = "".join(one for one in found if one not in "\t\r\n").replace("\\", "/")
    assert not browsers.startswith("//")
    assert urlsplit(urljoin(f"{HERE}/projects/1/", browsers)).netloc == "testserver"


# ---- the pages ----
@pytest.mark.django_db
def test_a_refusal_leads_back_and_home() -> None:
    project, client = make.project(), Client()
    client.force_login(make.user("hu", "inspector"), backend="django.contrib.auth.backends.ModelBackend")
    path = f"/projects/{project.pk}/plan/"
    text = client.get(path, headers={"Referer": f"{HERE}/projects/?q=锂"}).content.decode()
    assert "不能排它的计划" in text
    assert '<a class="btn btn-primary" href="/projects/?q=锂" data-gl-back>返回上一页</a>' in text
    assert '<a class="btn" href="/">回工作台</a>' in text
    for away in ("https://evil.example/x", f"{HERE}//evil.example/"):
        text = client.get(path, headers={"Referer": away}).content.decode()
        assert "evil.example" not in text
        assert "返回上一页</a>" not in text
        assert '<a class="btn btn-primary" href="/">回工作台</a>' in text


@pytest.mark.django_db
def test_what_is_not_there_leads_back_too_and_what_only_takes_forms_says_so() -> None:
    client = Client()
    client.force_login(make.lin(), backend="django.contrib.auth.backends.ModelBackend")
    gone = client.get("/projects/987654/", headers={"Referer": f"{HERE}/projects/"})
    assert gone.status_code == 404
    assert 'href="/projects/" data-gl-back' in gone.content.decode()
    project = make.project()
    sent = client.get(f"/projects/{project.pk}/nudge/")
    assert (sent.status_code, sent.headers["Allow"]) == (405, "POST")
    assert "只收提交的内容" in sent.content.decode()
    assert client.put(f"/projects/{project.pk}/nudge/").content == b""
