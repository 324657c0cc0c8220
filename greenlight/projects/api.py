"""Reading projects."""

from __future__ import annotations

from datetime import date, datetime

from django.shortcuts import get_object_or_404
from ninja import Field, Path, Query, Router, Schema

from greenlight.base import keeping
from greenlight.base.api import PROBLEMS, Amount, Id, Page, Slice, cut
from greenlight.people.requests import Request
from greenlight.projects.models import Project

router = Router(tags=["projects"])


class ProjectFilter(Slice):
    """The ledger's conditions, by the same names as on the page."""

    q: str = Field("", max_length=100, description="名称里的字")
    stage: str = Field("", max_length=200, description="阶段，逗号分开")
    kind: str = Field("", max_length=60)
    light: str = Field("", max_length=60, description="red,yellow,green,blue,grey")


class ProjectOut(Schema):
    """A project or one phase of it; money in 万元, area in 亩."""

    id: int
    zone_id: int
    parent_id: int | None
    is_group: bool
    kind: str
    name: str
    stage: str
    halt: str
    nature: str
    industry: str
    location: str
    total_wan: Amount | None
    land_area_mu: Amount | None
    site_progress: str
    site_percent: Amount | None
    site_updated_on: date | None
    is_example: bool
    version: int
    updated_at: datetime


@router.get("/projects", response={200: Page[ProjectOut], **PROBLEMS}, summary="项目")
def projects(request: Request, asked: Query[ProjectFilter]) -> Page[ProjectOut]:
    """List the projects one may see, with the ledger's conditions."""
    rows = Project.objects.visible_to(request.user)
    wanted = asked.dict(exclude={"limit", "after"})
    rows = keeping.binding("projects").narrow(rows, wanted, request.user)
    found, after = cut(rows, asked)
    return Page(items=[ProjectOut.from_orm(one) for one in found], next=after)


@router.get("/projects/{pk}", response={200: ProjectOut, **PROBLEMS}, summary="一个项目")
def project(request: Request, pk: Path[Id]) -> Project:
    """Read one project."""
    return get_object_or_404(Project.objects.visible_to(request.user), pk=pk)
