"""A month of money: a plan by its nodes, a month in the wrong unit, a voucher, a bond, a check explained."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.server import Server
from tests.journeys.steps import window

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


@pytest.fixture(scope="module")
def clerk(browser: Browser, server: Server) -> Iterator[BrowserContext]:
    """A clerk's window, for all tests of the module."""
    found = window(browser, server, "科室")
    yield found
    found.close()


def test_a_clerk_reports_proves_and_funds_a_project(
    clerk: BrowserContext, server: Server, tmp_path: Path
) -> None:
    page = clerk.new_page()
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

    before = share_of_the_zone(page, server)
    page.goto(address)
    voucher(page, tmp_path)
    expect(page.locator("#ledgers")).to_contain_text("发票 示例-001")
    expect(page.locator("#ledgers")).to_contain_text("已佐证")
    expect(page.locator("#ledgers")).to_contain_text("50.0%")

    # The share of the zone has moved, and opens into the projects that have vouchers.
    name = page.get_by_role("heading", level=1).inner_text()
    assert share_of_the_zone(page, server) != before
    page.get_by_role("link", name="有凭证的项目", exact=True).click()
    expect(page.locator("#ledger tbody").get_by_text(name).first).to_be_visible()

    page.goto(address)
    fund(page)
    page.goto(address)
    expect(page.locator("#funds")).to_contain_text("示例第一批")
    expect(page.locator("#funds .say-red")).to_contain_text("应支出")  # 4 months of 6, nothing spent

    page.locator("#stat").get_by_role("link", name="登记入统").click()
    page.get_by_label(re.compile("入统日期")).fill("2022-06-20")
    page.get_by_label(re.compile("统计代码")).fill("示例330881")
    page.get_by_role("button", name="登记入统").click()
    expect(page.locator("#stat")).to_contain_text("2022-06-20 入统")


def share_of_the_zone(page: Page, server: Server) -> str:
    """Return 已佐证投资占比 of the zone with its two amounts, as its page says."""
    page.goto(f"{server.base}/investment/")
    found = page.locator("section").filter(has_text="已佐证投资占比").locator("p").first
    expect(found).to_contain_text("万元")
    return found.inner_text()


def test_a_clerk_plans_a_year_by_month_and_says_why_the_amount_fell(
    clerk: BrowserContext, server: Server
) -> None:
    page = clerk.new_page()
    address = tab_of(page, server)
    page.get_by_role("link", name="手工分月").click()
    page.get_by_label(re.compile("年度计划投资")).fill("24000")
    page.get_by_label("怎么分月").select_option(label="手工")
    for n in range(1, 13):
        label = f"1—{n} 月" if n > 1 else "1 月"
        page.get_by_label(re.compile(f"^{label}")).fill(str(2000 * n - 500 if n < 12 else 24000))
    page.get_by_label(re.compile("调整原因")).fill("示例：市发改局调整年度计划")
    page.get_by_role("button", name="定年度计划").click()
    expect(page.get_by_text("已定 2022 年计划投资")).to_be_visible()
    expect(page.get_by_text(re.compile("分月：手工，第 2 版"))).to_be_visible()
    expect(page.get_by_role("columnheader", name=re.compile("阶段完成率"))).to_be_visible()

    # Less than was reported before: the reason is asked for, kept, and stands under the table.
    last = page.get_by_role("region", name=re.compile("逐月投资")).locator("tbody tr").last
    held = int(last.locator("td").nth(1).inner_text().replace(",", ""))
    report = page.locator("form[action$='/investment/']")
    report.get_by_label("月", exact=True).fill("7")
    report.get_by_label(re.compile("年初至本月累计完成")).fill(str(held // 2))
    report.get_by_role("button", name="报月报").click()
    expect(page.get_by_text(re.compile("如果没错，请在“原因”里说明")).first).to_be_visible()
    page.get_by_label(re.compile("原因")).fill("示例：企业重复上报设备款，统计核减")
    page.get_by_role("button", name="报投资月报").click()
    expect(page.get_by_text("已报 2022 年 7 月累计完成投资")).to_be_visible()
    expect(last).to_contain_text("核减")
    expect(page.get_by_text("示例：企业重复上报设备款，统计核减").first).to_be_visible()
    page.get_by_role("button", name="撤销").click()
    expect(page.get_by_text("已撤销“报投资”")).to_be_visible()
    page.goto(address)
    expect(last).not_to_contain_text("核减")


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
    page.get_by_role("link", name="定付款与工作量不相称的界限").click()
    page.get_by_label(re.compile("付款少于工作量的")).fill("25")
    page.get_by_label("依据").fill("示例：主任办公会纪要")
    page.get_by_role("button", name="定界限").click()
    expect(page.get_by_text("付款少于工作量的 25%").first).to_be_visible()

    page.get_by_label("封到哪个月").fill("2022-06")
    page.get_by_role("button", name="封账").click()
    expect(page.get_by_text("已封到 2022 年 6 月")).to_be_visible()

    tab_of(page, server)
    report = page.locator("form[action$='/investment/']")
    report.get_by_label("月", exact=True).fill("6")
    report.get_by_label(re.compile("年初至本月累计完成")).fill("1")
    report.get_by_role("button", name="报月报").click()
    expect(page.get_by_text("2022 年 6 月已经封账").first).to_be_visible()
    page.goto(f"{server.base}/investment/")
    page.get_by_text("重新打开", exact=True).first.click()
    page.get_by_label("打开的原因").fill("示例：统计局退回 6 月报表")
    page.get_by_role("button", name="重新打开").click()
    expect(page.get_by_text("现在没有封账的月份")).to_be_visible()
    desk.close()
