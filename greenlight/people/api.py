"""Reading zones."""

from ninja import Field, Query, Router, Schema

from greenlight.base.api import PROBLEMS, Page, Slice, cut
from greenlight.people.models import Zone
from greenlight.people.requests import Request

router = Router(tags=["zones"])


class ZoneOut(Schema):
    """A zone one belongs to or oversees."""

    id: int = Field(description="园区 id")
    name: str = Field(description="园区名称")
    region_id: str = Field(description="所在行政区划代码（GB/T 2260）")
    is_example: bool = Field(description="是不是演示园区")


@router.get("/zones", response={200: Page[ZoneOut], **PROBLEMS}, summary="园区")
def zones(request: Request, part: Query[Slice]) -> Page[ZoneOut]:
    """List the zones one may see."""
    scope = request.user.scope
    own = {zone for _, zone in scope.roles if zone} | scope.zones
    found, after = cut(Zone.objects.filter(pk__in=own), part)
    return Page(items=[ZoneOut.from_orm(one) for one in found], next=after)
