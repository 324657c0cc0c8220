"""A clerk gives a program a key and a spreadsheet a link, sees what they did, and cuts them off."""

from __future__ import annotations

import base64
import json
import re
from typing import Any
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.server import Server
from tests.journeys.steps import PHRASE, sign_in

pytestmark = pytest.mark.browser
BY_ITSELF = build_opener(ProxyHandler({}))  # this machine's own server, whatever proxy is set


def call(url: str, method: str = "GET", body: Any = None, **headers: str) -> tuple[int, bytes, str]:
    """Ask as a program does; return status, body and tag."""
    sent = None if body is None else json.dumps(body).encode()
    headers |= {"Content-Type": "application/json"} if sent else {}
    try:
        asked = Request(url, sent, headers, method=method)  # noqa: S310  our own server
        with BY_ITSELF.open(asked, timeout=30) as answer:
            return answer.status, answer.read(), answer.headers.get("ETag", "")
    except HTTPError as refused:
        return refused.code, refused.read(), ""


def test_a_program_reads_and_writes_by_a_key_until_it_is_cut_off(page: Page, server: Server) -> None:
    sign_in(page, server, "科室")
    page.locator(".who summary").click()
    page.get_by_role("link", name="我的令牌").click()
    page.get_by_label("名字").fill("统计局取数")
    page.get_by_label("写项目台账").check()
    page.get_by_label("您的登录密码").fill(PHRASE)
    page.get_by_role("button", name="生成令牌").click()
    expect(page.get_by_role("heading", name="令牌已生成")).to_be_visible()
    secret = page.get_by_label("令牌", exact=True).input_value()
    page.get_by_role("link", name="我存好了").click()
    assert secret not in page.content()

    bearer = {"Authorization": f"Bearer {secret}"}
    status, told, _ = call(f"{server.base}/api/v1/projects?light=red&limit=1", **bearer)
    assert status == 200
    one = json.loads(told)["items"][0]
    path = f"{server.base}/api/v1/projects/{one['id']}"
    _, _, tag = call(path, **bearer)
    headers = bearer | {"If-Match": tag, "Idempotency-Key": "journey"}
    status, told, _ = call(path, "PATCH", {"site_progress": "主体结构施工至五层"}, **headers)
    assert status == 200, told
    page.goto(f"{server.base}/projects/{one['id']}/?tab=log")
    expect(page.get_by_text("主体结构施工至五层").first).to_be_visible()

    page.goto(f"{server.base}/tokens/")
    page.get_by_role("button", name="停用 统计局取数").click()
    expect(page.get_by_text("已停用").first).to_be_visible()
    assert call(path, **bearer)[0] == 401


def test_a_spreadsheet_refreshes_what_the_ledger_page_shows(page: Page, server: Server) -> None:
    sign_in(page, server, "领导")
    page.goto(f"{server.base}/projects/?light=red&sort=-total_investment")
    rows = page.locator("tbody tr[data-pk]").count()
    page.get_by_text("导出所见").click()
    page.get_by_role("link", name="表格取数").click()
    expect(page.get_by_text("红灯").first).to_be_visible()
    page.get_by_label("名字").fill("红灯表")
    page.get_by_label("您的登录密码").fill(PHRASE)
    page.get_by_role("button", name="生成链接").click()
    link, name = page.get_by_label("链接").input_value(), page.get_by_label("用户名").input_value()
    key = page.get_by_label("密码", exact=True).input_value()
    assert key not in link
    told = base64.b64encode(f"{name}:{key}".encode()).decode()
    status, sent, _ = call(link, Authorization=f"Basic {told}")
    assert status == 200
    lines = sent.decode("utf-8-sig").strip().split("\r\n")
    assert re.match("序号,项目名称", lines[0])
    assert rows <= len(lines) - 1
    assert call(link)[0] == 401
