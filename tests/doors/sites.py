"""工程形象: what the desk and the phone show of a site, and what is written there."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from greenlight.sites import actions
from greenlight.sites.tests import drawn
from greenlight.sites.told import LogTold, PhotoTold
from tests import make
from tests.doors.door import EDITORS, Door, deed, page, record

HANDS = frozenset({"lin", "zhao", "sun", "he"})


def made(_home: Any, project: Any, _unit: Any) -> dict[str, Any]:
    """A day on the site with a photo."""
    log = actions.send_log(by=make.by(), project=project, log=LogTold(uuid4(), make.TODAY, "主体"))
    photo = actions.add_photo(by=make.by(), log=log, data=drawn.jpeg(), name="a.jpg", told=PhotoTold(uuid4()))
    return {"log": log.pk, "photo": photo.pk, "code": photo.verify_code}


ROWS: dict[str, Door] = {
    "sites:parts": record(
        "project",
        methods="GET POST",
        readers=HANDS,
        doers=HANDS,
        data=lambda _: {"name": ["主体结构"], "weight": ["10"]},
    ),
    "sites:fence": record(
        "project",
        methods="GET POST",
        readers=HANDS,
        doers=HANDS,
        data=lambda _: {"lat": "28.74", "lon": "118.62", "radius_m": "300"},
    ),
    "sites:correct_log": record(
        "log",
        methods="GET POST",
        readers=EDITORS,
        doers=EDITORS,
        data=lambda _: {"words": "封顶", "why": "写错了"},
    ),
    "sites:retract": deed("log", doers=EDITORS, data=lambda _: {"why": "记错了项目"}),
    "sites:photo_about": record("photo"),
    "sites:original": deed("photo", doers=frozenset({"hu"})),
    "sites:explain_photo": deed("photo", doers=EDITORS, data=lambda _: {"words": "在马路对面拍的"}),
    "sites:retract_photo": deed("photo", doers=EDITORS, data=lambda _: {"why": "拍成别的工地了"}),
    "sites:verify": page(),
    "sites:verified": record("code"),
    # the phone
    "sites:photo": record("photo"),
    "sites:thumb": record("photo"),
}
