"""The page of parts shows every part there is, to whoever is signed in."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from greenlight import base
from tests import make

pytestmark = pytest.mark.django_db
PARTS = sorted((Path(base.__file__).parent / "templates/components").glob("*.html"))


def test_every_part_is_on_the_page() -> None:
    client = Client()
    client.force_login(make.he(), backend="django.contrib.auth.backends.ModelBackend")
    response = client.get("/components/")
    drawn = {one.name for one in response.templates}
    assert len(PARTS) > 25
    assert [one.name for one in PARTS if f"components/{one.name}" not in drawn] == []
    assert "示例数据" not in response.content.decode(), "the frame is the reader's own"


def test_the_page_of_parts_asks_for_a_sign_in() -> None:
    assert Client().get("/components/").status_code == 302
