"""A view made, shared, opened by others; columns chosen; workbook and paper say what the page says."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

import openpyxl
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.server import Server
from tests.journeys.steps import window

pytestmark = pytest.mark.browser
NAME = "周一例会"


@pytest.fixture(scope="module")
def clerk(browser: Browser, server: Server) -> Iterator[BrowserContext]:
    """The clerk, signed in once for all steps."""
    found = window(browser, server, "科室")
    yield found
    found.close()


@pytest.fixture
def page(clerk: BrowserContext) -> Iterator[Page]:
    """A page of the clerk's that fails the test on any script error."""
    found = clerk.new_page()
    errors: list[str] = []
    found.on("pageerror", lambda error: errors.append(str(error)))
    found.on("console", lambda said: errors.append(said.text) if "Content Security" in said.text else None)
    yield found
    found.close()
    assert errors == []


def names(page: Page) -> list[str]:
    """Return the projects on the page."""
    return page.locator("tbody th.name a").all_inner_texts()


def fields(page: Page) -> list[str]:
    """Return the columns on the page, in their order."""
    heads = page.locator("thead tr").first.locator("th[data-field]")
    found: list[str] = heads.evaluate_all("all => all.map(one => one.dataset.field)")
    return found


def link_of(page: Page, server: Server) -> str:
    """Return the shared link of the view as the page of views offers it."""
    page.goto(f"{server.base}/projects/views/")
    return page.get_by_label(f"“{NAME}”的链接").input_value()


def test_a_clerk_keeps_what_is_seen_under_a_name_and_shares_it(page: Page, server: Server) -> None:
    page.goto(f"{server.base}/projects/?light=red,yellow&sort=project_name")
    seen = names(page)
    page.get_by_role("link", name="存为视图").click()
    sheet = page.get_by_role("dialog")
    sheet.locator("#view-name").fill(NAME)
    sheet.get_by_label("给本区共享").check()
    sheet.get_by_role("button", name="保存视图").click()
    expect(page.get_by_text(f"已存视图“{NAME}”，本区的人都能打开。")).to_be_visible()
    expect(page).to_have_url(re.compile(r"\?view=\d+$"))
    tabs = page.get_by_role("navigation", name="视图")
    expect(tabs.locator("a[aria-current]")).to_have_text(re.compile(rf"{NAME}\s*共享"))
    expect(tabs.get_by_role("link", name=re.compile("^全部 112"))).to_be_visible()  # the counts come late
    assert names(page) == seen


def test_a_change_in_a_view_is_told_and_can_be_taken_back(page: Page, server: Server) -> None:
    page.goto(link_of(page, server))
    page.get_by_role("link", name=re.compile("红灯、黄灯.*去掉")).click()
    expect(page.get_by_text("有改动")).to_be_visible()
    expect(page.locator("#ledger")).to_contain_text("合计（112 项）")
    page.get_by_role("link", name="还原").click()
    expect(page.get_by_text("有改动")).to_be_hidden()
    assert len(names(page)) == 10


def test_a_leader_opens_the_link_a_unit_sees_its_own_rows_and_a_stranger_nothing(
    page: Page, browser: Browser, server: Server
) -> None:
    link = link_of(page, server)
    page.goto(link)
    all_of_them = names(page)
    for role, sees in (("领导", lambda rows: rows == all_of_them),
                       ("责任单位", lambda rows: set(rows) < set(all_of_them))):  # fmt: skip
        other = window(browser, server, role)
        theirs = other.new_page()
        theirs.goto(link)
        assert sees(names(theirs)), role
        expect(theirs.get_by_role("link", name=re.compile(NAME))).to_be_visible()
        if role == "责任单位":
            expect(theirs.get_by_role("button", name="保存", exact=True)).to_have_count(0)
        other.close()
    stranger = browser.new_context()
    outside = stranger.new_page()
    outside.goto(link)
    assert "/account/login/" in outside.url
    stranger.close()


def test_a_private_view_is_not_there_for_another_person(page: Page, browser: Browser, server: Server) -> None:
    link = link_of(page, server)
    page.get_by_role("row", name=re.compile(NAME)).get_by_role("button", name="收回共享").click()
    expect(page.get_by_text("已收回，只有存它的人能打开")).to_be_visible()
    other = window(browser, server, "驻企联络员")
    theirs = other.new_page()
    answer = theirs.goto(link)
    assert answer is not None
    assert answer.status == 404
    other.close()
    page.get_by_role("button", name=re.compile("^撤销")).click()
    page.goto(f"{server.base}/projects/views/")
    expect(page.get_by_role("button", name="收回共享")).to_be_visible()  # shared again


def test_columns_are_chosen_by_keyboard_and_stay_until_the_usual_ones_come_back(
    page: Page, server: Server
) -> None:
    page.goto(f"{server.base}/projects/")
    usual = fields(page)
    page.get_by_role("link", name=re.compile("^列 ")).press("Enter")
    sheet = page.get_by_role("dialog")
    sheet.get_by_role("checkbox", name="备注").check()
    sheet.get_by_role("checkbox", name="责任领导").press("Space")
    up = sheet.get_by_role("button", name="“责任单位”往前")
    for _ in range(usual.index("unit") - 1):
        up.press("Enter")
    expect(up).to_be_focused()
    expect(sheet.get_by_role("status")).to_contain_text("“责任单位”现在是第 2 列")
    sheet.get_by_role("button", name="应用").click()
    expect(page.locator("thead th[data-field=remark]")).to_be_visible()
    chosen = fields(page)
    assert chosen[:2] == ["project_name", "unit"]
    assert "sponsor" not in chosen
    page.goto(f"{server.base}/projects/?light=red")
    assert fields(page) == chosen  # the page opens as one left it
    page.get_by_role("link", name=re.compile("^列 ")).click()
    page.get_by_role("button", name="恢复常用列").click()
    expect(page.locator("thead th[data-field=sponsor]")).to_be_visible()
    assert fields(page) == usual


def download(page: Page, entry: str) -> bytes:
    """Choose an entry of 导出所见 and return the file."""
    link = page.get_by_role("link", name=entry)
    if not link.is_visible():
        page.get_by_text("导出所见").click()
    with page.expect_download() as found:
        link.click()
    return found.value.path().read_bytes()


def test_the_workbook_holds_the_cells_of_the_page(page: Page, server: Server) -> None:
    page.goto(f"{server.base}/projects/?light=red,yellow&cols=project_name,stage,unit,annual_plan&group=unit")
    lines = page.locator("tbody tr[data-pk]")
    shown = [
        [re.sub(r"\s+", " ", cell).strip() for cell in lines.nth(n).locator("th, td").all_inner_texts()[1:4]]
        for n in range(lines.count())
    ]
    plan = page.locator("thead tr.sum td[data-label^=年度计划]").inner_text()
    book = openpyxl.load_workbook(io.BytesIO(download(page, "看到的样子"))).active
    assert book is not None
    rows = list(book.iter_rows(min_row=3, values_only=True))
    assert rows[0] == ("序号", "项目名称", "阶段", "责任单位", "年度计划投资（万元）")
    assert [[str(cell) for cell in row[1:4]] for row in rows if isinstance(row[0], int)] == shown
    total = next(row for row in rows if str(row[1]).startswith("合计（"))
    heads = [row for row in rows if row[0] in tuple("一二三四五六七八九")]
    assert f"{total[4]:,.0f}" == plan
    assert sum(row[4] or 0 for row in heads) == total[4]
    table = list(csv.reader(io.StringIO(download(page, "文本表格").decode("utf-8-sig"))))[3:]
    assert [row[1:4] for row in table] == shown


def test_the_paper_is_a4_across_with_sums_and_signature(page: Page, server: Server) -> None:
    page.goto(f"{server.base}/projects/?light=red,yellow,green&group=unit")
    plan = page.locator("thead tr.sum td[data-label^=年度计划]").inner_text().replace(",", "")
    page.get_by_role("link", name="打印").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("重点项目进展情况表")
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation")).to_be_hidden()
    expect(page.locator(".paper-sum")).to_contain_text("合计（67 项）")
    expect(page.locator(".paper-sum")).to_contain_text(plan)
    for who in ("填表人", "审核人", "负责人", "日期"):
        expect(page.locator(".paper-sign")).to_contain_text(who)
    assert page.evaluate("getComputedStyle(document.querySelector('thead')).display") == "table-header-group"
    assert page.locator(".paper-group").count() > 1
    sheet = page.pdf(prefer_css_page_size=True)
    boxes = re.findall(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", sheet)
    assert len(boxes) >= 2
    assert all(abs(float(wide) - 842) < 1 and abs(float(high) - 595) < 1 for wide, high in boxes)


def test_a_view_deleted_by_mistake_comes_back(page: Page, server: Server) -> None:
    link = link_of(page, server)
    page.get_by_role("row", name=re.compile(NAME)).get_by_role("button", name="删除").click()
    expect(page.get_by_text(f"已删视图“{NAME}”，项目都还在。")).to_be_visible()
    page.get_by_role("button", name=re.compile("^撤销")).click()
    answer = page.goto(link)
    assert answer is not None
    assert answer.status == 200
    assert len(names(page)) == 10
