"""A clerk works in the ledger as in a spreadsheet: types over cells, pastes, sets many rows, looks beside.

Two people work on one row, and the connection breaks: both win or both values show; nothing is lost.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.journeys.server import Server
from tests.journeys.steps import window
from tests.journeys.test_pages import serious

pytestmark = pytest.mark.browser
COLUMNS = "project_name,total_investment,annual_plan,issue,planned_finish,remark"
LIST = f"/projects/?cols={COLUMNS}&sort=project_name"
PASTE = """text => {
  const held = new DataTransfer();
  held.setData("text/plain", text);
  const event = new ClipboardEvent("paste", { clipboardData: held, bubbles: true, cancelable: true });
  document.activeElement.dispatchEvent(event);
}"""


@pytest.fixture(scope="module")
def clerk(browser: Browser, server: Server) -> Iterator[BrowserContext]:
    found = window(browser, server, "科室")
    yield found
    found.close()


@pytest.fixture
def ledger(clerk: BrowserContext, server: Server) -> Iterator[Page]:
    page = clerk.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(server.base + LIST)
    yield page
    clerk.set_offline(False)  # a test that broke off offline leaves the next ones their line
    page.evaluate("localStorage.clear()")
    page.close()
    assert errors == []


def cell(page: Page, row: int, field: str) -> Locator:
    return page.locator("tr[data-pk]").nth(row).locator(f'[data-field="{field}"]')


def typed(page: Page, row: int, field: str, text: str, key: str = "Enter") -> Locator:
    """Type over a cell once the server has said what stands in it."""
    found = cell(page, row, field)
    with page.expect_response("**/cell/**"):
        found.dblclick()
    box = found.locator(".cell-edit")
    expect(box).to_be_visible()
    box.fill(text)
    box.press(key)
    return found


def toast(page: Page) -> Locator:
    return page.locator("#toasts .toast").last


def test_typing_over_a_cell_saves_goes_down_and_is_taken_back(ledger: Page) -> None:
    total = ledger.locator("tr.sum td").nth(1)
    before, was = total.inner_text(), cell(ledger, 0, "total_investment").inner_text()
    typed(ledger, 0, "total_investment", "9.9亿")
    expect(cell(ledger, 0, "total_investment")).to_have_text("9.90")
    expect(cell(ledger, 1, "total_investment").locator(".cell-edit")).to_be_focused()
    ledger.keyboard.press("Escape")
    expect(total).not_to_have_text(before)
    expect(toast(ledger)).to_contain_text("99,000")
    ledger.keyboard.press("Control+z")
    expect(toast(ledger)).to_contain_text("已撤销")
    expect(cell(ledger, 0, "total_investment")).to_have_text(was)
    expect(total).to_have_text(before)


def test_a_text_that_is_no_amount_stays_in_its_cell_with_what_would_pass(ledger: Page) -> None:
    found = typed(ledger, 0, "total_investment", "很多")
    expect(ledger.locator(".cell-note-bad")).to_contain_text("5000")
    expect(found.locator(".cell-edit")).to_have_value("很多")
    ledger.keyboard.press("Escape")
    expect(found.locator(".cell-edit")).to_have_count(0)


def test_the_other_unit_is_spelled_while_typing(ledger: Page) -> None:
    with ledger.expect_response("**/cell/**"):
        cell(ledger, 0, "annual_plan").dblclick()
    cell(ledger, 0, "annual_plan").locator(".cell-edit").fill("12000")
    expect(ledger.locator(".cell-note")).to_contain_text("1.2 亿元")
    ledger.keyboard.press("Escape")


def test_a_later_date_asks_its_reason_at_once(ledger: Page) -> None:
    ledger.goto(ledger.url + "&c.planned_finish=from:2022-08-01&halt=active")
    typed(ledger, 0, "planned_finish", "2031-12-31")
    asked = ledger.locator(".cell-note-ask")
    expect(asked).to_contain_text("要写原因")
    asked.locator("select").select_option("land")
    asked.locator("input").fill("净地未移交")
    asked.locator("input").press("Enter")
    expect(toast(ledger)).to_contain_text("2031-12-31")
    ledger.keyboard.press("Control+z")
    expect(toast(ledger)).to_contain_text("已撤销")


def test_two_people_on_one_row(ledger: Page, leader: BrowserContext, server: Server) -> None:
    other = leader.new_page()
    other.goto(server.base + LIST)
    with other.expect_response("**/cell/**"):
        cell(other, 2, "issue").dblclick()
    typed(ledger, 2, "remark", "科室写的")
    expect(toast(ledger)).to_contain_text("备注")
    ledger.keyboard.press("Escape")
    typed(ledger, 2, "issue", "缺地")
    expect(toast(ledger)).to_contain_text("缺地")
    ledger.keyboard.press("Escape")

    mine = cell(other, 2, "issue").locator(".cell-edit")
    mine.fill("缺钱")
    mine.press("Control+Enter")
    note = other.locator(".cell-note-bad")
    expect(note).to_contain_text("缺钱")
    expect(note).to_contain_text("缺地")
    note.get_by_role("button", name="用我的").click()
    expect(toast(other)).to_contain_text("缺地 → 缺钱")
    expect(cell(other, 2, "remark")).to_contain_text("科室写的")  # another field: both win
    other.close()
    ledger.reload()
    expect(cell(ledger, 2, "issue")).to_contain_text("缺钱")


def test_what_was_typed_outlives_a_broken_connection(ledger: Page, clerk: BrowserContext) -> None:
    with ledger.expect_response("**/cell/**"):
        cell(ledger, 3, "remark").dblclick()
    clerk.set_offline(True)
    ledger.keyboard.type("断网时填的")
    ledger.keyboard.press("Enter")
    expect(cell(ledger, 3, "remark")).to_contain_text("断网时填的")
    expect(ledger.locator("#netline")).to_be_visible()
    ledger.keyboard.press("Escape")
    clerk.set_offline(False)
    expect(toast(ledger)).to_contain_text("断网时填的", timeout=20_000)
    ledger.reload()
    expect(cell(ledger, 3, "remark")).to_contain_text("断网时填的")


def test_what_was_typed_outlives_a_closed_page(ledger: Page, clerk: BrowserContext, server: Server) -> None:
    with ledger.expect_response("**/cell/**"):
        cell(ledger, 4, "remark").dblclick()
    clerk.set_offline(True)
    ledger.keyboard.type("关页前填的")
    ledger.keyboard.press("Enter")
    expect(cell(ledger, 4, "remark")).to_contain_text("关页前填的")
    clerk.set_offline(False)
    ledger.goto(server.base + LIST)
    expect(toast(ledger)).to_contain_text("关页前填的", timeout=20_000)
    expect(cell(ledger, 4, "remark")).to_contain_text("关页前填的")


def test_what_is_asked_about_waits_for_its_answer(ledger: Page) -> None:
    ledger.goto(ledger.url + "&c.annual_plan=filled:")
    typed(ledger, 0, "annual_plan", "12345")
    why = ledger.locator(".cell-note-ask input")
    why.fill("市发改局")
    ledger.wait_for_timeout(6_000)  # what is sent again every five seconds leaves this alone
    expect(why).to_have_value("市发改局")
    why.press("Enter")
    expect(toast(ledger)).to_contain_text("12,345")


def test_a_block_is_shown_before_it_is_written_and_taken_back_whole(ledger: Page) -> None:
    cell(ledger, 5, "issue").click()
    ledger.evaluate(PASTE, "缺环评\t很久以后\n缺能评\t")
    sheet = ledger.locator("#edit-dialog")
    expect(sheet).to_contain_text("很久以后")
    expect(cell(ledger, 5, "issue")).not_to_contain_text("缺环评")
    sheet.locator("input[name=blanks][value=keep]").check()
    sheet.get_by_role("button", name="生效").click()
    expect(toast(ledger)).to_contain_text("2 个项目的 2 格")
    expect(cell(ledger, 6, "issue")).to_contain_text("缺能评")
    ledger.keyboard.press("Control+z")
    expect(cell(ledger, 5, "issue")).not_to_contain_text("缺环评")


def test_rows_chosen_by_x_are_set_together(ledger: Page) -> None:
    for key in ("j", "x", "j", "x"):
        ledger.keyboard.press(key)
    bar = ledger.locator("#bulk")
    expect(bar).to_contain_text("已选 2 行")
    with ledger.expect_response("**/cell/**"):
        bar.locator("select[name=field]").select_option("next_step")
    bar.locator("[name=text]").fill("月底前开一次专题会")
    bar.get_by_role("button", name="看会改什么").click()
    sheet = ledger.locator("#edit-dialog")
    expect(sheet).to_contain_text("2 格，2 个项目")
    sheet.get_by_role("button", name="生效").click()
    expect(toast(ledger)).to_contain_text("2 个项目的 2 格")
    expect(bar).to_be_hidden()


def test_all_rows_of_the_conditions_are_previewed_across_pages(ledger: Page) -> None:
    ledger.locator("tr[data-pk]").first.hover()
    ledger.locator("tr[data-pk] .no input").first.check()
    bar = ledger.locator("#bulk")
    with ledger.expect_response("**/cell/**"):
        bar.locator("select[name=field]").select_option("next_step")
    bar.locator("[name=text]").fill("每周报一次")
    bar.get_by_role("button", name="全选所见").click()
    bar.get_by_role("button", name="看会改什么").click()
    expect(ledger.locator("#edit-dialog")).to_contain_text("112 个项目")
    ledger.locator("#edit-dialog").get_by_role("button", name="不改了").click()


def test_the_panel_follows_the_rows_and_its_address_is_shared(ledger: Page, clerk: BrowserContext) -> None:
    first = cell(ledger, 0, "project_name").inner_text()
    second = cell(ledger, 1, "project_name").inner_text()
    ledger.keyboard.press("j")
    ledger.keyboard.press("Enter")
    title = ledger.locator("#panel .panel-title")
    expect(title).to_have_text(first)
    ledger.keyboard.press("j")
    expect(title).to_have_text(second)
    shared = clerk.new_page()
    shared.goto(ledger.url)
    expect(shared.locator("#panel .panel-title")).to_have_text(second)
    shared.close()
    ledger.keyboard.press("Escape")
    expect(title).to_have_count(0)
    assert "panel=" not in ledger.url


def test_the_panel_edits_and_tells_the_past_of_a_field(ledger: Page) -> None:
    ledger.keyboard.press("j")
    ledger.keyboard.press("Enter")
    ledger.locator("#panel .panel-foot").get_by_role("button", name="改数据").click()
    place = ledger.locator('#panel [data-field="scale"]')
    with ledger.expect_response("**/cell/**"):
        place.click()
    place.locator(".cell-edit").fill("厂房三万平方米")
    place.locator(".cell-edit").press("Enter")
    expect(toast(ledger)).to_contain_text("厂房三万平方米")
    ledger.get_by_role("button", name="主要建设内容及规模的历史").click()
    expect(ledger.locator("#edit-dialog")).to_contain_text("厂房三万平方米")


def test_the_acts_of_a_row_and_the_keys_are_listed(ledger: Page) -> None:
    ledger.keyboard.press("j")
    ledger.keyboard.press(".")
    expect(ledger.get_by_role("menuitem", name="催办")).to_be_visible()
    ledger.keyboard.press("Escape")
    ledger.keyboard.press("?")
    expect(ledger.locator("#keys")).to_contain_text("改这一格")


def test_on_a_phone_the_panel_is_a_page(browser: Browser, clerk: BrowserContext, server: Server) -> None:
    phone = browser.new_context(
        viewport={"width": 390, "height": 844}, locale="zh-CN", storage_state=clerk.storage_state()
    )
    page = phone.new_page()
    page.goto(server.base + LIST)
    row = page.locator("tr[data-pk]").first
    pk = row.get_attribute("data-pk")
    page.goto(f"{server.base}{LIST}&panel={pk}")
    expect(page.locator("#panel .panel-title")).to_be_visible()
    box = page.locator("#panel").bounding_box()
    assert box is not None
    assert box["width"] == 390
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 390
    phone.close()


def test_a_shared_panel_of_a_project_that_is_not_ones_own_says_so(ledger: Page) -> None:
    ledger.goto(ledger.url + "&panel=987654321")
    expect(toast(ledger)).to_contain_text("不归您看")
    expect(ledger.locator("tr[data-pk]").first).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious_in_what_opens(ledger: Page, theme: str) -> None:
    ledger.evaluate("theme => localStorage.setItem('gl-theme', theme)", theme)
    ledger.reload()
    found = {}
    ledger.keyboard.press("j")
    ledger.keyboard.press("x")
    ledger.keyboard.press("Enter")
    ledger.locator("#panel .panel-foot").get_by_role("button", name="改数据").click()
    expect(ledger.locator("#panel .panel-cells")).to_be_visible()
    found["panel"] = serious(ledger)
    ledger.locator("#panel .panel-tabs").get_by_role("button", name="概况").click()
    expect(ledger.locator("#panel .panel-facts")).to_be_visible()
    found["overview"] = serious(ledger)
    typed(ledger, 0, "total_investment", "很多")
    expect(ledger.locator(".cell-note-bad")).to_be_visible()
    found["cell"] = serious(ledger)
    ledger.keyboard.press("Escape")
    cell(ledger, 1, "issue").click()
    ledger.evaluate(PASTE, "缺环评\t2031-12\n\t很久以后\n")
    expect(ledger.locator("#edit-dialog")).to_contain_text("很久以后")
    found["preview"] = serious(ledger)
    assert {name: said for name, said in found.items() if said} == {}
