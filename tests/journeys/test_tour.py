"""The guided tour on the demo, from the first step to the last, by mouse, on a desk and on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.server import Server
from tests.journeys.steps import sign_in

pytestmark = pytest.mark.browser


def test_ten_steps_lead_through_the_demo(page: Page, server: Server) -> None:
    sign_in(page, server, "科室")
    page.goto(f"{server.base}/tour/")
    page.get_by_role("button", name="从第一步开始").click()
    for n in range(1, 11):
        expect(page.get_by_text(f"导览 {n} / 10")).to_be_visible()
        expect(page.locator(".tour-here")).to_have_count(1)
        if n < 10:
            page.get_by_role("button", name="下一步").click()
    page.get_by_role("button", name="走完了").click()
    page.reload()
    expect(page.locator(".tour")).to_have_count(0)
    page.goto(f"{server.base}/tour/")
    page.get_by_role("button", name="从第一步开始").click()
    page.get_by_role("link", name="变化").first.click()
    expect(page.get_by_text("您离开了这一步的页面")).to_be_visible()
    page.get_by_role("button", name="回到这一步").click()
    expect(page.get_by_role("heading", name="先看工作台")).to_be_visible()
    page.get_by_role("button", name="结束导览").click()
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{server.base}/tour/")
    page.get_by_role("button", name="从第一步开始").click()
    expect(page.locator(".tour")).to_be_in_viewport()
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 390


def test_a_word_is_explained_where_it_stands_and_the_news_lose_their_dot(page: Page, server: Server) -> None:
    page.goto(server.base)
    if "/account/login/" in page.url:
        sign_in(page, server, "领导")
    page.goto(f"{server.base}/cockpit/")
    page.get_by_label("什么是开工率").click()
    expect(page.get_by_text("已开工的项目数 ÷ 分母")).to_be_visible()
    page.goto(server.base)
    page.locator(".who summary").click()
    expect(page.locator(".news-dot")).to_have_text("新功能")
    page.get_by_role("link", name="新功能").click()
    expect(page.get_by_role("heading", name="新功能")).to_be_visible()
    expect(page.locator(".news-dot")).to_have_count(0)
