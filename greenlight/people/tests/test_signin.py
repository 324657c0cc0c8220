"""Sign-in: links that work once, passwords nobody set for anybody, a lock after five wrong tries."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from greenlight.base import clock
from greenlight.base.models import JournalRow
from greenlight.base.refusals import Refused
from greenlight.people import opening, signin
from greenlight.people.models import SignInLink, User, Zone
from tests import make

pytestmark = pytest.mark.django_db
PHRASE, WRONG = "a long enough phrase", "not the phrase at all"


@pytest.fixture(autouse=True)
def _fresh_limits() -> Any:
    from django.core.cache import cache

    cache.clear()
    yield
    cache.clear()


def newcomer(name: str = "xin") -> User:
    return User.objects.create_user(name, name=name)


def link(user: User) -> str:
    return f"/enter/{signin.issue(user, at=clock.now())}/"


def entered(user: User) -> Client:
    client = Client()
    assert client.post(link(user)).status_code == 302
    return client


def tried(client: Client, name: str, password: str, **more: str) -> Any:
    return client.post("/account/login/", {"login": name, "password": password, **more})


# ---- links ----
def test_a_link_lets_in_once_and_says_so_the_second_time() -> None:
    path = link(newcomer())
    assert Client().post(path).headers["Location"] == "/password/"
    again = Client().post(path)
    assert again.status_code == 400
    assert "已经用过或过期" in again.content.decode()


def test_a_preview_robot_does_not_use_a_link_up() -> None:
    path = link(newcomer())
    for method in ("get", "head", "get"):
        answer = getattr(Client(), method)(path)
        assert answer.status_code == 200
        assert "sessionid" not in answer.cookies
    assert Client().post(path).status_code == 302


def test_a_link_ends_after_a_day() -> None:
    user = newcomer()
    token = signin.issue(user, at=make.NOW)
    with pytest.raises(Refused, match="过期"):
        signin.use(token, at=make.NOW + timedelta(hours=24, seconds=1))
    assert signin.use(token, at=make.NOW + timedelta(hours=24)) == user


def test_a_link_of_somebody_who_left_lets_nobody_in() -> None:
    user = newcomer()
    path = link(user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert Client().post(path).status_code == 400


def test_an_unknown_token_is_refused_like_a_used_one() -> None:
    for token in ("x", "x" * 3000, "一", "%27--"):
        assert Client().post(f"/enter/{token}/").status_code == 400, token


def test_only_the_hash_of_a_token_is_kept() -> None:
    token = signin.issue(newcomer(), at=make.NOW)
    kept = SignInLink.objects.get()
    assert token not in (kept.token_hash, *map(str, vars(kept).values()))
    assert kept.token_hash == signin.hashed(token)
    assert len(token) >= 32


def test_whoever_signs_in_gets_a_session_of_their_own() -> None:
    client = Client()
    client.get("/account/login/")
    client.cookies["sessionid"] = "planted" * 4
    client.post(link(newcomer()))
    assert client.cookies["sessionid"].value != "planted" * 4
    before = client.cookies["sessionid"].value
    client.post(link(newcomer("other")))
    assert client.cookies["sessionid"].value != before


def test_a_used_link_is_in_the_journal_with_its_person() -> None:
    user = newcomer()
    entered(user)
    row = JournalRow.objects.get()
    assert (row.verb, row.subject_kind, row.subject_id, row.actor_name) == (
        "signin.link",
        "user",
        user.pk,
        "xin",
    )


# ---- passwords ----
def test_nobody_opens_a_zone_with_a_password() -> None:
    zone = opening.open_zone("清源经济开发区", at=make.NOW)
    people = User.objects.filter(memberships__zone=zone)
    assert people.count() == 3
    assert not any(one.has_usable_password() for one in people)
    row = JournalRow.objects.get()
    assert (row.verb, row.zone_id, row.after["name"]) == ("zone.open", zone.pk, "清源经济开发区")


def test_a_zone_without_a_readable_name_is_not_opened() -> None:
    for name in ("", "  ", "\x00\u200b"):
        with pytest.raises(Refused, match="名称要填"):
            opening.open_zone(name, at=make.NOW)
    assert not Zone.objects.exists()


def test_the_first_password_is_set_after_the_link_without_an_old_one() -> None:
    user = newcomer()
    client = entered(user)
    answer = client.post("/password/", {"new_password1": PHRASE, "new_password2": PHRASE})
    assert answer.headers["Location"] == "/"
    assert client.get("/password/").status_code == 200  # still signed in
    user.refresh_from_db()
    assert user.check_password(PHRASE)
    assert list(JournalRow.objects.values_list("verb", flat=True)) == ["signin.link", "signin.password"]
    assert PHRASE not in str(list(JournalRow.objects.values()))


@pytest.mark.parametrize("password", ["short", "1234567890123", "passwordpasswor", "", "xin"])
def test_a_weak_password_is_refused_beside_its_field(password: str) -> None:
    client = entered(newcomer())
    again = password[:-1] if password == "passwordpasswor" else password
    answer = client.post("/password/", {"new_password1": password, "new_password2": again})
    assert answer.status_code == 422
    assert not User.objects.get().has_usable_password()


def test_an_open_screen_is_not_enough_to_take_an_account_over() -> None:
    lin = make.lin()
    client = Client()
    assert tried(client, "lin", PHRASE).status_code == 302
    new = {"new_password1": "another long phrase", "new_password2": "another long phrase"}
    assert client.post("/password/", new).status_code == 422
    assert client.post("/password/", new | {"old_password": WRONG}).status_code == 422
    assert client.post("/password/", new | {"old_password": PHRASE}).status_code == 302
    lin.refresh_from_db()
    assert lin.check_password("another long phrase")


def test_a_forgotten_password_is_set_anew_after_a_link() -> None:
    lin = make.lin()
    client = entered(lin)
    new = {"new_password1": "another long phrase", "new_password2": "another long phrase"}
    assert client.post("/password/", new).status_code == 302
    assert client.post("/password/", new).status_code == 422  # from now on the old one is asked for


def test_a_new_password_ends_other_sessions_and_links() -> None:
    lin = make.lin()
    elsewhere, spare = Client(), link(lin)
    tried(elsewhere, "lin", PHRASE)
    assert elsewhere.get("/help/").status_code == 200
    entered(lin).post("/password/", {"new_password1": WRONG, "new_password2": WRONG})
    assert elsewhere.get("/help/").status_code == 302
    assert Client().post(spare).status_code == 400


# ---- the sign-in page ----
@pytest.mark.parametrize("way", ["//evil.example", "https://evil.example/", "/\\evil.example",
                                 "javascript:alert(1)", "///evil.example", "http:evil.example"])  # fmt: skip
def test_the_sign_in_leads_nowhere_outside(way: str) -> None:
    make.lin()
    answer = tried(Client(), "lin", PHRASE, next=way)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")


def test_the_sign_in_leads_back_to_the_page_asked_for() -> None:
    make.lin()
    asked = Client().get("/projects/?light=red")
    assert asked.headers["Location"] == "/account/login/?next=/projects/%3Flight%3Dred"
    assert (
        tried(Client(), "lin", PHRASE, next="/projects/?light=red").headers["Location"]
        == "/projects/?light=red"
    )


def test_five_wrong_tries_lock_the_name_in_words_and_nobody_else() -> None:
    make.lin()
    make.zhao()
    client = Client()
    for _ in range(5):
        answer = tried(client, "lin", WRONG)
    assert answer.status_code == 429
    assert "先锁住" in answer.content.decode()
    assert tried(client, "lin", PHRASE).status_code == 429
    assert tried(Client(), "zhao", PHRASE).status_code == 302


def test_other_spellings_of_a_name_share_its_tries() -> None:
    make.lin()
    for name in ("lin", "LIN", " lin ", "ｌｉｎ", "Lin"):
        answer = tried(Client(), name, WRONG)
    assert answer.status_code == 429


def test_a_name_spelt_otherwise_is_another_person() -> None:
    make.lin()
    for name in ("ｌｉｎ", "li\u200bn", "lin\u0301", "l\u0456n"):
        assert tried(Client(), name, PHRASE).status_code != 302, name


def test_nonsense_in_the_sign_in_is_refused_in_words() -> None:
    for name in ("x" * 300, "a\x00b", "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace")):
        assert tried(Client(), name, WRONG).status_code in (200, 400), name
    many = Client().post("/account/login/", {"login": "lin", "password": "长" * 5000})
    assert many.status_code == 200


def test_guessing_many_names_is_slowed_down_in_words() -> None:
    answers = [tried(Client(), f"nobody{n}", WRONG) for n in range(62)]
    assert "登录失败次数过多" in answers[21].content.decode()
    assert answers[-1].status_code == 429
    assert "登录得太频繁" in answers[-1].content.decode()


@pytest.mark.parametrize(
    "path", ["signup/", "email/", "password/reset/", "password/change/", "password/set/", "confirm-email/",
             "login/code/confirm/", "password/reset/key/1-k/"],
)  # fmt: skip
def test_doors_that_would_send_mail_or_sign_anybody_up_are_not_there(path: str) -> None:
    client = entered(newcomer())
    for one in (Client(), client):
        assert one.get(f"/account/{path}").status_code == 404
        assert one.post(f"/account/{path}", {"email": "a@example.com"}).status_code == 404


def test_after_the_sign_out_nothing_is_left_to_read() -> None:
    make.lin()
    client = Client()
    tried(client, "lin", PHRASE)
    page = client.get("/help/")
    assert "no-store" in page.headers["Cache-Control"]
    assert client.get("/account/logout/").status_code == 200  # asks; a link in a mail signs nobody out
    assert client.get("/help/").status_code == 200
    client.post("/account/logout/")
    assert client.get("/help/").status_code == 302


def test_somebody_switched_off_is_out_at_the_next_click() -> None:
    lin = make.lin()
    client = Client()
    tried(client, "lin", PHRASE)
    User.objects.filter(pk=lin.pk).update(is_active=False)
    assert client.get("/help/").status_code == 302
    assert tried(Client(), "lin", PHRASE).status_code != 302 or Client().get("/help/").status_code == 302
