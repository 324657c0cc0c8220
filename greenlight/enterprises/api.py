"""Reading enterprises."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpResponse
from ninja import Field, Query, Router, Schema

from greenlight.base.api import PROBLEMS, Page, Slice, Text
from greenlight.base.api.answers import page
from greenlight.enterprises.models import Enterprise
from greenlight.people.access import reads
from greenlight.people.requests import Request

router = Router(tags=["enterprises"])


class EnterpriseFilter(Slice):
    """Conditions on enterprises."""

    q: Text = Field("", max_length=100, description="名称里的字，或统一社会信用代码的开头")


class EnterpriseOut(Schema):
    """An enterprise of a zone."""

    id: int = Field(description="企业 id")
    zone_id: int = Field(description="园区 id")
    name: str = Field(description="企业名称")
    uscc: str | None = Field(description="统一社会信用代码")
    industry: str = Field(description="行业")
    is_example: bool = Field(description="是不是示例")


@router.get("/enterprises", auth=reads("enterprises"), response={200: Page[EnterpriseOut], **PROBLEMS},
            summary="企业")  # fmt: skip
def enterprises(request: Request, asked: Query[EnterpriseFilter]) -> HttpResponse:
    """List the enterprises one may see."""
    rows = Enterprise.objects.visible_to(request.user)
    if asked.q:
        rows = rows.filter(Q(name__icontains=asked.q) | Q(uscc__istartswith=asked.q))
    return page(request, rows, asked, EnterpriseOut)
