"""What the wall chart draws of many projects, read with a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Count, Max, Min
from django.db.models.functions import Coalesce

from greenlight.base import bulk
from greenlight.plans.keeping import DONE, FINISH, KEYS, PRODUCING, START
from greenlight.plans.models import Milestone, MilestoneDates, Slip
from greenlight.plans.wall.drawing import Line, Mark, Segment

Lit = Mapping[int, Mapping[str, str]]  # project → milestone key → red or yellow
Row = Mapping[str, Any]
STONE = ("pk", "project_id", "key", "phase", "start", "due", "started_on", "done_on", "percent")


def lines(
    ids: Sequence[int],
    lit: Lit,
    today: date,
    *,
    by_node: bool = False,
    site: Mapping[int, float] | None = None,
) -> dict[int, Line]:
    """Return {project: Line}: bars by phase (or one a node), 开工 竣工 投产, promises, slips that wait.

    A plan of only 开工 and 竣工 or 投产 is one bar between them; `site` is its done share (0-1). Six
    queries. An open bar that has begun and is not late is green, one to come is grey.
    """
    found: dict[int, Line] = defaultdict(Line)
    here = bulk.among("project_id", ids)
    keyed: dict[int, dict[str, Row]] = defaultdict(dict)
    for stone in Milestone.objects.filter(here, in_plan=True, key__in=KEYS).values(*STONE):
        keyed[stone["project_id"]][stone["key"]] = stone
    (_nodes if by_node else _phases)(found, ids, lit, today)
    first = _first(ids)
    for pk in ids:
        own, line = keyed.get(pk, {}), found[pk]
        own_lit = lit.get(pk, {})
        line.marks = [mark for key in KEYS if key in own and (mark := _mark(own[key], own_lit))]
        if not line.bars:
            line.bars = _between(own, own_lit, today, (site or {}).get(pk, 0.0))
        _compare(line, own, first.get(pk, {}))
    _waiting(found, ids)
    return found


def _mark(stone: Row, lit: Mapping[str, str]) -> Mark | None:
    day = stone["done_on"] or stone["due"]
    if day is None:
        return None
    done = stone["done_on"] is not None
    return Mark(day, "blue" if done else lit.get(stone["key"], "grey"), done)


def _between(own: Mapping[str, Row], lit: Mapping[str, str], today: date, share: float) -> list[Segment]:
    """Return the bar from 开工 to 投产, else 竣工, of a plan that has no more."""
    begin, finish = own.get(START), own.get(PRODUCING) or own.get(DONE)
    if begin is None or finish is None:
        return []
    start = begin["done_on"] or begin["due"]
    end = finish["done_on"] or finish["due"]
    if start is None or end is None:
        return []
    done = finish["done_on"] is not None
    percent = float(finish["percent"] or 0) / 100 or share
    begun = begin["done_on"] is not None
    worst = next((one for one in ("red", "yellow") if one in lit.values()), "")
    colour = "blue" if done else worst or ("green" if begun and end >= today else "grey")
    return [Segment(start, end, colour, percent if begun else 0.0, done)]


def _nodes(found: dict[int, Line], ids: Sequence[int], lit: Lit, today: date) -> None:
    """One bar a node, the critical ones marked."""
    rows = Milestone.objects.filter(bulk.among("project_id", ids), in_plan=True).exclude(phase="")
    for stone in rows.order_by("project_id", "seq").values(*STONE):
        end = stone["done_on"] or stone["due"]
        if end is None:
            continue
        start = stone["started_on"] or stone["start"] or end
        done = stone["done_on"] is not None
        colour = _colour(lit.get(stone["project_id"], {}).get(stone["key"]), done, start, end, today)
        share = float(stone["percent"] or 0) / 100
        found[stone["project_id"]].bars.append(Segment(min(start, end), end, colour, share, done))
    _critical(found, ids, gates_only=False)


def _colour(lit: str | None, done: bool, start: date, end: date, today: date) -> str:
    if done:
        return "blue"
    return lit or ("green" if start <= today <= end else "grey")


def _phases(found: dict[int, Line], ids: Sequence[int], lit: Lit, today: date) -> None:
    """One bar a phase: from its first day to its last, the share of its nodes that are done."""
    rows = Milestone.objects.filter(bulk.among("project_id", ids), in_plan=True).exclude(phase="")
    spans = rows.values_list("project_id", "phase").annotate(
        first=Min(Coalesce("started_on", "start", "done_on", "due")), last=Max(Coalesce("done_on", "due")),
        nodes=Count("pk"), done=Count("done_on"), seq=Min("seq"),
    )  # fmt: skip
    worst = _worst(ids, lit)
    for pk, phase, first, last, nodes, done, _ in spans.order_by("project_id", "seq"):
        if first is None or last is None:
            continue
        colour = _colour(worst.get((pk, phase)), nodes == done, first, last, today)
        found[pk].bars.append(Segment(min(first, last), last, colour, done / nodes, nodes == done))
    _critical(found, ids, gates_only=True)


def _worst(ids: Sequence[int], lit: Lit) -> dict[tuple[int, str], str]:
    """Return the worst light of a phase's nodes; no query when nothing is lit."""
    keys = {key for own in lit.values() for key in own}
    if not keys:
        return {}
    rows = Milestone.objects.filter(bulk.among("project_id", list(lit)), in_plan=True, key__in=keys)
    found: dict[tuple[int, str], str] = {}
    for pk, key, phase in rows.values_list("project_id", "key", "phase"):
        colour = lit[pk].get(key)
        if colour and found.get((pk, phase)) != "red":
            found[pk, phase] = colour
    return found


def _critical(found: dict[int, Line], ids: Sequence[int], *, gates_only: bool) -> None:
    """Mark the open nodes without a day to spare; of phases only the gates."""
    rows = MilestoneDates.objects.filter(
        bulk.among("milestone__project_id", ids), version__state="approved", critical=True,
        milestone__in_plan=True, milestone__done_on=None, milestone__due__isnull=False,
    )  # fmt: skip
    if gates_only:
        rows = rows.filter(milestone__is_gate=True)
    for pk, due in rows.values_list("milestone__project_id", "milestone__due"):
        if due:
            found[pk].critical.append(due)


def _first(ids: Sequence[int]) -> dict[int, dict[str, date]]:
    """Return the days 开工, 竣工 and 投产 had when they were first approved."""
    rows = MilestoneDates.objects.filter(
        bulk.among("milestone__project_id", ids), milestone__key__in=KEYS, version__n__gt=0,
        due__isnull=False,
    ).order_by("version__n")  # fmt: skip
    found: dict[int, dict[str, date]] = defaultdict(dict)
    for pk, key, due in rows.values_list("milestone__project_id", "milestone__key", "due"):
        if due:
            found[pk].setdefault(key, due)
    return found


def _compare(line: Line, own: Mapping[str, Row], first: Mapping[str, date]) -> None:
    """Lay the first approved days under the line, and mark those that moved."""
    finish = next((key for key in reversed(FINISH) if key in first and key in own), None)
    if START in first and finish:
        line.base = (first[START], first[finish])
    line.promises = [
        day for key, day in first.items()
        if key in own and own[key]["done_on"] is None and own[key]["due"] != day
    ]  # fmt: skip


def _waiting(found: dict[int, Line], ids: Sequence[int]) -> None:
    rows = Slip.objects.filter(
        bulk.among("milestone__project_id", ids), state=Slip.State.WAITING, milestone__done_on=None
    )
    for pk, old, new in rows.values_list("milestone__project_id", "from_due", "to_due"):
        found[pk].slips.append((old, new))
