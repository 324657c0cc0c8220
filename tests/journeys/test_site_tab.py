"""工程形象 on the project page: parts, the course, photos compared by key, a fence, a day put right."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.server import Server

pytestmark = pytest.mark.browser
NAME = "示例·清湖智能门锁生产线项目"


@pytest.fixture
def tab(desk: BrowserContext, server: Server) -> Iterator[Page]:
    """The tab of an example that is told of from its site."""
    page = desk.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: errors.append(said.text) if "Content Security" in said.text else None)
    page.goto(f"{server.base}/projects/?q={NAME}")
    href = page.locator("tbody th.name a", has_text=NAME).first.get_attribute("href")
    page.goto(f"{server.base}{href}?tab=site")
    yield page
    page.close()
    assert errors == []


def serious(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:160]}"
        for one in found
        if one["impact"] in ("serious", "critical")
    ]


def test_the_tab_says_how_far_each_part_is_and_how_that_compares(tab: Page) -> None:
    parts = tab.locator(".works-parts tbody tr")
    expect(parts).to_have_count(5)
    expect(tab.locator(".works-chart")).to_have_attribute(
        "aria-label", re.compile("按计划.*投资.*形象进度 64.0%")
    )
    days = tab.locator(".log")
    expect(days.first).to_contain_text("总体 64.0%")
    expect(days.first.locator("img")).to_be_visible()
    assert days.first.locator("img").evaluate("one => one.decode().then(() => one.naturalWidth)") > 100


def test_two_photos_are_compared_with_keys_alone(tab: Page) -> None:
    line = tab.locator(".compare-range")
    expect(line).to_be_visible()
    line.focus()
    tab.keyboard.press("Home")
    expect(line).to_have_attribute("aria-valuetext", "前一张露出 0%")
    for _ in range(3):
        tab.keyboard.press("ArrowRight")
    expect(line).to_have_attribute("aria-valuetext", "前一张露出 3%")
    assert tab.locator(".compare").evaluate("one => one.style.getPropertyValue('--cut')") == "3%"
    tab.locator("#cmp-before").select_option(index=1)
    tab.get_by_role("button", name="比这两张").click()
    expect(tab).to_have_url(re.compile(r"before=\d+&after=\d+#compare"))
    expect(tab.locator(".compare-range")).to_be_visible()


def test_a_photo_tells_its_time_place_and_code_and_the_code_is_verified(tab: Page) -> None:
    tab.locator(".shot a").first.click()
    expect(tab.locator("h1")).to_have_text("现场照片")
    expect(tab.locator("dl.kv")).to_contain_text("照片自带")
    expect(tab.locator("body")).to_contain_text("只给纪检看")
    assert serious(tab) == []
    tab.locator("dd a").click()
    expect(tab.locator("h1")).to_have_text("核验照片")
    expect(tab.locator("dl.kv")).to_contain_text(NAME)
    tab.get_by_label("核验码").fill("2222-2222")
    tab.get_by_role("button", name="核验").click()
    expect(tab.get_by_role("alert")).to_contain_text("没有“2222-2222”")


def test_weights_are_changed_and_taken_back(tab: Page) -> None:
    tab.get_by_role("link", name="改部位和权重").click()
    first = tab.get_by_label("第 1 个部位的权重")
    first.fill("二十")
    tab.get_by_role("button", name="保存部位").click()
    expect(tab.get_by_role("alert")).to_contain_text("不是数")
    expect(tab.get_by_label("第 1 个部位的权重")).to_have_value("二十")
    tab.get_by_label("第 1 个部位的权重").fill("100")
    tab.get_by_role("button", name="保存部位").click()
    expect(tab.locator(".works-parts tbody tr").first).to_contain_text("52.6")
    expect(tab.locator(".toast")).to_contain_text("部位和权重已保存")
    tab.locator(".toast").get_by_role("button", name="撤销").click()
    expect(tab.locator(".works-parts tbody tr").first).to_contain_text("10.0")


def test_a_fence_that_cannot_be_keeps_what_was_typed(tab: Page) -> None:
    tab.get_by_role("link", name="工地范围").click()
    radius = tab.get_by_label("半径", exact=False)
    expect(radius).to_have_value("300")
    radius.fill("3")
    tab.get_by_role("button", name="保存范围").click()
    expect(tab.locator(".field-error").first).to_contain_text("20")
    expect(tab.get_by_label("半径", exact=False)).to_have_value("3")
    assert serious(tab) == []


def test_a_day_is_put_right_and_says_so(tab: Page) -> None:
    day = tab.locator(".log").nth(2)
    day.get_by_text("更正或撤回").click()
    day.get_by_role("link", name="更正这一条").click()
    tab.get_by_label("工人", exact=False).fill("58")
    tab.get_by_label("为什么更正", exact=False).fill("数错了")
    tab.get_by_role("button", name="保存更正").click()
    expect(tab.locator(".log").nth(2)).to_contain_text("工人 58 人")
    expect(tab.locator(".log").nth(2)).to_contain_text("更正：数错了")


def test_nothing_serious_and_nothing_wide_in_either_theme(tab: Page) -> None:
    for width in (1440, 390):
        tab.set_viewport_size({"width": width, "height": 844})
        for theme in ("light", "dark"):
            tab.evaluate("theme => localStorage.setItem('gl-theme', theme)", theme)
            tab.reload()
            expect(tab.locator("html")).to_have_attribute("data-theme", re.compile(f"{theme}|dark"))
            assert serious(tab) == []
            assert tab.evaluate("document.scrollingElement.scrollWidth") <= width
    tab.evaluate("localStorage.removeItem('gl-theme')")
