"""Keys for machines: shown once, stored hashed, never more than their person, over when they are over."""

from __future__ import annotations

import base64
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from greenlight.base.models import JournalRow
from greenlight.base.refusals import Refused
from greenlight.people import bearer, tokens
from greenlight.people.models import ApiToken, Membership, User
from tests import make

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture(autouse=True)
def _rehearsal_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GREENLIGHT_TODAY", make.TODAY.isoformat())
    cache.clear()


def made(user: User | None = None, *scopes: str, days: int = 30, **more: Any) -> tuple[ApiToken, str]:
    wanted = () if more.get("ledger") else scopes or ("projects:read",)
    return tokens.make(by=make.by(user or make.lin()), name="统计局取数", days=days, scopes=wanted, **more)


def asked(secret: str, path: str = "projects") -> Any:
    return Client(headers={"Authorization": f"Bearer {secret}"}).get(f"/api/v1/{path}")


def signed_in(user: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user, backend=BACKEND)
    return client


# ---- the key itself ----
def test_only_the_hash_of_a_secret_is_kept() -> None:
    token, secret = made()
    assert secret.startswith("gl_")
    assert len(secret) > 40
    assert secret.startswith(token.prefix)
    kept = " ".join(str(one) for row in ApiToken.objects.values_list() for one in row)
    assert secret not in kept
    assert secret not in " ".join(str(row) for row in JournalRow.objects.values_list())


def test_a_key_lasts_a_year_at_most() -> None:
    token, _ = made(days=365)
    assert token.expires_on == make.TODAY + timedelta(days=365)
    with pytest.raises(Refused, match="最长一年"):
        made(days=366)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"name": " \x00 "}, "起个名字"),
        ({"scopes": ()}, "至少选一项"),
        ({"scopes": ("projects:delete",)}, "projects:delete"),
        ({"scopes": ("lights:write",)}, "lights:write"),
        ({"days": 7}, "有效期"),
        ({"words": "q=" + "长" * 2000, "ledger": "projects"}, "条件太多"),
    ],
)
def test_a_key_that_cannot_be_is_refused_in_words(given: dict[str, Any], told: str) -> None:
    usual: dict[str, Any] = {"name": "取数", "days": 30, "scopes": ("projects:read",)}
    with pytest.raises(Refused, match=told):
        tokens.make(by=make.by(), **(usual | given))


def test_nobody_gathers_keys_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "MOST", 1)
    made()
    with pytest.raises(Refused, match="停用不再用的"):
        made()


def test_every_scope_has_a_word() -> None:
    assert tokens.said("projects:write") == "写项目台账"
    assert {scope.split(":")[0] for scope, _ in tokens.SCOPES} == {one.kind for one in tokens.SORTS}


# ---- at the door ----
def test_a_good_key_reads_what_its_person_sees_and_is_remembered_to_the_day() -> None:
    token, secret = made()
    assert asked(secret).status_code == 200
    token.refresh_from_db()
    assert token.used_on == make.TODAY


@pytest.mark.parametrize(
    "given", ["", "gl_", "gl_" + "x" * 43, "x" * 43, "gl_" + "长" * 20, "gl_" + "y" * 900]
)
def test_a_wrong_key_gets_401_in_words_and_how_to_come_in(given: str) -> None:
    client = Client(headers={"Authorization": f"Bearer {given}".encode().decode("latin-1")})
    answer = client.get("/api/v1/projects")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="greenlight"'
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert "令牌" in answer.json()["title"]


def test_a_bad_key_is_not_saved_by_a_session() -> None:
    client = signed_in(make.lin())
    assert client.get("/api/v1/projects", headers={"Authorization": "Bearer gl_nonsense"}).status_code == 401


def test_a_key_is_over_the_day_after_its_last(monkeypatch: pytest.MonkeyPatch) -> None:
    _, secret = made(days=30)
    monkeypatch.setenv("GREENLIGHT_TODAY", (make.TODAY + timedelta(days=30)).isoformat())
    assert asked(secret).status_code == 200
    monkeypatch.setenv("GREENLIGHT_TODAY", (make.TODAY + timedelta(days=31)).isoformat())
    assert asked(secret).status_code == 401


def test_a_key_cut_off_is_refused_at_once() -> None:
    token, secret = made()
    tokens.revoke(by=make.by(), token=token)
    tokens.revoke(by=make.by(), token=token)
    assert asked(secret).status_code == 401
    assert JournalRow.objects.filter(verb="token.revoke").count() == 1


def test_who_leaves_the_zone_takes_their_keys_with_them_for_good() -> None:
    lin = make.lin()
    token, secret = made(lin)
    Membership.objects.filter(user=lin).update(valid_to=make.TODAY - timedelta(days=1))
    assert asked(secret).status_code == 401
    token.refresh_from_db()
    assert token.revoked_at is not None
    assert JournalRow.objects.get(verb="token.revoke").zone_id == token.zone_id
    Membership.objects.filter(user=lin).update(valid_to=None)
    assert asked(secret).status_code == 401


def test_a_person_switched_off_has_no_keys() -> None:
    _, secret = made()
    User.objects.update(is_active=False)
    assert asked(secret).status_code == 401


def test_a_key_never_may_more_than_its_person_on_the_day() -> None:
    lin = make.lin()
    project = make.project()
    _, secret = made(lin, "projects:write")
    client = Client(headers={"Authorization": f"Bearer {secret}"})
    Membership.objects.filter(user=lin).update(role="inspector")
    path = f"/api/v1/projects/{project.pk}"
    tag = client.get(path).headers["ETag"]
    answer = client.patch(path, {"remark": "x"}, "application/json", headers={"If-Match": tag})
    assert answer.status_code in (403, 422)
    project.refresh_from_db()
    assert project.remark == ""


def test_a_scope_that_is_missing_is_named() -> None:
    _, secret = made(None, "lights:read")
    answer = asked(secret, "projects")
    assert answer.status_code == 403
    assert "projects:read" in answer.json()["title"]
    assert asked(secret, "lights").status_code == 200


def test_writing_includes_reading_and_reading_does_not_write() -> None:
    project = make.project()
    _, writer = made(None, "projects:write")
    assert asked(writer).status_code == 200
    _, reader = made(None, "projects:read")
    client = Client(headers={"Authorization": f"Bearer {reader}"})
    answer = client.patch(f"/api/v1/projects/{project.pk}", {"remark": "x"}, "application/json")
    assert answer.status_code == 403
    assert "projects:write" in answer.json()["title"]


def test_a_key_opens_no_page() -> None:
    _, secret = made()
    answer = Client(headers={"Authorization": f"Bearer {secret}"}).get("/projects/")
    assert answer.status_code == 302


def test_an_address_that_fails_too_often_is_told_to_wait_and_a_good_key_goes_on() -> None:
    _, secret = made()
    for _ in range(bearer.MOST_FAILURES):
        assert asked("gl_" + "x" * 43).status_code == 401
    answer = asked("gl_" + "x" * 43)
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "300"
    assert asked(secret).status_code == 200


# ---- feeds ----
def basic(secret: str, path: str) -> Any:
    told = base64.b64encode(f"lin:{secret}".encode()).decode()
    return Client(headers={"Authorization": f"Basic {told}"}).get(path)


def test_the_key_of_a_feed_opens_its_table_and_nothing_else() -> None:
    make.project()
    token, secret = made(ledger="projects", words="cols=project_name")
    other, _ = made(ledger="projects", words="")
    assert basic(secret, f"/api/v1/feeds/{token.pk}.csv").status_code == 200
    assert basic(secret, f"/api/v1/feeds/{other.pk}.csv").status_code == 404
    assert basic(secret, "/api/v1/projects").status_code == 401
    assert asked(secret, "projects").status_code == 403


def test_a_spreadsheet_without_a_key_is_asked_for_name_and_password() -> None:
    token, secret = made(ledger="projects")
    path = f"/api/v1/feeds/{token.pk}.csv"
    answer = Client().get(path)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == 'Basic realm="greenlight"'
    assert Client(headers={"Authorization": "Basic ###"}).get(path).status_code == 401
    tokens.revoke(by=make.by(), token=token)
    assert basic(secret, path).status_code == 401


# ---- the page ----
GIVEN = {"name": "取数程序", "days": "90", "scopes": ["projects:read"], "password": "a long enough phrase"}


def test_a_secret_is_shown_once_on_the_page() -> None:
    client = signed_in(make.lin())
    answer = client.post("/tokens/", GIVEN)
    secret = answer.content.decode().split('value="gl_')[1].split('"')[0]
    assert asked(f"gl_{secret}").status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    page = client.get("/tokens/").content.decode()
    assert secret not in page
    assert "取数程序" in page
    assert "读项目台账" in page


def test_an_open_screen_is_not_enough_to_take_a_key_away() -> None:
    client = signed_in(make.lin())
    answer = client.post("/tokens/", GIVEN | {"password": "guess"})
    assert answer.status_code == 422
    assert "密码不对" in answer.content.decode()
    assert not ApiToken.objects.exists()


def test_a_key_is_cut_off_by_its_person_and_by_nobody_else() -> None:
    token, secret = made()
    assert signed_in(make.zhao()).post(f"/tokens/{token.pk}/revoke/").status_code == 404
    assert asked(secret).status_code == 200
    assert signed_in(make.lin()).post(f"/tokens/{token.pk}/revoke/").status_code == 302
    assert asked(secret).status_code == 401
