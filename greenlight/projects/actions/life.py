"""Stages: one table refuses a step and lists what is missing; facts of a ledger are recorded as such."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from greenlight.base import journal
from greenlight.base.journal import By
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.kernel import gates, stages
from greenlight.projects import library, may, signals
from greenlight.projects.actions.record import changed, locked
from greenlight.projects.models import Evidence, Halt, Project, StageEvent

ALL_CONDITIONS = ("new_land", "chemical", "energy_ge_1000tce", "bond", "civil_works")


def conditions_off(project: Project) -> tuple[str, ...]:
    """Return the circumstances that do not apply to a project: those it does not name."""
    return tuple(one for one in ALL_CONDITIONS if one not in project.conditions)


def papers(project: Project) -> dict[str, set[str]]:
    """Return {node code: papers handed in and not sent back}."""
    found: dict[str, set[str]] = {}
    rows = Evidence.objects.filter(project=project).exclude(state=Evidence.State.SENT_BACK)
    for code, name in rows.values_list("node_code", "name"):
        found.setdefault(code, set()).add(name)
    return found


def missing_for(project: Project, to: str) -> Sequence[gates.Missing]:
    """Return what the gates up to a stage still lack, in the order of the chain."""
    template = library.template_for(project.zone_id, project.kind)
    asked = stages.gates_between(library.gates(template), project.kind, project.stage, to)
    return gates.missing(asked, papers(project), conditions_off(project))


@transaction.atomic
def advance(*, by: By, project: Project, to: str, on: date, version: int | None = None) -> StageEvent:
    """Move a project on to a stage, if its papers allow.

    Raises NotAllowed; Refused with the list of what is missing, or when the stage does not lie ahead.
    """
    project = locked(project.pk, version)
    _check_step(by, project, to, on)
    lacking = missing_for(project, to)
    if lacking:
        word = stages.word(project.kind, to)
        told = "；".join(one.told for one in lacking[:8])
        more = f"；另有 {len(lacking) - 8} 项" if len(lacking) > 8 else ""
        raise Refused(f"还不能进入“{word}”：{told}{more}。在“资料”里补交后再试。")
    return _step(by, project, to, on, recorded=False, reason="")


@transaction.atomic
def record_stage(*, by: By, project: Project, to: str, on: date | None, reason: str) -> StageEvent:
    """Record a stage that has been reached in fact, papers or not; the gate goes on listing them."""
    project = locked(project.pk)
    _check_step(by, project, to, on)
    if not reason.strip():
        raise Refused("补录阶段要写依据，例如“7 月台账”。", status=400)
    return _step(by, project, to, on, recorded=True, reason=reason)


def _check_step(by: By, project: Project, to: str, on: date | None) -> None:
    if not may.edit(by.user, project):
        raise NotAllowed("您能看这个项目，但不能改它的阶段。")
    if project.halt:
        raise Refused(f"项目已{project.get_halt_display()}，先恢复推进再改阶段。")
    try:
        ahead = stages.place(project.kind, to) > stages.place(project.kind, project.stage)
    except stages.UnknownStage as error:
        raise Refused(f"{error}。", status=400) from None
    if not ahead:
        raise Refused(f"项目已在“{stages.word(project.kind, project.stage)}”，只能往后走。")
    if on is not None and on > by.day:
        raise Refused(f"{on.isoformat()} 还没有到，请填已经发生的日期。", status=400)


def _step(by: By, project: Project, to: str, on: date | None, *, recorded: bool, reason: str) -> StageEvent:
    event = StageEvent.objects.create(
        project=project, zone_id=project.zone_id, from_stage=project.stage, to_stage=to, on=on,
        reason=reason,
        recorded=recorded, actor_id=by.actor_id, actor_name=by.actor_name, at=by.at,
    )  # fmt: skip
    Project.objects.filter(pk=project.pk).update(stage=to)
    verb = "project.record_stage" if recorded else "project.advance"
    journal.write(
        by, verb, "project", project.pk, before={"stage": project.stage}, after={"stage": to}, why=reason
    )
    project.stage = to
    signals.stage_changed.send(sender=Project, project=project, event=event, by=by)
    changed(project, by)
    return event


@transaction.atomic
def halt(*, by: By, project: Project, state: str, reason: str) -> StageEvent:
    """Pause or terminate a project, with the reason."""
    project = locked(project.pk)
    if not may.edit(by.user, project):
        raise NotAllowed("您能看这个项目，但不能暂停或终止它。")
    if state not in (Halt.PAUSED, Halt.TERMINATED) or not reason.strip():
        raise Refused("暂停或终止都要写原因。", status=400)
    return _halt(by, project, state, reason)


@transaction.atomic
def resume(*, by: By, project: Project, reason: str) -> StageEvent:
    """Take a paused or terminated project up again."""
    project = locked(project.pk)
    if not may.edit(by.user, project):
        raise NotAllowed("您能看这个项目，但不能恢复它。")
    if not project.halt:
        raise Refused("项目没有暂停，不用恢复。")
    return _halt(by, project, Halt.NONE, reason)


def _halt(by: By, project: Project, state: str, reason: str) -> StageEvent:
    before = project.halt
    event = StageEvent.objects.create(
        project=project, zone_id=project.zone_id, from_stage=project.stage, to_stage=project.stage,
        halt=state, on=by.day, reason=reason.strip(), actor_id=by.actor_id,
        actor_name=by.actor_name, at=by.at,
    )  # fmt: skip
    Project.objects.filter(pk=project.pk).update(halt=state)
    project.halt = state
    journal.write(
        by, "project.halt", "project", project.pk, before={"halt": before}, after={"halt": state}, why=reason
    )
    signals.stage_changed.send(sender=Project, project=project, event=event, by=by)
    changed(project, by)
    return event
