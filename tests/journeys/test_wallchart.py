"""挂图作战: read on one screen, asked by click and by key, printed, compared; a list on a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from io import BytesIO

import pytest
from axe_playwright_python.sync_playwright import Axe
from openpyxl import load_workbook
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.server import Server

pytestmark = pytest.mark.browser


@pytest.fixture
def wall(desk: BrowserContext, server: Server) -> Iterator[Page]:
    """The wall, all projects."""
    page = desk.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: errors.append(said.text) if "Content Security" in said.text else None)
    page.goto(f"{server.base}/wallchart/")
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


def test_the_wall_stands_at_today_with_names_and_months_in_sight(wall: Page) -> None:
    box = wall.locator(".wall-wrap").bounding_box()
    flag = wall.locator(".wall-axis .gantt-today-flag").first.bounding_box()
    assert box
    assert flag
    assert box["x"] < flag["x"] < box["x"] + box["width"]
    wall.locator(".wall-wrap").evaluate("one => { one.scrollTop = 900; one.scrollLeft = 500; }")
    corner = wall.locator(".wall-corner").bounding_box()
    name = wall.locator(".wall-names li").nth(40).bounding_box()
    assert corner
    assert name
    assert abs(corner["y"] - box["y"]) < 2
    assert abs(name["x"] - box["x"]) < 2


def test_every_line_is_in_step_with_its_name(wall: Page) -> None:
    for block in (0, 3):
        drawing = wall.locator("svg.wall-svg").nth(block).bounding_box()
        names = wall.locator(".wall-names").nth(block).bounding_box()
        assert drawing
        assert names
        assert abs(drawing["y"] - names["y"]) < 1
        assert abs(drawing["height"] - names["height"]) < 1


def test_a_click_and_a_key_tell_the_nodes(wall: Page, server: Server) -> None:
    wall.goto(f"{server.base}/wallchart/?light=red")
    first = wall.locator(".wall-names a").first
    drawing = wall.locator("svg.wall-svg").first.bounding_box()
    assert drawing
    wall.mouse.click(drawing["x"] + drawing["width"] - 300, drawing["y"] + 12)
    sheet = wall.locator("#wall-pop")
    expect(sheet).to_contain_text(first.inner_text().split("，", 1)[1])
    expect(sheet).to_contain_text("计划")
    wall.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(first).to_be_focused()
    wall.keyboard.press("Space")
    expect(sheet).to_be_visible()
    assert serious(wall) == []
    sheet.locator("ul a").first.click()
    expect(wall.locator("#node")).to_be_visible()


def test_a_group_is_folded_and_the_address_remembers(wall: Page) -> None:
    before = wall.locator(".wall-names li:visible").count()
    wall.locator("a[data-fold=groundbreaking]").click()
    expect(wall.locator("a[data-fold=groundbreaking]")).to_have_attribute("aria-expanded", "false")
    assert wall.locator(".wall-names li:visible").count() < before
    expect(wall).to_have_url(re.compile("fold=groundbreaking"))
    wall.reload()
    expect(wall.locator("a[data-fold=groundbreaking]")).to_have_attribute("aria-expanded", "false")
    wall.locator("a[data-fold=groundbreaking]").click()
    assert wall.locator(".wall-names li:visible").count() == before


def test_conditions_groups_and_zooms_are_links(wall: Page) -> None:
    wall.get_by_role("link", name="红灯、黄灯").click()
    expect(wall.locator(".chip-on")).to_contain_text("红灯、黄灯")
    few = wall.locator(".wall-names li").count()
    wall.get_by_role("link", name="责任领导", exact=True).click()
    wall.get_by_role("link", name="月", exact=True).click()
    assert wall.locator(".wall-names li").count() == few
    assert wall.locator(".wall-band").count() >= 1
    wall.locator(".chip-on").click()
    assert wall.locator(".wall-names li").count() > few


def test_nothing_serious_in_either_theme(wall: Page, server: Server) -> None:
    for theme in ("light", "dark"):
        wall.evaluate("theme => localStorage.setItem('gl-theme', theme)", theme)
        for address in ("/wallchart/", "/wallchart/list/", "/wallchart/changes/?then=2022-06-30"):
            wall.goto(server.base + address)
            assert serious(wall) == [], (theme, address)
    wall.evaluate("localStorage.setItem('gl-theme', 'light')")


def test_a3_holds_whole_lines_and_the_months_on_each_sheet(wall: Page) -> None:
    printed = wall.pdf(prefer_css_page_size=True)
    assert b"1191" in printed
    assert 2 <= len(re.findall(rb"/Type\s*/Page\b", printed)) <= 8


def test_a_phone_gets_a_list_by_day(wall: Page, server: Server) -> None:
    wall.set_viewport_size({"width": 390, "height": 844})
    wall.goto(f"{server.base}/wallchart/")
    expect(wall.locator(".wall-list li").nth(3)).to_be_visible()
    expect(wall.locator(".wall-wrap")).to_be_hidden()
    assert wall.evaluate("document.scrollingElement.scrollWidth") == 390
    wall.goto(f"{server.base}/wallchart/changes/?then=2022-06-30")
    assert wall.evaluate("document.scrollingElement.scrollWidth") == 390


def test_an_earlier_date_stands_in_the_weeks_table_and_its_workbook(wall: Page, server: Server) -> None:
    wall.goto(f"{server.base}/projects/?q=硅碳")
    href = wall.locator("tbody a[href^='/projects/']").first.get_attribute("href")
    wall.goto(f"{server.base}{href}?tab=milestones")
    wall.locator("summary", has_text="改日期或责任单位").click()
    form = wall.locator("form[action$='/edit/']").first
    old = date.fromisoformat(form.locator("[name=due]").input_value())
    form.locator("[name=due]").fill(old.replace(day=1).isoformat() if old.day > 1 else "2022-01-01")
    form.get_by_role("button", name="保存").click()
    wall.goto(f"{server.base}{href}plan/compare/")
    expect(wall.locator("h1 + .sub")).to_contain_text("提前 1")
    expect(wall.locator(".plan-chart svg")).to_be_visible()
    wall.goto(f"{server.base}/wallchart/changes/?then=promise")
    expect(wall.locator(".changes-sums")).to_contain_text("提前 1")
    with wall.expect_download() as sent:
        wall.get_by_role("link", name="Excel").click()
    rows = list(load_workbook(BytesIO(sent.value.path().read_bytes())).active.iter_rows(values_only=True))
    assert any("提前" in [str(cell) for cell in row] for row in rows)
