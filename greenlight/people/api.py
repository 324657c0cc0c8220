"""Reading zones."""

from ninja import Query, Router, Schema

from greenlight.base.api import PROBLEMS, Page, Slice, cut
from greenlight.people.models import Zone
from greenlight.people.requests import Request

router = Router(tags=["zones"])


class ZoneOut(Schema):
    """A zone one belongs to or oversees."""

    id: int
    name: str
    region_id: str
    is_example: bool


@router.get("/zones", response={200: Page[ZoneOut], **PROBLEMS}, summary="园区")
def zones(request: Request, part: Query[Slice]) -> Page[ZoneOut]:
    """List the zones one may see."""
    scope = request.user.scope
    own = {zone for _, zone in scope.roles if zone} | scope.zones
    found, after = cut(Zone.objects.filter(pk__in=own), part)
    return Page(items=[ZoneOut.from_orm(one) for one in found], next=after)
