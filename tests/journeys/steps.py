"""What a person does, in one line each."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.journeys.server import Server

PHRASE = "七月的表，八月还要再交一次。"


def sign_in(page: Page, server: Server, role: str) -> None:
    """Use the printed link and set the first password."""
    page.goto(server.link(role))
    page.get_by_role("button", name="进入").click()
    page.get_by_label("新密码", exact=False).first.fill(PHRASE)
    page.locator("input[name=new_password2]").fill(PHRASE)
    page.get_by_role("button", name="保存密码").click()
    expect(page).to_have_url(f"{server.base}/")
