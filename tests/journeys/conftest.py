"""Chromium and the running product, for the journeys."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.journeys.server import Server, fresh_database
from tests.journeys.steps import window

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


expect.set_options(timeout=15_000)  # a busy machine answers late; what never comes still fails


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, headless."""
    binary = shutil.which("chromium")
    assert binary, "chromium is not installed"
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=binary, args=FLAGS)
        yield found
        found.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Server]:
    """The product on 31 July 2022, with the demo zone unless the module asks for MORE options."""
    name = request.module.__name__.rsplit(".", 1)[-1]
    data: Path = tmp_path_factory.mktemp("data") / "zone"
    more: tuple[str, ...] = getattr(request.module, "MORE", ())
    found = Server(data, fresh_database(f"journey_{name}"), more=more).start("2022-07-31")
    yield found
    if found.process and found.process.poll() is None:
        found.stop()


@pytest.fixture(scope="module")
def desk(browser: Browser, server: Server) -> Iterator[BrowserContext]:
    """A clerk who has signed in once for all tests of a module."""
    found = window(browser, server, "科室")
    yield found
    found.close()


@pytest.fixture(scope="module")
def leader(browser: Browser, server: Server) -> Iterator[BrowserContext]:
    """A leader who has signed in once for all tests of a module."""
    found = window(browser, server, "领导")
    yield found
    found.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser window of a desk: 1440 px, Chinese, Shanghai's time."""
    found = browser.new_context(
        viewport={"width": 1440, "height": 900}, locale="zh-CN", timezone_id="Asia/Shanghai"
    )
    found.set_default_timeout(15_000)
    yield found
    found.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page that fails the test on any script error or refused resource."""
    found = context.new_page()
    errors: list[str] = []
    found.on("pageerror", lambda error: errors.append(str(error)))
    found.on("console", lambda said: errors.append(said.text) if "Content Security" in said.text else None)
    yield found
    assert errors == []
