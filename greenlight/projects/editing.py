"""Deeds on the node library of a zone: a new version, the mapping of departments to units."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max

from greenlight.base import journal
from greenlight.base.journal import By
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.people.models import Unit, Zone
from greenlight.projects import library, may
from greenlight.projects.models import DepartmentUnit, Template, TemplateLink, TemplateNode


def _check(by: By, zone_id: int) -> None:
    if by.user is None or not may.create(by.user, zone_id):
        raise NotAllowed("只有本区科室和领导能改节点库。")


@transaction.atomic
def edit_node(*, by: By, zone_id: int, node: TemplateNode, values: Mapping[str, Any]) -> Template:
    """Copy the template as the zone's next version with one node changed; plans made stay as they are.

    Raises NotAllowed, and Refused when a newer version has been made meanwhile.
    """
    _check(by, zone_id)
    Zone.objects.select_for_update().get(pk=zone_id)
    newest = library.template_for(zone_id, node.template.kind)
    if newest is None or newest.pk != node.template_id:
        raise Refused("这一版节点库已有更新的版本，请回到节点库在新版上改。")
    last = Template.objects.filter(zone_id=zone_id, kind=newest.kind).aggregate(n=Max("version"))["n"] or 0
    made = Template.objects.create(
        zone_id=zone_id, kind=newest.kind, version=last + 1, source=f"{by.actor_name}修改", valid_from=by.day
    )
    before = {name: getattr(node, name) for name in values if getattr(node, name) != values[name]}
    copy(newest, made, node.code, values)
    after = {name: values[name] for name in before} | {"node": node.name}
    journal.write(by, "library.edit", "template", made.pk, before=before, after=after)
    return made


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
    """Say which unit stands for each department; an empty choice leaves it unmapped."""
    _check(by, zone_id)
    known = set(library.all_departments(zone_id))
    own = {str(pk) for pk in Unit.objects.filter(zone_id=zone_id).values_list("pk", flat=True)}
    after: dict[str, str] = {}
    for name, value in chosen.items():
        if name not in known:
            continue
        if value and value not in own:
            raise Refused(f"“{name}”选的单位不在本区，请重选。", status=400)
        unit = int(value) if value else None
        DepartmentUnit.objects.update_or_create(zone_id=zone_id, department=name, defaults={"unit_id": unit})
        after[name] = value
    journal.write(by, "library.units", "zone", zone_id, after=after)


def mapping(zone_id: int) -> list[dict[str, Any]]:
    """Return every leading department with its unit, the unmapped ones first."""
    known = library.mapped(zone_id)
    rows = [{"name": name, "unit": known.get(name)} for name in library.all_departments(zone_id)]
    return sorted(rows, key=lambda row: row["unit"] is not None)


def units(zone_id: int) -> list[Unit]:
    """Return the zone's units that still exist."""
    return list(Unit.objects.filter(zone_id=zone_id, dissolved_on__isnull=True).order_by("name"))
