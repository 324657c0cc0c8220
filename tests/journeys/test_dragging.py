"""A plan dragged in the browser: what follows is told before it is saved, with the mouse and without."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect

from tests.journeys.server import Server

pytestmark = pytest.mark.browser
FULL = "两新园硅碳负极中试基地"  # the project of the demo that is planned by the whole node library
PUT = 'tr[data-key="{}"] [data-field="{}"]'


@pytest.fixture
def sheet(desk: BrowserContext, server: Server) -> Iterator[Page]:
    """The page of 拖动排计划 with its chart open; no script error, nothing refused by the policy."""
    page = desk.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: errors.append(said.text) if "Content Security" in said.text else None)
    page.goto(f"{server.base}/projects/?q={FULL}")
    pk = page.locator("tr[data-pk]", has_text=FULL).first.get_attribute("data-pk")
    page.goto(f"{server.base}/projects/{pk}/?tab=milestones")
    page.get_by_role("link", name="拖动排计划").click()
    expect(page.locator(".gantt_task_line").first).to_be_visible()
    yield page
    page.evaluate("sessionStorage.clear()")
    page.close()
    assert errors == []


def bar(page: Page, key: str) -> Locator:
    """Return a bar of the chart."""
    return page.locator(f'.gantt_task_line[data-task-id="{key}"]')


def drag(page: Page, key: str, by: int, at: str = "middle") -> None:
    """Drag a bar, or its right edge, by some pixels."""
    bar(page, key).hover()
    box = bar(page, key).bounding_box()
    assert box
    x = box["x"] + (box["width"] / 2 if at == "middle" else box["width"] - 2)
    y = box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + by / 2, y, steps=4)
    page.mouse.move(x + by, y, steps=4)
    page.mouse.up()


def told(page: Page) -> Locator:
    """Return the place where what follows is told."""
    return page.locator("[data-outcome]")


def test_a_bar_dragged_says_which_promises_break_before_anything_is_saved(sheet: Page) -> None:
    drag(sheet, "IND045", 60)
    expect(told(sheet)).to_contain_text("保不住的承诺")
    expect(told(sheet)).to_contain_text("正式投产")
    expect(told(sheet)).to_contain_text("个工作日")
    expect(sheet.locator("[data-said]")).to_contain_text("处要等领导批")
    sheet.get_by_role("button", name="退一步").click()
    expect(told(sheet)).to_contain_text("还没有改动")
    sheet.reload()
    expect(told(sheet)).to_contain_text("还没有改动")


def test_a_bar_stretched_grows_by_working_days(sheet: Page) -> None:
    days = sheet.locator(PUT.format("IND044", "days"))
    expect(days).to_have_value("45")
    drag(sheet, "IND044", 30, at="end")
    expect(told(sheet)).to_contain_text("改了工期")
    assert int(days.input_value()) > 45


def test_a_bar_put_before_what_it_waits_for_is_refused_and_offered_the_earliest_day(sheet: Page) -> None:
    drag(sheet, "IND047", -60)
    expect(sheet.get_by_role("alert")).to_contain_text("要等“屋面、外立面与二次结构完成”")
    expect(sheet.get_by_role("button", name=re.compile("^保存"))).to_be_disabled()
    sheet.get_by_role("button", name="按最早的日期放").click()
    expect(told(sheet)).to_contain_text("没有改动")


def test_the_keyboard_moves_ties_and_takes_back(sheet: Page) -> None:
    start = sheet.locator(PUT.format("IND045", "start"))
    was = start.input_value()
    start.focus()
    sheet.keyboard.press("ArrowUp")
    expect(told(sheet)).to_contain_text("室外配套与管网接入")
    assert start.input_value() > was
    preds = sheet.locator(PUT.format("IND045", "preds"))
    preds.fill("59")
    preds.press("Tab")
    expect(sheet.get_by_role("alert")).to_contain_text("前后关系成了环")
    sheet.get_by_role("button", name="退一步").first.click()
    percent = sheet.locator(PUT.format("IND044", "percent"))
    percent.fill("120")
    percent.press("Tab")
    expect(sheet.get_by_role("alert")).to_contain_text("应在 0 到 100 之间")
    expect(percent).to_have_attribute("aria-invalid", "true")


def test_axe_finds_nothing_serious_in_either_theme(sheet: Page) -> None:
    drag(sheet, "IND045", 60)
    expect(told(sheet)).to_contain_text("保不住的承诺")
    for theme in ("light", "dark"):
        sheet.evaluate("theme => document.documentElement.setAttribute('data-theme', theme)", theme)
        sheet.wait_for_timeout(400)  # colours fade over 120 ms
        found = Axe().run(sheet).response["violations"]
        bad = [(one["id"], one["nodes"][0]["html"][:120]) for one in found
               if one["impact"] in ("serious", "critical")]  # fmt: skip
        assert bad == []


def test_a_phone_has_the_table_and_fits(sheet: Page) -> None:
    sheet.set_viewport_size({"width": 390, "height": 844})
    expect(sheet.locator("[data-place]")).to_be_hidden()
    due = sheet.locator(PUT.format("IND059", "due"))
    due.fill("2025-03-31")
    due.press("Tab")
    expect(told(sheet)).to_contain_text("早")
    assert sheet.evaluate("document.scrollingElement.scrollWidth") <= 390


def test_saved_with_its_reason_it_waits_for_a_leader_and_can_be_taken_back(sheet: Page) -> None:
    drag(sheet, "IND045", 60)
    expect(told(sheet)).to_contain_text("保不住的承诺")
    sheet.get_by_label("推后原因类别").select_option("land")
    sheet.get_by_label("原因", exact=True).fill("管网图纸晚一个月")
    sheet.get_by_role("button", name=re.compile("^保存，")).click()
    expect(sheet.locator(".toast")).to_contain_text("等领导批")
    expect(sheet.locator("#slips")).to_contain_text("室外配套与管网接入")
    sheet.locator(".toast [data-gl-undo]").click()
    expect(sheet.locator("body")).not_to_contain_text("管网图纸晚一个月，")


def test_a_chart_that_opens_late_leaves_what_is_being_typed(sheet: Page, desk: BrowserContext) -> None:
    slow = desk.new_page()
    held: list[Route] = []
    slow.route(re.compile(r"/js/arrange/chart\b.*\.js"), lambda route: held.append(route))
    slow.goto(sheet.url)
    percent = slow.locator(PUT.format("IND044", "percent"))
    percent.fill("35")
    for _ in range(400):
        if held:
            break
        slow.wait_for_timeout(20)
    held.pop().continue_()
    expect(bar(slow, "IND044")).to_be_visible()
    expect(percent).to_have_value("35")
    percent.press("Tab")
    expect(slow.get_by_role("button", name="保存", exact=True)).to_be_visible()
    slow.evaluate("sessionStorage.clear()")
    slow.close()


def test_what_changed_meanwhile_is_told_and_what_was_typed_is_kept(sheet: Page, desk: BrowserContext) -> None:
    other = desk.new_page()
    other.goto(sheet.url)
    percent = other.locator(PUT.format("IND044", "percent"))
    percent.fill("33")
    percent.press("Tab")
    other.get_by_role("button", name="保存", exact=True).click()
    expect(other.locator(".toast")).to_contain_text("已保存")
    other.close()
    days = sheet.locator(PUT.format("IND059", "days"))
    days.fill("470")
    days.press("Tab")
    expect(told(sheet)).to_contain_text("达产")
    sheet.get_by_role("button", name="保存", exact=True).click()
    expect(sheet.get_by_role("alert").first).to_contain_text("进度 14 → 33")
    expect(days).to_have_value("470")
    sheet.get_by_role("button", name="保存", exact=True).click()
    expect(sheet.locator(".toast")).to_contain_text("已保存")
