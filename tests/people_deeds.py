"""The deeds on people as the journal's test plays them; `s` is its Stage."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings

from greenlight.base.journal import By
from greenlight.people import opening, setup, signin, tokens, walls
from greenlight.people.models import ApiToken, Role, WallDevice
from tests import make

NOTICE = "2028年\n七、国庆节：10月1日至7日放假调休，共7天。"


def admin(_stage: Any) -> By:
    return make.by(make.user("xi", Role.SYSTEM_ADMIN))


def pair(s: Any, device: WallDevice) -> WallDevice:
    return walls.pair(by=s.by, zone=s.project.zone, code=device.code, name="一楼大厅", days=30)


def key(s: Any) -> ApiToken:
    return tokens.make(by=s.by, name="取数程序", days=30, scopes=["projects:read"])[0]


def plays(then: Callable[..., Any], at_once: Callable[..., Any]) -> dict[str, Any]:
    """Return each deed with what it needs first."""
    return {
        "people.signin.use": then(
            lambda s: signin.issue(s.by.user, at=make.NOW), lambda s, one: signin.use(one, at=make.NOW)),
        "people.signin.set_password": at_once(lambda s: signin.set_password(
            s.by.user, "a phrase nobody knows", at=make.NOW)),
        "people.tokens.make": at_once(key),
        "people.tokens.revoke": then(key, lambda s, one: tokens.revoke(by=s.by, token=one)),
        "people.walls.pair": then(lambda s: walls.wait(make.NOW)[0], lambda s, one: pair(s, one)),
        "people.walls.revoke": then(
            lambda s: pair(s, walls.wait(make.NOW)[0]), lambda s, one: walls.revoke(by=s.by, device=one)),
        "people.setup.describe": then(admin, lambda s, who: setup.describe(
            by=who, zone=s.project.zone, name="改名园区", committee="", region="330881")),
        "people.setup.add_units": then(admin, lambda s, who: setup.add_units(
            by=who, zone=s.project.zone, names=["招商中心"])),
        "people.setup.add_people": then(admin, lambda s, who: setup.add_people(
            by=who, zone=s.project.zone, lines=[setup.Line(2, "王五", "招商中心", "leader", "wangwu", "")])),
        "people.setup.announce": then(admin, lambda s, who: setup.announce(
            by=who, zone=s.project.zone, notice=NOTICE, path=Path(settings.MEDIA_ROOT) / "holidays.csv")),
        "people.opening.open_zone": at_once(lambda s: opening.open_zone("新园区", at=make.NOW)),
    }  # fmt: skip
