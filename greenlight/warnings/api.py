"""Reading lights."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from ninja import Field, Query, Router, Schema

from greenlight.base.api import BIGGEST, PROBLEMS, Page, Slice, cut
from greenlight.people.requests import Request
from greenlight.warnings.models import LightSnapshot

router = Router(tags=["lights"])


class LightFilter(Slice):
    """Conditions on lights."""

    project: int = Field(0, ge=0, le=BIGGEST, description="项目 id")
    scene: Literal["", "project", "milestones", "investment", "site", "warnings"] = "project"
    colour: Literal["", "red", "yellow", "green", "blue", "grey"] = ""


class LightOut(Schema):
    """A project's present light in one scene, with the reasons' rules and numbers."""

    id: int
    project_id: int
    scene: str
    colour: str
    since: date
    day: date
    must_act_unit_id: int | None
    reasons: list[dict[str, Any]]


@router.get("/lights", response={200: Page[LightOut], **PROBLEMS}, summary="灯")
def lights(request: Request, asked: Query[LightFilter]) -> Page[LightOut]:
    """List the present lights of the projects one may see."""
    rows = LightSnapshot.objects.visible_to(request.user).filter(latest=True)
    if asked.project:
        rows = rows.filter(project_id=asked.project)
    if asked.scene:
        rows = rows.filter(scene=asked.scene)
    if asked.colour:
        rows = rows.filter(colour=asked.colour)
    found, after = cut(rows, asked)
    return Page(items=[LightOut.from_orm(one) for one in found], next=after)
