"""Sending what waits: claimed by one process, kept back in quiet hours, within the channel's pace, logged."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from greenlight.base.clock import SHANGHAI
from greenlight.base.journal import By
from greenlight.desk.models.notices import Delivery, Robot
from greenlight.desk.notices import queueing, robots, sealing, wire
from greenlight.kernel.notices import is_quiet, may_send, wait_after
from greenlight.warnings import actions as warnings
from greenlight.warnings.actions.telling import Telling

MOST_ATTEMPTS = 5
HELD = timedelta(minutes=2)  # a claimed message whose process died waits so long
PAUSED = timedelta(minutes=10)  # so often a robot whose address cannot be read is tried: the key may be back
Post = Callable[[str, bytes], tuple[int, str]]


def send_due(now: datetime, post: Post = wire.post) -> int:
    """Send what is due; return how many got through."""
    rows = Delivery.objects.filter(state=Delivery.State.WAITING, not_before__lte=now, robot__is_on=True)
    return sum(_one(found, now, post) for found in rows.select_related("robot").order_by("not_before", "pk"))


def _one(found: Delivery, now: datetime, post: Post) -> bool:
    robot = found.robot
    later = held_back(robot, now)
    claimed = Delivery.objects.filter(
        pk=found.pk, state=Delivery.State.WAITING, not_before=found.not_before
    ).update(not_before=later or now + HELD)
    if later or not claimed:
        return False
    found.refresh_from_db()
    return sent(found, now, post)


def held_back(robot: Robot, now: datetime) -> datetime | None:
    """Return until when a robot keeps silent: its quiet hours, the channel's pace; None when it may speak."""
    local = now.astimezone(SHANGHAI)
    if is_quiet(local.time(), robot.quiet_from, robot.quiet_to) and robot.quiet_to:
        end = local.replace(hour=robot.quiet_to.hour, minute=robot.quiet_to.minute, second=0, microsecond=0)
        return end if end > local else end + timedelta(days=1)
    channel = robots.CHANNELS[robot.kind]
    rows = Delivery.objects.filter(robot=robot, sent_at__gt=now - channel.span)
    recent = [one for one in rows.values_list("sent_at", flat=True) if one]
    return None if may_send(recent, now, channel.most, channel.span) else now + channel.span


def sent(found: Delivery, now: datetime, post: Post) -> bool:
    """Post one message and keep what came of it."""
    robot, items = found.robot, queueing.read(found.items)
    try:
        address = robot.address()
    except sealing.Unreadable as unreadable:
        return pause(found, str(unreadable), now)
    renew(robot, *address)
    lines = [one.text for one in items]
    url, body = robots.asked(robot.kind, *address, found.title, lines, int(now.timestamp() * 1000))
    try:
        why = robots.refused(*post(url, body))
    except wire.Unreachable as unreachable:
        why = str(unreachable)
    found.attempts += 1
    found.answer = why[:200]
    if not why:
        found.state, found.sent_at = Delivery.State.SENT, now
        remember(found, now)
    elif found.attempts >= MOST_ATTEMPTS:
        found.state = Delivery.State.FAILED
    found.not_before = now + wait_after(found.attempts)
    found.save(update_fields=["attempts", "answer", "state", "sent_at", "not_before"])
    return not why


def pause(found: Delivery, why: str, now: datetime) -> bool:
    """Let a message wait for its robot's address to be typed again: no attempt counts, nothing is lost."""
    found.answer, found.not_before = why, now + PAUSED
    found.save(update_fields=["answer", "not_before"])
    return False


def renew(robot: Robot, url: str, secret: str) -> None:
    """Seal what an old key still read with the key in force."""
    if sealing.is_of_old_key(robot.url_sealed):
        robot.keep(url, secret)
        robot.save(update_fields=["url_sealed", "secret_sealed", "hint"])


def remember(found: Delivery, now: datetime) -> None:
    """Keep that the group was told of each warning (谁知道了)."""
    keys = [one["key"] for one in found.items if one["key"].startswith("warning:")]
    entries = [
        Telling(found.robot.name, found.robot.get_kind_display(), warning_id=int(one.split(":")[1]))
        for one in keys
    ]
    if entries:
        by = By(at=now, actor_id=None, actor_name="系统", zone_id=found.zone_id)
        warnings.tell(by=by, entries=entries)
