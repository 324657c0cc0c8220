"""Notices as people and robots get them: who is told, once, in quiet hours not, over a real connection."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.test import Client

from greenlight.base.clock import SHANGHAI
from greenlight.base.models import JournalRow
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.desk.actions import notices as actions
from greenlight.desk.actions.notices import RobotTold
from greenlight.desk.models import Delivery, Notice, Robot
from greenlight.desk.notices import morning, queueing, robots, sending, wire
from greenlight.kernel.notices import Item
from greenlight.people.models import User
from greenlight.plans.tests import cast
from greenlight.projects.models import Assignment, Project
from greenlight.supervision import actions as orders
from greenlight.supervision.actions.raising import Wish
from greenlight.warnings import packs
from greenlight.warnings.actions import judge_projects, nudge
from greenlight.warnings.models import Told
from tests import make

pytestmark = pytest.mark.django_db
NOON = datetime(2022, 7, 29, 4, 0, tzinfo=UTC)  # a Friday, 12:00 in Shanghai


class Group:
    """A chat's robot on this machine: keeps what it got, answers as it is told to."""

    def __init__(self) -> None:
        self.got: list[tuple[str, dict[str, Any]]] = []
        self.answer: tuple[int, bytes] = (200, b'{"errcode":0,"errmsg":"ok"}')
        self.hold = threading.Event()
        self.hold.set()
        group = self

        class Robots(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                group.hold.wait(20)
                group.got.append((self.path, json.loads(body)))
                status, words = group.answer
                self.send_response(status)
                if status == 302:
                    self.send_header("Location", "http://127.0.0.1:1/inside")
                self.send_header("Content-Length", str(len(words)))
                self.end_headers()
                self.wfile.write(words)

            def log_message(self, *_: Any) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Robots)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/robot/send?access_token=t"

    @property
    def texts(self) -> list[str]:
        return [body["markdown"]["text"] for _, body in self.got]

    def close(self) -> None:
        self.hold.set()
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def group(monkeypatch: pytest.MonkeyPatch) -> Iterator[Group]:
    made = Group()
    monkeypatch.setenv("GREENLIGHT_WEBHOOK_HOSTS", f"127.0.0.1:{made.server.server_address[1]}")
    yield made
    made.close()


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GREENLIGHT_TODAY", make.TODAY.isoformat())


def listed(group: Group, **more: Any) -> Robot:
    told = RobotTold(name="调度群", kind="dingtalk", url=group.url, secret="SEC1", **more)
    return actions.add_robot(by=make.by(make.zhao()), zone=make.zone(), told=told)


def queued(robot: Robot, *texts: str, at: datetime = NOON) -> None:
    items = [Item(text, text, colour="red") for text in texts]
    queueing.warn(robot.zone_id, items, at.date(), at, at)


def late_project() -> Project:
    packs.seed()
    packs.open_zone(make.zone().pk)
    made = cast.project(name="迟开工", stage="signed")
    cast.skeleton(made, groundbreaking=date(2022, 5, 1), in_production=date(2023, 8, 20))
    Assignment.objects.create(project=made, zone=made.zone, role="liaison", user=make.he())
    return made


def judged(at: datetime = NOON) -> None:
    judge_projects(make.zone().pk, day=at.astimezone(SHANGHAI).date(), at=at, cause="day")


def client(who: User) -> Client:
    made = Client()
    made.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    return made


# ---- who is told ----
def test_a_new_red_light_is_told_to_who_answers_and_to_nobody_else() -> None:
    late_project()
    lin = make.lin()
    judged()
    told = Notice.objects.filter(user=make.he())
    assert told.get().text.startswith("红灯：迟开工，")
    assert not Notice.objects.filter(user=lin).exists()


def test_the_same_warning_is_one_notice_however_often_it_is_judged() -> None:
    late_project()
    for hours in range(3):
        judged(NOON + timedelta(hours=hours))
    assert Notice.objects.filter(user=make.he()).count() == 1


def test_a_past_day_that_is_judged_late_tells_nobody() -> None:
    late_project()
    judge_projects(make.zone().pk, day=date(2022, 7, 1), at=NOON, cause="day")
    assert not Notice.objects.exists()


def test_somebody_with_very_many_is_told_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("greenlight.desk.notices.reaching.MANY", 0)
    late_project()
    judged()
    assert Notice.objects.get(user=make.he()).text.startswith("新增 1 条预警，其中红灯 1 条")


def test_a_reminder_reaches_the_unit_and_its_answer_whoever_reminded() -> None:
    project, sun = late_project(), make.sun()
    zhao = make.by(make.zhao())
    nudge(by=zhao, project=project, unit=make.unit(), answer_by=make.TODAY, message="请报开工日")
    assert "请报开工日" in Notice.objects.get(user=sun, key__startswith="nudge").text


def test_the_unit_hears_of_an_order_and_its_raiser_of_the_answer() -> None:
    project, zhao, sun = late_project(), make.zhao(), make.sun()
    end = make.TODAY + timedelta(days=9)
    wish = Wish(make.unit(), "净地移交滞后", "请移交净地", make.TODAY, end)
    order = orders.raise_order(by=make.by(zhao), zone_id=project.zone_id, wish=wish, project=project)
    assert "净地移交滞后" in Notice.objects.get(user=sun, key=f"order:{order.pk}").text
    orders.hand_in_plan(by=make.by(sun), order=order, words="分两步", day=make.TODAY)
    assert Notice.objects.get(user=zhao, key=f"order:{order.pk}").url == f"/orders/{order.pk}/"
    assert Notice.objects.filter(key=f"order:{order.pk}").count() == 2


def test_one_reads_ones_own_notices_and_the_bell_counts_the_rest() -> None:
    late_project()
    judged()
    he = client(make.he())
    page = he.get("/notices/").content.decode()
    assert "1 条没看" in page
    assert 'aria-label="通知，1 条没看"' in page
    he.post("/notices/read/")
    assert "都看过了" in he.get("/notices/").content.decode()
    assert "还没有通知" in client(make.lin()).get("/notices/").content.decode()


# ---- robots ----
def test_what_gathers_before_it_is_sent_is_one_message_worst_first(group: Group) -> None:
    robot = listed(group)
    queued(robot, "甲亮红灯")
    queued(robot, "乙亮红灯", "甲亮红灯")
    assert sending.send_due(NOON) == 1
    (text,) = group.texts
    assert text == "### 灯变了\n- 甲亮红灯\n- 乙亮红灯"
    path = group.got[0][0]
    assert "&timestamp=" in path
    assert "&sign=" in path
    assert Delivery.objects.get().state == Delivery.State.SENT


def test_dingtalks_signature_is_that_of_its_documentation() -> None:
    url = robots.signed("https://oapi.dingtalk.com/robot/send?access_token=t", "SEC1", 1700000000000)
    assert url.endswith("&timestamp=1700000000000&sign=" + SIGN)


SIGN = "ukR4%2BWoOOBTGaOauYqugxVrMSFyr92q4hPxJxuOkiio%3D"  # worked out with openssl dgst -sha256 -hmac


def test_wecom_is_asked_in_its_own_form_and_size() -> None:
    _, body = robots.asked(
        "wecom", "https://qyapi.weixin.qq.com/x", "", "灯变了", ["很长的预警" * 30] * 50, 0
    )
    content = json.loads(body)["markdown"]["content"]
    assert len(content.encode()) <= 4096
    assert "还有" in content


def test_quiet_hours_keep_it_until_they_end(group: Group) -> None:
    robot = listed(group, quiet_from=time(21, 0), quiet_to=time(7, 30))
    night = datetime(2022, 7, 29, 14, 0, tzinfo=UTC)  # 22:00
    queued(robot, "夜里的红灯", at=night)
    assert sending.send_due(night) == 0
    assert group.got == []
    morning_after = datetime(2022, 7, 29, 23, 30, tzinfo=UTC)  # 07:30 the next day
    assert Delivery.objects.get().not_before == morning_after
    assert sending.send_due(morning_after) == 1


def test_a_channel_that_has_enough_is_left_alone_for_a_minute(
    group: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    robot = listed(group)
    for n in range(20):
        actions.try_robot(by=make.by(make.zhao()), robot=robot)
        Delivery.objects.filter(pk=Delivery.objects.latest("pk").pk).update(not_before=NOON, title=str(n))
    assert sending.send_due(NOON) == 18
    assert sending.send_due(NOON + timedelta(seconds=61)) == 2


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ((200, b'{"errcode":310000,"errmsg":"sign not match"}'), "安全设置没有通过"),
        ((500, b""), "渠道回答了 500"),
        ((302, b""), "渠道回答了 302"),
        ((200, b"<html>"), "看不懂"),
    ],
)
def test_what_a_channel_refuses_is_logged_and_tried_again(group: Group, answer: Any, why: str) -> None:
    group.answer = answer
    queued(listed(group), "甲亮红灯")
    assert sending.send_due(NOON) == 0
    one = Delivery.objects.get()
    assert why in one.answer
    assert (one.state, one.attempts, one.not_before) == ("waiting", 1, NOON + timedelta(minutes=1))
    group.answer = (200, b'{"errcode":0}')
    assert sending.send_due(NOON + timedelta(minutes=1)) == 1


def test_after_five_failures_it_is_given_up_and_says_so(group: Group) -> None:
    group.answer = (500, b"")
    queued(listed(group), "甲亮红灯")
    at = NOON
    for _ in range(6):
        sending.send_due(at)
        at += timedelta(hours=3)
    one = Delivery.objects.get()
    assert (one.state, one.attempts) == (Delivery.State.FAILED, 5)


def test_a_webhook_that_hangs_is_cut_off(group: Group, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "DEADLINE", 0.3)
    group.hold.clear()
    with pytest.raises(wire.Unreachable, match="没有在"):
        wire.post(group.url, b"{}")


def test_two_senders_send_one_message_once(group: Group) -> None:
    queued(listed(group), "甲亮红灯")
    first = Delivery.objects.select_related("robot").get()
    assert sending._one(first, NOON, wire.post)
    assert not sending._one(first, NOON, wire.post)
    assert len(group.got) == 1


def test_the_group_that_was_told_stands_under_the_warning(group: Group) -> None:
    listed(group)
    late_project()
    judged()
    sending.send_due(NOON + timedelta(minutes=2))
    assert Told.objects.filter(name="调度群", channel="钉钉群机器人").exists()


# ---- nothing goes inside ----
@pytest.mark.parametrize(
    "url",
    ["https://127.0.0.1/x", "https://10.0.0.8/x", "https://192.168.1.1/x", "https://[::1]/x", "https://169.254.169.254/x",
     "https://0.0.0.0/x", "https://localhost/x", "https://[::ffff:10.0.0.1]/x"],
)  # fmt: skip
def test_nothing_is_sent_to_addresses_inside(url: str) -> None:
    with pytest.raises(wire.Unreachable, match=r"内网地址|找不到"):
        wire.post(url, b"{}")


@pytest.mark.parametrize(
    "url",
    [
        "http://oapi.dingtalk.com/x",
        "ftp://a/x",
        "https://u:p@oapi.dingtalk.com/",
        "乱写",
        "https://[",
        "",
        "https://oapi.dingtalk.com:22/robot/send",
    ],
)
def test_only_a_plain_https_address_is_taken(url: str) -> None:
    with pytest.raises(wire.Unreachable):
        wire.checked(url)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("https://127.0.0.1:1/x", "内网地址.*GREENLIGHT_WEBHOOK_HOSTS"),
        ("https://[::1]:8443/x", "内网地址"),
        ("https://localhost:9/x", "内网地址"),
        ("https://oapi.dingtalk.com:22/x", "端口号"),
        ("http://127.0.0.1/x", "https://"),
    ],
)
def test_of_several_faults_of_an_address_the_one_with_a_way_out_is_told(url: str, why: str) -> None:
    with pytest.raises(wire.Unreachable, match=why):
        wire.checked(url)


def test_a_robots_address_must_be_its_channels(group: Group) -> None:
    told = RobotTold(name="群", kind="wecom", url="https://example.com/hook")
    with pytest.raises(Refused, match=r"qyapi\.weixin\.qq\.com"):
        actions.add_robot(by=make.by(make.zhao()), zone=make.zone(), told=told)
    with pytest.raises(NotAllowed):
        actions.add_robot(by=make.by(make.sun()), zone=make.zone(), told=told)


def test_address_and_secret_are_never_shown_or_journalled(group: Group) -> None:
    listed(group)
    page = client(make.zhao()).get("/robots/").content.decode()
    assert "调度群" in page
    assert "access_token" not in page
    rows = JournalRow.objects.filter(verb="robot.add").values_list("after", flat=True)
    assert "SEC1" not in str(list(rows))
    assert "access_token" not in str(list(rows))


def test_a_robot_switched_off_keeps_silent(group: Group) -> None:
    robot = listed(group)
    queued(robot, "甲亮红灯")
    actions.switch_robot(by=make.by(make.zhao()), robot=robot, is_on=False)
    assert sending.send_due(NOON) == 0
    assert group.got == []


# ---- the morning ----
def test_the_digest_is_made_at_half_past_eight_on_working_days_once(group: Group) -> None:
    late_project()
    listed(group, tells=["digest"])
    zhao = make.zhao()
    judged(datetime(2022, 7, 28, 16, 0, tzinfo=UTC))
    assert morning.run(datetime(2022, 7, 29, 0, 29, tzinfo=UTC)) == 0  # 08:29
    assert morning.run(datetime(2022, 7, 30, 1, 0, tzinfo=UTC)) == 0  # a Saturday
    at = datetime(2022, 7, 29, 0, 30, tzinfo=UTC)
    assert morning.run(at) == 1
    assert morning.run(at + timedelta(minutes=1)) == 0
    assert Notice.objects.filter(user=zhao, key="digest:2022-07-29").count() == 1
    sending.send_due(at)
    (text,) = group.texts
    assert "有红色预警的项目 1 个" in text
    assert "转红：迟开工" in text


@pytest.mark.parametrize("host", ["10.0.0.8", "127.0.0.1", "localhost", "169.254.1.1", "[fd00::1]"])
def test_an_address_inside_is_refused_when_it_is_listed_not_when_it_is_called(host: str) -> None:
    told = RobotTold(name="群", kind="dingtalk", url=f"https://{host}/robot/send")
    with pytest.raises(Refused, match="是内网地址，不发。确要发到内网，请系统管理员把它写进"):
        actions.add_robot(by=make.by(make.zhao()), zone=make.zone(), told=told)
    assert not Robot.objects.exists()
