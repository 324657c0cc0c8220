"""What the lights of many projects are judged from, read with a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q

from greenlight.base import bulk
from greenlight.investment import facts as money
from greenlight.investment.models import InvestmentReport, YearPlan
from greenlight.kernel import lights, stages
from greenlight.plans.known import code_of
from greenlight.plans.models import Milestone, Slip
from greenlight.plans.page import PlanPage
from greenlight.projects.models import Assignment, Evidence, Project, StageEvent
from greenlight.projects.steps import Standing, Step, day_of
from greenlight.projects.steps import reached as stages_reached
from greenlight.sites.facts import Activity, activity
from greenlight.warnings.models import Waiver

# Milestones that are a stage of the project: a ledger may say 已开工 without a date.
STAGE_KEYS = ("groundbreaking", "completed", "in_production")
START = "groundbreaking"
# 固定资产投资统计入库 in the three node libraries (nodes.csv).
REGISTRATION_KEYS = frozenset({"IND041", "GOV031", "TEC012"})


class Unknown:
    """Nobody has looked after 入统 of a project."""


UNKNOWN = Unknown()
PROJECT_FIELDS = (
    "pk", "zone_id", "kind", "stage", "halt", "site_progress", "site_percent", "site_updated_on",
    "created_at",
)  # fmt: skip
MILESTONE_FIELDS = (
    "pk", "project_id", "key", "name", "due", "due_precision", "started_on", "done_on", "percent",
    "owner__name", "owner_id", "is_gate",
)  # fmt: skip


@dataclass(frozen=True)
class Known:
    """The facts of one project, and who answers: milestone key → unit, and the 责任单位."""

    facts: lights.Facts
    owners: Mapping[str, int | None] = field(default_factory=dict)
    lead: int | None = None


def collect(ids: Sequence[int], day: date) -> dict[int, Known]:
    """Return {project id: Known} of the projects that are no groups, as known on `day`.

    Sixteen queries, whatever the number; the caller keeps `ids` below some ten thousand.
    """
    projects = list(Project.objects.filter(pk__in=ids).counted().values(*PROJECT_FIELDS))
    milestones, reached = _milestones(ids), _steps(projects)
    investment, leads = _investment(ids, day), leads_of(ids, day)
    lacking, registered = _lacking(projects), money.registered(ids)
    sites, waivers, bonds = activity(ids, day), _waivers(ids, day), money.bonds(ids, day)
    found = {}
    for one in projects:
        pk = one["pk"]
        rows = _as_reached(one, milestones[pk], reached[pk], day)
        for row in rows:
            row["lacking"] = lacking.get((pk, row["key"]), ())
        facts = lights.Facts(
            milestones=tuple(_milestone(row) for row in rows if not row["passed"]),
            investment=investment.get(pk),
            start=_start(milestones[pk], reached[pk], day),
            registration=_registration(milestones[pk], reached[pk], registered.get(pk, UNKNOWN)),
            site=_site(one, sites[pk]),
            state=one["halt"],
            waivers=tuple(waivers.get(pk, ())),
            bonds=bonds.get(pk, ()),
        )
        owners = {row["key"]: row["owner_id"] for row in rows}
        found[pk] = Known(facts, owners, leads.get(pk))
    return found


def of_milestones(plan: PlanPage, day: date) -> lights.Facts | None:
    """Return what the milestones of one project are judged from, and nothing else; None for a group."""
    project = plan.project
    if project.is_group:
        return None
    waiting = {one.milestone_id for one in plan.waiting}
    rows = [_plain(one, one.pk in waiting) for one in sorted(plan.stones, key=lambda one: (one.seq, one.pk))]
    told = _as_reached({"kind": project.kind}, rows, list(plan.steps.values()), day)
    stones = tuple(_milestone(row) for row in told if not row["passed"])
    return lights.Facts(milestones=stones, state=project.halt)


def _plain(one: Milestone, slip_pending: bool) -> dict[str, Any]:
    row = {name: getattr(one, name) for name in MILESTONE_FIELDS if name != "owner__name"}
    return row | {"owner__name": one.owner.name if one.owner else "", "slip_pending": slip_pending}


# ---- milestones ----
def _milestones(ids: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    waiting = set(
        Slip.objects.filter(state=Slip.State.WAITING, milestone__project__in=ids).values_list(
            "milestone_id", flat=True
        )
    )
    rows: dict[int, list[dict[str, Any]]] = defaultdict(list)
    query = Milestone.objects.filter(project__in=ids, in_plan=True).order_by("project_id", "seq", "pk")
    for row in query.values(*MILESTONE_FIELDS):
        row["slip_pending"] = row["pk"] in waiting
        rows[row["project_id"]].append(row)
    return rows


def _milestone(row: dict[str, Any]) -> lights.MilestoneFact:
    return lights.MilestoneFact(
        key=row["key"],
        name=row["name"],
        due=row["due"],
        owner=row["owner__name"] or "",
        due_precision=row["due_precision"],
        started=row["started_on"],
        done=row["done_on"],
        percent=row["percent"],
        slip_pending=row["slip_pending"],
        is_key=row["is_gate"],
        lacking=row.get("lacking", ()),
    )


def _lacking(projects: Sequence[dict[str, Any]]) -> dict[tuple[int, str], tuple[str, ...]]:
    """Return {(project, key): papers} that done milestones ask for and nobody handed in; two queries."""
    kinds = {one["pk"]: one["kind"] for one in projects}
    done = Milestone.objects.filter(project__in=list(kinds), in_plan=True, done_on__isnull=False)
    asked = list(done.exclude(evidence=[]).values_list("project_id", "key", "evidence"))
    rows = Evidence.objects.filter(project__in={pk for pk, _, _ in asked})
    handed = set(rows.exclude(state=Evidence.State.SENT_BACK).values_list("project_id", "node_code", "name"))
    return {
        (pk, key): tuple(name for name in names if (pk, code_of(kinds[pk], key), name) not in handed)
        for pk, key, names in asked
    }


def _as_reached(
    project: dict[str, Any], rows: list[dict[str, Any]], steps: list[Step], day: date
) -> list[dict[str, Any]]:
    # A ledger that says 已开工 without the day: the milestone is neither open nor done on a day
    # anybody knows, so it is not judged; what follows it counts as begun since we know.
    told = [row | {"passed": False} for row in rows]
    begun: date | None = None
    for row in told:
        reached = _reached(project["kind"], row["key"], steps)
        if reached and reached.known <= day and not row["done_on"]:
            row["done_on"] = reached.on if reached.stage == row["key"] else None
            row["passed"] = row["done_on"] is None
            begun = reached.known
    if begun and not any(row["done_on"] for row in told):
        _begin_next(told, begun)
    return told


def _begin_next(rows: list[dict[str, Any]], begun: date) -> None:
    ahead = [row for row in rows if not row["passed"] and not row["started_on"]]
    if ahead:
        ahead[0]["started_on"] = begun


def _reached(kind: str, key: str, steps: Iterable[Step]) -> Step | None:
    """Return the step that shows a stage milestone behind us: its own first, else a later one's."""
    if key not in STAGE_KEYS or key not in (entry.code for entry in stages.CHAINS.get(kind, ())):
        return None
    behind = [step for step in steps if _place(kind, step.stage) >= stages.place(kind, key)]
    return min(behind, key=lambda step: (step.stage != key, step.known), default=None)


def _place(kind: str, stage: str) -> int:
    try:
        return stages.place(kind, stage)
    except stages.UnknownStage:
        return -1


# ---- stages ----
def _steps(projects: list[dict[str, Any]]) -> dict[int, list[Step]]:
    standing = [Standing(one["pk"], one["kind"], one["stage"], one["created_at"]) for one in projects]
    return {pk: list(own.values()) for pk, own in stages_reached(standing).items()}


def _start(rows: list[dict[str, Any]], steps: list[Step], day: date) -> lights.StartFact | None:
    row = next((row for row in rows if row["key"] == START), None)
    if row is None:
        return None
    own = next((step for step in steps if step.stage == START and step.on), None)
    actual = row["done_on"] or (own.on if own else None)
    undated = actual is None and any(step.known <= day for step in steps if step.stage in _FROM_START)
    return None if undated else lights.StartFact(planned=row["due"], actual=actual)


_FROM_START = frozenset(
    entry.code
    for chain in stages.CHAINS.values()
    for n, entry in enumerate(chain)
    if n >= [one.code for one in chain].index(START)
)


def _registration(
    rows: list[dict[str, Any]], steps: list[Step], on: date | Unknown | None
) -> lights.RegistrationFact | None:
    """入统: what is on record (None: not in yet), else its node in a full plan.

    Before the start there is nothing to ask.
    """
    node = next((row for row in rows if row["key"] in REGISTRATION_KEYS), None)
    start = next((row["done_on"] for row in rows if row["key"] == START), None)
    own = next((step.on for step in steps if step.stage == START and step.on), None)
    if not isinstance(on, Unknown):
        done = node["done_on"] if node else None
        return lights.RegistrationFact(started=start or own, registered=on or done)
    if node is None:
        return None if start or own else lights.RegistrationFact(started=None)
    return lights.RegistrationFact(started=start or own, registered=node["done_on"])


def _site(project: dict[str, Any], told: Activity) -> lights.SiteFact | None:
    """What the site last said: words of the ledger, a log, or a photo, whichever came last."""
    days = [day for day in (project["site_updated_on"], told.last_log, told.last_photo) if day]
    if not project["site_progress"] and project["site_percent"] is None and told.last_log is None:
        return None
    percent: Decimal | None = project["site_percent"]
    return lights.SiteFact(project["site_progress"], percent, max(days, default=None))


# ---- money and people ----
def _investment(ids: Sequence[int], day: date) -> dict[int, lights.InvestmentFact]:
    plans = {
        pk: (year, amount)
        for pk, year, amount in YearPlan.objects.filter(project__in=ids)
        .newest(day)
        .values_list("project_id", "year", "amount_wan")
    }
    reports = {
        pk: (year, month, ytd, at)
        for pk, year, month, ytd, at in InvestmentReport.objects.filter(project__in=ids)
        .newest(day)
        .values_list("project_id", "year", "month", "ytd_wan", "at")
    }
    return {pk: _fact(plans.get(pk), reports.get(pk)) for pk in plans.keys() | reports.keys()}


def _fact(
    plan: tuple[int, Decimal] | None, report: tuple[int, int, Decimal, datetime] | None
) -> lights.InvestmentFact:
    """Put plan and report of the newest year together: a new year's plan waits for its own report."""
    year = max(plan[0] if plan else 0, report[0] if report else 0)
    amount = plan[1] if plan and plan[0] == year else None
    if report is None or report[0] != year:
        return lights.InvestmentFact(year, None, amount, None)
    return lights.InvestmentFact(year, report[1], amount, report[2], day_of(report[3]))


def leads_of(ids: Sequence[int], day: date) -> dict[int, int | None]:
    """Return the 责任单位 of projects on a day; one query."""
    held = Q(valid_from__isnull=True) | Q(valid_from__lte=day)
    held &= Q(valid_to__isnull=True) | Q(valid_to__gte=day)
    among = bulk.one_of("project_id", ids)
    rows = Assignment.objects.filter(among, held, role=Assignment.Role.LEAD, unit__isnull=False)
    found: dict[int, int | None] = {}
    for pk, unit in rows.order_by("order", "pk").values_list("project_id", "unit_id"):
        found.setdefault(pk, unit)
    return found


def _waivers(ids: Sequence[int], day: date) -> dict[int, list[lights.WaiverFact]]:
    rows = Waiver.objects.filter(project__in=ids, ended_at__isnull=True, until__gte=day).order_by("pk")
    found: dict[int, list[lights.WaiverFact]] = defaultdict(list)
    for pk, rule, until, reason, about in rows.values_list("project_id", "rule", "until", "reason", "about"):
        found[pk].append(lights.WaiverFact(rule, until, reason, about))
    return found


def owners(ids: Sequence[int]) -> dict[int, dict[str, int | None]]:
    """Return the units that own milestones of projects: milestone key → unit."""
    rows = Milestone.objects.filter(bulk.among("project_id", ids), in_plan=True, owner__isnull=False)
    found = defaultdict[int, dict[str, int | None]](dict)
    for pk, key, unit in rows.values_list("project_id", "key", "owner_id"):
        found[pk][key] = unit
    return found


# ---- what a day brings that was written down before ----
def awoken(zone_id: int, last: date, day: date) -> set[int]:
    """Return the projects of which something dated in (last, day] was known before; four queries.

    A unit that takes over or hands over, a plan or report of a month that has now begun, a stage
    dated ahead: nobody does anything on that day, and yet the facts are others.
    """
    leads = Assignment.objects.filter(zone_id=zone_id, role=Assignment.Role.LEAD).filter(
        Q(valid_from__gt=last, valid_from__lte=day) | Q(valid_to__gte=last, valid_to__lt=day)
    )
    plans = YearPlan.objects.filter(zone_id=zone_id, in_force=True, year__gt=last.year, year__lte=day.year)
    begun = Q(year__gt=last.year) | Q(year=last.year, month__gt=last.month)
    begun &= Q(year__lt=day.year) | Q(year=day.year, month__lte=day.month)
    reports = InvestmentReport.objects.filter(begun, zone_id=zone_id, in_force=True)
    stages_ahead = StageEvent.objects.filter(zone_id=zone_id, on__gt=last, on__lte=day)
    rows = (leads, plans, reports, stages_ahead)
    return {pk for one in rows for pk in one.order_by().values_list("project_id", flat=True)}
