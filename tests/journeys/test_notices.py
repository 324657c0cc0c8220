"""通知: a light turns, the bell tells those who answer, a group's robot gets one signed message of it."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.server import Server, fresh_database
from tests.journeys.steps import sign_in

pytestmark = pytest.mark.browser
SECRET = "SEC0b5e7"
SATURDAY = "2022-08-20"  # no morning's digest: what comes is of lights alone
INSIDE = {
    "https://10.0.0.8/robot/send": "“10.0.0.8”是内网地址，不发。确要发到内网，请系统管理员把它写进",
    "https://127.0.0.1:1/robot/send": "是内网地址，不发",
    "https://localhost/robot/send": "是内网地址，不发",
    "http://oapi.dingtalk.com/robot/send": "网址要以 https:// 开头",
    "https://example.org/robot/send": "网址应在 oapi.dingtalk.com 上",
}
MINUTES = 200  # seconds: what is new gathers for one, the door of robots opens every minute


class Group:
    """A chat's robot on this machine; the administrator lists its host."""

    def __init__(self) -> None:
        self.got: list[tuple[str, dict[str, Any]]] = []
        self.arrived = threading.Semaphore(0)
        group = self

        class Robots(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                group.got.append((self.path, json.loads(body)))
                answer = b'{"errcode":0,"errmsg":"ok"}'
                self.send_response(200)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)
                group.arrived.release()

            def log_message(self, *_: Any) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Robots)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.host = f"127.0.0.1:{self.server.server_address[1]}"
        self.url = f"http://{self.host}/robot/send?access_token=t"

    def text(self, title: str) -> str:
        """Wait for the message of a title and return its words."""
        for _ in range(9):
            assert self.arrived.acquire(timeout=MINUTES), "no message came"
            found = [body["markdown"]["text"] for _, body in self.got if body["markdown"]["title"] == title]
            if found:
                return str(found[0])
        raise AssertionError(self.got)


@pytest.fixture(scope="module")
def group() -> Iterator[Group]:
    """The robot of the group 调度群."""
    made = Group()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, group: Group) -> Iterator[Server]:
    """The product, whose administrator has listed the robot's host."""
    data: Path = tmp_path_factory.mktemp("data") / "zone"
    found = Server(data, fresh_database("journey_test_notices"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GREENLIGHT_WEBHOOK_HOSTS", group.host)
        found.start("2022-07-31")
        yield found
    if found.process and found.process.poll() is None:
        found.stop()


def list_robot(page: Page, url: str) -> None:
    page.get_by_label("发到哪个群").fill("调度群")
    page.get_by_label("渠道").select_option(label="钉钉群机器人")
    page.get_by_label("机器人网址").fill(url)
    page.get_by_label("加签密钥").fill(SECRET)
    page.get_by_label("免打扰，从").fill("")
    page.get_by_label("到", exact=True).fill("")
    page.get_by_role("button", name="添上").click()


def properly_signed(path: str) -> bool:
    words = parse_qs(urlsplit(path).query)
    told = f"{words['timestamp'][0]}\n{SECRET}".encode()
    sign = base64.b64encode(hmac.new(SECRET.encode(), told, hashlib.sha256).digest()).decode()
    return words["sign"] == [sign] and words["access_token"] == ["t"]


def test_a_light_that_turns_is_told_by_the_bell_and_by_a_robot(
    page: Page, server: Server, group: Group
) -> None:
    sign_in(page, server, "领导")
    page.goto(f"{server.base}/notices/")
    page.get_by_role("link", name="群机器人").click()
    for inside, why in INSIDE.items():
        list_robot(page, inside)
        expect(page.get_by_role("alert")).to_contain_text("没有添上")
        expect(page.get_by_role("alert")).to_contain_text(why)
        expect(page.get_by_label("发到哪个群")).to_have_value("调度群")
    list_robot(page, group.url)
    expect(page.locator("#h-robots ~ *, section").last).to_contain_text("调度群")
    expect(page.locator("body")).not_to_contain_text("access_token")
    page.get_by_role("button", name="试一试").click()
    expect(page.locator("body")).to_contain_text("绿灯：试一试")

    page.goto(f"{server.base}/notices/")
    if page.get_by_role("button", name="都看过了").count():
        page.get_by_role("button", name="都看过了").click()
    expect(page.locator(".page-head")).to_contain_text("都看过了")

    server.stop()
    server.start(SATURDAY)
    page.goto(server.base)  # the day's first page judges the lights
    page.goto(f"{server.base}/projects/")
    expect(page.locator(".topbar-bell .rail-badge")).to_be_visible()
    page.locator(".topbar-bell").click()
    first = page.locator(".rows li", has_text="没看").first
    expect(first).to_be_visible()
    first.locator("a").click()
    expect(page.locator("h1")).to_be_visible()

    assert "在试这个机器人" in group.text("绿灯：试一试")
    text = group.text("灯变了")
    lines = [one for one in text.splitlines() if one.startswith("- ")]
    assert len(lines) > 1
    assert len(lines) == len(set(lines))
    assert all("灯：示例·" in one for one in lines)
    assert all(properly_signed(path) for path, _ in group.got)
    assert [body["markdown"]["title"] for _, body in group.got].count("灯变了") == 1

    page.goto(f"{server.base}/robots/")
    sent = page.locator("tr", has_text="灯变了")
    expect(sent).to_contain_text(f"{len(lines)} 条")
    expect(sent).to_contain_text("调度群")
    expect(sent).to_contain_text("已发")
    page.goto(f"{server.base}/notices/")
    page.get_by_role("button", name="都看过了").click()
    expect(page.locator(".topbar-bell .rail-badge")).to_have_count(0)
