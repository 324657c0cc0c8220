"""The deeds of the site as the journal's test plays them; `s` is its Stage."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import uuid4

from greenlight.people.models import Role
from greenlight.sites import actions as sites
from greenlight.sites.tests import drawn
from greenlight.sites.told import FenceTold, LogTold, PartTold, PhotoTold
from tests import make

TOLD = LogTold(uuid4(), make.TODAY, "主体", percent=Decimal(9))


def logged(s: Any) -> Any:
    return sites.send_log(by=s.by, project=s.project, log=TOLD)


def taken(s: Any, log: Any = None) -> Any:
    data = drawn.jpeg(drawn.scene(size=(200, 150)), place=None)
    log = log or logged(s)
    return sites.add_photo(by=s.by, log=log, data=data, name="a.jpg", told=PhotoTold(uuid4()))


def lookers(s: Any) -> Any:
    return taken(s), make.by(make.user("hu", Role.INSPECTOR))


def plays(then: Callable[..., Any], at_once: Callable[..., Any]) -> dict[str, Any]:
    """Return each deed with what it needs first."""
    parts = [PartTold("主体结构", Decimal(1))]
    return {
        "sites.actions.send_log": at_once(logged),
        "sites.actions.correct_log": then(logged, lambda s, one: sites.correct_log(
            by=s.by, log=one, told=replace(TOLD, words="封顶"), why="写错")),
        "sites.actions.retract_log": then(logged, lambda s, one: sites.retract_log(
            by=s.by, log=one, why="记错项目")),
        "sites.actions.add_photo": then(logged, taken),
        "sites.actions.explain_photo": then(taken, lambda s, one: sites.explain_photo(
            by=s.by, photo=one, words="马路对面拍的")),
        "sites.actions.retract_photo": then(taken, lambda s, one: sites.retract_photo(
            by=s.by, photo=one, why="拍成别的工地了")),
        "sites.actions.open_original": then(lookers, lambda s, one: sites.open_original(
            by=one[1], photo=one[0])),
        "sites.actions.define_parts": at_once(lambda s: sites.define_parts(
            by=s.by, project=s.project, parts=parts)),
        "sites.actions.set_fence": at_once(lambda s: sites.set_fence(
            by=s.by, project=s.project, fence=FenceTold(28.7, 118.6, 300))),
    }  # fmt: skip
