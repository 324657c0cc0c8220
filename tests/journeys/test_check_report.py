"""A clerk has a draft checked: hands it in, looks, answers, takes the Word copy, keeps what is right."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from greenlight.base.documents.tests.papers import p, with_body
from tests.journeys.server import Server
from tests.journeys.test_pages import serious

pytestmark = pytest.mark.browser
LINES = (
    "一、总体情况",
    "1—11月，园区规上企业86家，完成基础设施投资15.62亿元。实缴税收6.85亿元，同比增长9.4%。",
    "二、招商引资",
    "全年招引项目6个，总投资12.0亿元，其中机械类3个5.0亿元，食品类2个4.0亿元，其他1个2.0亿元。",
    "1—11月完成基础设施投资15.26亿元，建成标准厂房12万平方米。",
)


@pytest.fixture
def page(desk: BrowserContext) -> Iterator[Page]:
    """A page of the clerk's window."""
    found = desk.new_page()
    yield found
    found.close()


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "年度总结.docx"
    path.write_bytes(with_body("".join(map(p, LINES))))
    return path


def hand_in(page: Page, server: Server, path: Path) -> None:
    page.goto(f"{server.base}/reports/check/")
    page.get_by_label("选报告").set_input_files(path)
    expect(page.locator(".check-head .sub")).to_have_text(path.name)


def test_a_draft_is_checked_answered_and_taken_home(page: Page, server: Server, draft: Path) -> None:
    page.goto(server.base)
    page.locator(".rail").get_by_role("link", name="核数").click()
    expect(page.get_by_role("heading", name="核数", exact=True)).to_be_visible()
    hand_in(page, server, draft)
    address = page.url
    assert serious(page) == []

    # the first question is open, its numbers are outlined; a number leads to its question
    sums = page.locator("details.finding", has_text="12.0亿元").first
    twice = page.locator("details.finding", has_text="15.26亿元").first
    expect(page.locator("details.finding")).to_have_count(2)
    page.locator(".check-paper .fig", has_text="15.62亿元").click()
    expect(twice).to_have_attribute("open", "")
    expect(page.locator(".check-paper .fig.chosen")).to_have_count(2)
    expect(sums).not_to_have_attribute("open", "")

    # by the keyboard: k and j go through the questions
    page.keyboard.press("k")
    page.keyboard.press("j")
    first = page.locator("details.finding").first
    page.keyboard.press("k")
    expect(first).to_have_attribute("open", "")

    # a plain number leads to its row, and the row back
    page.locator(".check-paper .fig", has_text="6.85亿元").click()
    row = page.locator(".numbers tr.chosen")
    expect(row).to_contain_text("税收")
    page.locator(".side-tabs").get_by_role("link", name="要问的").click()

    # correct one, explain the other
    if sums.get_attribute("open") is None:
        sums.locator("summary").click()
    sums.locator("label", has_text="改数").click()
    sums.get_by_label("改成").fill("11.0")
    sums.get_by_role("button", name="记下").click()
    expect(sums.locator(".finding-told")).to_contain_text("改为 11.0亿元")
    expect(twice).to_have_attribute("open", "")
    twice.locator("label", has_text="写说明").click()
    twice.get_by_role("textbox", name="说明").fill("前者含安置房")
    twice.get_by_role("button", name="记下").click()
    expect(page.get_by_role("heading", name="2 处都答了")).to_be_visible()

    # the Word copy has the comments and the change
    with page.expect_download() as sent:
        page.get_by_role("link", name="带批注的 Word").click()
    opened = docx.Document(io.BytesIO(Path(sent.value.path()).read_bytes()))
    assert len(opened.comments) == 4
    assert sent.value.suggested_filename == "年度总结（核数批注）.docx"

    # keep what is right; it is found again with its sentence
    page.get_by_role("button", name="存入指标库").click()
    expect(page.locator(".toast")).to_contain_text("每个都带着原文")
    page.goto(f"{server.base}/reports/observations/?q=税收")
    expect(page.locator(".evidence").first).to_contain_text("实缴税收6.85亿元")

    # the same file again brings the answers back; so does a version changed elsewhere
    hand_in(page, server, draft)
    expect(page).to_have_url(address)
    changed = draft.with_name("年度总结改.docx")
    changed.write_bytes(with_body("".join(map(p, (*LINES, "新增专利30件。")))))
    hand_in(page, server, changed)
    expect(page.get_by_role("heading", name="2 处都答了")).to_be_visible()


def test_on_a_phone_text_and_questions_are_tabs(page: Page, server: Server) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{server.base}/reports/check/")
    page.get_by_role("button", name="用一份示例试试").click()
    expect(page.locator(".check-paper")).to_be_visible()
    expect(page.locator("#asked")).to_be_hidden()
    tabs = page.locator(".check-tabs")
    tabs.get_by_role("link", name="要问的").click()
    expect(page.locator("#asked")).to_be_visible()
    expect(page.locator(".check-paper")).to_be_hidden()
    page.locator("details.finding[open] .quotes a").first.click()
    expect(page.locator(".check-paper .fig.chosen").first).to_be_in_viewport()
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 390
    assert serious(page) == []


def test_pasted_words_and_what_cannot_be_read(page: Page, server: Server, tmp_path: Path) -> None:
    page.goto(f"{server.base}/reports/check/")
    page.get_by_label("或者粘贴文字").fill(LINES[3])
    page.get_by_role("button", name="核这段文字").click()
    expect(page.locator("details.finding")).to_have_count(1)
    old = tmp_path / "旧稿.doc"
    old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    page.goto(f"{server.base}/reports/check/")
    page.get_by_label("选报告").set_input_files(old)
    expect(page.get_by_role("alert")).to_contain_text("“旧稿.doc”是旧的 .doc 格式")
    assert serious(page) == []
    empty = tmp_path / "空.txt"
    empty.write_bytes(b"")
    page.get_by_label("选报告").set_input_files(empty)  # the next file goes in on the same page
    expect(page.get_by_role("alert")).to_contain_text("“空.txt”是空的")


def handed_in(page: Page, server: Server, text: str) -> str:
    page.goto(f"{server.base}/reports/check/")
    page.get_by_label("或者粘贴文字").fill(text)
    page.get_by_role("button", name="核这段文字").click()
    expect(page.locator(".check-paper")).to_be_visible()
    return page.locator(".check-head .sub").inner_text()


def test_last_years_plan_is_held_against_this_years_result(page: Page, server: Server) -> None:
    plan = handed_in(page, server, "2031年，税收2亿元。2032年，力争招引项目15个，规上工业总产值达到230亿元。")
    done = handed_in(page, server, "2032年，实现规上工业总产值205亿元，招引项目13个。")
    page.goto(f"{server.base}/reports/check/")
    for name in (done, plan):
        page.get_by_label(f"比 {name}").check()
    page.get_by_role("button", name="两份比一比").click()
    expect(page.locator(".kv a")).to_have_text([plan, done])
    asked = page.locator(".finding", has_text="计划230亿元，结果205亿元")
    expect(asked).to_be_visible()
    expect(page.locator(".finding", has_text="“招引项目”计划15个，结果写13个")).to_be_visible()
    assert serious(page) == []
    page.get_by_role("link", name="前后对换").click()
    expect(page.locator(".kv a")).to_have_text([done, plan])
    page.get_by_role("link", name="前后对换").click()
    asked.locator(".quotes a").first.click()
    expect(page.locator(".check-paper .fig", has_text="230亿元")).to_be_in_viewport()


def test_a_report_removed_by_mistake_comes_back(page: Page, server: Server) -> None:
    name = handed_in(page, server, "2033年，完成固定资产投资45.1亿元，增长3.2%。")
    page.get_by_role("button", name="删掉").click()
    toast = page.locator(".toast", has_text=f"已删“{name}”")
    expect(toast).to_be_visible()
    expect(page.get_by_role("link", name=name)).to_have_count(0)
    toast.get_by_role("button", name="撤销").click()
    expect(page.get_by_role("link", name=name)).to_be_visible()


def test_in_a_long_report_both_sides_lead_to_each_other(page: Page, server: Server) -> None:
    lines = [
        f"{chr(0x6C5F + n)}河镇完成投资{n + 17.4}亿元，其中新建项目{n + 12.4}亿元、续建项目2.3亿元。"
        for n in range(1, 61)
    ]
    handed_in(page, server, "\n".join(lines))
    # a question deep in the list: its body comes, its numbers are outlined and answer comes back
    deep = page.locator("details.finding").nth(40)
    expect(deep.get_by_role("button", name="记下")).to_have_count(0)
    deep.locator("summary").click()
    expect(deep.locator(".quotes .stated")).to_be_visible()
    expect(page.locator(".check-paper .fig.chosen").first).to_be_in_viewport()
    deep.locator("label", has_text="确有出入").click()
    deep.get_by_role("button", name="记下").click()
    expect(deep.locator(".finding-told")).to_have_text("确有出入")
    expect(page.locator("details.finding").nth(41).locator(".quotes")).to_be_visible()

    # a number of the second page of the table: its row comes with it, and the badge leads to the question
    last = page.locator(".check-paper p").last
    last.scroll_into_view_if_needed()
    page.get_by_role("link", name="全部数字").last.click()
    expect(page.locator("#numbers tr[data-row]")).to_have_count(100)
    page.get_by_label("指标的名字").fill("续建")
    page.get_by_label("指标的名字").press("Enter")
    expect(page.locator("#numbers tr[data-row]")).to_have_count(60)
    row = page.locator("#numbers tr[data-row]").last
    row.get_by_role("link", name="续建项目").click()
    expect(last.locator(".fig.chosen")).to_be_in_viewport()
    row.locator("a.ask").click()
    expect(page.locator("details.finding[open] .quotes")).to_contain_text("2.3亿元")
    assert serious(page) == []
