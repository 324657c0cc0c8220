"""Every example of docs/api.md is run against a server, in its order, and says what it promises to say."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from greenlight.people import tokens
from greenlight.supervision.actions import raise_order
from greenlight.supervision.actions.raising import Wish
from greenlight.warnings import packs
from greenlight.warnings.actions import judge_projects
from tests import make
from tests.cases import lead, milestone

PAGE = Path(__file__).parent.parent / "docs" / "api.md"
BLOCK = re.compile(r"^```(sh|python)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PROMISE = re.compile(r"# => (.+)$", re.MULTILINE)
SCOPES = [scope for scope, _ in tokens.SCOPES]


def examples() -> list[tuple[str, str]]:
    return [(kind, code) for kind, code in BLOCK.findall(PAGE.read_text(encoding="utf-8"))]


@pytest.fixture
def environment(
    live_server: Any, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> dict[str, str]:
    """Return what the examples find: a server with two projects, one of them late, and two keys."""
    monkeypatch.setenv("GREENLIGHT_TODAY", make.TODAY.isoformat())
    settings.MEDIA_ROOT = tmp_path
    by = make.by()
    packs.seed()
    packs.open_zone(make.zone().pk)
    for n, name in enumerate(("示例锂盐生产线项目", "示例电池隔膜项目")):
        one = make.project(name, total_wan=30000 - n)
        lead(one)
        milestone(one, due=make.TODAY - timedelta(days=200))
    judge_projects(make.zone().pk, day=make.TODAY, at=make.NOW)
    wish = Wish(make.unit(), "净地移交滞后", "请移交净地", make.TODAY, make.TODAY + timedelta(days=30))
    raise_order(by=make.by(make.zhao()), zone_id=one.zone_id, wish=wish, project=one)
    _, secret = tokens.make(by=by, name="例子", days=30, scopes=SCOPES)
    feed, key = tokens.make(
        by=by, name="例子的表", days=30, ledger="projects", words="sort=-total_investment"
    )
    return os.environ | {
        "GREENLIGHT_URL": live_server.url, "GREENLIGHT_TOKEN": secret, "GREENLIGHT_FEED_KEY": key,
        "GREENLIGHT_FEED_URL": f"{live_server.url}/api/v1/feeds/{feed.pk}.csv", "no_proxy": "*",
        "PYTHONIOENCODING": "utf-8", "NO_PROXY": "*",
    }  # fmt: skip


@pytest.mark.filterwarnings("ignore:No directory at")  # the live server looks for collected files
@pytest.mark.django_db(transaction=True)
def test_the_examples_of_the_page_do_what_they_say(environment: dict[str, str]) -> None:
    found = examples()
    assert len(found) > 5
    assert shutil.which("curl"), "the examples need curl"
    for kind, code in found:
        start = ["bash", "-euo", "pipefail", "-c"] if kind == "sh" else [sys.executable, "-c"]
        done = subprocess.run(
            [*start, code], env=environment, capture_output=True, text=True, timeout=60, check=False
        )
        assert done.returncode == 0, f"{code}\n{done.stdout}\n{done.stderr}"
        for promise in PROMISE.findall(code):
            assert promise.strip() in done.stdout, f"{code}\n{done.stdout}\n{done.stderr}"


def test_every_example_promises_something() -> None:
    assert all(PROMISE.search(code) for _, code in examples())


def test_the_page_names_every_operation(description: dict[str, Any]) -> None:
    page = PAGE.read_text(encoding="utf-8")
    for path in description["paths"]:
        short = re.sub(r"\{[a-z]+\}", "{}", path.removeprefix("/api/v1"))
        said = re.sub(r"\{[^}]+\}", "{}", page)
        assert short in said or short.removeprefix("/") in said, path


@pytest.fixture
def description(client: Any) -> dict[str, Any]:
    told: dict[str, Any] = client.get("/api/openapi.json").json()
    return told
