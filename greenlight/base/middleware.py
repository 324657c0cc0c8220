"""Turns refusals into pages: no view needs a try."""

import logging
from collections.abc import Callable
from uuid import uuid4

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from greenlight.base.refusals import Refused

log = logging.getLogger(__name__)


class RefusalsInWords:
    """Answer a `Refused` with its sentence, and NUL bytes in the input with 400."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if has_nul(request):
            return page(request, "输入里有不可见的字符，请去掉后再提交。", status=400)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Catch what the deeds say; leave programming errors to the 500 page."""
        if isinstance(exception, Refused):
            return page(request, str(exception), status=exception.status)
        if isinstance(exception, RequestDataTooBig):
            return page(request, "提交的内容太大，请分几次提交。", status=413)
        if isinstance(exception, SuspiciousOperation):
            return page(request, "这个请求不完整，请返回重试。", status=400)
        return None


def has_nul(request: HttpRequest) -> bool:
    """PostgreSQL refuses NUL in text, SQLite hides it: refuse at the door on both."""
    if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
        return True
    if request.method != "POST" or request.content_type != "application/x-www-form-urlencoded":
        return False
    return any("\x00" in value for values in request.POST.lists() for value in values[1])


def page(request: HttpRequest, sentence: str, *, status: int) -> HttpResponse:
    """Answer in the form the caller reads: JSON, an HTMX toast, or a page."""
    number = uuid4().hex[:8]
    log.info("refused %s: %s", number, sentence)
    if request.headers.get("Accept", "").startswith("application/json"):
        return JsonResponse({"title": sentence, "status": status, "number": number}, status=status)
    template = "components/refusal.html" if request.headers.get("HX-Request") else "refused.html"
    context = {"sentence": sentence, "number": number, "status": status}
    return render(request, template, context, status=status)
