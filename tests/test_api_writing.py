"""Writing over the API: the deeds of the pages, guarded by version, done once, refused in words."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from greenlight.base.models import JournalRow, KeptAnswer
from greenlight.investment.models import InvestmentReport
from greenlight.people import tokens
from greenlight.people.models import User
from greenlight.plans.models import Actual, Slip
from greenlight.projects import actions, library
from greenlight.projects.models import Project
from tests import make
from tests.cases import lead, milestone, year_plan

pytestmark = pytest.mark.django_db
SCOPES = ("projects:write", "milestones:write", "investment:write")


@pytest.fixture(autouse=True)
def _rehearsal_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GREENLIGHT_TODAY", make.TODAY.isoformat())


class Machine:
    """A program with a key of somebody's."""

    def __init__(self, user: User) -> None:
        self.secret = tokens.make(by=make.by(user), name="程序", days=30, scopes=SCOPES)[1]
        self.client = Client(
            raise_request_exception=False, headers={"Authorization": f"Bearer {self.secret}"}
        )
        self.n = 0

    def tag(self, path: str) -> str:
        return str(self.client.get(f"/api/v1/{path}").headers["ETag"])

    def send(self, method: str, path: str, body: Any, *, tag: str = "", key: str | None = "") -> Any:
        self.n += 1
        headers = {"If-Match": tag} if tag else {}
        if key is not None:
            headers["Idempotency-Key"] = key or f"key-{self.n}"
        call = getattr(self.client, method)
        return call(f"/api/v1/{path}", body, content_type="application/json", headers=headers)


@pytest.fixture
def lin() -> Machine:
    return Machine(make.lin())


@pytest.fixture
def project() -> Project:
    return make.project()


# ---- cells of the ledger ----
def test_a_cell_is_changed_by_the_deed_of_the_page(lin: Machine, project: Project) -> None:
    path = f"projects/{project.pk}"
    answer = lin.send("patch", path, {"total_investment": "1.2亿", "remark": "新"}, tag=lin.tag(path))
    assert answer.status_code == 422
    answer = lin.send("patch", path, {"total_investment": 12000, "remark": "新"}, tag=lin.tag(path))
    assert answer.status_code == 200, answer.content
    assert (answer.json()["total_investment"], answer.json()["remark"]) == ("12000", "新")
    assert answer.headers["ETag"] == lin.tag(path)
    row = JournalRow.objects.latest("seq")
    assert (row.verb, row.actor_name, row.subject_id) == ("ledger.edit", "lin", project.pk)
    assert row.after == {"total_investment": "12000", "remark": "新"}


def test_a_change_without_a_version_is_refused_before_anything_is_done(
    lin: Machine, project: Project
) -> None:
    for tag in ("", "*"):
        answer = lin.send("patch", f"projects/{project.pk}", {"remark": "x"}, tag=tag)
        assert answer.status_code == 428
        assert "ETag" in answer.json()["title"]
    answer = lin.send("patch", f"projects/{project.pk}", {"remark": "x"}, tag="3")
    assert answer.status_code == 400


@pytest.mark.parametrize("how", ["whole", "weak", "version"])
def test_the_version_alone_is_compared(how: str, lin: Machine, project: Project) -> None:
    tag = lin.tag(f"projects/{project.pk}")
    told = {"whole": tag, "weak": f"W/{tag}", "version": f'"{project.version}"'}[how]
    assert lin.send("patch", f"projects/{project.pk}", {"remark": "x"}, tag=told).status_code == 200


def test_who_comes_second_is_told_the_differences_field_by_field(lin: Machine, project: Project) -> None:
    path = f"projects/{project.pk}"
    first = lin.send("patch", path, {"remark": "起初", "location": "城东"}, tag=lin.tag(path))
    tag = first.headers["ETag"]
    zhao = Machine(make.zhao())
    assert zhao.send("patch", path, {"location": "城南", "scale": "三层"}, tag=tag).status_code == 200
    answer = lin.send("patch", path, {"location": "城北", "remark": "我的"}, tag=tag)
    assert answer.status_code == 412
    told = answer.json()
    assert told["etag"].split('"')[1] in zhao.tag(path)
    rows = {one["field"]: one for one in told["differences"]}
    assert rows["location"] == {
        "field": "location", "yours": "城北", "theirs": "城南", "base": "城东", "base_known": True,
        "collides": True, "by": "zhao",
    }  # fmt: skip
    assert rows["remark"]["collides"] is False
    assert rows["remark"]["base"] == "起初"
    assert told["changed"] == ["location", "scale"]
    project.refresh_from_db()
    assert (project.location, project.remark) == ("城南", "起初")
    again = lin.send("patch", path, {"remark": "我的"}, tag=told["etag"])
    assert again.status_code == 200


def test_a_deed_of_a_page_counts_as_a_change_too(lin: Machine, project: Project) -> None:
    tag = lin.tag(f"projects/{project.pk}")
    actions.edit(
        by=make.by(make.zhao(), make.NOW + timedelta(hours=9000)), project=project, facts={"remark": "页上"}
    )
    told = lin.send("patch", f"projects/{project.pk}", {"remark": "接口"}, tag=tag).json()
    assert told["differences"][0]["theirs"] == "页上"
    assert told["differences"][0]["collides"] is True


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"total_investment": "许多"}, 422), ({"total_investment": -5}, 422), ({"nothing": "x"}, 422),
        ({"light": "green"}, 422), ({"cumulative_investment": 5}, 422), ({"started": "也许"}, 422),
        ({"planned_finish": "后天"}, 422), ({"remark": "a\x00b"}, 422), ({"remark": 5}, 422),
        ({"unit": "月球管委会"}, 422), ({"project_kind": "moon"}, 422), ({"remark": "长" * 6000}, 422),
        ({"reason": "没有别的"}, 422), ([], 422), ("x", 400), ('"x"', 422), ({}, 422),
        ({"total_investment": True}, 422), ({"total_investment": "1e999"}, 422),
        ({"project_name": None}, 422),
    ],
)  # fmt: skip
def test_what_cannot_be_written_is_refused_in_words_and_nothing_is(
    body: Any, status: int, lin: Machine, project: Project
) -> None:
    path = f"projects/{project.pk}"
    answer = lin.send("patch", path, body, tag=lin.tag(path))
    assert answer.status_code == status, answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert any("一" <= letter <= "鿿" for letter in answer.json()["title"])
    project.refresh_from_db()
    assert project.version == 1


def test_one_bad_cell_keeps_all_others_from_being_written(lin: Machine, project: Project) -> None:
    path = f"projects/{project.pk}"
    answer = lin.send("patch", path, {"remark": "好的", "planned_start": "昨晚"}, tag=lin.tag(path))
    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["refused"]] == ["planned_start"]
    project.refresh_from_db()
    assert project.remark == ""


def test_a_change_that_wants_a_reason_says_so_and_takes_it(lin: Machine, project: Project) -> None:
    year_plan(project, 1000)
    path = f"projects/{project.pk}"
    answer = lin.send("patch", path, {"annual_plan": "2000"}, tag=lin.tag(path))
    assert answer.status_code == 409
    assert answer.json()["asked"][0]["field"] == "annual_plan"
    body = {"annual_plan": "2000", "reason": "主任办公会调整"}
    answer = lin.send("patch", path, body, tag=lin.tag(path))
    assert answer.status_code == 200, answer.content
    assert answer.json()["annual_plan"] == "2000"


def test_who_may_not_is_refused_and_a_stranger_finds_nothing(project: Project) -> None:
    lead(project)
    path = f"projects/{project.pk}"
    sun = Machine(make.sun())
    assert sun.send("patch", path, {"total_investment": 5}, tag='"1"').status_code == 403
    wu = Machine(make.wu())
    for method, where, body in (
        ("patch", path, {"remark": "x"}),
        ("post", f"{path}/stage", {"to": "registration", "on": "2022-07-20"}),
        ("put", f"{path}/investment/2022/6", {"ytd_wan": 5}),
    ):
        assert wu.send(method, where, body, tag='"1"').status_code == 404, where


# ---- other deeds ----
def test_a_project_is_entered_with_its_cells(lin: Machine) -> None:
    body = {
        "kind": "attraction",
        "project_name": "示例隔膜项目",
        "total_investment": "5000",
        "location": "城东",
    }
    answer = lin.send("post", "projects", body)
    assert answer.status_code == 201, answer.content
    made = answer.json()
    assert (made["total_investment"], made["location"], made["stage"]) == ("5000", "城东", "lead")
    assert answer.headers["Location"] == f"/api/v1/projects/{made['id']}"
    again = lin.send("post", "projects", body)
    assert again.status_code == 409
    assert "同名" in again.json()["title"]


def test_a_project_with_one_bad_cell_is_not_entered(lin: Machine) -> None:
    body = {"kind": "attraction", "project_name": "示例隔膜项目", "planned_start": "昨晚"}
    assert lin.send("post", "projects", body).status_code == 422
    assert not Project.objects.exists()
    assert not KeptAnswer.objects.exists()


def test_a_project_of_another_zone_is_not_entered(lin: Machine) -> None:
    there = make.wu().scope.home
    body = {"kind": "attraction", "project_name": "示例隔膜项目", "zone_id": there}
    assert lin.send("post", "projects", body).status_code == 403


def test_a_stage_is_reached_by_its_gate_or_recorded_with_a_reason(lin: Machine, project: Project) -> None:
    path = f"projects/{project.pk}"
    library.seed()
    body = {"to": "groundbreaking", "on": "2022-07-20"}
    first = lin.send("post", f"{path}/stage", body, tag=lin.tag(path))
    assert first.status_code == 409
    assert "资料" in first.json()["title"]
    body |= {"reason": "7 月台账"}
    answer = lin.send("post", f"{path}/stage", body, tag=lin.tag(path))
    assert answer.status_code == 200, answer.content
    assert answer.json()["stage"] == "groundbreaking"
    wrong = lin.send("post", f"{path}/stage", body | {"to": "月球"}, tag=lin.tag(path))
    assert wrong.status_code == 400


def test_a_milestone_is_reported_and_another_date_asked_for(lin: Machine, project: Project) -> None:
    stone = milestone(project, due=make.TODAY + timedelta(days=30))
    path = f"milestones/{stone.pk}"
    body = {"started_on": "2022-07-01", "percent": "40"}
    answer = lin.send("post", f"{path}/actuals", body, tag=lin.tag(path))
    assert answer.status_code == 200, answer.content
    assert (answer.json()["started_on"], answer.json()["percent"]) == ("2022-07-01", "40")
    slip = {"to_due": "2022-12-31", "reason_class": "land", "reason": "净地晚交"}
    answer = lin.send("post", f"{path}/slips", slip, tag=answer.headers["ETag"])
    assert answer.status_code == 201, answer.content
    assert answer.json()["state"] == "waiting"
    assert Slip.objects.get().to_due.isoformat() == "2022-12-31"
    stale = lin.send("post", f"{path}/actuals", {"percent": 50}, tag='"1"')
    assert stale.status_code == 412
    assert Actual.objects.count() == 1


def test_a_month_is_put_and_its_correction_wants_a_reason(lin: Machine, project: Project) -> None:
    path, month = f"projects/{project.pk}", f"projects/{project.pk}/investment/2022/6"
    answer = lin.send("put", month, {"ytd_wan": "800"}, tag=lin.tag(path))
    assert answer.status_code == 200, answer.content
    assert answer.json()["ytd_wan"] == "800"
    assert lin.client.get(f"/api/v1/{path}").json()["ytd_investment"] == "800"
    body = {"ytd_wan": "700"}
    assert lin.send("put", month, body, tag=answer.headers["ETag"]).status_code == 400
    body |= {"reason": "核减"}
    assert lin.send("put", month, body, tag=answer.headers["ETag"]).status_code == 200
    assert InvestmentReport.objects.filter(in_force=True).get().ytd_wan == 700
    told = {"ytd_wan": "900", "month_wan": "250", "growth_pct": "12.5"}
    july = f"{path}/investment/2022/7"
    asked = lin.send("put", july, told, tag=lin.tag(path))
    assert asked.status_code == 400
    assert "当月数加上次累计" in asked.content.decode()
    kept = lin.send("put", july, told | {"month_wan": "200"}, tag=lin.tag(path)).json()
    assert (kept["stated_month_wan"], kept["stated_growth_pct"]) == ("200", "12.5")
    for wrong in ("2022/13", "1900/6", "2022/x"):
        assert lin.send("put", f"{path}/investment/{wrong}", body, tag='"3"').status_code == 422


# ---- once ----
BODY = {"kind": "attraction", "project_name": "示例隔膜项目"}


def test_a_submit_without_a_key_is_refused(lin: Machine) -> None:
    answer = lin.send("post", "projects", BODY, key=None)
    assert answer.status_code == 400
    assert "Idempotency-Key" in answer.json()["title"]
    assert lin.send("post", "projects", BODY, key="k" * 65).status_code == 400


def test_a_submit_sent_twice_is_done_once_and_answered_alike(lin: Machine) -> None:
    first = lin.send("post", "projects", BODY, key="one")
    again = lin.send("post", "projects", BODY, key="one")
    assert (again.status_code, again.content) == (201, first.content)
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Idempotent-Replayed"] == "true"
    assert Project.objects.count() == 1


def test_a_change_whose_answer_was_lost_is_answered_again_though_the_version_moved(
    lin: Machine, project: Project
) -> None:
    path = f"projects/{project.pk}"
    tag = lin.tag(path)
    first = lin.send("patch", path, {"remark": "x"}, tag=tag, key="one")
    again = lin.send("patch", path, {"remark": "x"}, tag=tag, key="one")
    assert (first.status_code, again.status_code) == (200, 200)
    assert lin.send("patch", path, {"remark": "x"}, tag=tag, key="two").status_code == 412


def test_a_key_is_for_one_body_and_one_person(lin: Machine) -> None:
    lin.send("post", "projects", BODY, key="one")
    other = lin.send("post", "projects", BODY | {"project_name": "另一个"}, key="one")
    assert other.status_code == 422
    assert "换一个" in other.json()["title"]
    zhao = Machine(make.zhao())
    assert zhao.send("post", "projects", BODY | {"project_name": "另一个"}, key="one").status_code == 201


def test_a_refused_submit_may_be_put_right_under_its_key(lin: Machine) -> None:
    assert lin.send("post", "projects", BODY | {"planned_start": "昨晚"}, key="one").status_code == 422
    assert lin.send("post", "projects", BODY, key="one").status_code == 201


def test_an_answer_is_kept_for_a_day(lin: Machine, project: Project) -> None:
    lin.send("patch", f"projects/{project.pk}", {"remark": "x"}, tag='"1"', key="one")
    KeptAnswer.objects.update(at=make.NOW - timedelta(days=4000))
    lin.send("post", "projects", BODY, key="two")
    assert list(KeptAnswer.objects.values_list("key", flat=True)) == ["two"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="in memory, SQLite has one connection")
def test_two_submits_with_one_key_at_a_time_are_one() -> None:
    lin = Machine(make.lin())
    answers = at_once(lambda: lin.send("post", "projects", BODY, key="one"), 4)
    assert {one.status_code for one in answers} == {201}
    assert len({one.content for one in answers}) == 1
    assert Project.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="in memory, SQLite has one connection")
def test_of_two_changes_at_a_time_one_wins_and_the_other_is_told() -> None:
    project, lin = make.project(), Machine(make.lin())
    path = f"projects/{project.pk}"
    n = iter(range(10))
    answers = at_once(lambda: lin.send("patch", path, {"remark": f"第 {next(n)} 个"}, tag='"1"'), 4)
    assert sorted(one.status_code for one in answers) == [200, 412, 412, 412]


def at_once(call: Callable[[], Any], times: int) -> list[Any]:
    """Do something several times at once, each on a connection of its own."""
    found: list[Any] = []

    def run() -> None:
        try:
            found.append(call())
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(times)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return found


# ---- sessions ----
def test_a_session_writes_with_its_csrf_token_only(project: Project) -> None:
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(make.lin(), backend="django.contrib.auth.backends.ModelBackend")
    path, kind = f"/api/v1/projects/{project.pk}", "application/json"
    headers = {"If-Match": '"1"'}
    answer = client.patch(path, {"remark": "x"}, kind, headers=headers)
    assert answer.status_code == 403
    assert "X-CSRFToken" in answer.json()["title"]
    client.get("/password/")
    token = client.cookies["csrftoken"].value
    answer = client.patch(path, {"remark": "x"}, kind, headers=headers | {"X-CSRFToken": token})
    assert answer.status_code == 200, answer.content
