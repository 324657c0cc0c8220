"""A clerk at the ledger: sorts, asks a column, groups, makes a column wider, sends the link on."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.server import Server
from tests.journeys.steps import sign_in

pytestmark = pytest.mark.browser


def rows(page: Page) -> list[str]:
    """Return the names of the projects in sight."""
    return page.locator("#ledger tbody th.name a:not(.fold)").all_inner_texts()


def open_menu(page: Page, field: str) -> None:
    """Open the menu of a column."""
    page.locator(f"th[data-field={field}]").hover()
    page.locator(f"th[data-field={field}] .th-menu").click()
    expect(page.locator("#column-menu")).to_be_visible()


def test_a_clerk_asks_orders_and_groups_the_ledger_without_leaving_it(page: Page, server: Server) -> None:
    sign_in(page, server, "科室")
    page.goto(f"{server.base}/projects/")
    page.evaluate("window.stayed = true")
    first = rows(page)

    page.locator("#by-unit").click()
    expect(page).to_have_url(re.compile("sort=unit"))
    expect(page.locator("th[data-field=unit]")).to_have_attribute("aria-sort", "ascending")
    page.locator("#by-annual_plan").click(modifiers=["Shift"])
    expect(page).to_have_url(re.compile("sort=unit(,|%2C)annual_plan"))
    expect(page.locator("th[data-field=annual_plan] sup")).to_have_text("2")
    assert rows(page) != first

    open_menu(page, "total_investment")
    page.get_by_label("值").fill("2亿")
    page.get_by_role("button", name="筛选", exact=True).click()
    expect(page.locator(".chip-on")).to_contain_text("总投资 ≥ 20,000 万元")
    expect(page).to_have_url(re.compile("c.total_investment=ge"))
    fewer = rows(page)
    assert fewer

    open_menu(page, "next_due")
    page.keyboard.press("Escape")
    expect(page.locator("#column-menu")).to_be_hidden()
    expect(page.locator("th[data-field=next_due] .th-menu")).to_be_focused()

    open_menu(page, "unit")
    page.get_by_role("link", name="按责任单位分组").click()
    heads = page.locator("tr.group")
    expect(heads.first).to_be_visible()
    expect(page.locator(".chip-on").filter(has_text="按责任单位分组")).to_be_visible()
    seen = page.locator("tbody.grouped").first.locator("tr:not(.group)").first
    expect(seen).to_be_visible()
    heads.first.locator(".fold").click()
    expect(seen).to_be_hidden()
    heads.first.locator(".fold").click()
    expect(seen).to_be_visible()
    assert page.evaluate("window.stayed") is True

    link = page.url
    page.go_back()
    expect(page.locator("tr.group")).to_have_count(0)
    page.goto(link)
    expect(heads.first).to_be_visible()
    page.locator(".chip-on").filter(has_text="按责任单位分组").click()
    expect(heads).to_have_count(0)


def test_a_column_is_made_wider_by_dragging_and_the_width_is_in_the_link(page: Page, server: Server) -> None:
    page.goto(server.base)
    if "/account/login/" in page.url:
        sign_in(page, server, "领导")
    page.goto(f"{server.base}/projects/")
    name = page.locator("thead th[data-field=project_name]")
    grip = name.locator(".th-grip").bounding_box()
    before = name.bounding_box()
    assert grip
    assert before
    page.mouse.move(grip["x"] + 3, grip["y"] + 10)
    page.mouse.down()
    page.mouse.move(grip["x"] + 123, grip["y"] + 10, steps=4)
    page.mouse.up()
    expect(page).to_have_url(re.compile("w=project_name:"))
    after = page.locator("thead th[data-field=project_name]").bounding_box()
    assert after
    assert after["width"] > before["width"] + 60


def test_on_a_phone_the_ledger_is_cards_and_no_wider_than_the_glass(page: Page, server: Server) -> None:
    page.goto(server.base)
    if "/account/login/" in page.url:
        sign_in(page, server, "责任单位")
    page.set_viewport_size({"width": 390, "height": 844})
    for address in ("/projects/", "/projects/?group=stage", "/projects/?c.gone=has:x"):
        page.goto(server.base + address)
        expect(page.locator("#ledger")).to_be_visible()
        assert page.evaluate("document.scrollingElement.scrollWidth") <= 390
