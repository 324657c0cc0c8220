"""Entering and editing the record: its name, its kind, its plain facts."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction

from greenlight.base import journal
from greenlight.base.journal import By
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.kernel import stages
from greenlight.kernel.parse.text import name_key, phase
from greenlight.people.models import Zone
from greenlight.projects import may
from greenlight.projects.actions import bounds
from greenlight.projects.actions.amounts import AMOUNT_OF, write_amount
from greenlight.projects.actions.core import changed, locked
from greenlight.projects.actions.phases import put_under
from greenlight.projects.models import Project, ProjectAlias, StageEvent

LONGEST_NAME = 200


@transaction.atomic
def create(
    *, by: By, zone_id: int, kind: str, name: str, facts: Mapping[str, Any] | None = None,
    total_wan: Decimal | None = None, parent: Project | None = None, stage: str = "",
) -> Project:  # fmt: skip
    """Enter a project, at the first stage of its chain unless told otherwise.

    `parent` is the group it is a phase of, or the project it is another phase of. Raises NotAllowed,
    or Refused when the name is taken, the kind or the stage unknown.
    """
    if by.user is None or not may.create(by.user, zone_id):
        raise NotAllowed("只有本区科室和领导能新建项目。")
    if kind not in stages.CHAINS:
        raise Refused("请先选项目类别：工业招商项目、政府投资项目或技改项目。", status=400)
    first = stage or stages.CHAINS[kind][0].code
    known_stage(kind, first)
    name = tidy(name)
    project = Project.objects.create(
        zone_id=zone_id, kind=kind, name=name, name_norm=free_name(zone_id, name), stage=first,
        phase_no=phase(name), created_at=by.at, updated_at=by.at, **bounds.facts(facts or {}),
    )  # fmt: skip
    StageEvent.objects.create(
        project=project, zone_id=zone_id, to_stage=first, on=by.day, actor_id=by.actor_id,
        actor_name=by.actor_name, at=by.at, recorded=bool(stage),
    )  # fmt: skip
    if total_wan is not None:
        write_amount(project, AMOUNT_OF[kind], total_wan, by.day)
    after = {"name": name, "kind": kind, "total_wan": total_wan}
    journal.write(by, "project.create", "project", project.pk, after=after)
    changed(project, by)
    return put_under(by=by, project=project, parent=parent) if parent else project


def known_stage(kind: str, stage: str) -> int:
    """Return the place of a stage in its chain; Refused when the chain has no such stage."""
    try:
        return stages.place(kind, stage)
    except stages.UnknownStage as error:
        raise Refused(f"{error}，请重选阶段。", status=400) from None


def tidy(name: str) -> str:
    """Return a name as it is stored; Refused when nothing or too much is left of it."""
    told = " ".join(bounds.text(name, LONGEST_NAME, "项目名称").split())
    if not name_key(told):
        raise Refused("项目名称要填，例如“年产 5 万吨锂盐项目一期”。", status=400)
    return told


def free_name(zone_id: int, name: str, but: int = 0) -> str:
    """Return the key of a name nobody in the zone has or had; Refused otherwise.

    Holds the zone to the end of the transaction, so that two clerks cannot take one name at a time.
    """
    Zone.objects.select_for_update(no_key=True).get(pk=zone_id)
    key = name_key(name)[:LONGEST_NAME]
    taken = Project.objects.filter(zone_id=zone_id, name_norm=key).exclude(pk=but).first()
    if taken:
        raise Refused(f"已有同名项目“{taken.name}”。是新的一期，请在名称里写明一期、二期。")
    spelled = ProjectAlias.objects.filter(zone_id=zone_id, name_norm=key).exclude(project_id=but)
    if (alias := spelled.select_related("project").first()) and not alias.project.is_group:
        raise Refused(f"“{name}”是项目“{alias.project.name}”的另一个叫法，请换一个名称，或者去改那个项目。")
    return key


@transaction.atomic
def edit(
    *, by: By, project: Project, facts: Mapping[str, Any], version: int | None = None, why: str = ""
) -> Project:
    """Change plain facts, the kind and 总投资 among them; only what differs is written and journalled.

    Raises NotAllowed, Collided, Refused.
    """
    project = locked(project.pk, version)
    if not may.edit(by.user, project):
        raise NotAllowed("您能看这个项目，但不能改它的数据。")
    after = differing(project, facts)
    if not after:
        return project
    before = {name: getattr(project, name) for name in after}
    _write(by, project, after)
    journal.write(by, "project.edit", "project", project.pk, before=before, after=after, why=why)
    project.refresh_from_db()
    changed(project, by)
    return project


def differing(project: Project, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is wanted otherwise than it stands; Refused for what cannot be."""
    wanted = bounds.facts(facts)
    if "name" in facts:
        wanted["name"] = tidy(str(facts["name"]))
    wanted |= {name: facts[name] for name in ("kind", "total_wan") if name in facts}
    found = {name: value for name, value in wanted.items() if getattr(project, name) != value}
    if found.get("total_wan", 0) is None:
        raise Refused("总投资登记过就不能清空；登记错了，请填正确的数。", status=400)
    return found


def _write(by: By, project: Project, after: Mapping[str, Any]) -> None:
    fields = {name: value for name, value in after.items() if name != "total_wan"}
    if "kind" in after:
        _check_kind(project, after["kind"])
        project.kind = after["kind"]
    if "name" in after:
        fields |= _renamed(project, after["name"])
    if fields:
        Project.objects.filter(pk=project.pk).update(**fields)
    if "total_wan" in after:
        write_amount(project, AMOUNT_OF[project.kind], after["total_wan"], by.day)


def _check_kind(project: Project, kind: str) -> None:
    """A project changes its kind only where the new chain has the stage it stands at."""
    if kind not in stages.CHAINS:
        raise Refused("项目类别请从工业招商项目、政府投资项目、技改项目里选。", status=400)
    if all(one.code != project.stage for one in stages.CHAINS[kind]):
        now, word = stages.word(project.kind, project.stage), stages.KIND_WORDS[kind]
        raise Refused(f"项目在“{now}”阶段，{word}没有这个阶段。先更正阶段，再改类别。")


def _renamed(project: Project, name: str) -> dict[str, Any]:
    """Keep the old name as a spelling, so that next month's ledger still finds the project by it."""
    key = free_name(project.zone_id, name, project.pk)
    if key != project.name_norm:
        ProjectAlias.objects.get_or_create(
            zone_id=project.zone_id, name_norm=project.name_norm,
            defaults={"project": project, "name": project.name},
        )  # fmt: skip
    return {"name_norm": key, "phase_no": phase(name) or project.phase_no}
