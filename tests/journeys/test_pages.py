"""Every main page as people see it: nothing axe calls serious, no wide page on a phone, no outside call."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, Request, expect

from tests.journeys.server import Server
from tests.journeys.steps import sign_in

pytestmark = pytest.mark.browser
BOOK = Path(__file__).resolve().parents[1] / "fixtures" / "ledgers" / "b_investment_attraction.xlsx"
PAGES = (
    "/investment/", "/investment/limits/?rule=unit_jump", "/checks/", "/checks/?state=all",
    "/", "/projects/", "/projects/?light=red,yellow", "/projects/?group=unit", "/cockpit/", "/turned/",
    "/imports/", "/help/", "/library/", "/library/units/", "/library/draft/", "/library/versions/",
    "/library/nodes/new/", "/packs/", "/projects/new/", "/figures/completion_rate/",
    "/packs/slips/", "/warnings/", "/warnings/?state=closed", "/warnings/replay/",
    "/warnings/replay/?pack=wuhan&against=force&from=green", "/warnings/replay/?on=2021-01-01",
    "/wallchart/", "/wallchart/list/", "/wallchart/changes/", "/wallchart/paper/",
    "/reports/month/", "/reports/month/late/", "/notices/", "/orders/new/", "/site/verify/",
    "/projects/views/", "/projects/columns/", "/projects/print/?light=red", "/projects/feed/?light=red",
    "/search/?q=hgq", "/search/?q=没有这样的项目", "/components/", "/tour/", "/news/", "/tokens/",
    "/orders/", "/orders/?tab=all", "/orders/due/", "/orders/due/?act=order", "/orders/units/", "/orders/1/",
    "/orders/ladder/", "/orders/ladder/ladder-2/", "/orders/units/limits/", "/orders/units/?day=2022-07-01",
    "/walls/", "/wall/", "/reports/check/", "/reports/observations/",
    "/plans/many/?light=red", "/account/2fa/", "/site/", "/site/sent/", "/site/overview/",
)  # fmt: skip
SETUP = ("/", "/setup/", "/setup/zone/", "/setup/units/", "/setup/people/", "/setup/holidays/")
OF_A_PROJECT = (
    "edit/",
    "plan/edit/",
    "plan/compare/",
    "plan/update/",
    "investment/",
    "year-plan/",
    "vouchers/new/",
    "funds/new/",
    "registered/",
    "checklist/",
    "parts/",
    "fence/",
)
TABS = ("milestones", "investment", "site", "warnings", "warnings&on=2022-07-30", "facts", "papers", "log")


def serious(page: Page) -> list[str]:
    """Return what axe calls serious or critical, with the first place of each."""
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:120]}"
        for one in found
        if one["impact"] in ("serious", "critical")
    ]


def addresses(page: Page, server: Server) -> list[str]:
    """Return every main page, and each tab and plan page of the first project of the ledger."""
    page.goto(f"{server.base}/projects/?light=red,yellow,green")
    first = page.locator("tbody th.name a").first.get_attribute("href")
    return [*PAGES, *(f"{first}{deed}" for deed in OF_A_PROJECT), *(f"{first}?tab={tab}" for tab in TABS)]


def test_axe_finds_nothing_serious_in_either_theme(desk: BrowserContext, server: Server) -> None:
    page = desk.new_page()
    found = {}
    page.goto(server.base)
    for theme in ("light", "dark"):
        page.evaluate("theme => localStorage.setItem('gl-theme', theme)", theme)
        for address in addresses(page, server):
            page.goto(server.base + address)
            if "/print/" not in address:  # paper is white
                expect(page.locator("html")).to_have_attribute("data-theme", re.compile(f"{theme}|dark"))
            if said := serious(page):
                found[f"{theme} {address}"] = said
    page.close()
    assert found == {}


def wide(page: Page, server: Server, asked: Iterable[str]) -> dict[str, int]:
    """Return the pages that are wider than the window, with their width."""
    window = page.viewport_size
    found = {}
    for address in asked:
        page.goto(server.base + address)
        width = page.evaluate("document.scrollingElement.scrollWidth")
        if window and width > window["width"]:
            found[address] = width
    return found


def test_an_administrators_pages_hold_as_well(page: Page, server: Server) -> None:
    sign_in(page, server, "系统管理员")
    found = {}
    for theme in ("light", "dark"):
        page.evaluate("theme => localStorage.setItem('gl-theme', theme)", theme)
        for address in SETUP:
            page.goto(server.base + address)
            if said := serious(page):
                found[f"{theme} {address}"] = said
    page.set_viewport_size({"width": 390, "height": 844})
    assert found == {}
    assert wide(page, server, SETUP) == {}


def test_the_preview_of_another_ledger_holds_as_well(desk: BrowserContext, server: Server) -> None:
    page = desk.new_page()
    page.goto(f"{server.base}/imports/")
    page.locator("input[type=file]").set_input_files(BOOK)
    page.wait_for_url(re.compile(r"/imports/\d+/"))
    expect(page.get_by_text("先留在预览里，暂不入库").first).to_be_visible(timeout=60_000)
    found = {}
    for theme in ("light", "dark"):
        page.evaluate("theme => localStorage.setItem('gl-theme', theme)", theme)
        page.reload()
        if said := serious(page):
            found[theme] = said
    page.set_viewport_size({"width": 390, "height": 844})
    there = page.url.removeprefix(server.base)
    assert (found, wide(page, server, [there])) == ({}, {})
    page.close()


def test_no_page_is_wider_than_a_phone(desk: BrowserContext, server: Server) -> None:
    page = desk.new_page()
    page.set_viewport_size({"width": 390, "height": 844})
    found = wide(page, server, addresses(page, server))
    page.close()
    assert found == {}


def test_nothing_is_asked_of_the_outside(desk: BrowserContext, server: Server) -> None:
    page = desk.new_page()
    asked: list[str] = []

    def note(request: Request) -> None:
        if not request.url.startswith((server.base, "data:", "blob:")):
            asked.append(request.url)

    page.on("request", note)
    for address in addresses(page, server):
        page.goto(server.base + address)
    page.close()
    assert asked == []


def test_the_keyboard_walks_the_rows_and_opens_one(desk: BrowserContext, server: Server) -> None:
    page = desk.new_page()
    page.goto(f"{server.base}/projects/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2").first).to_be_visible()
    page.close()


def test_a_stranger_is_sent_to_sign_in(page: Page, server: Server) -> None:
    page.goto(f"{server.base}/projects/1/")
    expect(page).to_have_url(f"{server.base}/account/login/?next=/projects/1/")
