"""一日一现场 in a phone-sized browser: six taps, a connection that goes, a page that is left, one log."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from greenlight.sites.tests import drawn
from tests.journeys.server import Server
from tests.journeys.steps import PHRASE, window

pytestmark = pytest.mark.browser
TAPS = 6
BIG = (3000, 2000)


@pytest.fixture(scope="module")
def shots(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Three photos as a camera leaves them, of that day and with their position, larger than is sent."""
    folder = tmp_path_factory.mktemp("camera")
    found = []
    for n in range(3):
        path = folder / f"IMG_{n}.jpg"
        path.write_bytes(drawn.jpeg(drawn.scene(n + 7, BIG), taken=f"2022:07:31 09:1{n}:00", orientation=6))
        found.append(path)
    return found


@pytest.fixture(scope="module")
def phone(browser: Browser, server: Server) -> Iterator[BrowserContext]:
    """A liaison's phone: 390 px, touched, its position allowed."""
    found = window(
        browser, server, "驻企联络员", width=390, has_touch=True, timezone_id="Asia/Shanghai",
        geolocation={"latitude": drawn.CITY[0], "longitude": drawn.CITY[1]}, permissions=["geolocation"],
    )  # fmt: skip
    yield found
    found.close()


@pytest.fixture
def page(phone: BrowserContext) -> Iterator[Page]:
    """A page that fails the test on any script error or refused resource."""
    found = phone.new_page()
    errors: list[str] = []
    found.on("pageerror", lambda error: errors.append(str(error)))
    found.on("console", lambda said: errors.append(said.text) if "Content Security" in said.text else None)
    yield found
    phone.set_offline(False)
    found.close()
    assert errors == []


ORDER: list[str] = []  # the addresses of the list as it stood first: what is sent moves down


def opened(page: Page, server: Server, nth: int) -> str:
    """Open the sheet of the nth project of the list as it stood first; return its address."""
    page.goto(f"{server.base}/site/")
    if not any(one.startswith(server.base) for one in ORDER):
        cards = page.locator(".site-card").all()
        ORDER[:] = [f"{server.base}{one.get_attribute('href')}" for one in cards]
    page.locator(f".site-card[href='{ORDER[nth].removeprefix(server.base)}']").tap()
    expect(page.get_by_role("button", name="发送")).to_be_visible()
    return page.url


def photograph(page: Page, shots: list[Path]) -> None:
    """Choose photos in the gallery and wait until the phone holds them."""
    page.get_by_label("相册").set_input_files(shots)
    expect(page.locator(".site-photo img")).to_have_count(len(shots))


def waiting(page: Page, count: int) -> None:
    """See how many logs the phone still holds."""
    expect(page.locator("[data-strip-waiting]")).to_have_text(str(count))


def logs_of_today(page: Page, server: Server) -> int:
    """Return how many logs the server has of me."""
    page.goto(f"{server.base}/site/sent/")
    return page.locator(".site-list > li").count()


def serious(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found
            if one["impact"] in ("serious", "critical")]  # fmt: skip


def test_from_opening_to_sent_is_six_taps(page: Page, server: Server, shots: list[Path]) -> None:
    taps = 0
    opened(page, server, 0)
    taps += 1
    page.get_by_label("拍照").set_input_files(shots[0])
    taps += 3  # 拍照, the shutter, 使用照片
    page.locator(".site-chips").first.locator(".site-chip").first.tap()
    taps += 1
    expect(page.locator(".site-photo img")).to_have_count(1)
    page.get_by_role("button", name="发送").tap()
    taps += 1
    expect(page).to_have_url(re.compile(r"/site/sent/\d+/$"))
    expect(page.get_by_role("heading", name="已送达")).to_be_visible()
    expect(page.locator(".site-sent-photos li")).to_have_count(1)
    expect(page.locator(".site-sent-photos")).to_contain_text("7月31日 09:10（照片自带）")
    expect(page.locator(".site-sent-photos")).to_contain_text("位置是照片自带的")
    waiting(page, 0)
    expect(page.locator("[data-strip-later]")).to_contain_text("原图稍后上传 1 张")
    expect(page.locator("[data-strip-later]")).to_be_hidden(timeout=20_000)  # it followed by itself
    assert taps <= TAPS


def test_a_connection_cut_while_sending_loses_nothing_and_doubles_nothing(
    page: Page, phone: BrowserContext, server: Server, shots: list[Path]
) -> None:
    before = logs_of_today(page, server)
    there = opened(page, server, 1)
    photograph(page, shots)
    page.get_by_label("干到哪了，自己写").fill("二层梁板钢筋绑扎")
    arrived: list[str] = []

    def cut(route: Route) -> None:
        """Let the log and the first photo through, but not their answers; then the network is gone."""
        arrived.append(route.request.url)
        if len(arrived) == 2:
            route.fetch()
            phone.set_offline(True)
            route.abort()
        else:
            route.continue_()

    page.route(re.compile(r"/site/(\d+/|sent/\d+/photo/)$"), cut)
    page.get_by_role("button", name="发送").tap()
    expect(page.get_by_role("heading", name="已存手机，有网自动送")).to_be_visible()
    waiting(page, 1)
    page.unroute_all(behavior="wait")
    phone.set_offline(False)
    page.goto(there)  # the page was left and is opened again: the outbox goes on by itself
    waiting(page, 0)
    assert logs_of_today(page, server) == before + 1
    page.locator(".site-card", has_text="二层梁板钢筋绑扎").tap()
    expect(page.locator(".site-sent-photos li")).to_have_count(len(shots))


def test_what_was_sent_without_a_network_goes_out_when_it_is_back(
    page: Page, phone: BrowserContext, server: Server, shots: list[Path]
) -> None:
    opened(page, server, 2)
    photograph(page, shots[:1])
    phone.set_offline(True)
    expect(page.locator("[data-strip-said]")).to_have_text("现在没有网，有网自动送")
    page.get_by_role("button", name="发送").tap()
    expect(page.get_by_role("heading", name="已存手机，有网自动送")).to_be_visible()
    waiting(page, 1)
    phone.set_offline(False)
    expect(page).to_have_url(re.compile(r"/site/sent/\d+/$"))
    expect(page.locator(".site-sent-photos li")).to_have_count(1)


def test_a_draft_with_its_photos_survives_the_page_and_can_be_dropped(
    page: Page, server: Server, shots: list[Path]
) -> None:
    opened(page, server, 3)
    photograph(page, shots[:2])
    page.get_by_label("干到哪了，自己写").fill("基坑支护")
    page.get_by_label("工人", exact=True).fill("30")
    page.get_by_role("button", name="工人多一个").tap()
    page.locator(".site-chip", has_text="缺材料").tap()
    page.get_by_label("卡在谁那里，选填").fill("供货方")
    page.reload()
    expect(page.locator(".site-photo img")).to_have_count(2)
    expect(page.get_by_label("干到哪了，自己写")).to_have_value("基坑支护")
    expect(page.get_by_label("工人", exact=True)).to_have_value("31")
    expect(page.get_by_label("卡在谁那里，选填")).to_have_value("供货方")
    page.goto(f"{server.base}/site/")
    expect(page.locator(".site-card", has_text="有草稿")).to_have_count(1)
    page.locator(".site-card", has_text="有草稿").tap()
    page.get_by_role("button", name="删掉第 2 张照片").tap()
    expect(page.locator(".site-photo img")).to_have_count(1)
    page.once("dialog", lambda asked: asked.accept())
    page.get_by_role("button", name="删掉这份草稿").tap()
    expect(page.locator(".site-photo img")).to_have_count(0)
    expect(page.get_by_label("干到哪了，自己写")).to_have_value("")


def test_a_refusal_stands_at_its_field_and_everything_is_kept(
    page: Page, server: Server, shots: list[Path]
) -> None:
    there = opened(page, server, 3)
    photograph(page, shots[:1])
    page.get_by_label("工人", exact=True).fill("99999")
    page.get_by_role("button", name="发送").tap()
    expect(page.locator("[data-error=workers]")).to_contain_text("最多 20000")
    expect(page.locator(".site-photo img")).to_have_count(1)
    page.goto(f"{server.base}/site/")
    expect(page.locator("[data-strip-back]")).to_contain_text("被退回 1 条")
    expect(page.locator("#site-held")).to_contain_text("被退回：太大了，最多 20000。")
    page.locator("[data-strip-back]").tap()
    expect(page).to_have_url(there)
    expect(page.locator("[data-error=workers]")).to_contain_text("最多 20000")
    page.get_by_label("工人", exact=True).fill("46")
    page.get_by_role("button", name="发送").tap()
    expect(page).to_have_url(re.compile(r"/site/sent/\d+/$"))
    expect(page.locator(".site-receipt")).to_contain_text("工人 46")


def test_a_file_that_is_no_picture_is_sent_back_and_the_rest_arrives(
    page: Page, server: Server, shots: list[Path], tmp_path: Path
) -> None:
    opened(page, server, 4)
    empty, wrong = tmp_path / "空.jpg", tmp_path / "说明.jpg"
    empty.write_bytes(b"")
    wrong.write_bytes(b"not a picture at all, only words " * 9)
    page.get_by_label("相册").set_input_files([empty])
    expect(page.locator("#site-told")).to_contain_text("“空.jpg”是空的（0 字节）")
    page.get_by_label("相册").set_input_files([wrong, shots[0]])
    expect(page.locator(".site-photo img")).to_have_count(2)
    page.get_by_role("button", name="发送").tap()
    expect(page.get_by_role("heading", name="有照片被退回")).to_be_visible()
    expect(page.locator("#site-sending")).to_contain_text("被退回：")
    page.get_by_role("button", name="去掉没收的照片").tap()
    expect(page).to_have_url(re.compile(r"/site/sent/\d+/$"))
    expect(page.locator(".site-sent-photos li")).to_have_count(1)
    waiting(page, 0)


def test_half_a_photo_is_named_at_once_and_one_with_something_behind_it_is_taken(
    page: Page, server: Server, shots: list[Path], tmp_path: Path
) -> None:
    opened(page, server, 6)
    page.get_by_label("干到哪了，自己写").fill("屋面防水")
    data = shots[0].read_bytes()
    half, tail, more = tmp_path / "半张.jpg", tmp_path / "带尾巴.jpg", tmp_path / "又半张.png"
    half.write_bytes(data[: len(data) // 2])
    tail.write_bytes(data + b"\xff\xd8\x00MotionPhoto" * 99)
    more.write_bytes(drawn.encoded(drawn.scene(2), "PNG")[:-900])
    page.get_by_label("相册").set_input_files([half, tail, more])
    said = page.locator("#site-told")
    expect(said).to_contain_text("“半张.jpg”不完整，可能没有传完，没有收")
    expect(said).to_contain_text("“又半张.png”不完整")
    expect(page.locator(".site-photo img")).to_have_count(1)
    page.reload()
    expect(page.get_by_label("干到哪了，自己写")).to_have_value("屋面防水")
    expect(page.locator(".site-photo img")).to_have_count(1)
    page.get_by_role("button", name="发送").tap()
    expect(page).to_have_url(re.compile(r"/site/sent/\d+/$"))
    expect(page.locator(".site-sent-photos li")).to_have_count(1)
    waiting(page, 0)


FULL = """
const put = IDBObjectStore.prototype.put;
IDBObjectStore.prototype.put = function (value) {
  if (this.name === "photos") throw new DOMException("", "QuotaExceededError");
  return put.call(this, value);
};
"""
NO_DATABASE = (
    "Object.defineProperty(window, 'indexedDB', { value: { open() { throw new Error('closed'); } } })"
)


def test_a_full_phone_says_so_and_keeps_what_was_written(
    page: Page, server: Server, shots: list[Path]
) -> None:
    page.add_init_script(FULL)
    opened(page, server, 7)
    page.get_by_label("干到哪了，自己写").fill("存满之前写的")
    page.get_by_label("相册").set_input_files(shots[:1])
    expect(page.locator("#site-told")).to_contain_text("手机存满了，这一步没有存下")
    expect(page.locator(".site-photo")).to_have_count(0)
    page.reload()
    expect(page.get_by_label("干到哪了，自己写")).to_have_value("存满之前写的")
    page.once("dialog", lambda asked: asked.accept())
    page.get_by_role("button", name="删掉这份草稿").tap()
    expect(page.get_by_label("干到哪了，自己写")).to_have_value("")


def test_a_browser_without_a_database_keeps_drafts_and_photos_as_well(
    page: Page, server: Server, shots: list[Path]
) -> None:
    page.add_init_script(NO_DATABASE)
    opened(page, server, 7)
    page.get_by_label("干到哪了，自己写").fill("没有数据库")
    page.get_by_label("相册").set_input_files(shots[:1])
    expect(page.locator(".site-photo img")).to_have_count(1)
    page.reload()
    expect(page.get_by_label("干到哪了，自己写")).to_have_value("没有数据库")
    expect(page.locator(".site-photo img")).to_have_count(1)
    page.get_by_role("button", name="发送").tap()
    expect(page).to_have_url(re.compile(r"/site/sent/\d+/$"))
    expect(page.locator(".site-sent-photos li")).to_have_count(1)


def test_a_log_is_put_right_within_its_day(page: Page, server: Server) -> None:
    page.goto(f"{server.base}/site/sent/")
    page.locator(".site-card", has_text="二层梁板钢筋绑扎").tap()
    page.get_by_role("link", name="更正").tap()
    page.get_by_label("干到哪了，自己写").fill("二层梁板钢筋绑扎完成")
    page.get_by_role("button", name="保存更正").tap()
    expect(page.locator("[data-error=why]")).to_contain_text("请写为什么更正")
    page.get_by_label("为什么更正").fill("少写了两个字")
    page.get_by_role("button", name="保存更正").tap()
    expect(page).to_have_url(re.compile(r"/site/sent/\d+/$"))
    expect(page.locator(".site-receipt")).to_contain_text("二层梁板钢筋绑扎完成")
    expect(page.locator(".site-receipt")).to_contain_text("少写了两个字")


def test_after_signing_in_again_the_outbox_goes_on(page: Page, phone: BrowserContext, server: Server) -> None:
    before = logs_of_today(page, server)
    opened(page, server, 0)
    page.get_by_label("干到哪了，自己写").fill("登录过期前写的")
    expect(page.locator("[data-drop-draft]")).to_be_visible()
    phone.clear_cookies()
    page.get_by_role("button", name="发送").tap()
    expect(page.get_by_role("heading", name="已存手机，登录后接着发")).to_be_visible()
    page.get_by_role("link", name="去登录").tap()
    page.locator("input[name=login]").fill("liaison")
    page.locator("input[name=password]").fill(PHRASE)
    page.locator("button[type=submit], form button").last.tap()
    expect(page).to_have_url(re.compile(r"/site/\d+/$"))
    waiting(page, 0)
    assert logs_of_today(page, server) == before + 1


def test_another_person_on_this_phone_neither_sees_nor_sends_the_first_ones_draft(
    browser: Browser, page: Page, phone: BrowserContext, server: Server
) -> None:
    opened(page, server, 5)
    page.get_by_label("干到哪了，自己写").fill("别人不该看到的草稿")
    expect(page.locator("[data-drop-draft]")).to_be_visible()
    mine = phone.cookies()
    clerk = window(browser, server, "科室", width=390)
    phone.clear_cookies()
    phone.add_cookies(clerk.cookies())  # type: ignore[arg-type]
    clerk.close()
    page.get_by_role("button", name="发送").tap()
    expect(page.locator("[data-strip-said]")).to_contain_text("这里登录的是另一位")
    page.reload()
    expect(page.get_by_label("干到哪了，自己写")).to_have_value("")
    waiting(page, 0)
    assert logs_of_today(page, server) == 0
    phone.clear_cookies()
    phone.add_cookies(mine)  # type: ignore[arg-type]
    page.goto(f"{server.base}/site/sent/")
    expect(page.locator(".site-card", has_text="别人不该看到的草稿")).to_have_count(1)


def test_axe_finds_nothing_serious_and_nothing_is_wider_than_the_phone(
    page: Page, server: Server, shots: list[Path]
) -> None:
    found: dict[str, object] = {}
    sheet = opened(page, server, 6)
    photograph(page, shots[:1])
    sent = f"{server.base}/site/sent/"
    page.goto(sent)
    receipt = f"{server.base}{page.locator('.site-card').first.get_attribute('href')}"
    for theme in ("light", "dark"):
        page.evaluate("theme => localStorage.setItem('gl-theme', theme)", theme)
        for address in (f"{server.base}/site/", sheet, sent, receipt):
            page.goto(address)
            expect(page.locator("html")).to_have_attribute("data-theme", theme)
            if said := serious(page):
                found[f"{theme} {address}"] = said
            if page.evaluate("document.scrollingElement.scrollWidth") > 390:
                found[f"wide {address}"] = True
    page.evaluate("localStorage.removeItem('gl-theme')")
    assert found == {}
