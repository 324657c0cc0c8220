"""Money and plans."""

from __future__ import annotations

import json

from greenlight.plans.actions import arranging
from greenlight.projects.models import Project
from tests.doors.door import (
    EDITORS,
    LEADERS,
    Door,
    World,
    day,
    deed,
    page,
    record,
    stone,
)


def arranged(_world: World) -> str:
    return json.dumps({"nodes": {"groundbreaking": {"due": day(-3)}}})


def seen(world: World) -> str:
    return json.dumps(arranging.laid_out(Project.objects.get(pk=world.project)).facts())


ROWS: dict[str, Door] = {
    # money
    "investment:report": record(
        "project", methods="GET POST", readers=frozenset({"lin", "zhao", "sun"}),
        doers=frozenset({"lin", "zhao", "sun"}),
        data=lambda _: {
            "year": "2022", "month": "6", "ytd_wan": "800", "method": "work", "reason": "更正",
        },
    ),
    "investment:year_plan": record(
        "project", methods="GET POST", readers=EDITORS, doers=EDITORS,
        data=lambda _: {"year": "2022", "amount_wan": "9000", "way": "even"},
    ),
    # plans
    "plans:make": record(
        "project", methods="GET POST", readers=EDITORS, doers=EDITORS,
        data=lambda _: {"mode": "forward", "day": day(1), "reason_class": "land", "reason": "净地未移交"},
    ),
    "plans:draft": record("project", methods="GET POST", doers=EDITORS, data=lambda _: {"decide": "approve"}),
    "plans:compare": record("project"),
    "plans:update": record("project", methods="GET POST", doers=EDITORS, data=lambda w: {
        "decide": "leave", "template": "1"}),
    "plans:arrange": record(
        "project", methods="GET POST", doers=EDITORS, readers=EDITORS,
        data=lambda world: {"changes": arranged(world), "seen": seen(world)},
    ),
    "plans:arrange_look": record(
        "project", methods="POST", readers=EDITORS, data=lambda world: {"changes": arranged(world)}
    ),
    "plans:make_many": page(
        "GET POST", readers=EDITORS, doers=EDITORS,
        data=lambda w: {"mode": "forward", "day": day(1), "id": w.project},
    ),
    "plans:job": record("job", readers=frozenset({"lin"})),
    "plans:actual": stone(data=lambda _: {"percent": "40", "started_on": day(-9)}),
    "plans:withdraw": stone(data=lambda _: {"why": "填错了"}),
    "plans:slip": stone(data=lambda _: {"to_due": day(40), "reason_class": "land", "reason": "净地未移交"}),
    "plans:take_back": stone(),
    "plans:decide": stone(doers=LEADERS, data=lambda _: {"approve": "yes"}),
    "plans:levels": page(
        "GET POST", readers=frozenset({"lin", "zhao", "hu"}), doers=LEADERS,
        data=lambda _: {"days0": "0", "decider0": "leader", "why": "主任办公会"},
    ),
    "plans:decide_all": deed("project", doers=LEADERS, data=lambda _: {"approve": "no", "note": "再想办法"}),
    "plans:edit": stone(doers=EDITORS, data=lambda _: {"due": day(-3)}),
}  # fmt: skip
