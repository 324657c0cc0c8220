"""What the blocks of the first page show; each is a constant number of queries."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import F, Q

from greenlight.base.models import ImportBatch, JournalRow
from greenlight.desk import todo
from greenlight.desk.home import orders as waiting
from greenlight.kernel import stages
from greenlight.people import may
from greenlight.people.models import Membership, Unit, User
from greenlight.plans.models import Milestone, Slip
from greenlight.projects import history
from greenlight.projects.models import Assignment, Evidence, Project
from greenlight.warnings import cockpit, turned
from greenlight.warnings.models import LightSnapshot, Nudge

MOST = 8
SILENT_DAYS = 30  # a site nobody wrote about for a month: no rule of a light, only a reminder
WEEK = timedelta(days=7)
FORTNIGHT = timedelta(days=14)
BUILDING = ("groundbreaking",)


def block(name: str, user: User) -> Any:
    """Return what a block shows."""
    return BLOCKS[name](user)


# ---- lights ----
def red(user: User) -> dict[str, Any]:
    """The red projects, the longest red first, with what happens if nobody acts."""
    rows = cockpit.red_list(user, user.scope.day, limit=MOST)
    return {"rows": rows, "sum": cockpit.red_sum(user)}


def stuck(user: User) -> dict[str, Any]:
    """My red and yellow projects: why, and with whom they are stuck."""
    day = user.scope.day
    rows = [
        (colour, row)
        for colour in ("red", "yellow")
        for row in cockpit.red_list(user, day, limit=MOST, colour=colour)
    ]
    return {"rows": rows[:MOST], "count": len(rows)}


def changes(user: User) -> dict[str, Any]:
    """How many lights turned in the last seven days, by the colour they turned to."""
    since = user.scope.day - WEEK
    found = turned.worse(user, since=since, day=user.scope.day, most=MOST)
    return {"since": since, "count": found.count, "rows": found.rows, "worse": found.worse}


# ---- what is due ----
def due(user: User) -> list[Milestone]:
    """Open milestones late or due within seven days."""
    return todo.due(user, user.scope.day)[:10]


@dataclass(frozen=True)
class Item:
    """One thing on a unit's clock: by when, what, where it is done."""

    when: date | None
    what: str
    project: str
    href: str
    kind: str


def clock(user: User) -> list[Item]:
    """Everything my units are asked for, the most urgent first: orders, nudges, milestones, papers."""
    found = [*_ordered(user), *_nudged(user), *_milestones(user), *_sent_back(user), *_refused(user)]
    return sorted(found, key=lambda one: (one.when is None, one.when or date.max))[:15]


def _ordered(user: User) -> list[Item]:
    return [
        Item(one.clock.until if one.clock else None, f"{one.next or '办理'}：{one.order.subject}",
             one.order.project.name if one.order.project else "", f"/orders/{one.order.pk}/", "督办单")
        for one in waiting.asked(user)
    ]  # fmt: skip


def _nudged(user: User) -> list[Item]:
    rows = Nudge.objects.filter(unit_id__in=user.scope.units, answered_at__isnull=True)
    return [
        Item(
            one.answer_by, one.message, one.project.name, _page(one.project_id, "warnings", "#nudge"), "催办"
        )
        for one in rows.select_related("project").order_by("answer_by")[:MOST]
    ]  # fmt: skip


def _milestones(user: User) -> list[Item]:
    rows = Milestone.objects.visible_to(user).filter(
        owner_id__in=user.scope.units, in_plan=True, done_on__isnull=True,
        due__lte=user.scope.day + FORTNIGHT, project__halt="",
    )  # fmt: skip
    return [
        Item(one.due, one.name, one.project.name, f"/projects/{one.project_id}/?node={one.pk}#node", "节点")
        for one in rows.select_related("project").order_by("due", "pk")[:MOST]
    ]


def _sent_back(user: User) -> list[Item]:
    led = Assignment.objects.held_by(user).filter(role__in=("lead", "co")).values("project_id")
    rows = Evidence.objects.filter(project__in=led, state=Evidence.State.SENT_BACK)
    return [
        Item(None, f"{one.name}被退回：{one.note or '请重交'}", one.project.name,
             _page(one.project_id, "papers"), "资料")
        for one in rows.select_related("project").order_by("-at")[:MOST]
    ]  # fmt: skip


def _refused(user: User) -> list[Item]:
    """Changes of date that were not agreed to in the last fortnight: the old date holds."""
    since = user.scope.day - FORTNIGHT
    rows = Slip.objects.filter(
        milestone__owner_id__in=user.scope.units, milestone__done_on__isnull=True,
        state=Slip.State.REFUSED, decided_at__date__gte=since,
    )  # fmt: skip
    found = rows.select_related("milestone__project").order_by("-decided_at")[:MOST]
    return [
        Item(one.from_due, f"{one.milestone.name}改期没有同意，仍按原日期", one.milestone.project.name,
             _page(one.milestone.project_id, "milestones", "#slips"), "改期")
        for one in found
    ]  # fmt: skip


def _page(pk: int, tab: str, anchor: str = "") -> str:
    return f"/projects/{pk}/?tab={tab}{anchor}"


# ---- the site ----
def silent(user: User) -> dict[str, Any]:
    """Projects under construction nobody wrote about for a month: where to go with a camera."""
    rows = Project.objects.visible_to(user).counted().filter(halt="", stage__in=BUILDING)
    if not user.scope.zones:
        rows = rows.filter(pk__in=Assignment.objects.held_by(user).values("project_id"))
    last = user.scope.day - timedelta(days=SILENT_DAYS)
    rows = rows.filter(Q(site_updated_on__isnull=True) | Q(site_updated_on__lt=last))
    ordered = rows.order_by(F("site_updated_on").asc(nulls_first=True), "pk")
    return {"rows": list(ordered[:MOST]), "count": rows.count(), "days": SILENT_DAYS}


# ---- decisions, reminders, deeds ----
def slips(user: User) -> list[Slip]:
    """The changes of date that wait for a decision."""
    seen = Project.objects.visible_to(user)
    found = Slip.objects.filter(state=Slip.State.WAITING, milestone__project__in=seen)
    return list(found.select_related("milestone__project").order_by("asked_at")[:MOST])


def nudges(user: User) -> list[Nudge]:
    """The open nudges on my units, or on the projects I see as a whole."""
    seen = Project.objects.visible_to(user)
    mine = Q(unit_id__in=user.scope.units) | Q(zone_id__in=user.scope.zones)
    found = Nudge.objects.filter(mine, project__in=seen, answered_at__isnull=True)
    return list(found.select_related("project", "unit").order_by("answer_by")[:MOST])


def deeds(user: User) -> list[tuple[JournalRow, str]]:
    """The newest deeds of the zone, for who may read its journal as a whole."""
    if not may.read_journal(user, user.scope.home):
        return []
    rows = JournalRow.objects.filter(zone_id=user.scope.home).order_by("-seq")[:12]
    return [(one, history.verb(one.verb)) for one in rows]


# ---- the clerk's month ----
def bring(user: User) -> dict[str, Any]:
    """The month's table: what waits for answers, what came in last, what it changed."""
    rows = ImportBatch.objects.filter(zone_id=user.scope.home or 0).select_related("file").order_by("-pk")
    recent = list(rows[:4])
    return {
        "recent": recent,
        "waiting": [one for one in recent if one.state in ("mapping", "preview")],
        "last": next((one for one in recent if one.state == ImportBatch.State.APPLIED), None),
    }


# ---- an enterprise, an administrator ----
def mine(user: User) -> list[dict[str, Any]]:
    """My projects: where they stand, what comes next, the next date."""
    rows = list(Project.objects.visible_to(user).counted().order_by("-updated_at", "pk")[:MOST])
    lit = {one.project_id: one for one in LightSnapshot.objects.now().filter(project__in=rows)}
    coming = Milestone.objects.filter(project__in=rows, in_plan=True, done_on__isnull=True, due__isnull=False)
    nodes = {one.project_id: one for one in coming.order_by("-due", "-seq")}
    return [
        {"project": one, "stage": stages.word(one.kind, one.stage), "light": lit.get(one.pk),
         "next": nodes.get(one.pk)}
        for one in rows
    ]  # fmt: skip


def setup(user: User) -> dict[str, Any]:
    """How far a zone is set up: units, people, projects."""
    zone = user.scope.home or 0
    return {
        "units": Unit.objects.filter(zone_id=zone).count(),
        "people": Membership.objects.filter(zone_id=zone).values("user_id").distinct().count(),
        "imported": ImportBatch.objects.filter(zone_id=zone, state=ImportBatch.State.APPLIED).exists(),
    }


BLOCKS: dict[str, Callable[[User], Any]] = {
    "red": red, "stuck": stuck, "turned": changes, "due": due, "clock": clock, "silent": silent,
    "slips": slips, "nudges": nudges, "deeds": deeds, "bring": bring, "mine": mine, "setup": setup,
    "orders": waiting.waits,
}  # fmt: skip
