"""The node library: a draft in several steps by two people, published, and a plan that takes it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.journeys.server import Server
from tests.journeys.steps import window

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def two(browser: Browser, server: Server) -> Iterator[tuple[Page, Page]]:
    """A clerk and a leader, each at their own desk."""
    desks = []
    for role in ("科室", "领导"):
        desk = window(browser, server, role)
        desks.append((desk, desk.new_page()))
    yield desks[0][1], desks[1][1]
    for desk, _ in desks:
        desk.close()


def opened(page: Page, server: Server, code: str) -> None:
    page.goto(f"{server.base}/library/?kind=attraction")
    page.locator("tr", has_text=code).locator("th a").click()


def serious(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [one["id"] for one in found if one["impact"] in ("serious", "critical")]


def test_two_edit_one_draft_publish_it_and_a_plan_takes_it(two: tuple[Page, Page], server: Server) -> None:
    clerk, leader = two
    opened(clerk, server, "IND004")
    opened(leader, server, "IND004")
    clerk.locator("[name=duration]").fill("3")
    clerk.get_by_role("button", name="保存到草稿").click()
    expect(clerk.locator("h1")).to_have_text("节点库草稿")

    # The leader's page is older: another field of the same node wins beside it, the same one asks.
    leader.locator("[name=department]").fill("招商投资促进中心、自然资源和规划局")
    leader.get_by_role("button", name="保存到草稿").click()
    expect(leader.locator("#changes")).to_contain_text("3 天")
    expect(leader.locator("#changes")).to_contain_text("自然资源和规划局")
    opened(leader, server, "IND004")
    opened(clerk, server, "IND004")
    clerk.locator("[name=duration]").fill("4")
    clerk.get_by_role("button", name="保存到草稿").click()
    leader.locator("[name=duration]").fill("5")
    leader.get_by_role("button", name="保存到草稿").click()
    expect(leader.locator(".form-errors")).to_contain_text("工期：4 天")
    expect(leader.locator("[name=duration]")).to_have_value("5")
    leader.get_by_role("button", name="保存到草稿").click()
    expect(leader.locator("#changes")).to_contain_text("5 天")

    # A new node behind another, a link with a lag, a circle refused by its names.
    clerk.goto(f"{server.base}/library/nodes/new/?kind=attraction&after=IND012")
    clerk.locator("[name=name]").fill("安全预评价")
    clerk.locator("[name=duration]").fill("15")
    clerk.get_by_role("button", name="加到草稿").click()
    clerk.locator("tr", has_text="INDZ001").locator("th a").last.click()
    clerk.locator("select[name=pred]").nth(1).select_option("IND010")
    clerk.locator("select[name=link]").nth(1).select_option("SS")
    clerk.locator("input[name=lag]").nth(1).fill("5")
    clerk.get_by_role("button", name="保存前后关系到草稿").click()
    expect(clerk.locator("#changes")).to_contain_text("同时开始，隔 5 个工作日")
    opened(clerk, server, "IND012")
    clerk.locator("select[name=pred]").last.select_option("IND040")
    clerk.get_by_role("button", name="保存前后关系到草稿").click()
    expect(clerk.locator(".form-errors")).to_contain_text("绕成了圈")

    # Order, retiring and putting back; then both look, one publishes.
    clerk.goto(f"{server.base}/library/draft/?kind=attraction")
    assert serious(clerk) == []
    clerk.locator("tr#IND003").get_by_role("button", name=re.compile("取消")).click()
    expect(clerk.locator("tr#IND003 s")).to_be_visible()
    clerk.locator("tr#IND003").get_by_role("button", name=re.compile("放回")).click()
    expect(clerk.locator("tr#IND003 s")).to_have_count(0)
    leader.goto(f"{server.base}/library/draft/?kind=attraction")
    clerk.locator("tr#IND006").get_by_role("button", name=re.compile("上移")).click()
    leader.locator("[name=reason]").fill("踏勘缩短，加安全预评价")
    leader.get_by_role("button", name="发布成新版").click()
    expect(leader.locator(".form-errors").first).to_contain_text("再看一遍")
    leader.get_by_role("button", name="发布成新版").click()
    expect(leader.locator(".page-head .sub")).to_contain_text("第 2 版")

    clerk.goto(f"{server.base}/library/versions/?kind=attraction")
    clerk.get_by_role("link", name="看改了什么").first.click()
    expect(clerk.locator("#changes")).to_contain_text("安全预评价")
    assert serious(clerk) == []

    # The plan made from version 1 says so, shows what would change, and takes it.
    clerk.goto(f"{server.base}/projects/?q=硅碳")
    href = clerk.locator("tbody a[href^='/projects/']").first.get_attribute("href")
    clerk.goto(f"{server.base}{href}?tab=milestones")
    expect(clerk.get_by_text("按节点库第 1 版排")).to_be_visible()
    clerk.get_by_role("link", name="看更新会改什么").click()
    expect(clerk.get_by_role("row", name=re.compile("安全预评价"))).to_contain_text("新增")
    assert serious(clerk) == []
    clerk.get_by_role("button", name="不更新，计划照旧").click()
    expect(clerk.get_by_text("看过，决定不更新")).to_be_visible()
    clerk.get_by_role("link", name="再看一遍").click()
    if clerk.locator("[name=reason_class]").count():
        clerk.locator("[name=reason_class]").select_option("approval")
        clerk.locator("[name=reason]").fill("节点库新版")
    clerk.get_by_role("button", name="更新计划").click()
    expect(clerk.get_by_text("按节点库第 2 版排")).to_be_visible()
