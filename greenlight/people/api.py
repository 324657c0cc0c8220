"""Reading zones and their units."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from ninja import Field, Query, Router, Schema

from greenlight.base.api import PROBLEMS, Page, Slice
from greenlight.base.api.answers import page
from greenlight.people.access import reads
from greenlight.people.models import Unit, User, Zone
from greenlight.people.requests import Request

router = Router()


class ZoneOut(Schema):
    """A zone one belongs to or oversees."""

    id: int = Field(description="园区 id")
    name: str = Field(description="园区名称")
    region_id: str = Field(description="所在行政区划代码（GB/T 2260）")
    is_example: bool = Field(description="是不是演示园区")


class UnitOut(Schema):
    """A unit of such a zone."""

    id: int = Field(description="单位 id")
    zone_id: int = Field(description="园区 id")
    parent_id: int | None = Field(description="上级单位 id")
    name: str = Field(description="单位名称")
    also_called: list[str] = Field(description="台账里的别称")
    dissolved_on: date | None = Field(description="撤销的日期；没撤销是 null")


def own_zones(user: User) -> set[int]:
    """Return the zones a person belongs to or oversees."""
    return {zone for _, zone in user.scope.roles if zone} | set(user.scope.zones)


@router.get("/zones", auth=reads("zones"), tags=["zones"], response={200: Page[ZoneOut], **PROBLEMS},
            summary="园区")  # fmt: skip
def zones(request: Request, part: Query[Slice]) -> HttpResponse:
    """List the zones one may see."""
    return page(request, Zone.objects.filter(pk__in=own_zones(request.user)), part, ZoneOut)


@router.get("/units", auth=reads("units"), tags=["units"], response={200: Page[UnitOut], **PROBLEMS},
            summary="单位")  # fmt: skip
def units(request: Request, part: Query[Slice]) -> HttpResponse:
    """List the units of the zones one may see."""
    return page(request, Unit.objects.filter(zone_id__in=own_zones(request.user)), part, UnitOut)
