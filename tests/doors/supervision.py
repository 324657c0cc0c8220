"""Orders: raised, answered by the unit, decided; the ladder and the league."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from greenlight.people.models import Unit, Zone
from greenlight.projects.models import Project
from greenlight.supervision import actions
from greenlight.supervision.actions.raising import Wish
from greenlight.supervision.models import OrderDraft
from greenlight.warnings.models import Warning  # noqa: A004  the word of the papers
from tests import make
from tests.doors.door import (
    EDITORS,
    INSIDE,
    LEADERS,
    Door,
    World,
    day,
    deed,
    page,
    record,
)
from tests.doors.lights import REASON

OFFICE = INSIDE - {"chen"}  # what the committee asks of its units is not an enterprise's
UNIT, DECIDES = frozenset({"lin", "sun"}), frozenset({"zhao"})
WHOLE = frozenset({"lin", "zhao", "hu"})
YES = {"verdict": "yes", "reason": ""}


def made(zone: Zone, project: Project, unit: Unit) -> dict[str, int]:
    """Make an order of the leader to the unit, and find the warning made beside it."""
    wish = Wish(unit, "净地移交滞后", "请办好净地移交", make.TODAY, make.TODAY)
    order = actions.raise_order(by=make.by(make.zhao()), zone_id=zone.pk, wish=wish, project=project)
    warning, _ = Warning.objects.get_or_create(
        project=project, zone=zone, scene="milestones", rule="default-1", about="groundbreaking", until=None,
        defaults={"colour": "yellow", "since": make.TODAY, "opened_on": make.TODAY, "shape": "x",
                  "reason": REASON},
    )  # fmt: skip
    draft = OrderDraft.objects.create(
        zone=zone, project=project, warning=warning, act="order", code="ladder-3", drafted_on=make.TODAY,
        at=make.NOW,
    )  # fmt: skip
    return {"order": order.pk, "warning": warning.pk, "draft": draft.pk}


def of_unit(data: Any = lambda _: {}) -> Door:
    return deed("order", doers=UNIT, data=data)


def of_leader(data: Any = lambda _: {}) -> Door:
    return deed("order", doers=DECIDES, data=data)


def proof(_world: World) -> dict[str, Any]:
    return {"words": "已移交", "papers": SimpleUploadedFile("移交单.pdf", b"%PDF-1.7 x")}


ROWS: dict[str, Door] = {
    "supervision:orders": page(),
    "supervision:due": page(),
    "supervision:units": page(),
    "supervision:unit": record("unit", readers=OFFICE),
    "supervision:new": page(
        "GET POST", readers=EDITORS, doers=LEADERS,
        data=lambda w: {
            "unit": w.unit, "subject": "进度滞后", "demand": "请报原因", "reply_by": day(3), "due": day(30),
            "urgency": "plain",
        },
    ),
    "supervision:order": record("order", readers=OFFICE),
    "supervision:word": record("order", readers=OFFICE),
    "supervision:record": record("order", readers=OFFICE),
    "supervision:receive": of_unit(),
    "supervision:plan": of_unit(lambda _: {"words": "分三步办", "day": day()}),
    "supervision:closing": of_unit(proof),
    "supervision:progress": of_unit(lambda _: {"words": "办了一半"}),
    "supervision:extend": of_unit(lambda _: {"day": day(9), "reason": "连续降雨"}),
    "supervision:decide_plan": of_leader(lambda _: YES),
    "supervision:confirm": of_leader(lambda _: YES),
    "supervision:decide_extension": of_leader(lambda _: YES),
    "supervision:talk": of_leader(lambda _: {"words": "约谈了主任"}),
    "supervision:withdraw": of_leader(lambda _: {"reason": "写错单位"}),
    "supervision:walk": page("POST", doers=EDITORS),
    "supervision:set_aside": deed("draft", doers=EDITORS, data=lambda _: {"why": "月底复工"}),
    "supervision:ladder": page(readers=WHOLE),
    "supervision:step": page(
        "GET POST", records=("rung",), readers=EDITORS, doers=EDITORS,
        data=lambda _: {"is_on": "on", "valid_from": day(), "paper": "主任办公会"},
    ),
    "supervision:limits": page(
        "GET POST", readers=WHOLE, doers=EDITORS,
        data=lambda _: {"yellow": 2, "red": 5, "is_on": "on", "valid_from": day(), "paper": "主任办公会"},
    ),
    "supervision:climb": deed("warning", doers=EDITORS, data=lambda _: {"act": "tell_liaison"}),
}  # fmt: skip
