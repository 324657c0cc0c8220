"""Nobody passes who has not signed in; everybody's scope is fixed to the day."""

from collections.abc import Callable
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse

from greenlight.base import clock
from greenlight.base.middleware import under_api
from greenlight.people.bearer import challenge

OPEN = ("/account/", "/static/", "/enter/", "/healthz", "/api/openapi.json", "/wall/")
NO_STORE = "private, no-store"  # on a shared machine nothing is left to read after the sign-out


class SignedInOnly:
    """Send an anonymous caller to the sign-in page; answer 401 under /api/ before anything else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            response = self.get_response(request)
            response.headers.setdefault("Cache-Control", NO_STORE)
            return response
        if is_open(request.path):
            return self.get_response(request)
        if under_api(request.path):
            return unauthorised(request.path)
        return to_sign_in(request)


def is_open(path: str) -> bool:
    """Tell whether a path is open to everybody: exact, or below a folder ending in a slash."""
    return any(path == one or (one.endswith("/") and path.startswith(one)) for one in OPEN)


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Send to the sign-in page, and from there back to the page: never to a deed or a part of a page."""
    if request.headers.get("HX-Request"):
        seen = urlsplit(request.headers.get("HX-Current-URL", ""))
        page = redirect_to_login(urlunsplit(("", "", seen.path, seen.query, "")) or "/", settings.LOGIN_URL)
        return HttpResponse(status=401, headers={"HX-Redirect": page["Location"]})
    back = request.get_full_path() if request.method in ("GET", "HEAD") else "/"
    return redirect_to_login(back, settings.LOGIN_URL)


def unauthorised(path: str) -> JsonResponse:
    """Answer as RFC 9457 says, and how to come in as RFC 9110 says."""
    problem = {"type": "about:blank", "title": "请先登录", "status": 401}
    headers = {"WWW-Authenticate": challenge(path)}
    return JsonResponse(problem, status=401, content_type="application/problem+json", headers=headers)


class ScopeToday:
    """Fix the signed-in person's scope to the day of the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and not hasattr(request, "token"):  # a key's door has asked
            request.user.on(clock.today())
        return self.get_response(request)
