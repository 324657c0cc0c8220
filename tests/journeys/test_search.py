"""Search as a person does it: `/`, some letters, arrows, Enter; on the phone; and what nothing found says."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from tests.journeys.server import Server
from tests.journeys.steps import sign_in
from tests.journeys.test_pages import serious

pytestmark = pytest.mark.browser


def type_in(page: Page, text: str) -> None:
    """Press / and type, as one does without the mouse."""
    page.locator("body").press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type(text, delay=20)


def test_a_clerk_finds_what_they_mean_without_the_mouse(page: Page, server: Server) -> None:
    sign_in(page, server, "科室")
    box, sheet = page.locator("#q"), page.locator("#found")
    for typed in ("tjhgq", "tianji", "天际", "天际hgq"):
        page.goto(f"{server.base}/")
        type_in(page, typed)
        expect(sheet.get_by_role("option").first).to_contain_text("天际互感器未来工厂")
        expect(sheet.locator("mark").first).to_contain_text("天际")
        expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    chosen = sheet.locator("[aria-selected=true]")
    expect(chosen).to_contain_text("天际互感器未来工厂")
    expect(box).to_have_attribute("aria-activedescendant", chosen.get_attribute("id") or "")
    page.keyboard.press("ArrowUp")
    expect(sheet.locator("[aria-selected=true]")).to_contain_text("全部结果")
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(box).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(sheet).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="天际互感器未来工厂").first).to_be_visible()


def test_enter_leads_to_all_results_and_from_there_into_the_ledger(page: Page, server: Server) -> None:
    sign_in(page, server, "领导")
    type_in(page, "qinghu")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{server.base}/search/?q=qinghu")
    expect(page.get_by_role("heading", name="项目")).to_be_visible()
    page.get_by_role("link", name="在台账里看").click()
    expect(page.get_by_text("示例·清湖智能水表项目").first).to_be_visible()
    expect(page.get_by_text("示例·四都铝木门窗项目")).to_have_count(0)


def test_nothing_found_says_what_was_tried_and_what_is_near(page: Page, server: Server) -> None:
    sign_in(page, server, "纪检")
    type_in(page, "天际互感器新工厂")
    sheet = page.locator("#found")
    expect(sheet).to_contain_text("汉字、拼音、首字母、代码都找过")
    expect(sheet.get_by_role("option").first).to_contain_text("天际互感器未来工厂")
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{server.base}/search/?q=天际互感器新工厂")
    expect(page.get_by_text("相近的")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_search_and_the_page_of_parts_hold_in_both_themes_and_with_large_letters(
    page: Page, server: Server
) -> None:
    sign_in(page, server, "系统管理员")
    for theme, size in (("light", "normal"), ("dark", "normal"), ("light", "large")):
        page.set_viewport_size({"width": 1440, "height": 900})
        page.evaluate(
            "look => { localStorage.setItem('gl-theme', look[0]); localStorage.setItem('gl-size', look[1]) }",
            [theme, size],
        )
        for address in ("/search/", "/search/?q=示例", "/components/"):
            page.goto(server.base + address)
            assert serious(page) == [], (address, theme, size)
        page.goto(f"{server.base}/search/")
        type_in(page, "shili")
        expect(page.locator("#found").get_by_role("option").first).to_be_visible()
        assert serious(page) == [], ("the open box", theme, size)
        page.set_viewport_size({"width": 390, "height": 844})
        for address in ("/search/?q=示例", "/components/"):
            page.goto(server.base + address)
            assert page.evaluate("document.documentElement.scrollWidth") <= 390, (address, theme, size)


def test_who_presses_before_the_scripts_have_come_finds_the_box_all_the_same(
    page: Page, server: Server
) -> None:
    sign_in(page, server, "驻企联络员")
    held, free = list[Route](), ["boot"]
    page.route(
        "**/*.js",
        lambda one: one.continue_() if any(word in one.request.url for word in free) else held.append(one),
    )
    page.goto(f"{server.base}/projects/", wait_until="commit")
    expect(page.locator("#q")).to_be_visible()
    page.locator("body").press("/")
    expect(page.locator("#q")).to_be_focused()
    assert held
    free.append("/")
    for one in held:
        one.continue_()
    page.keyboard.type("天际", delay=20)
    expect(page.locator("#q")).to_have_value("天际")
    expect(page.locator("#found")).to_be_visible()
