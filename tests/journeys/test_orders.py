"""督办: a leader's order from a red light, the unit's plan, its proof, sent back once, closed, printed."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import docx
import pytest
from playwright.sync_api import Browser, BrowserContext, FilePayload, Locator, Page, expect

from tests.journeys.server import Server
from tests.journeys.steps import window

pytestmark = pytest.mark.browser
PROOF: FilePayload = {"name": "移交单.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n1 0 obj\n"}
UNIT = "住房和城乡建设局"
SUBJECT = "三季度许可证补办"


@pytest.fixture(scope="module")
def office(browser: Browser, server: Server) -> Iterator[BrowserContext]:
    """A unit's handler who has signed in once for all tests."""
    found = window(browser, server, "责任单位")
    yield found
    found.close()


def press(page: Page, name: str) -> None:
    page.locator(".order-now").get_by_role("button", name=name, exact=True).click()


def told(page: Page, words: str) -> None:
    expect(page.locator("#course")).to_contain_text(words)


def test_an_order_from_a_light_to_its_end(
    leader: BrowserContext, office: BrowserContext, server: Server
) -> None:
    page = leader.new_page()
    page.goto(f"{server.base}/orders/due/")
    page.get_by_role("button", name="现在走一遍").click()
    expect(page.locator("tbody")).to_contain_text("已拟好督办单，等人确认")
    page.goto(server.base)
    expect(page.locator("section", has=page.locator("#h-orders"))).to_contain_text("拟好等确认")
    page.goto(f"{server.base}/orders/due/?act=order")
    page.get_by_role("link", name="看拟好的督办单").first.click()
    expect(page.get_by_role("heading", name="发督办单")).to_be_visible()
    expect(page.get_by_label("督办要求")).to_have_value(re.compile("请查明"))
    page.get_by_label("主送单位").select_option(label=UNIT)
    page.get_by_label("事由").fill(SUBJECT)
    page.get_by_role("button", name="发出督办单").click()
    told(page, "发出督办单")
    address = page.url

    unit = office.new_page()
    unit.goto(server.base)
    unit.locator("section", has=unit.locator("#h-clock")).get_by_role("link", name=f"签收：{SUBJECT}").click()
    sign_twice(unit)
    unit.get_by_label("整改计划", exact=True).fill("两周内补齐材料报审。")
    unit.get_by_label("步骤").fill("补材料\n报审")
    press(unit, "报整改计划")
    told(unit, "补材料")

    page.goto(address)
    press(page, "同意整改计划")
    told(page, "同意整改计划")

    unit.goto(address)
    unit.locator("summary", has_text="报进展").click()
    unit.get_by_label("进展", exact=True).fill("材料已补齐。")
    press(unit, "报进展")
    told(unit, "材料已补齐")
    closing(unit, "许可证已核发。")

    page.goto(address)
    page.get_by_label("意见").fill("单子没有盖章")
    press(page, "没办好，退回")
    told(page, "单子没有盖章")

    unit.goto(address)
    closing(unit, "已补盖章。")
    page.goto(address)
    press(page, "同意销号")
    expect(page.locator(".page-head")).to_contain_text("已销号")

    with page.expect_download() as caught:
        page.get_by_role("link", name="办理记录 Word").click()
    paper = docx.Document(io.BytesIO(caught.value.path().read_bytes()))
    cells = " ".join(cell.text for row in paper.tables[0].rows for cell in row.cells)
    assert "不同意销号" in cells
    assert "附件：移交单.pdf" in cells
    page.close()
    unit.close()


def sign_twice(page: Page) -> None:
    """Sign, take that back, sign again: the course keeps all three."""
    press(page, "签收")
    told(page, "签收")
    page.locator(".toast").get_by_role("button", name="撤销").click()
    told(page, "撤回“签收”")
    expect(page.locator("#course .course-gone")).to_contain_text("已撤回")
    press(page, "签收")
    expect(page.locator("#course > ol > li")).to_have_count(4)


def test_the_league_of_units_opens_into_its_rows(leader: BrowserContext, server: Server) -> None:
    page = leader.new_page()
    page.goto(f"{server.base}/orders/units/")
    row = page.locator("tbody tr").first
    name = row.locator("th a").inner_text()
    late = row.locator("td[data-label=逾期督办单] a").inner_text()
    nodes = row.locator("td[data-label=超期节点] a").inner_text()
    row.locator("td[data-label=逾期督办单] a").click()
    expect(page).to_have_url(re.compile("tab=late"))
    expect(page.locator(".page-head .sub")).to_have_text(f"{late} 件")
    page.goto(f"{server.base}/orders/units/")
    page.get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()
    expect(page.locator("#milestones li")).to_have_count(int(nodes))
    page.close()


def test_the_limits_of_the_league_are_tried_out_set_and_taken_back(
    leader: BrowserContext, server: Server
) -> None:
    page = leader.new_page()
    page.goto(f"{server.base}/orders/units/")
    page.get_by_role("link", name="灯的界限").click()
    page.get_by_label("满几件黄灯").fill("98")
    page.get_by_label("满几件红灯").fill("99")
    page.get_by_label("依据").fill("主任办公会 2026 年第 3 次会议")
    page.get_by_role("button", name="先试算哪些单位会变色").click()
    expect(page.locator("#preview")).to_contain_text("个单位会变色")
    expect(page.locator("#preview li").first).to_contain_text("→")
    expect(page.locator(".table-wrap").first).not_to_contain_text("满 98 件黄灯")
    page.get_by_role("button", name="定界限").click()
    expect(page.locator(".table-wrap").first).to_contain_text("满 98 件黄灯，满 99 件红灯")
    page.locator(".toast").get_by_role("button", name="撤销").click()
    expect(page.locator(".table-wrap").first).not_to_contain_text("满 98 件黄灯")
    expect(page.locator(".table-wrap").first).to_contain_text("满 1 件黄灯，满 3 件红灯")
    page.goto(f"{server.base}/orders/units/")
    yesterday = page.evaluate("""() => {
      const day = new Date(document.querySelector("#league_day").value + "T00:00:00Z");
      return new Date(day - 864e5).toISOString().slice(0, 10);
    }""")
    page.get_by_label("看哪天的赛马").fill(yesterday)
    page.get_by_role("button", name="看这天").click()
    expect(page.locator(".page-head .sub")).to_contain_text(f"{yesterday} 那天的")
    expect(page.get_by_role("link", name="回到今天")).to_be_visible()
    page.close()


def open_one_to_move(page: Page, server: Server, addresses: list[str]) -> Locator:
    """Open the first node whose date nobody has asked to move yet."""
    for address in addresses:
        page.goto(f"{server.base}{address}")
        node = page.locator("#node")
        expect(node).to_be_visible()
        if node.get_by_role("button", name="申请改期", include_hidden=True).count():
            return node
    raise AssertionError(addresses)


def test_a_promised_date_moves_when_the_level_above_agrees(
    leader: BrowserContext, office: BrowserContext, server: Server
) -> None:
    """The old date holds until then; the reason class, both dates and who agreed stay on record."""
    page = leader.new_page()
    page.goto(f"{server.base}/packs/slips/")
    page.get_by_label("第 1 级：推后超过几天").fill("0")
    page.get_by_label("由谁批").first.select_option(label="领导")
    page.get_by_label("依据").fill("主任办公会 2022 年第 3 次会议")
    page.get_by_role("button", name="定批准权限").click()
    expect(page.locator(".page-head .sub")).to_contain_text("领导")

    unit = office.new_page()
    unit.goto(server.base)
    clock = unit.locator("section", has=unit.locator("#h-clock"))
    rows = clock.locator("tr", has_text="节点").get_by_role("link").all()
    node = open_one_to_move(unit, server, [one.get_attribute("href") or "" for one in rows])
    address = re.sub(r"\?.*", "", unit.url)
    name = node.locator("h3").inner_text()
    if not node.get_by_label("改到").is_visible():
        node.locator("summary", has_text="申请改期").click()
    node.get_by_label("改到").fill("2022-12-30")
    node.get_by_label("原因类别").select_option(label="土地与征迁")
    node.get_by_label("原因", exact=True).fill("净地未移交")
    node.get_by_role("button", name="申请改期").click()
    expect(unit.locator("#slips")).to_contain_text("2022-12-30")

    page.goto(f"{address}?tab=milestones#slips")
    asked = page.locator("#slips li", has_text="2022-12-30")
    expect(asked).to_contain_text("土地与征迁：净地未移交")
    if not asked.get_by_role("button", name="同意改期").is_visible():
        asked.locator("summary", has_text="批复").click()
    asked.get_by_role("button", name="同意改期").click()
    record = page.locator("section", has=page.locator("summary", has_text="改期记录"))
    record.locator("summary").click()
    expect(record.locator("li", has_text="2022-12-30").first).to_contain_text("已批准")
    expect(record.locator("li", has_text="2022-12-30").first).to_contain_text(name)
    page.close()
    unit.close()


def closing(page: Page, words: str) -> None:
    """Ask for closing with a proof."""
    page.get_by_label("办理结果").fill(words)
    page.get_by_label("凭据").set_input_files(files=[PROOF])
    press(page, "申请销号")
    told(page, words)
