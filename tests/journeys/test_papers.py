"""The papers: 月度汇总 as page, Word and Excel; 项目清单 printed; the wall as PDF, one stopped half way."""

from __future__ import annotations

import io
import os
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import docx
import openpyxl
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys import papers
from tests.journeys.server import Server

pytestmark = pytest.mark.browser
NAME = "示例·清湖智能门锁生产线项目"
PAPER = {"A0": (1189, 841, 24.0), "A1": (841, 594, 16.9), "A3": (420, 297, 8.4)}


@pytest.fixture
def tab(desk: BrowserContext) -> Iterator[Page]:
    """A tab of a clerk's browser."""
    page = desk.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: errors.append(said.text) if "Content Security" in said.text else None)
    yield page
    page.close()
    assert errors == []


@contextmanager
def at_lunch(server: Server) -> Iterator[None]:
    """Let the background's process stand still, as on a machine that has other things to do."""
    assert server.process
    pid = server.process.pid
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    (own,) = (int(one) for one in children if b"run_huey" in Path(f"/proc/{one}/cmdline").read_bytes())
    os.kill(own, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(own, signal.SIGCONT)


def taken(page: Page) -> bytes:
    """Wait for a paper on its page of progress and take it away."""
    expect(page).to_have_url(re.compile(r"/handouts/\d+/"))
    with page.expect_download(timeout=60_000) as caught:
        page.get_by_role("link", name="看结果").click(timeout=60_000)
    return caught.value.path().read_bytes()


def number(text: str | None, before: str) -> str:
    found = re.search(rf"([\d,.]+) {before}", text or "")
    assert found, text
    return found[1]


def test_a_number_of_the_month_opens_its_rows_and_stands_in_word_and_excel(tab: Page, server: Server) -> None:
    tab.goto(f"{server.base}/reports/month/")
    late = tab.locator("#late")
    said = late.locator("p").first.inner_text().removesuffix("在台账里打开").strip()
    rows = late.locator("tbody tr").count()
    assert int(number(said, "个节点")) == rows > 0
    projects = number(said, "个项目")
    late.get_by_role("link", name="在台账里打开").click()
    expect(tab).to_have_url(re.compile("due=overdue"))
    expect(tab.locator("main")).to_contain_text(re.compile(rf"{projects} 个"))

    tab.goto(f"{server.base}/reports/month/")
    line = tab.locator("#figures tr", has_text="累计完成投资")
    value = line.locator("td.num").first.inner_text()
    tab.get_by_role("button", name="Word").click()
    paper = docx.Document(io.BytesIO(taken(tab)))
    assert said in [one.text for one in paper.paragraphs]
    told = {row.cells[0].text: row.cells[1].text for row in paper.tables[0].rows}
    assert told["累计完成投资"] == value

    tab.goto(f"{server.base}/reports/month/")
    tab.get_by_role("button", name="Excel").click()
    book = openpyxl.load_workbook(io.BytesIO(taken(tab)))
    assert book["超期的节点"]["A2"].value == said
    assert len(list(book["超期的节点"].iter_rows(min_row=4))) == rows
    sheet = {row[0].value: row[1].value for row in book["主要指标"].iter_rows(min_row=4)}
    assert f"{sheet['累计完成投资']:,.0f}" == value

    tab.goto(f"{server.base}/reports/month/")
    tab.get_by_role("link", name="累计完成投资", exact=True).click()
    expect(tab.locator("p.figure")).to_contain_text(value)
    tab.get_by_role("link", name="打开背后的项目").click()
    expect(tab.locator("tbody th.name").first).to_be_visible()


def test_a_month_gone_by_is_a_click_away_and_one_to_come_is_none(tab: Page, server: Server) -> None:
    tab.goto(f"{server.base}/reports/month/")
    expect(tab.get_by_role("link", name="下个月")).to_have_count(0)
    tab.get_by_role("link", name="上个月").click()
    expect(tab.locator("h1")).to_have_text("2022年6月汇总")
    expect(tab.get_by_role("link", name="在台账里打开")).to_have_count(0)


@pytest.mark.parametrize("size", list(PAPER))
def test_the_wall_is_a_pdf_of_its_paper_that_leads_back_to_the_live_wall(
    size: str, tab: Page, server: Server
) -> None:
    wide, high, least = PAPER[size]
    tab.goto(f"{server.base}/wallchart/paper/?light=red,yellow")
    shown = tab.locator(".poster-sheet img")
    expect(shown).to_be_visible()
    assert shown.evaluate("one => one.decode().then(() => one.naturalWidth)") > 0
    tab.get_by_role("radio", name=size).check()
    tab.get_by_role("button", name="做 PDF").click()
    book = papers.opened(taken(tab))
    page = book[0]
    assert papers.size(page) == (wide, high)
    assert min(papers.letters(page)) >= least * 0.999
    address = f"{server.base}/wallchart/?light=red%2Cyellow"
    assert papers.holds_code(page, address)
    assert not papers.holds_code(page, f"{server.base}/wallchart/?light=red")
    page.close()
    book.close()
    tab.goto(address)
    expect(tab.locator(".chip-on")).to_contain_text("红灯、黄灯")


def test_a_wall_that_waits_is_stopped_and_leaves_nothing(tab: Page, server: Server) -> None:
    with at_lunch(server):
        tab.goto(f"{server.base}/wallchart/paper/")
        tab.get_by_role("button", name="做 PDF").click()
        job = tab.locator(".job")
        expect(job).to_contain_text("排队中")
        address = tab.url
        job.get_by_role("button", name="取消").click()
        expect(job).to_contain_text("已取消")
    tab.goto(address)
    expect(tab.locator(".job")).to_contain_text("已取消")
    assert tab.request.get(f"{address}file/").status == 404


def test_a_paper_shows_how_far_it_is_once_its_turn_comes(tab: Page, server: Server) -> None:
    with at_lunch(server):
        tab.goto(f"{server.base}/reports/month/")
        tab.get_by_role("button", name="Word").click()
        expect(tab.locator(".job")).to_contain_text("可以离开这一页")
    expect(tab.locator(".job-num")).to_have_text("16 / 16", timeout=60_000)
    expect(tab.locator(".job .bar-acc")).to_have_attribute("width", "100.0%")
    assert papers.parts(taken(tab))


def test_the_checklist_is_read_printed_and_taken_away(tab: Page, server: Server) -> None:
    tab.goto(f"{server.base}/projects/?q={NAME}")
    tab.goto(server.base + (tab.locator("tbody th.name a").first.get_attribute("href") or ""))
    tab.get_by_role("link", name="清单", exact=True).click()
    expect(tab.locator("h1")).to_have_text(f"{NAME}清单")
    left = tab.locator(".checklist tbody tr").count()
    tab.get_by_role("link", name="全部").click()
    expect(tab.locator(".segmented [aria-current]")).to_have_text("全部")
    names = tab.locator(".checklist tbody tr td:nth-child(2)").all_inner_texts()
    assert len(names) > left > 0
    tab.emulate_media(media="print")
    expect(tab.get_by_role("link", name="Word")).to_be_hidden()
    book = papers.opened(tab.pdf(prefer_css_page_size=True))
    text = papers.words(book[0])
    assert all(one.split("（", 1)[0] in text for one in names[:3])
    assert (papers.size(book[0]), len(book)) == ((210, 297), 1)
    book.close()
    tab.emulate_media(media="screen")
    with tab.expect_download() as caught:
        tab.get_by_role("link", name="Word").click()
    paper = docx.Document(io.BytesIO(caught.value.path().read_bytes()))
    written = [row.cells[1].text for row in paper.tables[1].rows[1:]]
    assert written == names
