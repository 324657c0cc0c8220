"""Who is told of what: of a warning those who must act and those who answer for the project."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from django.db.models import Q

from greenlight.base import bulk
from greenlight.desk.models.notices import Notice
from greenlight.kernel.notices import Item, merged
from greenlight.people.models import Membership, Role, User, Zone
from greenlight.projects.models import Assignment
from greenlight.warnings.actions.telling import Telling
from greenlight.warnings.models import Warning as Held

WARNING = "warning:"  # begins the key of a notice of one
MANY = 20  # more than this at once are told as one sentence
ALL = "/warnings/"
IN_APP, IN_ONE = "站内", "站内，合成一条"  # how it stands under 谁知道了
ANSWER = (Assignment.Role.SPONSOR, Assignment.Role.LEAD, Assignment.Role.LIAISON)


def of_warnings(rows: Sequence[Held], day: date) -> dict[int, list[Item]]:
    """Return {user: what to tell}: who must act, sponsor, lead and liaison. Three queries."""
    items = {one.pk: item(one, day) for one in rows}
    by_unit, by_project = people(rows, day)
    found: dict[int, list[Item]] = defaultdict(list)
    for one in rows:
        for user in by_unit.get(one.unit_id or 0, set()) | by_project.get(one.project_id, set()):
            found[user].append(items[one.pk])
    return found


def tellings(told: Mapping[int, Sequence[Item]]) -> Iterator[Telling]:
    """Yield who is told of which warning by `notify`, singly or in one sentence of many. One query."""
    names = dict(User.objects.filter(bulk.among("pk", list(told))).values_list("pk", "name"))
    for user, items in sorted(told.items()):
        channel = IN_APP if len(merged(items)) <= MANY else IN_ONE
        for one in items:
            pk = int(one.key.removeprefix(WARNING))
            yield Telling(names.get(user) or "", channel, warning_id=pk, user_id=user)


def item(one: Held, day: date) -> Item:
    """Say a warning in one line that opens its project."""
    word = "红灯" if one.colour == "red" else "黄灯"
    text = f"{word}：{one.project.name}，{one.told(day)}"
    return Item(f"{WARNING}{one.pk}", text, f"/projects/{one.project_id}/?tab=warnings", one.colour)


def people(rows: Sequence[Held], day: date) -> tuple[Mapping[int, set[int]], Mapping[int, set[int]]]:
    """Return the handlers of the units that must act, and who answers for the projects."""
    begun = Q(valid_from__isnull=True) | Q(valid_from__lte=day)
    in_force = begun & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))
    units, projects = {one.unit_id for one in rows if one.unit_id}, {one.project_id for one in rows}
    by_unit: dict[int, set[int]] = defaultdict(set)
    handlers = Membership.objects.filter(in_force, role=Role.UNIT_HANDLER, unit_id__in=units)
    for unit, user in handlers.values_list("unit_id", "user_id"):
        by_unit[unit or 0].add(user)
    by_project: dict[int, set[int]] = defaultdict(set)
    own = Assignment.objects.filter(in_force, bulk.among("project_id", list(projects)), role__in=ANSWER)
    for project, user in own.filter(user__isnull=False).values_list("project_id", "user_id"):
        by_project[project].add(user or 0)
    return by_unit, by_project


def of_role(zone_id: int, role: str, day: date) -> list[int]:
    """Return the people of a zone who hold a role on a day."""
    begun = Q(valid_from__isnull=True) | Q(valid_from__lte=day)
    in_force = begun & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))
    rows = Membership.objects.filter(in_force, zone_id=zone_id, role=role)
    return sorted(set(rows.values_list("user_id", flat=True)))


def notify(zone: Zone | int, told: Mapping[int, Sequence[Item]], at: datetime) -> int:
    """Tell people inside the product: one row a key, unread again when it changes. One write.

    Somebody with more than MANY new things is told one sentence and where they all stand.
    """
    zone_id = zone if isinstance(zone, int) else zone.pk
    rows = [
        Notice(user_id=user, zone_id=zone_id, key=one.key[:80], text=one.text[:300], url=one.url,
               colour=one.colour, at=at, read_at=None)
        for user, items in told.items()
        for one in folded(items, at)
    ]  # fmt: skip
    Notice.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["user", "key"], batch_size=500,
        update_fields=["text", "url", "colour", "at", "read_at"],
    )  # fmt: skip
    return len(rows)


def folded(items: Sequence[Item], at: datetime) -> list[Item]:
    """Return the things merged; many of them as one."""
    found = merged(items)
    if len(found) <= MANY:
        return found
    red = sum(one.colour == "red" for one in found)
    text = f"新增 {len(found)} 条预警，其中红灯 {red} 条，请在预警清单里看。"
    return [Item(f"many:{at:%Y%m%d%H%M}", text, ALL, "red" if red else "yellow")]
