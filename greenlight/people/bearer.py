"""Lets machines in under /api/: `Authorization: Bearer gl_…`, and Basic for the feed of a spreadsheet."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

from greenlight.base import clock
from greenlight.base.middleware import problem, under_api
from greenlight.people import tokens

FEEDS = "/api/v1/feeds/"
SCHEMES = ("bearer", "basic")
MOST_FAILURES, WINDOW_SECONDS = 30, 300  # of one address; a good key goes on working meanwhile
WRONG = "令牌不对、已停用或已到期。请在“我的令牌”里看一眼，需要时重新生成。"
TOO_OFTEN = "这个地址用错的令牌太多次了，请五分钟后再试，并检查程序里的令牌。"


class TokenBearer:
    """Put the person of a good key into the request; answer a bad one before anything is looked at.

    A key goes before a cookie: a program that says who it is means it. `request.token` is the key.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not under_api(request.path):
            return self.get_response(request)
        scheme, _, given = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() not in SCHEMES:
            return self.get_response(request)
        if not request.path.startswith(FEEDS) and scheme.lower() == "basic":
            return refused(request)
        at = clock.now()
        token = tokens.bearer(secret_of(scheme, given.strip()), clock.today(), at)
        if token is None:
            return refused(request)
        request.user = token.user
        request.token = token  # type: ignore[attr-defined]
        return self.get_response(request)


def secret_of(scheme: str, given: str) -> str:
    """Return the secret of a header: as it stands, or the password of Basic."""
    if scheme.lower() == "bearer":
        return given
    try:
        pair = base64.b64decode(given, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return ""
    return pair.partition(":")[2]


def challenge(path: str) -> str:
    """Say how to come in: a spreadsheet asks for name and password when it is told Basic."""
    return f'{"Basic" if path.startswith(FEEDS) else "Bearer"} realm="greenlight"'


def refused(request: HttpRequest) -> HttpResponse:
    """Answer 401, or 429 when the same address failed too often.

    Secrets have 256 random bits: counting failures is there to quiet a broken program, not to keep
    somebody from guessing. A worker counts for itself.
    """
    key = f"token-failures-{request.META.get('REMOTE_ADDR', '')}"
    cache.add(key, 0, WINDOW_SECONDS)
    if cache.incr(key) > MOST_FAILURES:
        answer = problem(429, TOO_OFTEN)
        answer.headers["Retry-After"] = str(WINDOW_SECONDS)
        return answer
    answer = problem(401, WRONG)
    answer.headers["WWW-Authenticate"] = challenge(request.path)
    return answer
