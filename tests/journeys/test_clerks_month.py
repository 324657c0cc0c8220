"""The clerk's month on the demo: the units' table in, questions answered, the table out, in five minutes.

`docs/month.md` tells it with pictures; GREENLIGHT_PICTURES=docs/pictures/month draws them anew.
"""

from __future__ import annotations

import io
import os
import re
import time
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from playwright.sync_api import Page, expect

from tests.journeys.server import Server
from tests.journeys.steps import sign_in
from tests.journeys.test_months import answer_all

pytestmark = pytest.mark.browser
FIVE_MINUTES = 300
HEAD = 3  # the row of headers, under title and unit line


def picture(page: Page, name: str) -> None:
    """Keep a picture for the docs when asked to."""
    if folder := os.environ.get("GREENLIGHT_PICTURES"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.wait_for_timeout(400)
        page.screenshot(path=f"{folder}/{name}.png")


def columns(sheet: Worksheet) -> dict[str, int]:
    """Return where each header stands, months and units taken off."""
    found: dict[str, int] = {}
    for cell in sheet[HEAD]:
        text = re.sub(r"（.*?）|\d{4}年|\d+-\d+月|\d+月", "", str(cell.value or ""))
        found.setdefault(text, int(cell.column or 0))
    return found


def next_month(data: bytes) -> bytes:
    """Make the table the units hand in a month later out of the one that was exported."""
    book = load_workbook(io.BytesIO(data))
    sheet = book.worksheets[0]
    for cell in sheet[HEAD]:
        text = str(cell.value or "")
        cell.value = re.sub(r"(\d+)月", lambda n: f"{int(n[1]) + 1}月", text) if "完成投资" in text else text
    at = columns(sheet)
    month, year, whole = at["完成投资"], at["累计完成投资"], at["开工以来累计完成投资"]
    reporting = [row for row in range(HEAD + 1, sheet.max_row - 2) if sheet.cell(row, year).value]
    for n, row in enumerate(reporting):
        more = 900 + 37 * n if n % 4 else 20
        sheet.cell(row, month).value = more
        for column in (year, whole):
            sheet.cell(row, column).value = value(sheet, row, column) + more
        sheet.cell(row, at["年度投资完成率"]).value = None
        sheet.cell(row, at["目前形象进度"]).value = f"{sheet.cell(row, at['目前形象进度']).value}，本月推进"
    troubles(sheet, at, reporting)
    for row in range(HEAD + 1, sheet.max_row + 1):
        if sheet.cell(row, 1).value == "合计" or sheet.cell(row, 2).value == "合计":
            sheet.delete_rows(row)
            break
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def troubles(sheet: Worksheet, at: dict[str, int], rows: list[int]) -> None:
    """Put in what units hand in: a sum that fell, a later date, an amount in 元, a new project."""
    year, month = at["累计完成投资"], at["完成投资"]
    sheet.cell(rows[0], year).value = value(sheet, rows[0], year) - 4000
    sheet.cell(rows[0], month).value = None
    late = next(row for row in rows[1:] if sheet.cell(row, at["计划竣工时间"]).value)
    held: Any = sheet.cell(late, at["计划竣工时间"]).value
    sheet.cell(late, at["计划竣工时间"]).value = held.replace(year=held.year + 1)
    sheet.cell(rows[5], at["总投资"]).value = "面议"
    fresh = sheet.max_row - 2
    sheet.insert_rows(fresh)
    sheet.cell(fresh, at["项目名称"]).value = "示例·新签约铜箔项目"
    sheet.cell(fresh, at["总投资"]).value = 56000


def value(sheet: Worksheet, row: int, column: int) -> float:
    """Return a number of the sheet."""
    held: Any = sheet.cell(row, column).value
    return float(held or 0)


def test_a_month_takes_less_than_five_minutes(page: Page, server: Server, tmp_path: Path) -> None:
    sign_in(page, server, "科室")
    picture(page, "1-home")
    with page.expect_download() as sent:
        page.get_by_role("link", name="导出月报表").click()
    handed_in = tmp_path / "各单位报上来的月报.xlsx"
    handed_in.write_bytes(next_month(Path(sent.value.path()).read_bytes()))

    began = time.monotonic()
    page.goto(server.base)
    page.locator("input[type=file]").set_input_files(handed_in)
    page.wait_for_url(re.compile(r"/imports/\d+/"))
    expect(page.get_by_role("link", name=re.compile("修改"))).to_be_visible(timeout=60_000)
    picture(page, "2-preview")
    expect(page.get_by_text("面议").first).to_be_visible()
    answer_all(page)
    picture(page, "3-answered")
    expect(page.get_by_role("link", name=re.compile(r"新增\s*1\b"))).to_be_visible()
    page.get_by_role("button", name=re.compile("生效")).click()
    expect(page.get_by_text("已生效").first).to_be_visible(timeout=60_000)
    picture(page, "4-result")
    page.goto(f"{server.base}/turned/")
    picture(page, "5-turned")
    page.goto(server.base)
    with page.expect_download() as table:
        page.get_by_role("link", name="导出月报表").click()
    took = time.monotonic() - began
    sheet = load_workbook(io.BytesIO(Path(table.value.path()).read_bytes())).worksheets[0]
    names = [sheet.cell(row, 2).value for row in range(HEAD + 1, sheet.max_row + 1)]
    assert "示例·新签约铜箔项目" in names
    assert took < FIVE_MINUTES
