"""What turned: in one import batch, or between two days, with the reason and who must act."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import DecimalField, QuerySet
from django.db.models.functions import Coalesce

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
    whole: int = 0

    @property
    def key(self) -> str:
        """Return how an address names the group: red, first-red."""
        return f"first-{self.colour}" if self.first else self.colour


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
    rows = _asked(user, zone_id, batch_id=batch_id, since=since, until=until)
    return _told(_folded(rows)[:MOST], day or user.scope.day)


def board(
    user: User, *, day: date, batch_id: int | None = None, since: date | None = None, only: str = "",
    at: int = 0, most: int = MOST,
) -> list[Group]:  # fmt: skip
    """Return every group of what turned with its whole count, `most` rows of each from `at`; three queries.

    `only` asks for one group by its key. Projects count as `turns` counts them, however many there are.
    """
    held: dict[tuple[bool, str], list[Fold]] = {}
    for one in _folded(_asked(user, batch_id=batch_id, since=since)):
        held.setdefault((not one.before, one.after), []).append(one)
    groups = [
        Group(colour.value, _heading(colour, first), (), first, len(held[first, colour]))
        for first in (False, True)
        for colour in HEADINGS
        if (first, colour) in held
    ]
    groups = [one for one in groups if only in ("", one.key)]
    shown = {one.key: held[one.first, one.colour][at : at + most] for one in groups}
    told = {one.project_id: one for one in _told([row for rows in shown.values() for row in rows], day)}
    return [replace(one, rows=tuple(told[row.project_id] for row in shown[one.key])) for one in groups]


def _heading(colour: Colour, first: bool) -> str:
    return f"首次判灯：{colour.label}" if first else HEADINGS[colour]


def _asked(
    user: User, zone_id: int | None = None, *, batch_id: int | None = None, since: date | None = None,
    until: date | None = None,
) -> QuerySet[LightTurn]:  # fmt: skip
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
    return rows


@dataclass(frozen=True)
class Worse:
    """How many lights turned, how many of them to red or yellow, and the first of those."""

    count: int
    worse: int
    rows: list[Turned]


def worse(user: User, *, since: date, day: date, most: int) -> Worse:
    """Return what turned after `since` as `turns` does, telling only the first that got worse."""
    found = _folded(_asked(user, since=since))
    bad = [one for one in found if one.after in (Colour.RED, Colour.YELLOW)]
    return Worse(len(found), len(bad), _told(bad[:most], day))


@dataclass(frozen=True)
class Changed:
    """How many lights turned, how many were judged for the first time, and what there is to tell.

    Told are those that turned, and those first judged red or yellow, `count` of them; the first in `rows`.
    """

    turned: int
    first: int
    count: int
    rows: list[Turned]


def changed(user: User, *, since: date, until: date, at: int = 0, most: int = MOST) -> Changed:
    """Return what turned after `since` up to `until`, told from the `at`th on. Three queries."""
    found = _folded(_asked(user, since=since, until=until))
    first = sum(not one.before for one in found)
    news = [one for one in found if one.before or one.after in (Colour.RED, Colour.YELLOW)]
    return Changed(len(found) - first, first, len(news), _told(news[at : at + most], until))


class Fold(NamedTuple):
    """The first colour and the last turn of one project."""

    pk: int
    project_id: int
    before: str
    after: str


def _folded(rows: QuerySet[LightTurn]) -> list[Fold]:
    """Fold several turns of a project into one, the worst first; one query that reads no reasons."""
    first: dict[int, str] = {}
    last: dict[int, Fold] = {}
    largest = Coalesce("project__total_wan", Decimal(0), output_field=DecimalField()).desc()
    names = ("pk", "project_id", "from_colour", "to_colour")
    for pk, project, before, after in rows.order_by(largest, "project_id", "pk").values_list(*names):
        first.setdefault(project, before)
        last[project] = Fold(pk, project, first[project], after)
    changed = [one for one in last.values() if one.before != one.after]
    return sorted(changed, key=lambda one: _RANK[one.after])  # of a colour the largest first, as asked


def _told(found: Sequence[Fold], day: date) -> list[Turned]:
    """Tell why each turned and who must act; two queries."""
    rows = LightTurn.objects.filter(pk__in=[one.pk for one in found]).select_related("project")
    known = {row.pk: row for row in rows}
    units = _units([one.project_id for one in found])
    return [_turned(one, known[one.pk], units, day) for one in found]


def _turned(one: Fold, row: LightTurn, units: Mapping[int, str], day: date) -> Turned:
    return Turned(
        project_id=one.project_id,
        name=row.project.name,
        before=one.before,
        after=one.after,
        told=reasons.told(reasons.read(row.reasons), lights.Colour.of(one.after), day),
        unit=units.get(one.project_id, ""),
        day=row.day,
        cause=sentences.cause(row.cause, row.batch_id),
    )


_RANK = {colour.value: rank for rank, colour in enumerate(HEADINGS)}


def _units(ids: Sequence[int]) -> dict[int, str]:
    now = LightSnapshot.objects.now().filter(project__in=ids, must_act_unit__isnull=False)
    return dict(now.values_list("project_id", "must_act_unit__name"))


def grouped(found: Iterable[Turned]) -> list[Group]:
    """Put what turned under 转红, 转黄, 转绿, 已完成, 转灰; what is judged first stands apart."""
    known = list(found)
    groups = []
    for first in (False, True):
        for colour in HEADINGS:
            rows = tuple(one for one in known if one.after == colour and bool(one.before) != first)
            if rows:
                groups.append(Group(colour.value, _heading(colour, first), rows, first, len(rows)))
    return groups
