"""The API's wiring: `/api/v1/…`, its public description, errors as problem+json."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from greenlight.api.describing import described
from greenlight.base.api import Refusal
from greenlight.base.middleware import problem
from greenlight.base.refusals import Collided, Refused
from greenlight.desk import api as desk
from greenlight.enterprises.api import router as enterprises
from greenlight.investment.api import router as investment
from greenlight.investment.api_funds import router as funds
from greenlight.investment.api_vouchers import router as vouchers
from greenlight.people.api import router as zones
from greenlight.plans.api import router as milestones
from greenlight.sites.api import router as site
from greenlight.supervision.api import router as orders
from greenlight.supervision.api_answering import router as answering
from greenlight.warnings.api import router as lights
from greenlight.warnings.checks.api import router as checks

api = NinjaAPI(title="绿灯 Greenlight", version="1", openapi_url=None, docs_url=None)
ROUTERS = (
    desk.projects, milestones, investment, vouchers, funds, checks, orders, answering, site, lights,
    desk.figures, desk.tables, enterprises, zones,
)  # fmt: skip
for router in ROUTERS:
    api.add_router("", router)


@api.exception_handler(Http404)
def not_found(_request: HttpRequest, _error: Exception) -> HttpResponse:
    """Say the same for what is not there and what one may not see."""
    return problem(404, "没有这条记录，或您看不到它。")


@api.exception_handler(Refused)
def refused(_request: HttpRequest, error: Refused) -> HttpResponse:
    """Pass on the refusal's sentence, and what an API's refusal says more."""
    status = 412 if isinstance(error, Collided) else error.status
    return problem(status, str(error), members=error.members if isinstance(error, Refusal) else {})


@api.exception_handler(ValidationError)
def invalid(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Name the parameters that cannot be read."""
    names = sorted({".".join(str(part) for part in one["loc"][1:] if part != "given") or str(one["loc"][-1])
                    for one in error.errors})  # fmt: skip
    return problem(422, f"这些参数读不懂：{'、'.join(names)[:500]}")


@api.exception_handler(HttpError)
def http_error(_request: HttpRequest, error: HttpError) -> HttpResponse:
    """Answer what the framework refuses: a body that is no JSON, above all."""
    return problem(error.status_code, "这个请求不合要求：正文要是 UTF-8 的 JSON。")


@csrf_exempt  # nothing is done here: whatever the method, there is nothing
def unknown(_request: HttpRequest, **_path: Any) -> HttpResponse:
    """Answer addresses under /api/ that do not exist."""
    return problem(404, "没有这个接口。目录见 /api/openapi.json")


@cache
def catalogue() -> bytes:
    """Return the description as it is sent; it does not change while the process lives."""
    return json.dumps(described(api.get_openapi_schema()), ensure_ascii=False).encode()


@csrf_exempt  # nothing is done here: other methods are answered 405
@require_safe
def description(_request: HttpRequest) -> HttpResponse:
    """Publish the OpenAPI 3.1 description; it names no data."""
    return HttpResponse(catalogue(), content_type="application/json")
