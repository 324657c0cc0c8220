"""Deeds on the node library of a zone: a new version, the mapping of departments to units."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max

from greenlight.base import journal
from greenlight.base.journal import By
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.kernel import stages
from greenlight.people.models import Unit, Zone
from greenlight.projects import library, may
from greenlight.projects.models import DepartmentUnit, Template, TemplateLink, TemplateNode

MOST_PAPERS, LONGEST_PAPER = 20, 120


def _check(by: By, zone_id: int) -> None:
    if by.user is None or not may.create(by.user, zone_id):
        raise NotAllowed("只有本区科室和领导能改节点库。")


@transaction.atomic
def edit_node(*, by: By, zone_id: int, node: TemplateNode, values: Mapping[str, Any]) -> Template:
    """Copy the template as the zone's next version with one node changed; plans made stay as they are.

    Raises NotAllowed; Refused when a newer version has been made meanwhile, or nothing differs.
    """
    _check(by, zone_id)
    Zone.objects.select_for_update().get(pk=zone_id)
    newest = library.template_for(zone_id, node.template.kind)
    if newest is None or newest.pk != node.template_id:
        raise Refused("这一版节点库已有更新的版本，请回到节点库在新版上改。")
    values = checked(newest.kind, node, values)
    before = {name: getattr(node, name) for name in values if getattr(node, name) != values[name]}
    if not before:
        raise Refused("没有改动，不用保存。")
    made = Template.objects.create(
        zone_id=zone_id, kind=newest.kind, version=next_version(zone_id, newest), valid_from=by.day,
        source=f"{by.actor_name}改了“{node.name}”"[:200],
    )  # fmt: skip
    copy(newest, made, node.code, values)
    after = {name: values[name] for name in before} | {"node": node.name}
    journal.write(by, "library.edit", "template", made.pk, before=before, after=after)
    return made


def next_version(zone_id: int, newest: Template) -> int:
    """Return the number after the newest, whether shipped or the zone's own."""
    own = Template.objects.filter(zone_id=zone_id, kind=newest.kind)
    return max(own.aggregate(n=Max("version"))["n"] or 0, newest.version) + 1


def checked(kind: str, node: TemplateNode, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return a node's values as stored: a gate names its stage and asks for a paper at least."""
    found = dict(values)
    stage = found.get("gates_stage", node.gates_stage)
    if stage and all(one.code != stage for one in stages.CHAINS[kind]):
        raise Refused("把关的阶段不属于这类项目，请重选。", status=400)
    papers = found.get("evidence", node.evidence)
    if stage and not papers:
        raise Refused("关口至少要一份印证资料，不然谁也过不去。", status=400)
    if len(papers) > MOST_PAPERS or any(len(one) > LONGEST_PAPER for one in papers):
        raise Refused(f"印证资料最多 {MOST_PAPERS} 份，每份名称最多 {LONGEST_PAPER} 字。", status=400)
    if "gates_stage" in found:
        found["is_gate"] = bool(stage)
    return found


def copy(old: Template, new: Template, code: str, values: Mapping[str, Any]) -> None:
    """Copy nodes and links, one node with other values."""
    nodes = []
    for one in old.nodes.all():
        fresh = TemplateNode(
            **{
                field.attname: getattr(one, field.attname)
                for field in one._meta.fields
                if not field.primary_key
            }
        )
        fresh.template = new
        for name, value in values.items() if one.code == code else ():
            setattr(fresh, name, value)
        nodes.append(fresh)
    by_code = {one.code: one for one in TemplateNode.objects.bulk_create(nodes)}
    links = [
        TemplateLink(
            template=new, pred=by_code[one.pred.code], succ=by_code[one.succ.code],
            kind=one.kind, lag=one.lag, clock=one.clock,
        )
        for one in old.links.select_related("pred", "succ")
    ]  # fmt: skip
    TemplateLink.objects.bulk_create(links)


@transaction.atomic
def map_departments(*, by: By, zone_id: int, chosen: Mapping[str, str]) -> None:
    """Say which unit stands for each department; an empty choice leaves it unmapped.

    Raises NotAllowed; Refused for a unit of another zone or one that was dissolved.
    """
    _check(by, zone_id)
    now, names = library.mapped(zone_id), {one.pk: one.name for one in units(zone_id)}
    wanted: dict[str, int | None] = {}
    for department in library.all_departments(zone_id):
        if department in chosen:
            wanted[department] = unit_id(department, chosen[department], names)
    moved = {one: pk for one, pk in wanted.items() if pk != now.get(one)}
    if not moved:
        return
    DepartmentUnit.objects.bulk_create(
        [DepartmentUnit(zone_id=zone_id, department=one, unit_id=pk) for one, pk in moved.items()],
        update_conflicts=True, unique_fields=["zone", "department"], update_fields=["unit"],
    )  # fmt: skip
    before = {one: names.get(now.get(one, 0), "") for one in moved}
    after = {one: names.get(pk or 0, "") for one, pk in moved.items()}
    journal.write(by, "library.units", "zone", zone_id, before=before, after=after)


def unit_id(department: str, value: str, known: Collection[int]) -> int | None:
    """Read one choice of the page; Refused when it is no unit of the zone."""
    if not value:
        return None
    pk = int(value) if value.isdecimal() and len(value) < 19 else 0
    if pk not in known:
        raise Refused(f"“{department}”选的单位不在本区或已撤销，请重选。", status=400)
    return pk


def mapping(zone_id: int) -> list[dict[str, Any]]:
    """Return every leading department with its unit, the unmapped ones first."""
    known = library.mapped(zone_id)
    rows = [{"name": name, "unit": known.get(name)} for name in library.all_departments(zone_id)]
    return sorted(rows, key=lambda row: row["unit"] is not None)


def units(zone_id: int) -> list[Unit]:
    """Return the zone's units that still exist."""
    return list(Unit.objects.filter(zone_id=zone_id, dissolved_on__isnull=True).order_by("name"))
