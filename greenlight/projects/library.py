"""The node library: shipped as data, editable as versions, departments split into lead and co-units."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from django.db import transaction
from django.db.models import F, Q

from greenlight.kernel import stages
from greenlight.kernel.gates import Gate
from greenlight.projects.models import DepartmentUnit, Template, TemplateLink, TemplateNode
from greenlight.projects.units import Units

NODES = Path(__file__).resolve().parent / "data" / "nodes.csv"
SOURCE = "随产品发布的节点库"
_REMARK = re.compile(r"[(（][^()（）、]*[)）]")
Node = dict[str, str]


@cache
def shipped() -> tuple[Node, ...]:
    """Return the rows of the shipped library."""
    with NODES.open(encoding="utf-8-sig", newline="") as source:
        return tuple(csv.DictReader(source))


@transaction.atomic
def seed() -> None:
    """Write the shipped templates once; a second call changes nothing."""
    for word, kind in stages.KIND_OF.items():
        if not Template.objects.filter(zone=None, kind=kind).exists():
            template = Template.objects.create(kind=kind, version=1, source=SOURCE)
            fill(template, [row for row in shipped() if row["kind"] == word])


def fill(template: Template, rows: Iterable[Node]) -> None:
    """Write nodes and links of a template."""
    rows = list(rows)
    made = TemplateNode.objects.bulk_create([node(template, row) for row in rows])
    by_code = {one.code: one for one in made}
    links = [
        TemplateLink(template=template, pred=by_code[code], succ=by_code[row["code"]])
        for row in rows
        for code in predecessors(row)
    ]
    TemplateLink.objects.bulk_create(links)


def node(template: Template, row: Node) -> TemplateNode:
    """Turn a row into a node; a statutory period in 自然日 keeps that clock."""
    natural = row["natural_days"].strip()
    return TemplateNode(
        template=template, code=row["code"], seq=int(row["seq"]), phase=row["phase"], name=row["name_zh"],
        department=row["responsible_dept"], duration=int(natural or row["duration_workdays"]),
        clock="calendar" if natural else "workday", duration_source=row["duration_source"],
        evidence=[paper.strip() for paper in row["evidence"].split(";") if paper.strip()],
        is_gate=row["gate"] == "yes", gates_stage=stages.GATED_STAGE.get(row["code"], ""),
        condition=row["condition"], basis=row["basis"],
    )  # fmt: skip


def predecessors(row: Node) -> list[str]:
    """Return the codes a row waits for."""
    return [code.strip() for code in row["predecessors"].split(";") if code.strip()]


def template_for(zone_id: int, kind: str) -> Template | None:
    """Return the newest published template of a kind: the zone's own, else the shipped one."""
    rows = Template.objects.filter(Q(zone_id=zone_id) | Q(zone=None), kind=kind, version__gt=0)
    return rows.order_by(F("zone_id").desc(nulls_last=True), "-version").first()


def draft_of(zone_id: int, kind: str) -> Template | None:
    """Return the version of a zone that is being worked on; nobody plans by it."""
    rows = Template.objects.filter(zone_id=zone_id, kind=kind, version=0)
    return rows.select_related("based_on").first()


def versions(zone_id: int, kind: str) -> list[Template]:
    """Return the published versions a zone has lived by, the newest first: its own and the shipped."""
    rows = Template.objects.filter(Q(zone_id=zone_id) | Q(zone=None), kind=kind, version__gt=0)
    return list(rows.select_related("based_on").order_by("-version", "-zone_id"))


def gates(template: Template | None) -> list[Gate]:
    """Return the gate rows of a template: one table both refuses and lists what is missing."""
    if template is None:
        return []
    rows = template.nodes.filter(is_gate=True).exclude(gates_stage="")
    return [Gate(one.gates_stage, one.code, one.name, tuple(one.evidence), one.condition) for one in rows]


def departments(text: str) -> list[str]:
    """Split a department cell at 、 and 会同; the first one leads (经济发展科(会同经信、环保)).

    Other words in brackets are remarks (自主验收), not departments.
    """
    flat = _REMARK.sub("", re.sub(r"[(（]?会同", "、", text)).removesuffix("等部门")
    parts = [part.strip("()（） ") for part in re.split(r"[、,，;；]", flat)]
    return list(dict.fromkeys(part for part in parts if part))


def mapped(zone_id: int) -> dict[str, int]:
    """Return {department: unit id} of a zone: what was chosen, else the unit that bears the name.

    A department somebody left without a unit stays so; a unit that was dissolved stands for none.
    """
    units = Units.of(zone_id)
    chosen = dict(DepartmentUnit.objects.filter(zone_id=zone_id).values_list("department", "unit_id"))
    same = {name: units.find(name) for name in all_departments(zone_id)}
    found = {name: pk for name, pk in (same | chosen).items() if pk in units.names}
    return {name: pk for name, pk in found.items() if pk is not None}


def all_departments(zone_id: int) -> list[str]:
    """Return the leading departments of every template in force in a zone."""
    templates = [found for kind in stages.CHAINS if (found := template_for(zone_id, kind))]
    rows = TemplateNode.objects.filter(template__in=templates).order_by("template__kind", "seq")
    leads = (departments(text)[:1] for text in rows.values_list("department", flat=True))
    return list(dict.fromkeys(name for lead in leads for name in lead))


def unmapped(zone_id: int) -> list[str]:
    """Return the leading departments nobody has mapped to a unit: listed, never invented."""
    known = mapped(zone_id)
    return [name for name in all_departments(zone_id) if name not in known]
