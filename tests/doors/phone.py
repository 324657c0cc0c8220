"""一日一现场 on a phone: who opens the pages, who sends."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from greenlight.sites.tests import drawn
from tests import make
from tests.doors.door import EDITORS, Door, World, deed, page, record

HANDS = frozenset({"lin", "zhao", "sun", "he"})
READERS = frozenset({"lin", "zhao", "hu"})


def told(_world: World) -> dict[str, Any]:
    """A log as the form sends it."""
    return {"uuid": str(uuid4()), "day": make.TODAY.isoformat(), "words": "主体施工", "why": "写错了"}


def shot(_world: World) -> dict[str, Any]:
    """A photo as the phone sends it."""
    return {"uuid": str(uuid4()), "file": SimpleUploadedFile("b.jpg", drawn.jpeg(drawn.scene(2)))}


ROWS: dict[str, Door] = {
    "sites:today": page(),
    "sites:worker": page(),
    "sites:hello": page(),
    "sites:sent": page(),
    "sites:overview": page(readers=READERS),
    "sites:overview_export": page(readers=READERS),
    "sites:sheet": record("project", methods="GET POST", readers=HANDS, doers=HANDS, data=told),
    "sites:receipt": record("log"),
    "sites:send_photo": deed("log", doers=EDITORS, data=shot),
    "sites:correct": record("log", methods="GET POST", readers=EDITORS, doers=EDITORS, data=told),
    "sites:explain": deed("log", "photo", doers=EDITORS, data=lambda _: {"words": "在马路对面拍的"}),
}
