"""A screen asks every fifteen seconds; mostly nothing has changed, and a wall reads without a person."""

from __future__ import annotations

import gc
import tracemalloc
from datetime import timedelta

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client, RequestFactory

from greenlight.base import clock
from greenlight.base.models import JournalRow
from greenlight.people import walls
from greenlight.people.models import User, WallDevice
from greenlight.projects import actions as projects
from greenlight.projects.models import Project
from greenlight.warnings import packs
from greenlight.warnings.actions import ensure_judged
from tests import make
from tests.connection import one_connection

pytestmark = pytest.mark.django_db
TILES = "/cockpit/tiles/"
ROOM = 64 * 1024  # bytes; a Python heap with Django in it is a thousand times that


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GREENLIGHT_TODAY", make.TODAY.isoformat())
    packs.open_zone(make.zone().pk)


@pytest.fixture
def project() -> Project:
    made = make.project("示例电池项目")
    ensure_judged(made.zone_id, make.TODAY, make.NOW)
    return made


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def screen() -> Client:
    """A wall that has been paired for thirty days."""
    client = Client()
    client.get("/wall/")
    waiting = WallDevice.objects.get()
    # At the moment of the request: a rehearsal day keeps the real time of day.
    walls.pair(by=make.by(at=clock.now()), zone=make.zone(), code=waiting.code, name="一楼大厅", days=30)
    return client


# ---- the tag ----
def test_nothing_changed_is_said_without_drawing_anything(
    project: Project, django_assert_max_num_queries: object
) -> None:
    client = signed_in(make.zhao())
    first = client.get(TILES)
    assert first.status_code == 200
    again = client.get(TILES, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    with django_assert_max_num_queries(9):  # type: ignore[operator]
        client.get(TILES, headers={"If-None-Match": first["ETag"]})


def test_the_page_and_its_refresh_carry_the_same_tag(project: Project) -> None:
    client = signed_in(make.zhao())
    tag = client.get(TILES)["ETag"]
    assert f'data-tag="{tag.replace(chr(34), "&quot;")}"' in client.get("/cockpit/").content.decode()


def test_a_deed_changes_the_tag(project: Project) -> None:
    client = signed_in(make.zhao())
    tag = client.get(TILES)["ETag"]
    projects.edit(by=make.by(), project=project, facts={"location": "城南"})
    assert client.get(TILES, headers={"If-None-Match": tag}).status_code == 200


def test_a_new_day_and_another_base_change_the_tag(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    client = signed_in(make.zhao())
    tag = client.get(TILES)["ETag"]
    assert client.get(f"{TILES}?base=new", headers={"If-None-Match": tag}).status_code == 200
    monkeypatch.setenv("GREENLIGHT_TODAY", (make.TODAY + timedelta(days=1)).isoformat())
    assert client.get(TILES, headers={"If-None-Match": tag}).status_code == 200


def test_a_deed_of_another_zone_changes_nothing_here(project: Project) -> None:
    client = signed_in(make.zhao())
    tag = client.get(TILES)["ETag"]
    far = make.project("外区项目", zone=make.zone("外区", "330802"))
    JournalRow.objects.create(
        zone_id=far.zone_id, at=make.NOW, actor_name="wu", verb="project.edit", subject_kind="project",
        subject_id=far.pk,
    )  # fmt: skip
    assert client.get(TILES, headers={"If-None-Match": tag}).status_code == 304


def test_a_tag_of_one_reader_is_worth_nothing_to_another(project: Project) -> None:
    tag = signed_in(make.zhao()).get(TILES)["ETag"]
    wu = signed_in(make.wu())
    answer = wu.get(TILES, headers={"If-None-Match": tag})
    assert answer.status_code == 200
    assert project.name not in answer.content.decode()


def test_two_thousand_refreshes_leave_the_heap_as_it_was(project: Project) -> None:
    # Not the test client: it connects signals anew at every request, and they pile up.
    serve, client = WSGIHandler(), signed_in(make.zhao())
    tag, cookie = client.get(TILES)["ETag"], client.cookies["sessionid"].value

    def refresh(times: int) -> None:
        for n in range(times):
            held = tag if n % 100 else '"another"'  # every hundredth is drawn anew
            asked = RequestFactory().get(
                TILES, headers={"If-None-Match": held, "Cookie": f"sessionid={cookie}"}
            )
            said: list[str] = []
            serve(asked.environ, lambda status, _headers, said=said: said.append(status)).close()
            assert said == ["304 Not Modified" if n % 100 else "200 OK"]

    with one_connection():
        tracemalloc.start()
        refresh(200)  # whatever is kept for good is kept by now
        gc.collect()
        before = tracemalloc.get_traced_memory()[0]
        refresh(2000)
        gc.collect()
        after = tracemalloc.get_traced_memory()[0]
        tracemalloc.stop()
    assert after - before < ROOM, (before, after)


# ---- rows behind a number ----
def test_a_number_opens_its_rows_and_a_project_its_next_nodes(project: Project) -> None:
    client = signed_in(make.zhao())
    rows = client.get("/cockpit/rows/?stage=" + project.stage).content.decode()
    assert project.name in rows
    assert "1 个项目" in rows
    one = client.get(f"/cockpit/rows/?project={project.pk}").content.decode()
    assert "打开项目页" in one
    assert signed_in(make.wu()).get(f"/cockpit/rows/?project={project.pk}").status_code == 404
    assert project.name not in signed_in(make.wu()).get("/cockpit/rows/").content.decode()


# ---- walls ----
def test_a_screen_shows_a_code_until_somebody_names_it(project: Project) -> None:
    client = Client()
    shown = client.get("/wall/").content.decode()
    waiting = WallDevice.objects.get()
    assert waiting.code in shown
    secret = client.cookies["gl_wall"].value
    assert secret not in shown
    assert waiting.secret_hash != secret
    assert client.cookies["gl_wall"]["httponly"]
    assert client.get("/wall/tiles/").status_code == 404
    answer = signed_in(make.lin()).post(
        "/walls/", {"code": waiting.code.lower(), "name": "大厅", "days": "30"}
    )
    assert answer.status_code == 302
    assert project.name in client.get(f"/wall/rows/?project={project.pk}").content.decode()
    assert make.zone().name in client.get("/wall/").content.decode()


def test_a_screen_reads_its_zone_and_nothing_else(project: Project, screen: Client) -> None:
    far = make.project("外区项目", zone=make.zone("外区", "330802"))
    assert screen.get("/wall/tiles/").status_code == 200
    assert screen.get(f"/wall/rows/?project={far.pk}").status_code == 404
    for path in ("/", "/projects/", f"/projects/{project.pk}/", "/cockpit/", "/walls/"):
        answer = screen.get(path)
        assert answer.status_code == 302, path
        assert answer["Location"].startswith("/account/login/")
    assert screen.get("/api/v1/projects").status_code == 401
    assert "打开项目页" not in screen.get(f"/wall/rows/?project={project.pk}").content.decode()


def test_a_screen_that_is_cut_off_or_past_its_day_sees_nothing(
    project: Project, screen: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GREENLIGHT_TODAY", (make.TODAY + timedelta(days=31)).isoformat())
    assert screen.get("/wall/tiles/").status_code == 404
    assert screen.get("/wall/").status_code == 403
    monkeypatch.setenv("GREENLIGHT_TODAY", make.TODAY.isoformat())
    assert screen.get("/wall/").status_code == 200
    device = WallDevice.objects.get()
    assert signed_in(make.zhao()).post(f"/walls/{device.pk}/revoke/").status_code == 302
    assert screen.get("/wall/").status_code == 403
    assert screen.get("/wall/rows/").status_code == 404


def test_a_wrong_or_old_code_is_refused_and_what_was_typed_stays(project: Project) -> None:
    lin = signed_in(make.lin())
    answer = lin.post("/walls/", {"code": "AAAAAA", "name": "大厅一号", "days": "30"})
    assert answer.status_code == 422
    assert "大厅一号" in answer.content.decode()
    assert "没有大屏在显示这个配对码" in answer.content.decode()
    Client().get("/wall/")
    old = WallDevice.objects.get()
    WallDevice.objects.update(waits_until=make.NOW - timedelta(days=2))
    assert lin.post("/walls/", {"code": old.code, "name": "大厅", "days": "30"}).status_code == 422
    assert lin.post("/walls/", {"code": "", "name": "大厅", "days": "30"}).status_code == 422


def test_robots_cannot_fill_the_table_with_waiting_screens() -> None:
    later = make.NOW + timedelta(days=1)
    WallDevice.objects.bulk_create(
        [WallDevice(secret_hash=f"x{n}", code="QQQQQQ", waits_until=later) for n in range(walls.MOST_WAITING)]
    )
    assert Client().get("/wall/").status_code == 429
    assert WallDevice.objects.count() == walls.MOST_WAITING
