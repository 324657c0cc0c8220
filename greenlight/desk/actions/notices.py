"""Deeds on notices: a robot listed, changed, tried, taken off; one's own notices read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

from django.db import transaction

from greenlight.base import journal
from greenlight.base.journal import By
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.desk.models.notices import Delivery, Notice, Robot
from greenlight.desk.notices import robots, sealing, wire
from greenlight.kernel.notices import Item
from greenlight.people import may
from greenlight.people.models import Zone
from greenlight.people.naming import named

MOST_ROBOTS, LONGEST_URL, LONGEST_SECRET = 20, 500, 200


@dataclass(frozen=True)
class RobotTold:
    """What is typed of a robot."""

    name: str
    kind: str
    url: str
    secret: str = ""
    tells: Sequence[str] = ("warning", "digest")
    quiet_from: time | None = None
    quiet_to: time | None = None


def check(by: By, zone_id: int | None) -> None:
    """Raise NotAllowed to whoever does not keep the zone's robots: its leaders and administrators do."""
    if by.user is None or not (may.lead(by.user, zone_id) or may.administer(by.user, zone_id)):
        raise NotAllowed("只有本区领导和系统管理员能管群机器人。")


@transaction.atomic
def add_robot(*, by: By, zone: Zone, told: RobotTold) -> Robot:
    """List a robot; its address must be that of its channel, or a host the administrator has listed."""
    check(by, zone.pk)
    name = named(told.name)
    if not name:
        raise Refused("给机器人起个名字，例如 项目调度群。", status=400)
    if told.kind not in robots.CHANNELS:
        raise Refused("请选钉钉或企业微信。", status=400)
    if Robot.objects.filter(zone=zone, is_on=True).count() >= MOST_ROBOTS:
        raise Refused(f"一个园区最多 {MOST_ROBOTS} 个机器人，请先停用不用的。", status=400)
    _right_address(told)
    made = Robot(
        zone=zone, name=name, kind=told.kind, tells=[one for one in Robot.TELLS if one in told.tells],
        quiet_from=told.quiet_from, quiet_to=told.quiet_to, actor_name=by.actor_name, at=by.at,
    )  # fmt: skip
    made.keep(told.url.strip(), told.secret.strip())
    made.save()
    journal.write(by, "robot.add", "robot", made.pk, after={"name": name, "kind": told.kind})
    return made


def _right_address(told: RobotTold) -> None:
    channel, url = robots.CHANNELS[told.kind], told.url.strip()
    if len(url) > LONGEST_URL or not url.isprintable():
        raise Refused("网址太长或有看不见的字符，请整条重新复制。", status=400)
    if len(told.secret.strip()) > LONGEST_SECRET or not told.secret.strip().isprintable():
        raise Refused("加签密钥太长或有看不见的字符，请整条重新复制。", status=400)
    try:
        parts = wire.checked(url)
    except wire.Unreachable as why:
        raise Refused(str(why), status=400) from None
    listed = {parts.hostname or "", f"{parts.hostname}:{parts.port}"} & wire.own_hosts()
    if parts.hostname != channel.host and not listed:
        raise Refused(
            f"{channel.word}的网址应在 {channel.host} 上，请从群机器人的设置里整条复制。", status=400
        )


@transaction.atomic
def retype_robot(*, by: By, robot: Robot, url: str, secret: str = "") -> Robot:
    """Take a robot's address and secret anew: it speaks again, and sends what has waited.

    A day's digest that waited past its day is told by nobody any more; the log keeps it.
    """
    check(by, robot.zone_id)
    _right_address(RobotTold(robot.name, robot.kind, url, secret))
    robot.keep(url.strip(), secret.strip())
    robot.save(update_fields=["url_sealed", "secret_sealed", "hint"])
    waiting = Delivery.objects.filter(robot=robot, state=Delivery.State.WAITING)
    waiting.filter(kind="digest", day__lt=by.day).update(state=Delivery.State.FAILED, answer=PAST)
    waiting.filter(answer=sealing.WAY_OUT).update(not_before=by.at, answer="")
    journal.write(by, "robot.retype", "robot", robot.pk, after={"name": robot.name, "hint": robot.hint})
    return robot


PAST = "机器人停着的时候过了这一天，不再发"


@transaction.atomic
def switch_robot(*, by: By, robot: Robot, is_on: bool) -> Robot:
    """Switch a robot off or on; what waits for it stays."""
    check(by, robot.zone_id)
    if robot.is_on != is_on:
        robot.is_on = is_on
        robot.save(update_fields=["is_on"])
        journal.write(
            by, "robot.switch", "robot", robot.pk, before={"is_on": not is_on}, after={"is_on": is_on}
        )
    return robot


@transaction.atomic
def try_robot(*, by: By, robot: Robot) -> Delivery:
    """Queue one message that says who tries it; the minute's door sends it."""
    check(by, robot.zone_id)
    item = Item("try", f"{by.actor_name}在试这个机器人，看到这句就是通了。")
    made = Delivery.objects.create(
        robot=robot, zone_id=robot.zone_id, kind="try", day=by.day, title="绿灯：试一试",
        items=[{"key": item.key, "text": item.text, "url": "", "colour": ""}], not_before=by.at, at=by.at,
    )  # fmt: skip
    journal.write(by, "robot.try", "robot", robot.pk, after={"name": robot.name})
    return made


def read_notices(*, by: By, ids: Sequence[int] = ()) -> int:
    """Mark one's own notices as read, all of them when none is named."""
    rows = Notice.objects.filter(user_id=by.actor_id or 0, read_at__isnull=True)
    rows = rows.filter(pk__in=ids) if ids else rows
    return rows.update(read_at=by.at)
