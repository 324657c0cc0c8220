"""A month of money: a plan by its nodes, a month in the wrong unit, a voucher, a bond, a check explained."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.server import Server
from tests.journeys.steps import sign_in, window

pytestmark = pytest.mark.browser
PAPER = b"%PDF-1.7\n% an example invoice\n"


def tab_of(page: Page, server: Server) -> str:
    """Open 投资情况 of the first project that reported money and has no voucher; return its address."""
    page.goto(f"{server.base}/projects/?invested=yes&vouched=no&has_plan=yes")
    href = page.locator("#ledger tbody th.name a:not(.fold)").first.get_attribute("href")
    address = f"{server.base}{href}?tab=investment"
    page.goto(address)
    expect(page.get_by_role("heading", name="两本账")).to_be_visible()
    return address


def test_a_clerk_reports_proves_and_funds_a_project(page: Page, server: Server, tmp_path: Path) -> None:
    sign_in(page, server, "科室")
    address = tab_of(page, server)

    # Yuan typed for 万元 is asked about, and nothing typed is lost.
    report = page.locator("form[action$='/investment/']")
    report.get_by_label("月", exact=True).fill("7")
    report.get_by_label(re.compile("年初至本月累计完成")).fill("95000000")
    report.get_by_role("button", name="报月报").click()
    expect(page.get_by_text("是不是单位错了").first).to_be_visible()
    amount = page.get_by_label(re.compile("年初至本月累计完成"))
    expect(amount).to_have_value("95000000")
    amount.fill("9500")
    page.get_by_label(re.compile("原因")).fill("示例：追加投资，设备集中到货")
    page.get_by_role("button", name="报投资月报").click()
    expect(page.get_by_text("已报 2022 年 7 月累计完成投资")).to_be_visible()

    voucher(page, tmp_path)
    expect(page.locator("#ledgers")).to_contain_text("发票 示例-001")
    expect(page.locator("#ledgers")).to_contain_text("已佐证")
    expect(page.locator("#ledgers")).to_contain_text("50.0%")

    fund(page)
    page.goto(address)
    expect(page.locator("#funds")).to_contain_text("示例第一批")
    expect(page.locator("#funds")).to_contain_text("应支出")

    page.locator("#stat").get_by_role("link", name="登记入统").click()
    page.get_by_label(re.compile("入统日期")).fill("2022-06-20")
    page.get_by_label(re.compile("统计代码")).fill("示例330881")
    page.get_by_role("button", name="登记入统").click()
    expect(page.locator("#stat")).to_contain_text("2022-06-20 入统")


def voucher(page: Page, folder: Path) -> None:
    """Register an invoice with its file that proves half of what was reported."""
    file = folder / "发票.pdf"
    file.write_bytes(PAPER)
    page.locator("#ledgers").get_by_role("link", name="登记凭证").click()
    page.get_by_label(re.compile("凭证种类")).select_option(label="发票")
    page.get_by_label(re.compile("编号")).fill("示例-001")
    page.get_by_label("日期", exact=True).fill("2022-07-20")
    page.get_by_label("金额（万元）", exact=True).fill("4750")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="登记凭证").click()
    expect(page.get_by_text("已登记发票 示例-001")).to_be_visible()


def fund(page: Page) -> None:
    """Register a bond and book what came in and what was spent; more than came in is asked about."""
    page.locator("#funds").get_by_role("link", name="登记资金来源").click()
    page.get_by_label("来源", exact=True).select_option(label="专项债")
    page.get_by_label(re.compile("名称")).fill("示例第一批")
    page.get_by_label(re.compile("计划金额")).fill("6000")
    page.get_by_label(re.compile("发行日期")).fill("2022-03-18")
    page.get_by_role("button", name="登记资金来源").click()
    expect(page.get_by_role("heading", name="示例第一批")).to_be_visible()
    page.get_by_label(re.compile("到位还是支出")).select_option(label="支出")
    page.get_by_label(re.compile("金额")).fill("1500")
    page.get_by_role("button", name="记账").click()
    expect(page.get_by_text("比到位的 0 万元多").first).to_be_visible()
    page.get_by_label(re.compile("到位还是支出")).select_option(label="到位")
    page.get_by_role("button", name="记账").click()
    expect(page.get_by_text("已记到位 1,500 万元")).to_be_visible()


@pytest.fixture
def desk(browser: Browser, server: Server) -> BrowserContext:
    """A leader's window."""
    return window(browser, server, "领导")


def test_a_leader_plans_by_nodes_explains_a_check_and_closes_a_month(
    desk: BrowserContext, server: Server
) -> None:
    page = desk.new_page()
    page.goto(f"{server.base}/checks/")
    open_hits = page.locator("tbody th.name a[href^='/checks/']")
    expect(open_hits.first).to_be_visible()
    open_hits.first.click()
    expect(page.get_by_role("heading", name="用到的数")).to_be_visible()
    page.get_by_label(re.compile("原因")).fill("示例：设备款按合同下月付")
    page.get_by_role("button", name="说明，没有问题").click()
    expect(page.get_by_role("heading", name="已说明")).to_be_visible()

    page.goto(f"{server.base}/investment/")
    page.get_by_label(re.compile("封到哪个月")).fill("2022-06")
    page.get_by_role("button", name="封账").click()
    expect(page.get_by_text("已封到 2022 年 6 月")).to_be_visible()

    tab_of(page, server)
    report = page.locator("form[action$='/investment/']")
    report.get_by_label("月", exact=True).fill("6")
    report.get_by_label(re.compile("年初至本月累计完成")).fill("1")
    report.get_by_role("button", name="报月报").click()
    expect(page.get_by_text("2022 年 6 月已经封账").first).to_be_visible()
    desk.close()
