"""The rows of 节点计划: milestones by phase with original, present and latest days, papers and lights."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import NamedTuple

from django.utils.safestring import SafeString, mark_safe

from greenlight.plans import gantt, lamps
from greenlight.plans.drafting import Draft
from greenlight.plans.keeping import KEYS
from greenlight.plans.known import code_of
from greenlight.plans.models import Link, Milestone, MilestoneDates, PlanVersion, Slip
from greenlight.plans.page import PlanPage
from greenlight.projects import library
from greenlight.projects import panels as projects
from greenlight.projects.models import Evidence, Project

FOLDED = 6  # more done nodes than this are folded away
NO_PHASE = "其他节点"


@dataclass(frozen=True)
class Line:
    """One node of the table."""

    stone: Milestone
    colour: str
    owner: str
    base_start: date | None
    base_due: date | None
    latest: date | None
    gap: int | None
    critical: bool
    papers: str
    waiting: Slip | None
    late: bool

    @property
    def bar(self) -> gantt.Bar:
        """Return the node as the chart draws it."""
        one = self.stone
        done = one.done_on is not None
        planned = None if one.done_on and one.start and one.start > one.done_on else one.start
        return gantt.Bar(
            key=one.key, name=one.name, colour="blue" if done else self.colour,
            start=one.started_on or planned,
            finish=one.done_on or one.due, base_start=self.base_start, base_finish=self.base_due,
            latest=self.latest, share=float(one.percent or 0) / 100, done=done, critical=self.critical,
        )  # fmt: skip


@dataclass(frozen=True)
class Table:
    """Lines by phase, and the chart that stands beside them."""

    groups: tuple[tuple[str, tuple[Line, ...]], ...]
    chart: SafeString

    @property
    def rows(self) -> SafeString:
        """Write its rows as HTML."""
        from greenlight.plans import rows

        return rows.written(self.groups)

    @property
    def count(self) -> int:
        """Return how many nodes it holds."""
        return sum(len(lines) for _, lines in self.groups)


@dataclass(frozen=True)
class HandIn:
    """The open node of a unit with the earliest latest day."""

    owner: str
    name: str
    day: date
    gap: int

    @property
    def late(self) -> int:
        """Return by how many days it is too late already."""
        return -self.gap


class Dated(NamedTuple):
    """A milestone's dates in one version."""

    start: date | None
    due: date | None
    latest: date | None = None
    total_float: int | None = None
    critical: bool = False


def lines(project: Project, today: date, plan: PlanPage | None = None) -> list[Line]:
    """Return the nodes of the plan in force; `plan` is what the page has read of it already."""
    plan = plan or PlanPage(project)
    asked = {one.milestone_id: one for one in plan.waiting}
    now, first = _dated(project)
    lit, handed = lamps.colours(project, plan), _handed_in(plan)
    return [
        _line(one, project.kind, today, lit, now.get(one.pk), first.get(one.pk), asked.get(one.pk), handed)
        for one in plan.stones
    ]


def _dated(project: Project) -> tuple[dict[int, Dated], dict[int, Dated]]:
    """Return the dates of the version in force, and of the first approved one that has them: the original."""
    now: dict[int, Dated] = {}
    first: dict[int, Dated] = {}
    rows = MilestoneDates.objects.filter(version__plan__project=project)
    rows = rows.exclude(version__state=PlanVersion.State.DRAFT).order_by("version__n")
    for pk, state, *dates in rows.values_list("milestone_id", "version__state", *Dated._fields):
        one = Dated(*dates)
        if one.due:
            first.setdefault(pk, one)
        if state == PlanVersion.State.APPROVED:
            now[pk] = one
    return now, first


def _handed_in(plan: PlanPage) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for code, name, state in projects.evidence_of(plan.request, plan.project):
        found[code][name] = max(found[code][name], 2 if state == Evidence.State.ACCEPTED else 1)
    return found


def _line(
    stone: Milestone, kind: str, today: date, lit: Mapping[str, str], now: Dated | None,
    first: Dated | None, waiting: Slip | None, handed: Mapping[str, Counter[str]],
) -> Line:  # fmt: skip
    done = stone.done_on is not None
    late = not done and stone.due is not None and stone.due < today
    spare = now.total_float if now and not done else None
    if late and stone.due:
        spare = -(today - stone.due).days
    return Line(
        stone, "blue" if done else lit.get(stone.key, "grey"),
        stone.owner.name if stone.owner else _lead(stone.department), first.start if first else None,
        first.due if first else None, now.latest if now and not done else None, spare,
        bool(now and now.critical and not done),
        papers(stone, handed.get(code_of(kind, stone.key), Counter())), waiting, late,
    )  # fmt: skip


def _lead(departments: str) -> str:
    return next(iter(library.departments(departments)), "")


def papers(stone: Milestone, handed: Mapping[str, int]) -> str:
    """Say how the papers of a node stand: `handed` is paper → 1 handed in, 2 accepted."""
    asked = list(stone.evidence)
    if not asked:
        return ""
    lacking = [name for name in asked if not handed.get(name)]
    if not lacking:
        audited = all(handed.get(name) == 2 for name in asked)
        return f"{len(asked)} 份齐，{'已审' if audited else '待审'}"
    if stone.done_on:
        return f"缺{lacking[0]}" + (f"等 {len(lacking)} 份" if len(lacking) > 1 else "")
    given = len(asked) - len(lacking)
    return f"已交 {given}/{len(asked)} 份" if given else f"到期交 {len(asked)} 份"


def halves(rows: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """Return the done nodes when there are enough to fold away, and the rest."""
    done = [one for one in rows if one.stone.done_on]
    if len(done) <= FOLDED or len(done) == len(rows):
        return [], list(rows)
    return done, [one for one in rows if not one.stone.done_on]


def table(project: Project, rows: Sequence[Line], today: date, name: str = "gantt") -> Table:
    """Group rows by phase and draw them; `name` begins the ids of the drawing."""
    groups = by_phase(rows)
    bars = []
    headed = len(groups) > 1
    for phase, some in groups:
        bars += ([gantt.Bar("", phase)] if headed else []) + [one.bar for one in some]
    keys = {one.stone.pk: one.stone.key for one in rows if one.critical}
    links = Link.objects.filter(
        version__plan__project=project, version__state="approved", pred__in=keys, succ__in=keys
    )
    pairs = [(keys[pred], keys[succ]) for pred, succ in links.values_list("pred_id", "succ_id")]
    chart = gantt.Chart(bars, today, promise_of(rows), pairs, f"{project.name}横道图", name)
    return Table(groups if headed else ((("", groups[0][1]),) if groups else ()), drawn(chart))


def by_phase(rows: Iterable[Line]) -> tuple[tuple[str, tuple[Line, ...]], ...]:
    """Group by phase in the order of the plan; nodes the library does not know come last."""
    found: dict[str, list[Line]] = {}
    for one in rows:
        found.setdefault(one.stone.phase, []).append(one)
    other = found.pop("", None)
    named = [(phase, tuple(some)) for phase, some in found.items()]
    return (*named, (NO_PHASE, tuple(other))) if other else tuple(named)


def promise_of(rows: Iterable[Line]) -> date | None:
    """Return the promised 投产, else 竣工: its day in the first baseline."""
    found = {one.stone.key: one.base_due for one in rows if one.stone.key in KEYS[1:]}
    return found.get("in_production") or found.get("completed")


def hand_ins(rows: Iterable[Line]) -> list[HandIn]:
    """Return for each unit the open node it must hand in first, by its latest day."""
    rows = list(rows)
    promise = promise_of(rows)
    found: dict[str, HandIn] = {}
    for one in rows:
        if one.latest and one.owner and not one.stone.done_on and one.latest <= (promise or one.latest):
            held = found.get(one.owner)
            if held is None or one.latest < held.day:
                found[one.owner] = HandIn(one.owner, one.stone.name, one.latest, one.gap or 0)
    return sorted(found.values(), key=lambda one: (one.day, one.owner))


def drawn(chart: gantt.Chart) -> SafeString:
    """Return the drawing for a page; `gantt` has escaped every name in it."""
    return mark_safe(gantt.svg(chart))  # noqa: S308


def draft_chart(draft: Draft, today: date) -> SafeString:
    """Draw a draft, every row of it."""
    bars = []
    for phase, some in groupby(draft.rows, key=lambda row: row.node.phase):
        bars.append(gantt.Bar("", phase))
        bars += [
            gantt.Bar(
                key=row.key, name=row.node.name, colour="blue" if row.done else "grey", start=row.start,
                finish=row.done or row.finish, latest=row.latest, done=row.done is not None,
                critical=row.critical,
            )
            for row in some
        ]  # fmt: skip
    critical = {row.key for row in draft.critical}
    links = [(one.pred, one.succ) for one in draft.links if {one.pred, one.succ} <= critical]
    promise = draft.anchor if draft.mode == "backward" else None
    return drawn(gantt.Chart(bars, today, promise, links, "预排横道图"))
