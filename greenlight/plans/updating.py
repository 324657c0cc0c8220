"""What a newer version of the node library would change in one project's plan, before anything is saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from greenlight.base.refusals import Refused
from greenlight.plans.actions.making import broken, drafted
from greenlight.plans.drafting import ALWAYS, BACKWARD, CONDITION_WORDS, FORWARD, Draft, Row, Wish
from greenlight.plans.keeping import FINISH, KEYS
from greenlight.plans.known import Known, key_of, known
from greenlight.plans.models import MilestoneDates, PlanVersion
from greenlight.projects import library
from greenlight.projects.editing.checks import CLOCK_WORDS
from greenlight.projects.models import Project, Template, TemplateNode

WORDS = {"added": "新增", "removed": "取消", "changed": "改动", "same": "不变"}


@dataclass(frozen=True)
class Standing:
    """The library version a plan was made from, and the one in force; None when it was made from none."""

    made_from: Template | None = None
    newest: Template | None = None
    left: bool = False

    @property
    def newer(self) -> bool:
        """Tell whether there is a version the plan could take."""
        return bool(self.made_from and self.newest and self.made_from.pk != self.newest.pk)


@dataclass(frozen=True)
class Change:
    """What becomes of one node: its length and its day, then and now."""

    kind: str
    name: str
    old_length: str = ""
    new_length: str = ""
    then: date | None = None
    now: date | None = None
    done: bool = False
    promised: bool = False
    owner: str = ""

    @property
    def word(self) -> str:
        """Return the kind in words."""
        return WORDS[self.kind]

    @property
    def shift(self) -> int | None:
        """Return by how many days it moves."""
        return (self.now - self.then).days if self.then and self.now else None


@dataclass(frozen=True)
class Update:
    """What an update would do: the plan it would write, line by line; or the sentence why it cannot."""

    standing: Standing
    mode: str
    changes: tuple[Change, ...] = ()
    draft: Draft | None = None
    told: str = ""

    @property
    def counts(self) -> dict[str, int]:
        """Return how many nodes are added, removed, changed, the same."""
        return {word: sum(one.kind == kind for one in self.changes) for kind, word in WORDS.items()}


def standing(project: Project) -> Standing:
    """Say which version of the library a plan was made from; two queries."""
    return standing_of(project, _approved(project))


def standing_of(project: Project, version: PlanVersion | None) -> Standing:
    """Say which version of the library the approved version of a plan was made from; one query."""
    if version is None or version.template is None:
        return Standing()
    newest = library.template_for(project.zone_id, project.kind)
    return Standing(version.template, newest, bool(newest and version.plan.left_id == newest.pk))


def _approved(project: Project) -> PlanVersion | None:
    rows = PlanVersion.objects.filter(plan__project=project, state=PlanVersion.State.APPROVED)
    return rows.select_related("template", "plan").first()


def preview(project: Project, today: date, mode: str = "") -> Update:
    """Work out what taking the version in force would change; nothing is written."""
    found, version = standing(project), _approved(project)
    if version is None or not found.newer:
        return Update(found, mode, told="计划用的已经是现在的节点库，没有要更新的。")
    wish = wish_of(known(project), version, today, mode)
    try:
        draft = drafted_by(project, wish, today)
    except Refused as refused:
        return Update(found, wish.mode, told=str(refused))
    return Update(found, wish.mode, tuple(_changes(draft, version)), draft, broken(draft))


def drafted_by(project: Project, wish: Wish, today: date) -> Draft:
    """Draft a plan by the library in force; nodes the library no longer has leave it. Raises Refused."""
    found, version = known(project), _approved(project)
    draft = drafted(found, wish, today)
    gone = _gone(found, version) if version else frozenset()
    return replace(draft, dropped=draft.dropped | gone)


def _gone(found: Known, version: PlanVersion) -> frozenset[str]:
    """Return the keys of nodes that the plan's version of the library had and the one in force has not."""
    now = {one.code for one in found.library.nodes}
    old = TemplateNode.objects.filter(template=version.template_id).values_list("code", flat=True)
    kind = found.project.kind
    return frozenset(key_of(kind, code, found.milestones) for code in old if code not in now)


def wish_of(found: Known, version: PlanVersion, today: date, mode: str = "") -> Wish:
    """Return the wish a plan was made by: its promise or its begin, and the conditions it holds for.

    A plan that has begun goes on from today.
    """
    promised = next(
        (key for key in reversed(FINISH)
         if (stone := found.milestones.get(key)) and stone.due and stone.due == version.anchor), "",
    )  # fmt: skip
    back = mode == BACKWARD if mode in (BACKWARD, FORWARD) else bool(promised)
    off = _off(found, version)
    if back:
        return Wish(BACKWARD, version.anchor if promised else None, promised, off)
    begin = version.anchor if version.anchor and version.anchor > today else None
    return Wish(FORWARD, begin, "", off)


def _off(found: Known, version: PlanVersion) -> tuple[str, ...] | None:
    """Return the conditions of which the plan holds no node; None when its library told none."""
    rows = TemplateNode.objects.filter(template=version.template_id).exclude(condition=ALWAYS)
    held: dict[str, bool] = {}
    for code, condition in rows.values_list("code", "condition"):
        stone = found.milestones.get(key_of(found.project.kind, code, found.milestones))
        held[condition] = held.get(condition, False) or bool(stone and stone.in_plan)
    if not held:
        return None
    off = [one for one in CONDITION_WORDS if one in held and not held[one]]
    return (
        *off,
        *(one for one in CONDITION_WORDS if one not in held and one not in found.project.conditions),
    )


def _changes(draft: Draft, version: PlanVersion) -> list[Change]:
    rows = MilestoneDates.objects.filter(version=version, milestone__in_plan=True)
    held = {one.milestone.key: one for one in rows.select_related("milestone__owner")}
    found = [_change(row, held.get(row.key)) for row in draft.rows]
    stays = {row.key for row in draft.rows}
    for key, one in sorted(held.items(), key=lambda pair: pair[1].milestone.seq):
        stone = one.milestone
        if key in draft.dropped and key not in stays and key not in KEYS and not stone.done_on:
            owner = stone.owner.name if stone.owner else stone.department
            found.append(
                Change("removed", stone.name, length(one.duration, one.clock), then=one.due, owner=owner)
            )
    return found


def _change(row: Row, held: MilestoneDates | None) -> Change:
    now = row.done or row.due
    new, name = length(row.node.duration, row.node.clock), row.node.name
    promised = row.key in KEYS
    if held is None:
        return Change("added", name, "", new, None, now, row.done is not None, promised, row.node.department)
    old = length(held.duration, held.clock)
    then = row.done or held.due
    kind = "same" if (old, then, held.milestone.name) == (new, now, name) else "changed"
    return Change(kind, name, old, new, then, now, row.done is not None, promised, row.node.department)


def length(days: int, clock: str) -> str:
    """Say a duration: 15 个工作日; a node without one is a day."""
    return f"{days} 个{CLOCK_WORDS[clock]}" if days else "当天"


def used(template: Template, zone_id: int) -> int:
    """Count the plans of a zone that stand by a version of the library."""
    rows: Mapping[str, object] = {"template": template, "zone_id": zone_id}
    return PlanVersion.objects.filter(state=PlanVersion.State.APPROVED, **rows).count()
