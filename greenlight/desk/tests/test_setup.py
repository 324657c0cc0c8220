"""A real zone's first days: the administrator sets it up from pages and one Excel list."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook

from greenlight.base import calendars
from greenlight.base.models import JournalRow
from greenlight.kernel.tests.test_parse_holidays import NOTICES
from greenlight.people.models import Membership, Role, Unit, User, Zone
from tests import make

pytestmark = pytest.mark.django_db
HEAD = ["姓名", "部门", "岗位", "账号", "手机号码"]
NOTICE = NOTICES[2026].replace("2026", "2028").replace("（周", "（")


@pytest.fixture(autouse=True)
def _place(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> None:
    monkeypatch.setenv("GREENLIGHT_TODAY", make.TODAY.isoformat())
    monkeypatch.setenv("GREENLIGHT_DATA", str(tmp_path))
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def admin() -> Client:
    return signed_in(make.user("xi", Role.SYSTEM_ADMIN))


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def book(*rows: list[str]) -> SimpleUploadedFile:
    made, out = Workbook(), io.BytesIO()
    for row in (HEAD, *rows):
        made.worksheets[0].append(row)
    made.save(out)
    return SimpleUploadedFile("名单.xlsx", out.getvalue())


def words(answer: Any) -> str:
    return str(answer.content.decode())


def test_the_steps_say_what_is_missing_and_who_does_it(admin: Client) -> None:
    said = words(admin.get("/setup/"))
    assert "还有" in said
    assert "等科室来做" in said
    for user in (make.lin(), make.sun(), make.zhao()):
        assert signed_in(user).get("/setup/").status_code == 403


def test_the_zone_is_named_and_lies_in_its_region(admin: Client) -> None:
    answer = admin.post("/setup/zone/", {"name": "清源高新区", "committee": "", "region": "330881"})
    assert answer.status_code == 302
    zone = Zone.objects.get(name="清源高新区")
    assert (zone.committee, zone.region.code) == ("清源高新区管委会", "330881")
    assert JournalRow.objects.get(verb="zone.describe").before["name"] == "清源经济开发区"


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"name": "", "region": ""}, "园区名称要填"),
        ({"name": "邻县工业园区", "region": ""}, "已经有一个"),
        ({"name": "好", "region": "33O881"}, "六位数字"),
    ],
)
def test_a_zone_that_cannot_be_is_refused_and_what_was_typed_stays(
    admin: Client, typed: dict[str, str], why: str
) -> None:
    make.wu()
    answer = admin.post("/setup/zone/", typed | {"committee": "我填的管委会"})
    assert answer.status_code == 422
    assert why in words(answer)
    assert "我填的管委会" in words(answer)


def test_units_come_one_a_line_and_the_known_ones_are_passed_over(admin: Client) -> None:
    make.unit("招商中心")
    assert admin.post("/setup/units/", {"names": "招商中心\n 财政局 \n\n财政局\n住建局"}).status_code == 302
    assert set(Unit.objects.values_list("name", flat=True)) >= {"招商中心", "财政局", "住建局"}
    assert Unit.objects.filter(name="财政局").count() == 1
    assert "没有新的单位" in words(admin.post("/setup/units/", {"names": "财政局"}))


def test_people_come_from_a_list_are_looked_at_and_get_a_link_each(admin: Client) -> None:
    make.unit("招商中心")
    rows = (
        ["王五", "招商中心", "责任单位", "wangwu", ""],
        ["赵六", "新设科", "科员", "", "13800000001"],
        ["孙七", "", "责任单位", "sunqi", ""],
        ["周八", "", "队长", "zhouba", ""],
        ["吴九", "", "领导", "", ""],
        ["郑十", "", "领导", "wangwu", ""],
    )
    shown = admin.post("/setup/people/", {"file": book(*rows)})
    said = words(shown)
    assert shown.status_code == 200
    assert "要添加 2 人，4 人不能加" in said
    for why in ("要写是哪个单位", "角色要写", "没有登录名", "已经有人用"):
        assert why in said
    assert User.objects.filter(username="wangwu").count() == 0
    made = admin.post("/setup/people/", {"file_id": shown.context["file"].pk})
    assert words(made).count("/enter/") == 2
    wang = Membership.objects.get(user__username="wangwu")
    assert (wang.role, wang.unit.name if wang.unit else "") == ("unit_handler", "招商中心")
    assert Membership.objects.get(user__username="13800000001").unit == Unit.objects.get(name="新设科")
    link = words(made).split("/enter/")[1].split("<")[0]
    assert Client().post(f"/enter/{link}").status_code == 302
    again = admin.post("/setup/people/", {"file": book(*rows)})
    assert "要添加 0 人" in words(again)
    assert "已经有了" in words(again)


def test_a_file_that_is_no_list_and_a_file_of_somebody_else_add_nobody(admin: Client) -> None:
    before = User.objects.count()
    broken = SimpleUploadedFile("名单.xlsx", b"not a workbook")
    assert admin.post("/setup/people/", {"file": broken}).status_code == 422
    assert admin.post("/setup/people/").status_code == 422
    for pk in ("1", "x", "9" * 30, str(2**62)):
        assert admin.post("/setup/people/", {"file_id": pk}).status_code == 404
    assert User.objects.count() == before


def test_the_empty_list_can_be_had_as_a_workbook(admin: Client) -> None:
    data = b"".join(admin.get("/setup/people/template/").streaming_content)  # type: ignore[attr-defined]
    assert data.startswith(b"PK")


def test_next_years_holidays_hold_from_the_pasted_notice_on(admin: Client) -> None:
    assert 2028 not in calendars.china().announced
    answer = admin.post("/setup/holidays/", {"notice": NOTICE})
    assert answer.status_code == 302, words(answer)
    assert 2028 in calendars.china().announced
    for text, why in (
        (NOTICES[2026], "已经有了"),
        ("2029年放假", "各节安排"),
        (NOTICE.split("四、")[0], "没有国庆节"),
    ):
        refused = admin.post("/setup/holidays/", {"notice": text.replace("2028", "2030")})
        assert refused.status_code == 422
        assert why in words(refused)
