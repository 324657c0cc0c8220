"""Turns refusals into pages and problems: no view needs a try."""

import logging
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from greenlight.base.refusals import Refused

log = logging.getLogger(__name__)
PROBLEM = "application/problem+json"
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
AT_THE_DOOR = 2  # times a file's limit: above it the body is not even read; below it the form says so
TITLES = {
    400: "这个请求读不懂。", 401: "请先登录", 403: "这个令牌不能这样做。",
    404: "没有这个接口。目录见 /api/openapi.json", 405: "这个接口没有这种方法。",
    413: "提交的内容太大。", 500: "出了没有预料到的错，已记下。",
}  # fmt: skip


class ProblemsUnderApi:
    """See that every error under /api/ is problem+json (RFC 9457), whoever answered it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code < 400 or not under_api(request.path):
            return response
        if response.headers.get("Content-Type", "").startswith(PROBLEM):
            return response
        return problem(response.status_code, kept=response.headers.get("Allow"))


def under_api(path: str) -> bool:
    """Tell whether an address belongs to the API, which answers machines."""
    return path == "/api" or path.startswith("/api/")


def problem(
    status: int, title: str = "", kept: str | None = None, members: Mapping[str, Any] | None = None
) -> JsonResponse:
    """Answer an error as RFC 9457 says; `members` say more than the sentence."""
    body = {"type": "about:blank", "title": title or TITLES.get(status, TITLES[400]), "status": status}
    body |= members or {}
    made = JsonResponse(body, status=status, content_type=PROBLEM, json_dumps_params={"ensure_ascii": False})
    if kept:
        made.headers["Allow"] = kept
    return made


class RefusalsInWords:
    """Answer a `Refused` with its sentence; stop NUL bytes and too large a body at the door."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            told = objection(request)
        except (RequestDataTooBig, SuspiciousOperation) as error:
            return in_words(request, error)
        if told:
            return page(request, str(told), status=told.status)
        return not_opened(request, self.get_response(request))

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Catch what the deeds say; leave programming errors to the 500 page."""
        if isinstance(exception, Refused):
            return page(request, str(exception), status=exception.status)
        if isinstance(exception, SuspiciousOperation):
            return in_words(request, exception)
        return None


def not_opened(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """Say in words that an address only takes what is sent to it; Django's own answer is a blank page."""
    if answer.status_code != 405 or request.method != "GET" or under_api(request.path):
        return answer
    made = page(request, "这个地址只收提交的内容，不能直接打开，也不能刷新。", status=405)
    made.headers["Allow"] = answer.headers.get("Allow", "")
    return made


def in_words(request: HttpRequest, error: SuspiciousOperation) -> HttpResponse:
    """Say what Django found wrong with a request."""
    if isinstance(error, RequestDataTooBig):
        return page(request, "提交的内容太大，请分几次提交。", status=413)
    return page(request, "这个请求不完整，请返回重试。", status=400)


def objection(request: HttpRequest) -> Refused | None:
    """Say what is wrong with a request before anything is read from it or done with it."""
    most = settings.MAX_UPLOAD_BYTES
    length = request.META.get("CONTENT_LENGTH") or ""
    if length.isdecimal() and int(length[:18]) > AT_THE_DOOR * most:
        told = f"文件超过 {most // 1024 // 1024} MB，没有收。请删去图片和无关工作表，或分成几个文件再上传。"
        return Refused(told, status=413)
    if has_nul(request):
        return Refused("输入里有不可见的字符，请去掉后再提交。", status=400)
    return None


def has_nul(request: HttpRequest) -> bool:
    """PostgreSQL refuses NUL in text, SQLite hides it: refuse at the door on both."""
    if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
        return True
    if request.method != "POST" or request.content_type not in FORMS:
        return False
    return any("\x00" in text for text in texts(request))


def texts(request: HttpRequest) -> Iterator[str]:
    """Yield the names and values of a form."""
    for name, values in request.POST.lists():
        yield name
        yield from (str(one) for one in values)


def page(request: HttpRequest, sentence: str, *, status: int) -> HttpResponse:
    """Answer in the form the caller reads: JSON, an HTMX toast, or a page."""
    number = uuid4().hex[:8]
    log.info("refused %s: %s", number, sentence)
    if under_api(request.path):
        return problem(status, sentence)
    if request.headers.get("Accept", "").startswith("application/json"):
        return JsonResponse({"title": sentence, "status": status, "number": number}, status=status)
    template = "components/refusal.html" if request.headers.get("HX-Request") else "refused.html"
    context = {"sentence": sentence, "number": number, "status": status}
    return render(request, template, context, status=status)
