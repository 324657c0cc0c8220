"""The API's wiring: `/api/v1/…`, its public description, errors as problem+json."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from greenlight.base.middleware import problem
from greenlight.base.refusals import Refused
from greenlight.desk.api import router as figures
from greenlight.investment.api import router as investment
from greenlight.people.api import router as zones
from greenlight.plans.api import router as milestones
from greenlight.projects.api import router as projects
from greenlight.warnings.api import router as lights

api = NinjaAPI(
    title="绿灯 Greenlight", version="1", openapi_url=None, docs_url=None,
    description="只读接口。金额单位万元，面积单位亩，日期为 ISO 8601。先登录，或带会话 Cookie。",
)  # fmt: skip
for router in (zones, projects, milestones, investment, lights, figures):
    api.add_router("", router)


@api.exception_handler(Http404)
def not_found(_request: HttpRequest, _error: Exception) -> HttpResponse:
    """Say the same for what is not there and what one may not see."""
    return problem(404, "没有这条记录，或您看不到它。")


@api.exception_handler(Refused)
def refused(_request: HttpRequest, error: Refused) -> HttpResponse:
    """Pass on the refusal's sentence."""
    return problem(error.status, str(error))


@api.exception_handler(ValidationError)
def invalid(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Name the parameters that cannot be read."""
    names = sorted({str(one["loc"][-1]) for one in error.errors})
    return problem(422, f"这些参数读不懂：{'、'.join(names)}")


@api.exception_handler(HttpError)
def http_error(_request: HttpRequest, error: HttpError) -> HttpResponse:
    """Answer what the framework refuses."""
    return problem(error.status_code, "这个请求不合要求。")


@csrf_exempt  # nothing is done here: whatever the method, there is nothing
def unknown(_request: HttpRequest, **_path: Any) -> HttpResponse:
    """Answer addresses under /api/ that do not exist."""
    return problem(404, "没有这个接口。目录见 /api/openapi.json")


@csrf_exempt  # nothing is done here: other methods are answered 405
@require_safe
def description(request: HttpRequest) -> JsonResponse:
    """Publish the OpenAPI 3.1 description; it names no data."""
    return JsonResponse(api.get_openapi_schema(), json_dumps_params={"ensure_ascii": False})
