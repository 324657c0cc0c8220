"""An intruder and a careless user: what they send changes nothing, shows nothing, breaks nothing."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client, override_settings

from greenlight.base.models import JournalRow
from greenlight.desk import lines
from greenlight.plans.models import Milestone
from greenlight.projects.models import Project
from greenlight.warnings.models import Nudge
from tests import make
from tests.doors import Door, Kind, Route, World
from tests.test_doors import BEHIND, KNOWN, address, build, client, each, finished, person

pytestmark = pytest.mark.django_db
READ = [(route, door) for route, door in BEHIND if "GET" in door.methods]
API = [(route, door) for route, door in KNOWN if door.kind is Kind.API]
PROBLEM = "application/problem+json"
TAG, QUOTES = "<img src=x onerror=alert(1)>", "\"'><svg/onload=alert(2)>"
FORMULA = '=HYPERLINK("http://evil.example","x")'


@pytest.fixture(autouse=True)
def _rehearsal_day(monkeypatch: pytest.MonkeyPatch, settings: Any, shelf: Path) -> None:
    monkeypatch.setenv("GREENLIGHT_TODAY", make.TODAY.isoformat())
    settings.MEDIA_ROOT = shelf
    cache.clear()


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("files")


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any, shelf: Path) -> Iterator[World]:
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=shelf), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


# ---- reading changes nothing ----
WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE|CREATE|DROP|ALTER|TRUNCATE|COPY)\b", re.IGNORECASE)


def read_only(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    """Stop every statement that writes."""
    assert not WRITES.match(sql), sql
    return execute(sql, params, many, context)


@each(READ + API)
def test_a_page_that_is_only_looked_at_writes_nothing(route: Route, door: Door, world: World) -> None:
    path, lin = address(route, door, world), client("lin")
    lin.get("/help/")  # the first visitor of the day has judged the zone
    with connection.execute_wrapper(read_only):
        assert finished(lin.get(path)) < 500
        assert finished(lin.get(path, headers={"HX-Request": "true"})) < 500


def test_a_robot_that_follows_every_link_of_a_project_changes_nothing(world: World) -> None:
    lin, before = client("lin"), JournalRow.objects.count()
    lin.get("/help/")
    page = lin.get(f"/projects/{world.project}/?tab=papers").content.decode()
    with connection.execute_wrapper(read_only):
        for link in set(re.findall(r'href="(/[^"#]*)"', page)) - {"/account/logout/"}:
            assert finished(lin.get(link.replace("&amp;", "&"))) < 500, link
    assert JournalRow.objects.count() == before


# ---- headers, hosts, cookies ----
def test_every_answer_protects_its_reader(world: World) -> None:
    for who, path in (("", "/account/login/"), ("lin", "/"), ("lin", "/nothing/"), ("lin", "/api/v1/zones"),
                      ("", "/api/v1/zones"), ("lin", f"/projects/{world.project}/")):  # fmt: skip
        found = client(who).get(path).headers
        assert found["X-Content-Type-Options"] == "nosniff"
        assert found["X-Frame-Options"] == "DENY"
        assert found["Referrer-Policy"] == "same-origin"
        assert found["Cross-Origin-Opener-Policy"] == "same-origin"
        policy = dict(one.strip().split(" ", 1) for one in found["Content-Security-Policy"].split(";"))
        assert policy["frame-ancestors"] == "'none'"
        assert policy["object-src"] == "'none'"
        assert policy["form-action"] == "'self'"
        assert "unsafe" not in policy["script-src"] + policy["default-src"] + policy["style-src"]


def test_no_page_carries_a_script_without_its_nonce(world: World) -> None:
    for path in ("/", "/projects/", "/cockpit/", f"/projects/{world.project}/"):
        page = client("lin").get(path).content.decode()
        for one in re.findall(r"<script[^>]*>", page):
            assert "src=" in one or "nonce=" in one or "application/json" in one, one
        assert not re.search(r"\son(click|load|error|submit|change|input)=", page)
        assert "javascript:" not in page


def test_a_session_cookie_is_not_for_scripts_and_not_for_other_sites(settings: Any) -> None:
    make.lin()
    given = Client().post("/account/login/", {"login": "lin", "password": "a long enough phrase"})
    cookie = given.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert not cookie["secure"]  # plain http on 127.0.0.1; GREENLIGHT_HTTPS=1 says otherwise
    settings.SESSION_COOKIE_SECURE = True
    given = Client().post("/account/login/", {"login": "lin", "password": "a long enough phrase"})
    assert given.cookies["sessionid"]["secure"]


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1@evil.example", "", "localhost.evil.example"])
def test_another_host_name_is_refused(host: str, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
    for path in ("/account/login/", "/enter/x/", "/api/v1/zones"):
        assert client().get(path, headers={"host": host}).status_code in (400, 401)


def test_the_test_host_is_not_let_in_outside_the_tests() -> None:
    source = (Path(__file__).parent.parent / "greenlight" / "settings.py").read_text(encoding="utf-8")
    assert "testserver" not in source
    assert "DEBUG = False" in source


@pytest.mark.parametrize("path", ["//evil.example/", "/\\evil.example/", "/%2F%2Fevil.example"])
def test_a_crooked_address_leads_nowhere_outside(path: str, world: World) -> None:
    for who in ("", "lin"):
        answer = client(who).get(path)
        assert answer.headers.get("Location", "/account/login/").startswith("/account/login/")


# ---- the API ----
@pytest.mark.parametrize("path", ["/api", "/api/", "/api/v1", "/api/v1/", "/api/openapi.json/", "/api/x%00"])
@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete", "options", "head", "trace"])
def test_nobody_learns_anything_under_api(method: str, path: str) -> None:
    answer = getattr(client(), method)(path)
    assert answer.status_code == 401
    assert answer.headers["Content-Type"] == PROBLEM
    assert answer.headers["WWW-Authenticate"]


@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete"])
@pytest.mark.parametrize(
    "path", ["/api", "/api/", "/api/v2/x", "/api/v1/projects/x", "/api/v1/projects/0",
             "/api/v1/zones?limit=x", "/api/v1/zones?limit=0", "/api/v1/projects?q=%00",
             "/api/v1/lights?colour=pink", "/api/v1/zones/"],
)  # fmt: skip
def test_every_error_of_the_api_is_a_problem(method: str, path: str, world: World) -> None:
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    strict.force_login(person("lin"), backend="django.contrib.auth.backends.ModelBackend")
    answer = getattr(strict, method)(path)
    assert 400 <= answer.status_code < 500
    assert answer.headers["Content-Type"] == PROBLEM
    told = answer.json()
    assert told["status"] == answer.status_code
    assert re.search("[一-鿿]", told["title"])


@pytest.mark.parametrize("who", ["", "lin"])
def test_the_description_is_only_read(who: str) -> None:
    assert json.loads(client(who).get("/api/openapi.json").content)["openapi"].startswith("3.1")
    for method in ("post", "put", "patch", "delete"):
        answer = getattr(Client(enforce_csrf_checks=True), method)("/api/openapi.json")
        assert (answer.status_code, answer.headers["Content-Type"]) == (405, PROBLEM)
        assert answer.headers["Allow"] == "GET, HEAD"


def test_an_error_of_ours_under_api_is_a_problem_that_says_nothing_of_the_inside(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> None:
        raise ZeroDivisionError("secret inside")

    monkeypatch.setattr("greenlight.people.api.page", broken)
    answer = client("lin").get("/api/v1/zones")
    assert (answer.status_code, answer.headers["Content-Type"]) == (500, PROBLEM)
    assert b"secret" not in answer.content


# ---- other zones, in the body ----
def other_zone() -> dict[str, int]:
    elsewhere = make.zone("邻县工业园区", "330822")
    unit = make.unit("邻县发改局", elsewhere)
    project = make.project("邻县项目", zone=elsewhere)
    stone = build_milestone(project)
    return {"unit": unit.pk, "user": make.wu().pk, "project": project.pk, "milestone": stone.pk}


def build_milestone(project: Project) -> Milestone:
    from tests import cases

    return cases.milestone(project, due=make.TODAY)


def test_ids_of_another_zone_in_a_form_are_not_taken(world: World) -> None:
    theirs, lin, zhao, own = other_zone(), client("lin"), client("zhao"), f"/projects/{world.project}"
    before = JournalRow.objects.count()
    sent = [
        lin.post(f"{own}/assign/", {"role": "co", "unit": theirs["unit"]}),
        lin.post(f"{own}/assign/", {"role": "liaison", "user": theirs["user"]}),
        lin.post(f"{own}/nudge/", {"unit": theirs["unit"], "answer_by": "2022-08-09", "message": "请报"}),
        lin.post(
            f"{own}/nudge/",
            {
                "unit": world.unit,
                "milestone": theirs["milestone"],
                "answer_by": "2022-08-09",
                "message": "请报",
            },
        ),
        lin.post(f"{own}/milestones/{world.milestone}/edit/", {"owner": theirs["unit"]}),
        lin.post(f"{own}/milestones/{theirs['milestone']}/actual/", {"percent": "40"}),
        zhao.post(f"{own}/milestones/{theirs['milestone']}/decide/", {"approve": "yes"}),
        lin.post(f"{own}/edit/", {"kind": "attraction", "name": "示例锂盐生产线项目", "parent": "邻县项目"}),
        lin.post("/library/units/", {"d:发改局": theirs["unit"], "d:发展和改革局": theirs["unit"]}),
        lin.post("/plans/many/", {"mode": "forward", "day": "2022-08-09", "id": theirs["project"]}),
    ]
    assert all(one.status_code in (302, 400, 404, 409, 422) for one in sent), [s.status_code for s in sent]
    assert JournalRow.objects.count() == before
    assert not Nudge.objects.filter(unit=theirs["unit"]).exists()
    assert not Milestone.objects.filter(owner=theirs["unit"]).exists()
    for one in sent:
        assert "邻县发改局" not in one.content.decode()


# ---- what is stored is shown as text ----
def test_markup_in_any_field_is_text_on_every_page(world: World) -> None:
    lin, own = client("lin"), f"/projects/{world.project}"
    facts = {"kind": "attraction", "name": f"恶{TAG}{QUOTES}", "total_wan": "30000", "industry": QUOTES}
    facts |= {
        "location": FORMULA,
        "scale": TAG,
        "issue": TAG + QUOTES,
        "next_step": QUOTES,
        "remark": FORMULA,
    }
    facts["version"] = str(Project.objects.get(pk=world.project).version)
    assert lin.post(f"{own}/edit/", facts).status_code == 302
    lin.post(f"{own}/assign/", {"role": "contact", "person": TAG + QUOTES, "phone": QUOTES})
    lin.post(f"{own}/listings/", {"name": TAG + QUOTES, "year": "2022"})
    lin.post(f"{own}/site/", {"words": TAG + QUOTES, "on": "2022-07-01"})
    lin.post(f"{own}/nudge/", {"unit": world.unit, "answer_by": "2022-08-09", "message": TAG + QUOTES})
    lin.post(f"{own}/plan/", {"mode": "forward", "day": "2022-08-09", "reason_class": "land", "reason": TAG})
    text = f"项目名称,责任单位,总投资（万元）,{TAG}\n新恶{TAG},{TAG},5,{TAG}\n"
    loaded = lin.post("/imports/", {"file": SimpleUploadedFile(f"{TAG}.csv", text.encode("utf-8-sig"))})
    pages = ["/", "/projects/", "/cockpit/", "/turned/", "/imports/", "/library/", "/packs/", f"{own}/edit/"]
    pages += [f"{own}/?tab={one}" for one in
              ("facts", "milestones", "investment", "site", "warnings", "papers", "log")]  # fmt: skip
    pages += [loaded.headers["Location"], f"/projects/?q={TAG}&stage={QUOTES}", f"/turned/?since={TAG}"]
    for path in pages:
        answer = lin.get(path, follow=True)
        assert answer.status_code == 200, path
        told = answer.content.decode()
        assert "<img src=x" not in told, path
        assert "<svg/onload" not in told, path
    parts = lin.get("/projects/counts/", {"q": TAG, "stage": QUOTES}, headers={"HX-Request": "true"})
    refused = lin.post(f"{own}/halt/", {"state": TAG, "reason": TAG}, headers={"HX-Request": "true"})
    assert "<img" not in parts.content.decode() + refused.content.decode()


def test_a_formula_in_a_field_is_text_in_every_file(world: World) -> None:
    Project.objects.filter(pk=world.project).update(location=FORMULA, remark="@SUM(1)", issue="+1+cmd|x")
    lines.rebuild(make.zone().pk, [world.project])
    lin = client("lin")
    sheet = lin.get("/projects/export/?as=csv&all=1")
    cells = b"".join(sheet.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert not re.search(r'(^|,|")[=+@]', cells)
    book = lin.get("/projects/export/?all=1")
    package = zipfile.ZipFile(io.BytesIO(b"".join(book.streaming_content)))  # type: ignore[attr-defined]
    parts = [package.read(name).decode() for name in package.namelist() if name.endswith(".xml")]
    assert not any(re.search(r"<f[ >]", one) for one in parts)
    assert any("HYPERLINK" in one for one in parts)


# ---- pressed twice ----
def test_a_reminder_sent_twice_is_one(world: World) -> None:
    form = {"unit": world.unit, "answer_by": "2022-08-09", "message": "请报完成日期"}
    path, lin = f"/projects/{world.project}/nudge/", client("lin")
    assert [lin.post(path, form).status_code for _ in range(2)] == [302, 409]
    assert Nudge.objects.filter(message="请报完成日期").count() == 1
    assert lin.post(path, form | {"message": "另一句话"}).status_code == 302


def test_of_two_who_edit_the_second_sees_what_the_first_left(world: World) -> None:
    path, project = f"/projects/{world.project}/edit/", Project.objects.get(pk=world.project)
    form = {"kind": "attraction", "name": project.name, "total_wan": "30000", "version": str(project.version)}
    assert client("lin").post(path, form | {"location": "城南"}).status_code == 302
    late = client("zhao").post(path, form | {"location": "城北"})
    assert late.status_code == 409
    told = late.content.decode()
    assert "刚被别人改过" in told
    assert "城南" in told
    assert "城北" in told
    assert Project.objects.get(pk=world.project).location == "城南"


def test_a_new_project_sent_twice_is_one(world: World) -> None:
    form = {"kind": "attraction", "name": "示例两次项目", "total_wan": "5"}
    lin = client("lin")
    assert [lin.post("/projects/new/", form).status_code for _ in range(2)] == [302, 409]
    assert Project.objects.filter(name="示例两次项目").count() == 1


# ---- numbers and days nobody means ----
EXTREMES = [
    "0001-01-01", "1989-12-31", "9999-12-31", "10000-01-01", "-1", "9" * 40, "1e400", "NaN", "Infinity",
    "长" * 5000, b"\xed\xa0\x80".decode("utf-8", "replace"), "\ufffe\u202e",
]  # fmt: skip


@pytest.mark.parametrize("value", EXTREMES, ids=range(len(EXTREMES)))
def test_days_and_numbers_nobody_means_are_refused_in_words(value: str, world: World) -> None:
    lin, own = client("lin"), f"/projects/{world.project}"
    stone = f"{own}/milestones/{world.milestone}"
    sent: dict[str, dict[str, Any]] = {
        f"{own}/amounts/": {"kind": "contract", "amount_wan": value},
        f"{own}/site/": {"words": "主体", "on": value},
        f"{own}/stage/": {"to": "registration", "on": value, "reason": "补录"},
        f"{own}/listings/": {"name": "省重点", "year": value},
        f"{own}/investment/": {"year": "2022", "month": "6", "ytd_wan": value, "method": "work"},
        f"{own}/year-plan/": {"year": value, "amount_wan": "5"},
        f"{own}/plan/": {"mode": "backward", "day": value},
        f"{stone}/actual/": {"done_on": value},
        f"{stone}/slip/": {"to_due": value, "reason_class": "land", "reason": "净地"},
        f"{stone}/edit/": {"due": value},
        f"{own}/nudge/": {"unit": world.unit, "answer_by": value, "message": "请报"},
    }
    before = JournalRow.objects.count()
    for path, form in sent.items():
        answer = lin.post(path, form)
        assert answer.status_code in (400, 404, 409, 422), (path, answer.status_code)
        assert finished(lin.get(path, form)) < 500
    assert JournalRow.objects.count() == before


def test_nul_is_refused_in_both_kinds_of_form(world: World) -> None:
    lin, path = client("lin"), f"/projects/{world.project}/site/"
    form = {"words": "主\x00体", "on": "2022-07-01"}
    assert lin.post(path, form).status_code == 400  # multipart
    plain = lin.post(path, "words=a%00b&on=2022-07-01", content_type="application/x-www-form-urlencoded")
    assert plain.status_code == 400
    assert lin.post(path, {"wor\x00ds": "主体"}).status_code == 400
