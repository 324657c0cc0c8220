"""From a warning to a waiver and back, a rule tried out before it judges, and a past day judged again."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.server import Server
from tests.journeys.steps import sign_in

pytestmark = pytest.mark.browser


def test_a_leader_goes_from_a_warning_to_a_waiver_and_to_a_past_day(page: Page, server: Server) -> None:
    sign_in(page, server, "领导")
    name = find_a_red_one(page, server)
    waive(page)
    try_a_rule(page, server)
    back_on_another_day(page, server, name)


def find_a_red_one(page: Page, server: Server) -> str:
    """Narrow the zone's warnings to red milestones and open the first."""
    page.goto(f"{server.base}/warnings/")
    expect(page.get_by_role("heading", name="预警", level=1)).to_be_visible()
    page.get_by_label("灯", exact=True).select_option("red")
    page.get_by_label("场景").select_option("milestones")
    page.get_by_role("button", name="筛选").click()
    expect(page).to_have_url(re.compile("colour=red.*scene=milestones"))
    first = page.locator("tbody tr").first
    expect(first).to_contain_text("红灯")
    expect(first).to_contain_text("办好之前一直是这个灯")
    link = first.locator("th a")
    name = link.inner_text()
    link.click()
    expect(page).to_have_url(re.compile(r"/projects/\d+/\?tab=warnings"))
    return name


def waive(page: Page) -> None:
    """Waive the first warning of the project: it is told, and no longer open; undo brings it back."""
    held = page.locator("#held")
    expect(held.get_by_role("heading", name="现在的预警")).to_be_visible()
    before = held.locator("summary", has_text="豁免").count()
    assert before >= 1
    held.locator("summary", has_text="豁免").first.click()
    held.get_by_label("豁免到哪天").first.fill("2022-08-03")
    held.get_by_label("理由").first.fill("主任办公会同意延后")
    held.get_by_role("button", name="豁免这一条").first.click()
    expect(page.locator("#held").get_by_role("button", name="撤回豁免")).to_be_visible()
    expect(page.locator("#held")).to_contain_text("主任办公会同意延后")
    expect(page.locator("#held").locator("summary", has_text="豁免")).to_have_count(before - 1)


def try_a_rule(page: Page, server: Server) -> None:
    """Look at what other packs would turn; nothing is switched."""
    page.goto(f"{server.base}/packs/")
    page.get_by_role("checkbox", name="三亚 2022").check()
    page.get_by_role("button", name="先试算哪些灯会变").click()
    expect(page.locator("#preview")).to_contain_text("还没有起用")
    page.goto(f"{server.base}/packs/")
    expect(page.get_by_role("checkbox", name="三亚 2022")).not_to_be_checked()


def back_on_another_day(page: Page, server: Server, name: str) -> None:
    """The waiver has ended; the day of the waiver is judged again as it was known then."""
    server.stop()
    server.start("2022-08-04")
    page.goto(f"{server.base}/warnings/?colour=red&scene=milestones")
    link = page.locator("tbody th a", has_text=name).first
    expect(link).to_be_visible()
    link.click()
    expect(page.locator("#held")).to_contain_text("已到期")
    page.get_by_label("哪一天").fill("2022-08-01")
    page.get_by_role("button", name="重判").click()
    expect(page.locator("#replay")).to_contain_text("重判用的是那天记下的数")
    expect(page.locator("#replay")).to_contain_text("已豁免到 2022-08-03")
    page.locator("#replay").get_by_role("link", name="后一天").click()
    expect(page.get_by_label("哪一天")).to_have_value("2022-08-02")
