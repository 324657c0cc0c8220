"""The dates of the project ledger: a skeleton plan from a row, its changes as versions or slips.

A first date and an earlier one are written at once, as a new approved version. A later one becomes a
slip that waits, and the approved date stays what the light is judged by. What the ledger last said
is what `current` returns, so that the same file twice changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from greenlight.base import bulk
from greenlight.base.imports.canonical import last_day
from greenlight.base.journal import By
from greenlight.base.keeping import Change, Values
from greenlight.base.models import ImportBatch
from greenlight.plans.models import (
    Actual,
    Baseline,
    Link,
    Milestone,
    MilestoneDates,
    Plan,
    PlanVersion,
    Slip,
)
from greenlight.projects import deducing
from greenlight.projects.keeping import cutoff, period_of
from greenlight.projects.models import Assignment, Project

START, DONE, PRODUCING = "groundbreaking", "completed", "in_production"
FINISH = (DONE, PRODUCING)
KEYS = (START, *FINISH)
NAMES = {START: "开工", DONE: "竣工", PRODUCING: "投产"}
SEQ = {START: 10, DONE: 20, PRODUCING: 20}
PRECISION = {4: "year", 7: "month", 10: "day"}
LENGTH = {"year": 4, "month": 7}
PROMISE = "承诺"
CHUNK = 4000
COPIED = (
    "start", "due", "due_precision", "latest", "duration", "clock", "total_float", "critical", "estimated",
)  # fmt: skip
LINKED = ("pred_id", "succ_id", "kind", "lag", "clock")


@dataclass(frozen=True)
class Wanted:
    """What a row says of one milestone; None where it says nothing."""

    key: str
    due: date | None = None
    precision: str = "day"
    done: date | None = None
    reason: Mapping[str, str] | None = None


class PlanKeeper:
    """Keeps planned and actual dates; reads `started` and `site_progress` for what was done."""

    fields = ("planned_start", "actual_start", "planned_finish", "started", "site_progress", "unit")

    def current(self, ids: Sequence[int], period: str | None = None) -> dict[int, Values]:
        """Return the dates as the ledger last said them; at most three queries for each 2,000 records."""
        rows: dict[int, Values] = {pk: {} for pk in ids}
        for part in bulk.chunks(ids, CHUNK):
            waiting = {
                pk: ledger_date(due, precision)
                for pk, due, precision in Slip.objects.filter(
                    bulk.among("milestone__project_id", part), milestone__key__in=KEYS, state="waiting"
                ).values_list("milestone_id", "to_due", "to_precision")
            }
            names = ("pk", "project_id", "key", "due", "due_precision", "done_on")
            found = Milestone.objects.filter(bulk.among("project_id", part), key__in=KEYS).order_by(
                "-seq", "-key"
            )
            stones = list(found.values_list(*names))
            finish = finish_keys((project, key) for _, project, key, *_ in stones)
            for pk, project, key, due, precision, done in stones:
                planned = waiting.get(pk) or ledger_date(due, precision)
                own = rows[project]
                if key == START:
                    own["planned_start"], own["actual_start"] = planned, done.isoformat() if done else None
                elif key == finish[project]:
                    own["planned_finish"] = planned
        return rows

    def write(self, by: By, changes: Sequence[Change], batch_id: int | None) -> None:
        """Make skeleton plans, and change those that stand."""
        for part in bulk.chunks(changes, CHUNK):
            _Write(by, part, batch_id).run()

    def undo(self, by: By, ids: Sequence[int], batch_id: int) -> None:
        """Nothing of its own: the trace of the batch restores every table (base.bulk.take_back)."""


def ledger_date(due: date | None, precision: str) -> str | None:
    """Write a date with the precision it was given in: 2022-05-31 by month is 2022-05."""
    return None if due is None else due.isoformat()[: LENGTH.get(precision, 10)]


@lru_cache(maxsize=8192)
def as_day(text: str) -> date:
    """Return the last day of a date of any precision."""
    return date.fromisoformat(last_day(text))


def finish_keys(stones: Iterable[tuple[int, str]]) -> dict[int, str]:
    """Return {project: 竣工 or 投产}, the finish a ledger speaks of, from (project, key) of milestones.

    A full plan has both: then it is the one the ledger gave before, else 竣工. One query if any has.
    """
    found: dict[int, str] = {}
    both = []
    for project, key in stones:
        if key in FINISH:
            if project in found:
                both.append(project)
            found[project] = DONE if project in found else key
    if both:
        told = MilestoneDates.objects.filter(
            bulk.among("milestone__project_id", both), milestone__key__in=FINISH, due__isnull=False,
            version__origin=PlanVersion.Origin.LEDGER, version__template=None,
        )  # fmt: skip
        found |= dict(told.order_by("-version__n").values_list("milestone__project_id", "milestone__key"))
    return found


class _Write:
    """One part of a write."""

    def __init__(self, by: By, changes: list[Change], batch_id: int | None) -> None:
        self.by, self.batch_id, self.changes = by, batch_id, changes
        ids = [one.record_id for one in changes]
        kinds = Project.objects.filter(bulk.among("pk", ids)).values_list("pk", "zone_id", "kind")
        self.zones = {pk: zone for pk, zone, _ in kinds}
        self.kinds = {pk: kind for pk, _, kind in kinds}
        leads = Assignment.objects.filter(bulk.among("project_id", ids), role="lead", valid_to__isnull=True)
        self.owners = dict(leads.order_by("-pk").values_list("project_id", "unit_id"))
        self.plans = dict(Plan.objects.filter(bulk.among("project_id", ids)).values_list("project_id", "pk"))
        self.milestones = self._stones(ids)
        self.finish = finish_keys((pk, key) for pk, own in self.milestones.items() for key in own)
        self.cutoff = cutoff(by, period_of(batch_id))
        self.header = _header(batch_id)

    def _stones(self, ids: list[int]) -> dict[int, dict[str, Milestone]]:
        found: dict[int, dict[str, Milestone]] = defaultdict(dict)
        for one in Milestone.objects.filter(bulk.among("project_id", ids), key__in=KEYS):
            found[one.project_id][one.key] = one
        return found

    def run(self) -> None:
        """Make new plans, then change the standing ones."""
        wanted = {one.record_id: self._wanted(one) for one in self.changes}
        fresh = {pk: own for pk, own in wanted.items() if own and pk not in self.plans}
        known = {pk: own for pk, own in wanted.items() if own and pk in self.plans}
        if fresh:
            self._create(fresh)
        if known:
            self._change(known)
        self._hand_over([one.record_id for one in self.changes if one.values.get("unit")])

    # ---- what a row says ----
    def _wanted(self, one: Change) -> list[Wanted]:
        values, made = one.values, []
        start, finish = values.get("planned_start"), values.get("planned_finish")
        began = self._began(one)
        if start or began:
            made.append(_say(START, start, began, one.reasons.get("planned_start")))
        words = deducing.finished(values.get("site_progress"))
        ended = self.cutoff if words and not self._is_done(one.record_id) else None
        if finish or ended:
            key = self._finish_key(one.record_id)
            made.append(_say(key, finish, ended, one.reasons.get("planned_finish")))
        return made

    def _began(self, one: Change) -> date | None:
        """Return the day ground was broken; 已开工 without a day counts from the planned one, if past."""
        if actual := one.values.get("actual_start"):
            return as_day(actual)
        stone = self.milestones.get(one.record_id, {}).get(START)
        if not one.values.get("started") or (stone and stone.done_on):
            return None
        planned = one.values.get("planned_start")
        day = as_day(planned) if planned else stone.due if stone else None
        return min(day, self.cutoff) if day else self.cutoff

    def _is_done(self, pk: int) -> bool:
        own = self.milestones.get(pk, {})
        return any(own[key].done_on for key in FINISH if key in own)

    def _finish_key(self, pk: int) -> str:
        if pk in self.finish:
            return self.finish[pk]
        produces = "投产" in self.header and not any(word in self.header for word in ("竣工", "完工", "建成"))
        return PRODUCING if produces and self.kinds.get(pk) != "government" else DONE

    # ---- new plans ----
    def _create(self, fresh: Mapping[int, Sequence[Wanted]]) -> None:
        by, batch = self.by, self.batch_id
        projects = list(fresh)
        zoned = [(pk, self.zones[pk]) for pk in projects]
        plans = bulk.insert_new(Plan, ("project", "zone"), zoned, batch)
        rows = [(plan, zone) for plan, (_, zone) in zip(plans, zoned, strict=True)]
        approved = {"approved_by_name": by.actor_name, "approved_at": by.at, "created_at": by.at}
        versions = bulk.insert_new(
            PlanVersion, ("plan", "zone"), rows, batch, n=1, state="approved", origin="ledger", **approved
        )
        self._promise([
            (version, zone, _dates(fresh[pk])) for version, (pk, zone) in zip(versions, zoned, strict=True)
        ])  # fmt: skip
        places = [
            (pk, plan, version, one)
            for pk, plan, version in zip(projects, plans, versions, strict=True)
            for one in fresh[pk]
        ]
        self._add_stones(places)

    def _promise(self, rows: Sequence[tuple[int, int, dict[str, str]]]) -> None:
        names = ("version", "zone", "dates")
        bulk.insert_new(Baseline, names, rows, self.batch_id, name=PROMISE, at=self.by.at)

    def _add_stones(self, places: Sequence[tuple[int, int, int, Wanted]]) -> None:
        batch = self.batch_id
        names = (
            "plan",
            "project",
            "zone",
            "key",
            "name",
            "seq",
            "owner",
            "due",
            "due_precision",
            "done_on",
        )
        stones = bulk.insert_new(Milestone, names, [
            (plan, pk, self.zones[pk], one.key, NAMES[one.key], SEQ[one.key], self.owners.get(pk),
             one.due, one.precision, one.done)
            for pk, plan, _, one in places
        ], batch)  # fmt: skip
        bulk.insert_new(MilestoneDates, ("version", "milestone", "due", "due_precision"), [
            (version, stone, one.due, one.precision)
            for (_, _, version, one), stone in zip(places, stones, strict=True)
        ], batch)  # fmt: skip
        self._actuals(
            [(stone, pk, one.done) for (pk, _, _, one), stone in zip(places, stones, strict=True) if one.done]
        )

    def _actuals(self, rows: Sequence[tuple[int, int, date]]) -> None:
        by, told = self.by, [(stone, self.zones[pk], done) for stone, pk, done in rows]
        who = {"actor_id": by.actor_id, "actor_name": by.actor_name, "at": by.at}
        names = ("milestone", "zone", "done_on")
        bulk.insert_new(Actual, names, told, self.batch_id, batch_id=self.batch_id, **who)

    # ---- standing plans ----
    def _change(self, known: Mapping[int, Sequence[Wanted]]) -> None:
        dated: dict[int, list[Wanted]] = defaultdict(list)
        slips, done = [], []
        for pk, wanted in known.items():
            for one in wanted:
                stone = self.milestones.get(pk, {}).get(one.key)
                if stone and one.done and one.done != stone.done_on:
                    done.append((stone.pk, pk, one.done))
                if stone and stone.due and one.due and one.due > stone.due:
                    slips.append((stone, one))
                elif (
                    one.due and not (stone and stone.due == one.due and stone.due_precision == one.precision)
                ) or stone is None:
                    dated[pk].append(one)
        self._actuals(done)
        bulk.update(Milestone, ("done_on",), [(stone, day) for stone, _, day in done], self.batch_id)
        self._withdraw([stone.pk for stone, _ in slips] + self._unslipped(known))
        self._ask_slips(slips)
        if dated:
            self._new_versions(dated)

    def _unslipped(self, known: Mapping[int, Sequence[Wanted]]) -> list[int]:
        """Return milestones whose date is said anew and not later: a waiting slip has no object."""
        return [
            stone.pk for pk, wanted in known.items() for one in wanted
            if one.due and (stone := self.milestones.get(pk, {}).get(one.key))
        ]  # fmt: skip

    def _withdraw(self, stones: Sequence[int]) -> None:
        rows = Slip.objects.filter(bulk.among("milestone_id", stones), state="waiting").values_list(
            "pk", flat=True
        )
        said = self.by.actor_name
        bulk.update(Slip, ("state", "decided_by_name", "decided_at"),
                    [(pk, "withdrawn", said, self.by.at) for pk in rows], self.batch_id)  # fmt: skip

    def _ask_slips(self, slips: Sequence[tuple[Milestone, Wanted]]) -> None:
        names = ("milestone", "zone", "from_due", "to_due", "to_precision", "reason_class", "reason", "state",
                 "asked_by_name", "asked_at", "batch_id")  # fmt: skip
        rows = [
            (stone.pk, stone.zone_id, stone.due, one.due, one.precision,
             (one.reason or {}).get("class", "unstated"),
             (one.reason or {}).get("text", ""), "waiting", self.by.actor_name, self.by.at,
             self.batch_id)
            for stone, one in slips
        ]  # fmt: skip
        bulk.insert_new(Slip, names, rows, self.batch_id)

    def _new_versions(self, dated: Mapping[int, list[Wanted]]) -> None:
        """Supersede the approved version by a copy that holds the new dates."""
        from greenlight.plans import floats  # it knows the keys of this module

        by, batch = self.by, self.batch_id
        olds = PlanVersion.objects.filter(
            bulk.among("plan_id", [self.plans[pk] for pk in dated]), state="approved"
        )
        old = {row.plan_id: row for row in olds}
        last = _last_numbers([self.plans[pk] for pk in dated])
        bulk.update(PlanVersion, ("state",), [(row.pk, "superseded") for row in old.values()], batch)
        names = ("plan", "zone", "n", "state", "origin", "template", "anchor", "reason", "approved_by_name",
                 "approved_at", "created_at")  # fmt: skip
        rows, held = [], [(pk, old.get(self.plans[pk])) for pk in dated]
        for pk, row in held:
            plan = self.plans[pk]
            template, anchor = (row.template_id, row.anchor) if row else (None, None)
            rows.append((plan, self.zones[pk], last.get(plan, 0) + 1, "approved", "ledger", template, anchor,
                         "台账日期提前或补填", by.actor_name, by.at, by.at))  # fmt: skip
        versions = bulk.insert_new(PlanVersion, names, rows, batch)
        newer = {pk: version for (pk, _), version in zip(held, versions, strict=True)}
        changed = self._set_dates(dated, newer)
        self._copy({row.pk: newer[pk] for pk, row in held if row}, changed)
        floats.renew(list(newer.values()))
        self._promise([
            (newer[pk], self.zones[pk], _dates(dated[pk])) for pk, row in held if row is None
        ])  # fmt: skip

    def _set_dates(
        self, dated: Mapping[int, list[Wanted]], newer: Mapping[int, int]
    ) -> dict[int, tuple[date | None, str]]:
        """Write the due days of milestones that exist, add those that do not; return the former."""
        changed: dict[int, tuple[date | None, str]] = {}
        missing = []
        for pk, wanted in dated.items():
            for one in wanted:
                stone = self.milestones.get(pk, {}).get(one.key)
                if stone is None:
                    missing.append((pk, self.plans[pk], newer[pk], one))
                else:
                    changed[stone.pk] = (one.due, one.precision)
        rows = [(pk, due, precision) for pk, (due, precision) in changed.items()]
        bulk.update(Milestone, ("due", "due_precision"), rows, self.batch_id)
        self._add_stones(missing)
        return changed

    def _copy(self, versions: Mapping[int, int], changed: Mapping[int, tuple[date | None, str]]) -> None:
        found = MilestoneDates.objects.filter(bulk.among("version_id", list(versions)))
        rows = []
        for old, stone, *rest in found.values_list("version_id", "milestone_id", *COPIED):
            if stone in changed:
                rest[1], rest[2] = changed[stone]
            rows.append((versions[old], stone, *rest))
        bulk.insert_new(MilestoneDates, ("version", "milestone", *COPIED), rows, self.batch_id)
        links = Link.objects.filter(bulk.among("version_id", list(versions))).values_list(
            "version_id", *LINKED
        )
        names = ("version", "pred", "succ", "kind", "lag", "clock")
        bulk.insert_new(Link, names, [(versions[old], *rest) for old, *rest in links], self.batch_id)

    def _hand_over(self, projects: Sequence[int]) -> None:
        """The row's 责任单位 owns the milestones of the skeleton."""
        rows = [
            (stone.pk, self.owners[pk])
            for pk in projects
            for stone in self.milestones.get(pk, {}).values()
            if self.owners.get(pk) and stone.owner_id != self.owners[pk]
        ]
        bulk.update(Milestone, ("owner",), rows, self.batch_id)


def _say(key: str, planned: str | None, done: date | None, reason: Mapping[str, str] | None) -> Wanted:
    due = as_day(planned) if planned else None
    return Wanted(key, due, PRECISION.get(len(planned or ""), "day"), done, reason)


def _dates(wanted: Sequence[Wanted]) -> dict[str, str]:
    return {one.key: one.due.isoformat() for one in wanted if one.due}


def _last_numbers(plans: Sequence[int]) -> dict[int, int]:
    rows = PlanVersion.objects.filter(bulk.among("plan_id", plans)).order_by("n")
    return dict(rows.values_list("plan_id", "n"))


def _header(batch_id: int | None) -> str:
    """Return the clerk's header of the finish column: 竣工 or 投产."""
    if batch_id is None:
        return ""
    summary = ImportBatch.objects.filter(pk=batch_id).values_list("summary__headers", flat=True).first()
    return str((summary or {}).get("planned_finish", ""))
