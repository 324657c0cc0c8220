"""Stages: one table refuses a step and lists what is missing; facts of a ledger are recorded as such."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction

from greenlight.base import journal
from greenlight.base.journal import By
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.kernel import gates, stages
from greenlight.projects import library, may, signals
from greenlight.projects.actions import bounds
from greenlight.projects.actions.core import changed, locked, own_life
from greenlight.projects.actions.record import known_stage
from greenlight.projects.models import Condition, Evidence, Halt, Project, StageEvent

MOST_TOLD = 8


# ---- gates ----
def conditions_off(project: Project) -> tuple[str, ...]:
    """Return the circumstances that do not apply to a project: those it does not name."""
    return tuple(one for one in Condition.values if one not in project.conditions)


def papers(project: Project, state: str = Evidence.State.ACCEPTED) -> dict[str, set[str]]:
    """Return {node code: papers in a state}; a gate counts those accepted."""
    found: dict[str, set[str]] = {}
    rows = Evidence.objects.filter(project=project, state=state)
    for code, name in rows.values_list("node_code", "name"):
        found.setdefault(code, set()).add(name)
    return found


def missing_for(
    project: Project, to: str, given: Iterable[tuple[str, str, str]] | None = None
) -> Sequence[gates.Missing]:
    """Return what the gates up to a stage still lack, in the order of the chain.

    `given` are its papers (node code, name, state) where they are read already.
    """
    template = library.template_for(project.zone_id, project.kind)
    asked = stages.gates_between(library.gates(template), project.kind, project.stage, to)
    held = papers(project) if given is None else _accepted(given)
    return gates.missing(asked, held, conditions_off(project))


def _accepted(given: Iterable[tuple[str, str, str]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for code, name, state in given:
        if state == Evidence.State.ACCEPTED:
            found.setdefault(code, set()).add(name)
    return found


def _refusal(project: Project, to: str, lacking: Sequence[gates.Missing]) -> str:
    """Say what a stage still lacks, and how much of it only waits to be accepted."""
    told = "；".join(one.told for one in lacking[:MOST_TOLD])
    more = f"；另有 {len(lacking) - MOST_TOLD} 个关口" if len(lacking) > MOST_TOLD else ""
    given = papers(project, Evidence.State.HANDED_IN)
    wait = sum(len(given.get(one.gate.node_code, set()) & set(one.evidence)) for one in lacking)
    waiting = f"其中 {wait} 份已交，审过才算。" if wait else ""
    return f"还不能进入“{stages.word(project.kind, to)}”：{told}{more}。{waiting}在“资料”里补齐后再试。"


# ---- steps ----
@transaction.atomic
def advance(*, by: By, project: Project, to: str, on: date, version: int | None = None) -> StageEvent:
    """Move a project on to a stage, if its papers allow.

    Raises NotAllowed; Refused with the list of what is missing, or when the stage does not lie ahead.
    """
    project = _begun(by, project, to, on, version)
    _ahead(project, to)
    lacking = missing_for(project, to)
    if lacking:
        raise Refused(_refusal(project, to, lacking))
    return _step(by, "project.advance", project, to, on)


@transaction.atomic
def record_stage(*, by: By, project: Project, to: str, on: date | None, reason: str) -> StageEvent:
    """Record a stage that has been reached in fact, papers or not; the gate goes on listing them."""
    project = _begun(by, project, to, on, None)
    _ahead(project, to)
    why = bounds.reason(reason, "补录阶段要写依据，例如“7 月台账”。")
    return _step(by, "project.record_stage", project, to, on, recorded=True, why=why)


@transaction.atomic
def correct_stage(*, by: By, project: Project, to: str, reason: str) -> StageEvent:
    """Take a project back to a stage behind, when it was moved on by mistake; the history keeps both.

    The stage keeps the day on which it was reached (projects.steps): today is not that day.
    """
    project = _begun(by, project, to, None, None)
    if known_stage(project.kind, to) >= known_stage(project.kind, project.stage):
        raise Refused("更正只能退回前面的阶段，往后走请用“进入这个阶段”。", status=400)
    why = bounds.reason(reason, "更正阶段要写原因，例如“录错了项目”。")
    return _step(by, "project.correct_stage", project, to, None, recorded=True, why=why)


def _begun(by: By, project: Project, to: str, on: date | None, version: int | None) -> Project:
    """Lock a project whose stage may be changed to one of its chain on a day that has been."""
    project = locked(project.pk, version)
    if not may.edit(by.user, project):
        raise NotAllowed("您能看这个项目，但不能改它的阶段。")
    own_life(project, "改阶段")
    if project.halt:
        raise Refused(f"项目已{project.get_halt_display()}，先恢复推进再改阶段。")
    known_stage(project.kind, to)
    if on is not None:
        bounds.past_day(by, on)
    return project


def _ahead(project: Project, to: str) -> None:
    if known_stage(project.kind, to) <= known_stage(project.kind, project.stage):
        now = stages.word(project.kind, project.stage)
        raise Refused(f"项目已在“{now}”，请选后面的阶段；填错了用“更正阶段”。")


def _step(
    by: By, verb: str, project: Project, to: str, on: date | None, *, recorded: bool = False, why: str = ""
) -> StageEvent:
    event = _event(by, project, to, on, reason=why, recorded=recorded)
    Project.objects.filter(pk=project.pk).update(stage=to)
    before, after = {"stage": project.stage}, {"stage": to, "on": on}
    journal.write(by, verb, "project", project.pk, before=before, after=after, why=why)
    project.stage = to
    return _told(by, project, event)


def _event(by: By, project: Project, to: str, on: date | None, **more: str | bool) -> StageEvent:
    return StageEvent.objects.create(
        project=project, zone_id=project.zone_id, from_stage=project.stage, to_stage=to, on=on,
        actor_id=by.actor_id, actor_name=by.actor_name, at=by.at, **more,
    )  # fmt: skip


def _told(by: By, project: Project, event: StageEvent) -> StageEvent:
    signals.stage_changed.send(sender=Project, project=project, event=event, by=by)
    changed(project, by)
    return event


# ---- 暂停, 终止, 恢复 ----
@transaction.atomic
def halt(*, by: By, project: Project, state: str, reason: str) -> StageEvent:
    """Pause or terminate a project, with the reason."""
    project = locked(project.pk)
    if not may.edit(by.user, project):
        raise NotAllowed("您能看这个项目，但不能暂停或终止它。")
    own_life(project, "暂停或终止")
    if state not in (Halt.PAUSED, Halt.TERMINATED):
        raise Refused("请选暂停或终止。", status=400)
    if project.halt == state:
        raise Refused(f"项目已经{Halt(state).label}了，不用再记。")
    return _halt(by, "project.halt", project, state, reason)


@transaction.atomic
def resume(*, by: By, project: Project, reason: str) -> StageEvent:
    """Take a paused or terminated project up again."""
    project = locked(project.pk)
    if not may.edit(by.user, project):
        raise NotAllowed("您能看这个项目，但不能恢复它。")
    if not project.halt:
        raise Refused("项目没有暂停，不用恢复。")
    return _halt(by, "project.resume", project, Halt.NONE, reason)


def _halt(by: By, verb: str, project: Project, state: str, reason: str) -> StageEvent:
    why = bounds.reason(reason, "暂停、终止、恢复都要写原因，例如“企业调整投资方案”。")
    event = _event(by, project, project.stage, by.day, halt=state, reason=why)
    before, after = {"halt": project.halt}, {"halt": state}
    Project.objects.filter(pk=project.pk).update(halt=state)
    project.halt = state
    journal.write(by, verb, "project", project.pk, before=before, after=after, why=why)
    return _told(by, project, event)
