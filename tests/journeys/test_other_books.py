"""Each other kind of workbook is dropped: taken for what it is, shown, marked, corrected, given up."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.server import Server
from tests.journeys.steps import sign_in

pytestmark = pytest.mark.browser
FOLDER = Path(__file__).resolve().parents[1] / "fixtures" / "ledgers"
BOOKS = (
    ("b_investment_attraction.xlsx", "招商引资项目台账", 60, "外贸运动鞋生产项目"),
    ("c_enterprise_issues.xlsx", "企业问题清单", 80, "江山市仙霞岭织造有限公司"),
    ("d1_signing_summary.xlsx", "征迁签约进度表", 8, "第一工作组"),
    ("d2_signing_daily.xlsx", "签约日报表", 288, "2022-03-21"),
    ("e_underused_land.xls", "低效用地处置台账", 13, "双泷服饰"),
    ("f_monthly_indicators.xlsx", "规上企业月度指标表", 340, "2023-02"),
    ("g_growth_ladder.xlsx", "小升规培育库", 26, "清源保安桥粮油有限公司"),
    ("h_hazards.csv", "隐患排查整改台账", 64, "江山市清溪机械有限公司"),
)
HELD = "先留在预览里，暂不入库"


def drop(page: Page, server: Server, name: str) -> None:
    """Hand a workbook in and wait until it is read."""
    page.goto(f"{server.base}/imports/")
    page.locator("input[type=file]").set_input_files(FOLDER / name)
    page.wait_for_url(re.compile(r"/imports/\d+/"))
    expect(page.get_by_text(HELD).first).to_be_visible(timeout=60_000)


def test_every_other_book_is_seen_whole_and_nothing_is_written(page: Page, server: Server) -> None:
    sign_in(page, server, "科室")
    for name, title, records, first in BOOKS:
        drop(page, server, name)
        expect(page.locator(".page-head")).to_contain_text(f"读作《{title}》")
        expect(page.get_by_role("link", name=re.compile(rf"读到的记录\s*{records}"))).to_be_visible()
        expect(page.locator("tbody").first).to_contain_text(first)
        expect(page.locator("#actbar").get_by_role("button", name=re.compile("生效"))).to_have_count(0)
    with page.expect_download() as told:
        page.get_by_role("link", name="下载标注文件").click()
    assert told.value.suggested_filename == "h_hazards（标注）.xlsx"

    page.get_by_role("link", name="不收的格").click()
    expect(page.locator("table.table").first).to_contain_text("2023.6.31")
    page.get_by_role("link", name="对列").click()
    page.get_by_label("备注 对到").select_option(label="隐患部位")
    page.get_by_label("隐患部位 对到").select_option(label="不导入")
    page.get_by_role("button", name="就这样读").click()
    expect(page.get_by_text(HELD).first).to_be_visible(timeout=60_000)

    page.goto(f"{server.base}/imports/")
    expect(page.locator("tbody tr")).to_have_count(len(BOOKS))
    page.get_by_role("link", name="h_hazards.csv").click()
    page.get_by_role("button", name="放弃").click()
    expect(page.get_by_text("什么都没有改").first).to_be_visible()
    expect(page.get_by_text("已放弃").first).to_be_visible()


def test_a_book_taken_for_another_is_read_as_the_clerk_says(page: Page, server: Server) -> None:
    sign_in(page, server, "领导")
    drop(page, server, "g_growth_ladder.xlsx")
    page.get_by_role("link", name="对列").click()
    page.get_by_label("这是哪种表").select_option(label="规上企业月度指标表")
    page.get_by_role("button", name="按这种表重读").click()
    expect(page.locator(".page-head")).to_contain_text("规上企业月度指标表", timeout=60_000)
