"""The data folder: the service's own, with a key of its own, and no password for anybody."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Any

import pytest

from greenlight import settings as installed
from greenlight.cli import serving
from greenlight.people.models import User

pytestmark = pytest.mark.django_db


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_service_shuts_its_folder_to_others(tmp_path: Path, settings: Any) -> None:
    settings.DATA_DIR = tmp_path / "data"
    settings.DATA_DIR.mkdir(mode=0o755)
    serving.keep_private()
    assert mode(settings.DATA_DIR) == 0o700
    settings.DATA_DIR = tmp_path / "fresh"
    serving.keep_private()
    assert mode(settings.DATA_DIR) == 0o700
    assert serving.OWN == 0o077


def test_an_installation_makes_a_key_of_its_own_that_only_it_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(installed, "TESTING", False)
    monkeypatch.setattr(installed, "DATA_DIR", tmp_path / "data")
    monkeypatch.delenv("GREENLIGHT_SECRET_KEY", raising=False)
    key = installed.secret_key()
    assert len(key) > 60
    assert installed.secret_key() == key
    assert mode(tmp_path / "data" / "secret.key") == 0o600
    assert mode(tmp_path / "data") == 0o700


def test_nobody_in_the_demo_zone_has_a_password() -> None:
    serving.prepare(demo=True)
    assert User.objects.count() > 5
    assert not any(one.has_usable_password() for one in User.objects.all())


def test_a_start_prints_links_and_no_password() -> None:
    serving.prepare(demo=True)
    lines = serving.links("http://127.0.0.1:8000")
    assert len(lines) == len(serving.ROLES)
    assert all("/enter/" in line for line in lines)
    assert len({line.rsplit("/enter/", 1)[1] for line in lines}) == len(lines)
