"""全区回看: from the warnings to a past day, another pack, a number opened into its rows, and the file."""

from __future__ import annotations

import csv
import os
import re
import subprocess
from collections import Counter
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.server import ROOT, Server
from tests.journeys.steps import sign_in

pytestmark = pytest.mark.browser
COLOURS = {"红灯": "red", "黄灯": "yellow", "绿灯": "green", "蓝灯": "blue", "灰灯": "grey"}
TODAY, DAY = "2022-08-04", "2022-08-01"


def test_a_leader_looks_back_over_the_whole_zone(page: Page, server: Server) -> None:
    sign_in(page, server, "领导")
    server.stop()
    server.start(TODAY)
    page.goto(server.base)  # the day's first page judges the lights
    page.goto(f"{server.base}/warnings/")
    page.get_by_role("link", name="全区回看").click()
    expect(page.get_by_role("heading", name="全区回看", level=1)).to_be_visible()
    step_over_the_days(page)
    by_other_packs(page, server)
    open_a_number(page)
    before_the_first_day(page, server)


def shown(page: Page, day: str) -> None:
    expect(page.locator(f"#replay_result [data-replayed='{day}']")).to_be_visible()
    expect(page).to_have_url(re.compile(f"on={day}"))


def step_over_the_days(page: Page) -> None:
    """By date, by link and by key."""
    page.locator("#replay_on").fill(DAY)
    page.locator("#replay_on").blur()
    shown(page, DAY)
    expect(page.locator("#replay_result")).to_contain_text("重判用的是那天记下的数")
    page.get_by_role("link", name="后一天").click()
    shown(page, "2022-08-02")
    expect(page.get_by_role("link", name="后一天")).to_be_focused()
    slider = page.get_by_role("slider")
    slider.focus()
    slider.press("ArrowRight")
    shown(page, "2022-08-03")
    slider.press("ArrowLeft")
    shown(page, "2022-08-02")
    slider.press("ArrowLeft")
    shown(page, DAY)


def by_other_packs(page: Page, server: Server) -> None:
    """Beside the packs in force: the numbers of the pack are those of the command line."""
    page.get_by_label("和什么比").select_option(label="那天用的规则包")
    expect(page).to_have_url(re.compile("against=force"))
    expect(page.locator("#replay_result")).to_contain_text("请换一个规则包，或者和今天的灯比")
    for pack in ("sanya-2022", "tianjin-2022", "wuhan"):
        page.get_by_label("规则包", exact=True).select_option(pack)
        expect(page).to_have_url(re.compile(f"pack={pack}"))
        row = page.locator(".replay-numbers tbody tr").first
        found = {
            colour: int(row.locator(f"[data-right={colour}]").inner_text()) for colour in COLOURS.values()
        }
        assert {one: n for one, n in found.items() if n} == told_by_command(server, pack), pack


def told_by_command(server: Server, pack: str) -> Counter[str]:
    """Return how many lights of which colour the command line finds on the day under a pack."""
    env = os.environ | {"GREENLIGHT_DATA": str(server.data), "GREENLIGHT_TODAY": TODAY}
    env |= {"DATABASE_URL": server.database} if server.database else {}
    said = subprocess.run(
        [".venv/bin/greenlight", "lights", "--on", DAY, "--pack", pack],
        cwd=ROOT, env=env, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    found = [one.split("\t")[0] for one in said.splitlines()]
    return Counter(COLOURS[one] for one in found if one in COLOURS)


def open_a_number(page: Page) -> None:
    """A number of from → to opens into as many rows, with both reasons, and they come as a file."""
    cell = page.locator(".replay-matrix a[data-pair='green-grey']")
    number = int(cell.inner_text())
    assert number
    cell.click()
    expect(page.locator("#h-rows")).to_contain_text(f"→ 按武汉灰灯：{number} 项")
    rows = page.locator("#rows tbody tr")
    expect(rows).to_have_count(min(number, 50))
    expect(rows.first).to_contain_text("绿灯")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="导出 CSV").click()
    told = Path(waiting.value.path()).read_text(encoding="utf-8-sig")
    lines = list(csv.reader(told.splitlines()))
    assert sum(line[0].isdecimal() for line in lines if line) == number
    assert any("按武汉" in cell for line in lines for cell in line)
    name = rows.first.locator("th a").inner_text()
    rows.first.locator("th a").click()
    expect(page.locator("h1")).to_contain_text(name)
    expect(page.locator(f"#replay_result [data-replayed='{DAY}']")).to_be_visible()


def before_the_first_day(page: Page, server: Server) -> None:
    """Of days before the first judging nothing was kept: a sentence, and the way to the first day."""
    page.goto(f"{server.base}/warnings/replay/?on=2021-01-01")
    expect(page.locator("#replay_result")).to_contain_text("2021年1月1日还没有记下数")
    page.locator("#replay_result p.note a").click()
    expect(page.locator(".replay-matrix")).to_be_visible()
