"""督办阶梯: the shipped steps, and which of them an open warning calls for."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from django.db.models import Q

from greenlight.kernel import ladder, league
from greenlight.projects.models import Assignment
from greenlight.supervision.models import Order, OrderEvent
from greenlight.warnings.models import Told
from greenlight.warnings.models import Warning as Held

# How a step stands among those who were told (warnings.Told.channel).
CHANNELS = {"tell_liaison": "督办：告知联络员", "tell_sponsor": "督办：报告责任领导"}
ACT_OF = {channel: act for act, channel in CHANNELS.items()}
ROLE_ACTS = {"liaison": "tell_liaison", "sponsor": "tell_sponsor"}


@cache
def shipped() -> tuple[ladder.Step, ...]:
    """Return the steps of kernel/data/ladder.json."""
    return ladder.read(_stored("ladder.json"))


@cache
def limits() -> tuple[league.Limits, ...]:
    """Return the limits of the light of units, kernel/data/unit_limits.json."""
    return tuple(league.Limits.of(one) for one in _stored("unit_limits.json"))


def _stored(name: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(
        (files("greenlight.kernel") / "data" / name).read_text(encoding="utf-8")
    )
    return found


@dataclass(frozen=True)
class Whom:
    """Who is told: a person with or without an account, or a unit."""

    name: str
    user_id: int | None
    unit_id: int | None


@dataclass(frozen=True)
class Climb:
    """Where a warning stands on the ladder: the step due, and the open order about it."""

    due: ladder.Due | None
    order: Order | None


def of_warnings(warnings: Sequence[Held], day: date) -> dict[int, Climb]:
    """Return where open warnings stand on the ladder; four queries however many they are."""
    projects = {one.project_id for one in warnings}
    alike = Counter(
        Held.objects.open().filter(project__in=projects).order_by().values_list("project_id", "colour")
    )
    told: dict[int | None, set[str]] = {}
    rows = Told.objects.filter(warning__in=[one.pk for one in warnings], channel__in=ACT_OF)
    for pk, channel in rows.values_list("warning_id", "channel"):
        told.setdefault(pk, set()).add(ACT_OF[channel])
    open_now = list(Order.objects.open().filter(project__in=projects).select_related("unit").order_by("pk"))
    talked = set(
        OrderEvent.objects.filter(order__in=[one.pk for one in open_now], kind=OrderEvent.Kind.TALKED)
        .values_list("order_id", flat=True)
    )  # fmt: skip
    return {
        one.pk: _climb(
            one, _about(one, open_now), alike[one.project_id, one.colour], told.get(one.pk, set()), talked,
            day,
        )
        for one in warnings
    }  # fmt: skip


def _about(warning: Held, rows: Iterable[Order]) -> Order | None:
    """Return the order about a warning, else one about its project as a whole."""
    own = [one for one in rows if one.project_id == warning.project_id]
    same = [one for one in own if one.warning_id == warning.pk]
    return next(iter(same or [one for one in own if one.warning_id is None]), None)


def _climb(
    warning: Held, order: Order | None, alike: int, told: set[str], talked: set[int], day: date
) -> Climb:
    now = order.standing if order else None
    late = bool(order and now and (now.closing_is_late(day) or now.reply_is_late(order.reply_by, day)))
    done = told | ({"talk"} if order and order.pk in talked else set())
    facts = ladder.Facts(
        warning.colour, warning.since, alike, frozenset(done), ordered=order is not None, order_late=late
    )
    return Climb(ladder.next_step(facts, shipped(), day), order)


def told_to(projects: Iterable[int], day: date) -> dict[int, dict[str, Whom]]:
    """Return {project: {act: who is told}}: the liaison and the sponsor in force; one query."""
    held = Q(valid_from__isnull=True) | Q(valid_from__lte=day)
    held &= Q(valid_to__isnull=True) | Q(valid_to__gte=day)
    rows = Assignment.objects.filter(held, project__in=list(projects), role__in=ROLE_ACTS)
    found: dict[int, dict[str, Whom]] = {}
    for one in rows.select_related("user", "unit", "task_force").order_by("order", "pk"):
        name = one.person or next((whose.name for whose in (one.user, one.unit, one.task_force) if whose), "")
        acts = found.setdefault(one.project_id, {})
        if name:
            acts.setdefault(ROLE_ACTS[one.role], Whom(name, one.user_id, one.unit_id))
    return found
