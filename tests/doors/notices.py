"""Notices and the robots of chat groups."""

from __future__ import annotations

from greenlight.desk.models import Robot
from greenlight.people.models import Unit, Zone
from greenlight.projects.models import Project
from tests import make
from tests.doors.door import INSIDE, LEADERS, Door, deed, page

TYPED = {"name": "调度群", "kind": "wecom", "url": "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k"}
ROWS: dict[str, Door] = {
    "desk:notices": page(),
    "desk:notices_read": page("POST", doers=INSIDE),
    "desk:robots": page("GET POST", readers=LEADERS, doers=LEADERS, data=lambda _: TYPED),
    "desk:robot_switch": deed(
        "robot", doers=LEADERS, data=lambda _: {"on": "0"}, strangers=frozenset({"wu"})
    ),
    "desk:robot_retype": deed(
        "robot", doers=LEADERS, data=lambda _: {"url": TYPED["url"]}, strangers=frozenset({"wu"})
    ),
    "desk:robot_try": deed("robot", doers=LEADERS, strangers=frozenset({"wu"})),
}


def made(home: Zone, _project: Project, _unit: Unit) -> dict[str, int]:
    """List one robot."""
    robot = Robot(zone=home, name="调度群", kind="wecom", actor_name="zhao", at=make.NOW)
    robot.keep(TYPED["url"], "")
    robot.save()
    return {"robot": robot.pk}
