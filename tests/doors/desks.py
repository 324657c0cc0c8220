"""The desk: the ledger, the wall, what comes in."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from greenlight.base import files
from greenlight.base.models import Job
from greenlight.people.models import Unit, Zone
from greenlight.projects.models import Project
from tests import make
from tests.doors.door import (
    EDITORS,
    INSIDE,
    OPEN,
    Door,
    Kind,
    World,
    batch,
    deed,
    page,
    record,
    view,
)


def typed(_world: World) -> dict[str, Any]:
    return {"text": "缺一份环评", "base": "null"}


def pasted(world: World) -> dict[str, Any]:
    return {"text": "缺地\t红灯", "pk": world.project, "field": "issue", "columns": "issue,light"}


def set_for_all(world: World) -> dict[str, Any]:
    return {"field": "issue", "text": "缺地", "rows": world.project, "address": "?sort=issue"}


def table(_world: World) -> dict[str, Any]:
    text = "项目名称,责任单位,总投资（万元）\n示例丙项目,经济发展科,5000\n"
    return {"file": SimpleUploadedFile("台账.csv", text.encode("gb18030"))}


ROWS: dict[str, Door] = {
    # the desk
    "desk:home": page(),
    "desk:projects": page(),
    "desk:counts": page(),
    "desk:group": page(),
    "desk:column": page(records=("column",)),
    "desk:export": page(),
    "desk:print": page(),
    "desk:columns": page(),
    "desk:keep_form": page("POST", doers=INSIDE, data=lambda _: {"look": "cols=project_name,unit"}),
    "desk:views": page(),
    "desk:views_counted": page(),
    "desk:view_new": page("POST", doers=INSIDE, data=lambda _: {"name": "我的", "look": "light=red"}),
    "desk:views_order": page("POST", doers=INSIDE, data=lambda w: {"order": w.view, "move": f"{w.view}:up"}),
    "desk:view_overwrite": view(data=lambda _: {"look": "light=yellow"}),
    "desk:view_rename": view(data=lambda _: {"name": "改了名"}),
    "desk:view_share": view(data=lambda _: {"shared": "0"}),
    "desk:view_delete": view(),
    "desk:project": record("project"),
    "desk:cockpit": page(),
    "desk:cockpit_tiles": page(),
    "desk:cockpit_rows": page(),
    # a wall screen: outside the sign-in, let in by its own cookie (people.walls)
    "desk:wall": OPEN,
    "desk:wall_tiles": Door(Kind.SCREEN),
    "desk:wall_rows": Door(Kind.SCREEN),
    "desk:walls": page(
        "GET POST", readers=EDITORS, doers=EDITORS,
        data=lambda _: {"code": "ABC234", "name": "一楼大厅", "days": "30"},
    ),
    "desk:wall_revoke": deed("wall", strangers=frozenset({"wu"})),
    "desk:wallchart": page(),
    "desk:wallchart_list": page(),
    "desk:changes": page(),
    "desk:poster": page("GET POST", doers=INSIDE, data=lambda _: {"size": "A3"}),
    "desk:poster_sheet": page(),
    "desk:handout": record("handout", readers=frozenset({"lin"})),
    "desk:handout_cancel": deed("handout", doers=frozenset({"lin"})),
    "desk:handout_file": record("handout", readers=frozenset({"lin"})),
    "desk:wallchart_project": record("project"),
    "desk:parts": page(),
    "desk:search": page(),
    "desk:search_box": page(),
    "desk:help": page(),
    "desk:tour": page(),
    "desk:tour_step": page(records=("step",)),
    "desk:news": page(),
    "desk:figure": page(records=("figure",)),
    "desk:file": record("file"),
    "desk:cell": record("ledger", "project", "field", methods="GET POST", doers=EDITORS, data=typed),
    "desk:paste": page("POST", records=("ledger",), data=pasted),
    "desk:bulk": page("GET POST", records=("ledger",), data=set_for_all),
    "desk:undo": deed("seq"),
    "desk:panel": record("project"),
    "desk:history": record("project", "field"),
    # a zone's first days: its administrator's alone (desk.tests.test_setup)
    **dict.fromkeys(
        ("desk:setup", "desk:setup_people_template"), page(readers=frozenset())
    ),
    **dict.fromkeys(
        ("desk:setup_zone", "desk:setup_units", "desk:setup_people", "desk:setup_holidays"),
        page("GET POST", readers=frozenset()),
    ),
    # a workbook on its way in
    "desk:imports": page("GET POST", readers=EDITORS, doers=EDITORS, data=table),
    "desk:import": batch("GET"),
    "desk:import_job": batch("GET"),
    "desk:import_columns": batch("GET POST"),
    "desk:import_annotated": batch("GET"),
    "desk:import_cancel": batch(),
    "desk:import_ledger": batch(data=lambda _: {"ledger": "projects"}),
    "desk:import_answers": batch(),
    "desk:import_again": batch(),
    "desk:import_apply": batch(),
    "desk:import_undo": batch(),
    "desk:import_discard": batch(),
}  # fmt: skip


def made(_home: Zone, _project: Project, _unit: Unit) -> dict[str, int]:
    """Make a wall on paper that lin asked for."""
    by = make.by()
    job = Job.objects.create(
        kind="wall_poster", label="排作战图", actor_id=by.actor_id, queued_at=make.NOW, state="done"
    )
    files.store(by, b"%PDF-1.7 x", "作战图.pdf", subject=("handout", job.pk))
    return {"handout": job.pk}
