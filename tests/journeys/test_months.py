"""The main job: July's file in, lights and a red list; August's file says what turned; undo."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.august import august
from tests.journeys.server import Server
from tests.journeys.steps import sign_in

pytestmark = pytest.mark.browser
MORE = ("--no-demo", "--zone", "江山经济开发区")
JULY = Path(__file__).resolve().parents[1] / "fixtures" / "ledgers" / "a_project_progress.xlsx"


def drop(page: Page, server: Server, file: Path) -> None:
    """Hand a workbook in and wait for the preview."""
    page.goto(f"{server.base}/imports/")
    page.locator("input[type=file]").set_input_files(file)
    page.wait_for_url(re.compile(r"/imports/\d+/"))
    expect(page.get_by_role("link", name=re.compile("新增"))).to_be_visible(timeout=60_000)


def test_july_goes_in_august_says_what_turned_and_undo_takes_it_back(
    page: Page, server: Server, tmp_path: Path
) -> None:
    sign_in(page, server, "科室")
    drop(page, server, JULY)
    answer_all(page)
    expect(page.get_by_role("link", name=re.compile(r"新增\s*91"))).to_be_visible()
    page.get_by_role("button", name=re.compile("生效")).click()
    expect(page.get_by_text("已生效").first).to_be_visible(timeout=60_000)

    page.goto(f"{server.base}/projects/?light=red")
    expect(page.locator("tbody tr").first).to_be_visible()
    first = page.locator("tbody tr").first
    expect(first).to_contain_text("红灯")

    server.stop()
    server.start("2022-08-31")
    page.goto(f"{server.base}/")
    file = tmp_path / "8月重点项目进展情况表.xlsx"
    file.write_bytes(august(JULY.read_bytes()))
    drop(page, server, file)
    answer_all(page)
    expect(page.get_by_role("link", name=re.compile(r"新增\s*2\b"))).to_be_visible()
    expect(page.get_by_role("link", name=re.compile(r"表里没有\s*1\b"))).to_be_visible()
    page.get_by_role("button", name=re.compile("生效")).click()
    expect(page.get_by_text("已生效").first).to_be_visible(timeout=60_000)

    page.goto(f"{server.base}/turned/")
    expect(page.get_by_text(re.compile("转红|已完成|转黄")).first).to_be_visible()

    page.goto(f"{server.base}/imports/")
    page.get_by_role("link", name=re.compile("8月重点项目")).first.click()
    page.get_by_role("button", name="撤销这一批").click()
    expect(page.get_by_text("已撤销").first).to_be_visible(timeout=60_000)


def answer_all(page: Page) -> None:
    """Answer every question with its first choice, one after the other, until none is left."""
    left = page.locator("fieldset.question:not(.answered)")
    for _ in range(80):
        if left.count() == 0:
            break
        with page.expect_response(re.compile("/answers/")):
            answer(left.first)
        page.wait_for_timeout(150)
    expect(left).to_have_count(0)
    again = page.get_by_role("button", name=re.compile("重算"))
    if again.count():
        again.first.click()


def answer(card: Locator) -> None:
    """Give the first answer, or the reason it asks for."""
    wanted = card.locator("input[placeholder*=如]")
    if wanted.count():
        wanted.fill("审计核减签证")
        wanted.blur()
    elif card.locator("input[type=radio]").count():
        card.locator("input[type=radio]").first.check()
    else:
        card.locator("select").first.select_option(index=1)


def test_it_ends_within_ten_seconds(server: Server) -> None:
    assert server.stop() < 10
