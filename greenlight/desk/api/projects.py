"""The project ledger over the API: the rows of the ledger page, and its deeds."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpResponse
from ninja import Field, Path, Query, Router

from greenlight.base.api import PROBLEMS, Fields, Id, Refusal
from greenlight.base.api.answers import shown, wanted
from greenlight.base.api.once import writing
from greenlight.desk.actions import edit_cells
from greenlight.desk.api import reading
from greenlight.desk.api.differences import differences
from greenlight.desk.api.shapes import (
    FIELDS,
    LEDGER,
    LedgerPage,
    NewProject,
    ProjectIn,
    ProjectOut,
    ProjectPatch,
    StageIn,
    Why,
)
from greenlight.desk.editing.cells import CellEdit, Weighed
from greenlight.desk.editing.weighing import NOT_MAY
from greenlight.people.access import reads, writes
from greenlight.people.requests import Request, by
from greenlight.projects import actions
from greenlight.projects.guarding import etag, guarded
from greenlight.projects.models import Project

router = Router(tags=["projects"])
ABOUT = frozenset(Why.model_fields)


class LedgerSlice(Fields):
    """Which part of the ledger, in which order; the conditions stand beside it in the address."""

    limit: int = Field(100, ge=1, le=500, description="一页几行")
    after: str = Field("", max_length=600, description="上一页的 next；不写从头开始")
    sort: str = Field("", max_length=200, description="按哪几列排，逗号分开，前面加 - 从大到小；不写按 id")


# ---- reading ----
@router.get("/projects", auth=reads("projects"), response={200: LedgerPage, **PROBLEMS}, summary="项目台账")
def projects(request: Request, asked: Query[LedgerSlice]) -> HttpResponse:
    """List the rows of the ledger page under its conditions; groups of phases are not among them."""
    names = wanted(asked.fields, FIELDS)
    rows = reading.chosen(request.user, reading.look(request.GET.dict()))
    part = reading.Asked(asked.sort, asked.after, asked.limit, reading.columns(names))
    cut = reading.cut(rows, part)
    items = reading.records(cut.rows, names, request.user.scope.day)
    return shown(request, {"items": items, "next": cut.next})


@router.get("/projects/{pk}", auth=reads("projects"), response={200: ProjectOut, **PROBLEMS},
            summary="一个项目")  # fmt: skip
def project(request: Request, pk: Path[Id], asked: Query[Fields]) -> HttpResponse:
    """Read one project; its ETag is what a change of it asks for."""
    return one(request, pk, asked.fields)


def one(request: Request, pk: int, fields: str = "") -> HttpResponse:
    """Answer one project."""
    names = wanted(fields, FIELDS)
    found = Project.objects.visible_to(request.user).filter(pk=pk).first()
    if found is None:
        raise Http404
    rows = reading.by_id([pk], names, request.user.scope.day)
    body = rows[0] if rows else reading.group(found, names)
    return shown(request, body, version=etag(pk, found.version))


# ---- writing ----
@router.post("/projects", auth=writes("projects"), response={201: ProjectOut, **PROBLEMS},
             summary="新建项目")  # fmt: skip
@writing
def create(request: Request, given: ProjectIn) -> HttpResponse:
    """Enter a project at the first stage of its chain, with any other cell of the ledger."""
    zone = given.zone_id or request.user.scope.home
    if zone is None:
        raise Refusal("您不属于哪一个园区，请在 zone_id 里写明。", status=422)
    who = by(request, zone)
    made = actions.create(by=who, zone_id=zone, kind=given.kind, name=given.project_name)
    cells = said(given, without=frozenset(NewProject.model_fields))
    if cells:
        edit(request, made, cells, given)
    answer = one(request, made.pk)
    answer.status_code = 201
    answer["Location"] = f"/api/v1/projects/{made.pk}"
    return answer


@router.patch("/projects/{pk}", auth=writes("projects"), response={200: ProjectOut, **PROBLEMS},
              summary="改项目台账里的格")  # fmt: skip
@writing
def change(request: Request, pk: Path[Id], given: ProjectPatch) -> HttpResponse:
    """Change cells of the ledger, all of them or none; texts are read as on the page (1.2亿, 2024年3月)."""
    cells = said(given)
    if not cells:
        raise Refusal("没有写要改哪一格。", status=422)
    held = guarded(request, pk, lambda own, known: differences(own, known, cells))
    edit(request, held, cells, given)
    return one(request, pk)


@router.post("/projects/{pk}/stage", auth=writes("projects"), response={200: ProjectOut, **PROBLEMS},
             summary="进入下一阶段")  # fmt: skip
@writing
def advance(request: Request, pk: Path[Id], given: StageIn) -> HttpResponse:
    """Move on if the papers allow; with a reason, record a stage that has been reached in fact."""
    held = guarded(request, pk)
    who = by(request, held.zone_id)
    if given.reason:
        actions.record_stage(by=who, project=held, to=given.to, on=given.on, reason=given.reason)
    else:
        actions.advance(by=who, project=held, to=given.to, on=given.on)
    return one(request, pk)


def said(given: Why, without: frozenset[str] = ABOUT) -> dict[str, Any]:
    """Return the cells a body speaks of, null included."""
    own: dict[str, Any] = given.model_dump(exclude_unset=True)
    return {
        name: format(value, "f") if isinstance(value, Decimal) else value
        for name, value in own.items()
        if name not in without
    }


def typed(value: Any) -> str:
    """Return a value as a clerk would type it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value)


def edit(request: Request, project: Project, cells: Mapping[str, Any], given: Why) -> None:
    """Write cells by the one deed of the ledger; what stands against it is told cell by cell."""
    reason = {"text": given.reason, "class": given.reason_class}
    made = edit_cells(
        by=by(request, project.zone_id), ledger=LEDGER, whole=True,
        edits=[CellEdit(project.pk, name, typed(value)) for name, value in cells.items()],
        reasons={"*": reason} if given.reason else None,
    )  # fmt: skip
    if not made.is_whole:
        raise objection(made)


def objection(made: Weighed) -> Refusal:
    """Say why cells were not written, and what would do."""
    if made.refused:
        cells = [{"field": one.field, "why": one.why, "example": one.example} for one in made.refused]
        closed = all(one.why == NOT_MAY for one in made.refused)
        return Refusal(made.refused[0].sentence, status=403 if closed else 422, refused=cells)
    asked = [
        {"field": one.field, "why": one.sentence, "reason_classes": [code for code, _ in one.choices]}
        for one in made.asked
    ]
    told = made.asked[0].sentence if made.asked else "有的格别人刚改过，请重新读取后再提交。"
    return Refusal(f"{told}（写在 reason 里）" if made.asked else told, status=409, asked=asked)
