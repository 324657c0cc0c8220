"""The project and its life, the node library."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from greenlight.projects.models import Project
from tests.doors.door import (
    EDITORS,
    Door,
    World,
    day,
    deed,
    page,
    record,
)


def project(_world: World) -> dict[str, Any]:
    return {"kind": "attraction", "name": "示例新项目", "total_wan": "3000"}


def changed(world: World) -> dict[str, Any]:
    version = Project.objects.values_list("version", flat=True).get(pk=world.project)
    return {
        "kind": "attraction", "name": "示例锂盐生产线改建项目", "total_wan": "31000", "version": version,
    }  # fmt: skip


def paper(_world: World) -> dict[str, Any]:
    return {"node": "IND012", "name": "备案证", "file": SimpleUploadedFile("备案证.pdf", b"%PDF-1.7 x")}


ROWS: dict[str, Door] = {
    # the project and its life
    "projects:new": page("GET POST", readers=EDITORS, doers=EDITORS, data=project),
    "projects:edit": record("project", methods="GET POST", readers=EDITORS, doers=EDITORS, data=changed),
    "projects:amount": deed(
        "project", data=lambda _: {"kind": "contract", "amount_wan": "1.2亿", "on": day(-3)}
    ),
    "projects:code": deed("project", data=lambda _: {"code": "2206-330881-04-01-123456"}),
    "projects:list_on": deed("project", data=lambda _: {"name": "省重点", "year": "2022"}),
    "projects:list_off": deed("project", "listing"),
    "projects:stage": deed(
        "project", data=lambda _: {"to": "registration", "on": day(-1), "reason": "台账补录"}
    ),
    "projects:halt": deed("project", data=lambda _: {"state": "paused", "reason": "企业调整方案"}),
    "projects:assign": deed("project", data=lambda w: {"role": "co", "unit": w.unit}),
    "projects:unassign": deed("project", "assignment"),
    "projects:site": deed(
        "project", doers=frozenset({"lin", "zhao", "sun", "he"}),
        data=lambda _: {"words": "主体施工", "percent": "40", "on": day(-1)},
    ),
    "projects:hand_in": deed("project", doers=frozenset({"lin", "zhao", "sun", "he"}), data=paper),
    "projects:decide": deed("project", "evidence", data=lambda _: {"accept": "1"}),
    # the node library
    "projects:library": page(),
    "projects:node": record(
        "node", methods="GET POST", doers=EDITORS, strangers=frozenset({"wu"}),
        data=lambda _: {"name": "项目备案", "duration": "3", "clock": "workday", "condition": "always"},
    ),
    "projects:library_draft": page(doers=frozenset()),
    "projects:library_versions": page(),
    "projects:library_publish": page(
        "POST", doers=EDITORS, data=lambda _: {"kind": "attraction", "do": "discard"}
    ),
    "projects:node_new": page(
        "GET POST", readers=EDITORS, doers=EDITORS,
        data=lambda _: {"kind": "attraction", "name": "新节点", "phase": "前期", "duration": "3",
                        "clock": "workday", "condition": "always"},
    ),
    "projects:node_links": deed("node", strangers=frozenset({"wu"}), data=lambda _: {
        "pred": "IND001", "link": "SS", "lag": "3", "lag_clock": "workday"}),
    "projects:node_step": deed("node", strangers=frozenset({"wu"}), data=lambda _: {"do": "down"}),
    "projects:units": page("GET POST", doers=EDITORS),
}  # fmt: skip
