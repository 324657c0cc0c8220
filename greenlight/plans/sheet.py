"""A plan laid out to be arranged by hand: the draft that waits, else the approved version.

Rows are plans' own models in memory: copies are changed, nothing of them is ever saved.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from greenlight.base.refusals import Refused
from greenlight.kernel import schedule as network
from greenlight.kernel.workdays import Clock
from greenlight.plans import floats, ties
from greenlight.plans.drafting import Draft
from greenlight.plans.keeping import COPIED, KEYS, LINKED
from greenlight.plans.models import Link, Milestone, MilestoneDates, PlanVersion, Slip
from greenlight.projects.models import Project

MOST = 500
WORDS = {
    "start": "开始",
    "due": "完成",
    "days": "工期",
    "percent": "进度",
    "done": "实际完成",
    "preds": "前置",
}


@dataclass(frozen=True)
class Node:
    """One row: `n` its number on the page, `asked` the later day that waits for a leader.

    `approved`: the day in force; in a draft it can differ from what the row wants.
    """

    n: int
    row: MilestoneDates
    asked: date | None
    approved: date | None

    @property
    def key(self) -> str:
        """Return its key, the same in every version."""
        return self.row.milestone.key

    @property
    def name(self) -> str:
        """Return its name."""
        return self.row.milestone.name

    @property
    def pk(self) -> str:
        """Return its name in the network."""
        return str(self.row.milestone_id)

    @property
    def done(self) -> date | None:
        """Return the day it was done."""
        return self.row.milestone.done_on

    @property
    def begun(self) -> date | None:
        """Return the day it was begun, when it is open and has a length."""
        return self.row.milestone.started_on if self.row.duration and not self.done else None

    @property
    def is_promise(self) -> bool:
        """Say whether its date is one of 开工, 竣工, 投产."""
        return self.key in KEYS

    @property
    def clock(self) -> Clock:
        """Return the clock its length is counted by."""
        return Clock(self.row.clock)

    @property
    def percent(self) -> str:
        """Return how far it is, as a person writes it."""
        held = self.row.milestone.percent
        return "" if held is None else format(held.normalize(), "f")


@dataclass(frozen=True)
class Sheet:
    """All rows of a plan with their links and what must be kept. `drafted`: it is a draft's."""

    project: Project
    version: PlanVersion
    nodes: tuple[Node, ...]
    links: tuple[network.Link, ...]
    kept: floats.Promises
    drafted: bool

    @cached_property
    def by_key(self) -> dict[str, Node]:
        """Return the nodes by key."""
        return {one.key: one for one in self.nodes}

    @cached_property
    def by_pk(self) -> dict[str, Node]:
        """Return the nodes by their name in the network."""
        return {one.pk: one for one in self.nodes}

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Return the row numbers by the name in the network."""
        return {one.pk: one.n for one in self.nodes}

    @cached_property
    def preds(self) -> dict[str, str]:
        """Return what each node waits for, as text, by key."""
        return {one.key: ties.written(self.links_to(one), self.numbers) for one in self.nodes}

    def links_to(self, node: Node) -> list[network.Link]:
        """Return the links that end at a node, in the order of their rows."""
        return sorted(
            (one for one in self.links if one.succ == node.pk), key=lambda one: self.numbers[one.pred]
        )

    def facts(self) -> dict[str, Any]:
        """Return what the page was drawn from: version and rows, to be compared when it is saved."""
        rows = {one.key: _facts(one, self.preds[one.key]) for one in self.nodes}
        return {"version": self.version.pk, "n": self.version.n, "rows": rows}


def _facts(one: Node, preds: str) -> list[str]:
    row = one.row
    days = [str(row.start or ""), str(row.due or ""), str(row.duration)]
    return [*days, one.percent, str(one.done or ""), preds]


def changed(sheet: Sheet, seen: Any) -> list[str]:
    """Say what differs from the facts a page was drawn from; empty when nothing does.

    What cannot be read as such facts is no objection of its own: the sheet says what stands.
    """
    if not isinstance(seen, Mapping) or not isinstance(seen.get("rows"), Mapping):
        return ["这一页开得太久，计划已经重新读过"]
    now, rows = sheet.facts(), seen["rows"]
    told = [
        one for node in sheet.nodes for one in _differing(node, rows.get(node.key), now["rows"][node.key])
    ]
    told += [f"少了节点“{str(key)[:40]}”" for key in rows if key not in now["rows"]]
    if not told and seen.get("version") != now["version"]:
        who = sheet.version.approved_by_name or "有人"
        told = [f"{who}刚存了新的一版（{sheet.version.get_origin_display()}）"]
    return told


def _differing(node: Node, then: Any, now: list[str]) -> Iterable[str]:
    if not isinstance(then, list) or len(then) != len(now):
        yield f"多了节点“{node.name}”"
        return
    for word, old, new in zip(WORDS.values(), map(str, then), now, strict=True):
        if old != new:
            yield f"“{node.name}”{word} {old[:60] or '空'} → {new or '空'}"


def laid_out(project: Project, held: PlanVersion | None, draft: Draft | None) -> Sheet:
    """Lay out a plan: the draft that waits (`held` and what it wants), else the approved version.

    Raises Refused for a group, a project without a plan, and one too large.
    """
    if project.is_group:
        raise Refused(f"“{project.name}”是分期项目的总项，只汇总各期。请到各期里排计划。")
    made = _of_draft(project, held, draft) if held and draft else _of_version(project)
    if len(made.nodes) > MOST:
        raise Refused(
            f"这个计划有 {len(made.nodes)} 个节点，拖动排最多 {MOST} 个。请在“重排计划”里关掉不适用的条件，"
            "或者在节点上逐个改日期。"
        )  # fmt: skip
    return made


def _of_version(project: Project) -> Sheet:
    version = PlanVersion.objects.filter(plan__project=project, state=PlanVersion.State.APPROVED).first()
    if version is None:
        raise Refused("这个项目还没有计划，请先“排计划”，再来拖动。")
    stones = Milestone.objects.filter(project=project, in_plan=True).order_by("seq", "due", "pk")
    held = {one.milestone_id: one for one in MilestoneDates.objects.filter(version=version)}
    asked = dict(
        Slip.objects.filter(milestone__project=project, state=Slip.State.WAITING).values_list(
            "milestone_id", "to_due"
        )
    )
    nodes = tuple(
        Node(n, row_of(stone, held.get(stone.pk)), asked.get(stone.pk), stone.due)
        for n, stone in enumerate(stones, 1)
    )
    return Sheet(
        project, version, nodes, _links(version, nodes), floats.promises([version.pk])[version.pk], False
    )


def row_of(stone: Milestone, held: MilestoneDates | None, **changes: Any) -> MilestoneDates:
    """Return a row in memory of a milestone: as its version has it, with some fields changed."""
    told = (
        {name: getattr(held, name) for name in COPIED} if held else {"start": stone.start, "due": stone.due}
    )
    return MilestoneDates(milestone=stone, **told | changes)


def _links(version: PlanVersion, nodes: Iterable[Node]) -> tuple[network.Link, ...]:
    known = {one.pk for one in nodes}
    rows = Link.objects.filter(version=version).order_by("pk").values_list(*LINKED)
    return tuple(
        network.Link(str(pred), str(succ), network.LinkType(kind), lag, Clock(clock))
        for pred, succ, kind, lag, clock in rows
        if str(pred) in known and str(succ) in known
    )


def _of_draft(project: Project, held: PlanVersion, draft: Draft) -> Sheet:
    stones = {row.key: _stone(draft, row.key, at) for at, row in enumerate(draft.rows, 1)}
    nodes = tuple(
        Node(n, _drafted(draft, stones[row.key], row.key), None, stones[row.key].due)
        for n, row in enumerate(draft.rows, 1)
    )
    pks = {key: str(stone.pk) for key, stone in stones.items()}
    links = tuple(
        network.Link(pks[one.pred], pks[one.succ], one.type, one.lag, one.lag_clock) for one in draft.links
    )
    keys = frozenset(key for key in KEYS if (one := draft.known.milestones.get(key)) and one.due)
    anchor = draft.anchor if draft.mode == "backward" else None
    return Sheet(project, held, nodes, links, floats.Promises(keys, anchor), True)


def _stone(draft: Draft, key: str, at: int) -> Milestone:
    """Return the milestone of a draft's row; one that does not stand yet gets a number below zero."""
    row = next(one for one in draft.rows if one.key == key)
    stone = draft.known.milestones.get(key) or Milestone(
        pk=-at, key=key, name=row.node.name, phase=row.node.phase, department=row.node.department
    )
    stone.done_on = row.done
    return stone


def _drafted(draft: Draft, stone: Milestone, key: str) -> MilestoneDates:
    row = next(one for one in draft.rows if one.key == key)
    return MilestoneDates(
        milestone=stone, start=row.start, due=row.due, latest=row.latest, duration=row.duration,
        clock=row.node.clock, total_float=row.total_float, critical=row.critical, estimated=row.estimated,
    )  # fmt: skip
