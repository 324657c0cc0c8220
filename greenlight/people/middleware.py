"""Nobody passes who has not signed in; everybody's scope is fixed to the day."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse

from greenlight.base import clock

OPEN = ("/account/", "/static/", "/enter/", "/healthz", "/api/openapi.json")


class SignedInOnly:
    """Send an anonymous caller to the sign-in page; answer 401 under /api/ before anything else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated or is_open(request.path):
            return self.get_response(request)
        if request.path.startswith("/api/"):
            return unauthorised()
        return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)


def is_open(path: str) -> bool:
    """Tell whether a path is open to everybody: exact, or below a folder ending in a slash."""
    return any(path == one or (one.endswith("/") and path.startswith(one)) for one in OPEN)


def unauthorised() -> JsonResponse:
    """Answer as RFC 9457 says."""
    problem = {"type": "about:blank", "title": "请先登录", "status": 401}
    headers = {"WWW-Authenticate": "Session"}
    return JsonResponse(problem, status=401, content_type="application/problem+json", headers=headers)


class ScopeToday:
    """Fix the signed-in person's scope to the day of the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            request.user.on(clock.today())
        return self.get_response(request)
