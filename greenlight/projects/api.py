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
    kind: str = Field("", max_length=60, description="项目类别，逗号分开")
    light: str = Field("", max_length=60, description="red,yellow,green,blue,grey")


class ProjectOut(Schema):
    """A project or one phase of it; money in 万元, area in 亩."""

    id: int = Field(description="项目 id")
    zone_id: int = Field(description="园区 id")
    parent_id: int | None = Field(description="分期项目所属的总项目 id")
    is_group: bool = Field(description="true 是总项目，只汇总各期，不单独计数")
    kind: str = Field(description="项目类别：attraction government technical_upgrade")
    name: str = Field(description="项目名称")
    stage: str = Field(description="阶段代码")
    halt: str = Field(description="空为正常推进，paused 暂停，terminated 终止")
    nature: str = Field(description="建设性质：new continuing finishing reserve")
    industry: str = Field(description="行业")
    location: str = Field(description="建设地点")
    total_wan: Amount | None = Field(description="总投资，万元")
    land_area_mu: Amount | None = Field(description="用地面积，亩")
    site_progress: str = Field(description="工程形象")
    site_percent: Amount | None = Field(description="形象进度，百分数")
    site_updated_on: date | None = Field(description="形象进度的日期")
    is_example: bool = Field(description="是不是示例")
    version: int = Field(description="版本号，每改一次加一")
    updated_at: datetime = Field(description="最后一次改动的时间，UTC")


@router.get("/projects", response={200: Page[ProjectOut], **PROBLEMS}, summary="项目")
def projects(request: Request, asked: Query[ProjectFilter]) -> Page[ProjectOut]:
    """List the projects one may see, with the ledger's conditions."""
    seen = Project.objects.visible_to(request.user)
    wanted = asked.dict(exclude={"limit", "after"})
    rows = keeping.binding("projects").narrow(seen, wanted, request.user)
    found, after = cut(rows, asked)
    return Page(items=[ProjectOut.from_orm(one) for one in found], next=after)


@router.get("/projects/{pk}", response={200: ProjectOut, **PROBLEMS}, summary="一个项目")
def project(request: Request, pk: Path[Id]) -> Project:
    """Read one project."""
    return get_object_or_404(Project.objects.visible_to(request.user), pk=pk)
