"""What turned: in one import batch, or between two days, with the reason and who must act."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from greenlight.kernel import lights
from greenlight.people.models import User
from greenlight.projects.models import Project
from greenlight.warnings import reasons, sentences
from greenlight.warnings.models import Colour, LightSnapshot, LightTurn, Scene

MOST = 500
HEADINGS = {
    Colour.RED: "转红",
    Colour.YELLOW: "转黄",
    Colour.GREEN: "转绿",
    Colour.BLUE: "已完成",
    Colour.GREY: "转灰",
}


@dataclass(frozen=True)
class Turned:
    """A project whose light is another one now; `before` empty: judged for the first time."""

    project_id: int
    name: str
    before: str
    after: str
    told: str
    unit: str
    day: date
    cause: str


@dataclass(frozen=True)
class Group:
    """The projects that turned to one colour."""

    colour: str
    heading: str
    rows: tuple[Turned, ...]
    first: bool = False


def turns(
    user: User,
    zone_id: int | None = None,
    *,
    batch_id: int | None = None,
    since: date | None = None,
    until: date | None = None,
    day: date | None = None,
) -> list[Turned]:
    """Return the projects whose light is not what it was: through a batch, or after `since`.

    Several turns of one project are one: from the first colour to the last; back again is none.
    Three queries; at most MOST projects.
    """
    rows = LightTurn.objects.filter(scene=Scene.PROJECT)
    rows = rows.filter(project__in=Project.objects.visible_to(user))
    if zone_id is not None:
        rows = rows.filter(zone_id=zone_id)
    if batch_id is not None:
        rows = rows.filter(batch_id=batch_id)
    if since is not None:
        rows = rows.filter(day__gt=since)
    if until is not None:
        rows = rows.filter(day__lte=until)
    return _folded(rows, day or user.scope.day)


def _folded(rows: QuerySet[LightTurn], day: date) -> list[Turned]:
    first: dict[int, str] = {}
    last: dict[int, LightTurn] = {}
    for row in rows.select_related("project").order_by("pk"):
        first.setdefault(row.project_id, row.from_colour)
        last[row.project_id] = row
    changed = [row for pk, row in last.items() if first[pk] != row.to_colour]
    changed.sort(key=lambda row: (_RANK[row.to_colour], -(row.project.total_wan or 0), row.project_id))
    units = _units([row.project_id for row in changed[:MOST]])
    return [
        Turned(
            project_id=row.project_id,
            name=row.project.name,
            before=first[row.project_id],
            after=row.to_colour,
            told=reasons.told(reasons.read(row.reasons), lights.Colour.of(row.to_colour), day),
            unit=units.get(row.project_id, ""),
            day=row.day,
            cause=sentences.cause(row.cause, row.batch_id),
        )
        for row in changed[:MOST]
    ]


_RANK = {colour.value: rank for rank, colour in enumerate(HEADINGS)}


def _units(ids: Sequence[int]) -> dict[int, str]:
    now = LightSnapshot.objects.now().filter(project__in=ids, must_act_unit__isnull=False)
    return dict(now.values_list("project_id", "must_act_unit__name"))


def grouped(found: Iterable[Turned]) -> list[Group]:
    """Put what turned under 转红, 转黄, 转绿, 已完成, 转灰; what is judged first stands apart."""
    known = list(found)
    groups = []
    for first in (False, True):
        for colour, heading in HEADINGS.items():
            rows = tuple(one for one in known if one.after == colour and bool(one.before) != first)
            if rows:
                label = f"首次判灯：{colour.label}" if first else heading
                groups.append(Group(colour.value, label, rows, first))
    return groups
