"""From a warning to a waiver and back, a rule tried out before it judges, and a past day judged again."""

from __future__ import annotations

import os
import re
import subprocess

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.server import ROOT, Server
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
    slide_over_the_days(page, server)


def replayed(page: Page, day: str) -> Locator:
    """Return the part that shows a day, once it is there."""
    part = page.locator(f"#replay_result [data-replayed='{day}']")
    expect(part).to_be_visible()
    return part


def slide_over_the_days(page: Page, server: Server) -> None:
    """By date, link, key and drag: each day shows what was shown on it, and nothing is loaded anew."""
    loads: list[str] = []
    page.on("framenavigated", lambda frame: loads.append(frame.url))
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url) if "/replay/" in one.url else None)
    slider = page.get_by_role("slider", name="哪一天")
    page.locator("#nudge textarea").first.fill("写到一半的话")
    page.locator("#replay_on").fill("2022-08-01")
    page.locator("#replay_on").blur()
    part = replayed(page, "2022-08-01")
    expect(part).to_contain_text("重判用的是那天记下的数")
    expect(part).to_contain_text("已豁免到 2022-08-03")
    part.get_by_role("link", name="后一天").click()
    replayed(page, "2022-08-02")
    expect(page.locator("#replay_on")).to_have_value("2022-08-02")
    expect(page.get_by_role("link", name="后一天")).to_be_focused()
    slider.focus()
    for day in ("2022-08-03", "2022-08-04"):
        slider.press("ArrowRight")
        part = replayed(page, day)
        assert part.get_attribute("data-colour") == part.get_attribute("data-shown"), day
        expect(slider).to_have_attribute("aria-valuetext", f"2022年8月{int(day[-2:])}日")
    before = len(asked)
    slider.press("Home")
    for _ in range(30):
        slider.press("ArrowRight")
    last = page.locator("#replay_on").input_value()
    replayed(page, last)
    assert len(asked) - before <= 10  # thirty keys are not thirty questions
    drag(page, slider)
    on = page.locator("#replay_on").input_value()
    replayed(page, on)
    expect(page).to_have_url(re.compile(f"on={on}"))
    by_another_pack(page, server)
    expect(page.locator("#nudge textarea").first).to_have_value("写到一半的话")
    assert {re.sub(r"[?#].*", "", one) for one in loads} <= {re.sub(r"[?#].*", "", page.url)}


def drag(page: Page, slider: Locator) -> None:
    """Pull the knob from the left end to the right with the mouse."""
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    assert box
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 8, middle)
    page.mouse.down()
    for part in range(1, 11):
        page.mouse.move(box["x"] + 8 + (box["width"] - 16) * part / 10, middle)
    page.mouse.up()
    expect(page.locator("#replay_on")).to_have_value("2022-08-04")


def by_another_pack(page: Page, server: Server) -> None:
    """Under any pack the page shows what the command line says of that day; the address opens it again."""
    name = page.locator("h1").inner_text()
    for pack in ("default", "yinchuan-2025", "wuhan", "sanya-2022"):
        page.get_by_label("规则包").select_option(pack)
        expect(page).to_have_url(re.compile(f"pack={pack}"))
        part = replayed(page, "2022-08-04")
        word = told_by_command(server, pack, name)
        expect(part.locator("p .light").first).to_contain_text(word)
    address = page.url
    other = page.context.new_page()
    other.goto(address)
    expect(other.locator("#replay_result [data-replayed='2022-08-04']")).to_be_visible()
    expect(other.get_by_label("规则包")).to_have_value("sanya-2022")
    other.close()


def told_by_command(server: Server, pack: str, name: str) -> str:
    """Return the light the command line gives a project on 4 August under a pack."""
    env = os.environ | {"GREENLIGHT_DATA": str(server.data), "GREENLIGHT_TODAY": "2022-08-04"}
    env |= {"DATABASE_URL": server.database} if server.database else {}
    said = subprocess.run(
        [".venv/bin/greenlight", "lights", "--on", "2022-08-04", "--pack", pack],
        cwd=ROOT, env=env, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    line = next(one for one in said.splitlines() if name in one)
    found = re.search("[红黄绿蓝灰]灯", line)
    assert found, line
    return found[0]
