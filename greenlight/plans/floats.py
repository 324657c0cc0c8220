"""What dates that moved leave to spare: latest days, floats and the critical path of a version, anew.

The links of the version and the kernel say it, each node in days of its own clock. An open node
starts no earlier than its version says. 开工, 竣工 and 投产 as a ledger gave them, and the day a plan
was made back from, are promises the network has to keep; what leads to 投产 (else 竣工) is judged by it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from greenlight.base import bulk
from greenlight.base.calendars import china
from greenlight.kernel import schedule as network
from greenlight.kernel.workdays import Clock, OutOfRange
from greenlight.plans.keeping import DONE, FINISH, KEYS, PRODUCING
from greenlight.plans.models import Link, MilestoneDates, PlanVersion

RENEWED = ("latest", "total_float", "critical", "estimated")
Links = Sequence[network.Link]


@dataclass(frozen=True)
class Promises:
    """What a version's network has to keep: the dates of a ledger's row, the day it was made back from."""

    keys: frozenset[str] = frozenset()
    anchor: date | None = None

    def holds(self, row: MilestoneDates) -> bool:
        """Say whether a row is a promise, not an outcome of the network."""
        return row.milestone.key in self.keys or self.is_anchor(row)

    def is_anchor(self, row: MilestoneDates) -> bool:
        """Say whether the plan was made back from a row's day."""
        return row.milestone.key in FINISH and row.due is not None and row.due == self.anchor


def promises(versions: Sequence[int]) -> dict[int, Promises]:
    """Return what versions have to keep; two queries."""
    found = PlanVersion.objects.filter(bulk.among("pk", versions))
    plans = {pk: (plan, anchor) for pk, plan, anchor in found.values_list("pk", "plan_id", "anchor")}
    keys: dict[int, set[str]] = defaultdict(set)
    told = MilestoneDates.objects.filter(
        bulk.among("version__plan_id", [plan for plan, _ in plans.values()]), version__template=None,
        version__origin=PlanVersion.Origin.LEDGER, milestone__key__in=KEYS, due__isnull=False,
    )  # fmt: skip
    for plan, key in told.values_list("version__plan_id", "milestone__key"):
        keys[plan].add(key)
    return {pk: Promises(frozenset(keys[plan]), anchor) for pk, (plan, anchor) in plans.items()}


def renew(versions: Sequence[int]) -> None:
    """Renew the versions that have links; four queries and one update, one query without links."""
    links: dict[int, list[network.Link]] = defaultdict(list)
    found = Link.objects.filter(bulk.among("version_id", versions))
    for pk, pred, succ, kind, lag, clock in found.values_list(
        "version_id", "pred_id", "succ_id", "kind", "lag", "clock"
    ):
        link = network.Link(str(pred), str(succ), network.LinkType(kind), lag, Clock(clock))
        links[pk].append(link)
    if not links:
        return
    rows: dict[int, list[MilestoneDates]] = defaultdict(list)
    planned = MilestoneDates.objects.filter(bulk.among("version_id", list(links)), start__isnull=False)
    for row in planned.select_related("milestone").order_by("pk"):
        rows[row.version_id].append(row)
    kept = promises(list(rows))
    for pk, own in rows.items():
        _judge(own, links[pk], kept[pk])
    told = [row for own in rows.values() for row in own]
    bulk.update(
        MilestoneDates, RENEWED, [(row.pk, *(getattr(row, name) for name in RENEWED)) for row in told]
    )


def _judge(rows: Sequence[MilestoneDates], links: Links, kept: Promises) -> None:
    """Set what the rows of one version have to spare; nothing is known where no dates can be found."""
    try:
        found = dates_of(rows, links, kept)
    except (network.ScheduleError, OutOfRange):
        found = {}
    for row in rows:
        one = found.get(str(row.milestone_id))
        row.latest = max(one.late_finish, one.late_start) if one else None
        row.total_float = one.total_float if one else None
        row.critical = one is not None and one.critical
        row.estimated = one.estimated if one else row.estimated


def dates_of(rows: Sequence[MilestoneDates], links: Links, kept: Promises) -> dict[str, network.Dates]:
    """Plan a version's rows; return their dates by milestone id.

    Raises ScheduleError or OutOfRange when there are none.
    """
    starts = [row.start for row in rows if row.start and not row.milestone.done_on]
    if not starts:
        return {}
    promised = [row for row in rows if kept.holds(row) and row.due and not row.milestone.done_on]
    begin, target = min(starts), _target(promised)
    keep = {row.milestone_id: row.due for row in promised if row is not target}
    whole = network.schedule(_network(rows, links, keep), start=begin)
    found = {one.key: one for one in whole}
    if target is None:
        return found
    ahead = _before(str(target.milestone_id), links)
    part = [row for row in rows if str(row.milestone_id) in ahead]
    led = network.schedule(_network(part, links, keep), start=begin, finish=target.due)
    return found | {one.key: one for one in led}


def _target(promised: Iterable[MilestoneDates]) -> MilestoneDates | None:
    held = {row.milestone.key: row for row in promised}
    return held.get(PRODUCING) or held.get(DONE)


def _before(key: str, links: Links) -> set[str]:
    behind: dict[str, list[str]] = defaultdict(list)
    for link in links:
        behind[link.succ].append(link.pred)
    found, waiting = set[str](), [key]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += behind[one]
    return found


def _network(
    rows: Sequence[MilestoneDates], links: Links, keep: Mapping[int, date | None]
) -> network.Network:
    keys = {str(row.milestone_id) for row in rows}
    kept = [one for one in links if one.pred in keys and one.succ in keys]
    made = [_activity(row, keep.get(row.milestone_id)) for row in rows]
    return network.Network.build(made, kept, china())


def _activity(row: MilestoneDates, deadline: date | None) -> network.Activity:
    stone = row.milestone
    done, began = stone.done_on, stone.started_on if row.duration else None
    return network.Activity(
        str(row.milestone_id), row.duration, Clock(row.clock), stone.name,
        not_earlier_than=None if done or began else row.start, deadline=deadline,
        actual_start=None if began and done and began > done else began, actual_finish=done,
    )  # fmt: skip


def start_for(row: MilestoneDates, due: date, kept: Promises) -> date | None:
    """Return the day a node starts to be done on a later `due`; a promise pushes nothing."""
    stone = row.milestone
    if row.start is None or stone.started_on or stone.done_on or kept.holds(row):
        return row.start
    alone = network.Network.build([network.Activity("one", row.duration, Clock(row.clock))], [], china())
    return max(row.start, network.schedule(alone, finish=due)["one"].late_start)
