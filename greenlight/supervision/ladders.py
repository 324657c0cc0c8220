"""督办阶梯: the steps in force in a zone, and which of them open warnings call for."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from django.db.models import Q

from greenlight.base import bulk
from greenlight.kernel import ladder, orders
from greenlight.projects.models import Assignment
from greenlight.supervision.models import LadderStep, Order, OrderEvent
from greenlight.warnings.models import Told, WarningQuerySet
from greenlight.warnings.models import Warning as Held

# How a step stands among those who were told (warnings.Told.channel).
CHANNELS = {"tell_liaison": "督办：告知联络员", "tell_sponsor": "督办：报告责任领导"}
ACT_OF = {channel: act for act, channel in CHANNELS.items()}
ROLE_ACTS = {"liaison": "tell_liaison", "sponsor": "tell_sponsor"}
ONE_DAY = timedelta(days=1)
NOTHING: frozenset[str] = frozenset()
ONLY = {act: frozenset({act}) for act in CHANNELS}
Steps = tuple[ladder.Step, ...]


@cache
def shipped() -> Steps:
    """Return the steps of kernel/data/ladder.json."""
    return ladder.read(stored("ladder.json"))


def stored(name: str) -> list[dict[str, object]]:
    """Return what is shipped in a file of kernel/data."""
    found: list[dict[str, object]] = json.loads(
        (files("greenlight.kernel") / "data" / name).read_text(encoding="utf-8")
    )
    return found


# ---- the steps of a zone ----
def of_zones(zones: Iterable[int]) -> dict[int, Steps]:
    """Return {zone: its steps}: the shipped ones, and what it has set since, every version; one query."""
    ids = set(zones)
    own: dict[tuple[int, str], list[LadderStep]] = defaultdict(list)
    for row in LadderStep.objects.filter(zone__in=ids).order_by("version"):
        own[row.zone_id, row.code].append(row)
    return {
        zone: tuple(step for one in shipped() for step in _versions(one, own[zone, one.code])) for zone in ids
    }


def _versions(step: ladder.Step, own: list[LadderStep]) -> list[ladder.Step]:
    if not own:
        return [step]
    first = replace(step, valid_to=min(one.valid_from for one in own) - ONE_DAY)
    return [first, *(_as_step(step, one) for one in own)]


def _as_step(step: ladder.Step, own: LadderStep) -> ladder.Step:
    return replace(
        step, months=own.months, count=own.count, on=own.is_on, auto=own.auto, source=own.paper,
        grade="own", valid_from=own.valid_from, valid_to=own.valid_to, version=own.version + 1,
    )  # fmt: skip


def last_of(zone_id: int, code: str) -> ladder.Step | None:
    """Return the newest version of a step, None for a code nobody knows."""
    return next((one for one in reversed(of_zones([zone_id])[zone_id]) if one.code == code), None)


# ---- where warnings stand ----
@dataclass(frozen=True)
class Whom:
    """Who is told: a person with or without an account, or a unit."""

    name: str
    user_id: int | None
    unit_id: int | None


class Row(NamedTuple):
    """What the ladder needs to know of an open warning."""

    pk: int
    project_id: int
    zone_id: int
    colour: str
    since: date


@dataclass(frozen=True)
class Climb:
    """Where a warning stands on the ladder: the steps due, the highest last, and the open order about it."""

    above: tuple[ladder.Due, ...]
    order: Order | None

    @property
    def due(self) -> ladder.Due | None:
        """Return the step that is due."""
        return self.above[-1] if self.above else None


def of_warnings(warnings: Sequence[Held], day: date) -> dict[int, Climb]:
    """Return where open warnings stand on the ladder; five queries however many they are."""
    ids = {one.project_id for one in warnings}
    beside = Held.objects.open().filter(bulk.among("project_id", sorted(ids)))
    alike = Counter(beside.order_by().values_list("project_id", "colour"))
    rows = [Row(one.pk, one.project_id, one.zone_id, one.colour, one.since) for one in warnings]
    return climbs(rows, alike, day)


def rows_of(warnings: WarningQuerySet) -> list[Row]:
    """Return what the ladder needs to know of open warnings; one query."""
    return [Row._make(one) for one in warnings.order_by("colour", "since", "pk").values_list(*Row._fields)]


def of_all(rows: Sequence[Row], day: date) -> dict[int, Climb]:
    """Return where warnings stand that are all the open ones of their projects."""
    return climbs(rows, Counter((one.project_id, one.colour) for one in rows), day)


def climbs(rows: Sequence[Row], alike: Counter[tuple[int, str]], day: date) -> dict[int, Climb]:
    """Return {warning: where it stands}; `alike` counts a project's open warnings of a colour. Four queries.

    Warnings that look the same to the ladder are judged once: thousands cost no more than reading them.
    """
    steps = of_zones({one.zone_id for one in rows})
    projects = sorted({one.project_id for one in rows})
    told, about = _told(projects), _orders(projects)
    talked = _talked([one.pk for own in about.values() for one in own])
    known: dict[tuple[object, ...], tuple[ladder.Due, ...]] = {}
    found = {}
    for row in rows:
        order = _about(row.pk, about[row.project_id]) if row.project_id in about else None
        late, spoken = _late(order, day), order is not None and order.pk in talked
        beside, done = alike[row.project_id, row.colour], told.get(row.pk, NOTHING)
        month = row.since.year * 12 + row.since.month  # only months count
        key = (row.zone_id, row.colour, month, beside, done, order is not None, late, spoken)
        above = known.get(key)
        if above is None:
            done = done | {"talk"} if spoken else done
            facts = ladder.Facts(row.colour, row.since, beside, done, order is not None, late)
            above = known[key] = tuple(ladder.steps_above(facts, steps[row.zone_id], day))
        found[row.pk] = Climb(above, order)
    return found


def _late(order: Order | None, day: date) -> bool:
    if order is None:
        return False
    now = order.standing
    return now.closing_is_late(day) or now.reply_is_late(order.reply_by, day)


def _told(projects: Sequence[int]) -> dict[int, frozenset[str]]:
    """Return {warning: the acts on record}."""
    rows = Told.objects.filter(bulk.among("project_id", projects), channel__in=ACT_OF, warning__isnull=False)
    found: dict[int, frozenset[str]] = {}
    for pk, channel in rows.order_by().values_list("warning_id", "channel"):
        only = ONLY[ACT_OF[channel]]
        found[pk or 0] = found[pk or 0] | only if pk in found else only
    return found


def _orders(projects: Sequence[int]) -> dict[int, list[Order]]:
    rows = Order.objects.open().filter(bulk.among("project_id", projects)).select_related("unit")
    found: dict[int, list[Order]] = defaultdict(list)
    for one in rows.order_by("pk"):
        found[one.project_id or 0].append(one)
    return found


def _talked(pks: Sequence[int]) -> set[int]:
    """Return the orders with a talk on record that was not taken back."""
    kinds = (OrderEvent.Kind.TALKED, OrderEvent.Kind.UNDONE)
    rows = OrderEvent.objects.filter(bulk.among("order_id", sorted(pks)))
    if not rows.filter(kind=kinds[0]).exists():
        return set()
    events: dict[int, list[str]] = defaultdict(list)
    for pk, kind in rows.order_by("pk").values_list("order_id", "kind"):
        events[pk].append(kind)
    return {pk for pk, own in events.items() if kinds[0] in orders.that_stand(own, str)}


def _about(pk: int, rows: Sequence[Order]) -> Order | None:
    """Return the order about a warning, else one about its project as a whole."""
    same = next((one for one in rows if one.warning_id == pk), None)
    return same or next((one for one in rows if one.warning_id is None), None)


def told_to(projects: Iterable[int], day: date) -> dict[int, dict[str, Whom]]:
    """Return {project: {act: who is told}}: the liaison and the sponsor in force; one query."""
    held = Q(valid_from__isnull=True) | Q(valid_from__lte=day)
    held &= Q(valid_to__isnull=True) | Q(valid_to__gte=day)
    own = bulk.among("project_id", sorted(set(projects)))
    rows = Assignment.objects.filter(held, own, role__in=ROLE_ACTS)
    found: dict[int, dict[str, Whom]] = {}
    for one in rows.select_related("user", "unit", "task_force").order_by("order", "pk"):
        name = one.person or next((whose.name for whose in (one.user, one.unit, one.task_force) if whose), "")
        acts = found.setdefault(one.project_id, {})
        if name:
            acts.setdefault(ROLE_ACTS[one.role], Whom(name, one.user_id, one.unit_id))
    return found
