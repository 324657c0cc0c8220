"""Every door: closed to the anonymous, not there for a stranger, shut to the wrong role, never a 500."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.http.response import HttpResponseBase
from django.test import Client, override_settings

from greenlight.base import files
from greenlight.base.imports import actions as imports
from greenlight.base.models import Job, JournalRow
from greenlight.base.tables.look import Look
from greenlight.desk.actions import edit_cells, save_view
from greenlight.desk.editing import CellEdit
from greenlight.enterprises.models import EnterpriseUser
from greenlight.people import tokens
from greenlight.people.models import Role, User, WallDevice
from greenlight.plans import actions as plans
from greenlight.plans.drafting import Wish
from greenlight.plans.models import Actual, Milestone, Plan, Slip
from greenlight.projects import library
from greenlight.projects.models import (
    Assignment,
    Evidence,
    Listing,
    Project,
    ProjectParty,
    Template,
    TemplateNode,
)
from greenlight.warnings import packs
from greenlight.warnings.models import Nudge, Rule, RulePack
from tests import make
from tests.doors import DOORS, INSIDE, MODULES, Door, Kind, Route, World, door_of, routes

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
ROUTES = routes()
KNOWN = [(route, door) for route in ROUTES if (door := door_of(route))]
OBJECTS = [(route, door) for route, door in KNOWN if door.kind is Kind.OBJECT]
BEHIND = [(route, door) for route, door in KNOWN if door.kind in (Kind.OBJECT, Kind.PAGE)]
WRITING = [(route, door) for route, door in BEHIND if "POST" in door.methods]
DEEDS = [(route, door) for route, door in WRITING if door.doers]


def each(doors: list[tuple[Route, Door]]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(("route", "door"), doors, ids=[route.name for route, _ in doors])


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder where this module's files lie."""
    return tmp_path_factory.mktemp("files")


@pytest.fixture(autouse=True)
def _rehearsal_day(monkeypatch: pytest.MonkeyPatch, settings: Any, shelf: Path) -> None:
    monkeypatch.setenv("GREENLIGHT_TODAY", make.TODAY.isoformat())
    settings.MEDIA_ROOT = shelf


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any, shelf: Path) -> Iterator[World]:
    """Make the zone once for all tests here: each plays in a savepoint of its own and leaves no trace."""
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=shelf), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


def build() -> World:
    """Make one zone with one record of every sort that an address names."""
    home, unit = make.zone(), make.unit()
    packs.open_zone(home.pk)
    project = make.project()
    lead = Assignment.objects.create(project=project, zone=home, role="lead", unit=unit)
    Assignment.objects.create(project=project, zone=home, role="liaison", user=make.he())
    listing = Listing.objects.create(project=project, zone=home, name="年度清单", year=2022)
    company = make.enterprise()
    EnterpriseUser.objects.create(enterprise=company, user=make.chen())
    ProjectParty.objects.create(project=project, zone=home, enterprise=company, role="owner")
    plan = Plan.objects.create(project=project, zone=home)
    milestone = Milestone.objects.create(
        plan=plan, project=project, zone=home, key="groundbreaking", name="开工", seq=10, owner=unit,
        due=make.TODAY,
    )  # fmt: skip
    paper = Evidence.objects.create(
        project=project, zone=home, node_code="IND012", name="备案证", at=make.NOW
    )
    nudge = Nudge.objects.create(
        project=project,
        zone=home,
        unit=unit,
        message="请报",
        answer_by=make.TODAY,
        actor_name="zhao",
        at=make.NOW,
    )
    library.seed()
    template = Template.objects.create(zone=home, kind="technical_upgrade", version=9, source="本区")
    node = TemplateNode.objects.create(
        template=template, code="TEC003", seq=12, phase="立项", name="备案", department="发改局", duration=3
    )
    by = make.by()
    file = files.store(by, b"%PDF-1.7 x", "备案证.pdf", subject=("project", project.pk))
    text = "项目名称,责任单位,总投资（万元）\n示例乙项目,经济发展科,5000\n"
    table = files.store(by, text.encode("gb18030"), "台账.csv")
    batch = imports.begin(by, home.pk, "projects", table)
    pack = RulePack.objects.create(zone=home, copied_from="default", code="own", name="本区", source="本区")
    rule = Rule.objects.filter(pack__code="default").order_by("pk")[0]
    rule.pk, rule.pack = None, pack  # the zone's own copy: shipped rules belong to everybody
    rule.save(force_insert=True)
    job = Job.objects.create(kind="plans.make", label="排计划", actor_id=by.actor_id, queued_at=make.NOW)
    slip = Slip.objects.create(
        milestone=milestone, zone=home, from_due=make.TODAY, to_due=make.TODAY.replace(year=2023),
        reason_class="land", reason="净地", asked_by_name="sun", asked_at=make.NOW,
    )  # fmt: skip
    plans.save_draft(by=by, project=project, wish=Wish("forward"), reason_class="land", reason="净地未移交")
    Actual.objects.create(milestone=milestone, zone=home, percent=20, actor_name="sun", at=make.NOW)
    edit = CellEdit(project.pk, "remark", "加急")
    seq = edit_cells(by=by, ledger="projects", edits=[edit]).seq
    view = save_view(by=by, ledger="projects", name="例会", look=Look(dense=True), titles={}, shared=True)
    key, _ = tokens.make(by=by, name="取数程序", days=30, scopes=["projects:read"])
    wall = WallDevice.objects.create(zone=home, name="大厅", secret_hash="a", expires_on=make.TODAY)
    waits = make.NOW + timedelta(days=1)  # the clock of a rehearsal day keeps the hours of today
    WallDevice.objects.create(secret_hash="b", code="ABC234", waits_until=waits)
    made = [one.made(home, project, unit) for one in MODULES if hasattr(one, "made")]
    others = {name: pk for found in made for name, pk in found.items()}
    return World(others | {
        "project": project.pk, "job": job.pk, "slip": slip.pk, "listing": listing.pk, "assignment": lead.pk,
        "evidence": paper.pk, "nudge": nudge.pk,
        "node": node.pk, "file": file.pk, "batch": batch.pk, "rule": rule.pk, "unit": unit.pk,
        "milestone": milestone.pk, "key": key.pk, "wall": wall.pk, "step": 1, "seq": seq or 0,
        "view": view.pk,
    })  # fmt: skip


def person(name: str) -> User:
    """Return one of the cast; hu inspects, xi keeps the system and sees no project."""
    others = {"hu": Role.INSPECTOR, "xi": Role.SYSTEM_ADMIN}
    if name in others:
        return make.user(name, others[name])
    found: User = getattr(make, name)()
    return found


def client(name: str = "") -> Client:
    made = Client(raise_request_exception=False)
    if name:
        made.force_login(person(name), backend=BACKEND)
    return made


def address(route: Route, door: Door, world: World) -> str:
    free = {"token": "a-token-nobody-issued", "figure": "project_count", "ledger": "projects",
            "column": "annual_plan", "field": "issue", "year": 2022, "month": 6,
            "rung": "ladder-1", "chapter": "late"}  # fmt: skip
    return route.path([free.get(name) or world.ids[name] for name in door.records])


def is_sign_in(answer: HttpResponseBase) -> bool:
    return answer.status_code == 302 and answer.headers["Location"].startswith("/account/login/?next=")


# ---- the table is whole ----
def test_every_route_is_in_the_table() -> None:
    assert [route.name for route in ROUTES if door_of(route) is None] == []


def test_every_row_of_the_table_has_its_route() -> None:
    assert set(DOORS) - {route.name for route in ROUTES} == set()


@each([(route, door) for route, door in KNOWN if door.kind is not Kind.ACCOUNT])
def test_a_row_names_as_many_records_as_the_address(route: Route, door: Door) -> None:
    assert len(door.records) == len(route.parameters)


# ---- nobody ----
@each(BEHIND)
def test_the_anonymous_are_sent_to_sign_in(route: Route, door: Door, world: World) -> None:
    path = address(route, door, world)
    for method in ("get", "post", "put", "delete", "head"):
        assert is_sign_in(getattr(client(), method)(path)), method


@each([(route, door) for route, door in KNOWN if door.kind is Kind.OPEN])
def test_open_doors_answer_anybody(route: Route, door: Door, world: World) -> None:
    answer = client().get(address(route, door, world))
    assert answer.status_code == 200
    assert "project" not in answer.headers.get("Set-Cookie", "")


@each([(route, door) for route, door in KNOWN if door.kind is Kind.SCREEN])
def test_the_parts_of_a_wall_are_not_there_for_whoever_is_no_wall(
    route: Route, door: Door, world: World
) -> None:
    path = address(route, door, world)
    for name in ("", "lin", "wu"):
        assert client(name).get(path).status_code == 404, name


@each([(route, door) for route, door in KNOWN if door.kind is Kind.API])
def test_the_api_answers_401_before_it_looks_at_anything(route: Route, door: Door, world: World) -> None:
    path = address(route, door, world)
    for method in ("get", "post", "put", "patch", "delete", "options", "head"):
        answer = getattr(client(), method)(path)
        assert answer.status_code == 401, method
        assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "path", ["/api/", "/api/v1/nothing", "/api/v2/projects", "/api/v1/projects/x", "/api/%00"]
)
def test_the_api_answers_401_where_there_is_nothing(path: str) -> None:
    assert client().get(path).status_code == 401
    assert client("lin").get(path).status_code in (400, 404, 422)


@each([(route, door) for route, door in KNOWN if door.kind is Kind.ACCOUNT])
def test_the_account_pages_show_nothing_and_never_break(route: Route, door: Door, world: World) -> None:
    path = "/" + route.pattern.replace("^", "").rstrip("$").replace("(?P<key>[-:\\w]+)", "k").replace(
        "(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)", "1-k"
    )
    for who in ("", "lin"):
        for method in ("get", "post"):
            assert getattr(client(who), method)(path).status_code < 500, (who, method)


# ---- strangers ----
@each(OBJECTS)
@pytest.mark.parametrize("name", ["wu", "xi"])
def test_to_a_stranger_the_record_is_not_there(name: str, route: Route, door: Door, world: World) -> None:
    if name not in door.strangers:
        return
    stranger, path = client(name), address(route, door, world)
    if "GET" in door.methods:
        assert stranger.get(path).status_code == 404
    if "POST" in door.methods:
        before = JournalRow.objects.count()
        assert stranger.post(path, door.data(world)).status_code == 404
        assert JournalRow.objects.count() == before


@each(OBJECTS)
def test_a_record_that_never_was_looks_the_same_as_one_of_another_zone(
    route: Route, door: Door, world: World
) -> None:
    stranger = client("wu")
    method = "get" if "GET" in door.methods else "post"
    there = getattr(stranger, method)(address(route, door, world))
    never = getattr(stranger, method)(route.path([987654321 for _ in door.records]))
    assert (there.status_code, never.status_code) == (404, 404)


# ---- the wrong role ----
@each(DEEDS)
def test_a_deed_is_done_by_those_who_may_and_by_nobody_else(route: Route, door: Door, world: World) -> None:
    path = address(route, door, world)
    for name in sorted(INSIDE - door.doers):
        before = JournalRow.objects.count()
        answer = client(name).post(path, door.data(world))
        assert answer.status_code in (403, 404), (name, answer.status_code)
        assert JournalRow.objects.count() == before, name
    for name in sorted(door.doers):
        doer, point = client(name), transaction.savepoint()
        answer = doer.post(path, door.data(world))
        assert finished(answer) in (200, 204, 302, 409), (name, answer.getvalue().decode())
        transaction.savepoint_rollback(point)


@each([(route, door) for route, door in BEHIND if "GET" in door.methods])
def test_a_page_opens_for_those_who_may_read_it(route: Route, door: Door, world: World) -> None:
    path = address(route, door, world)
    for name in sorted(INSIDE):
        status = finished(client(name).get(path))
        if name in door.readers:
            assert status in (200, 302), (name, status)
        else:
            assert status in (403, 404), (name, status)


def test_a_visitor_of_one_zone_finds_nothing_of_another_on_the_pages_without_an_address(world: World) -> None:
    name = Project.objects.get(pk=world.project).name
    stranger = client("wu")
    for path in ("/", "/projects/", "/cockpit/", "/turned/", "/imports/", "/projects/counts/"):
        assert name not in stranger.get(path).content.decode()
    sheet = b"".join(stranger.get("/projects/export/?as=csv").streaming_content)  # type: ignore[attr-defined]
    assert name.encode("gb18030") not in sheet
    assert name.encode() not in sheet


# ---- nonsense ----
@each([(route, door) for route, door in BEHIND if any(kind == "int" for _, kind in route.parameters)])
def test_an_id_out_of_range_is_not_found(route: Route, door: Door, world: World) -> None:
    lin = client("lin")
    for value in (0, 2**31, 2**63, 10**30, -1):
        path = route.path([value for _ in door.records])
        for method in door.methods.lower().split():
            data = door.data(world) if method == "post" else None
            assert getattr(lin, method)(path, data).status_code == 404, (method, value)


@each([(route, door) for route, door in KNOWN if any(kind != "int" for _, kind in route.parameters)
       and door.kind is not Kind.ACCOUNT])  # fmt: skip
def test_a_word_in_the_address_that_means_nothing_is_refused(route: Route, door: Door, world: World) -> None:
    lin = client("lin")
    for value in ("%00", "x" * 3000, "..%2f..%2fetc", "一", "'--"):
        assert lin.get(route.path([value for _ in door.records])).status_code < 500, value


JUNK = ["%00", "x" * 4000, "-1", "9" * 30, "NaN", "2026-02-30", "%E4%B8", "red,red,", "1e999", "'\";--"]
QUERIES = [
    "q", "page", "sort", "light", "unit", "due", "year", "period", "tab", "batch", "since", "days", "kind",
    "listing", "stage", "behind", "sponsor", "base", "only", "as", "mine", "limit", "next", "scene",
]  # fmt: skip


@each([(route, door) for route, door in BEHIND if "GET" in door.methods])
def test_nonsense_in_the_query_is_passed_over_or_refused(route: Route, door: Door, world: World) -> None:
    path, lin = address(route, door, world), client("lin")
    for value in JUNK:
        asked = "&".join(f"{name}={value}" for name in QUERIES)
        assert finished(lin.get(f"{path}?{asked}")) < 500, value


@each(WRITING)
def test_nonsense_in_a_form_is_refused_in_words(route: Route, door: Door, world: World) -> None:
    path, lin = address(route, door, world), client("lin")
    fields = [name for name in door.data(world) if name != "file"] or ["k0", "a0", "f0", "d:发改局"]
    for junk in ("\x00", "长" * 4000, "-1", "9" * 40, "NaN", "2026-02-30", "", "１２"):
        answer = lin.post(path, dict.fromkeys([*fields, "version", "k0", "a0"], junk))
        assert answer.status_code < 500, junk


@each([(route, door) for route, door in BEHIND])
def test_a_wrong_method_is_answered_405(route: Route, door: Door, world: World) -> None:
    path, lin = address(route, door, world), client("lin")
    for method in {"get", "post", "put", "patch", "delete"} - set(door.methods.lower().split()):
        assert getattr(lin, method)(path).status_code == 405, method


@each(WRITING)
def test_a_form_without_its_token_is_refused(route: Route, door: Door, world: World) -> None:
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    strict.force_login(person("lin"), backend=BACKEND)
    assert strict.post(address(route, door, world), door.data(world)).status_code == 403


# ---- headers ----
@each([(route, door) for route, door in BEHIND if "GET" in door.methods])
def test_pages_carry_the_headers_that_protect_their_reader(route: Route, door: Door, world: World) -> None:
    answer = client("lin" if "lin" in door.readers else "xi").get(address(route, door, world))
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    policy = answer.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in policy or "sandbox" in policy
    assert "default-src" in policy
    assert "'unsafe-inline'" not in policy.split("script-src")[-1].split(";")[0]
    assert finished(answer) == 200 or answer.status_code == 302


def test_a_file_is_saved_and_never_shown(world: World) -> None:
    answer = client("lin").get(f"/files/{world.file}/")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert finished(answer) == 200


def finished(answer: Any) -> int:
    """Read an answer to its end, streams too, and return its status."""
    if answer.streaming:
        for part in answer.streaming_content:
            assert isinstance(part, bytes)
    return int(answer.status_code)
