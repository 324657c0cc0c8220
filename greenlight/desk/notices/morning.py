"""The morning's digest: 08:30 on working days, to robots that want it and to leaders and clerks inside."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from greenlight.base import calendars
from greenlight.base.clock import SHANGHAI
from greenlight.desk.models.notices import Notice
from greenlight.desk.notices import queueing, reaching
from greenlight.kernel.notices import Item
from greenlight.people.models import Role, User, Zone
from greenlight.people.scope import Scope
from greenlight.plans.filters import unfinished
from greenlight.plans.models import Slip
from greenlight.projects.models import Project
from greenlight.warnings import turned
from greenlight.warnings.models import Warning as Held

AT = time(8, 30)
WEEK = timedelta(days=7)
FEW = 5


def due(now: datetime) -> bool:
    """Tell whether the digest of the day is to be made: a working day, from 08:30 on."""
    local = now.astimezone(SHANGHAI)
    return local.time() >= AT and calendars.china().is_workday(local.date())


def run(now: datetime) -> int:
    """Make the digest of every zone once a day; return how many zones were told."""
    if not due(now):
        return 0
    day = now.astimezone(SHANGHAI).date()
    return sum(tell(zone, day, now) for zone in Zone.objects.order_by("pk"))


def tell(zone: Zone, day: date, now: datetime) -> bool:
    """Tell one zone its day; False when it was told already or has nothing to tell."""
    key = f"digest:{day}"
    listed = queueing.robots(zone.pk, "digest")
    if Notice.objects.filter(zone=zone, key=key).exists() and not listed:
        return False
    items = lines(reader(zone, day), day)
    if not items:
        return False
    people = [*reaching.of_role(zone.pk, Role.LEADER, day), *reaching.of_role(zone.pk, Role.CLERK, day)]
    known = set(Notice.objects.filter(zone=zone, key=key).values_list("user_id", flat=True))
    text = "今天：" + "；".join(one.text for one in items[:3])
    told = {user: [Item(key, text, "/", "")] for user in people if user not in known}
    reaching.notify(zone, told, now)
    title = f"{zone.name} {day.month}月{day.day}日"
    sent = [queueing.digest(robot, items, title, day, now) for robot in listed]
    return bool(told) or any(sent)


def reader(zone: Zone, day: date) -> User:
    """Return somebody who sees the zone as a whole and holds no role in it."""
    user = User(username="", name="日报")
    user.scope_of_day = Scope(
        user_id=0, day=day, home=zone.pk, zones=frozenset({zone.pk}), units=frozenset(), grids=frozenset(),
        roles=frozenset(),
    )  # fmt: skip
    return user


def lines(user: User, day: date) -> list[Item]:
    """Say the day in a few lines: lights, what turned since yesterday, what is due and late, what waits."""
    seen = Project.objects.visible_to(user).counted()
    held = Held.objects.filter(project__in=seen).open()
    red, yellow = (held.filter(colour=one).values("project").distinct().count() for one in ("red", "yellow"))
    open_stones = unfinished().filter(project__in=seen)
    late = open_stones.filter(due__lt=day).count()
    soon = open_stones.filter(due__gte=day, due__lte=day + WEEK).count()
    waits = Slip.objects.filter(state=Slip.State.WAITING, milestone__project__in=seen).count()
    worse = turned.worse(user, since=day - timedelta(days=1), day=day, most=FEW)
    counts = (
        (red + yellow, Item("red", f"有红色预警的项目 {red} 个，有黄色预警的 {yellow} 个", "/warnings/")),
        (late + soon, Item("late", f"超期节点 {late} 个，七天内到期 {soon} 个", "/projects/?due=overdue")),
        (waits, Item("waits", f"改期待批 {waits} 个", "/projects/?slip=waiting")),
    )
    return [item for count, item in counts if count] + [turn(one) for one in worse.rows]


def turn(one: turned.Turned) -> Item:
    """Say a light that got worse since yesterday."""
    word = "转红" if one.after == "red" else "转黄"
    text = f"{word}：{one.name}，{one.told}"
    return Item(f"turned:{one.project_id}", text, f"/projects/{one.project_id}/", one.after)
