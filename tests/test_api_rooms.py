"""Vouchers, funds, cross-checks, orders, site logs and photos over the API: who reads what, and the deeds."""

from __future__ import annotations

import base64
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from greenlight.base.models import File, JournalRow
from greenlight.investment.models import Voucher
from greenlight.people import tokens
from greenlight.people.models import Role, User
from greenlight.projects.models import Project
from greenlight.sites.models import Photo
from greenlight.supervision import actions
from greenlight.supervision.models import Order, OrderEvent
from greenlight.warnings.checks.models import CheckHit
from tests import make
from tests.cases import lead
from tests.machines import got, records_of, signed_in

pytestmark = pytest.mark.django_db
SCOPES = [scope for scope, _ in tokens.SCOPES]
SORTS = ("vouchers", "funds", "fund-entries", "checks", "orders", "site-logs", "photos")
PDF = {"name": "移交单.pdf", "content": base64.b64encode(b"%PDF-1.7 x").decode()}


@pytest.fixture(autouse=True)
def _shelf(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setenv("GREENLIGHT_TODAY", make.TODAY.isoformat())


@pytest.fixture
def project() -> Project:
    made = make.project()
    lead(made)
    return made


@pytest.fixture
def records(project: Project) -> dict[str, int]:
    return records_of(project)


class Machine:
    """A program with a key of somebody's."""

    def __init__(self, user: User, scopes: Any = SCOPES) -> None:
        secret = tokens.make(by=make.by(user), name="程序", days=30, scopes=scopes)[1]
        self.client = Client(raise_request_exception=False, headers={"Authorization": f"Bearer {secret}"})
        self.n = 0

    def tag(self, path: str) -> str:
        return str(self.client.get(f"/api/v1/{path}").headers["ETag"])

    def send(self, path: str, body: Any, tag: str, key: str = "") -> Any:
        self.n += 1
        headers = {"If-Match": tag, "Idempotency-Key": key or f"key-{self.n}"}
        return self.client.post(f"/api/v1/{path}", body, content_type="application/json", headers=headers)


# ---- who reads ----
def test_a_stranger_finds_none_of_it(records: dict[str, int]) -> None:
    wu = signed_in(make.wu())
    for name in SORTS:
        assert got(wu, name)["items"] == [], name
    for name, pk in records.items():
        assert "看不到" in got(wu, f"{name}/{pk}", 404)["title"]


def test_an_enterprise_reads_its_money_and_site_but_no_orders(records: dict[str, int]) -> None:
    chen = signed_in(make.chen())
    assert got(chen, "orders")["items"] == []
    assert got(chen, f"orders/{records['orders']}", 404)


def test_a_key_reads_only_the_sorts_of_its_scopes(records: dict[str, int]) -> None:
    machine = Machine(make.lin(), ["projects:read", "orders:read"])
    assert machine.client.get("/api/v1/orders").status_code == 200
    for name in ("vouchers", "funds", "fund-entries", "checks", "site-logs", "photos"):
        answer = machine.client.get(f"/api/v1/{name}")
        assert answer.status_code == 403, name
        assert "没有“读" in answer.json()["title"]
    refused = machine.send(f"orders/{records['orders']}/receipt", {}, '"1"')
    assert "写督办单" in refused.json()["title"]


# ---- what is read ----
@pytest.mark.parametrize(
    ("query", "n"),
    [
        ("vouchers?kind=invoice", 1), ("vouchers?kind=bank", 0), ("vouchers?year=2022&month=6", 1),
        ("vouchers?year=2021", 0), ("vouchers?withdrawn=true", 0), ("vouchers?withdrawn=false", 1),
        ("vouchers?day_from=2022-07-31", 1), ("vouchers?day_to=2022-07-30", 0), ("funds?source=bond", 1),
        ("funds?source=loan", 0), ("funds?open=true", 1), ("funds?open=false", 0),
        ("fund-entries?kind=paid_in", 1), ("fund-entries?kind=spent", 0), ("checks?state=open", 0),
        ("checks?state=gone", 1), ("checks?state=explained", 0), ("checks?code=payment_ratio", 1),
        ("checks?period=2022-06", 1), ("checks?period=2022-05", 0), ("orders?state=issued", 1),
        ("orders?state=closed", 0), ("orders?open=true", 1), ("orders?open=false", 0),
        ("orders?late=true", 0), ("orders?late=false", 1),
        ("orders?due_before=2022-08-01", 1), ("orders?due_before=2022-07-31", 0),
        ("site-logs?problem=false", 1), ("site-logs?problem=true", 0), ("site-logs?day_from=2022-08-01", 0),
        ("photos?flagged=true", 0), ("photos?flagged=false", 1), ("photos?verify_code=XXXX", 0),
    ],
)  # fmt: skip
def test_lists_are_narrowed(query: str, n: int, records: dict[str, int]) -> None:
    assert len(got(signed_in(make.lin()), query)["items"]) == n


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("vouchers?kind=moon", "kind"), ("funds?source=moon", "source"), ("checks?code=moon", "没有这条核对"),
        ("checks?period=2022", "period"), ("orders?state=moon", "state"), ("orders?late=maybe", "late"),
        ("site-logs?day_from=昨天", "day_from"), ("photos?verify_code=" + "A" * 13, "verify_code"),
        ("photos?fields=original", "没有字段 original"), ("photos?fields=served", "没有字段 served"),
    ],
)  # fmt: skip
def test_what_is_asked_wrongly_is_named(query: str, told: str) -> None:
    assert told in got(signed_in(make.lin()), query, 422)["title"]


def test_what_stands_beside_the_columns_is_read_with_them(records: dict[str, int]) -> None:
    lin = signed_in(make.lin())
    voucher = got(lin, f"vouchers/{records['vouchers']}")
    assert voucher["proves"] == [{"year": 2022, "month": 6, "part": "", "amount_wan": "80"}]
    fund = got(lin, f"funds/{records['funds']}")
    assert (fund["paid_in_wan"], fund["spent_wan"], fund["left_wan"], fund["idle_days"]) == (
        "50",
        "0",
        "50",
        0,
    )
    assert fund["spend_by"] == "2023-01-31"
    check = got(lin, f"checks/{records['checks']}")
    assert check["told"]
    assert check["numbers"][0]["name"]
    order = got(lin, f"orders/{records['orders']}")
    assert (order["number"], order["version"], order["is_late"]) == ("督〔2022〕1号", 1, False)
    assert [one["kind"] for one in order["events"]] == ["issued"]
    assert got(lin, f"site-logs/{records['site-logs']}")["photo_count"] == 1
    for name in SORTS:
        some = got(lin, f"{name}?fields=project_id")["items"]
        assert [set(one) for one in some] == [{"id", "project_id"}], name


def test_a_photo_is_known_by_its_code_and_its_bytes_stay_here(records: dict[str, int]) -> None:
    Photo.objects.update(flags=[{"kind": "no_position"}], explained={"words": "楼里没有信号"})
    photo = Photo.objects.get()
    lin = signed_in(make.lin())
    (told,) = got(lin, f"photos?verify_code={photo.verify_code.lower()}")["items"]
    assert (told["id"], told["sha256"]) == (photo.pk, photo.sha256)
    assert told["flags"] == [{"kind": "no_position", "told": "没有位置"}]
    assert told["explained"] == "楼里没有信号"
    assert got(lin, "photos?flagged=false")["items"] == []
    sent = json.dumps(told)
    kept = (photo.sent, photo.served, photo.thumb)
    assert all(str(one.content.name) not in sent for one in kept)
    Photo.objects.update(retracted_at=make.NOW)
    assert got(lin, "photos")["items"] == []
    assert got(lin, f"photos/{photo.pk}", 404)
    assert got(lin, f"site-logs/{records['site-logs']}")["photo_count"] == 0


def test_a_photo_used_before_on_a_project_one_does_not_see_is_not_named(records: dict[str, int]) -> None:
    other = make.project("保密项目")
    Photo.objects.update(
        flags=[{"kind": "same_picture", "photo": 1, "project": other.pk, "day": "2022-07-01"}]
    )
    sun = signed_in(make.sun())
    (told,) = got(sun, "photos")["items"]
    assert "别的项目" in told["flags"][0]["told"]
    assert "保密" not in json.dumps(told, ensure_ascii=False)


def test_more_rows_cost_no_more_queries(project: Project, django_assert_max_num_queries: Any) -> None:
    for _ in range(4):
        records_of(make.project(f"项目{_}"))
    lin = signed_in(make.lin())
    got(lin, "zones")  # the first request of a day judges the zone
    for name in SORTS:
        with django_assert_max_num_queries(14):
            assert len(got(lin, name)["items"]) == 4, name


# ---- vouchers ----
INVOICE = {
    "kind": "invoice", "number": "007", "day": "2022-06-28", "amount_wan": "120.5",
    "proves": [{"year": 2022, "month": 6, "amount_wan": "100"}], "file": PDF | {"name": "发票.pdf"},
}  # fmt: skip


def test_a_voucher_is_registered_by_the_deed_of_the_page(project: Project) -> None:
    sun = Machine(make.sun())
    path = f"projects/{project.pk}"
    tag = sun.tag(path)
    answer = sun.send(f"{path}/vouchers", INVOICE, tag, key="one")
    assert answer.status_code == 201, answer.content
    made = answer.json()
    assert (made["amount_wan"], made["file_name"], made["proves"][0]["amount_wan"]) == (
        "120.5", "发票.pdf", "100",
    )  # fmt: skip
    assert answer.headers["Location"] == f"/api/v1/vouchers/{made['id']}"
    assert answer.headers["ETag"].split(".")[0] == sun.tag(path).split(".")[0]
    again = sun.send(f"{path}/vouchers", INVOICE, tag, key="one")
    assert (again.status_code, again.json()["id"]) == (201, made["id"])
    assert sun.send(f"{path}/vouchers", INVOICE, tag).status_code == 412
    asked = sun.send(f"{path}/vouchers", INVOICE, answer.headers["ETag"])
    assert asked.status_code == 400
    assert "同一张凭证" in asked.json()["title"]
    assert Voucher.objects.count() == 1
    assert JournalRow.objects.filter(verb="voucher.add").count() == 1


@pytest.mark.parametrize(
    ("wrong", "status", "told"),
    [
        ({"kind": "moon"}, 422, "kind"), ({"day": "2099-01-01"}, 400, "还没有到"),
        ({"amount_wan": "-1"}, 422, "amount_wan"), ({"amount_wan": "1e9"}, 422, "amount_wan"),
        ({"amount_wan": "120.12345"}, 400, "位小数"), ({"moon": 1}, 422, "moon"),
        ({"proves": [{"year": 2022, "month": 6, "amount_wan": "999"}]}, 400, "分摊合计"),
        ({"proves": [{"year": 2030, "month": 6, "amount_wan": "9"}]}, 400, "可以佐证"),
        ({"file": {"name": "a.pdf", "content": "不是"}}, 422, "file.content"),
        ({"file": {"name": "a.pdf", "content": ""}}, 400, "0 字节"),
        ({"file": {"name": "a.exe", "content": PDF["content"]}}, 400, "不能当资料"),
        ({"file": {"name": "a.png", "content": PDF["content"]}}, 400, "PNG"),
    ],
)  # fmt: skip
def test_a_voucher_that_will_not_do_is_refused_in_words(
    wrong: dict[str, Any], status: int, told: str, project: Project, settings: Any
) -> None:
    lin = Machine(make.lin())
    path = f"projects/{project.pk}"
    answer = lin.send(f"{path}/vouchers", INVOICE | wrong, lin.tag(path))
    assert answer.status_code == status, answer.content
    assert told in answer.json()["title"]
    assert not Voucher.objects.exists()
    assert not File.objects.exists()
    assert [one for one in Path(settings.MEDIA_ROOT).rglob("*") if one.is_file()] == []


def test_a_body_that_is_too_large_is_a_problem_in_words(project: Project) -> None:
    lin = Machine(make.lin())
    path = f"projects/{project.pk}"
    large = {"name": "a.pdf", "content": base64.b64encode(b"%PDF-" + b"x" * 5_000_000).decode()}
    answer = lin.send(f"{path}/vouchers", INVOICE | {"file": large}, lin.tag(path))
    assert answer.status_code in (400, 413), answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"


# ---- cross-checks ----
def test_a_check_is_explained_once_and_by_those_who_may(records: dict[str, int]) -> None:
    path = f"checks/{records['checks']}"
    why = {"reason": "设备已付款，还在运输途中"}
    sun = Machine(make.sun())
    answer = sun.send(f"{path}/explanation", why, sun.tag(path))
    assert answer.status_code == 200, answer.content
    assert (answer.json()["state"], answer.json()["reason"]) == ("explained", why["reason"])
    again = sun.send(f"{path}/explanation", why, answer.headers["ETag"])
    assert again.status_code == 409
    assert "刚有人处理过" in again.json()["title"]
    assert sun.send(f"{path}/explanation", {"reason": " "}, sun.tag(path)).status_code == 400
    assert sun.send(f"{path}/explanation", why, '"1"').status_code == 412
    he = Machine(make.he())
    assert he.send(f"{path}/explanation", why, '"1"').status_code in (403, 404, 412)
    wu = Machine(make.wu())
    assert wu.send(f"{path}/explanation", why, '"1"').status_code == 404
    assert CheckHit.objects.get().decided_by_name == "sun"


# ---- orders ----
def test_a_unit_answers_an_order_to_its_end(records: dict[str, int]) -> None:
    path = f"orders/{records['orders']}"
    Order.objects.update(due=make.TODAY + timedelta(days=30), first_due=make.TODAY + timedelta(days=30))
    sun = Machine(make.sun())
    answer = sun.send(f"{path}/receipt", {}, sun.tag(path))
    assert (answer.status_code, answer.json()["state"]) == (200, "received"), answer.content
    assert answer.headers["ETag"] == sun.tag(path)
    plan = {"words": "分三步", "day": "2022-08-20", "steps": ["评估", "腾退"], "files": [PDF]}
    answer = sun.send(f"{path}/plan", plan, answer.headers["ETag"])
    assert answer.json()["events"][-1]["files"][0]["name"] == "移交单.pdf", answer.content
    actions.decide_plan(by=make.by(make.zhao()), order=Order.objects.get(), approve=True)
    stale = sun.send(f"{path}/progress", {"words": "办了一半"}, answer.headers["ETag"])
    assert stale.status_code == 412
    told = stale.json()
    assert [one["kind"] for one in told["happened"]] == ["plan_approved"]
    answer = sun.send(f"{path}/progress", {"words": "办了一半"}, told["etag"])
    assert answer.status_code == 200, answer.content
    late = {"day": "2022-09-30", "reason": "连续降雨"}
    answer = sun.send(f"{path}/extension", late, f'"{answer.json()["version"]}"')
    assert answer.json()["asked_until"] == "2022-09-30"
    answer = sun.send(f"{path}/closing", {"words": "已移交", "files": []}, answer.headers["ETag"])
    assert answer.status_code == 422
    answer = sun.send(f"{path}/closing", {"words": "已移交", "files": [PDF]}, sun.tag(path))
    assert answer.json()["state"] == "closing"
    assert OrderEvent.objects.count() == answer.json()["version"] == 7


def test_an_answer_sent_twice_is_given_once(records: dict[str, int]) -> None:
    path, sun = f"orders/{records['orders']}", Machine(make.sun())
    tag = sun.tag(path)
    first = sun.send(f"{path}/receipt", {}, tag, key="one")
    again = sun.send(f"{path}/receipt", {}, tag, key="one")
    assert again.content == first.content
    assert OrderEvent.objects.filter(kind="received").count() == 1


def test_another_units_order_is_not_answered_and_nothing_of_it_is_kept(records: dict[str, int]) -> None:
    path = f"orders/{records['orders']}"
    body = {"words": "办了", "files": [PDF]}
    files = File.objects.count()
    assert Machine(make.wu()).send(f"{path}/progress", body, '"1"').status_code == 404
    hu = Machine(make.user("hu", Role.INSPECTOR))
    answer = hu.send(f"{path}/progress", body, hu.tag(path))
    assert answer.status_code == 403
    assert "经济发展科办理" in answer.json()["title"]
    assert File.objects.count() == files


@pytest.mark.parametrize(
    ("deed", "body", "status", "told"),
    [
        ("progress", {"words": "没到这一步"}, 409, "不能报进展"), ("plan", {"words": "x"}, 422, "day"),
        ("plan", {"words": "x", "day": "2022-09-30"}, 400, "晚于整改期限"),
        ("plan", {"words": " ", "day": "2022-07-31"}, 400, "请写整改计划"),
        ("extension", {"day": "2022-07-30", "reason": "x"}, 400, "不晚于"), ("receipt", {"x": 1}, 422, "x"),
        ("plan", {"words": "x", "day": "2022-07-31", "files": [PDF] * 10}, 422, "files"),
    ],
)  # fmt: skip
def test_an_answer_that_will_not_do_is_refused_in_words(
    deed: str, body: Any, status: int, told: str, records: dict[str, int]
) -> None:
    sun, path = Machine(make.sun()), f"orders/{records['orders']}"
    answer = sun.send(f"{path}/{deed}", body, sun.tag(path))
    assert answer.status_code == status, answer.content
    assert told in answer.json()["title"]
    assert OrderEvent.objects.count() == 1
