"""督办: a leader's order from a red light, the unit's plan, its proof, sent back once, closed, printed."""

from __future__ import annotations

import io
import re

import docx
import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from tests.journeys.server import Server
from tests.journeys.steps import sign_in, window

pytestmark = pytest.mark.browser
PROOF: FilePayload = {"name": "移交单.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n1 0 obj\n"}
UNIT = "住房和城乡建设局"
SUBJECT = "三季度许可证补办"


def press(page: Page, name: str) -> None:
    page.locator(".order-now").get_by_role("button", name=name, exact=True).click()


def told(page: Page, words: str) -> None:
    expect(page.locator("#course")).to_contain_text(words)


def test_an_order_from_a_light_to_its_end(page: Page, browser: Browser, server: Server) -> None:
    sign_in(page, server, "领导")
    page.goto(f"{server.base}/orders/due/")
    page.get_by_role("link", name="发督办单", exact=True).first.click()
    expect(page.get_by_role("heading", name="发督办单")).to_be_visible()
    expect(page.get_by_label("督办要求")).to_have_value(re.compile("请查明"))
    page.get_by_label("主送单位").select_option(label=UNIT)
    page.get_by_label("事由").fill(SUBJECT)
    page.get_by_role("button", name="发出督办单").click()
    told(page, "发出督办单")
    address = page.url

    desk = window(browser, server, "责任单位")
    unit = desk.new_page()
    unit.goto(f"{server.base}/orders/")
    unit.get_by_role("link", name=SUBJECT).click()
    press(unit, "签收")
    told(unit, "签收")
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
    desk.close()


def closing(page: Page, words: str) -> None:
    """Ask for closing with a proof."""
    page.get_by_label("办理结果").fill(words)
    page.get_by_label("凭据").set_input_files(files=[PROOF])
    press(page, "申请销号")
    told(page, words)
