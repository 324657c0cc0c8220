"""一日一现场 without a network: the page opens anew, even after a restart; nobody else's page does."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

from greenlight.sites.tests import drawn
from tests.journeys.conftest import FLAGS
from tests.journeys.server import Server
from tests.journeys.steps import PHRASE, come_in, first_password, sign_in

pytestmark = pytest.mark.browser
KEPT = """async () => {
  const names = (await caches.keys()).filter(one => one.startsWith("greenlight-site-pages-"));
  const found = [];
  for (const name of names)
    for (const one of await (await caches.open(name)).keys()) found.push(new URL(one.url).pathname);
  return found.sort();
}"""
MOST = 20  # sheets a phone keeps
SLOW = 60_000  # a server that has just come up
Opener = Callable[[], BrowserContext]


@pytest.fixture(autouse=True)
def patient() -> Iterator[None]:
    """What is expected may take its time: the server has just come up, a password is being hashed."""
    expect.set_options(timeout=SLOW)
    yield
    expect.set_options(timeout=5000)


@pytest.fixture(scope="module")
def phone(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opener]:
    """A phone's browser that may be closed and opened again: what it kept is there."""
    folder = tmp_path_factory.mktemp("phone")
    opened: list[BrowserContext] = []

    def again() -> BrowserContext:
        for one in opened:
            one.close()
        found = browser.browser_type.launch_persistent_context(
            folder, executable_path=shutil.which("chromium"), args=FLAGS, has_touch=True, locale="zh-CN",
            viewport={"width": 390, "height": 844}, timezone_id="Asia/Shanghai",
        )  # fmt: skip
        found.set_default_timeout(60_000)
        opened[:] = [found]
        return found

    yield again
    for one in opened:
        one.close()


def kept(page: Page) -> list[str]:
    found: list[str] = page.evaluate(KEPT)
    return found


def until_kept(page: Page, path: str) -> None:
    """Wait until the phone holds a page and what the pages are drawn with."""
    page.wait_for_function(f"async () => (await ({KEPT})()).includes({path!r})")
    page.wait_for_function("async () => Boolean(await caches.match(document.scripts[0].src))")


def sheet(page: Page, nth: int) -> str:
    return page.locator(".site-card").nth(nth).get_attribute("href") or ""


WRITTEN = """async (words) => {
  const asked = indexedDB.open("greenlight-site");
  const store = await new Promise((done) => { asked.onsuccess = () => done(asked.result); });
  const held = await Promise.all([...store.objectStoreNames].map((kind) => new Promise((done) => {
    const all = store.transaction(kind).objectStore(kind).getAll();
    all.onsuccess = () => done(all.result.map((one) => one.fields || []));
  })));
  store.close();
  return JSON.stringify(held).includes(words);
}"""


def test_the_page_opens_after_a_restart_without_a_network_and_what_is_written_is_sent_once(
    phone: Opener, server: Server, tmp_path: Path
) -> None:
    picture = tmp_path / "IMG_1.jpg"
    picture.write_bytes(drawn.jpeg(drawn.scene(7, (1800, 1200)), taken="2022:07:31 09:10:00"))
    page = phone().new_page()
    sign_in(page, server, "驻企联络员")
    page.goto(f"{server.base}/site/")
    there, last = sheet(page, 0), sheet(page, 1)
    until_kept(page, there)
    until_kept(page, last)
    server.stop()  # nobody answers from here on

    page = phone().new_page()
    page.goto(f"{server.base}/site/")
    expect(page.locator("[data-strip-said]")).to_contain_text("这一页是")
    expect(page.locator(".site-card").first).to_be_visible()
    page.locator(f".site-card[href='{there}']").tap()
    expect(page.get_by_role("button", name="发送")).to_be_visible()
    page.get_by_label("相册").set_input_files(picture)
    expect(page.locator(".site-photo img")).to_have_count(1)
    page.get_by_label("干到哪了，自己写").fill("没有网的时候写的")
    page.wait_for_function(
        WRITTEN, arg="没有网的时候写的"
    )  # a loaded machine takes its time to write it down
    page.reload()
    expect(page.get_by_label("干到哪了，自己写")).to_have_value("没有网的时候写的")
    expect(page.locator(".site-photo img")).to_have_count(1)
    page.get_by_role("button", name="发送").tap()
    expect(page.get_by_role("heading", name="已存手机，有网自动送")).to_be_visible()

    page = phone().new_page()  # closed once more before the network is back
    page.goto(f"{server.base}{there}")
    expect(page.locator("[data-strip-waiting]")).to_have_text("1")
    page.goto(f"{server.base}/site/sent/")  # was never opened: the list says so
    expect(page.locator("#site-told")).to_contain_text("没有存在手机上")
    server.start("2022-07-31")
    page.goto(f"{server.base}/site/")
    expect(page.locator("[data-strip-waiting]")).to_have_text("0")
    page.goto(f"{server.base}/site/sent/")
    expect(page.locator(".site-list > li")).to_have_count(1)
    page.locator(".site-card", has_text="没有网的时候写的").tap()
    expect(page.locator(".site-sent-photos li")).to_have_count(1)


def test_the_sign_out_leaves_no_page_and_keeps_the_draft(phone: Opener, server: Server) -> None:
    page = phone().new_page()
    page.goto(f"{server.base}/site/")
    there = sheet(page, 1)
    until_kept(page, there)
    page.goto(f"{server.base}{there}")
    page.get_by_label("干到哪了，自己写").fill("退出前的草稿")
    expect(page.locator("[data-drop-draft]")).to_be_visible()
    page.goto(f"{server.base}/")
    page.locator(".who summary").tap()
    page.get_by_role("button", name="退出").tap()
    expect(page.locator("input[name=password]")).to_be_visible(timeout=SLOW)
    page.wait_for_function(f"async () => !(await ({KEPT})()).length")
    server.stop()
    with pytest.raises(Error, match="ERR_"):
        page.goto(f"{server.base}/site/")
    server.start("2022-07-31")
    page.goto(f"{server.base}/account/login/?next={there}")
    page.locator("input[name=login]").fill("liaison")
    page.locator("input[name=password]").fill(PHRASE)
    page.get_by_label("记住我").check()
    page.get_by_role("button", name="登录").tap()
    expect(page.get_by_label("干到哪了，自己写")).to_have_value("退出前的草稿")
    until_kept(page, there)


def come_in_alone(page: Page, server: Server) -> None:
    """A page of the first one that is still on its way may set its cookies once more: then again."""
    for _ in range(3):
        page.context.clear_cookies()
        come_in(page, server, "科室")
        with suppress(AssertionError):
            expect(page.get_by_label("新密码", exact=False).first).to_be_visible()
            return


def test_another_person_finds_no_page_of_the_first_one(phone: Opener, server: Server) -> None:
    page = phone().new_page()
    page.goto(f"{server.base}/site/")
    until_kept(page, "/site/")
    cards = page.locator(".site-card").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    for card in cards[:MOST]:
        until_kept(page, card)
    mine = set(kept(page))
    page.goto("about:blank")
    come_in_alone(page, server)
    first_password(page, server)  # ends on the desk, which knows the pages are not the clerk's
    page.wait_for_function(f"async () => !(await ({KEPT})()).length")
    page.goto(f"{server.base}/site/")
    until_kept(page, "/site/")
    assert "/site/kept-user" in mine
    mark = "async () => (await caches.match('/site/kept-user')).text()"
    assert page.evaluate(mark) == page.locator("#site").get_attribute("data-user")


def test_who_is_not_remembered_leaves_no_page(phone: Opener, server: Server) -> None:
    context = phone()
    context.clear_cookies()
    page = context.new_page()
    page.goto(f"{server.base}/account/login/?next=/site/")
    page.locator("input[name=login]").fill("liaison")
    page.locator("input[name=password]").fill(PHRASE)
    page.get_by_role("button", name="登录").tap()
    expect(page).to_have_url(re.compile(r"/site/$"))
    page.wait_for_function("async () => Boolean(await caches.match(document.scripts[0].src))")
    assert kept(page) == []
