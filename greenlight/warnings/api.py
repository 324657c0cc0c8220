"""Reading lights."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from django.http import HttpResponse
from ninja import Field, Query, Router, Schema

from greenlight.base.api import BIGGEST, PROBLEMS, Page, Slice
from greenlight.base.api.answers import page
from greenlight.people.access import reads
from greenlight.people.requests import Request
from greenlight.warnings.models import LightSnapshot, lit

router = Router(tags=["lights"])


class LightFilter(Slice):
    """Conditions on lights."""

    project: int = Field(0, ge=0, le=BIGGEST, description="项目 id")
    scene: Literal["", "project", "milestones", "investment", "site", "warnings"] = Field(
        "project", description="场景；warnings 就是 project；空为全部"
    )
    colour: Literal["", "red", "yellow", "green", "blue", "grey"] = Field("", description="灯色；空为全部")


class LightOut(Schema):
    """A project's present light in one scene, with the reasons' rules and numbers."""

    id: int = Field(description="灯的 id")
    project_id: int = Field(description="项目 id")
    scene: str = Field(description="场景：project milestones investment site")
    colour: str = Field(description="灯色：red yellow green blue grey")
    since: date = Field(description="从哪天起是这个颜色")
    day: date = Field(description="哪天判的")
    must_act_unit_id: int | None = Field(description="该动的单位 id")
    reasons: list[dict[str, Any]] = Field(description="理由：规则、版本和用到的数")


@router.get("/lights", auth=reads("lights"), response={200: Page[LightOut], **PROBLEMS}, summary="灯")
def lights(request: Request, asked: Query[LightFilter]) -> HttpResponse:
    """List the present lights of the projects one may see."""
    rows = LightSnapshot.objects.visible_to(request.user).filter(latest=True)
    if asked.project:
        rows = rows.filter(project_id=asked.project)
    if asked.scene:
        rows = rows.filter(scene=lit(asked.scene))
    if asked.colour:
        rows = rows.filter(colour=asked.colour)
    return page(request, rows, asked, LightOut)
