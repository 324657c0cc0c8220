"""What a person does, in one line each."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.server import Server

PHRASE = "七月的表，八月还要再交一次。"


def sign_in(page: Page, server: Server, role: str) -> None:
    """Use the printed link and set the first password."""
    come_in(page, server, role)
    first_password(page, server)


def come_in(page: Page, server: Server, role: str) -> None:
    """Use the printed link."""
    page.goto(server.link(role))
    page.get_by_role("button", name="进入").click()


def first_password(page: Page, server: Server) -> None:
    """Set the password that is asked for and end on the desk."""
    page.get_by_label("新密码", exact=False).first.fill(PHRASE)
    page.locator("input[name=new_password2]").fill(PHRASE)
    page.get_by_role("button", name="保存密码").click()
    expect(page).to_have_url(f"{server.base}/")


def window(browser: Browser, server: Server, role: str, *, width: int = 1440, **more: Any) -> BrowserContext:
    """Return a window of a desk in which somebody has signed in; whoever asks for it closes it."""
    height = 1080 if width == 1920 else 900
    found = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN", **more)
    found.set_default_timeout(20_000)
    page = found.new_page()
    sign_in(page, server, role)
    page.close()
    return found
