"""Robots' addresses are stored encrypted, read with an old key, and paused, not lost, when no key fits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client

from greenlight.base.models import JournalRow
from greenlight.base.refusals import Refused
from greenlight.desk.actions import notices as actions
from greenlight.desk.actions.notices import RobotTold
from greenlight.desk.models import Delivery, Robot
from greenlight.desk.notices import queueing, sealing, sending
from greenlight.kernel.notices import Item
from tests import make

URL = "https://oapi.dingtalk.com/robot/send?access_token=0123456789abcdefwxyz"
SECRET = "SEC0b5e7密"
NOON = datetime(2022, 7, 29, 4, 0, tzinfo=UTC)
OLD, NEW = "old-key-" + "0" * 42, "new-key-" + "1" * 42


@pytest.fixture(autouse=True)
def _keys(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GREENLIGHT_TODAY", make.TODAY.isoformat())
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = OLD, []


def listed() -> Robot:
    told = RobotTold(name="调度群", kind="dingtalk", url=URL, secret=SECRET)
    return actions.add_robot(by=make.by(make.zhao()), zone=make.zone(), told=told)


class Chat:
    """Takes what is posted."""

    def __init__(self) -> None:
        self.got: list[str] = []

    def __call__(self, url: str, _body: bytes) -> tuple[int, str]:
        self.got.append(url)
        return 200, '{"errcode":0}'


def stored() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM desk_robot")
        return str(cursor.fetchall())


def warned(robot: Robot) -> None:
    queueing.warn(robot.zone_id, [Item("甲", "甲亮红灯", colour="red")], NOON.date(), NOON, NOON)


def page() -> str:
    made = Client()
    made.force_login(make.zhao(), backend="django.contrib.auth.backends.ModelBackend")
    return made.get("/robots/").content.decode()


# ---- at rest ----
@pytest.mark.django_db
def test_the_database_holds_neither_address_nor_secret() -> None:
    robot = listed()
    assert "access_token" not in stored()
    assert "SEC0b5e7" not in stored()
    assert Robot.objects.get(pk=robot.pk).address() == (URL, SECRET)


@pytest.mark.django_db
def test_two_seals_of_one_secret_differ() -> None:
    assert sealing.seal(SECRET) != sealing.seal(SECRET)


def test_a_damaged_seal_cannot_be_read() -> None:
    sealed = sealing.seal(SECRET)
    other = "B" if sealed[40] == "A" else "A"
    for broken in (sealed[:-8], "gAAAA", "乱写", sealed[:40] + other + sealed[41:]):
        with pytest.raises(sealing.Unreadable):
            sealing.unseal(broken)


def test_nothing_stays_nothing() -> None:
    assert (sealing.seal(""), sealing.unseal("")) == ("", "")


@pytest.mark.parametrize(
    ("url", "told"),
    [
        (URL, "oapi.dingtalk.com …wxyz"),
        ("https://a.cn/x", "a.cn"),
        ("https://[", ""),
        ("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1234567890", "qyapi.weixin.qq.com …7890"),
    ],
)
def test_of_an_address_host_and_last_four_characters_are_shown(url: str, told: str) -> None:
    assert sealing.hint(url) == told


@pytest.mark.django_db
def test_page_and_journal_show_no_more_than_host_and_last_four() -> None:
    robot = listed()
    actions.retype_robot(by=make.by(make.zhao()), robot=robot, url=URL, secret=SECRET)
    told = page() + str(list(JournalRow.objects.values_list("before", "after")))
    assert "oapi.dingtalk.com …wxyz" in told
    assert "defwxyz" not in told
    assert "SEC0b5e7" not in told


# ---- the key changes ----
@pytest.mark.django_db
def test_a_key_that_was_put_aside_still_reads_and_is_done_with_after_the_next_message(settings: Any) -> None:
    robot, chat = listed(), Chat()
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [OLD]
    warned(robot)
    assert sending.send_due(NOON, chat) == 1
    settings.SECRET_KEY_FALLBACKS = []
    assert Robot.objects.get().address() == (URL, SECRET)


@pytest.mark.django_db
def test_a_robot_whose_key_is_gone_pauses_and_says_so(settings: Any) -> None:
    robot, chat = listed(), Chat()
    warned(robot)
    settings.SECRET_KEY = NEW
    for minutes in (0, 11, 22, 33, 44, 55, 66):
        assert sending.send_due(NOON + timedelta(minutes=minutes), chat) == 0
    one = Delivery.objects.get()
    assert (one.state, one.attempts, one.answer) == (Delivery.State.WAITING, 0, sealing.WAY_OUT)
    assert chat.got == []
    told = page()
    assert told.count(sealing.WAY_OUT) == 2  # at the robot, and in the log
    assert "已暂停" in told
    assert "oapi.dingtalk.com …wxyz" in told


@pytest.mark.django_db
def test_typed_again_it_sends_what_has_waited(settings: Any) -> None:
    robot, chat = listed(), Chat()
    warned(robot)
    settings.SECRET_KEY = NEW
    sending.send_due(NOON, chat)
    actions.retype_robot(by=make.by(make.zhao()), robot=robot, url=URL, secret=SECRET)
    assert sending.send_due(max(NOON, make.NOW) + timedelta(minutes=1), chat) == 1
    assert chat.got[0].startswith(URL)
    assert "已暂停" not in page()


@pytest.mark.django_db
def test_the_key_put_back_is_enough(settings: Any) -> None:
    robot, chat = listed(), Chat()
    warned(robot)
    settings.SECRET_KEY = NEW
    sending.send_due(NOON, chat)
    settings.SECRET_KEY_FALLBACKS = [OLD]
    assert sending.send_due(NOON + timedelta(minutes=11), chat) == 1


@pytest.mark.django_db
def test_digests_of_days_gone_by_are_not_sent_all_at_once(settings: Any) -> None:
    robot, chat = listed(), Chat()
    zhao = make.by(make.zhao())
    settings.SECRET_KEY = NEW
    for days in (3, 2, 0):
        day = zhao.day - timedelta(days=days)
        queueing.digest(robot, [Item("red", "红灯 1 个")], f"{day}", day, NOON)
    actions.retype_robot(by=zhao, robot=robot, url=URL)
    assert sending.send_due(max(NOON, make.NOW) + timedelta(minutes=1), chat) == 1
    assert Delivery.objects.filter(state=Delivery.State.FAILED, answer=actions.PAST).count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("url", "secret"), [("https://example.com/x", ""), (URL, "x" * 201), (URL, "a\x00b"), ("", "")]
)
def test_what_is_typed_wrongly_changes_nothing(url: str, secret: str) -> None:
    robot = listed()
    with pytest.raises(Refused):
        actions.retype_robot(by=make.by(make.zhao()), robot=robot, url=url, secret=secret)
    assert Robot.objects.get().address() == (URL, SECRET)


@pytest.mark.django_db
def test_the_page_says_what_was_typed_wrongly_at_the_robot_it_is_about() -> None:
    robot, made = listed(), Client()
    made.force_login(make.zhao(), backend="django.contrib.auth.backends.ModelBackend")
    answer = made.post(f"/robots/{robot.pk}/retype/", {"url": "https://example.com/x"})
    assert answer.status_code == 422
    assert "没有存下" in answer.content.decode()
    assert made.post(f"/robots/{robot.pk}/retype/", {"url": URL, "secret": SECRET}).status_code == 302


# ---- rows of before ----
BEFORE, AFTER = [("desk", "0006_notices")], [("desk", "0008_seal_robots")]


def migrated(to: list[tuple[str, str]]) -> Any:
    executor = MigrationExecutor(connection)
    return executor.migrate(to).apps


@pytest.mark.django_db(transaction=True)
def test_rows_of_before_are_sealed_and_plain_again_backwards(settings: Any) -> None:
    zone = make.zone()
    try:
        plain = migrated(BEFORE).get_model("desk", "Robot").objects
        row = {"zone_id": zone.pk, "name": "群", "kind": "dingtalk", "actor_name": "赵", "at": NOON}
        plain.create(**row, url=URL, secret=SECRET)
        plain.create(**row, url=URL, secret="")
        migrated(AFTER)
        assert "access_token" not in stored()
        assert [one.address()[1] for one in Robot.objects.order_by("pk")] == [SECRET, ""]
        assert {one.hint for one in Robot.objects.all()} == {"oapi.dingtalk.com …wxyz"}
        back = migrated(BEFORE).get_model("desk", "Robot").objects
        assert set(back.values_list("url", "secret")) == {(URL, SECRET), (URL, "")}
        migrated(AFTER)
        settings.SECRET_KEY = NEW
        with pytest.raises(ValueError, match="什么都没有改"):
            migrated(BEFORE)
        settings.SECRET_KEY = OLD
        assert {one.address()[0] for one in Robot.objects.all()} == {URL}
    finally:
        settings.SECRET_KEY = OLD
        MigrationExecutor(connection).loader.build_graph()
        migrated(MigrationExecutor(connection).loader.graph.leaf_nodes("desk"))
